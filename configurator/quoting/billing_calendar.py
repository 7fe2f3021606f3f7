"""On which days payments' periods begin and end where a quote bills monthly charges by calendar month.

A contract that starts in the middle of a month then begins with a part of a calendar month, and the first whole one
begins in the same month of the contract: counted from the contract's start, both would be the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from configurator.quoting.content import Content, ContentCharge
from configurator.quoting.content_payments import ContentPayment, ContentSchedulePart
from configurator.values.months import add_months

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class BillingCalendar:
    """The first and the last day of a contract whose monthly charges are for calendar months."""

    start: date
    end: date

    def find_months(self, first: int, last: int) -> Days:
        """The days of whole calendar months: the first one is that of the start, or the next where that is begun."""
        before = self.start.replace(day=1)
        begun = 1 if self.start.day > 1 else 0
        return Days(add_months(before, first - 1 + begun), add_months(before, last + begun) - _DAY)

    def find_stretch(self, part: ContentSchedulePart) -> Days:
        """The days of months in which the same comes every month."""
        return self.find_months(part.first_month, part.last_month)

    def find_days(self, charge: ContentCharge, payment: ContentPayment) -> Days:
        """The days that a payment of the charge is for, or several payments in a row."""
        if charge.period != "month":
            after = add_months(self.start, payment.last_month)
            return Days(add_months(self.start, payment.first_month - 1), min(after - _DAY, self.end))
        if not payment.share:
            return self.find_months(payment.first_month, payment.last_month)
        return self._find_opening() if payment is charge.payments[0] else Days(self.end.replace(day=1), self.end)

    def _find_opening(self) -> Days:
        following = add_months(self.start.replace(day=1), 1)
        return Days(self.start, min(following - _DAY, self.end))


def open_calendar(content: Content) -> BillingCalendar | None:
    """The calendar of a quote; None where months are those of the contract."""
    contract = content.contract
    if contract is None or not contract.calendar_billing:
        return None
    start = date.fromisoformat(contract.start)
    end = date.fromisoformat(contract.end) if contract.end else add_months(start, content.term_months) - _DAY
    return BillingCalendar(start, end)
