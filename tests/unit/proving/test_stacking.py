"""Programmes that turn a safe margin into a loss, with figures that can be reckoned by hand."""

from __future__ import annotations

from decimal import Decimal

from configurator.catalog.commercial import Floor, Keep, Measure, PricingPolicy, Programme, StackingGroup, Stage
from configurator.catalog.model import Family
from configurator.catalog.sources import Expression
from configurator.proving.margins import LeastMargin, list_scopes
from configurator.proving.phrases import say_parts, say_stack
from configurator.rules.rulebook import RuleBook
from tests.factories.catalog import make_offering, make_price, make_price_factor, make_term_discount, make_text
from tests.factories.programmes import make_band, make_bundle, make_discount
from tests.unit.proving.oracle import make_proven_book
from tests.unit.proving.test_descending import prove


def make_policy(*kinds: str, keep: Keep = Keep.ALL, floors: tuple[Floor, ...] = ()) -> PricingPolicy:
    """Stages of these kinds; programmes are in the first of their own, which is called `demo`."""
    stages = tuple(Stage("demo" if kind == "programme" else kind, kind, make_text(kind)) for kind in kinds)
    return PricingPolicy(stages=stages, groups={"one": StackingGroup("one", make_text("one"), keep)}, floors=floors)


PLAIN = make_policy("programme", "term", "manual")


def make_book(*programmes: Programme, policy: PricingPolicy = PLAIN, **changes: object) -> RuleBook:
    """A-1 at 100 a month costs 80, B-1 at 50 costs 40: a margin of 20 % each."""
    keyed = {getattr(each, "key", None) or each.discount.key: each for each in programmes}  # type: ignore[union-attr]
    plain: dict[str, object] = {
        "offerings": [make_offering(code, max_quantity=3) for code in ("A-1", "B-1")],
        "prices": [make_price("A-1", "100", cost="80"), make_price("B-1", "50", cost="40")],
        "terms": (12,),
    }
    return make_proven_book((), programmes=keyed, policy=policy, **{**plain, **changes})


def loss_of(*programmes: Programme, **changes: object) -> LeastMargin:
    found = prove(make_book(*programmes, **changes))  # type: ignore[arg-type]
    assert found.proof == "optimal"
    return found


TEN = make_discount("TEN", make_band("0", "10"), on_request=True)
FIFTEEN = make_discount("FIFTEEN", make_band("0", "15"), code="SECRET")


def test_two_programmes_that_stack_turn_a_safe_margin_into_a_loss() -> None:
    # 100 - 10 - 15 = 75 is paid for a cost of 80: (75 - 80) / 75
    assert prove(make_book()).margin == Decimal(20)
    assert loss_of(TEN).margin == Decimal("11.11")
    found = loss_of(TEN, FIFTEEN)
    assert found.margin == Decimal("-6.67")
    assert found.stack is not None
    assert (found.stack.named, found.stack.codes) == (frozenset({"TEN"}), frozenset({"SECRET"}))


def test_the_worst_stack_names_the_place_of_each_part() -> None:
    found = loss_of(TEN, FIFTEEN, term_discounts=[make_term_discount("A-1", 12, "20")])
    # the term discount comes behind the programmes: 75 less 20 % is 60
    assert found.margin == Decimal("-33.33")
    assert [(part.step, part.rule) for part in found.parts] == [
        ("programme", "TEN"),
        ("programme", "FIFTEEN"),
        ("term_discount", found.parts[2].rule),
    ]
    assert {part.location.file for part in found.parts[:2]} == {"programmes/demo.yaml"}
    assert [part.change.amount / 12 / found.example.quantities["A-1"] for part in found.parts] == [  # type: ignore[union-attr]
        Decimal(-10),
        Decimal(-15),
        Decimal(-15),
    ]
    assert "programmes/demo.yaml:7:1" in say_parts(found)[0].en
    assert found.stack is not None
    assert say_stack(make_book().catalog, found.stack).en.endswith("asked for: TEN, code SECRET")


def test_a_group_that_keeps_the_best_holds_the_margin() -> None:
    ten = make_discount("TEN", make_band("0", "10"), on_request=True, group="one")
    fifteen = make_discount("FIFTEEN", make_band("0", "15"), code="SECRET", group="one")
    kept = make_policy("programme", "term", "manual", keep=Keep.BEST)
    assert loss_of(ten, fifteen, policy=kept).margin == Decimal("5.88")


def test_of_a_group_that_keeps_the_first_the_seller_may_ask_for_the_second_alone() -> None:
    ten = make_discount("TEN", make_band("0", "10"), on_request=True, group="one")
    fifteen = make_discount("FIFTEEN", make_band("0", "15"), code="SECRET", group="one")
    found = loss_of(ten, fifteen, policy=make_policy("programme", "term", "manual", keep=Keep.FIRST))
    assert found.margin == Decimal("5.88")
    assert found.stack is not None
    assert (found.stack.named, found.stack.codes) == (frozenset(), frozenset({"SECRET"}))


