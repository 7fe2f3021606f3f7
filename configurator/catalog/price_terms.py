"""What the rows of a price say beside its rates: each column fits the charge and the model, tiers agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from configurator.catalog.commercial import PLAIN_TERMS, ChargeTerms
from configurator.catalog.model import Catalog, PriceModel
from configurator.catalog.price_records import MONTH_FIELD, MOST_PERCENT, TERM_FIELDS
from configurator.catalog.records import Entry
from configurator.catalog.sheets import Sheets
from configurator.values.periods import ChargeKind


class _Fit(NamedTuple):
    """Where a column belongs, and the problem of a cell elsewhere."""

    holds: Callable[[Entry], bool]
    code: str


def _of_charge(*kinds: ChargeKind) -> Callable[[Entry], bool]:
    return lambda row: row["charge"] in kinds


def _of_model(*models: PriceModel) -> Callable[[Entry], bool]:
    return lambda row: row["model"] in models


def _without(*models: PriceModel) -> Callable[[Entry], bool]:
    return lambda row: row["model"] not in models


_FITS: Mapping[str, _Fit] = {
    "amount": _Fit(_without(PriceModel.MATRIX), "price_amount_misplaced"),
    "from_month": _Fit(_of_charge(ChargeKind.RECURRING), "price_from_month_misplaced"),
    "block": _Fit(_of_model(PriceModel.PACKAGE), "price_block_misplaced"),
    "included": _Fit(_of_charge(ChargeKind.USAGE), "price_included_misplaced"),
    "least_quantity": _Fit(_without(PriceModel.PERCENT_OF), "price_least_quantity_misplaced"),
    "due": _Fit(_of_charge(ChargeKind.RECURRING), "price_due_misplaced"),
    "waived_from": _Fit(_of_charge(ChargeKind.ONE_TIME), "price_waived_from_misplaced"),
    "free_months": _Fit(_of_charge(ChargeKind.RECURRING), "price_free_months_misplaced"),
    "free_from": _Fit(lambda row: "free_months" in row, "price_free_from_misplaced"),
    "escalation": _Fit(_of_charge(ChargeKind.RECURRING), "price_escalation_misplaced"),
    "base": _Fit(_of_model(PriceModel.PERCENT_OF), "price_base_misplaced"),
    "base_charge": _Fit(_of_model(PriceModel.PERCENT_OF), "price_base_charge_misplaced"),
    "matrix": _Fit(_of_model(PriceModel.MATRIX), "price_matrix_misplaced"),
}

_NEEDED: Mapping[PriceModel, tuple[str, str]] = {
    PriceModel.PACKAGE: ("block", "price_block_missing"),
    PriceModel.PERCENT_OF: ("base", "price_base_missing"),
    PriceModel.MATRIX: ("matrix", "price_matrix_missing"),
}
"""What a model cannot do without, and the problem of a price that lacks it."""


def check_columns(row: Entry) -> bool:
    """Whether every cell of a row says something of its charge and model; each that does not is a problem."""
    misplaced = [(name, fit) for name, fit in _FITS.items() if name in row and not fit.holds(row)]
    for name, fit in misplaced:
        row.report(fit.code, name, charge=str(row["charge"]), model=str(row["model"]))
    return not misplaced and _has_amount(row) and _is_fit_percentage(row)


def _has_amount(row: Entry) -> bool:
    if "amount" in row or row["model"] is PriceModel.MATRIX:
        return True
    row.report("price_amount_missing", "amount", model=str(row["model"]))
    return False


def _is_fit_percentage(row: Entry) -> bool:
    if row["model"] is not PriceModel.PERCENT_OF or row["amount"] <= MOST_PERCENT:
        return True
    row.report("price_percent_out_of_range", "amount", percent=str(row["amount"]), most=str(MOST_PERCENT))
    return False


def build_terms(rows: list[Entry]) -> ChargeTerms:
    """The terms of one price; a tier that contradicts an earlier one and what its model lacks are problems."""
    values = {field.name: _find_value(field.name, rows) for field in TERM_FIELDS}
    said = {name: value for name, value in values.items() if value is not None}
    _check_needed(rows[0], said)
    return _make_terms(said) if said else PLAIN_TERMS


def _find_value(name: str, rows: Iterable[Entry]) -> object:
    """What the rows say in a column, None for nothing; the first that says something else than the first is told."""
    stating = [row for row in rows if name in row]
    other = next((row for row in stating if row[name] != stating[0][name]), None)
    if other is not None:
        params = {"column": name, "value": str(other[name]), "first": str(stating[0][name])}
        other.report("price_terms_differ", name, offering=other["offering"], **params)
    return stating[0][name] if stating else None


def _check_needed(first: Entry, said: Mapping[str, object]) -> None:
    column, code = _NEEDED.get(first["model"], ("", ""))
    if column and column not in said:
        first.report(code, column if column in first.nodes else "model", offering=first["offering"])


def _make_terms(said: Mapping[str, object]) -> ChargeTerms:
    values = dict(said)
    if "base" in values:
        values["base"] = tuple(str(values["base"]).split())
    return ChargeTerms(**values)  # type: ignore[arg-type]


def check_months(rows: list[Entry]) -> None:
    """Tiers begin in month 1, and the months rise from row to row; within a month the quantities begin at 1."""
    first = rows[0]
    if _month(first) != 1:
        first.report("tier_month_not_first", MONTH_FIELD.name, month=_month(first))
    for before, row in pairwise(rows):
        if _month(row) < _month(before):
            row.report("tier_month_not_ascending", MONTH_FIELD.name, month=_month(row), before=_month(before))


def split_by_month(rows: list[Entry]) -> list[list[Entry]]:
    """The rows of one price in groups of the same first month, in the order of the file."""
    groups: dict[int, list[Entry]] = {}
    for row in rows:
        groups.setdefault(_month(row), []).append(row)
    return list(groups.values())


def check_escalations(catalog: Catalog, sheets: Sheets) -> None:
    """Prices grow by escalations that pricing.yaml has."""
    known = catalog.policy.escalations
    for row in sheets.all_rows("prices"):
        name = row.get("escalation", "")
        if name and name not in known and _FITS["escalation"].holds(row):
            row.report("price_escalation_unknown", "escalation", name=name, nearest=row.page.nearest(name, known))


def _month(row: Entry) -> int:
    month: int = row.get(MONTH_FIELD.name, 1)
    return month
