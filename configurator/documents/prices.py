"""The price tables of a proposal: one for each way of paying, the tax of the whole term, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from configurator.documents.components import show_quantity
from configurator.documents.figures import (
    add_amounts,
    find_density,
    format_amount,
    format_discount,
    format_rate,
)
from configurator.documents.phases import Phases, build_phases
from configurator.documents.phrasebook import Phrasebook, Words
from configurator.documents.taxes import list_tax_notes
from configurator.quoting.content import Content, ContentCharge, ContentLine, ContentTaxLine
from configurator.values.money import parse_figure

# Each way of paying: its key, the charge kind and the period that belong to it.
WAYS = (
    ("one_time", "one_time", None),
    ("monthly", "recurring", "month"),
    ("quarterly", "recurring", "quarter"),
    ("annual", "recurring", "year"),
    ("usage", "usage", "month"),
)


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One charge of one component; the amounts are for the whole quantity and one period."""

    number: int
    name: Words
    quantity: Words
    list: str
    discount: str
    net: str
    rate: str
    base: str
    tax: str


@dataclass(frozen=True, slots=True)
class PriceSums:
    """The sums of a table."""

    list: str
    discount: str
    net: str
    base: str
    tax: str


@dataclass(frozen=True, slots=True)
class PriceTable:
    """All charges of one way of paying with their sums; `key` is one_time, monthly, quarterly, annual or usage."""

    key: str
    title: Words
    note: Words
    rows: tuple[PriceRow, ...]
    sums: PriceSums


@dataclass(frozen=True, slots=True)
class TaxRow:
    """The contract's amounts at one rate, or (no rate) at all rates."""

    rate: str
    inclusive: str
    ex_tax: str
    tax: str


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One total; a main total is set apart."""

    label: Words
    amount: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices section; `density` asks for smaller type, `inclusive` says that net amounts contain tax."""

    convention: Words
    inclusive: bool
    tables: tuple[PriceTable, ...]
    tax_rows: tuple[TaxRow, ...]
    tax_total: TaxRow
    totals: tuple[TotalRow, ...]
    capitals: Words
    density: str
    closing_titles: tuple[Words, ...]
    phases: Phases | None = None
    tax_notes: tuple[Words, ...] = ()

    @property
    def part_titles(self) -> tuple[Words, ...]:
        """The titles of the subsections: the tables, the payments where they change, then tax and totals."""
        return (*(table.title for table in self.tables), *self.closing_titles)


def build_prices(content: Content, book: Phrasebook) -> Prices:
    """All amounts of the quote, none of ours: cost and margin are not in the content."""
    tables, phases = build_tables(content, book), build_phases(content, book)
    return Prices(
        convention=state_convention(content, book),
        inclusive=content.tax_inclusive,
        tables=tables,
        tax_rows=tuple(_tax_row(line) for line in content.totals.tax_of_term),
        tax_total=_tax_total(content.totals.tax_of_term),
        totals=build_totals(content, book),
        capitals=_show_capitals(content, book),
        density=find_density(_list_sums(tables)),
        closing_titles=(
            *((book.say("phases.title"),) if phases else ()),
            book.say("tax.title"),
            book.say("total.title"),
        ),
        phases=phases,
        tax_notes=list_tax_notes(content, book),
    )


def state_convention(content: Content, book: Phrasebook) -> Words:
    """The currency, and whether amounts contain tax."""
    convention = "convention.inclusive" if content.tax_inclusive else "convention.exclusive"
    return book.say(convention, currency=book.text(f"currency.{content.currency}", content.currency))


def build_tables(content: Content, book: Phrasebook) -> tuple[PriceTable, ...]:
    """One table for each way of paying that occurs."""
    tables = (_build_table(content, book, *way) for way in WAYS)
    return tuple(table for table in tables if table.rows)


def build_totals(content: Content, book: Phrasebook) -> tuple[TotalRow, ...]:
    """The contract's totals, the contract value last; usage is an estimate and says so."""
    totals = content.totals
    plain = (
        ("one_time", totals.one_time),
        ("monthly", totals.monthly),
        *((("quarterly", totals.quarterly),) if _is_something(totals.quarterly) else ()),
        ("annual", totals.annual),
        ("usage", totals.usage_estimate),
        ("first_year", totals.first_year),
        ("list_tcv", totals.list_tcv),
    )
    rows = tuple(TotalRow(book.say(f"total.{key}"), format_amount(amount)) for key, amount in plain)
    value = TotalRow(book.count("total.tcv", content.term_months), format_amount(totals.tcv), main=True)
    return (*rows, value)


def _is_something(amount: str) -> bool:
    """Whether an amount is stated and not zero; contents of early editions have no quarterly total."""
    return bool(amount) and parse_figure(amount) != 0


def _list_sums(tables: Iterable[PriceTable]) -> Iterator[str]:
    return (figure for table in tables for figure in (table.sums.list, table.sums.net, table.sums.base))


def _build_table(content: Content, book: Phrasebook, key: str, kind: str, period: str | None) -> PriceTable:
    found = tuple(
        (line, charge)
        for line, charge in _all_charges(content)
        if charge.kind == kind and (kind == "one_time" or charge.period == period)
    )
    rows = tuple(_price_row(content, book, line, charge) for line, charge in found)
    note = book.say(f"price.note.{key}")
    return PriceTable(key, book.say(f"price.{key}"), note, rows, _sums(content, [charge for _, charge in found]))


def _all_charges(content: Content) -> Iterator[tuple[ContentLine, ContentCharge]]:
    return ((line, charge) for line in content.lines for charge in line.charges)


def _price_row(content: Content, book: Phrasebook, line: ContentLine, charge: ContentCharge) -> PriceRow:
    return PriceRow(
        number=line.number,
        name=book.show(line.name),
        quantity=show_quantity(book, line),
        list=format_amount(charge.list),
        discount=format_discount(charge.list, charge.net),
        net=format_amount(charge.net),
        rate=format_rate(charge.tax_rate),
        base=format_amount(_base(content, charge)),
        tax=format_amount(charge.tax),
    )


def _base(content: Content, charge: ContentCharge) -> str:
    """The other side of the net: without tax when prices contain it, with tax when they do not."""
    return charge.ex_tax if content.tax_inclusive else add_amounts(charge.net, charge.tax)


def _sums(content: Content, charges: list[ContentCharge]) -> PriceSums:
    full = add_amounts(*(charge.list for charge in charges))
    net = add_amounts(*(charge.net for charge in charges))
    return PriceSums(
        list=format_amount(full),
        discount=format_discount(full, net),
        net=format_amount(net),
        base=format_amount(add_amounts(*(_base(content, charge) for charge in charges))),
        tax=format_amount(add_amounts(*(charge.tax for charge in charges))),
    )


def _tax_total(lines: tuple[ContentTaxLine, ...]) -> TaxRow:
    return TaxRow(
        rate="",
        inclusive=format_amount(add_amounts(*(line.inclusive for line in lines))),
        ex_tax=format_amount(add_amounts(*(line.ex_tax for line in lines))),
        tax=format_amount(add_amounts(*(line.tax for line in lines))),
    )


def _show_capitals(content: Content, book: Phrasebook) -> Words:
    """The contract value in Chinese capitals, which only a Chinese reader needs."""
    return book.each(lambda language: content.totals.tcv_capitals if language == "zh" else "")


def _tax_row(line: ContentTaxLine) -> TaxRow:
    return TaxRow(
        format_rate(line.rate),
        format_amount(line.inclusive),
        format_amount(line.ex_tax),
        format_amount(line.tax),
    )
