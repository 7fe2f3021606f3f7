"""What a candidate would do to open quotes, as values: one finding for each, and what they come to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from configurator.access.roles import Role
from configurator.configuration.model import Change
from configurator.quoting.model import QuotedLine, VersionTotals
from configurator.quoting.states import QuoteState
from configurator.releasing.differences import Edition
from configurator.values.problem import Problem, SourceLocation
from configurator.values.text import Text


class Outcome(StrEnum):
    """What becomes of a quote: nothing, another price, no longer valid, not valid even now, or not known."""

    SAME = "same"
    PRICE = "price"
    INVALID = "invalid"
    INVALID_ALREADY = "invalid_already"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OpenQuote:
    """One version from which something may still come, with what is needed to try it: `lines` are none when nobody has
    looked at a draft yet, `owner_role` is its seller's."""

    quote_id: int
    number: str
    version: int
    state: QuoteState
    customer: str
    owner: str
    owner_role: Role
    request: Mapping[str, object]
    lines: tuple[QuotedLine, ...]
    discount: Decimal
    totals: VersionTotals | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a package comes to, as decimal text in the catalog's convention; the margin in percent."""

    one_time: str
    monthly: str
    annual: str
    tcv: str
    margin_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule or need (its code) that the quote's lines do not keep, with its sentence filled and its place."""

    key: str
    sentence: Text
    location: SourceLocation | None = None


@dataclass(frozen=True, slots=True)
class ApprovalShift:
    """The discount (percent) against the limits before and after: whether somebody must approve, and whether anybody
    may."""

    asked: Decimal
    limit_before: Decimal
    limit_after: Decimal
    needs_after: bool
    possible_after: bool


@dataclass(frozen=True, slots=True)
class RepairNote:
    """How the quote can go on: the choices to change (none: the package only has to be made anew), what then differs
    in its lines, and what it comes to."""

    changes: tuple[Change, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    resized: tuple[str, ...]
    after: Figures


@dataclass(frozen=True, slots=True)
class QuoteImpact:
    """What becomes of one quote. `before` and `after` are the same lines on the same day in both catalogs, None where
    they have no price. `is_recomposed` says that the package for such customers changed, so that a draft is made anew;
    `repair` then says as what, or how an invalid quote can go on (None: no way was found, or no time was left)."""

    quote: OpenQuote
    outcome: Outcome
    before: Figures | None = None
    after: Figures | None = None
    broken: tuple[BrokenRule, ...] = ()
    gone: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    approval: ApprovalShift | None = None
    is_recomposed: bool = False
    repair: RepairNote | None = None

    @property
    def turns_to_loss(self) -> bool:
        """Whether the margin falls below zero only with the candidate."""
        margins = [each.margin_percent if each else None for each in (self.before, self.after)]
        return margins[0] is not None and margins[1] is not None and margins[0] >= 0 > margins[1]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a candidate would do to all open quotes on a day. `unfinished` is the number of quotes for which time was
    too short to look for a repair, or at all."""

    before: Edition
    after: Edition
    day: date
    quotes: tuple[QuoteImpact, ...]
    unfinished: int = 0

    def count(self) -> Mapping[Outcome, int]:
        """How many quotes there are of each outcome."""
        found = Counter(one.outcome for one in self.quotes)
        return {outcome: found[outcome] for outcome in Outcome}
