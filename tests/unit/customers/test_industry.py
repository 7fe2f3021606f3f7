"""GB/T 4754 codes and the catalog's own keys lead to industries."""

import pytest

from configurator.customers.industry import industry_of, is_class_code, read_class_code
from tests.factories.catalog_files import load_changed, load_tiny


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("healthcare", "healthcare"),
        ("Q84", "healthcare"),
        ("Q8411", "healthcare"),
        ("I65", "software"),
        ("I6510", "software"),
        ("J", "finance"),
        ("J66", "finance"),
        ("I", "software"),
        ("Q", "healthcare"),
    ],
)
def test_finds_the_industry(code, key):
    assert industry_of(load_tiny().catalog, code).key == key


@pytest.mark.parametrize("code", ["", "A", "Q85", "q84", "Q84X", "Z", "Q84 ", "84", "hospital", "J66666", "Ｑ84"])
def test_knows_nothing_of_other_codes(code):
    assert industry_of(load_tiny().catalog, code) is None


def test_the_longest_prefix_wins():
    catalog = load_changed("industries.yaml", "classes: [J]", "classes: [J, I6, Q8411]").catalog
    assert industry_of(catalog, "Q8411").key == "finance"
    assert industry_of(catalog, "Q8412").key == "healthcare"
    assert industry_of(catalog, "I65").key == "software"
    assert industry_of(catalog, "I63").key == "finance"


@pytest.mark.parametrize(
    ("code", "is_one"), [("A", True), ("T", True), ("K7010", True), ("U", False), ("K70101", False)]
)
def test_class_codes_have_a_section_and_at_most_four_digits(code, is_one):
    assert is_class_code(code) is is_one


@pytest.mark.parametrize(("typed", "code"), [(" q84 ", "Q84"), ("Q84", "Q84"), ("family", "family"), ("q84x", "q84x")])
def test_only_a_class_is_written_in_capitals(typed: str, code: str) -> None:
    assert read_class_code(typed) == code
