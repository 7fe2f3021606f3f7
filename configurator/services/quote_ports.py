"""What the quote service needs from others: somebody who proposes, and somebody who renders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from configurator.catalog.model import Catalog
from configurator.catalog.taxation import ExchangeRate
from configurator.documents.model import Document, DocumentHeader, DocumentLanguage
from configurator.quoting.content import Content

Clock = Callable[[], datetime]


class Proposer(Protocol):
    """The catalog in force, asked for contents and limits."""

    def content_of(self, request: Mapping[str, object], today: date) -> Content:
        """What the request comes to on that day; a Refusal that carries problems when it is not valid."""

    @property
    def catalog(self) -> Catalog:
        """The catalog itself, whose programmes limit what quotes may take."""

    def discount_limits(self) -> Mapping[str, Decimal]:
        """The largest discount in percent that each role grants on its own."""

    def find_exchange(self, currency: str, day: date) -> ExchangeRate | None:
        """The catalog's latest rate into a currency up to the day; None when it has none."""


class Renderer(Protocol):
    """Makes a document of a content."""

    def __call__(self, content: Content, header: DocumentHeader, language: DocumentLanguage) -> Document:
        """The finished document."""
