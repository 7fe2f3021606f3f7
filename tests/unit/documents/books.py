"""Phrasebooks for tests: with a lettering that knows Latin, Chinese and the usual signs, without any font file."""

from __future__ import annotations

from configurator.documents.lettering import Lettering
from configurator.documents.model import DocumentLanguage, languages_of
from configurator.documents.phrasebook import Phrasebook, Words

LETTERING = Lettering(
    frozenset((*range(0x20, 0x250), *range(0x2000, 0x2100), *range(0x3000, 0xA000), *range(0xFF00, 0xFFF0)))
)


def make_book(language: DocumentLanguage = "both") -> Phrasebook:
    """A phrasebook of the document's languages."""
    return Phrasebook(languages_of(language), LETTERING)


def texts_of(words: Words) -> list[str]:
    """The phrases without their languages."""
    return [phrase.text for phrase in words]