def test_conditions_that_exclude_each_other_never_stack() -> None:
    low = make_discount("LOW", make_band("0", "10"), when=Expression("grade = low"), on_request=True)
    high = make_discount("HIGH", make_band("0", "15"), when=Expression("grade = high"), on_request=True)
    found = loss_of(low, high)
    assert found.margin == Decimal("5.88")
    assert found.example is not None
    assert found.example.profile is not None
    assert found.example.profile.values["grade"] == "high"


def test_a_floor_stops_what_comes_behind_the_term_discount_and_not_what_comes_before() -> None:
    floors = (Floor("", margin_on_cost=Decimal(5)),)
    behind = make_policy("term", "programme", "manual", "floor", floors=floors)
    # 80 and 5 % of it are 84: (84 - 80) / 84
    assert loss_of(TEN, FIFTEEN, policy=behind).margin == Decimal("4.76")
    before = make_policy("programme", "term", "manual", "floor", floors=floors)
    assert loss_of(TEN, FIFTEEN, policy=before).margin == Decimal("-6.67")


def test_a_band_of_the_quote_is_reached_with_other_lines() -> None:
    # 450 a month are the most that there is: 3 × 100 and 3 × 50; 20 % off makes 80 of 100
    volume = make_discount("VOLUME", make_band("440", "20"), measure=Measure.QUOTE_MONTHLY, on_request=True)
    found = loss_of(volume)
    assert found.margin == Decimal(0)
    assert found.example is not None
    assert found.example.quantities == {"A-1": 3, "B-1": 3}


def test_a_bundle_reduces_only_what_its_anchor_carries() -> None:
    # B-1 carries one A-1 line at 30 % off: 70 is paid for 80, with B-1 at 50 for 40; the most A-1 beside one B-1
    bundle = make_bundle(
        "PAIR", make_band("0", "30"), anchors=("B-1",), least="50", applies_to=("A-1",), on_request=True
    )
    found = loss_of(bundle)
    assert found.example is not None
    assert found.example.quantities == {"A-1": 3, "B-1": 1}
    # (210 + 50 - 240 - 40) / 260
    assert found.margin == Decimal("-7.69")


def test_a_cap_bounds_what_a_programme_takes() -> None:
    # at most 12 a month off: of one A-1 88 is left for a cost of 80, of one B-1 38 for 40
    capped = make_discount("CAP", make_band("0", "50", cap="12"), on_request=True)
    found = loss_of(capped)
    assert found.margin == Decimal("-5.26")
    assert found.example is not None
    assert found.example.quantities == {"B-1": 1}


def least_of_family(programme: Programme, factor: str) -> LeastMargin:
    """Of family ONE alone: A-1 at 100 for a cost of 80, beside B-1 of another family at 100 times the factor."""
    book = make_book(
        programme,
        families={key: Family(key, make_text(key), key.lower()) for key in ("ONE", "TWO")},
        offerings=[make_offering(code, family=key, max_quantity=1) for code, key in (("A-1", "ONE"), ("B-1", "TWO"))],
        prices=[make_price("A-1", "100", cost="80"), make_price("B-1", "100", cost="1")],
        price_factors=(make_price_factor("B-1", "high", factor),),
    )
    return prove(book, next(scope for scope in list_scopes(book.catalog) if scope.family == "ONE"))


def make_volume(since: str) -> Programme:
    return make_discount("VOLUME", make_band(since, "20"), measure=Measure.QUOTE_MONTHLY, applies_to=("A-1",))


def test_a_factor_on_other_families_lifts_the_band_of_a_family() -> None:
    # only with B-1 at 200 the quote lists 250 a month, for which A-1 is sold at its cost
    found = least_of_family(make_volume("250"), "2")
    assert (found.margin, found.bound, found.proof) == (0, 0, "optimal")
    assert found.example is not None
    assert found.example.stated["grade"] == "high"


def test_a_factor_that_lowers_a_sum_hides_no_customer_without_it() -> None:
    found = least_of_family(make_volume("150"), "0.4")
    assert (found.margin, found.proof) == (0, "optimal")
    assert found.example is not None
    assert found.example.stated["grade"] == "low"


def test_a_factor_on_the_anchor_of_another_family_makes_a_bundle() -> None:
    # only with B-1 at 200 there is an anchor of 150 a month
    bundle = make_bundle("T", make_band("50", "20"), anchors=("B-1",), least="150", applies_to=("A-1",))
    assert least_of_family(bundle, "2").margin == 0
