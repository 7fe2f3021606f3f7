"""Measures what a person waits for: catalog, package, configurator step, click, explanation, ways out, price, document.

Usage: python -m scripts.bench [CATALOG [REQUESTS]]; two folders, by default the packaged catalog and
examples/requests. Prints one row per act: how often it was measured, the median and the slowest twentieth,
in milliseconds. A step is the exact state of every option after one more choice; a click is the step with the best
completion, its price and the page's content. Then what pricing takes in processor time: quotes that mix every price
model and eight adjustments, from nothing and after one changed line, beside what others need for the latter.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import yaml

from configurator.benching.charging import ADJUSTMENTS, SHAPES, change_line, make_sale
from configurator.catalog.model import Catalog
from configurator.catalog.reading import load_catalog
from configurator.configuration.model import Choice, Configuration, ConfigurationLine, OptionState, State
from configurator.documents.model import DocumentHeader
from configurator.documents.rendering import render_proposal
from configurator.documents.shelf import packaged_shelf
from configurator.pricing.model import PricingContext
from configurator.pricing.pipeline import price
from configurator.resources import catalog_dir
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.services.proposing import Proposer

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 22)
CLICKS = 20
LOADS = 5
QUOTE_LINES = (10, 100, 1000)
DOCUMENT_LINES = (10, 100)
PRICED_LINES = (10, 100, 1000, 10_000)
CHANGES = 9
# Processor milliseconds for one changed quantity in a quote of 1,000 lines, measured on like work.
PEERS = {"Odoo 18": 460, "Tryton": 1600}
HEADER = DocumentHeader("Q-2026-000001", 1, "Configurator", "-", "draft", TODAY)

Request = Mapping[str, Any]


def main(catalog: Path, requests: Path) -> None:
    """Measure every act and print the table."""
    print(f"{'act':<42}{'times':>7}{'median':>10}{'p95':>10}")
    book = open_book(catalog)
    show("load catalog and rules", measure([partial(open_book, catalog)] * LOADS))
    for path in sorted(requests.glob("*.yaml")):
        request = yaml.safe_load(path.read_text(encoding="utf-8"))
        for act, actions in list_acts(book, request):
            show(f"{path.stem}: {act}", measure(actions))
    for act, actions in list_price_acts(book):
        show(act, measure(actions))
    largest = Proposer(book).content_of(largest_request(requests), TODAY)
    for count in DOCUMENT_LINES:
        content = replace(largest, lines=largest.lines[:count])
        paint = partial(render_proposal, content, HEADER, "zh", packaged_shelf())
        show(f"PDF of {len(content.lines)} lines", measure([paint] * 3))
    show_pricing(book.catalog)


def open_book(catalog: Path) -> RuleBook:
    """The rule book of the catalog; stops with the first problem when it has errors."""
    loaded = load_catalog(catalog)
    read = read_rules(loaded.catalog) if loaded.catalog else None
    if read is None or read.book is None:
        sys.exit(str((read or loaded).problems[0]))
    return read.book


def list_acts(book: RuleBook, request: Request) -> Iterator[tuple[str, Sequence[Callable[[], object]]]]:
    """Each act with the actions that stand for it; later acts are warm as they are in a running server."""
    yield "package, new catalog", [lambda: Proposer(book).content_of(request, TODAY) for _ in range(LOADS)]
    proposer = Proposer(book)
    states = proposer.evaluate(request, TODAY).options.values()
    clicks = [click(request, state) for state in states if state.state is State.OPEN][:CLICKS]
    yield "step", list_steps(proposer, clicks)
    yield "click", [partial(proposer.evaluate, clicked, TODAY) for clicked in clicks]
    forbidden = [Choice(state.offering) for state in states if state.state is State.FORBIDDEN]
    yield "explain", [partial(proposer.explain, request, TODAY, choice) for choice in forbidden[:CLICKS]]
    yield "ways out", [partial(proposer.repairs, request, TODAY, choice) for choice in forbidden[:CLICKS]]
    yield "three packages", [partial(proposer.alternatives, request, TODAY) for _ in range(LOADS)]


def list_steps(proposer: Proposer, clicks: Sequence[Request]) -> list[Callable[[], object]]:
    """The exact states after each click, without completion or price."""
    return [proposer.open_session(clicked, TODAY).states for clicked in clicks]


def list_price_acts(book: RuleBook) -> Iterator[tuple[str, Sequence[Callable[[], object]]]]:
    """Pricing of quotes whose lines go round the catalog's offerings."""
    catalog = book.catalog
    context = PricingContext(TODAY, max(term.months for term in catalog.terms), Decimal(3))
    offerings = list(catalog.offerings.values())
    for count in QUOTE_LINES:
        taken = [offerings[place % len(offerings)] for place in range(count)]
        lines = tuple(ConfigurationLine(each.code, each.min_quantity) for each in taken)
        yield f"price of {count} lines", [partial(price, catalog, Configuration(lines, "feasible"), context)] * LOADS


