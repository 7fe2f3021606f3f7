"""The world of any customer: what is open in it, what is left out, and that one customer's facts close it again."""

from __future__ import annotations

from datetime import date

import pytest

from configurator.catalog.model import AttributeValue, InputKind
from configurator.rules.open_world import OpenTranslation, input_name
from configurator.rules.parsing import parse
from configurator.rules.rulebook import read_rules
from configurator.rules.translating import quantity_name, taken_name, translate, wish_name
from configurator.solver import AtLeast, Exactly, IsFalse, IsTrue, Reasoner, compile
from tests.factories.catalog import make_catalog, make_input, make_offering, make_rule, make_text, since, until
from tests.factories.situations import TODAY, make_book

VALUES = tuple(AttributeValue(key, make_text(key)) for key in ("silver", "gold", "platinum"))
INPUTS = [
    make_input("staff", "50", minimum=1, maximum=2000),
    make_input("beds", "0", minimum=5, maximum=900, industries=frozenset({"health"})),
    make_input("phones", "ceil(staff * 0.6)", derived=True, maximum=5000),
    make_input("cards", "no", kind=InputKind.FLAG),
    make_input("sla", "silver", kind=InputKind.CHOICE, values=VALUES),
    make_input("level", "0", compliance=True, maximum=3, values=tuple(AttributeValue(n, make_text(n)) for n in "023")),
]


def open_rules(*rules, day=TODAY, inputs=INPUTS, offerings=("A-1", "B-1")):
    book = read_rules(make_catalog(rules=rules, inputs=inputs, offerings=offerings)).book
    assert book is not None
    return OpenTranslation(book, day)


def can_hold(translation, *facts):
    return Reasoner(compile(translation.make_model())).consistent(facts)


class TestInputs:
    @pytest.mark.parametrize(("staff", "possible"), [(1, True), (2000, True)])
    def test_a_figure_takes_every_value_within_its_bounds(self, staff, possible):
        translation = open_rules(make_rule("R-1", f"staff = {staff}"))
        assert can_hold(translation) is possible

    @pytest.mark.parametrize("condition", ["staff = 0", "staff > 2000", "level = 1", "beds = 901"])
    def test_nothing_beyond_them(self, condition):
        assert can_hold(open_rules(make_rule("R-1", condition))) is False

    @pytest.mark.parametrize("condition", ["beds = 0", "beds = 900", "level = 2", "cards", "not cards", "sla = gold"])
    def test_everything_that_some_customer_is(self, condition):
        assert can_hold(open_rules(make_rule("R-1", condition))) is True

    def test_a_customer_has_one_value_of_a_choice(self):
        assert can_hold(open_rules(make_rule("R-1", "sla = gold and sla = silver"))) is False

    @pytest.mark.parametrize(
        ("condition", "left"),
        [("sla >= gold", {"gold", "platinum"}), ("sla < gold", {"silver"}), ("sla != gold", {"silver", "platinum"})],
    )
    def test_choices_are_compared_by_their_order(self, condition, left):
        translation = open_rules(make_rule("R-1", condition))
        bools = Reasoner(compile(translation.make_model())).booleans(()).bools
        assert {key for key in ("silver", "gold", "platinum") if True in bools[input_name("sla", key)]} == left

    def test_derived_figures_are_free(self):
        assert can_hold(open_rules(make_rule("R-1", "phones > staff"))) is True

    def test_a_figure_with_too_wide_a_range_is_left_out(self):
        wide = make_input("money", "0", maximum=10_000_001)
        translation = open_rules(make_rule("R-1", "A-1", "money >= 5"), inputs=[wide])
        assert translation.refused == ["R-1"]


