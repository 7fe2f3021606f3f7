"""What the stored state refuses."""

from __future__ import annotations

from configurator.values.refusal import Refusal


class StaleRevision(Refusal):
    """Somebody saved in between. Evidence: kind, id, given and current (revisions)."""

    code = "stale_revision"


class RecordUnknown(Refusal):
    """There is no such record, or it is not the reader's to see. Evidence: kind, id."""

    code = "record_unknown"


class DatabaseUrlRefused(Refusal):
    """Neither a SQLite file nor PostgreSQL. Evidence: dialect (never the address: it may hold a password)."""

    code = "database_url_refused"


class SchemaOutdated(Refusal):
    """The database has another schema than this release needs. Evidence: found, needed (revisions)."""

    code = "schema_outdated"
