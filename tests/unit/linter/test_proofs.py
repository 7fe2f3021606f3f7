"""Proofs against brute force: every claim about all customers is compared with every customer and configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.linter.probing import applies_name, followed_name, ignored_name, unmet_name
from configurator.linter.proofs import Proofs, list_regime_days
from configurator.linter.soundness import check_conditions, check_redundant
from configurator.rules.meaning import read_condition
from configurator.rules.open_world import input_name
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.rules.translating import attribute_name, read_rule, taken_name, wish_name
from configurator.rules.worlds import KnownWorld
from configurator.solver import Truth
from configurator.values.problem import Severity
from tests.factories.catalog import make_catalog, make_input, make_rule, since, until
from tests.factories.situations import make_ruled_catalog

MOST = 2
STAFF = (0, 1, 2, 3)

ATOMS = st.sampled_from(
    [
        "A-1",
        "B-1",
        "C-1",
        "A-1 = 2",
        "B-1 >= 2",
        "A-1 + B-1 >= 3",
        "A-1 + 2 * B-1 <= 4",
        "C-1 >= ceil(A-1 / 2)",
        "A-1.mode = on",
        "A-1.mode = off",
        "staff >= 2",
        "B-1 >= staff",
        "A-1 <= ceil(staff / 2)",
        "2 * C-1 >= staff - A-1",
        "need(voice)",
        "count(A-1, B-1, C-1) >= 2",
        "exactly(1, A-1, B-1, staff = 3)",
        "max(A-1, B-1) >= 2",
        "C-1 >= if(need(voice), 2, 1)",
    ]
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda parts: st.one_of(
        parts.map(lambda one: f"not ({one})"),
        st.tuples(parts, st.sampled_from(("and", "or", "implies")), parts).map(
            lambda three: "({}) {} ({})".format(*three)
        ),
    ),
    max_leaves=3,
)
RULES = st.lists(
    st.fixed_dictionaries(
        {
            "if": st.one_of(st.none(), CONDITIONS),
            "then": CONDITIONS,
            "severity": st.sampled_from(("error", "error", "error", "warning")),
        }
    ),
    min_size=1,
    max_size=4,
)


def make_random_book(rules: list[dict[str, Any]], need: str) -> RuleBook:
    catalog = make_ruled_catalog(
        {
            "offerings": {
                "A-1": {"max": MOST, "attributes": {"mode": ["on", "off"]}},
                "B-1": {"max": MOST},
                "C-1": {"max": MOST},
            },
            "rules": [{"id": f"R-{number}", **rule} for number, rule in enumerate(rules)],
            "needs": {"voice": need},
        }
    )
    staff = make_input("staff", "0", minimum=STAFF[0], maximum=STAFF[-1])
    book = read_rules(replace(catalog, inputs={"staff": staff})).book
    assert book is not None
    return book


def list_worlds(book: RuleBook) -> Iterator[tuple[KnownWorld, Mapping[str, bool]]]:
    """Every configuration of every customer, valid or not, with what the solver's Booleans would be."""
    for staff, needs, quantities in product(STAFF, ((), ("voice",)), product(range(MOST + 1), repeat=3)):
        taken = dict(zip(("A-1", "B-1", "C-1"), quantities, strict=True))
        for mode in ("on", "off") if taken["A-1"] else (None,):
            attributes = {("A-1", "mode"): mode} if mode else {}
            truths = {taken_name(code): quantity > 0 for code, quantity in taken.items()}
            truths |= {attribute_name("A-1", "mode", value): mode == value for value in ("on", "off")}
            truths[wish_name("voice")] = bool(needs)
            profile = {"staff": staff, "industry": "", "size": "medium"}
            yield KnownWorld(book.catalog, profile, needs, taken, attributes), truths


def holds(formula: object) -> bool:
    assert isinstance(formula, Truth)
    return formula.value


def list_valid(book: RuleBook, left_out: str | None = None) -> Iterator[tuple[KnownWorld, dict[str, bool]]]:
    binding = [one for one in book.rules if one.rule.severity is Severity.ERROR and one.rule.id != left_out]
    for world, truths in list_worlds(book):
        met = holds(read_condition(book.needs["voice"], world))
        if all(holds(read_rule(rule, world)) for rule in binding) and (met or not truths[wish_name("voice")]):
            yield world, {**truths, unmet_name("voice"): not met}


def judge_rules(book: RuleBook, world: KnownWorld) -> Iterator[tuple[str, bool]]:
    for parsed in book.rules:
        when = parsed.when is None or holds(read_condition(parsed.when, world))
        require = holds(read_condition(parsed.require, world))
        yield applies_name(parsed.rule.id), when
        yield followed_name(parsed.rule.id), when and require
        yield ignored_name(parsed.rule.id), when and not require


