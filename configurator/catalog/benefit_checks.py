"""What can be wrong with benefits that a single field does not show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from configurator.catalog.benefit_books import list_entries
from configurator.catalog.benefits import PartnerProgramme, Qualification, Tier, Trial
from configurator.catalog.commercial import reduction_of
from configurator.catalog.model import Catalog, InputKind
from configurator.catalog.notebook import nearest_name
from configurator.catalog.pricing_policies import check_amount, check_selectors
from configurator.catalog.records import Entry
from configurator.catalog.reductions import check_funding
from configurator.catalog.sheets import Sheets
from configurator.values.problem import Severity

_WEEKS = 4
"""In how many weeks of a month all of a quota is to be released."""
_HUNDRED = Decimal(100)


def check_benefits(catalog: Catalog, sheets: Sheets) -> None:
    """All checks, programme by programme."""
    files = sheets.all("programmes")
    for key, entry in list_entries(files, "tiers"):
        _check_ladder(entry, catalog, catalog.benefits.ladders[key].tiers)
    for key, entry in list_entries(files, "partner_benefits"):
        _check_partners(entry, catalog, catalog.benefits.partners[key])
    for key, entry in list_entries(files, "trials"):
        _check_trial(entry, catalog, catalog.benefits.trials[key])
    for _, entry in list_entries(files, "loyalty"):
        _check_loyalty(entry, catalog)


def _check_ladder(entry: Entry, catalog: Catalog, tiers: tuple[Tier, ...]) -> None:
    check_selectors(entry, "measured_on", catalog)
    warn, downgrade = entry.get("warn_after", 2), entry.get("downgrade_after", 3)
    if warn >= downgrade:
        entry.report("tier_months_reversed", "warn_after", warn=warn, downgrade=downgrade)
    _check_order(entry["tiers"], tiers)
    for tier in entry["tiers"].values():
        for way in tier.get("ways", ()):
            check_amount(way, "monthly", catalog)
        for key, perk in tier.get("benefits", {}).items():
            _check_perk(key, perk)


def _check_order(entries: dict[str, Entry], tiers: tuple[Tier, ...]) -> None:
    """Whoever reaches a tier reaches the one before it."""
    for lower, higher in pairwise(tiers):
        if not higher.ways:
            entries[higher.key].report("tier_without_way", tier=higher.key)
        elif lower.ways and not all(_opens(way, lower) for way in higher.ways):
            entries[higher.key].report("tier_levels_disordered", "ways", tier=higher.key, before=lower.key)


def _opens(way: Qualification, lower: Tier) -> bool:
    return any(each.least_monthly <= way.least_monthly and each.least_term <= way.least_term for each in lower.ways)


def _check_perk(key: str, perk: Entry) -> None:
    if "percent" in perk and ("value" in perk or "cost" in perk):
        perk.report("benefit_value_unclear", "percent", benefit=key)
    value, cost = perk.get("value", Decimal(0)), perk.get("cost", Decimal(0))
    if 0 < value < cost:
        perk.report(
            "benefit_costs_more", "cost", severity=Severity.WARNING, benefit=key, cost=str(cost), value=str(value)
        )


def _check_partners(entry: Entry, catalog: Catalog, programme: PartnerProgramme) -> None:
    if programme.release_percent * _WEEKS < _HUNDRED:
        entry.report("partner_release_slow", "release_percent", percent=str(programme.release_percent))
    if programme.double is not None and programme.factor > programme.most:
        entry.report(
            "partner_share_bounded", "factor",
            severity=Severity.WARNING, factor=programme.factor, most=programme.most,
        )  # fmt: skip
    _check_calendar(entry["offers"].values(), programme.rest_months)


def _check_calendar(offers: Iterable[Entry], rest_months: int) -> None:
    """One partner a month, and none again before it has rested."""
    months: dict[date, Entry] = {}
    last: dict[str, Entry] = {}
    for offer in sorted(offers, key=lambda offer: offer["month"]):
        known, earlier = months.get(offer["month"]), last.get(offer["partner"])
        if known is not None:
            offer.report("partner_month_twice", "month", month=_say(offer["month"]), first=str(known.at("month")))
        elif earlier is not None and _count_months(earlier["month"], offer["month"]) < rest_months:
            _report_too_soon(offer, earlier, rest_months)
        months.setdefault(offer["month"], offer)
        last[offer["partner"]] = offer


def _report_too_soon(offer: Entry, earlier: Entry, rest_months: int) -> None:
    year, month = divmod(earlier["month"].year * 12 + earlier["month"].month - 1 + rest_months, 12)
    offer.report(
        "partner_too_soon", "month",
        partner=offer["partner"], month=_say(offer["month"]), first=_say(earlier["month"]),
        rest=rest_months, again=f"{year:04}-{month + 1:02}",
    )  # fmt: skip


def _count_months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _say(month: date) -> str:
    return f"{month:%Y-%m}"


def _check_trial(entry: Entry, catalog: Catalog, trial: Trial) -> None:
    check_selectors(entry, "applies_to", catalog)
    check_selectors(entry, "excludes", catalog)
    check_amount(entry, "most_spent", catalog)
    if not trial.midpoint_day < trial.quote_day < trial.days:
        figures = {"midpoint": trial.midpoint_day, "quote": trial.quote_day, "days": trial.days}
        entry.report("trial_days_disordered", "midpoint_day", **figures)
    if trial.delete_after <= trial.suspend_after:
        entry.report("trial_deleted_early", "delete_after", suspend=trial.suspend_after, delete=trial.delete_after)
    codes = {reduction.code for reduction in map(reduction_of, catalog.programmes.values()) if reduction.code}
    if trial.incentive and trial.incentive not in codes:
        nearest = nearest_name(trial.incentive, codes)
        entry.report("trial_code_unknown", "incentive", code=trial.incentive, nearest=nearest)


def _check_loyalty(entry: Entry, catalog: Catalog) -> None:
    check_selectors(entry, "redeem_on", catalog)
    _check_redemption(entry, catalog)
    _check_inputs(entry, catalog)
    _check_years(entry["bands"])
    for lower, higher in pairwise(entry.get("levels", {}).items()):
        if higher[1]["least"] <= lower[1]["least"]:
            higher[1].report("loyalty_levels_disordered", "least", level=higher[0], least=higher[1]["least"])
    check_funding(entry)


def _check_redemption(entry: Entry, catalog: Catalog) -> None:
    """Points pay in a stage of kind redemption."""
    stages = {stage.key: stage.kind for stage in catalog.policy.stages}
    if stages.get(entry["stage"], "redemption") != "redemption":
        known = tuple(key for key, kind in stages.items() if kind == "redemption")
        entry.report("loyalty_stage_kind", "stage", stage=entry["stage"], kind=stages[entry["stage"]], known=known)


def _check_inputs(entry: Entry, catalog: Catalog) -> None:
    for name in ("input", "balance"):
        known = catalog.inputs.get(entry[name])
        if known is not None and known.kind is not InputKind.INTEGER:
            entry.report("loyalty_input_kind", name, input=known.key)


def _check_years(bands: tuple[Entry, ...]) -> None:
    for place, band in enumerate(bands):
        before = bands[place - 1]["since_years"] if place else -1
        if band["since_years"] <= before or (place == 0 and band["since_years"] != 0):
            band.report("loyalty_bands_disordered", "since_years", since=band["since_years"])
