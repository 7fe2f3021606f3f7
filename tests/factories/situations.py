"""Small situations for tests: a few offerings, rules as texts, and a customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from configurator.catalog.model import Catalog, CombinationTable, InputKind, Need, RuleKind
from configurator.catalog.sources import Expression
from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.configuration.model import Choice
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.values.problem import Severity
from tests.factories.catalog import make_attribute, make_catalog, make_input, make_offering, make_rule, make_text

TODAY = date(2026, 11, 22)


def make_ruled_catalog(case: Mapping[str, Any]) -> Catalog:
    """A catalog from plain values: offerings {code: {max, provides, tags, attributes, defaults}}, rules (preferences
    and defaults as authors write them), needs, tables, inputs."""
    offerings = [_offering(code, facts or {}) for code, facts in case["offerings"].items()]
    inputs = [_input(key, value) for key, value in case.get("inputs", {}).items()]
    capacities = {name for offering in offerings for name in offering.provides}
    return make_catalog(
        offerings=offerings,
        rules=[_rule(rule) for rule in case.get("rules", ())],
        inputs=inputs,
        needs={code: _need(code, require) for code, require in case.get("needs", {}).items()},
        tables={name: _table(name, rows) for name, rows in case.get("tables", {}).items()},
        capacities={name: make_text(name) for name in sorted(capacities)},
    )


def make_book(case: Mapping[str, Any]) -> RuleBook:
    """The rule book of `make_ruled_catalog`; its expressions must read."""
    load = read_rules(make_ruled_catalog(case))
    assert load.book is not None, load.problems
    return load.book


def make_situation(case: Mapping[str, Any]) -> Situation:
    """The situation of a case: its inputs are the profile, `asks` the needs."""
    profile = {"industry": "demo", "size": "medium", **case.get("inputs", {})}
    return Situation(make_book(case), profile, tuple(case.get("asks", ())), TODAY)


def compile_case(case: Mapping[str, Any]) -> CompiledSituation:
    """The compiled situation of a case."""
    return CompiledSituation(make_situation(case))


def read_choices(stated: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Choices as cases write them: {code: quantity | "any" | {attribute: value}}."""
    return tuple(choice for code, wish in stated.items() for choice in _wishes(code, wish))


def _wishes(code: str, wish: Any) -> list[Choice]:
    if isinstance(wish, Mapping):
        return [Choice(code, attribute=key, value=value) for key, value in wish.items()]
    return [Choice(code, None if wish == "any" else wish)]


def _offering(code: str, facts: Mapping[str, Any]) -> Any:
    own = facts.get("defaults", {})
    attributes = tuple(make_attribute(key, values, own.get(key)) for key, values in facts.get("attributes", {}).items())
    return make_offering(
        code,
        min_quantity=facts.get("min", 1),
        max_quantity=facts.get("max", 1000),
        provides=facts.get("provides", {}),
        tags=frozenset(facts.get("tags", ())),
        attributes=attributes,
    )


def _rule(rule: Mapping[str, Any]) -> Any:
    made = make_rule(
        rule["id"], rule.get("then", "0 = 0"), rule.get("if"), severity=Severity(rule.get("severity", "error"))
    )
    if "weight" in rule:
        made = _soften(made, RuleKind.PREFERENCE, rule["prefer"], rule["weight"])
    elif "take" in rule:
        wanted = f" = ceil({rule['quantity']})" if "quantity" in rule else ""
        made = _soften(made, RuleKind.DEFAULT, f"{rule['take']}{wanted}")
    elif "set" in rule:
        made = _soften(made, RuleKind.DEFAULT, f"every({rule['set']} = {rule['value']})")
    if "table" in rule:
        made = replace(made, table=rule["table"], require=None)
    if "sentence" in rule:
        made = replace(made, sentence=make_text(rule["sentence"]))
    return made


def _soften(rule: Any, kind: RuleKind, require: str, weight: int = 0) -> Any:
    return replace(rule, kind=kind, severity=Severity.INFO, require=Expression(require), weight=weight)


def _input(key: str, value: Any) -> Any:
    if isinstance(value, bool):
        return make_input(key, kind=InputKind.FLAG)
    return make_input(key, str(value))


def _need(code: str, require: str) -> Need:
    return Need(code, make_text(code), make_text(code), Expression(require))


def _table(name: str, rows: list[list[Any]]) -> CombinationTable:
    head, *body = rows
    return CombinationTable(
        name, tuple(Expression(str(column)) for column in head), tuple(tuple(map(str, row)) for row in body)
    )