@settings(max_examples=150, deadline=None)
@given(RULES, CONDITIONS)
def test_says_exactly_what_trying_every_configuration_of_every_customer_says(rules, need):
    book = make_random_book(rules, need)
    proofs = Proofs(book)
    seen: dict[str, set[bool]] = {}
    for world, truths in list_valid(book):
        for name, value in (*truths.items(), *judge_rules(book, world)):
            seen.setdefault(name, set()).add(value)
    assert bool(proofs.voids) == (not seen)
    assert not proofs.undecided
    declared = proofs.regimes[0].names if proofs.regimes else frozenset()
    for name, values in seen.items():
        assert proofs.is_impossible(name) == (name in declared and True not in values), name
        if not name.startswith(("applies", "followed", "ignored", "unmet")):
            assert proofs.is_forced(name) == (False not in values), name


@settings(max_examples=100, deadline=None)
@given(RULES, CONDITIONS)
def test_a_rule_called_redundant_forbids_nothing_that_the_others_allow(rules, need):
    book = make_random_book(rules, need)
    for problem in check_redundant(Proofs(book)):
        left_out = str(problem.params["rule"])
        parsed = next(one for one in book.rules if one.rule.id == left_out)
        assert all(holds(read_rule(parsed, world)) for world, _ in list_valid(book, left_out))


@settings(max_examples=60, deadline=None)
@given(RULES, CONDITIONS)
def test_when_no_rule_is_called_redundant_each_forbids_something(rules, need):
    """Where a rule never applies, that is told instead."""
    book = make_random_book(rules, need)
    proofs = Proofs(book)
    if proofs.voids or list(check_conditions(proofs)) or list(check_redundant(proofs)):
        return
    for parsed in book.rules:
        if parsed.rule.severity is Severity.ERROR:
            assert not all(holds(read_rule(parsed, world)) for world, _ in list_valid(book, parsed.rule.id))


@settings(max_examples=60, deadline=None)
@given(RULES, CONDITIONS)
def test_the_rules_named_suffice_and_none_can_be_spared(rules, need):
    book = make_random_book(rules, need)
    proofs = Proofs(book)
    for offering in book.catalog.offerings:
        if proofs.is_impossible(taken_name(offering)):
            labels = proofs.explain(taken_name(offering), True)
            assert labels is not None
            assert is_dead_by(book, offering, labels)
            assert not any(is_dead_by(book, offering, [one for one in labels if one != spared]) for spared in labels)


def is_dead_by(book: RuleBook, offering: str, labels: object) -> bool:
    """Whether nobody can take the offering when only the labelled rules and needs count."""
    assert isinstance(labels, (list, tuple))
    rules = [one for one in book.rules if f"rule:{one.rule.id}" in labels]
    for world, truths in list_worlds(book):
        is_met = "need:voice" not in labels or not truths[wish_name("voice")]
        is_met = is_met or holds(read_condition(book.needs["voice"], world))
        if truths[taken_name(offering)] and is_met and all(holds(read_rule(rule, world)) for rule in rules):
            return False
    return True


def test_flags_levels_and_choices_of_a_customer_are_open():
    rules = [make_rule("R-1", "A-1", "staff >= 3")]
    catalog = make_catalog(rules=rules, inputs=[make_input("staff", "0", minimum=2, maximum=5)])
    book = read_rules(catalog).book
    assert book is not None
    proofs = Proofs(book)
    assert not proofs.is_forced(taken_name("A-1"))
    assert not proofs.is_impossible(applies_name("R-1"))
    assert input_name("size", "micro") in proofs.regimes[0].names


class TestRegimes:
    def days(self, *rules):
        book = read_rules(make_catalog(rules=rules)).book
        assert book is not None
        return list(list_regime_days(book))

    def test_rules_without_dates_make_one_regime(self):
        assert self.days(make_rule("R-1", "A-1"), make_rule("R-2", "B-1")) == [date.min]

    def test_a_rule_that_begins_or_ends_begins_a_regime(self):
        begins, ends = since(date(2027, 1, 1)), until(date(2027, 6, 30))
        days = self.days(make_rule("R-1", "A-1", valid=begins), make_rule("R-2", "B-1", valid=ends))
        assert days == [date.min, date(2027, 1, 1), date(2027, 7, 1)]

    def test_two_changes_on_one_day_make_one(self):
        begins, ends = since(date(2027, 1, 1)), until(date(2026, 12, 31))
        days = self.days(make_rule("R-1", "A-1", valid=begins), make_rule("R-2", "B-1", valid=ends))
        assert days == [date.min, date(2027, 1, 1)]
