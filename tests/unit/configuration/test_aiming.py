"""Aims besides price: close to an earlier configuration, unlike another one, tidy."""

from __future__ import annotations

from configurator.configuration.aiming import Baseline, differ_from, difference_from, keep_tidy, stay_close
from configurator.configuration.completing import Aims, closeness_to, complete
from configurator.configuration.model import Choice
from configurator.rules.translating import attribute_name, quantity_name, taken_name
from configurator.solver.objectives import compute_objective
from configurator.solver.optimising import optimise
from tests.factories.situations import compile_case

CASE = {
    "offerings": {"A-1": {"max": 9, "attributes": {"tls": ["on", "off"]}}, "B-1": {"max": 9}, "C-1": {"max": 9}},
    "rules": [{"id": "SUM", "then": "A-1 + B-1 + C-1 >= 4"}],
}


def test_a_baseline_knows_the_lines_of_a_configuration_and_what_changed() -> None:
    done = complete(compile_case(CASE), (Choice("A-1", 2), Choice("A-1", attribute="tls", value="off")), Aims({}))
    baseline = Baseline.of(done)
    assert baseline.quantities["A-1"] == 2
    assert baseline.attributes == {("A-1", "tls"): "off"}
    assert baseline.changes(baseline) == ()
    assert baseline.changes(Baseline(baseline.quantities, {("A-1", "tls"): "on"})) == ("A-1",)
    assert baseline.changes(Baseline({})) == tuple(baseline.quantities)


def test_staying_close_counts_each_line_once() -> None:
    compiled = compile_case(CASE)
    baseline = Baseline({"A-1": 1, "B-1": 1}, {("A-1", "tls"): "off"})
    changed, distance = stay_close(baseline, compiled.situation.catalog)
    optimum = optimise(compiled.model, (), (changed, distance), 20)
    values = optimum.values
    assert optimum.objective_values[0] == 1
    assert values[attribute_name("A-1", "tls", "off")] is True
    assert [values[quantity_name(code)] for code in ("A-1", "B-1")] == [1, 1]
    assert values[quantity_name("C-1")] >= 2
    everything_else = {**values, quantity_name("A-1"): 4, attribute_name("A-1", "tls", "off"): False}
    others = {**everything_else, quantity_name("B-1"): 1, quantity_name("C-1"): 0}
    assert compute_objective(changed, others) == 1


def test_differing_counts_what_only_one_of_two_has() -> None:
    compiled = compile_case(CASE)
    catalog = compiled.situation.catalog
    total, constant = difference_from({"A-1", "B-1"}, catalog)
    for taken, apart in [({"A-1", "B-1"}, 0), ({"A-1"}, 1), ({"C-1"}, 3), (set[str](), 2)]:
        values = {taken_name(code): code in taken for code in catalog.offerings}
        assert compute_objective(total, values) + constant == apart
    found = optimise(compiled.model, (), (keep_tidy(catalog),), 20, limits=(differ_from({"A-1", "B-1"}, catalog, 3),))
    assert {code for code in catalog.offerings if found.values[taken_name(code)]} == {"C-1"}


def test_closeness_is_that_of_the_ordinary_completion() -> None:
    near = closeness_to({"A-1": 4})
    values = {quantity_name("A-1"): 4, taken_name("A-1"): True}
    missing = {quantity_name("A-1"): 0, taken_name("A-1"): False}
    assert compute_objective(near, values) < compute_objective(near, {**values, quantity_name("A-1"): 5})
    assert compute_objective(near, {**values, quantity_name("A-1"): 9}) < compute_objective(near, missing)
