"""Measures what a person waits for: catalog, package, click, explanation, ways out, three packages, document.

Usage: python -m scripts.bench [CATALOG [REQUESTS]]; two folders, by default the packaged catalog and
examples/requests. Prints one row per act: how often it was measured, the median and the slowest twentieth,
in milliseconds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import yaml

from configurator.catalog.reading import load_catalog
from configurator.configuration.model import Choice, OptionState, State
from configurator.documents.model import DocumentHeader
from configurator.documents.rendering import render_proposal
from configurator.documents.shelf import packaged_shelf
from configurator.resources import catalog_dir
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.services.proposing import Proposer

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 22)
CLICKS = 20
LOADS = 5
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
    yield "click", [partial(proposer.evaluate, clicked, TODAY) for clicked in clicks]
    forbidden = [Choice(state.offering, quantity=1) for state in states if state.state is State.FORBIDDEN]
    yield "explain", [partial(proposer.explain, request, TODAY, choice) for choice in forbidden[:CLICKS]]
    yield "ways out", [partial(proposer.repairs, request, TODAY, choice) for choice in forbidden[:CLICKS]]
    yield "three packages", [partial(proposer.alternatives, request, TODAY) for _ in range(LOADS)]
    content = proposer.content_of(request, TODAY)
    yield f"PDF of {len(content.lines)} lines", [
        partial(render_proposal, content, HEADER, "zh", packaged_shelf()) for _ in range(3)
    ]


def click(request: Request, state: OptionState) -> Request:
    """The request after one more choice: the option's smallest quantity above none."""
    return {**request, "choices": {**request.get("choices", {}), state.offering: max(state.low, 1)}}


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
