"""Files of programmes → the benefits of a catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from configurator.catalog.benefits import (
    BenefitBook,
    Criterion,
    EarnBand,
    LoyaltyProgramme,
    PartnerOffer,
    PartnerProgramme,
    Perk,
    PointsLevel,
    Qualification,
    Tier,
    TierLadder,
    Trial,
)
from configurator.catalog.prices import read_validity
from configurator.catalog.records import Entry

Built = TypeVar("Built")


def build_benefits(files: Iterable[Entry]) -> BenefitBook:
    """The benefits of all files, each kind in the order of files and lines."""
    entries = tuple(files)
    return BenefitBook(
        ladders=_build_all(entries, "tiers", _build_ladder),
        partners=_build_all(entries, "partner_benefits", _build_partners),
        trials=_build_all(entries, "trials", _build_trial),
        loyalty=_build_all(entries, "loyalty", _build_loyalty),
    )


def list_entries(files: Iterable[Entry], kind: str) -> Iterator[tuple[str, Entry]]:
    """The programmes of a kind that could be read in whole, by key."""
    for file in files:
        for key, entry in file.get(kind, {}).items():
            if is_whole(entry):
                yield key, entry


def is_whole(value: object) -> bool:
    """Whether a value and everything in it could be read."""
    if isinstance(value, Entry):
        return value.complete and all(is_whole(part) for part in value.values.values())
    if isinstance(value, dict):
        return all(is_whole(part) for part in value.values())
    return not isinstance(value, tuple) or all(is_whole(part) for part in value)


def _build_all(files: tuple[Entry, ...], kind: str, build: Callable[[str, Entry], Built]) -> dict[str, Built]:
    found: dict[str, Built] = {}
    for key, entry in list_entries(files, kind):
        found.setdefault(key, build(key, entry))
    return found


def _given(entry: Entry, *names: str) -> dict[str, Any]:
    """The fields of these names that the file states; the others keep the model's defaults."""
    return {name: entry[name] for name in names if name in entry}


def _build_ladder(key: str, entry: Entry) -> TierLadder:
    optional = _given(entry, "on_request", "measured_on", "window_months", "warn_after", "downgrade_after", "hint_at")
    return TierLadder(
        key=key,
        name=entry["name"],
        sentence=entry["sentence"],
        tiers=tuple(_build_tier(name, tier) for name, tier in entry["tiers"].items()),
        valid=read_validity(entry),
        **_origin(entry),
        **optional,
    )


def _build_tier(key: str, entry: Entry) -> Tier:
    return Tier(
        key=key,
        name=entry["name"],
        benefits=tuple(_build_perk(name, perk) for name, perk in entry.get("benefits", {}).items()),
        ways=tuple(_build_way(way) for way in entry.get("ways", ())),
        location=entry.location,
        **_given(entry, "cap_percent"),
    )


def _build_perk(key: str, entry: Entry) -> Perk:
    optional = _given(entry, "quantity", "value", "cost", "percent", "cost_percent", "expiry", "offering")
    return Perk(key=key, name=entry["name"], unit=entry["unit"], location=entry.location, **optional)


def _build_way(entry: Entry) -> Qualification:
    plain = Qualification()
    return Qualification(entry.get("monthly", plain.least_monthly), entry.get("term", plain.least_term))


def _build_partners(key: str, entry: Entry) -> PartnerProgramme:
    optional = _given(
        entry, "on_request", "when", "least_tier", "double", "factor", "most", "release_percent", "validity_days",
        "rest_months", "partner_percent", "holdout_percent",
    )  # fmt: skip
    return PartnerProgramme(
        key=key,
        name=entry["name"],
        sentence=entry["sentence"],
        offers=tuple(_build_offer(name, offer) for name, offer in entry["offers"].items()),
        partners=entry["partners"],
        **_origin(entry),
        **optional,
    )


def _build_offer(key: str, entry: Entry) -> PartnerOffer:
    return PartnerOffer(
        key=key,
        partner=entry["partner"],
        name=entry["name"],
        month=entry["month"],
        quota=entry["quota"],
        unit=entry["unit"],
        quantity=entry.get("quantity", 1),
        value=entry["value"],
        cost=entry["cost"],
        channels=entry.get("channels", ()),
        location=entry.location,
    )


def _build_trial(key: str, entry: Entry) -> Trial:
    optional = _given(
        entry, "most_seats", "rest_months", "excludes", "incentive", "convert_days", "suspend_after", "delete_after"
    )
    return Trial(
        key=key,
        name=entry["name"],
        applies_to=entry["applies_to"],
        days=entry["days"],
        criteria=tuple(Criterion(name, text) for name, text in entry["criteria"].items()),
        midpoint_day=entry["midpoint_day"],
        quote_day=entry["quote_day"],
        most_spent=entry["most_spent"],
        **_origin(entry),
        **optional,
    )


def _build_loyalty(key: str, entry: Entry) -> LoyaltyProgramme:
    levels = entry.get("levels", {})
    return LoyaltyProgramme(
        key=key,
        name=entry["name"],
        sentence=entry["sentence"],
        bands=tuple(EarnBand(band["since_years"], band["per_hundred"], band.location) for band in entry["bands"]),
        value=entry["value"],
        stage=entry["stage"],
        redeem_on=entry["redeem_on"],
        input=entry["input"],
        balance=entry["balance"],
        levels=tuple(
            PointsLevel(name, level["name"], level["least"], level.location) for name, level in levels.items()
        ),
        **_origin(entry),
        **_given(entry, "months_valid", "level_months", "funding"),
    )


def _origin(entry: Entry) -> dict[str, Any]:
    return {"evidence": entry["evidence"], "source": entry.get("source", ""), "location": entry.location}
