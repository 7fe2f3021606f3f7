"""A catalog as TM Forum TMF620 (Product Catalog Management) v4.1 or v5.0 resources in one JSON document.

Product lines and families are categories, an offering has a specification with its attributes and capacities as
characteristics, a price is a ProductOfferingPrice and its tiers are the parts of a composite one. What TMF620 has no
place for stands under `x-configurator`, of a resource or of the document; nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from configurator.catalog.model import Attribute, Family, Offering, ProductLine, Rule
from configurator.catalog.sheets import find_kind
from configurator.exchange.price_rows import list_rows
from configurator.exchange.tmf_prices import PriceResources
from configurator.exchange.tmf_relations import Relation, find_relations
from configurator.exchange.tmf_shapes import (
    CAPACITY_PREFIX,
    EXTENSION,
    LINE_PREFIX,
    REBUILT,
    SHAPES,
    Heading,
    Json,
    Shape,
    range_json,
    text_json,
)
from configurator.rules.rulebook import RuleBook


def export_tmf(book: RuleBook, files: Mapping[str, bytes], version: str, at: datetime) -> Json:
    """The document; tax rates and relationships are those of the day, `lastUpdate` is the moment."""
    return _Export(book, files, SHAPES[version], at).write()


class _Export:
    """Writes resource by resource."""

    def __init__(self, book: RuleBook, files: Mapping[str, bytes], shape: Shape, at: datetime) -> None:
        self._book, self._catalog, self._files, self._shape = book, book.catalog, files, shape
        self._heading = Heading(shape, f"{at:%Y-%m-%dT%H:%M:%SZ}", book.catalog.release)
        self._prices = PriceResources(book.catalog, list_rows(files), self._heading, at.date())
        self._relations: dict[str, list[Relation]] = {}
        for relation in find_relations(book, at.date()):
            self._relations.setdefault(relation.one, []).append(relation)

    def write(self) -> Json:
        """The whole catalog as one JSON object, with what the standard has no place for as an extension."""
        catalog, shape = self._catalog, self._shape
        offerings = tuple(catalog.offerings.values())
        return {
            "standard": "TMF620",
            "version": shape.version,
            shape.catalogs: [self._write_catalog()],
            "category": [
                *map(self._write_line, catalog.lines.values()),
                *map(self._write_family, catalog.families.values()),
            ],
            "productOffering": [self._write_offering(offering) for offering in offerings],
            "productSpecification": [self._write_specification(offering) for offering in offerings],
            "productOfferingPrice": [price for offering in offerings for price in self._prices.write(offering)],
            EXTENSION: self._write_rest(),
        }

    def _write_catalog(self) -> Json:
        catalog, shape = self._catalog, self._shape
        return {
            **self._heading.head(shape.catalogs, shape.catalog_type, catalog.key, catalog.name.en),
            "catalogType": "ProductCatalog",
            "category": [self._refer_line(line) for line in catalog.lines.values()],
            EXTENSION: {
                "name": text_json(catalog.name),
                "currency": catalog.currency.code,
                "taxInclusive": catalog.tax_inclusive,
                "digest": catalog.digest,
            },
        }

    def _refer_line(self, line: ProductLine) -> Json:
        return self._heading.refer("category", "Category", f"{LINE_PREFIX}{line.key}", line.name.en)

    def _refer_family(self, family: Family) -> Json:
        return self._heading.refer("category", "Category", family.code, family.name.en)

    def _refer_offering(self, offering: Offering) -> Json:
        return self._heading.refer("productOffering", "ProductOffering", offering.code, offering.name.en)

    def _write_line(self, line: ProductLine) -> Json:
        families = [family for family in self._catalog.families.values() if family.line == line.key]
        return {
            **self._heading.head("category", "Category", f"{LINE_PREFIX}{line.key}", line.name.en),
            "isRoot": True,
            "subCategory": [self._refer_family(family) for family in families],
            EXTENSION: {"line": line.key, "name": text_json(line.name)},
        }

    def _write_family(self, family: Family) -> Json:
        own = [offering for offering in self._catalog.offerings.values() if offering.family == family.code]
        parent = self._refer_line(self._catalog.lines[family.line])
        return {
            **self._heading.head("category", "Category", family.code, family.name.en),
            "isRoot": False,
            **({"parentId": parent["id"]} if self._shape.version.startswith("4") else {"parent": parent}),
            "productOffering": [self._refer_offering(offering) for offering in own],
            EXTENSION: {"family": family.code, "line": family.line, "name": text_json(family.name)},
        }

    def _write_offering(self, offering: Offering) -> Json:
        prices = [self._prices.name_price(rows) for rows in self._prices.group_rows(offering)]
        relations = self._relations.get(offering.code, ())
        return {
            **self._heading.head("productOffering", "ProductOffering", offering.code, offering.name.en),
            **({"description": offering.description.en} if offering.description else {}),
            "isBundle": False,
            "isSellable": True,
            "category": [self._refer_family(self._catalog.families[offering.family])],
            "productSpecification": self._heading.refer(
                "productSpecification", "ProductSpecification", offering.code, offering.name.en
            ),
            "productOfferingPrice": [
                self._heading.refer("productOfferingPrice", "ProductOfferingPrice", identity, identity)
                for identity in prices
            ],
            "productOfferingRelationship": [self._write_relation(relation) for relation in relations],
            "productOfferingTerm": [
                {
                    "@type": "ProductOfferingTerm",
                    "name": term.name.en,
                    "duration": {"amount": term.months, "units": "month"},
                }
                for term in self._catalog.terms
            ],
            EXTENSION: self._write_offering_rest(offering),
        }

    def _write_offering_rest(self, offering: Offering) -> Json:
        return {
            "family": offering.family,
            "name": text_json(offering.name),
            **({"description": text_json(offering.description)} if offering.description else {}),
            "unit": offering.unit,
            "tax": offering.tax,
            "quantity": f"{offering.min_quantity}..{offering.max_quantity}",
            "tags": sorted(offering.tags),
            "passThrough": offering.pass_through,
            "specSource": offering.spec_source,
        }

    def _write_relation(self, relation: Relation) -> Json:
        other = self._catalog.offerings[relation.other]
        reference = self._refer_offering(other) | {"@type": "ProductOfferingRelationship"}
        return reference | {"relationshipType": relation.kind, EXTENSION: {"rule": relation.rule}}

    def _write_specification(self, offering: Offering) -> Json:
        capacities = [self._write_capacity(name, amount) for name, amount in offering.provides.items()]
        return {
            **self._heading.head("productSpecification", "ProductSpecification", offering.code, offering.name.en),
            "productNumber": offering.code,
            "isBundle": False,
            "productSpecCharacteristic": [*map(self._write_attribute, offering.attributes), *capacities],
        }

    def _write_attribute(self, attribute: Attribute) -> Json:
        shape = self._shape
        values = [
            {
                "@type": shape.value_type,
                "valueType": "string",
                "isDefault": value.key == attribute.default,
                "value": value.key,
                EXTENSION: {"name": text_json(value.name)},
            }
            for value in attribute.values
        ]
        return {
            "id": attribute.key,
            "@type": shape.characteristic_type,
            "name": attribute.name.en,
            "valueType": "string",
            "configurable": True,
            "minCardinality": 1,
            "maxCardinality": 1,
            shape.values: values,
            EXTENSION: {"attribute": attribute.key, "name": text_json(attribute.name)},
        }

    def _write_capacity(self, name: str, amount: int) -> Json:
        shape = self._shape
        value: Json = {
            "@type": shape.value_type.replace("String", "Integer"),
            "valueType": "integer",
            "isDefault": True,
            "value": amount,
        }
        return {
            "id": f"{CAPACITY_PREFIX}{name}",
            "@type": shape.characteristic_type,
            "name": self._catalog.capacities[name].en,
            "valueType": "integer",
            "configurable": False,
            shape.values: [value],
            EXTENSION: {"capacity": name},
        }

    def _write_rest(self) -> Json:
        known = {path: content for path, content in self._files.items() if find_kind(path)}
        carried = {path: content for path, content in known.items() if not path.startswith(REBUILT)}
        return {
            "format": 1,
            "catalog": self._catalog.key,
            "digest": self._catalog.digest,
            "rules": [rule_json(rule) for rule in self._catalog.rules.values()],
            "files": {path: content.decode("utf-8-sig") for path, content in sorted(carried.items())},
        }


def rule_json(rule: Rule) -> Json:
    """A rule for those who cannot read the rule files: its condition, requirement and sentences."""
    return {
        "id": rule.id,
        "kind": str(rule.kind),
        "severity": str(rule.severity),
        "owner": rule.owner,
        "when": rule.when.source if rule.when else "",
        "require": rule.require.source if rule.require else "",
        "table": rule.table or "",
        "weight": Decimal(rule.weight),
        "sentence": text_json(rule.sentence),
        "validFor": range_json(rule.valid),
        "evidence": str(rule.evidence),
        "source": rule.source,
    }