class TestRules:
    def test_needs_are_open_and_bind_who_asks(self):
        book = make_book({"offerings": {"A-1": None}, "needs": {"voice": "A-1"}})
        translation = OpenTranslation(book, TODAY)
        assert can_hold(translation, IsTrue(wish_name("voice")), IsTrue(taken_name("A-1"))) is True
        assert can_hold(translation, IsTrue(wish_name("voice")), IsFalse(taken_name("A-1"))) is False
        assert can_hold(translation, IsFalse(wish_name("voice")), IsFalse(taken_name("A-1"))) is True

    def test_sizing_follows_the_customer(self):
        translation = open_rules(make_rule("R-1", "A-1 >= ceil(staff / 28)"))
        few = [AtLeast(input_name("staff"), 56), Exactly(quantity_name("A-1"), 2)]
        assert can_hold(translation, *few) is False
        assert can_hold(translation, *few[:1], Exactly(quantity_name("A-1"), 3)) is True

    def test_only_rules_of_the_day_count(self):
        rules = [
            make_rule("R-1", "not A-1", valid=until(date(2026, 12, 31))),
            make_rule("R-2", "not B-1", valid=since(date(2027, 1, 1))),
        ]
        assert list(open_rules(*rules, day=date(2026, 12, 31)).when) == ["R-1"]
        assert list(open_rules(*rules, day=date(2027, 1, 1)).when) == ["R-2"]

    def test_advice_does_not_bind(self):
        translation = open_rules(make_rule("R-1", "not A-1", severity="warning"))
        assert can_hold(translation, IsTrue(taken_name("A-1"))) is True

    @pytest.mark.parametrize("requirement", ["A-1 >= staff * phones", "A-1 * staff >= 5", "A-1 >= 100 / staff"])
    def test_what_is_not_linear_without_a_customer_is_left_out(self, requirement):
        translation = open_rules(make_rule("R-1", requirement, "B-1"))
        assert (translation.refused, translation.when) == (["R-1"], {})

    def test_what_was_begun_for_a_condition_without_meaning_is_taken_back(self):
        translation = open_rules()
        before = translation.make_model()
        assert translation.read(parse("A-1 + ceil(B-1 / 7) >= staff * phones")) is None
        assert translation.make_model() == before

    def test_a_rule_can_be_left_out(self):
        translation = open_rules(make_rule("R-1", "not A-1"))
        model = translation.make_model(without=["R-1"])
        assert Reasoner(compile(model)).consistent([IsTrue(taken_name("A-1"))]) is True


class TestProbes:
    def test_a_probe_can_be_true_where_its_formula_can_hold(self):
        translation = open_rules(make_rule("R-1", "A-1 <= 20"))
        probes = {
            name: translation.read(parse(source)) for name, source in (("low", "A-1 >= 20"), ("high", "A-1 >= 21"))
        }
        reasoner = Reasoner(compile(translation.make_model(probes)))
        assert reasoner.consistent([IsTrue("low")]) is True
        assert reasoner.consistent([IsTrue("high")]) is False
        assert reasoner.consistent([IsFalse("low"), Exactly(quantity_name("A-1"), 20)]) is True


RULES = (
    make_rule("R-1", "A-1 >= ceil(staff / 28)", "B-1"),
    make_rule("R-2", "A-1 <= 20", "sla < gold or cards"),
    make_rule("R-3", "B-1", "level >= 2"),
)


@pytest.mark.parametrize("staff", [28, 560, 561, 2000])
@pytest.mark.parametrize("sla", ["silver", "platinum"])
@pytest.mark.parametrize("level", [0, 3])
def test_the_facts_of_a_customer_leave_what_its_own_model_leaves(staff, sla, level):
    profile = {"industry": "", "size": "small", "staff": staff, "beds": 0, "phones": 9, "cards": False, "sla": sla}
    profile["level"] = level
    offerings = [make_offering(code, max_quantity=100) for code in ("A-1", "B-1")]
    book = read_rules(make_catalog(rules=RULES, inputs=INPUTS, offerings=offerings)).book
    assert book is not None
    translation = OpenTranslation(book, TODAY)
    del profile["industry"]
    facts = translation.world.list_facts(profile)
    names = [quantity_name("A-1"), quantity_name("B-1"), taken_name("B-1")]
    opened = Reasoner(compile(translation.make_model())).consistent(facts)
    known = compile(translate(book, profile, (), TODAY).model)
    assert opened is Reasoner(known).consistent(())
    if opened:
        assert Reasoner(compile(translation.make_model())).domains(facts, names) == Reasoner(known).domains((), names)
