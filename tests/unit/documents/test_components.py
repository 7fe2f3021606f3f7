from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.documents.components import MOST_REASONS, build_components, pick_reasons, show_quantity
from configurator.quoting.content import ContentReason
from configurator.values.text import Text
from tests.factories.content import make_content
from tests.unit.documents.books import make_book, texts_of


def make_reason(kind, words="Because.", key="K"):
    return ContentReason(kind, key, Text(f"{words}(中)", words))


def test_groups_components_by_product_line_in_order_of_appearance():
    components = build_components(make_content(lines=20), make_book("en"))
    assert [texts_of(group.title)[0] for group in components.groups] == [
        "Network and connectivity",
        "Cloud and computing",
        "Voice and collaboration",
        "Security and compliance",
        "Mobile and IoT",
        "Integration and services",
    ]
    assert [row.number for row in components.groups[0].rows] == [1, 2, 11, 12]


def test_lists_every_component_once():
    components = build_components(make_content(lines=37), make_book())
    numbers = [row.number for group in components.groups for row in group.rows]
    assert sorted(numbers) == list(range(1, 38))


def test_titles_its_subsections_with_the_product_lines():
    components = build_components(make_content(lines=2), make_book("zh"))
    assert [texts_of(title) for title in components.part_titles] == [["网络与连接"]]


def test_puts_the_most_specific_reason_first():
    reasons = [make_reason(kind, kind) for kind in ("default", "package", "choice", "need", "rule")]
    assert [reason.kind for reason in pick_reasons(reasons)] == ["rule", "need", "choice"]


def test_puts_an_unknown_kind_of_reason_last():
    reasons = [make_reason("omen", "a"), make_reason("default", "b")]
    assert [reason.kind for reason in pick_reasons(reasons)] == ["default", "omen"]


def test_gives_at_most_three_reasons():
    reasons = [make_reason("rule", f"Rule {number}.") for number in range(9)]
    picked = pick_reasons(reasons)
    assert len(picked) == MOST_REASONS
    assert [reason.sentence.en for reason in picked] == ["Rule 0.", "Rule 1.", "Rule 2."]


def test_says_the_same_sentence_once_for_its_most_specific_reason():
    reasons = [make_reason("package"), make_reason("rule"), make_reason("need", "Other.")]
    assert [reason.kind for reason in pick_reasons(reasons)] == ["rule", "need"]


def test_has_no_reason_where_none_is_given():
    assert pick_reasons(()) == ()


@pytest.mark.parametrize(("language", "said"), [("zh", ["12,000 GB"]), ("en", ["12,000 GB"]), ("both", ["12,000 GB"])])
def test_says_a_quantity_with_its_unit(language, said):
    line = replace(make_content(lines=4).lines[3], quantity=12000)
    assert texts_of(show_quantity(make_book(language), line)) == said


def test_says_settings_and_leaves_out_a_missing_description():
    first, second = build_components(make_content(lines=2), make_book("en")).groups[0].rows
    assert [texts_of(setting)[0] for setting in first.settings] == ["Protection: Two routes", "Addresses: 8"]
    assert texts_of(first.description) == ["Symmetric fibre line with fixed addresses"]
    assert second.description == () and second.settings == ()
