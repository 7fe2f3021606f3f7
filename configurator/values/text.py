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
