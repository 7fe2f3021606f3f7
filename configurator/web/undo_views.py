"""What an undo would take back, in the words of choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from configurator.catalog.model import Catalog
from configurator.guidance.salvaging import list_wishes
from configurator.web.repair_views import ChangeView, ChoiceView, show_choice


@dataclass(frozen=True, slots=True)
class StepView:
    """The last change of a draft: choices that were made, changed, or given up. None of these when it was about
    something else (terms, discounts, needs)."""

    made: tuple[ChoiceView, ...]
    changes: tuple[ChangeView, ...]

    @property
    def further(self) -> int:
        """How many there are besides the first."""
        return max(0, len(self.made) + len(self.changes) - 1)


def show_step(before: Mapping[str, Any] | None, after: Mapping[str, Any], catalog: Catalog) -> StepView | None:
    """How the request after the last change differs from the one before; None when there is none before."""
    if before is None:
        return None
    old, new = list_wishes(before), list_wishes(after)
    came = [choice for choice in new if choice not in old]
    changes = []
    for gone in (choice for choice in old if choice not in new):
        instead = next((choice for choice in came if choice.concerns_same(gone)), None)
        came = [choice for choice in came if choice is not instead]
        changes.append(ChangeView(show_choice(gone, catalog), show_choice(instead, catalog) if instead else None))
    return StepView(tuple(show_choice(choice, catalog) for choice in came), tuple(changes))
