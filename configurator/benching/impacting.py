"""How long it takes to try many open quotes against a candidate, in a database made for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from configurator.benching.quoting import MadeQuote, make_quotes, store_quotes
from configurator.catalog.model import PriceComponent, Rule, RuleKind
from configurator.catalog.sources import Expression
from configurator.releasing.impact import Impact
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.services.impacting import Progress, find_impact
from configurator.storage.database import open_database
from configurator.storage.migrating import upgrade
from configurator.values.problem import Severity
from configurator.values.text import Text

RULE = "BENCH-1"
_DEARER = Decimal("1.03")
_EVERY = 3
_SHARE = 10
"""One of so many quotes becomes invalid, as near as two offerings bring it."""


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """What was found in how many seconds; `lines` is the mean of all quotes, `made_seconds` is not part of it."""

    quotes: int
    lines: Decimal
    seconds: Decimal
    replay_seconds: Decimal
    counts: dict[str, int]
    unfinished: int
    made_seconds: Decimal


def measure_impact(
    book: RuleBook, count: int, lines: int, seed: int, day: date, seconds: int, progress: Progress
) -> ImpactRow:
    """Make the quotes, store them, and try a candidate with other prices and one rule more on all of them."""
    start = perf_counter()
    quotes = list(make_quotes(book, count, lines, day, Random(seed)))
    candidate = make_candidate(book, quotes)
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade(url)
        database = open_database(url)
        store_quotes(database.uow_factory, iter(quotes), day)
        made = perf_counter()
        ends: list[float] = []

        def note(stage: str, done: int, total: int) -> None:
            if done == total:
                ends.append(perf_counter())
            progress(stage, done, total)

        found = find_impact(database.uow_factory, (book, candidate), day, seconds=seconds, progress=note)
        end = perf_counter()
        database.close()
    return _sum_up(found, quotes, (start, made, ends[0] if ends else end, end))


def make_candidate(book: RuleBook, quotes: list[MadeQuote]) -> RuleBook:
    """The catalog with every third price higher, and with a rule that parts two offerings often quoted together."""
    catalog = book.catalog
    prices = {
        code: tuple(map(_raise_price, parts)) if place % _EVERY == 0 else parts
        for place, (code, parts) in enumerate(catalog.prices.items())
    }
    rules = {**catalog.rules, RULE: _part(*_find_pair(quotes))}
    load = read_rules(replace(catalog, prices=prices, rules=rules, digest="candidate"))
    if load.book is None:
        raise AssertionError(f"the candidate does not read: {load.problems}")
    return load.book


def _raise_price(part: PriceComponent) -> PriceComponent:
    tiers = tuple(replace(tier, amount=(tier.amount * _DEARER).quantize(tier.amount)) for tier in part.tiers)
    return replace(part, tiers=tiers)


def _find_pair(quotes: list[MadeQuote]) -> tuple[str, str]:
    """The two offerings whose common quotes are nearest to the share that shall become invalid."""
    pairs = Counter(
        pair for quote in quotes for pair in combinations(sorted(line.offering for line in quote.content.lines), 2)
    )
    wanted = len(quotes) // _SHARE
    return min(pairs, key=lambda pair: (abs(pairs[pair] - wanted), pair))


def _part(one: str, other: str) -> Rule:
    words = f"{one} ≠ {other}"
    require = Expression(f"not ({one} and {other})")
    return Rule(RULE, RuleKind.EXCLUDES, Severity.ERROR, "", Text(words, words), require)


def _sum_up(found: Impact, quotes: list[MadeQuote], times: tuple[float, float, float, float]) -> ImpactRow:
    start, made, replayed, end = times
    lines = sum(len(quote.content.lines) for quote in quotes)
    return ImpactRow(
        quotes=len(found.quotes),
        lines=(Decimal(lines) / max(1, len(quotes))).quantize(Decimal("0.1")),
        seconds=_round(end - made),
        replay_seconds=_round(replayed - made),
        counts={str(outcome): count for outcome, count in found.count().items()},
        unfinished=found.unfinished,
        made_seconds=_round(made - start),
    )


def _round(seconds: float) -> Decimal:
    return Decimal(f"{seconds:.1f}")
