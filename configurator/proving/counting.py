"""The prices of a catalog on a day: a ledger for each stack and each outlook on its programmes, made once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import floor

from configurator.catalog.model import Catalog
from configurator.guidance.chances import Chance, Outlook, list_chances
from configurator.guidance.confining import Confiner, Ground
from configurator.guidance.granted import GrantedLedger
from configurator.guidance.ledger import Ledger
from configurator.guidance.listed import ListPrices
from configurator.pricing.book import open_book
from configurator.programmes.model import QuoteFacts
from configurator.proving.stacks import Stack, narrow_stacks, tell_apart
from configurator.proving.tilting import ALL, bound_line


class Counter:
    """What everything costs under each stack, with what programmes may grant."""

    def __init__(self, catalog: Catalog, day: date, stacks: Sequence[Stack]) -> None:
        self.catalog, self.day, self.stacks = catalog, day, tuple(stacks)
        self._book = open_book(catalog, day)
        self._bases: dict[tuple[object, ...], tuple[Ledger, ListPrices]] = {}
        self._ledgers: dict[tuple[object, ...], Ledger] = {}
        self._bounds: dict[tuple[object, ...], Fraction | None] = {}

    @cached_property
    def chances(self) -> tuple[Chance, ...]:
        """Every programme in force, whoever has to ask for it."""
        return list_chances(self.catalog, QuoteFacts(self.catalog, self.day, 0, ()), is_asked=False)

    @cached_property
    def points(self) -> Mapping[str, int]:
        """Inputs that say what is paid with loyalty points: nothing is, because points are no discount."""
        return {each.input: 0 for each in self.catalog.benefits.loyalty.values()}

    def begin(self, stack: Stack, ground: Ground, codes: Sequence[str]) -> Outlook:
        """What is known of the programmes that reduce any of these offerings."""
        found = Outlook(self.chances).only(codes)
        return self.confiner(stack, ground).begin(found.chances)

    def confiner(self, stack: Stack, ground: Ground) -> Confiner:
        """What outlooks mean under a stack."""
        return Confiner(self._find_base(stack)[1], ground, stack.term_months)

    def base(self, stack: Stack) -> Ledger:
        """What everything costs under a stack without programmes."""
        return self._find_base(stack)[0]

    def ledger(self, stack: Stack, outlook: Outlook) -> Ledger:
        """What everything costs under a stack at least, with what programmes may grant."""
        if not outlook.chances:
            return self.base(stack)
        key = (stack.key, outlook.key(self.catalog.offerings))
        if key not in self._ledgers:
            self._ledgers[key] = GrantedLedger(self.base(stack), outlook, self._find_base(stack)[1])
        return self._ledgers[key]

    def bound(self, stack: Stack, outlook: Outlook, codes: Sequence[str]) -> int | None:
        """A figure in hundredths that no margin of these lines is below, whatever is taken together; None when unknown.

        The margin of several lines is never below the least margin among them.
        """
        bounds = [self._bound_line(stack, outlook, code) for code in codes if code not in self.unsold]
        known = [bound for bound in bounds if bound is not None]
        return None if not known or len(known) < len(bounds) else floor(min(known) * ALL)

    def _bound_line(self, stack: Stack, outlook: Outlook, code: str) -> Fraction | None:
        """Known for all stacks at once that make no difference to the offering."""
        (narrowed,), own = narrow_stacks([stack], self._book, [code]), outlook.only((code,))
        key = (code, narrowed.key, own.key((code,)))
        if key not in self._bounds:
            self._bounds[key] = bound_line(self.ledger(narrowed, own), code)
        return self._bounds[key]

    def list_stacks(self, codes: Sequence[str]) -> tuple[Stack, ...]:
        """The stacks as far as they matter to these offerings."""
        return narrow_stacks(self.stacks, self._book, codes)

    def widen(self, stack: Stack, chance: Chance) -> tuple[Stack, ...]:
        """The same stack, told apart by what matters to the lines whose list amounts decide what is granted."""
        return tell_apart(stack, self.stacks, self._book, chance.list_decisive())

    @cached_property
    def unsold(self) -> frozenset[str]:
        """Offerings without a price on the day, or without one of their own."""
        sold = self.base(self.stacks[0]).first_quantities if self.stacks else {}
        return frozenset(self.catalog.offerings) - frozenset(sold)

    @cached_property
    def dependent(self) -> frozenset[str]:
        """Offerings whose price follows from other lines or from their attributes."""
        return frozenset(self.base(self.stacks[0]).dependent) if self.stacks else frozenset()

    @cached_property
    def without_cost(self) -> frozenset[str]:
        """Offerings of which the catalog does not say what they cost."""
        return frozenset(self.base(self.stacks[0]).without_cost()) if self.stacks else frozenset()

    def _find_base(self, stack: Stack) -> tuple[Ledger, ListPrices]:
        if stack.key not in self._bases:
            ledger = Ledger(self.catalog, stack.context_on(self.day))
            self._bases[stack.key] = ledger, ListPrices(ledger)
        return self._bases[stack.key]
