"""Conversations of made-up customers with a real catalog: their situations, and the memory that they hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random

from configurator.configuration.model import Choice, State
from configurator.configuration.session import Session
from configurator.rules.rulebook import RuleBook
from configurator.services.proposing import Proposer, RequestRefused
from configurator.services.releases import open_catalog

STAFF = (6, 25, 80, 250, 860, 3_000)
MOST_SITES = 12
MOST_CHOICES = 4
TRIES = 20
"""How many made-up customers may in turn be impossible before the search for one is given up."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident megabytes, and of how many conversations.

    With the catalog alone; after the conversations went on in turn, as in a server, which keeps their choices and the
    situations last used; and with all of them held at once, each with its compiled situation and solvers.
    """

    sessions: int
    catalog_mb: float
    served_mb: float
    held_mb: float


def make_sessions(book: RuleBook, proposer: Proposer, day: date, chance: Random) -> Iterator[Session]:
    """Conversations without choices, each with another customer; ends when the catalog can serve nobody."""
    failed = 0
    while failed < TRIES:
        try:
            session = proposer.open_session(_make_request(book, chance), day)
            possible = session.conflict() is None
        except RequestRefused:
            possible = False
        failed = 0 if possible else failed + 1
        if possible:
            yield session


def make_choices(session: Session, chance: Random) -> Session:
    """The conversation after a few random choices, each possible at the time."""
    states = session.states()
    for _ in range(chance.randint(0, MOST_CHOICES)):
        free = [state for state in states.values() if state.state is State.OPEN]
        if not free:
            break
        session = session.choose(Choice(chance.choice(free).offering, chance.choice((None, None, 0))))
        states = session.states()
    return session


def measure_memory(folder: Path, day: date, sessions: int, seed: int) -> Memory:
    """Go on with so many conversations of different customers; best asked of a process of its own."""
    book = open_catalog(folder)
    proposer, chance = Proposer(book), Random(seed)
    before = read_resident()
    served = [
        make_choices(each, chance).choices for each in islice(make_sessions(book, proposer, day, chance), sessions)
    ]
    after = read_resident()
    held = [make_choices(each, chance) for each in islice(make_sessions(book, proposer, day, chance), len(served))]
    return Memory(len(held), before, after, read_resident())


def read_resident() -> float:
    """The process's resident megabytes now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def _make_request(book: RuleBook, chance: Random) -> dict[str, object]:
    catalog = book.catalog
    needs = sorted(catalog.needs)
    return {
        "customer": {
            "industry": chance.choice(sorted({industry for industry, _ in catalog.packages})),
            "staff": chance.choice(STAFF) + chance.randrange(5),
            "sites": chance.randint(1, MOST_SITES),
        },
        "needs": chance.sample(needs, min(len(needs), chance.randint(0, 3))),
    }
