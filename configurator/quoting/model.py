"""Quotes, their versions and the decisions about them, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from configurator.quoting.content import Content, ContentTotals
from configurator.quoting.refusals import NoContent, VersionUnknown
from configurator.quoting.snapshot import Snapshot, thaw
from configurator.quoting.states import Action, QuoteState
from configurator.values.money import Currency, Money, parse_figure
from configurator.values.text import Text


class Outcome(StrEnum):
    """How an approval ended; `recalled` means that the seller took the question back."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class Approval:
    """A question put to an approver and the answer: the discount asked and the seller's limit, in percent."""

    asked: Decimal
    limit: Decimal
    requested_by: str
    requested_at: datetime
    outcome: Outcome = Outcome.PENDING
    decided_by: str | None = None
    decided_at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class VersionTotals:
    """The figures by which versions are found and compared, in the catalog's tax convention."""

    one_time: Money
    monthly: Money
    annual: Money
    tcv: Money


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """An offering with its quantity and the names of its attributes and their values, as a content says them."""

    offering: str
    quantity: int
    attributes: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """The catalog release that a version was made from; without a number when the catalog was a folder's."""

    key: str
    release: str
    digest: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """How a version came to its end: when, by whose record, who answered on the customer's side, and the remark."""

    at: datetime
    by: str
    signatory: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class QuoteVersion:
    """One numbered version of a quote.

    `revision` counts every change and is handed back with the next one, so that a stale save is noticed. The content is
    there from submission on; `can_undo` and `can_redo` speak of the draft's requests. `lines` are what the request came
    to when it was last looked at; none when that is not known.
    """

    id: int
    quote_id: int
    number: int
    revision: int
    state: QuoteState
    request: Mapping[str, object]
    snapshot: Snapshot | None
    release: Release | None
    term_months: int | None
    discount: Decimal
    totals: VersionTotals | None
    valid_until: date | None
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None = None
    submitted_by: int | None = None
    sent_at: datetime | None = None
    closing: Closing | None = None
    approvals: tuple[Approval, ...] = ()
    can_undo: bool = False
    can_redo: bool = False
    lines: tuple[QuotedLine, ...] = ()

    @property
    def content(self) -> Content | None:
        """What was submitted, proven against its digest; None while a draft was never submitted."""
        return thaw(self.snapshot) if self.snapshot else None

    def require_content(self, number: str) -> Content:
        """What was submitted; NoContent when it never was."""
        content = self.content
        if content is None:
            raise NoContent(number=number, version=self.number)
        return content


@dataclass(frozen=True, slots=True)
class Quote:
    """A negotiation with one customer and its versions, oldest first; there is always at least one."""

    id: int
    number: str
    customer_id: int
    customer_name: str
    owner_id: int
    owner_name: str
    owner_email: str
    created_at: datetime
    versions: tuple[QuoteVersion, ...]

    @property
    def latest(self) -> QuoteVersion:
        """The version that people work on."""
        return self.versions[-1]

    @property
    def offered(self) -> QuoteVersion | None:
        """The version that lies with the customer: at most one is in state sent."""
        return next((version for version in self.versions if version.state is QuoteState.SENT), None)

    def version(self, number: int) -> QuoteVersion:
        """The version of that number; VersionUnknown when there is none."""
        for version in self.versions:
            if version.number == number:
                return version
        raise VersionUnknown(number=self.number, version=number)

    def target(self, action: Action, number: int | None = None) -> QuoteVersion:
        """The version an action means when it names none: what was offered for answers, all else the latest."""
        if number is not None:
            return self.version(number)
        return (self.offered or self.latest) if action in _ANSWERS else self.latest

    def involved(self, version: QuoteVersion) -> frozenset[int]:
        """Those who may not decide about the version: the quote's owner and who submitted it."""
        return frozenset({self.owner_id} | ({version.submitted_by} if version.submitted_by is not None else set()))


_ANSWERS = frozenset({Action.ACCEPT, Action.DECLINE})


def totals_of(content: Content) -> VersionTotals:
    """The content's searchable totals."""
    return read_totals(content.totals, content.currency)


def read_totals(totals: ContentTotals, code: str) -> VersionTotals:
    """The totals as money of the currency whose exponent the figures show."""
    currency = Currency(code, len(totals.tcv.partition(".")[2]))

    def read(figure: str) -> Money:
        return Money.of(parse_figure(figure), currency)

    return VersionTotals(read(totals.one_time), read(totals.monthly), read(totals.annual), read(totals.tcv))


def lines_of(content: Content) -> tuple[QuotedLine, ...]:
    """The content's lines without what they cost."""
    return tuple(QuotedLine(line.offering, line.quantity, line.attributes) for line in content.lines)


def release_of(content: Content) -> Release:
    """The catalog release that the content names."""
    origin = content.catalog
    return Release(origin.key, origin.release, origin.digest, origin.number)
