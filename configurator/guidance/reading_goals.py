"""Reading a goal: from plain texts of a command, a form or a file to a checked Goal, or all its problems."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from configurator.catalog.model import Catalog
from configurator.configuration.aiming import Baseline
from configurator.guidance.budgeting import Budget
from configurator.guidance.goal import AIMS, Aim, Goal
from configurator.guidance.ledger import BUDGET_MEASURES, Measure
from configurator.guidance.request import Request
from configurator.values.money import FigureRefused, Money, parse_figure
from configurator.values.problem import Problem

ALL = "all"
_HEAVIEST = 1000
_PERCENT_DECIMALS = 2


def read_goal(
    catalog: Catalog, request: Request, wanted: Mapping[str, object], baseline: Baseline | None = None
) -> tuple[Goal | None, tuple[Problem, ...]]:
    """The goal, or None with everything that is wrong.

    `wanted` holds `aim`, `measure`, `monthly`, `one_time`, `tcv`, `margin` (texts, blank or missing for none) and
    `optional` (needs of the request, each `code` or `code=weight`, or only `all`). With a baseline the aim is to stay
    close to it, unless another one is given; the least contract value is the cheapest, unless a `measure` is given.
    """
    reader = _Reader(catalog, request)
    budget = Budget(
        **{measure: reader.amount(measure, wanted.get(measure)) for measure in BUDGET_MEASURES},
        margin_percent=reader.percent(wanted.get("margin")),
    )
    optional = reader.optional(wanted.get("optional"))
    aim: Aim = next((each for each in AIMS if each == wanted.get("aim")), "closest" if baseline else "cheapest")
    goal = Goal(request, aim, _measure(wanted.get("measure")), budget, optional, baseline)
    return (None if reader.problems else goal), tuple(reader.problems)


def _measure(given: object) -> Measure:
    return next((measure for measure in BUDGET_MEASURES if measure == given), "tcv")


class _Reader:
    """Reads one goal and keeps its problems."""

    def __init__(self, catalog: Catalog, request: Request) -> None:
        self._catalog, self._request = catalog, request
        self.problems: list[Problem] = []

    def amount(self, measure: Measure, given: object) -> Money | None:
        """An amount of the catalog's currency, not negative."""
        text = _text(given)
        if not text:
            return None
        decimals = self._catalog.currency.exponent
        try:
            figure = parse_figure(text, decimals=decimals)
        except FigureRefused:
            figure = Decimal(-1)
        if figure < 0:
            self._note("seek_amount_refused", measure, value=text[:40], decimals=decimals)
            return None
        return Money.of(figure, self._catalog.currency)

    def percent(self, given: object) -> Decimal | None:
        """A percentage from 0 to 100."""
        text = _text(given)
        if not text:
            return None
        try:
            figure = parse_figure(text, decimals=_PERCENT_DECIMALS)
        except FigureRefused:
            figure = Decimal(-1)
        if not 0 <= figure <= 100:
            self._note("seek_percent_refused", "margin", value=text[:40])
            return None
        return figure

    def optional(self, given: object) -> Mapping[str, int]:
        """The needs that may go, with their weights."""
        entries = [_text(entry) for entry in given] if isinstance(given, (list, tuple)) else []
        if entries == [ALL]:
            return dict.fromkeys(self._request.needs, 1)
        weights: dict[str, int] = {}
        for entry in entries:
            need, _, weight = entry.partition("=")
            if need not in self._request.needs:
                self._note("seek_optional_unknown", "optional", need=need[:60], known=self._request.needs)
            elif weight and not (weight.isascii() and weight.isdigit() and 0 < int(weight[:9]) <= _HEAVIEST):
                self._note("seek_weight_refused", "optional", value=weight[:40])
            else:
                weights[need] = int(weight or 1)
        return weights

    def _note(self, code: str, field: str, **params: object) -> None:
        self.problems.append(Problem(code, field=field, params=params))


def _text(given: object) -> str:
    return "" if given is None else str(given).strip()
