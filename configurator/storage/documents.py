"""Documents: made once when a version is sent, kept as bytes, given out unchanged."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select

from configurator.storage.rows import StoredDocument
from configurator.storage.tables import documents


class Documents:
    """The documents of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version_id: int, language: str, pdf: bytes, at: datetime) -> str:
        """Keep a document; its SHA-256 in hexadecimal."""
        digest = sha256(pdf).hexdigest()
        row = {
            "version_id": version_id,
            "language": language,
            "bytes": pdf,
            "sha256": digest,
            "created_at": at,
        }
        self._connection.execute(insert(documents).values(row))
        return digest

    def get(self, version_id: int, language: str) -> StoredDocument | None:
        """The document of that version in that language."""
        wanted = (documents.c.version_id == version_id) & (documents.c.language == language)
        row = self._connection.execute(select(documents).where(wanted)).one_or_none()
        return StoredDocument(row.language, bytes(row.bytes), row.sha256, row.created_at) if row else None

    def languages(self, version_id: int) -> tuple[str, ...]:
        """The languages in which the version was made."""
        query = select(documents.c.language).where(documents.c.version_id == version_id).order_by(documents.c.id)
        return tuple(self._connection.scalars(query))
