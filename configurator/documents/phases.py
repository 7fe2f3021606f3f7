"""The payments of the contract where they are not all alike: what comes every month and when, which charges change,
and what programmes take off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from configurator.documents.figures import add_amounts, format_amount, format_count
from configurator.documents.phase_months import PhaseMonths
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
    """The subsection: the contract's days in a sentence, and its tables; each may be missing. `months` is the heading
    of their columns of months."""

    contract: Words
    months: Words
    schedule: tuple[ScheduleRow, ...]
    rows: tuple[PhaseRow, ...]
    savings: tuple[SavingRow, ...]


def build_phases(content: Content, book: Phrasebook) -> Phases | None:
    """What the proposal says of payments; None where every charge is paid alike from the first month to the last."""
    months = PhaseMonths(content, book)
    phases = Phases(
        contract=_say_contract(content, book),
        months=months.heading,
        schedule=tuple(_list_schedule(content, months)),
        rows=tuple(_list_rows(content, months, book)),
        savings=tuple(row for saving in content.totals.savings for row in _list_savings(saving, months, book)),
    )
    return phases if phases.contract or phases.schedule or phases.rows or phases.savings else None


def _say_contract(content: Content, book: Phrasebook) -> Words:
    contract = content.contract
    if contract is None:
        return _NOTHING
    key = "until" if contract.end else "since"
    billing = ".calendar" if contract.calendar_billing else ""
    return book.say(f"phases.{key}{billing}", start=contract.start, end=contract.end, months=content.term_months)


def _list_schedule(content: Content, months: PhaseMonths) -> Iterator[ScheduleRow]:
    """The part of a month before the first whole one, what comes every month, and the part of the last month."""
    parts = _sum_parts(content)
    schedule = content.totals.schedule or (_whole_term(content) if parts else ())
    yield from (_part_row(part, months) for part in parts if part.is_opening)
    yield from (ScheduleRow(months.name_stretch(each), format_amount(each.amount)) for each in schedule)
    yield from (_part_row(part, months) for part in parts if not part.is_opening)


@dataclass(frozen=True, slots=True)
class _Part:
    """What is charged of a month by the day: the sum, and one of the payments with its charge.

    The contract opens with it or ends with it; in a short one both parts may be of its first month.
    """

    charge: ContentCharge
    payment: ContentPayment
    amount: str

    @property
    def is_opening(self) -> bool:
        """Whether the contract begins with it."""
        return self.payment is self.charge.payments[0]


def _part_row(part: _Part, months: PhaseMonths) -> ScheduleRow:
    return ScheduleRow(months.name_part(part.charge, part.payment), format_amount(part.amount))


def _sum_parts(content: Content) -> list[_Part]:
    """What is charged of months that are charged by the day, by month and days, in their order."""
    sums: dict[tuple[bool, int, str], _Part] = {}
    for charge in _list_monthly(content):
        for payment in (each for each in charge.payments if each.share):
            part = _Part(charge, payment, payment.net)
            key = (not part.is_opening, payment.first_month, payment.days or payment.share)
            known = sums.get(key)
            sums[key] = replace(known, amount=add_amounts(known.amount, payment.net)) if known else part
    return [sums[key] for key in sorted(sums)]


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


def _list_rows(content: Content, months: PhaseMonths, book: Phrasebook) -> Iterator[PhaseRow]:
    for line in content.lines:
        for charge in line.charges:
            for at, payment in enumerate(charge.payments if _changes(charge) else ()):
                when = months.name_payment(charge, payment) if charge.period else book.say("phases.once")
                yield _row(line, payment, when, book, is_first=at == 0)


def _changes(charge: ContentCharge) -> bool:
    """Whether more is to be told than parts of months, which the schedule sums up."""
    whole = [payment for payment in charge.payments if not payment.share]
    return charge.period != "month" or len(whole) != 1 or bool(whole[0].waived)


def _row(line: ContentLine, payment: ContentPayment, when: Words, book: Phrasebook, *, is_first: bool) -> PhaseRow:
    return PhaseRow(
        number=str(line.number) if is_first else "",
        name=book.show(line.name) if is_first else _NOTHING,
        months=when,
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


def _list_savings(saving: ContentSaving, months: PhaseMonths, book: Phrasebook) -> Iterator[SavingRow]:
    contract = format_amount(saving.amount)
    if not saving.phases:
        yield SavingRow(book.show(saving.name), book.say("phases.not_monthly"), "", contract)
    for at, part in enumerate(saving.phases):
        name = book.show(saving.name) if at == 0 else _NOTHING
        yield SavingRow(name, months.name_stretch(part), format_amount(part.amount), contract if at == 0 else "")
