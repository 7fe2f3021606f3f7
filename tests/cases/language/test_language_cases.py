"""Every construct of the rule language from the file to the screen: text → states and bounds → sentence with figures.

A case writes its rules as an author does and says with which `profile` and `choices` which states (`expect`), bounds
with the sentence that explains them (`least`) and completion (`complete` for a package's `targets`, the cheapest when
`thrifty`; `values`, `unmet`, `because`, `default`) follow, or which problem is found `at` which text (`refuse`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from configurator.catalog.reading import read_catalog
from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.configuration.completing import Aims, complete
from configurator.configuration.session import Session
from configurator.guidance.costing import list_costs
from configurator.rules.checking import check_meaning
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.values.problem import Problem
from configurator.wording import say_problem
from tests.cases.language.catalog import FILES
from tests.factories.situations import TODAY, read_choices

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['claim']}")
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
PROFILE = {"industry": "", "size": "medium", "staff": 860, "beds": 0, "cards": False, "sla": "silver", "mlps": 0}


def write_files(case: dict[str, Any]) -> dict[str, bytes]:
    """The catalog's files with the case's rules and tables."""
    rules = "owner: demo\nrules:\n" + case.get("rules", "")
    tables = {f"tables/{name}.csv": text for name, text in case.get("tables", {}).items()}
    return {path: text.encode() for path, text in (FILES | {"rules/case.yaml": rules} | tables).items()}


def read_all(case: dict[str, Any]) -> tuple[RuleBook | None, list[Problem]]:
    """The rule book, and everything that stands against it."""
    load = read_catalog(write_files(case))
    if load.catalog is None:
        return None, list(load.problems)
    rules = read_rules(load.catalog)
    meaning = check_meaning(rules.book) if rules.book else ()
    return rules.book, [*load.problems, *rules.problems, *meaning]


def place_of(case: dict[str, Any], fault: dict[str, str]) -> str:
    """Where the fault's text stands."""
    file = fault.get("file", "rules/case.yaml")
    before, found, _ = write_files(case)[file].decode().partition(fault["at"])
    assert found, fault
    return f"{file}:{before.count(chr(10)) + 1}:{len(before.rpartition(chr(10))[2]) + 1}"


@pytest.mark.parametrize("case", CASES)
def test_from_the_file_to_the_sentence(case: dict[str, Any]) -> None:
    assert {"expect", "least", "complete", "refuse"} & case.keys(), "a case must claim something"
    book, problems = read_all(case)
    faults = [problem for problem in problems if problem.severity == "error"]
    if "refuse" in case:
        found = {(problem.code, str(problem.location)) for problem in faults}
        assert found == {(fault["code"], place_of(case, fault)) for fault in case["refuse"]}
        assert all(say_problem(language, problem)[1] for problem in faults for language in ("zh", "en"))
        return
    assert book is not None, problems
    assert faults == []
    situation = Situation(book, PROFILE | case.get("profile", {}), (), TODAY)
    session = Session(CompiledSituation(situation), read_choices(case.get("choices", {})))
    states = session.states()
    for code, wanted in case.get("expect", {}).items():
        state = states[code]
        values = {f"{key}={value}": str(one) for key, each in state.attributes.items() for value, one in each.items()}
        found_state = {"state": str(state.state), "min": state.low, "max": state.high} | values
        assert {key: found_state[key] for key in wanted} == wanted, code
    for code, (least, sentence) in case.get("least", {}).items():
        assert states[code].low == least
        reasons = session.explain_bound(code, below=least - 1).reasons
        assert sentence in {reason.sentence.en for reason in reasons}
    check_completion(case, session)


def check_completion(case: dict[str, Any], session: Session) -> None:
    """What the case says of the best completion: quantities, attributes, unmet preferences, reasons."""
    if "complete" not in case:
        return
    costs = list_costs(session.compiled.situation.catalog, TODAY, 12)
    aims = Aims(costs, case.get("targets", {}), thrifty=case.get("thrifty", False))
    done = complete(session.compiled, session.choices, aims)
    assert {line.offering: line.quantity for line in done.lines} == case["complete"]
    assert done.proof == "optimal"
    found = {f"{line.offering}.{key}": value for line in done.lines for key, value in line.attributes.items()}
    assert {key: found[key] for key in case.get("values", {})} == case.get("values", {})
    assert [each.rule for each in done.advice] == case.get("unmet", [])
    assert all(each.severity == "info" for each in done.advice)
    reasons = {line.offering: [(reason.kind, reason.sentence.en) for reason in line.reasons] for line in done.lines}
    for code, sentence in case.get("because", {}).items():
        assert ("default", sentence) in reasons[code]
    states = session.states(done)
    for code in case.get("default", []):
        assert str(states[code].state) == "default"
