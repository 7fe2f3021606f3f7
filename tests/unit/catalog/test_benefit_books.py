"""Files of programmes as the catalog's benefits: every field arrives, what is left out has its default."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from configurator.catalog.benefits import EMPTY_BOOK, Expiry, Qualification, list_conditions, list_selectors
from configurator.catalog.reading import load_catalog, read_catalog
from configurator.catalog.sources import Evidence
from configurator.resources import catalog_dir
from tests.factories.benefit_files import LOYALTY, PARTNERS, TIERS, TRIALS, benefit_files


def book_of(*texts: str):
    load = read_catalog(benefit_files(*texts))
    assert load.catalog is not None, load.problems
    return load.catalog.benefits


def test_a_catalog_without_files_of_programmes_has_no_benefits():
    catalog = load_catalog(catalog_dir("tutorial")).catalog
    assert catalog is not None
    assert catalog.benefits == EMPTY_BOOK


def test_tiers_become_a_ladder():
    ladder = book_of(TIERS).ladders["PLANS"]
    assert (ladder.name.en, ladder.on_request, ladder.measured_on) == ("Plans", True, ("#border",))
    assert (ladder.window_months, ladder.warn_after, ladder.downgrade_after, ladder.hint_at) == (6, 1, 4, Decimal(80))
    assert (ladder.valid.first, ladder.evidence, ladder.source) == (date(2026, 1, 1), Evidence.SEEN, "S:SKT")
    assert str(ladder.location) == "programmes/0.yaml:2:3"
    assert [tier.key for tier in ladder.tiers] == ["basic", "plus"]


def test_a_tier_has_its_ways_cap_and_benefits():
    basic, plus = book_of(TIERS).ladders["PLANS"].tiers
    assert (basic.ways, basic.benefits, basic.cap_percent) == ((), (), Decimal(100))
    assert plus.ways == (Qualification(Decimal(1000)), Qualification(least_term=24), Qualification(Decimal(500), 12))
    assert plus.cap_percent == Decimal(6)
    scan, credit = plus.benefits
    assert (scan.key, scan.unit, scan.quantity, scan.value, scan.cost) == (
        "scan", "unit", 2, Decimal("299.5"), Decimal(203),
    )  # fmt: skip
    assert (scan.expiry, scan.offering, scan.percent) == (Expiry.CONTRACT, "SBC-100", None)
    assert (credit.percent, credit.cost_percent, credit.quantity, credit.expiry) == (
        Decimal(5), Decimal(40), 1, Expiry.CONTRACT_YEAR,
    )  # fmt: skip


def test_partner_benefits_have_a_calendar():
    programme = book_of(PARTNERS, TIERS).partners["MONTHLY"]
    assert programme.when is not None
    assert (programme.when.source, str(programme.when.location)) == ("staff >= 2", "programmes/0.yaml:6:11")
    assert programme.double is not None
    assert programme.double.source == "size in (micro, small)"
    assert (programme.least_tier, programme.factor, programme.most, programme.on_request) == ("basic", 2, 3, True)
    assert (programme.release_percent, programme.validity_days, programme.rest_months) == (Decimal(50), 7, 2)
    assert (programme.partner_percent, programme.holdout_percent) == (Decimal(60), Decimal(10))
    assert programme.partners["coffee"].en == "Coffee"
    january, march = programme.offers
    assert (january.key, january.partner, january.month) == ("january", "coffee", date(2027, 1, 1))
    assert (january.quota, january.quantity, january.value, january.cost) == (400, 5, Decimal(20), Decimal("12.5"))
    assert january.channels == ("app", "portal")
    assert (march.quantity, march.channels) == (1, ())


def test_a_trial_has_its_limits_and_days():
    trial = book_of(TRIALS).trials["TRY"]
    assert (trial.applies_to, trial.excludes, trial.days) == (("SBC-100",), ("MIN-*",), 30)
    assert [criterion.key for criterion in trial.criteria] == ["users", "quality"]
    assert (trial.midpoint_day, trial.quote_day, trial.convert_days) == (15, 21, 5)
    assert (trial.most_seats, trial.most_spent, trial.rest_months) == (10, Decimal(3000), 12)
    assert (trial.incentive, trial.suspend_after, trial.delete_after) == ("TRY-7D", 2, 20)


def test_loyalty_has_bands_levels_and_what_points_are_worth():
    points = book_of(LOYALTY).loyalty["POINTS"]
    assert [(band.since_years, band.per_hundred) for band in points.bands] == [(0, Decimal(1)), (3, Decimal("1.5"))]
    assert (points.value, points.months_valid, points.redeem_on) == (Decimal("0.5"), 36, ("#border",))
    assert (points.stage, points.input, points.balance) == ("points", "beds", "phones")
    assert [(level.key, level.least) for level in points.levels] == [("silver", 5000), ("gold", 20000)]
    assert (points.level_months, points.funding) == (6, {"operator": Decimal(100)})


def test_what_a_file_leaves_out_has_the_default_of_the_model():
    trial = book_of(_without(TRIALS, "excludes", "most_seats", "convert_days", "suspend_after")).trials["TRY"]
    assert (trial.excludes, trial.most_seats, trial.convert_days, trial.suspend_after) == ((), 25, 7, 3)


def test_several_files_make_one_book():
    book = book_of(TIERS, PARTNERS, TRIALS, LOYALTY)
    assert (list(book.ladders), list(book.partners), list(book.trials), list(book.loyalty)) == (
        ["PLANS"], ["MONTHLY"], ["TRY"], ["POINTS"],
    )  # fmt: skip


def test_tells_its_selectors_and_conditions():
    book = book_of(TIERS, PARTNERS, TRIALS, LOYALTY)
    assert list(list_selectors(book)) == ["#border", "SBC-100", "MIN-*", "#border"]
    assert [condition.source for condition in list_conditions(book)] == ["staff >= 2", "size in (micro, small)"]


def _without(text: str, *fields: str) -> str:
    kept = [line for line in text.splitlines() if line.strip().partition(":")[0] not in fields]
    return "\n".join(kept) + "\n"
