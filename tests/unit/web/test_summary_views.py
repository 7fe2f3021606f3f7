"""Totals with what the last change did to them."""

from __future__ import annotations

from configurator.quoting.content import Content
from configurator.services.proposing import Evaluation
from configurator.web.summary_views import show_summary
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
