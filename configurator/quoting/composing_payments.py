"""From priced payments to what a content says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from configurator.catalog.commercial import Bundle
from configurator.catalog.model import Catalog
from configurator.pricing.exact import show_exact
from configurator.pricing.model import Charge, Payment, PricedConfiguration, PricingContext, SchedulePart, TraceStep
from configurator.quoting.content_payments import (
    ContentContract,
    ContentPayment,
    ContentSaving,
    ContentSchedulePart,
)
from configurator.values.money import Money
from configurator.values.periods import ChargeKind, Period
from configurator.values.text import Text


def compose_payments(charge: Charge, term_months: int) -> tuple[ContentPayment, ...]:
    """The charge's payments; none where they are whole, alike, and as many as the commitment's months ask for."""
    months = charge.period.months if charge.period else 1
    usual = -(-term_months // months) if charge.kind is ChargeKind.RECURRING else 1
    payments = _join(charge.payments)
    only = payments[0]
    if len(payments) == 1 and only.count == usual and only.share == 1 and not _find_waiver(only.trace):
        return ()
    regular = charge.regular.first_month, charge.regular.share
    return tuple(_payment(each, months, is_regular=(each.first_month, each.share) == regular) for each in payments)


def _join(payments: Sequence[Payment]) -> list[Payment]:
    """Payments for whole periods that follow one another and differ in nothing that the customer pays are one."""
    joined = [payments[0]]
    for payment in payments[1:]:
        last = joined[-1]
        if last.share == payment.share == 1 and _tell_apart(payment) == _tell_apart(last):
            joined[-1] = replace(last, count=last.count + payment.count)
        else:
            joined.append(payment)
    return joined


def _tell_apart(payment: Payment) -> tuple[object, ...]:
    waived = _find_waiver(payment.trace)
    return payment.quantity, payment.list, payment.net, payment.tax_rate, payment.ex_tax, waived


def _payment(payment: Payment, months: int, *, is_regular: bool) -> ContentPayment:
    part = next((step.params.get("shown", "") for step in payment.trace if step.step == "part"), "")
    return ContentPayment(
        first_month=payment.first_month,
        last_month=payment.first_month + ceil(payment.count * months * payment.share) - 1,
        count=payment.count,
        quantity=payment.quantity,
        list=str(payment.list),
        net=str(payment.net),
        ex_tax=str(payment.ex_tax),
        tax_rate=show_exact(payment.tax_rate),
        tax=str(payment.tax),
        is_regular=is_regular,
        share="" if payment.share == 1 else str(payment.share),
        days=part,
        waived=_find_waiver(payment.trace),
    )


def _find_waiver(trace: Sequence[TraceStep]) -> str:
    return next((step.params.get("case", "") for step in trace if step.step == "waiver"), "")


def compose_contract(context: PricingContext) -> ContentContract | None:
    """The contract's days where its start is agreed."""
    if context.start is None:
        return None
    return ContentContract(
        start=context.start.isoformat(),
        end=context.end.isoformat() if context.end else "",
        calendar_billing=context.calendar_billing,
    )


def compose_schedule(parts: Sequence[SchedulePart]) -> tuple[ContentSchedulePart, ...]:
    """What comes every month; nothing where it is the same from the first month to the last.

    Months at the end in which only a part of a month is charged have no monthly amount and are left out.
    """
    if len(parts) < 2:
        return ()
    told = parts if parts[-1].monthly else parts[:-1]
    return tuple(ContentSchedulePart(part.first_month, part.last_month, str(part.monthly)) for part in told)


def compose_savings(catalog: Catalog, priced: PricedConfiguration) -> tuple[ContentSaving, ...]:
    """What each programme takes off, in the totals' order."""
    return tuple(
        ContentSaving(
            saving.programme,
            name_programme(catalog, saving.programme),
            str(saving.amount),
            tuple(_list_phases(priced, saving.programme)),
        )
        for saving in priced.totals.savings
    )


def name_programme(catalog: Catalog, key: str) -> Text:
    """What the catalog calls a programme; its key where it calls it nothing."""
    known = catalog.programmes.get(key) or catalog.benefits.loyalty.get(key)
    if known is None:
        return Text(key, key)
    return known.discount.name if isinstance(known, Bundle) else known.name


def _list_phases(priced: PricedConfiguration, programme: str) -> Iterator[ContentSchedulePart]:
    """Stretches of months in which the programme takes the same off what comes every month."""
    changes: dict[int, int] = {}
    for first, after, minor in _list_reductions(priced, programme):
        changes[first] = changes.get(first, 0) + minor
        changes[after] = changes.get(after, 0) - minor
    level, months = 0, sorted(month for month, change in changes.items() if change)
    for at, month in enumerate(months):
        level += changes[month]
        if level:
            yield ContentSchedulePart(month, months[at + 1] - 1, str(Money(level, priced.currency)))


def _list_reductions(priced: PricedConfiguration, programme: str) -> Iterator[tuple[int, int, int]]:
    """The first month, the month after the last, and minor units a month, of every run of whole monthly payments."""
    for line in priced.lines:
        for charge in line.charges:
            if charge.kind is ChargeKind.RECURRING and charge.period is Period.MONTH:
                for payment in charge.payments:
                    for reduction in payment.reductions if payment.share == 1 else ():
                        if reduction.programme == programme:
                            yield payment.first_month, payment.first_month + payment.count, reduction.amount.minor
