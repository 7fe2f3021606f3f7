"""Compliance levels in the form: all that the catalog has, whether or not an industry or a package states one."""

from __future__ import annotations

import pytest

from configurator.catalog.model import Catalog
from configurator.values.text import Language
from configurator.web.profiles import compliance_keys, list_levels, list_questions, name_level
from tests.factories.catalog_files import FILES, read_catalog, tiny_files

LEVEL = """\
  gdpr: {name: {zh: 欧盟数据保护, en: GDPR}, values: [0, 1], default: 0}
  pci:
    name: {zh: 支付卡, en: PCI DSS}
    values: {2: {zh: 现场评估, en: on-site}, 0: {zh: 不涉及, en: none at all}}
    default: 0
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    profile = FILES["profile.yaml"].rstrip("\n") + "\n" + LEVEL
    load = read_catalog(tiny_files() | {"profile.yaml": profile.encode()})
    assert load.catalog is not None, load.problems
    return load.catalog


def test_a_level_that_no_industry_states_is_a_level_all_the_same(catalog: Catalog) -> None:
    assert compliance_keys(catalog) == ("mlps", "gdpr", "pci")


def test_levels_are_asked_for_as_levels_and_not_among_the_figures(catalog: Catalog) -> None:
    language: Language = "en"
    assert [level.key for level in list_levels(catalog, language, {})] == ["mlps", "gdpr", "pci"]
    assert "gdpr" not in [question.key for question in list_questions(catalog, language, "software", {})]


def test_a_level_offers_each_of_its_values_and_the_usual_one(catalog: Catalog) -> None:
    gdpr = list_levels(catalog, "en", {"gdpr": "1"})[1]
    assert (gdpr.label, gdpr.value, [value for value, _ in gdpr.options]) == ("GDPR", "1", ["", "0", "1"])


def test_a_level_without_a_name_is_called_by_its_number(catalog: Catalog) -> None:
    mlps = list_levels(catalog, "en", {})[0]
    assert mlps.options[1:] == (("0", "None"), ("2", "Level 2"), ("3", "Level 3"))


@pytest.mark.parametrize(
    ("language", "options"),
    [("en", (("0", "none at all"), ("2", "on-site"))), ("zh", (("0", "不涉及"), ("2", "现场评估")))],
)
def test_a_named_level_is_called_by_its_name(
    catalog: Catalog, language: Language, options: tuple[tuple[str, str], ...]
) -> None:
    assert list_levels(catalog, language, {})[-1].options[1:] == options


@pytest.mark.parametrize(
    ("level", "name", "said"), [("0", "0", "None"), ("2", "2", "Level 2"), ("2", "on-site", "on-site")]
)
def test_only_a_number_is_put_into_words(level: str, name: str, said: str) -> None:
    assert name_level(level, name, "en") == said
