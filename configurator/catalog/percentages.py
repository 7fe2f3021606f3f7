"""Percentages of other charges: what they are taken of exists, and none is a percentage of itself by any detour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from configurator.catalog.model import Catalog, PriceComponent, PriceModel
from configurator.catalog.records import Entry
from configurator.catalog.selectors import selection_of
from configurator.catalog.sheets import Sheets
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation

_Graph = Mapping[int, frozenset[int]]


def base_kind(component: PriceComponent) -> ChargeKind:
    """Of which kind of charges a percentage is taken: its own, unless its row says another."""
    return component.terms.base_charge or component.charge


def find_base_offerings(catalog: Catalog, component: PriceComponent) -> frozenset[str]:
    """The offerings whose charges a percentage is taken of."""
    selection = selection_of(catalog)
    return frozenset(code for selector in component.terms.base for code in selection.members(selector))


def check_percentages(catalog: Catalog, sheets: Sheets) -> None:
    """Every selector selects something, the selected have such charges, and no percentage leads back to itself."""
    rows = {row.location: row for row in sheets.all_rows("prices")}
    percentages = [
        (component, rows[component.location])
        for components in catalog.prices.values()
        for component in components
        if component.model is PriceModel.PERCENT_OF and component.location in rows
    ]
    bases = [find_base_offerings(catalog, component) for component, _ in percentages]
    for (component, row), base in zip(percentages, bases, strict=True):
        _check_base(catalog, component, row, base)
    graph = _link([component for component, _ in percentages], bases)
    for number in [number for number, linked in graph.items() if number in linked]:
        component, row = percentages[number]
        row.report("price_percent_of_itself", "base", offering=component.offering, base=" ".join(component.terms.base))
    for cycle in _find_cycles({number: linked - {number} for number, linked in graph.items()}):
        chain = [percentages[number][0] for number in (*cycle, cycle[0])]
        percentages[cycle[0]][1].report("price_percent_cyclic", "base", chain=" → ".join(map(_name, chain)))


def _name(component: PriceComponent) -> str:
    return f"{component.offering} ({_show_place(component.location)})"


def _show_place(place: SourceLocation) -> str:
    return f"{place.file}:{place.line}"


def _check_base(catalog: Catalog, component: PriceComponent, row: Entry, base: frozenset[str]) -> None:
    selection = selection_of(catalog)
    nothing = [selector for selector in component.terms.base if not selection.members(selector)]
    for selector in nothing:
        row.report("selects_nothing", "base", selector=selector)
    kind = base_kind(component)
    priced = any(each.charge is kind for code in base for each in catalog.prices.get(code, ()))
    if component.terms.base and not nothing and not priced:
        row.report("price_base_empty", "base", base=" ".join(component.terms.base), charge=str(kind))


def _link(components: list[PriceComponent], bases: list[frozenset[str]]) -> _Graph:
    """For each percentage, by its number, the percentages that it is taken of at some time."""
    by_offering: dict[str, list[int]] = {}
    for number, component in enumerate(components):
        by_offering.setdefault(component.offering, []).append(number)
    return {
        number: frozenset(
            other
            for code in base & by_offering.keys()
            for other in by_offering[code]
            if components[other].charge is base_kind(component) and components[other].valid.overlaps(component.valid)
        )
        for number, (component, base) in enumerate(zip(components, bases, strict=True))
    }


def _find_cycles(graph: _Graph) -> Iterable[list[int]]:
    """Cycles of which no two share a member: what does not lead into one is taken away, then the first is followed."""
    left = _peel(graph)
    while left:
        cycle = _follow(left)
        yield cycle
        left = _peel({number: linked for number, linked in left.items() if number not in cycle})


def _peel(graph: _Graph) -> dict[int, frozenset[int]]:
    """The part of a graph of which every member leads on within the part."""
    leading: dict[int, list[int]] = {}
    open_ways = {number: len(linked & graph.keys()) for number, linked in graph.items()}
    for number, linked in graph.items():
        for other in linked & graph.keys():
            leading.setdefault(other, []).append(number)
    ended = [number for number, count in open_ways.items() if not count]
    while ended:
        for number in leading.get(ended.pop(), ()):
            open_ways[number] -= 1
            if not open_ways[number]:
                ended.append(number)
    left = {number for number, count in open_ways.items() if count}
    return {number: graph[number] & left for number in graph if number in left}


def _follow(graph: _Graph) -> list[int]:
    """A way through the graph, each time to the first that is linked, from where it comes back to a place."""
    path: dict[int, int] = {}
    number = min(graph)
    while number not in path:
        path[number] = len(path)
        number = min(graph[number])
    cycle = list(path)[path[number] :]
    first = cycle.index(min(cycle))
    return [*cycle[first:], *cycle[:first]]
