"""Our TMF620 documents: the fields that the standard asks for, exact figures, and the way back to an equal catalog."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

import pytest

from configurator.catalog.model import Catalog
from configurator.catalog.reading import read_catalog
from configurator.exchange.json_trees import write_json
from configurator.exchange.tmf_export import export_tmf
from configurator.exchange.tmf_import import import_tmf
from configurator.exchange.tmf_relations import find_relations
from configurator.exchange.tmf_shapes import EXTENSION, VERSIONS
from configurator.resources import catalog_dir
from configurator.rules.rulebook import RuleBook, read_rules
from tests.factories.situations import TODAY, make_book
from tests.unit.exchange.makers import MOMENT, TINY, read_folder

LISTS = ("category", "productOffering", "productSpecification", "productOfferingPrice")
CATALOGS = {"4.1": "catalog", "5.0": "productCatalog"}

# What the standard asks of a resource: version 5 requires these, version 4.1 expects them in answers.
REQUIRED = ("id", "href", "name", "lastUpdate", "lifecycleStatus", "@type")
MORE_REQUIRED = {
    "productOfferingPrice": ("priceType", "isBundle"),
    "productOffering": ("isBundle", "isSellable", "productSpecification", "category"),
}
KINDS: dict[str, type | tuple[type, ...]] = {
    "id": str, "href": str, "name": str, "description": str, "lastUpdate": str, "lifecycleStatus": str, "version": str,
    "@type": str, "priceType": str, "isBundle": bool, "isSellable": bool, "isRoot": bool, "configurable": bool,
    "isDefault": bool, "recurringChargePeriodLength": int, "recurringChargePeriodType": str, "taxRate": (int, float),
    "relationshipType": str, "category": list, "productOfferingPrice": list, "productSpecCharacteristic": list,
    "validFor": dict, "unitOfMeasure": dict, "tax": list,
}  # fmt: skip
WORDS = {
    "lifecycleStatus": {"Active"},
    "priceType": {"recurring", "oneTime", "usage"},
    "recurringChargePeriodType": {"month", "year"},
    "relationshipType": {"requires", "excludes"},
}


def read_book(files: Mapping[str, bytes]) -> RuleBook:
    catalog = read_catalog(files).catalog
    assert catalog is not None
    book = read_rules(catalog).book
    assert book is not None
    return book


def export(version: str, files: Mapping[str, bytes] = TINY) -> str:
    return write_json(export_tmf(read_book(files), files, version, MOMENT))


def load(version: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(export(version))
    return document


def walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for name, value in node.items():
            if name != EXTENSION:
                yield from walk(value)
    elif isinstance(node, list):
        for item in node:
            yield from walk(item)


def plain(value: Any) -> Any:
    """A catalog as plain values, without places, digest and the order of what has none."""
    if is_dataclass(value):
        skipped = {"location", "locations", "row_locations", "places", "digest"}
        return {one.name: plain(getattr(value, one.name)) for one in fields(value) if one.name not in skipped}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


@pytest.mark.parametrize("version", VERSIONS)
def test_every_resource_has_the_fields_that_the_standard_asks_for(version):
    document = load(version)
    for name in (*LISTS, CATALOGS[version]):
        assert document[name]
        for resource in document[name]:
            missing = [field for field in (*REQUIRED, *MORE_REQUIRED.get(name, ())) if field not in resource]
            assert (resource["id"], missing) == (resource["id"], [])
            assert resource["@type"].lower() == name.lower()


@pytest.mark.parametrize("version", VERSIONS)
def test_every_field_is_of_its_kind_and_speaks_the_words_of_the_standard(version):
    for node in walk(load(version)):
        for name, value in node.items():
            assert isinstance(value, KINDS.get(name, object)), name
            assert not (name in WORDS and value not in WORDS[name]), (name, value)


def test_in_version_5_every_object_but_values_names_its_type():
    document = load("5.0")
    for name in (*LISTS, "productCatalog"):
        for node in walk(document[name]):
            is_value = set(node) <= {"amount", "units", "unit", "value", "startDateTime", "endDateTime"}
            assert is_value or "@type" in node, node


@pytest.mark.parametrize("version", VERSIONS)
def test_references_lead_to_resources(version):
    document = load(version)
    known = {(kind, one["id"]) for kind in LISTS for one in document[kind]}
    for node in walk(document):
        kind = node.get("@referredType")
        if kind:
            assert (kind[0].lower() + kind[1:], node["id"]) in known
        assert node.get("parentId", "line:uc") == "line:uc"


def test_versions_call_values_catalogs_and_parents_as_they_do():
    four, five = load("4.1"), load("5.0")
    assert "/v4/" in four["productOffering"][0]["href"]
    assert "/v5/" in five["productOffering"][0]["href"]
    specification = four["productSpecification"][0]["productSpecCharacteristic"][0]
    assert [value["value"] for value in specification["productSpecCharacteristicValue"]] == ["on", "off"]
    specification = five["productSpecification"][0]["productSpecCharacteristic"][0]
    assert [value["isDefault"] for value in specification["characteristicValueSpecification"]] == [True, False]


def test_prices_say_kind_period_amount_tax_and_dates():
    prices = {price["id"]: price for price in load("5.0")["productOfferingPrice"]}
    sip = prices["SIP-30:recurring:month:2026-07-01"]
    assert (sip["priceType"], sip["recurringChargePeriodType"], sip["price"]) == (
        "recurring", "month", {"unit": "CNY", "value": 0.9},
    )  # fmt: skip
    assert sip["tax"] == [{"@type": "TaxItem", "taxCategory": "B9", "taxRate": 9}]
    assert sip["validFor"] == {"startDateTime": "2026-07-01T00:00:00Z"}
    assert sip["unitOfMeasure"] == {"amount": 1, "units": "unit"}


def test_tiers_are_the_parts_of_a_composite_price():
    prices = {price["id"]: price for price in load("5.0")["productOfferingPrice"]}
    whole = prices["MIN-OUT:usage:month"]
    parts = [part["id"] for part in whole["bundledPopRelationship"]]
    assert (whole["isBundle"], parts) == (True, ["MIN-OUT:usage:month:1", "MIN-OUT:usage:month:10000"])
    assert whole["pricingLogicAlgorithm"][0]["name"] == "volume"
    assert prices[parts[1]][EXTENSION]["from"] == 10000
    assert '"value": 0.1345\n' in export("5.0"), "figures are written digit by digit"


def test_both_languages_stand_in_the_extension():
    offering = load("4.1")["productOffering"][0]
    assert offering["name"] == "SBC 100 sessions"
    assert offering[EXTENSION]["name"] == {"zh": "边界控制器 100 并发", "en": "SBC 100 sessions"}


def test_rules_stand_in_the_extension_and_where_they_can_as_relationships():
    document = load("5.0")
    relation = document["productOffering"][1]["productOfferingRelationship"][0]
    assert (relation["id"], relation["relationshipType"], relation[EXTENSION]) == (
        "SBC-100", "requires", {"rule": "VOICE-01"},
    )  # fmt: skip
    rules = {rule["id"]: rule for rule in document[EXTENSION]["rules"]}
    assert (rules["VOICE-06"]["severity"], rules["VOICE-06"]["require"]) == (
        "warning", "(total(sessions)) >= (SIP-30 * 30)",
    )  # fmt: skip
    assert set(document[EXTENSION]["files"]) == {
        path for path in TINY if not path.startswith(("offerings/", "prices/"))
    }


def test_what_is_no_file_of_a_catalog_is_not_carried():
    text = export("5.0", TINY | {"notes.yaml": b"a: b", "old/rules.yaml": b""})
    assert not {"notes.yaml", "old/rules.yaml"} & set(json.loads(text)[EXTENSION]["files"])
    assert import_tmf(text.encode(), "tiny.json").problems == ()


RELATIONS = [
    ({"if": "A-1", "then": "B-1"}, [("A-1", "requires", "B-1")]),
    ({"if": "A-1 or B-1", "then": "C-1"}, [("A-1", "requires", "C-1"), ("B-1", "requires", "C-1")]),
    ({"if": "A-1", "then": "B-1 and C-1"}, [("A-1", "requires", "B-1"), ("A-1", "requires", "C-1")]),
    ({"if": "A-*", "then": "B-1"}, [("A-1", "requires", "B-1")]),
    ({"if": "A-1", "then": "B-1 or C-1"}, []),
    ({"if": "A-1 and B-1", "then": "C-1"}, []),
    ({"if": "A-1", "then": "B-1 >= 2"}, []),
    ({"if": "A-1", "then": "B-1", "severity": "warning"}, []),
    ({"then": "at_most(1, any(A-1), any(B-1))"}, [("A-1", "excludes", "B-1"), ("B-1", "excludes", "A-1")]),
    ({"then": "at_most(2, any(A-1), any(B-1), any(C-1))"}, []),
    ({"then": "at_most(1, any(A-1 and C-1), any(B-1))"}, []),
    ({"if": "C-1", "then": "at_most(1, any(A-1), any(B-1))"}, []),
]


@pytest.mark.parametrize(("rule", "relations"), RELATIONS, ids=lambda value: str(value)[:50])
def test_a_rule_is_a_relationship_only_when_that_is_all_it_says(rule, relations):
    book = make_book({"offerings": {"A-1": {}, "B-1": {}, "C-1": {}}, "rules": [{"id": "R-1", **rule}]})
    assert [(one.one, one.kind, one.other) for one in find_relations(book, TODAY)] == relations


@pytest.mark.parametrize("version", VERSIONS)
def test_the_way_back_gives_an_equal_catalog(version):
    result = import_tmf(export(version).encode(), "tiny.json")
    assert result.problems == ()
    assert_equal(read_catalog(TINY).catalog, read_catalog(result.files).catalog)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_telecom_catalog_comes_back_equal(version):
    files = read_folder(catalog_dir())
    result = import_tmf(export(version, files).encode(), "telecom.json")
    assert result.problems == ()
    assert_equal(read_catalog(files).catalog, read_catalog(result.files).catalog)
    assert result.files["rules/voice.yaml"] == files["rules/voice.yaml"]


def assert_equal(one: Catalog | None, other: Catalog | None) -> None:
    assert one is not None and other is not None
    before, after = plain(one), plain(other)
    assert before.keys() == after.keys()
    for name, value in before.items():
        assert after[name] == value, name


def test_figures_are_exact_json_numbers():
    long = Decimal("12345678901234567.123456")
    text = write_json({"a": Decimal("0.10"), "b": Decimal("1E+3"), "c": long, "d": "\x01 1"})
    assert json.loads(text, parse_float=Decimal) == {
        "a": Decimal("0.1"), "b": 1000, "c": long, "d": "\x01 1",
    }  # fmt: skip


def test_what_is_no_json_value_is_a_fault():
    with pytest.raises(TypeError):
        write_json({"a": object()})
