"""TMF620 documents of others: what can be mapped makes a catalog that lints, what cannot is named with its line."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from configurator.catalog.model import Catalog, RuleKind
from configurator.catalog.reading import read_catalog
from configurator.catalog.sources import Evidence
from configurator.exchange import json_trees
from configurator.exchange.json_trees import read_json
from configurator.exchange.tmf_import import ImportedCatalog, import_tmf
from configurator.exchange.tmf_names import Names
from configurator.services.releases import lint_catalog
from configurator.values.problem import Severity, has_errors
from tests.unit.exchange.test_tmf_export import export

FIBRE: dict[str, Any] = {
    "id": "7655",
    "href": "http://example.org/productOffering/7655",
    "name": "Business Fibre 500",
    "description": "500 Mbit/s\tdown",
    "lifecycleStatus": "Active",
    "category": [{"id": "broadband", "name": "Broadband"}],
    "productSpecification": {"id": "S1"},
    "productOfferingPrice": [{"id": "P1"}, {"id": "P2"}],
    "productOfferingRelationship": [{"id": "7656", "relationshipType": "dependsOn"}],
}
ROUTER: dict[str, Any] = {
    "id": "7656",
    "name": "路由器 {X}",
    "productOfferingPrice": [
        {
            "priceType": "oneTime",
            "price": {"unit": "EUR", "value": 99.9},
            "unitOfMeasure": {"amount": 1, "units": "piece"},
        }
    ],
}
PRICES: list[dict[str, Any]] = [
    {
        "id": "P1",
        "priceType": "recurring",
        "recurringChargePeriodType": "monthly",
        "price": {"unit": "EUR", "value": 49.95},
        "tax": [{"taxCategory": "VAT", "taxRate": 19}],
        "validFor": {"startDateTime": "2026-01-01T00:00:00.000Z"},
    },
    {"id": "P2", "priceType": "One Time", "price": {"unit": "EUR", "value": 10}},
]
SPECIFICATION: dict[str, Any] = {
    "id": "S1",
    "name": "Fibre",
    "productSpecCharacteristic": [
        {
            "name": "Static IP",
            "configurable": True,
            "productSpecCharacteristicValue": [{"value": "Yes"}, {"value": "No", "isDefault": True}],
        },
        {"name": "Speed", "productSpecCharacteristicValue": [{"valueFrom": 1, "valueTo": 500}]},
    ],
}
VERSION_4: dict[str, Any] = {
    "catalog": [{"id": "c", "name": "Acme products", "version": "7"}],
    "productOffering": [FIBRE, ROUTER],
    "productOfferingPrice": PRICES,
    "productSpecification": [SPECIFICATION],
}


REVERSED = {"startDateTime": "2026-02-01", "endDateTime": "2026-01-01"}


def make_version_5() -> dict[str, Any]:
    document = deepcopy(VERSION_4)
    document["productCatalog"] = document.pop("catalog")
    for name in ("productOffering", "productOfferingPrice", "productSpecification", "productCatalog"):
        for resource in document[name]:
            resource |= {"@type": name[0].upper() + name[1:], "lastUpdate": "2026-01-01T00:00:00Z"}
    characteristic = document["productSpecification"][0]["productSpecCharacteristic"][0]
    values = characteristic.pop("productSpecCharacteristicValue")
    characteristic["characteristicValueSpecification"] = [
        {"@type": "StringCharacteristicValueSpecification", **value} for value in values
    ]
    return document


def take(document: Any) -> ImportedCatalog:
    return import_tmf(json.dumps(document, ensure_ascii=False, indent=2).encode(), "acme.json")


def read(result: ImportedCatalog) -> Catalog:
    catalog = read_catalog(result.files).catalog
    assert catalog is not None
    return catalog


def codes(result: ImportedCatalog) -> set[str]:
    return {problem.code for problem in result.problems}


@pytest.mark.parametrize("document", [VERSION_4, make_version_5()], ids=["4", "5"])
def test_a_foreign_document_makes_a_catalog_that_lints(document, tmp_path: Path):
    result = take(document)
    for path, content in result.files.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    assert not has_errors(lint_catalog(tmp_path))
    catalog = read(result)
    assert (catalog.key, catalog.release, catalog.currency.code) == ("acme_products", "7", "EUR")
    assert list(catalog.offerings) == ["O7655", "O7656"]
    fibre = catalog.offerings["O7655"]
    assert (fibre.family, fibre.tax, fibre.description.en) == ("BROADBAND", "VAT", "500 Mbit/s down")
    assert [(one.key, [value.key for value in one.values], one.default) for one in fibre.attributes] == [
        ("static_ip", ["yes", "no"], "no")
    ]
    assert [(one.id, str(one.tiers[0].amount), one.evidence) for one in catalog.prices["O7655"]] == [
        ("O7655:recurring:month:2026-01-01", "49.95", Evidence.SEEN),
        ("O7655:one_time", "10", Evidence.SEEN),
    ]
    assert [(rule.kind, rule.when.source, rule.require.source) for rule in catalog.rules.values()] == [
        (RuleKind.REQUIRES, "O7655", "O7656")
    ]
    assert catalog.tax_rates[0].rate == catalog.tax_rates[0].rate.__class__("0.19")


def test_what_was_assumed_or_left_out_is_named_with_its_line():
    result = take(VERSION_4)
    assert codes(result) == {"tmf_field_unmapped", "tmf_one_language", "tmf_tax_convention", "tmf_tax_missing"}
    found = next(problem for problem in result.problems if problem.code == "tmf_field_unmapped")
    assert found.params == {"field": "productSpecCharacteristic", "count": 1}
    line = json.dumps(VERSION_4, ensure_ascii=False, indent=2).split("\n").index('          "name": "Speed",')
    assert found.location.line == line


def change(path: str, value: Any) -> ImportedCatalog:
    """The document with one value put in; a path is names and positions."""
    document = deepcopy(VERSION_4)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    node: Any = document
    for step in steps:
        node = node[step]
    node[last] = value
    return take(document)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("productOfferingPrice.1.priceType", "discount", "tmf_price_type"),
        ("productOfferingPrice.1.price", {"unit": "EUR", "value": -3}, "tmf_price_amount"),
        ("productOfferingPrice.1.price", {"unit": "EUR", "value": 0.1234567}, "tmf_price_amount"),
        ("productOfferingPrice.1.price", {"unit": "EUR", "value": 1e30}, "tmf_price_amount"),
        ("productOfferingPrice.1.price", {"unit": "EUR", "value": "ten"}, "tmf_price_amount"),
        ("productOfferingPrice.1.price", None, "tmf_price_amount"),
        ("productOfferingPrice.1.price.unit", "USD", "tmf_price_currency"),
        ("productOfferingPrice.0.recurringChargePeriodType", "weekly", "tmf_price_period"),
        ("productOfferingPrice.0.recurringChargePeriodLength", 6, "tmf_price_period"),
        ("productOfferingPrice.0.validFor", {"startDateTime": "soon"}, "tmf_price_dates"),
        (
            "productOfferingPrice.0.validFor",
            {"startDateTime": "2026-02-01", "endDateTime": "2026-01-01"},
            "tmf_price_dates",
        ),
        ("productOffering.1.lifecycleStatus", "Retired", "tmf_offering_ended"),
        ("productOffering.1.productOfferingPrice", [], "tmf_offering_unpriced"),
        ("productOffering.0.productOfferingRelationship.0.relationshipType", "optionalFor", "tmf_relation_unmapped"),
        ("productOffering.0.productOfferingRelationship.0.id", "none", "tmf_relation_unmapped"),
        ("productOffering.0.bundledProductOffering", [{"id": "none"}], "tmf_relation_unmapped"),
        ("productOffering.0.channel", [{"id": "web"}], "tmf_field_unmapped"),
    ],
)
def test_what_cannot_be_mapped_is_told_and_the_rest_is_taken(path, value, code):
    result = change(path, value)
    assert code in codes(result)
    assert not has_errors(result.problems)
    assert read(result).offerings


@pytest.mark.parametrize(
    ("changes", "period"),
    [
        ({"recurringChargePeriodType": "month", "recurringChargePeriodLength": 12}, "year"),
        ({"recurringChargePeriodType": "month", "recurringChargePeriodLength": 3}, "quarter"),
        ({"recurringChargePeriodType": "quarterly"}, "quarter"),
        ({"recurringChargePeriodType": "P1Y"}, "year"),
        ({"recurringChargePeriodType": "Months"}, "month"),
        ({"recurringChargePeriodType": "", "recurringChargePeriod": "12 months"}, "year"),
    ],
)
def test_periods_are_found_in_all_their_writings(changes, period):
    document = deepcopy(VERSION_4)
    document["productOfferingPrice"][0] |= changes
    assert str(read(take(document)).prices["O7655"][0].period) == period


def test_a_second_price_in_force_at_the_same_time_is_left_out():
    document = deepcopy(VERSION_4)
    second = deepcopy(PRICES[0]) | {"id": "P3"}
    document["productOfferingPrice"].append(second)
    document["productOffering"][0]["productOfferingPrice"].append({"id": "P3"})
    result = take(document)
    assert "tmf_price_twice" in codes(result)
    assert len(read(result).prices["O7655"]) == 2


def test_a_composite_price_is_taken_apart_even_when_it_holds_itself():
    document = deepcopy(VERSION_4)
    document["productOfferingPrice"].append(
        {"id": "ALL", "isBundle": True, "bundledPopRelationship": [{"id": "P1"}, {"id": "P2"}, {"id": "ALL"}]}
    )
    document["productOffering"][0]["productOfferingPrice"] = [{"id": "ALL"}]
    assert len(read(take(document)).prices["O7655"]) == 2


def test_a_bundle_requires_its_parts_and_an_exclusion_is_written_once():
    document = deepcopy(VERSION_4)
    document["productOffering"][0]["bundledProductOffering"] = [{"id": "7656"}]
    document["productOffering"][0]["productOfferingRelationship"] = [{"id": "7656", "relationshipType": "excludes"}]
    document["productOffering"][1]["productOfferingRelationship"] = [{"id": "7655", "relationshipType": "Exclusion"}]
    rules = read(take(document)).rules.values()
    assert [str(rule.kind) for rule in rules] == ["excludes", "requires"]


def test_two_rates_of_one_tax_are_told():
    document = deepcopy(VERSION_4)
    document["productOffering"][1]["productOfferingPrice"][0]["tax"] = [{"taxCategory": "VAT", "taxRate": 7}]
    assert "tmf_tax_differs" in codes(take(document))


@pytest.mark.parametrize("wrap", [lambda one: [one], lambda one: one, lambda one: {"productOfferings": [one]}])
def test_a_list_or_a_single_offering_is_enough(wrap):
    assert list(read(take(wrap(ROUTER))).offerings) == ["O7656"]


def test_names_in_any_script_and_case_make_codes():
    offerings = [
        {"id": "", "name": name, "productOfferingPrice": ROUTER["productOfferingPrice"]}
        for name in ("云主机", "cloud server", "Cloud-Server!", "5G")
    ]
    assert list(read(take(offerings)).offerings) == ["OFFER", "CLOUD-SERVER", "CLOUD-SERVER-2", "O5G"]


def test_the_same_words_make_the_same_name():
    names = Names("unit", "_")
    assert [names.make("GB"), names.make("gb"), names.make("GB"), names.make("", "GB")] == ["gb", "gb_2", "gb", "gb"]


def test_emoji_and_escapes_come_through():
    offering = ROUTER | {"name": 'a\\b "q" 😀 \ud83d\ude80'.encode("utf-16", "surrogatepass").decode("utf-16")}
    text = json.dumps([offering], ensure_ascii=True).replace('"name"', '"description": "\\ud800", "name"')
    catalog = read(import_tmf(text.encode(), "a.json"))
    assert catalog.offerings["O7656"].name.en == 'a\\b "q" 😀 🚀'


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "tmf_not_json", 1),
        (b'{"a": 1,\n "b": }', "tmf_not_json", 2),
        (b'{"a": NaN, "a": 2}', "duplicate_key", 1),
        (b"\xff\xfe", "tmf_not_utf8", 1),
        (b"[" * 100_000, "tmf_too_deep", 1),
        (b"[" * 50 + b"]" * 50, "yaml_depth", 1),
        (b"{}", "tmf_nothing", 1),
        (b"[]", "tmf_nothing", 1),
        (b"3", "tmf_nothing", 1),
        (b'{"productOffering": [{"id": "a"}]}', "tmf_nothing", 1),
        (b'{"productOffering": {"id": "a", "name": [1]}}', "tmf_nothing", 1),
    ],
)
def test_what_is_no_document_is_refused_at_its_place(content, code, line):
    result = import_tmf(content, "a.json")
    assert result.files == {}
    found = next(problem for problem in result.problems if problem.code == code)
    assert (found.location.file, found.location.line) == ("a.json", line)


def test_a_document_over_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(json_trees, "MOST_BYTES", 10)
    assert codes(take(VERSION_4)) == {"tmf_too_large"}


@pytest.mark.parametrize(
    "path", ["../rules/a.yaml", "/etc/passwd", "rules/../../a.yaml", "notes.txt", "rules/.yaml", ".."]
)
def test_a_carried_file_goes_nowhere_but_into_the_catalog(path):
    document = json.loads(export("5.0"))
    document["x-configurator"]["files"][path] = "x"
    result = take(document)
    assert "tmf_path" in codes(result)
    assert result.files == {}


def test_an_own_document_that_others_added_to_says_what_it_leaves_out():
    document = json.loads(export("5.0"))
    document["productOffering"].append({"id": "NEW", "name": "New"})
    document["productOfferingPrice"].append({"id": "NEW:one_time", "price": {"value": 1}})
    specification = document["productSpecification"][0]
    specification["productSpecCharacteristic"].append({"id": "colour", "name": "Colour"})
    result = take(document)
    assert codes(result) == {"tmf_offering_unmapped", "tmf_price_unmapped", "tmf_characteristic_unmapped"}
    assert all(problem.severity is Severity.WARNING for problem in result.problems)
    assert list(read(result).offerings) == ["SBC-100", "SIP-30", "MIN-OUT"]


def test_an_own_document_with_a_changed_price_has_it_in_the_catalog():
    document = json.loads(export("4.1"))
    document["productOfferingPrice"][0]["price"]["value"] = 31000
    assert str(read(take(document)).prices["SBC-100"][0].tiers[0].amount) == "31000"


def test_an_own_document_that_would_not_read_gives_no_files():
    document = json.loads(export("4.1"))
    document["productOfferingPrice"][0]["priceType"] = "gift"
    result = take(document)
    assert "not_one_of" in codes(result)
    assert result.files == {}


@pytest.mark.parametrize("seed", range(60))
def test_damaged_documents_are_refused_or_read_but_never_a_fault(seed):
    chance = random.Random(seed)
    source = export("5.0") if seed % 2 else json.dumps(VERSION_4, ensure_ascii=False, indent=1)
    content = bytearray(source.encode())
    for _ in range(chance.randrange(1, 12)):
        kind = chance.randrange(3)
        place = chance.randrange(len(content))
        if kind == 0:
            content[place] = chance.randrange(256)
        elif kind == 1:
            del content[place : place + chance.randrange(40)]
        else:
            content[place:place] = chance.choice([b"{", b"]", b'"', b"1e999", b"null", b",", b"\xe4\xba\x91"])
    result = import_tmf(bytes(content), "damaged.json")
    assert all(problem.location for problem in result.problems)
    assert result.files or has_errors(result.problems)
    if result.files:
        read(result)


@pytest.mark.parametrize("seed", range(40))
def test_documents_with_values_of_other_kinds_are_never_a_fault(seed):
    chance = random.Random(seed)
    document = json.loads(export("4.1")) if seed % 2 else deepcopy(VERSION_4)
    for _ in range(6):
        node: Any = document
        while isinstance(node, (dict, list)) and node:
            key = chance.choice(list(node) if isinstance(node, dict) else range(len(node)))
            if not isinstance(node[key], (dict, list)) or chance.random() < 0.2:
                node[key] = chance.choice([None, True, -1, 10**30, "", "x" * 5000, [], {}, [[]], {"a": {}}, 0.5])
                break
            node = node[key]
    result = take(document)
    assert result.files or has_errors(result.problems)


def test_a_part_answers_whatever_it_is_asked():
    from configurator.catalog.notebook import Notebook

    part = read_json(b'{"a": [1, {"b": null}], "c": "x", "d": 1e999999}', Notebook().page("a.json"))
    assert part is not None
    assert (part.text("a"), part.text("c"), part.text("none"), part.figure("c"), part.figure("d")) == (
        "", "x", "", None, None,
    )  # fmt: skip
    assert (part.texts("a"), [one.get("b") for one in part.objects("a")], list(part.objects("c"))) == (
        ("1",),
        [None],
        [],
    )
