"""A long form in the catalog's groups: what stands where, what is open, what is said of the rest."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from configurator.catalog.model import Catalog
from configurator.values.text import Language
from configurator.web.profiles import list_levels, list_questions
from configurator.web.question_groups import QuestionGroup, group_levels, group_questions
from tests.factories.catalog_files import FILES, read_catalog, tiny_files

GROUPS = """\
groups:
  service: {zh: 服务, en: Service}
  industry: {zh: 行业, en: Industry}
inputs:
"""
CHANGES = (
    ("inputs:\n", GROUPS),
    ("kind: integer, default: ceil(staff / 2)", "kind: integer, group: industry, default: ceil(staff / 2)"),
    ("kind: choice\n", "kind: choice\n    group: service\n"),
)


def load_profile(*changes: tuple[str, str]) -> Catalog:
    profile = FILES["profile.yaml"]
    for before, after in changes:
        assert before in profile
        profile = profile.replace(before, after, 1)
    load = read_catalog(tiny_files() | {"profile.yaml": profile.encode()})
    assert load.catalog is not None, load.problems
    return load.catalog


@pytest.fixture(scope="module")
def grouped() -> Catalog:
    return load_profile(*CHANGES)


def groups_of(
    catalog: Catalog,
    values: Mapping[str, object],
    industry: str = "healthcare",
    errors: Mapping[str, list[str]] | None = None,
    language: Language = "en",
) -> dict[str, QuestionGroup]:
    questions = list_questions(catalog, language, industry, values)
    return {group.key: group for group in group_questions(catalog, language, questions, errors)}


def test_groups_stand_in_the_catalogs_order_and_what_has_none_stands_last(grouped: Catalog) -> None:
    groups = groups_of(grouped, {})
    assert [(key, [each.key for each in group.questions]) for key, group in groups.items()] == [
        ("service", ["sla"]),
        ("industry", ["beds"]),
        ("", ["cards"]),
    ]


@pytest.mark.parametrize(("language", "titles"), [("zh", ["服务", "行业", "其他信息"]), ("en", None)])
def test_groups_are_called_in_the_readers_language(
    grouped: Catalog, language: Language, titles: list[str] | None
) -> None:
    found = [group.title for group in groups_of(grouped, {}, language=language).values()]
    assert found == (titles or ["Service", "Industry", "Further figures"])


def test_a_group_counts_what_is_stated_and_is_open_only_then(grouped: Catalog) -> None:
    groups = groups_of(grouped, {"beds": 430, "cards": False, "sla": ""})
    assert {key: (group.stated, group.is_open) for key, group in groups.items()} == {
        "service": (0, False),
        "industry": (1, True),
        "": (1, True),
    }


def test_nothing_stated_opens_nothing(grouped: Catalog) -> None:
    assert not any(group.is_open or group.stated for group in groups_of(grouped, {}).values())


def test_a_fault_opens_its_group_also_where_nothing_is_stated(grouped: Catalog) -> None:
    groups = groups_of(grouped, {}, errors={"customer.beds": ["too many"], "compliance.sla": ["of another part"]})
    assert [key for key, group in groups.items() if group.is_open] == ["industry"]
    assert groups["industry"].questions[0].errors == ("too many",)
    assert groups["industry"].stated == 0


def test_what_other_industries_are_asked_is_shown_only_where_it_is_stated(grouped: Catalog) -> None:
    assert "industry" not in groups_of(grouped, {}, industry="software")
    stated = groups_of(grouped, {"beds": 0}, industry="software")["industry"]
    assert [(each.key, each.value) for each in stated.questions] == [("beds", "0")]


def test_a_catalog_without_groups_has_one_part_that_is_not_counted() -> None:
    groups = groups_of(load_profile(), {"beds": 430})
    assert list(groups) == [""]
    assert groups[""].title == "More about the customer"
    assert not groups[""].is_counted
    assert [each.key for each in groups[""].questions] == ["beds", "cards", "sla"]


def test_a_form_without_questions_has_no_groups(grouped: Catalog) -> None:
    assert group_questions(grouped, "en", ()) == ()


def test_levels_are_a_group_with_their_own_faults(grouped: Catalog) -> None:
    levels = list_levels(grouped, "en", {"mlps": 2})
    group = group_levels(grouped, "en", levels, {"compliance.mlps": ["no"], "customer.mlps": ["of another part"]})
    assert (group.key, group.is_counted, group.is_open, group.stated) == ("levels", True, True, 1)
    assert group.questions[0].errors == ("no",)
    assert not group_levels(grouped, "en", list_levels(grouped, "en", {}), {}).is_open


def test_levels_of_a_catalog_without_groups_stay_as_they_are() -> None:
    catalog = load_profile()
    assert not group_levels(catalog, "en", list_levels(catalog, "en", {"mlps": 2}), {}).is_counted
