"""Why a text is not the figure that a field wants: every reason has its own problem code."""

from __future__ import annotations

import re
import unicodedata

MOST_DIGITS = 15
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def diagnose_figure(text: str, *, decimals: int) -> str | None:
    """The code of the problem with the text as a non-negative decimal figure; None when it is one."""
    if _has_full_width(text):
        return "figure_full_width"
    if not _PLAIN.fullmatch(text):
        return "figure_not_plain"
    if text.startswith("-"):
        return "figure_negative"
    whole, _, fraction = text.partition(".")
    if len(whole) > MOST_DIGITS:
        return "figure_too_long"
    if len(fraction) > decimals:
        return "figure_decimals" if decimals else "figure_not_whole"
    return None


def _has_full_width(text: str) -> bool:
    return any(ord(sign) > 127 and (sign.isdigit() or unicodedata.east_asian_width(sign) == "F") for sign in text)
