"""Scenario files → scenarios, with everything that is wrong with them: file, line, column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from configurator.catalog.declarations import SCENARIOS
from configurator.catalog.notebook import Notebook, Page
from configurator.catalog.plain_trees import Places, find_place, flatten_tree
from configurator.catalog.reading import open_files
from configurator.catalog.records import Entry
from configurator.catalog.scenario_records import SITUATION, Placed
from configurator.catalog.shapes import REFUSED
from configurator.catalog.sheets import decode_text, find_kind
from configurator.catalog.yaml_trees import parse_tree
from configurator.configuration.model import State
from configurator.guidance.reading import read_request
from configurator.guidance.request import Request
from configurator.rules.rulebook import RuleBook
from configurator.scenarios.checking import check_expectations
from configurator.scenarios.model import (
    Advised,
    Conflicting,
    Expectation,
    Grounded,
    LeftOut,
    Priced,
    Proposed,
    Ranging,
    Scenario,
    ScenarioLoad,
    Standing,
    Validity,
    Valued,
)
from configurator.values.problem import Problem, Severity, SourceLocation

_FOLDER = "scenarios/"
_DATELESS = date(2000, 1, 1)


def load_scenarios(folder: Path, book: RuleBook) -> ScenarioLoad:
    """The scenarios of a catalog folder, whose rules the book holds."""
    notebook = Notebook()
    files = open_files(folder, notebook)
    unopened = tuple(problem for problem in notebook.problems if _is_of_scenarios(problem))
    load = read_scenarios(files, book)
    return ScenarioLoad(load.scenarios, (*unopened, *load.problems))


def read_scenarios(files: Mapping[str, bytes], book: RuleBook) -> ScenarioLoad:
    """The scenarios among the contents of a catalog's files, by path relative to its folder."""
    notebook = Notebook()
    found: list[Scenario] = []
    for path in sorted(files):
        if (kind := find_kind(path)) is not None and kind.record is SCENARIOS:
            found += _read_file(files[path], notebook.page(path), book)
    return ScenarioLoad(tuple(found), tuple(notebook.problems))


def _is_of_scenarios(problem: Problem) -> bool:
    return problem.location is not None and problem.location.file.startswith(_FOLDER)


def _read_file(content: bytes, page: Page, book: RuleBook) -> Iterator[Scenario]:
    text = decode_text(content, page)
    if text is not None and not text.strip():
        page.report("file_empty")
    tree = parse_tree(text, page) if text is not None else None
    file = REFUSED if tree is None else SCENARIOS.read(tree, page)
    if file is REFUSED:
        return
    if not file.get("scenarios", ()):
        page.report("scenario_file_empty", 1, 1, severity=Severity.WARNING)
    for entry in file.get("scenarios", ()):
        scenario = _read_scenario(entry, file.get("given"), page, book) if entry.complete else None
        if scenario is not None:
            yield scenario


def _read_scenario(entry: Entry, given: Entry | None, page: Page, book: RuleBook) -> Scenario | None:
    request = _read_situation(entry, given, page, book)
    expectations = tuple(list_expectations(entry["expect"]))
    if not expectations and entry["expect"].complete:
        entry.report("scenario_expects_nothing", "expect", scenario=entry["id"])
    if request is None or not expectations or not entry["expect"].complete:
        return None
    scenario = Scenario(entry["id"], entry["name"], request, expectations, entry.at("id"))
    for problem in check_expectations(scenario, book.catalog):
        page.notebook.add(problem)
    return scenario


def _read_situation(entry: Entry, given: Entry | None, page: Page, book: RuleBook) -> Request | None:
    """The request of the scenario over the file's; None with the problems noted, each at its key."""
    places: Places = {}
    raw: dict[str, object] = {}
    for source in (given, entry):
        for field in SITUATION:
            if source is not None and field.name in source.nodes:
                own: Places = {}
                stated = flatten_tree(source.nodes[field.name], page.file, own, field.name)
                raw[field.name] = _merge(raw.get(field.name), stated)
                places |= own
    if "date" not in raw:
        entry.report("scenario_date_missing", "id", scenario=entry["id"])
    request, problems = read_request(book.catalog, raw, _DATELESS)
    for problem in problems:
        place = find_place(problem.field or "", places, entry.location)
        page.notebook.add(Problem(problem.code, problem.severity, place, problem.field, problem.params))
    return request


def _merge(before: object, stated: object) -> object:
    return {**before, **stated} if isinstance(before, dict) and isinstance(stated, dict) else stated


def list_expectations(expect: Entry) -> Iterator[Expectation]:
    """Everything that is expected, in the order in which it is looked at: what is quick to tell first."""
    if "valid" in expect:
        yield Validity(expect["valid"].location, expect["valid"].value)
    yield from _name_rules(expect, "conflict")
    for code, (state, place) in _pairs(expect, "state"):
        yield Standing(place, code, State(state))
    for code, (bounds, place) in _pairs(expect, "quantity"):
        yield Ranging(place, code, *bounds)
    for path, (valued, place) in _pairs(expect, "values"):
        code, _, attribute = path.partition(".")
        yield Valued(place, code, attribute, State(valued.state), valued.value)
    for path, rules in expect.get("because", {}).items():
        code, _, attribute = path.partition(".")
        yield from (Grounded(place, code, attribute, rule) for rule, place in rules)
    yield from _name_rules(expect, "advice", "no_advice")
    yield from _list_proposed(expect)


_RULES: Mapping[str, Callable[[SourceLocation, str], Expectation]] = {
    "conflict": Conflicting,
    "advice": lambda place, rule: Advised(place, rule, True),
    "no_advice": lambda place, rule: Advised(place, rule, False),
}


def _name_rules(expect: Entry, *names: str) -> Iterator[Expectation]:
    for name in names:
        yield from (_RULES[name](place, rule) for rule, place in expect.get(name, ()))


def _pairs(expect: Entry, name: str) -> Iterable[tuple[str, Placed]]:
    pairs: Mapping[str, Placed] = expect.get(name, {})
    return pairs.items()


def _list_proposed(expect: Entry) -> Iterator[Expectation]:
    for code, ((quantity, values), place) in _pairs(expect, "lines"):
        yield Proposed(place, code, quantity, values)
    yield from (LeftOut(place, code) for code, place in expect.get("without", ()))
    for measure, detail, (amount, place) in expect.get("price", ()):
        yield Priced(place, measure, amount, detail)