def largest_request(requests: Path) -> Request:
    """The request with the most staff among the examples."""
    read = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in requests.glob("*.yaml")]
    return max(read, key=lambda request: int(request["customer"]["staff"]))


def click(request: Request, state: OptionState) -> Request:
    """The request after one more choice: the option, in any quantity."""
    return {**request, "choices": {**request.get("choices", {}), state.offering: "any"}}


def show_pricing(catalog: Catalog) -> None:
    """Print what quotes of growing length take from nothing and after one changed line, and what others take."""
    print(f"\npricing: {len(SHAPES)} price models mixed, {len(ADJUSTMENTS)} adjustments; processor milliseconds")
    print(
        f"{'lines':>9}{'from nothing':>15}{'µs a line':>12}{'to 10 lines':>13}{'one changed':>13}{'of an amount':>14}"
    )
    smallest = None
    for count in PRICED_LINES:
        whole = median(time_pricing(catalog, count))
        per_line = whole / count * 1000
        smallest = smallest or per_line
        changed, spread = (median(time_changes(catalog, count, spread=each)) for each in (False, True))
        shown = f"{whole:>15.1f}{per_line:>12.1f}{per_line / smallest:>13.2f}{changed:>13.2f}{spread:>14.1f}"
        print(f"{count:>9}{shown}", flush=True)
    print("of an amount: the seller took an amount off the whole quote, so that one changed line changes all")
    print("others, one changed of 1000: " + ", ".join(f"{name} {each}" for name, each in PEERS.items()))


def time_pricing(catalog: Catalog, count: int) -> Iterator[float]:
    """The quote several times from nothing; a quote of few lines many times at once."""
    sale, times = make_sale(catalog, count, TODAY), max(1, 100 // count)
    for _ in range(LOADS):
        begun = process_time()
        for _ in range(times):
            price(sale.catalog, sale.configuration, sale.context)
        yield (process_time() - begun) * 1000 / times


def time_changes(catalog: Catalog, count: int, *, spread: bool) -> Iterator[float]:
    """One line's quantity changed, again and again, here and there; each price takes the one before."""
    sale = make_sale(catalog, count, TODAY, spread=spread)
    before = price(sale.catalog, sale.configuration, sale.context)
    for at in range(CHANGES if not spread else 3):
        sale = change_line(sale, at * (count - 1) // CHANGES + 1)
        begun = process_time()
        before = price(sale.catalog, sale.configuration, sale.context, before)
        yield (process_time() - begun) * 1000


def measure(actions: Sequence[Callable[[], object]]) -> list[float]:
    """The milliseconds that each action took."""
    times = []
    for action in actions:
        start = perf_counter()
        action()
        times.append((perf_counter() - start) * 1000)
    return times


def show(act: str, times: Sequence[float]) -> None:
    """Print one row; an act that the request gives no occasion for is left out."""
    if times:
        slowest = sorted(times)[-1 - len(times) // 20]
        print(f"{act:<42}{len(times):>7}{median(times):>10.1f}{slowest:>10.1f}", flush=True)


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    default = [catalog_dir(), ROOT / "examples" / "requests"]
    main(*given, *default[len(given) :])
