"""What an undo takes back, in words of choices."""

from __future__ import annotations

from typing import Any

from configurator.web.undo_views import StepView, show_step
from tests.factories.catalog import make_catalog, make_offering, make_text

CATALOG = make_catalog(offerings=[make_offering("A-1"), make_offering("B-1")])


def step(before: dict[str, Any], after: dict[str, Any]) -> StepView:
    view = show_step(before, after, CATALOG)
    assert view is not None
    return view


def test_nothing_before_is_nothing_to_undo() -> None:
    assert show_step(None, {"choices": {"A-1": 2}}, CATALOG) is None


def test_a_choice_that_was_made() -> None:
    view = step({"choices": {"B-1": 1}}, {"choices": {"B-1": 1, "A-1": 2}})
    assert [(each.name, each.quantity) for each in view.made] == [(make_text("A-1"), 2)]
    assert (view.changes, view.further) == ((), 0)


def test_choices_that_were_changed_or_given_up() -> None:
    view = step({"choices": {"A-1": 2, "B-1": 1}}, {"choices": {"A-1": 4}, "exclude": []})
    changed, dropped = view.changes
    assert (changed.choice.quantity, changed.instead and changed.instead.quantity) == (2, 4)
    assert (dropped.choice.name, dropped.instead) == (make_text("B-1"), None)
    assert (view.made, view.further) == ((), 1)


def test_leaving_out_replaces_taking() -> None:
    (change,) = step({"choices": {"A-1": 2}}, {"choices": {}, "exclude": ["A-1"]}).changes
    assert change.instead is not None and change.instead.quantity == 0


def test_other_changes_are_none_of_choices() -> None:
    assert step({"discount_percent": "0"}, {"discount_percent": "3"}) == StepView((), ())
