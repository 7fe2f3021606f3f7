"""Codes and keys made of the ids and names of others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SIGNS = re.compile(r"[^A-Za-z0-9]+", re.ASCII)
"""What no code or key holds."""

_MOST_WORDS = 3000


@dataclass(slots=True)
class Names:
    """Makes names of a pattern out of any words, each once; the same words get the same name again."""

    fallback: str
    joint: str
    taken: dict[str, str] = field(default_factory=dict)

    def make(self, *words: str) -> str:
        """A code (`VM-4C8G`) or key (`cloud_server`) of the first words that have letters or digits."""
        source = next((one for one in words if one), "")
        if source not in self.taken:
            self.taken[source] = self._make_new(words)
        return self.taken[source]

    def _make_new(self, words: tuple[str, ...]) -> str:
        stem = next((plain for one in words if (plain := SIGNS.sub(self.joint, one).strip(self.joint))), self.fallback)
        stem = (stem.upper() if self.joint == "-" else stem.lower())[:50].strip(self.joint)
        if not stem[0].isalpha():
            stem = f"{self.fallback[0]}{stem}"
        name, number, used = stem, 2, set(self.taken.values())
        while name in used:
            name, number = f"{stem}{self.joint}{number}", number + 1
        return name


def clean(words: str) -> str:
    """Words on one line, without control signs, not longer than files take."""
    plain = "".join(sign if sign.isprintable() else " " for sign in words)
    return " ".join(plain.split())[:_MOST_WORDS]
