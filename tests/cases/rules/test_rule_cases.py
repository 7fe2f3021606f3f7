"""Runs the cases of this folder: rules and choices in the maintainers' words, and what must follow from them.

`expect` gives an option's state, range `min`/`max` or attribute states; `why` the minimal reasons of a forced or
forbidden
option (rule ids, needs, `choice:CODE`); `repairs` what may be given up to take an option; `conflict` the reasons why
the choices cannot hold; `complete` the quantities of the completion where the first offering costs least.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from configurator.configuration.completing import Aims, complete
from configurator.configuration.model import Choice, Explanation
from configurator.configuration.session import Session
from tests.factories.situations import compile_case, read_choices

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['claim']}")
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def named(explanation: Explanation) -> set[str]:
    return {f"choice:{reason.key}" if reason.kind == "choice" else reason.key for reason in explanation.reasons}


@pytest.mark.parametrize("case", CASES)
def test_follows_from_the_rules(case: dict[str, Any]) -> None:
    assert {"expect", "why", "repairs", "conflict", "complete"} & case.keys(), "a case must claim something"
    session = Session(compile_case(case), read_choices(case.get("choices", {})))
    if "conflict" in case:
        conflict = session.conflict()
        assert conflict is not None
        assert named(conflict) == set(case["conflict"])
        return
    states = session.states()
    for code, wanted in case.get("expect", {}).items():
        state = states[code]
        found = {"state": str(state.state), "min": state.low, "max": state.high}
        found |= {
            f"{key}={value}": str(known) for key, values in state.attributes.items() for value, known in values.items()
        }
        assert {key: found[key] for key in wanted} == wanted
    for code, reasons in case.get("why", {}).items():
        assert named(session.explain(states[code])) == set(reasons)
    for code, ways in case.get("repairs", {}).items():
        found_ways = [[choice.offering for choice in repair.dropped] for repair in session.repairs((Choice(code),))]
        assert sorted(found_ways) == sorted(ways)
    if "complete" in case:
        costs = {code: ((1, 100 + place, 100 + place),) for place, code in enumerate(case["offerings"])}
        completed = complete(session.compiled, session.choices, Aims(costs, case.get("targets", {})))
        assert {line.offering: line.quantity for line in completed.lines} == case["complete"]
        assert completed.proof == "optimal"
