"""What goes on a document beside its content, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from configurator.values.text import LANGUAGES, Language

DocumentLanguage = Literal["zh", "en", "both"]
DocumentStatus = Literal["draft", "final"]


@dataclass(frozen=True, slots=True)
class DocumentHeader:
    """Which quote the document is of, who prepared it and when; a draft is marked as such on every page."""

    number: str
    version: int
    prepared_by: str
    contact: str
    status: DocumentStatus
    issued: date


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document: its bytes and their SHA-256 in hexadecimal."""

    pdf: bytes
    sha256: str


def languages_of(language: DocumentLanguage) -> tuple[Language, ...]:
    """The languages that a document is written in, the prevailing one first."""
    return LANGUAGES if language == "both" else (language,)
