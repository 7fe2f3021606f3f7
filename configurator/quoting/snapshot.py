"""The frozen form of a content: canonical JSON (sorted keys, no blanks, UTF-8) and its SHA-256.

What was frozen is kept as the text itself and the digest is taken of that text, so that a later release of the product,
which may know more fields, still proves an old version and reads it: fields that a text lacks take their defaults.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from configurator.quoting.content import Content
from configurator.quoting.refusals import SnapshotBroken


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A content as text, with the SHA-256 of that text in hexadecimal."""

    text: str
    digest: str


def freeze(content: Content) -> Snapshot:
    """The content's snapshot."""
    text = canonical_json(asdict(content))
    return Snapshot(text, digest_of(text))


def thaw(snapshot: Snapshot) -> Content:
    """The content of a snapshot; SnapshotBroken when the text does not have its digest."""
    found = digest_of(snapshot.text)
    if found != snapshot.digest:
        raise SnapshotBroken(expected=snapshot.digest, found=found)
    content: Content = _read(Content, json.loads(snapshot.text))
    return content


def canonical_json(value: object) -> str:
    """The one JSON text of a value made of mappings, sequences, texts, whole numbers, truth values and None."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest_of(text: str) -> str:
    """SHA-256 of the text's UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def _read(kind: Any, value: Any) -> Any:
    """The value as this type: a dataclass, a tuple, an optional or a plain value."""
    if is_dataclass(kind):
        return _read_record(kind, value)
    if get_origin(kind) is tuple:
        return _read_tuple(get_args(kind), value)
    if isinstance(kind, UnionType):
        return None if value is None else _read(_something(kind), value)
    return value


def _read_record(kind: Any, value: Mapping[str, Any]) -> Any:
    return kind(**{name: _read(hint, value[name]) for name, hint in _hints(kind).items() if name in value})


def _read_tuple(kinds: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], value) for value in values)
    return tuple(_read(kind, value) for kind, value in zip(kinds, values, strict=True))


def _something(kind: UnionType) -> Any:
    return next(part for part in get_args(kind) if part is not NoneType)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
