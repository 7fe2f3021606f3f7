"""Offerings and prices made elsewhere → catalog files, in the words and the order in which they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from configurator.exchange.patching import write_lines
from configurator.exchange.price_rows import COLUMNS, SPECIAL
from configurator.values.text import Text


@dataclass(slots=True)
class AttributeDraft:
    """An attribute with its values by key."""

    name: Text
    values: dict[str, Text]
    default: str = ""


@dataclass(slots=True)
class OfferingDraft:
    """An offering as its file will say it; empty fields are not written."""

    code: str
    name: Text
    unit: str
    tax: str
    description: Text | None = None
    quantity: str = ""
    provides: dict[str, int] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    pass_through: bool = False
    spec_source: str = ""
    attributes: dict[str, AttributeDraft] = field(default_factory=dict)


@dataclass(slots=True)
class FamilyDraft:
    """A family with its offerings, and the price rows of these by column."""

    code: str
    name: Text
    line: str
    offerings: dict[str, OfferingDraft] = field(default_factory=dict)
    prices: list[dict[str, str]] = field(default_factory=list)


class _Dumper(yaml.SafeDumper):
    """Writes what is shared as often as it is used: the catalog's files have no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Never an anchor."""
        return True


def write_yaml(value: Any) -> bytes:
    """YAML with short things on one line."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000, default_flow_style=None
    )
    return text.encode()


def write_family(family: FamilyDraft) -> dict[str, bytes]:
    """The family's two files by path."""
    stem = family.code.lower()
    offerings = {
        "family": family.code,
        "name": bilingual(family.name),
        "line": family.line,
        "offerings": {code: _write_offering(offering) for code, offering in family.offerings.items()},
    }
    return {
        f"offerings/{stem}.yaml": write_yaml(offerings),
        f"prices/{stem}.csv": write_prices(family.prices),
    }


def write_prices(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A price file."""
    used = [column for column in SPECIAL if any(row.get(column) for row in rows)]
    columns = (*COLUMNS, *used)
    return write_lines([columns, *([row.get(column, "") for column in columns] for row in rows)]).encode()


def bilingual(text: Text) -> dict[str, str]:
    """A text as files write it."""
    return {"zh": text.zh, "en": text.en}


def _write_offering(offering: OfferingDraft) -> dict[str, Any]:
    written: dict[str, Any] = {
        "name": bilingual(offering.name),
        "description": bilingual(offering.description) if offering.description else None,
        "unit": offering.unit,
        "tax": offering.tax,
        "quantity": offering.quantity,
        "provides": dict(offering.provides),
        "tags": list(offering.tags),
        "pass_through": "yes" if offering.pass_through else "",
        "spec_source": offering.spec_source,
        "attributes": {key: _write_attribute(attribute) for key, attribute in offering.attributes.items()},
    }
    return {name: value for name, value in written.items() if value}


def _write_attribute(attribute: AttributeDraft) -> dict[str, Any]:
    written: dict[str, Any] = {
        "name": bilingual(attribute.name),
        "values": {key: bilingual(name) for key, name in attribute.values.items()},
    }
    return written | ({"default": attribute.default} if attribute.default else {})
