"""How a proposal names the months of the contract: by number, or by days where billing follows the calendar."""

from __future__ import annotations

from configurator.documents.phrasebook import Phrasebook, Words
from configurator.quoting.billing_calendar import Days, open_calendar
from configurator.quoting.content import Content, ContentCharge
from configurator.quoting.content_payments import ContentPayment, ContentSchedulePart


class PhaseMonths:
    """The words for the months of one content."""

    def __init__(self, content: Content, book: Phrasebook) -> None:
        self._book, self._calendar = book, open_calendar(content)

    @property
    def heading(self) -> Words:
        """The heading of a column of months."""
        return self._book.say("phases.head.days" if self._calendar else "phases.head.months")

    def name_stretch(self, part: ContentSchedulePart) -> Words:
        """Months in which the same comes every month."""
        return self._name_days(self._calendar.find_stretch(part)) if self._calendar else self._number(part)

    def name_payment(self, charge: ContentCharge, payment: ContentPayment) -> Words:
        """What some equal payments of a charge are for."""
        if self._calendar:
            return self._name_days(self._calendar.find_days(charge, payment))
        return self._number(payment)

    def name_part(self, charge: ContentCharge, payment: ContentPayment) -> Words:
        """The month of which a part is charged, with that part in days."""
        days = payment.days or payment.share
        if self._calendar:
            found = self._calendar.find_days(charge, payment)
            return self._book.say("phases.days_part", first=found.first, last=found.last, days=days)
        return self._book.say("phases.month_part", month=payment.first_month, days=days)

    def _name_days(self, days: Days) -> Words:
        return self._book.say("phases.days", first=days.first, last=days.last)

    def _number(self, part: ContentSchedulePart | ContentPayment) -> Words:
        if part.first_month == part.last_month:
            return self._book.say("phases.month", month=part.first_month)
        return self._book.say("phases.months", first=part.first_month, last=part.last_month)
