"""What TMF620 resources have in common, and in what versions 4.1 and 5.0 differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from configurator.values.dates import DateRange
from configurator.values.periods import ChargeKind
from configurator.values.text import Text

Json = dict[str, Any]

VERSIONS = ("4.1", "5.0")
EXTENSION = "x-configurator"
LINE_PREFIX = "line:"
CAPACITY_PREFIX = "capacity:"
PRICE_TYPES = {ChargeKind.ONE_TIME: "oneTime", ChargeKind.RECURRING: "recurring", ChargeKind.USAGE: "usage"}
REBUILT = ("offerings/", "prices/")
"""Files that an import makes of the resources; the others are carried word for word."""


@dataclass(frozen=True, slots=True)
class Shape:
    """In what the two versions differ: where resources live, what some of them are called, which fields they have."""

    version: str
    base: str
    catalogs: str
    catalog_type: str
    characteristic_type: str
    values: str
    value_type: str


SHAPES = {
    "4.1": Shape(
        version="4.1.0",
        base="/tmf-api/productCatalogManagement/v4",
        catalogs="catalog",
        catalog_type="Catalog",
        characteristic_type="ProductSpecificationCharacteristic",
        values="productSpecCharacteristicValue",
        value_type="CharacteristicValueSpecification",
    ),
    "5.0": Shape(
        version="5.0.0",
        base="/productCatalogManagement/v5",
        catalogs="productCatalog",
        catalog_type="ProductCatalog",
        characteristic_type="CharacteristicSpecification",
        values="characteristicValueSpecification",
        value_type="StringCharacteristicValueSpecification",
    ),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """How resources begin and refer to each other: the version's shape, the moment and the catalog's release."""

    shape: Shape
    updated: str
    release: str

    def head(self, resource: str, type_name: str, identity: str, name: str) -> Json:
        """The fields that every resource begins with."""
        return {
            "id": identity,
            "href": self.href(resource, identity),
            "@type": type_name,
            "name": name,
            "lifecycleStatus": "Active",
            "lastUpdate": self.updated,
            "version": self.release,
        }

    def href(self, resource: str, identity: str) -> str:
        """Where the resource would live, relative to a server."""
        return f"{self.shape.base}/{resource}/{quote(identity, safe='')}"

    def refer(self, resource: str, type_name: str, identity: str, name: str) -> Json:
        """A reference to a resource."""
        reference = {"id": identity, "href": self.href(resource, identity), "name": name}
        return reference | {"@type": f"{type_name}Ref", "@referredType": type_name}


def text_json(text: Text) -> Json:
    """A text in both languages."""
    return {"zh": text.zh, "en": text.en}


def range_json(valid: DateRange) -> Json:
    """A TimePeriod of whole days."""
    ends = {
        "startDateTime": f"{valid.first}T00:00:00Z" if valid.first else "",
        "endDateTime": f"{valid.last}T23:59:59Z" if valid.last else "",
    }
    return {name: moment for name, moment in ends.items() if moment}
