"""Made-up documents of others: whatever their ids, names and prices are, what is taken reads as a catalog."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.catalog.reading import read_catalog
from configurator.exchange.tmf_import import import_tmf
from configurator.exchange.tmf_names import Names, clean
from configurator.rules.rulebook import read_rules

ids = st.sampled_from(["", "1", "A", "a", "云", "VM 4C", "vm-4c", "{x}", "'", "a: b", "- c", "#", "yes", "x" * 200])
words = st.one_of(ids, st.text(st.characters(blacklist_categories=("Cs",)), max_size=40))
figures = st.one_of(st.integers(-5, 10**18), st.sampled_from([0.5, 99.99, 1e-9, 1e40, None, "12", "x"]))
moments = st.sampled_from(["", "2026-01-01T00:00:00Z", "2026-12-31", "2027", "soon"])


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


periods = objects(startDateTime=moments, endDateTime=moments)
prices = objects(
    id=words,
    priceType=st.sampled_from(["recurring", "oneTime", "Usage", "discount", "nonRecurring"]),
    recurringChargePeriodType=st.sampled_from(["month", "annual", "weekly", ""]),
    recurringChargePeriodLength=st.sampled_from([0, 1, 12, "x"]),
    price=objects(unit=st.sampled_from(["EUR", "CNY", "points"]), value=figures),
    tax=st.lists(objects(taxCategory=words, taxRate=figures), max_size=2),
    unitOfMeasure=objects(units=words, amount=figures),
    validFor=periods,
)
values = objects(value=words, isDefault=st.booleans())
characteristics = objects(
    id=words, name=words, configurable=st.booleans(), productSpecCharacteristicValue=st.lists(values, max_size=3)
)
relations = objects(id=ids, relationshipType=st.sampled_from(["requires", "excludes", "dependsOn", "other"]))
offerings = objects(
    id=ids,
    name=words,
    description=words,
    lifecycleStatus=st.sampled_from(["Active", "Retired"]),
    category=st.lists(objects(id=words, name=words), max_size=2),
    productSpecification=objects(productSpecCharacteristic=st.lists(characteristics, max_size=3)),
    productOfferingPrice=st.lists(prices, max_size=3),
    productOfferingRelationship=st.lists(relations, max_size=3),
    bundledProductOffering=st.lists(objects(id=ids), max_size=2),
)
documents = objects(
    productOffering=st.lists(offerings, max_size=5),
    productOfferingPrice=st.lists(prices, max_size=3),
    catalog=st.lists(objects(name=words, version=words), max_size=1),
)


@settings(max_examples=100, deadline=None)
@given(documents, st.booleans())
def test_what_is_taken_reads_with_its_rules_and_all_else_is_a_finding(document, is_ascii):
    result = import_tmf(json.dumps(document, ensure_ascii=is_ascii).encode(), "other.json")
    codes = {problem.code for problem in result.problems if problem.severity == "error"}
    if not result.files:
        assert codes <= {"tmf_nothing", "yaml_control"}
        return
    assert codes == set()
    load = read_catalog(result.files)
    assert load.catalog is not None
    assert read_rules(load.catalog).problems == ()


def test_an_offering_of_the_same_identity_is_told_and_left_out():
    price = {"priceType": "oneTime", "price": {"unit": "EUR", "value": 1}}
    offering = {"id": "", "productOfferingPrice": [price]}
    result = import_tmf(json.dumps({"productOffering": [offering, offering]}).encode(), "other.json")
    assert [problem.code for problem in result.problems].count("tmf_offering_twice") == 1
    load = read_catalog(result.files)
    assert load.catalog is not None
    assert len(load.catalog.offerings) == 1


@given(st.lists(words, max_size=20), st.sampled_from(["-", "_"]))
def test_names_are_of_their_pattern_and_never_meet(sources, joint):
    names = Names("OFFER" if joint == "-" else "offer", joint)
    made = {source: names.make(source) for source in sources}
    assert len(set(made.values())) == len(made)
    for name in made.values():
        assert name.isascii() and name[0].isalpha() and len(name) <= 60
        assert all(part.isalnum() for part in name.split(joint))


@pytest.mark.parametrize(
    ("written", "cleaned"), [("a\tb\n c", "a b c"), ("\u200bx\x85y", "x y"), ("x" * 9999, "x" * 3000)]
)
def test_words_are_on_one_line(written, cleaned):
    assert clean(written) == cleaned
