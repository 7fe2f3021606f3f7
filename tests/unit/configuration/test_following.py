"""Choices that follow a recommendation or preference: few, sufficient, and never against the customer's own."""

from __future__ import annotations

from typing import Any

import pytest

from configurator.configuration.completing import Aims, complete
from configurator.configuration.following import follow_rule
from configurator.configuration.model import Choice
from tests.factories.situations import compile_case

CASE: dict[str, Any] = {
    "offerings": {
        "A-1": {"max": 9},
        "A-2": {"max": 9},
        "B-1": {"max": 9, "attributes": {"tls": ["on", "off"]}, "defaults": {"tls": "off"}},
    },
    "inputs": {"staff": 9},
    "rules": [
        {"id": "SIZE", "then": "A-1 + A-2 >= 4"},
        {"id": "MORE", "severity": "warning", "if": "A-1", "then": "B-1 >= 3"},
        {"id": "ONE", "prefer": "count(A-1, A-2) <= 1", "weight": 9},
        {"id": "TLS", "severity": "info", "if": "B-1", "then": "B-1.tls = on"},
        {"id": "STAFF", "severity": "info", "if": "A-1", "then": "staff > 10"},
        {"id": "CROWD", "if": "A-1", "prefer": "staff > 10", "weight": 5},
        {"id": "NEVER", "severity": "info", "if": "A-1", "then": "A-1 + A-2 <= 3"},
    ],
}


def follow(rule: str, *choices: Choice, aims: Aims | None = None) -> tuple[tuple[Choice, ...], list[str]]:
    """The choices that follow the rule, and what is still not followed when they are made too."""
    compiled, wanted = compile_case(CASE), aims or Aims({})
    now = complete(compiled, choices, wanted)
    assert rule in [advice.rule for advice in now.advice]
    found = follow_rule(compiled, choices, wanted, now, rule)
    kept = tuple(choice for choice in choices if choice.offering not in {each.offering for each in found})
    return found, [advice.rule for advice in complete(compiled, (*kept, *found), wanted).advice]


def test_a_recommendation_is_followed_by_what_it_lacks() -> None:
    found, left = follow("MORE", Choice("A-1", 4))
    assert found == (Choice("B-1", 3),)
    assert "MORE" not in left


def test_an_attribute_is_set_to_follow() -> None:
    found, left = follow("TLS", Choice("B-1"))
    assert Choice("B-1", attribute="tls", value="on") in found
    assert "TLS" not in left


def test_a_preference_that_the_package_overrules_can_be_followed() -> None:
    found, left = follow("ONE", aims=Aims({}, {"A-1": 2, "A-2": 3}))
    assert {choice.offering for choice in found} <= {"A-1", "A-2"}
    assert "ONE" not in left


@pytest.mark.parametrize(
    ("rule", "choices"),
    [
        ("NEVER", (Choice("A-1", 4),)),
        ("STAFF", (Choice("A-1", 4),)),
        ("CROWD", (Choice("A-1", 4),)),
        ("MORE", (Choice("A-1", 4), Choice("B-1", 1))),
        ("ONE", (Choice("A-1", 2), Choice("A-2", 2))),
    ],
)
def test_nothing_is_offered_against_the_customers_choices(rule: str, choices: tuple[Choice, ...]) -> None:
    assert follow(rule, *choices)[0] == ()
