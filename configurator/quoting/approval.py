"""Who must decide about a version, and why: the catalog's limits by role, held against the discount asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from configurator.access.limits import approvers_of, limit_of
from configurator.access.permissions import Permission, can
from configurator.access.roles import Role
from configurator.access.users import User, require
from configurator.quoting.refusals import ApproverLimitExceeded, DiscountBeyondLimits, OwnQuote
from configurator.quoting.states import Action


@dataclass(frozen=True, slots=True)
class Assessment:
    """Why approval is needed or not: discount asked and seller's limit in percent, and the roles that may decide."""

    asked: Decimal
    limit: Decimal
    deciders: tuple[Role, ...]

    @property
    def is_needed(self) -> bool:
        """Whether somebody else must decide."""
        return self.asked > self.limit

    @property
    def action(self) -> Action:
        """The step that submitting is."""
        return Action.SUBMIT if self.is_needed else Action.RELEASE


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """The limits in force, in percent by role."""

    limits: Mapping[str, Decimal]

    def largest_without_approval(self, role: Role) -> Decimal:
        """The largest discount in percent that this role grants without asking anybody."""
        return limit_of(role, self.limits)

    def largest_possible(self) -> Decimal:
        """The largest discount in percent that anybody may approve."""
        return max(limit_of(role, self.limits) for role in Role if can(role, Permission.APPROVE_QUOTES))

    def assess(self, asked: Decimal, role: Role) -> Assessment:
        """What this discount takes when somebody of this role asks; DiscountBeyondLimits when nobody may approve it."""
        found = Assessment(asked, limit_of(role, self.limits), approvers_of(asked, self.limits))
        if found.is_needed and not found.deciders:
            raise DiscountBeyondLimits(asked=asked, largest=self.largest_possible())
        return found

    def check_decider(self, user: User, involved: frozenset[int], asked: Decimal) -> None:
        """Go on only if this user may approve: has the right, is none of those involved, and a limit that reaches."""
        self.check_referee(user, involved)
        limit = limit_of(user.role, self.limits)
        if asked > limit:
            raise ApproverLimitExceeded(asked=asked, limit=limit)

    def check_referee(self, user: User, involved: frozenset[int]) -> None:
        """Go on only if this user may say no: has the right and is none of those involved (owner, submitter)."""
        require(user, Permission.APPROVE_QUOTES)
        if user.id in involved:
            raise OwnQuote(user_id=user.id)
