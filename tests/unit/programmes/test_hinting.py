"""What a quote nearly reaches, and what it would save."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from configurator.catalog.commercial import Measure, Span
from configurator.catalog.sources import Expression
from configurator.programmes import find_hints
from configurator.values.dates import DateRange
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation
from tests.factories.programmes import (
    DAY,
    make_band,
    make_bundle,
    make_discount,
    make_facts,
    make_line,
    make_programmes_catalog,
)

BANDS = (make_band("1000", "5"), make_band("5000", "8"))


def volume(**changes):
    plain = {"measure": Measure.QUOTE_MONTHLY, "hint_from": Decimal(85)}
    return make_discount("V", *BANDS, **{**plain, **changes})


def hints(programme, *lines, **changes):
    return find_hints(make_facts(make_programmes_catalog(programme), *lines, **changes))


def test_from_85_percent_of_the_next_band_on_it_is_pointed_out():
    assert hints(volume(), make_line(1, "VM-1", "849.99")) == ()
    (hint,) = hints(volume(), make_line(1, "VM-1", "850"))
    assert (hint.programme, hint.measure, hint.missing) == ("V", Measure.QUOTE_MONTHLY, Decimal("150.00"))
    assert (hint.percent_now, hint.percent_then, str(hint.saves)) == (Decimal(0), Decimal(5), "42.50")
    assert (hint.line, hint.needs_anchor, hint.ask) == (None, False, False)


def test_the_saving_is_what_comes_on_top_of_the_present_band():
    (hint,) = hints(volume(), make_line(1, "VM-1", "3000"), make_line(2, "VM-2", "1600"))
    assert (hint.missing, hint.percent_now, hint.percent_then) == (Decimal("400.00"), Decimal(5), Decimal(8))
    assert str(hint.saves) == "138.00"


def test_above_the_last_band_nothing_is_missing():
    assert hints(volume(), make_line(1, "VM-1", "5000")) == ()


def test_a_programme_without_a_share_gives_no_hint():
    assert hints(volume(hint_from=Decimal(0)), make_line(1, "VM-1", "999")) == ()


def test_what_is_not_in_force_gives_no_hint():
    assert hints(volume(valid=DateRange(None, DAY.replace(day=21))), make_line(1, "VM-1", "999")) == ()


def test_what_the_customer_cannot_have_gives_no_hint():
    never = Expression("NET-1", SourceLocation("programmes/demo.yaml", 5, 11))
    assert hints(volume(when=never), make_line(1, "VM-1", "999")) == ()


def test_a_promotion_is_no_secret_only_for_those_who_know_its_code():
    line = make_line(1, "VM-1", "999")
    assert hints(volume(code="HELLO"), line) == ()
    assert len(hints(volume(code="HELLO"), line, codes=frozenset({"HELLO"}))) == 1


def test_what_has_only_to_be_asked_for_is_pointed_out():
    on_request = volume(on_request=True)
    (hint,) = hints(on_request, make_line(1, "VM-1", "2000"))
    assert (hint.ask, hint.missing, hint.percent_now, hint.percent_then) == (True, Decimal(0), Decimal(0), Decimal(5))
    assert str(hint.saves) == "100.00"
    assert hints(on_request, make_line(1, "VM-1", "2000"), named=frozenset({"V"})) == ()


def test_what_would_bring_nothing_when_asked_for_is_hinted_at_by_its_band():
    (hint,) = hints(volume(on_request=True), make_line(1, "VM-1", "900"))
    assert (hint.ask, hint.missing) == (False, Decimal("100.00"))


def test_of_lines_the_one_that_would_save_most_is_named():
    by_line = volume(measure=Measure.LINE_MONTHLY)
    (hint,) = hints(by_line, make_line(1, "VM-1", "900"), make_line(2, "VM-2", "4500"), make_line(3, "SIM-1", "4500"))
    assert (hint.line, hint.missing, str(hint.saves)) == (2, Decimal("500.00"), "135.00")


def test_quantities_are_missing_in_units():
    seats = make_discount(
        "Q", make_band("50", "3"), measure=Measure.LINE_QUANTITY, hint_from=Decimal(80), applies_to=("VM-*",)
    )
    (hint,) = hints(seats, make_line(1, "VM-1", "1000", quantity=45), make_line(2, "SIM-1", "1000", quantity=49))
    assert (hint.line, hint.missing, hint.percent_then) == (1, Decimal(5), Decimal(3))


def test_a_cap_bounds_the_saving():
    capped = make_discount("V", make_band("1000", "5", cap="20"), measure=Measure.QUOTE_MONTHLY, hint_from=Decimal(85))
    (hint,) = hints(capped, make_line(1, "VM-1", "990"))
    assert str(hint.saves) == "20.00"


def test_a_band_that_saves_nothing_is_not_pointed_out():
    once = volume(charges=frozenset({ChargeKind.ONE_TIME}))
    assert hints(once, make_line(1, "VM-1", "999")) == ()


def test_a_measure_that_the_profile_lacks_gives_no_hint():
    years = make_discount("Y", make_band("3", "3"), measure=Measure.INPUT, input="years", hint_from=Decimal(50))
    assert hints(years, make_line(1, "VM-1", "100")) == ()
    (hint,) = hints(years, make_line(1, "VM-1", "100"), inputs={"years": 2})
    assert (hint.missing, str(hint.saves)) == (Decimal(1), "3.00")


@pytest.mark.parametrize(("anchor", "missing"), [((), "1000.00"), ((make_line(9, "NET-1", "400"),), "600.00")])
def test_a_bundle_says_what_its_anchor_lacks(anchor, missing):
    bundle = make_bundle("T", *BANDS, hint_from=Decimal(1), applies_to=("VM-*",), lines_each=1)
    lines = (make_line(1, "VM-1", "2000"), make_line(2, "VM-2", "6000"))
    (hint,) = hints(bundle, *lines, *anchor)
    assert (hint.needs_anchor, hint.missing) == (True, Decimal(missing))
    assert (hint.percent_now, hint.percent_then, str(hint.saves)) == (Decimal(0), Decimal(8), "480.00")


def test_a_bundle_with_an_anchor_has_nothing_to_point_out():
    bundle = make_bundle("T", *BANDS, hint_from=Decimal(1))
    assert hints(bundle, make_line(1, "VM-1", "2000"), make_line(2, "NET-1", "1000")) == ()


def test_a_bundle_without_lines_to_reduce_points_nothing_out():
    bundle = make_bundle("T", *BANDS, hint_from=Decimal(1))
    assert hints(bundle, make_line(1, "VM-1", "999")) == ()


def test_a_bundle_that_has_only_to_be_asked_for_says_so():
    bundle = make_bundle("T", *BANDS, hint_from=Decimal(1), on_request=True)
    (hint,) = hints(bundle, make_line(1, "VM-1", "2000"), make_line(2, "NET-1", "1000"))
    assert (hint.ask, hint.needs_anchor, str(hint.saves)) == (True, False, "100.00")


def test_a_discount_without_spans_has_no_band_to_reach():
    assert hints(volume(spans=()), make_line(1, "VM-1", "999")) == ()


def test_a_programme_on_request_for_other_lines_says_nothing():
    assert hints(volume(on_request=True, applies_to=("SIM-1",)), make_line(1, "VM-1", "6000")) == ()


def test_of_several_spans_the_first_one_counts():
    spans = (Span(1, 24, (make_band("1000", "5"),)), Span(25, None, (make_band("1000", "9"),)))
    (hint,) = hints(volume(spans=spans), make_line(1, "VM-1", "900"))
    assert hint.percent_then == Decimal(5)


def test_on_a_band_the_next_one_counts():
    near = volume(hint_from=Decimal(20))
    (hint,) = hints(near, make_line(1, "VM-1", "1000"))
    assert (hint.missing, hint.percent_now, hint.percent_then) == (Decimal("4000.00"), Decimal(5), Decimal(8))


def test_of_lines_that_save_alike_the_first_number_counts():
    by_line = volume(measure=Measure.LINE_MONTHLY)
    (hint,) = hints(by_line, make_line(2, "VM-1", "900"), make_line(1, "VM-2", "900"))
    assert hint.line == 1


def test_lines_without_a_hint_give_none():
    assert hints(volume(measure=Measure.LINE_MONTHLY), make_line(1, "VM-1", "10")) == ()


def test_charges_by_parts_of_a_minor_unit_lack_whole_ones_and_save_exactly():
    """1,000 / 12 of a yuan and 900 are 983.33 a month: 16.67 are missing, 5 % would be 49.16."""
    lines = (make_line(1, "VM-1", "900"), make_line(2, "VM-2", Fraction(100_000, 12)))
    (hint,) = hints(volume(), *lines)
    assert (str(hint.missing), str(hint.saves)) == ("16.67", "49.16")


@pytest.mark.parametrize(("charge", "saves"), [(Fraction(10, 1), "0.00"), (Fraction(20, 1), "0.01")])
def test_whatever_is_saved_is_pointed_out(charge, saves):
    (hint,) = hints(
        volume(spans=(Span(1, None, (make_band("0.21", "5"),)),), hint_from=Decimal(1)), make_line(1, "VM-1", charge)
    )
    assert str(hint.saves) == saves
