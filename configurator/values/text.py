"""Texts that data files carry in every language of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Chinese and English."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in the reader's language."""
        return self.zh if language == "zh" else self.en

    def for_count(self, number: int) -> Text:
        """The text as it stands behind a number; most texts do not change."""
        return self


@dataclass(frozen=True, slots=True)
class CountedText(Text):
    """A unit's name: `en_many` is the English form behind any number but one (empty: the same)."""

    en_many: str = ""

    def for_count(self, number: int) -> Text:
        """The plain text as it stands behind the number; Chinese has one form only."""
        return Text(self.zh, self.en if number == 1 else self.en_many or self.en)
