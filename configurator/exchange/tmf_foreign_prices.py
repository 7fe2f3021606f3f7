"""Prices of another system: those that a price file can say, the others noted with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from configurator.exchange.json_trees import Part
from configurator.exchange.tmf_names import SIGNS, clean
from configurator.exchange.tmf_resources import read_currency, read_period, read_price_amount
from configurator.values.dates import DateRange
from configurator.values.periods import Period
from configurator.values.problem import Severity

SOURCE = "TMF620"
"""What an imported figure names as its source."""

MOST_DECIMALS = 6
"""The decimals of an imported amount; more are refused."""

_CHARGES = {"recurring": "recurring", "onetime": "one_time", "nonrecurring": "one_time", "usage": "usage"}
_PERIODS = {
    **dict.fromkeys(("month", "monthly", "p1m"), 1),
    **dict.fromkeys(("quarter", "quarterly", "p3m"), 3),
    **dict.fromkeys(("year", "yearly", "annual", "annually", "p1y"), 12),
}
_NAMED_PERIODS = {period.months: str(period) for period in Period}
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class ForeignPrice:
    """One price as columns of a price file, with what else its resource says; `rate` is a fraction."""

    part: Part
    cells: dict[str, str]
    unit: str
    tax: str
    rate: Decimal | None


@dataclass(slots=True)
class PriceReader:
    """Reads the prices of one offering; two of one kind in force at the same time cannot both stand."""

    currency: str
    _ranges: dict[tuple[str, str], list[DateRange]] = field(default_factory=dict)

    def read(self, parts: list[Part]) -> list[ForeignPrice]:
        """Those that can be mapped; the others are noted."""
        return [price for part in parts if (price := self._read(part)) is not None]

    def _read(self, part: Part) -> ForeignPrice | None:
        charge = _CHARGES.get(SIGNS.sub("", part.text("priceType")).lower(), "")
        amount, period = read_price_amount(part), _find_period(part, charge)
        valid = _read_dates(part)
        if not charge:
            return _refuse(part, "tmf_price_type", part.text("priceType"))
        if not _is_amount(amount):
            return _refuse(part, "tmf_price_amount", amount)
        if read_currency(part) not in ("", self.currency):
            return _refuse(part, "tmf_price_currency", read_currency(part))
        if period is None:
            return _refuse(part, "tmf_price_period", part.text("recurringChargePeriodType"))
        if valid is None:
            return _refuse(part, "tmf_price_dates", " … ".join(read_period(part)))
        known = self._ranges.setdefault((charge, period), [])
        if any(valid.overlaps(other) for other in known):
            return _refuse(part, "tmf_price_twice", amount)
        known.append(valid)
        return _make_price(part, charge, period, amount, valid)


def _make_price(part: Part, charge: str, period: str, amount: str, valid: DateRange) -> ForeignPrice:
    tax = next(part.objects("tax"), None)
    measure = part.get("unitOfMeasure")
    cells = {
        "charge": charge,
        "period": period,
        "model": "per_unit",
        "from": "1",
        "amount": amount,
        "valid_from": str(valid.first or ""),
        "valid_to": str(valid.last or ""),
        "evidence": "S",
        "source": f"{SOURCE}:{clean(part.text('id'))[:80]}",
    }
    words = measure.text("units") if measure else ""
    return ForeignPrice(part, cells, words, tax.text("taxCategory") if tax else "", _read_rate(tax))


def _refuse(part: Part, code: str, value: str) -> ForeignPrice | None:
    part.report(code, severity=Severity.WARNING, name=part.text("id")[:80], value=value[:80])
    return None


def _is_amount(amount: str) -> bool:
    whole, _, decimals = amount.partition(".")
    return whole.isdigit() and len(whole) <= _MOST_DIGITS and len(decimals) <= MOST_DECIMALS


def _find_period(part: Part, charge: str) -> str | None:
    """The period's name; empty for one-time charges, None when it is none of ours."""
    if charge != "recurring":
        return "month" if charge == "usage" else ""
    words = part.text("recurringChargePeriodType") or part.text("recurringChargePeriod")
    length, _, unit = words.lower().strip().rpartition(" ")
    months = _PERIODS.get(unit.removesuffix("s") if unit not in _PERIODS else unit, 0)
    count = part.text("recurringChargePeriodLength") or length or "1"
    return _NAMED_PERIODS.get(months * int(count)) if count.isascii() and count.isdigit() and len(count) < 4 else None


def _read_dates(part: Part) -> DateRange | None:
    try:
        first, last = (date.fromisoformat(day) if day else None for day in read_period(part))
    except ValueError:
        return None
    return None if first and last and last < first else DateRange(first, last)


def _read_rate(tax: Part | None) -> Decimal | None:
    """The tax rate as a fraction of at most four decimals; TMF620 gives it in percent."""
    percent = tax.figure("taxRate") if tax else None
    if percent is None or not 0 <= percent <= 100:
        return None
    return (percent / 100).quantize(Decimal("0.0001"))
