"""Compliance levels in the form: all that the catalog has, whether or not an industry or a package states one."""

from __future__ import annotations

import pytest

from configurator.catalog.model import Catalog
from configurator.values.text import Language
from configurator.web.profiles import compliance_keys, list_levels, list_questions
from tests.factories.catalog_files import FILES, read_catalog, tiny_files

LEVEL = """\
  gdpr: {name: {zh: 欧盟数据保护, en: GDPR}, values: [0, 1], default: 0}
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    profile = FILES["profile.yaml"].rstrip("\n") + "\n" + LEVEL
    load = read_catalog(tiny_files() | {"profile.yaml": profile.encode()})
    assert load.catalog is not None, load.problems
    return load.catalog


def test_a_level_that_no_industry_states_is_a_level_all_the_same(catalog: Catalog) -> None:
    assert compliance_keys(catalog) == ("mlps", "gdpr")


def test_levels_are_asked_for_as_levels_and_not_among_the_figures(catalog: Catalog) -> None:
    language: Language = "en"
    assert [level.key for level in list_levels(catalog, language, {})] == ["mlps", "gdpr"]
    assert "gdpr" not in [question.key for question in list_questions(catalog, language, "software", {})]


def test_a_level_offers_each_of_its_values_and_the_usual_one(catalog: Catalog) -> None:
    gdpr = list_levels(catalog, "en", {"gdpr": "1"})[-1]
    assert (gdpr.label, gdpr.value, [value for value, _ in gdpr.options]) == ("GDPR", "1", ["", "0", "1"])
