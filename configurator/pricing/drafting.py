"""A run of payments under way from list to net: its exact amount, and the notes of the steps taken."""

from __future__ import annotations

from configurator.pricing.contract import Run
from configurator.pricing.deal import Item
from configurator.pricing.exact import NOTHING, Exact
from configurator.pricing.tracing import Notes
from configurator.programmes.model import Grant
from configurator.values.money import Currency, Money


class Draft:
    """One run of payments of a charge while it is priced.

    `listed` is the exact amount that reductions start from and `list` the same rounded; `whole_list` is the list amount
    of a whole period. `after_term` is what was left after the last term stage, which a floor gives back at most. A
    waived payment takes no further step. `reduced` says what each grant made of which amount.
    """

    __slots__ = (
        "after_term", "cost", "exact", "grants", "is_waived", "item", "list", "listed", "notes", "quantity", "reduced",
        "run", "whole_list",
    )  # fmt: skip

    def __init__(self, item: Item, run: Run, quantity: int, currency: Currency) -> None:
        self.item, self.run, self.quantity = item, run, quantity
        self.exact: Exact = NOTHING
        self.listed: Exact = NOTHING
        self.list = self.whole_list = Money.zero(currency)
        self.after_term: Exact = NOTHING
        self.cost: Exact | None = None
        self.is_waived = False
        self.notes: Notes = []
        self.grants: tuple[Grant, ...] = ()
        self.reduced: list[tuple[Grant, Exact, Exact]] = []

    def cut(self, run: Run) -> Draft:
        """The same for a part of the run."""
        other = Draft(self.item, run, self.quantity, self.list.currency)
        other.exact, other.listed, other.after_term = self.exact, self.listed, self.after_term
        other.list, other.whole_list = self.list, self.whole_list
        other.cost, other.is_waived, other.notes = self.cost, self.is_waived, list(self.notes)
        return other

    def fork(self) -> Draft:
        """The same draft as it stands, to go another way from here; what was noted so far is left behind."""
        other = Draft.__new__(Draft)
        other.item, other.run, other.quantity = self.item, self.run, self.quantity
        other.exact, other.listed, other.after_term = self.exact, self.listed, self.after_term
        other.list, other.whole_list, other.cost = self.list, self.whole_list, self.cost
        other.is_waived, other.grants = self.is_waived, self.grants
        other.notes, other.reduced = [], list(self.reduced)
        return other

    @property
    def is_whole(self) -> bool:
        """Whether it is for whole periods."""
        return self.run.is_whole
