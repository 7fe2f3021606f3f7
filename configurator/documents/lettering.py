"""What our fonts can print: everything else becomes a visible mark, so that no other font is pulled in."""

from __future__ import annotations

import unicodedata
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

REPLACEMENT = "〓"  # the printers' mark for a missing type
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_VARIATION_SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))


@dataclass(frozen=True, slots=True)
class Lettering:
    """The code points that every font of the document holds."""

    covered: Set[int]

    def clean(self, text: str) -> str:
        """The text on one line, composed, without invisible characters; what we cannot print is marked."""
        composed = unicodedata.normalize("NFC", " ".join(text.split()))
        return "".join(self._letter(letter) for letter in composed)

    def _letter(self, letter: str) -> str:
        if _is_invisible(letter):
            return ""
        if letter.isspace():
            return " "
        return letter if ord(letter) in self.covered else REPLACEMENT


def _is_invisible(letter: str) -> bool:
    return ord(letter) in _VARIATION_SELECTORS or unicodedata.category(letter) in _INVISIBLE


@cache
def load_lettering(fonts: tuple[Path, ...]) -> Lettering:
    """The lettering of these font files, which must exist; read once."""
    tables = [_code_points(path) for path in fonts]
    return Lettering(frozenset.intersection(*tables))


def _code_points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
