"""Files of programmes → the catalog's programmes, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from configurator.catalog.commercial import Anchor, Band, Bundle, Discount, Measure, Programme, Span
from configurator.catalog.model import Catalog, InputKind
from configurator.catalog.prices import find_overlaps, read_validity
from configurator.catalog.pricing_policies import check_amount, check_selectors
from configurator.catalog.records import Entry
from configurator.catalog.sheets import Sheets
from configurator.values.dates import DateRange
from configurator.values.periods import ChargeKind

_HUNDRED = Decimal(100)
_ADDING = frozenset({Measure.INPUT, Measure.GROUP_MONTHLY})
"""Measures that need a profile input."""
_OF_THE_QUOTE = frozenset({Measure.QUOTE_MONTHLY, Measure.GROUP_MONTHLY, Measure.CONTRACT_VALUE, Measure.PRODUCT_LINES})
SENTENCE_PLACES = ("percent", "amount", "cap", "since", "from")
"""What a programme's sentence may have filled in: what is off, at most how much, where the band begins, from which
month of the contract on. What not every band has cannot be filled in."""
_OF_BANDS = ("percent", "amount", "cap")


def build_programmes(files: Iterable[Entry]) -> dict[str, Programme]:
    """The programmes of all files by key, in the order of files and lines."""
    found: dict[str, Programme] = {}
    for file in files:
        entries = sorted(_list_entries(file), key=lambda each: (each[2].location.line, each[2].location.column))
        for kind, key, entry in entries:
            if entry.complete:
                found.setdefault(key, _BUILDERS[kind](key, entry))
    return found


def _list_entries(file: Entry) -> Iterator[tuple[str, str, Entry]]:
    for kind in _BUILDERS:
        for key, entry in file.get(kind, {}).items():
            yield kind, key, entry


def _build_discount(key: str, entry: Entry) -> Discount:
    return _build_reduction(
        key, entry, entry.get("measure", Measure.NONE), entry.get("measured_on", ()), entry.get("input", "")
    )


def _build_bundle(key: str, entry: Entry) -> Bundle:
    anchor: Entry = entry["anchor"]
    return Bundle(
        discount=_build_reduction(key, entry, Measure.LINE_MONTHLY, (), ""),
        anchor=Anchor(
            anchor.get("applies_to", ()),
            anchor.get("least_monthly", Decimal(0)),
            anchor.get("most", 1),
            anchor.get("lines_each", 1),
        ),
        untouched_below=entry.get("untouched_below", Decimal(0)),
        most_arrears_days=entry.get("most_arrears_days"),
    )


_BUILDERS: Mapping[str, Callable[[str, Entry], Programme]] = {"discounts": _build_discount, "bundles": _build_bundle}


def _build_reduction(key: str, entry: Entry, measure: Measure, measured_on: tuple[str, ...], added: str) -> Discount:
    return Discount(
        key=key,
        name=entry["name"],
        sentence=entry["sentence"],
        stage=entry["stage"],
        applies_to=entry["applies_to"],
        spans=tuple(_list_spans(entry)),
        charges=frozenset(entry.get("charges", (ChargeKind.RECURRING,))),
        excludes=entry.get("excludes", ()),
        measure=measure,
        measured_on=measured_on,
        input=added,
        group=entry.get("group", ""),
        when=entry.get("when"),
        code=entry.get("code", ""),
        quota=entry.get("quota"),
        once=entry.get("once", False),
        on_request=entry.get("on_request", False),
        funding=entry.get("funding", {}),
        hint_from=entry.get("hint_from", Decimal(0)),
        valid=read_validity(entry),
        evidence=entry["evidence"],
        source=entry.get("source", ""),
        location=entry.location,
    )


def _list_spans(entry: Entry) -> Iterator[Span]:
    """The spans; bands that stand alone hold in the whole contract."""
    for span in entry.get("spans", ()):
        if span.complete:
            yield Span(span["from_month"], span.get("to_month"), _build_bands(span))
    if "bands" in entry:
        yield Span(1, None, _build_bands(entry))


def _build_bands(entry: Entry) -> tuple[Band, ...]:
    return tuple(
        Band(
            since=band.get("from", Decimal(0)),
            percent=band.get("percent", Decimal(0)),
            amount=band.get("amount"),
            cap=band.get("cap"),
            location=band.location,
        )
        for band in entry["bands"]
        if band.complete
    )


def check_programmes(catalog: Catalog, sheets: Sheets) -> None:
    """Everything about programmes that a single field does not show."""
    entries = [each for file in sheets.all("programmes") for each in _list_entries(file) if each[2].complete]
    for kind, _, entry in entries:
        check_stage(entry, catalog)
        _check_selectors(entry, catalog)
        _check_spans(entry, catalog)
        check_funding(entry)
        _check_sentence(entry)
        _check_uses(entry)
        if kind == "discounts":
            _check_measure(entry, catalog)
    _check_codes([entry for _, _, entry in entries])


def check_stage(entry: Entry, catalog: Catalog) -> None:
    """What takes something off does so in a stage of kind programme."""
    stages = {stage.key: stage.kind for stage in catalog.policy.stages}
    if stages.get(entry["stage"], "programme") != "programme":
        known = tuple(key for key, kind in stages.items() if kind == "programme")
        entry.report("programme_stage", "stage", stage=entry["stage"], kind=stages[entry["stage"]], known=known)


def _check_selectors(entry: Entry, catalog: Catalog) -> None:
    for name in ("applies_to", "excludes", "measured_on"):
        check_selectors(entry, name, catalog)
    if "anchor" in entry:
        check_selectors(entry["anchor"], "applies_to", catalog)
        check_amount(entry["anchor"], "least_monthly", catalog)


def _check_spans(entry: Entry, catalog: Catalog) -> None:
    if ("bands" in entry) == ("spans" in entry):
        entry.report("bands_or_spans", "bands")
    for holder in (*entry.get("spans", ()), entry):
        _check_bands(holder, catalog)
    _check_months(entry.get("spans", ()))


def _check_months(spans: tuple[Entry, ...]) -> None:
    """The spans follow one another without gap, each forwards; before the first one nothing is off."""
    expected: int | None = 1
    for span in spans:
        if not span.complete:
            return
        first, last = span["from_month"], span.get("to_month")
        if last is not None and last < first:
            span.report("months_reversed", "to_month", first=first, last=last)
            return
        if expected is None or first < expected:
            span.report("spans_overlap", "from_month", first=first)
        elif first > expected and expected > 1:
            span.report("spans_gap", "from_month", first=first, expected=expected)
        expected = None if last is None else max(last + 1, expected or 1)


def _check_bands(holder: Entry, catalog: Catalog) -> None:
    bands = [band for band in holder.get("bands", ()) if band.complete]
    for before, band in pairwise(bands):
        if band.get("from", Decimal(0)) <= before.get("from", Decimal(0)):
            band.report("band_not_ascending", "from", start=_from(band), before=_from(before))
    for band in bands:
        if ("percent" in band) == ("amount" in band):
            band.report("band_percent_or_amount", "amount")
        check_amount(band, "amount", catalog)
        check_amount(band, "cap", catalog)


def _from(band: Entry) -> str:
    return str(band.get("from", 0))


def check_funding(entry: Entry) -> None:
    """The parties together bear no more than all of it."""
    total = sum(entry.get("funding", {}).values(), Decimal(0))
    if total > _HUNDRED:
        entry.report("funding_above_hundred", "funding", total=str(total))


def _check_sentence(entry: Entry) -> None:
    """Only what is known of every band of the reduction can be filled in."""
    known = tuple(place for place in SENTENCE_PLACES if _is_known(place, entry))
    for text in (entry["sentence"].zh, entry["sentence"].en):
        for part in text.split("{")[1:]:
            place = part.partition("}")[0].strip()
            if place not in known:
                entry.report("programme_sentence_place", "sentence", place=place[:40], known=known)


def _check_uses(entry: Entry) -> None:
    """Only uses of a code are counted."""
    for name in ("quota", "once") if "code" not in entry else ():
        if entry.get(name):
            entry.report("uses_without_code", name, name=name)


def _is_known(place: str, entry: Entry) -> bool:
    holders = (*entry.get("spans", ()), entry)
    bands = [band for holder in holders for band in holder.get("bands", ()) if band.complete]
    return place not in _OF_BANDS or all(place in band for band in bands)


def _check_measure(entry: Entry, catalog: Catalog) -> None:
    measure: Measure = entry.get("measure", Measure.NONE)
    if measure in _ADDING and "input" not in entry:
        entry.report("measure_lacks_input", "measure", measure=str(measure))
    if measure not in _ADDING and "input" in entry:
        entry.report("measure_takes_no_input", "input", measure=str(measure))
    known = catalog.inputs.get(entry.get("input", ""))
    if known is not None and known.kind is not InputKind.INTEGER:
        entry.report("measure_input_kind", "input", name=known.key, kind=str(known.kind))
    if "measured_on" in entry and measure not in _OF_THE_QUOTE:
        entry.report("measured_on_unused", "measured_on", measure=str(measure), known=_words(_OF_THE_QUOTE))
    if measure is Measure.NONE and any(band.since > 0 for span in _list_spans(entry) for band in span.bands):
        entry.report("band_unmeasured", "bands", known=_words(frozenset(Measure) - {Measure.NONE}))


def _words(measures: Iterable[Measure]) -> tuple[str, ...]:
    return tuple(sorted(str(measure) for measure in measures))


def _check_codes(entries: list[Entry]) -> None:
    """One promotion code stands for one programme at a time."""
    coded: dict[str, list[Entry]] = {}
    for entry in entries:
        if "code" in entry:
            coded.setdefault(entry["code"], []).append(entry)
    for code, rivals in coded.items():
        for later, earlier in find_overlaps([_validity(entry) for entry in rivals]):
            rivals[later].report("promotion_code_twice", "code", promotion=code, first=str(rivals[earlier].at("code")))


def _validity(entry: Entry) -> DateRange:
    """The dates, without another report of reversed ones."""
    first, last = entry.get("valid_from"), entry.get("valid_to")
    return DateRange(first, last if not (first and last and last < first) else first)
