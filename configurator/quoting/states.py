"""The states of a quote version and what people do to it."""

from __future__ import annotations

from enum import StrEnum


class QuoteState(StrEnum):
    """Where a version stands between the first choice and the customer's answer."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What may be done to a version; the table in lifecycle.py says when and by whom.

    `submit` asks somebody to approve, `release` is the same step when no approval is needed; `recall` takes a version
    back to the desk; `supersede` happens to a sent version when the next one goes out.
    """

    EDIT = "edit"
    SUBMIT = "submit"
    RELEASE = "release"
    APPROVE = "approve"
    REJECT = "reject"
    RECALL = "recall"
    SEND = "send"
    ACCEPT = "accept"
    DECLINE = "decline"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"
    REVISE = "revise"


OPEN_STATES = frozenset({QuoteState.DRAFT, QuoteState.IN_APPROVAL, QuoteState.APPROVED, QuoteState.SENT})
"""States from which something may still come of a version by itself."""
