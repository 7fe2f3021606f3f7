"""The payments of the contract where they are not all alike: what comes every month and when, which charges change,
and what programmes take off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from configurator.documents.figures import add_amounts, format_amount, format_count
from configurator.documents.phrasebook import Phrasebook, Words
from configurator.quoting.content import Content, ContentCharge, ContentLine
from configurator.quoting.content_payments import ContentPayment, ContentSaving, ContentSchedulePart

_NOTHING: Words = ()


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """Months of the contract and what comes in each of them."""

    months: Words
    amount: str


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """Equal payments of one charge; `name` is empty where the row goes on with the charge before."""

    number: str
    name: Words
    months: Words
    quantity: str
    times: str
    amount: Words


@dataclass(frozen=True, slots=True)
class SavingRow:
    """What a programme takes off every month in some months; the contract's sum stands in its first row."""

    name: Words
    months: Words
    monthly: str
    contract: str


@dataclass(frozen=True, slots=True)
class Phases:
    """The subsection: the contract's days in a sentence, and its tables; each may be missing."""

    contract: Words
    schedule: tuple[ScheduleRow, ...]
    rows: tuple[PhaseRow, ...]
    savings: tuple[SavingRow, ...]


def build_phases(content: Content, book: Phrasebook) -> Phases | None:
    """What the proposal says of payments; None where every charge is paid alike from the first month to the last."""
    phases = Phases(
        contract=_say_contract(content, book),
        schedule=tuple(_list_schedule(content, book)),
        rows=tuple(_list_rows(content, book)),
        savings=tuple(row for saving in content.totals.savings for row in _list_savings(saving, book)),
    )
    return phases if phases.contract or phases.schedule or phases.rows or phases.savings else None


def _say_contract(content: Content, book: Phrasebook) -> Words:
    contract = content.contract
    if contract is None:
        return _NOTHING
    key = "until" if contract.end else "since"
    billing = ".calendar" if contract.calendar_billing else ""
    return book.say(f"phases.{key}{billing}", start=contract.start, end=contract.end, months=content.term_months)


def _list_schedule(content: Content, book: Phrasebook) -> Iterator[ScheduleRow]:
    """Parts of months before the first whole one, what comes every month, and parts of the last month."""
    parts = _sum_parts(content)
    schedule = content.totals.schedule or (_whole_term(content) if parts else ())
    yield from (_part_row(month, days, amount, book) for (month, days), amount in parts.items() if month == 1)
    yield from (ScheduleRow(_months(each, book), format_amount(each.amount)) for each in schedule)
    yield from (_part_row(month, days, amount, book) for (month, days), amount in parts.items() if month > 1)


def _part_row(month: int, days: str, amount: str, book: Phrasebook) -> ScheduleRow:
    return ScheduleRow(book.say("phases.month_part", month=month, days=days), format_amount(amount))


def _sum_parts(content: Content) -> dict[tuple[int, str], str]:
    """What is charged of months that are charged by the day, by month and days."""
    sums: dict[tuple[int, str], str] = {}
    for charge in _list_monthly(content):
        for payment in charge.payments:
            if payment.share:
                key = (payment.first_month, payment.days or payment.share)
                sums[key] = add_amounts(sums.get(key, "0"), payment.net)
    return dict(sorted(sums.items()))


def _whole_term(content: Content) -> tuple[ContentSchedulePart, ...]:
    """One stretch for what comes in every whole month."""
    whole = [each for charge in _list_monthly(content) for each in charge.payments if not each.share]
    if not whole:
        return ()
    first, last = min(each.first_month for each in whole), max(each.last_month for each in whole)
    return (ContentSchedulePart(first, last, content.totals.monthly),)


def _list_monthly(content: Content) -> Iterator[ContentCharge]:
    """What comes every month; usage is an estimate and no payment."""
    return (
        charge
        for line in content.lines
        for charge in line.charges
        if charge.period == "month" and charge.kind == "recurring"
    )


def _months(part: ContentSchedulePart | ContentPayment, book: Phrasebook) -> Words:
    if part.first_month == part.last_month:
        return book.say("phases.month", month=part.first_month)
    return book.say("phases.months", first=part.first_month, last=part.last_month)


def _list_rows(content: Content, book: Phrasebook) -> Iterator[PhaseRow]:
    for line in content.lines:
        for charge in line.charges:
            for at, payment in enumerate(charge.payments if _changes(charge) else ()):
                yield _row(line, charge, payment, book, is_first=at == 0)


def _changes(charge: ContentCharge) -> bool:
    """Whether more is to be told than parts of months, which the schedule sums up."""
    whole = [payment for payment in charge.payments if not payment.share]
    return charge.period != "month" or len(whole) != 1 or bool(whole[0].waived)


def _row(
    line: ContentLine, charge: ContentCharge, payment: ContentPayment, book: Phrasebook, *, is_first: bool
) -> PhaseRow:
    is_once = charge.period is None
    return PhaseRow(
        number=str(line.number) if is_first else "",
        name=book.show(line.name) if is_first else _NOTHING,
        months=book.say("phases.once") if is_once else _months(payment, book),
        quantity=format_count(payment.quantity),
        times=f"{payment.count} ×",
        amount=_say_amount(payment, book),
    )


def _say_amount(payment: ContentPayment, book: Phrasebook) -> Words:
    if payment.waived:
        return book.say(f"phases.waived.{payment.waived}")
    amount = format_amount(payment.net)
    if not payment.share:
        return book.plain(amount)
    days = payment.share if payment.days.startswith("(") else payment.days or payment.share
    return book.say("phases.part", amount=amount, days=days)


def _list_savings(saving: ContentSaving, book: Phrasebook) -> Iterator[SavingRow]:
    contract = format_amount(saving.amount)
    if not saving.phases:
        yield SavingRow(book.show(saving.name), book.say("phases.not_monthly"), "", contract)
    for at, part in enumerate(saving.phases):
        name = book.show(saving.name) if at == 0 else _NOTHING
        yield SavingRow(name, _months(part, book), format_amount(part.amount), contract if at == 0 else "")
