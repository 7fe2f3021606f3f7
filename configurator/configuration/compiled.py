"""One compiled model per customer profile and catalog release, shared by all conversations of the process."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock

from configurator.catalog.model import Catalog
from configurator.configuration.model import Mark
from configurator.rules.rulebook import RuleBook
from configurator.rules.translating import translate
from configurator.rules.world import Value
from configurator.solver import CompiledModel, Reasoner, compile

STEP_SECONDS = 10
"""The time limit of one exact step; what is not known by then is undecided, never guessed."""

KEPT_SITUATIONS = 16
"""How many compiled situations a process keeps: each takes about 9 MB, and compiling one again 30 ms."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is given before the first choice: the rules in force on a day, the customer's profile and needs."""

    book: RuleBook
    profile: Mapping[str, Value]
    needs: tuple[str, ...]
    day: date

    @property
    def catalog(self) -> Catalog:
        """The catalog of the rule book."""
        return self.book.catalog

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two situations the same to the solver."""
        return (self.catalog.digest, tuple(sorted(self.profile.items())), self.needs, self.day)


class CompiledSituation:
    """A situation's constraint model, compiled, with reasoners that conversations borrow.

    `said_marks` keeps each offering's marks with their sentences, once a conversation has worded them.
    """

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.constraints = translate(situation.book, situation.profile, situation.needs, situation.day)
        self.model: CompiledModel = compile(self.constraints.model)
        self.said_marks: dict[str, tuple[Mark, ...]] = {}
        self._idle: list[Reasoner] = []

    @cached_property
    def advised(self) -> tuple[CompiledModel, tuple[str, ...]]:
        """The model with a Boolean per recommendation, and their names; made when first asked for."""
        given = self.situation
        constraints = translate(given.book, given.profile, given.needs, given.day, with_advice=True)
        return compile(constraints.model), constraints.advice

    @cached_property
    def marks(self) -> Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]]:
        """The quantities of each variable from which on rules and needs ask for something else, ascending, with the
        labels of those rules."""
        return {name: tuple(sorted(marks.items())) for name, marks in self.model.list_marks().items()}

    @contextmanager
    def reasoner(self) -> Iterator[Reasoner]:
        """A reasoner for the exclusive use of the caller; it keeps what it learnt for the next one."""
        try:
            borrowed = self._idle.pop()
        except IndexError:
            borrowed = Reasoner(self.model, STEP_SECONDS)
        yield borrowed
        self._idle.append(borrowed)


class SituationShelf:
    """Compiled situations, the most recently used ones kept. Safe under threads."""

    def __init__(self, capacity: int = KEPT_SITUATIONS) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[tuple[object, ...], CompiledSituation] = OrderedDict()
        self._lock = Lock()

    def compiled(self, situation: Situation) -> CompiledSituation:
        """The compiled model of the situation, compiled now if it is not on the shelf."""
        with self._lock:
            known = self._kept.get(situation.key)
            if known is not None:
                self._kept.move_to_end(situation.key)
                return known
        made = CompiledSituation(situation)
        with self._lock:
            self._kept[situation.key] = made
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        return made
