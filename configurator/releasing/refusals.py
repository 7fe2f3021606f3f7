"""What is refused about releases."""

from __future__ import annotations

from configurator.values.refusal import Refusal


class ReleaseUnchanged(Refusal):
    """The files are those of the release that is in force on the day. Evidence: number, day."""

    code = "release_unchanged"


class ReleaseWaiting(Refusal):
    """The same files already wait for approval. Evidence: number."""

    code = "release_waiting"


class ReleaseDecided(Refusal):
    """The release does not wait for a decision. Evidence: number."""

    code = "release_decided"


class OwnRelease(Refusal):
    """Nobody decides about a release of their own. Evidence: number."""

    code = "own_release"


class ReleaseUnknown(Refusal):
    """The catalog has no release of that number. Evidence: catalog, number."""

    code = "release_unknown"


class EffectiveDatePast(Refusal):
    """A release cannot take effect on a day that is over. Evidence: day, today."""

    code = "effective_date_past"


class CatalogTooLarge(Refusal):
    """The files together are larger than a release may be. Evidence: size, most (bytes), files."""

    code = "catalog_too_large"


class FilePathRefused(Refusal):
    """A file of a catalog has a path that leaves its folder or does not exist on every machine. Evidence: path."""

    code = "file_path_refused"


class ArchiveBroken(Refusal):
    """A stored archive does not hold what was published. Evidence: expected, found (digests; none: unreadable)."""

    code = "archive_broken"


class NoteTooLong(Refusal):
    """A note or comment is longer than `most` characters. Evidence: most."""

    code = "note_too_long"


class CatalogUnnamed(Refusal):
    """Nobody said which catalog is meant, and the folder does not tell. Evidence: folder."""

    code = "catalog_unnamed"
