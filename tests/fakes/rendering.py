"""A renderer that writes a document of one line."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from configurator.documents.model import Document, DocumentHeader, DocumentLanguage
from configurator.quoting.content import Content


class FakeRenderer:
    """Keeps what it was asked for; `meanwhile` runs while a document is made, as another user might."""

    def __init__(self) -> None:
        self.asked: list[tuple[DocumentHeader, DocumentLanguage]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, content: Content, header: DocumentHeader, language: DocumentLanguage) -> Document:
        self.asked.append((header, language))
        self.meanwhile()
        which = f"{header.number}/{header.version} {header.status} {language}"
        line = f"%PDF {which} {content.catalog.release} {content.totals.tcv}"
        pdf = line.encode()
        return Document(pdf, sha256(pdf).hexdigest())
