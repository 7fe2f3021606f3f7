"""Requests as plain mappings: how one change makes the next. Nothing here alters its argument."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

Request = Mapping[str, Any]

ANY = "any"


def drop_blanks(fields: Mapping[str, object]) -> dict[str, object]:
    """Only what was answered."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}


def as_figure(text: str) -> int | str:
    """A whole number if the text is one; else the text as typed, for the check that names its field."""
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 16 else stripped


def set_terms(request: Request, term_months: int, discount_percent: str) -> dict[str, Any]:
    """The request with another commitment and discount on the whole."""
    return {**request, "term_months": term_months, "discount_percent": discount_percent or "0"}


def set_line_discount(request: Request, offering: str, percent: str) -> dict[str, Any]:
    """The request with another discount on one offering; nothing or zero takes it away."""
    kept = {key: value for key, value in request.get("line_discounts", {}).items() if key != offering}
    given = {offering: percent} if percent.strip("0. ") else {}
    return {**request, "line_discounts": {**kept, **given}}


def take(request: Request, offering: str, quantity: int | None) -> dict[str, Any]:
    """Exactly so many of the offering, or any number; what was said of its attributes stays."""
    attributes = _attributes_of(request, offering)
    amount: Any = ANY if quantity is None else quantity
    return _with_choice(request, offering, {**attributes, "quantity": amount} if attributes else amount)


def exclude(request: Request, offering: str) -> dict[str, Any]:
    """The offering must not be taken."""
    return {**_without(request, offering), "exclude": [*_without(request, offering)["exclude"], offering]}


def forget(request: Request, offering: str) -> dict[str, Any]:
    """Nothing is said of the offering any more; the proposal decides again."""
    return _without(request, offering)


def set_attribute(request: Request, offering: str, attribute: str, value: str) -> dict[str, Any]:
    """The offering is taken with this value of an attribute; an empty value takes the wish back."""
    present = _choices(request).get(offering)
    quantity = present.get("quantity") if isinstance(present, Mapping) else present
    others = {key: old for key, old in _attributes_of(request, offering).items() if key != attribute}
    attributes = {**others, attribute: value} if value else others
    if not attributes:
        return _with_choice(request, offering, quantity) if quantity is not None else forget(request, offering)
    wish = attributes if quantity in (None, ANY) else {**attributes, "quantity": quantity}
    return _with_choice(request, offering, wish)


def is_said_of(request: Request, offering: str) -> bool:
    """Whether the seller decided anything about the offering."""
    return offering in _choices(request) or offering in request.get("exclude", ())


def digest_of(request: Request) -> str:
    """A short name of exactly this request, to tell it among a few."""
    text = json.dumps(request, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _choices(request: Request) -> Mapping[str, Any]:
    choices: Mapping[str, Any] = request.get("choices") or {}
    return choices


def _attributes_of(request: Request, offering: str) -> dict[str, Any]:
    present = _choices(request).get(offering)
    return {key: value for key, value in present.items() if key != "quantity"} if isinstance(present, Mapping) else {}


def _with_choice(request: Request, offering: str, wish: Any) -> dict[str, Any]:
    bare = _without(request, offering)
    return {**bare, "choices": {**bare["choices"], offering: wish}}


def _without(request: Request, offering: str) -> dict[str, Any]:
    excluded: Sequence[str] = request.get("exclude") or ()
    return {
        **request,
        "choices": {key: value for key, value in _choices(request).items() if key != offering},
        "exclude": [code for code in excluded if code != offering],
    }
