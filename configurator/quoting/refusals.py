"""What quotes refuse, and with which evidence."""

from __future__ import annotations

from configurator.values.refusal import Refusal


class TransitionRefused(Refusal):
    """The step is not possible in the version's state. Evidence: state, action, possible (actions)."""

    code = "transition_refused"


class DiscountBeyondLimits(Refusal):
    """Nobody here may approve so large a discount. Evidence: asked, largest (percent)."""

    code = "discount_beyond_limits"


class DiscountImpossible(Refusal):
    """A discount below 0 or above 100 percent. Evidence: asked."""

    code = "discount_impossible"


class OwnQuote(Refusal):
    """Nobody decides about a quote that they own or submitted. Evidence: user_id."""

    code = "own_quote"


class ApproverLimitExceeded(Refusal):
    """The approver's own limit is below the discount. Evidence: asked, limit (percent)."""

    code = "approver_limit_exceeded"


class CommentMissing(Refusal):
    """A rejection says why."""

    code = "comment_missing"


class SignatoryMissing(Refusal):
    """An acceptance names who accepted."""

    code = "signatory_missing"


class ValidityOver(Refusal):
    """The version's last valid day is past. Evidence: valid_until."""

    code = "validity_over"


class NumberRefused(Refusal):
    """A text that is not a quote number. Evidence: text."""

    code = "quote_number_refused"


class SnapshotBroken(Refusal):
    """A stored content no longer has the digest under which it was frozen. Evidence: expected, found."""

    code = "snapshot_broken"


class VersionUnknown(Refusal):
    """The quote has no such version. Evidence: number, version."""

    code = "version_unknown"


class NoContent(Refusal):
    """A version has no content yet: it was not submitted. Evidence: number, version."""

    code = "no_content"


class NoDocument(Refusal):
    """The version was never sent, or not in that language. Evidence: number, version, language."""

    code = "no_document"


class NothingToUndo(Refusal):
    """The draft has no earlier (or, for redo, later) request."""

    code = "nothing_to_undo"
