"""Totals with what the last change did to them."""

from __future__ import annotations

from dataclasses import replace

from configurator.quoting.content import Content, ContentFigure
from configurator.services.proposing import Evaluation
from configurator.values.text import Text
from configurator.web.summary_views import show_levels, show_summary
from tests.factories.content import make_content


def evaluate(content: Content | None) -> Evaluation:
    return Evaluation(content, {}, (), None, (), None)


def test_nothing_to_compare_with_shows_no_change() -> None:
    figures = show_summary(evaluate(make_content()), None)
    assert [figure.name for figure in figures[:2]] == ["monthly", "one_time"]
    assert {figure.change for figure in figures} == {""}


def test_change_is_signed_and_only_where_something_changed() -> None:
    dearer = show_summary(evaluate(make_content(discount_percent="0")), make_content(discount_percent="5"))
    cheaper = show_summary(evaluate(make_content(discount_percent="5")), make_content(discount_percent="0"))
    same = show_summary(evaluate(make_content()), make_content())
    assert all(figure.is_more for figure in dearer)
    assert all(figure.change.startswith("-") and not figure.is_more for figure in cheaper)
    assert not any(figure.change for figure in same)


def test_totals_of_nothing_are_left_out_unless_always_watched() -> None:
    names = [figure.name for figure in show_summary(evaluate(make_content(lines=1)), None)]
    assert names == ["monthly", "one_time", "tcv"]


def test_contradicting_choices_have_no_totals() -> None:
    assert show_summary(evaluate(None), make_content()) == ()


def test_levels_are_shown_in_words_whether_or_not_the_catalog_names_them() -> None:
    named = ContentFigure("pci", Text("支付卡", "PCI DSS"), Text("自评估", "self-assessment"), code="1")
    plain = ContentFigure("mlps", Text("等级保护", "MLPS"), Text("3", "3"), code="3")
    older = ContentFigure("mlps", Text("等级保护", "MLPS"), Text("3", "3"))
    content = replace(make_content(), compliance=(named, plain, older))
    assert show_levels(content, "en") == (("PCI DSS", "self-assessment"), ("MLPS", "Level 3"), ("MLPS", "Level 3"))
    assert show_levels(content, "zh")[:2] == (("支付卡", "自评估"), ("等级保护", "3 级"))


def test_contradicting_choices_have_no_levels() -> None:
    assert show_levels(None, "en") == ()
