"""What `make bench` measures can be done with the packaged catalog and the example requests."""

from __future__ import annotations

from itertools import chain

import pytest
import yaml

from configurator.configuration.model import State
from configurator.resources import catalog_dir
from configurator.rules.rulebook import RuleBook
from configurator.services.proposing import Proposer
from scripts import bench

REQUESTS = sorted((bench.ROOT / "examples" / "requests").glob("*.yaml"))


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return bench.open_book(catalog_dir())


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_every_click_is_a_request_that_can_be_answered(book: RuleBook, path) -> None:
    request, proposer = yaml.safe_load(path.read_text(encoding="utf-8")), Proposer(book)
    states = proposer.evaluate(request, bench.TODAY).options
    open_ones = [state for state in states.values() if state.state is State.OPEN][:: bench.CLICKS]
    assert open_ones
    for state in open_ones:
        clicked = proposer.open_session(bench.click(request, state), bench.TODAY)
        assert clicked.states()[state.offering].state is State.CHOSEN


def test_every_act_of_a_request_is_measured(book: RuleBook) -> None:
    request = yaml.safe_load(REQUESTS[0].read_text(encoding="utf-8"))
    acts = dict(bench.list_acts(book, request))
    assert {"package, new catalog", "step", "click", "explain", "ways out", "three packages"} == acts.keys()
    times = bench.measure(list(chain.from_iterable(actions[:1] for actions in acts.values())))
    assert len(times) == len(acts)
    assert min(times) > 0


def test_prices_are_measured_from_nothing_and_after_a_changed_line(book: RuleBook) -> None:
    assert len(list(bench.time_pricing(book.catalog, 10))) == bench.LOADS
    assert len(list(bench.time_changes(book.catalog, 10, spread=False))) == bench.CHANGES
