"""Which industry of the catalog a customer belongs to, by GB/T 4754 code or by the catalog's own key."""

from __future__ import annotations

import re

from configurator.catalog.classification import Industry
from configurator.catalog.model import Catalog

_CLASS_CODE = re.compile(r"[A-T][0-9]{0,4}", re.ASCII)


def is_class_code(code: str) -> bool:
    """Whether the text is a section, division, group or class of GB/T 4754, such as Q, Q84, G591, K7010."""
    return _CLASS_CODE.fullmatch(code) is not None


def read_class_code(text: str) -> str:
    """A class of GB/T 4754 in capitals, however it was typed; anything else, such as an industry's key, as it is."""
    code = text.strip()
    return code.upper() if is_class_code(code.upper()) else code


def industry_of(catalog: Catalog, code: str) -> Industry | None:
    """The industry by its key, else the one whose classes hold the code's longest prefix.

    A section that the catalog knows only by some of its divisions gives the first of their industries.
    """
    if code in catalog.industries:
        return catalog.industries[code]
    if not is_class_code(code):
        return None
    claims = [(known, industry) for industry in catalog.industries.values() for known in industry.classes]
    above = [claim for claim in claims if code.startswith(claim[0])]
    if above:
        return max(above, key=lambda claim: len(claim[0]))[1]
    return next((industry for known, industry in claims if known.startswith(code)), None)
