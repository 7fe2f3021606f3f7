"""The compliance matrix as data: what is demanded is an error, what is recommended a warning, all of it for sale."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from configurator.catalog.model import RuleKind
from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.configuration.session import Session
from configurator.customers.profile import read_profile
from configurator.guidance.proposing import finish
from configurator.guidance.request import Request
from configurator.resources import catalog_dir
from configurator.rules.formulas import evaluate_formula
from configurator.rules.rulebook import RuleBook
from configurator.services.releases import open_catalog
from configurator.values.problem import Severity

BOOK: RuleBook = open_catalog(catalog_dir())
RULES = BOOK.catalog.rules
TODAY = date(2026, 11, 22)

# GB/T 22239-2019, levels 2 and 3: M demanded, R recommended, O left open.
MATRIX = {
    "ARCHITECTURE": "RM",
    "TRANSPORT": "MM",
    "BOUNDARY": "MM",
    "ADMISSION": "OM",
    "INTRUSION": "RM",
    "MALWARE": "MM",
    "WAF": "RM",
    "DDOS": "OR",
    "TAMPER": "OR",
    "LOGS": "MM",
    "ACCESS-AUDIT": "RM",
    "BASTION": "RM",
    "DATABASE": "RM",
    "IDENTITY": "OM",
    "HOST": "MM",
    "SCAN": "RM",
    "PENTEST": "OR",
    "DATA": "RM",
    "BACKUP": "MM",
    "PRIVACY": "MM",
    "CENTRE": "RM",
    "AWARENESS": "OR",
    "DRILL": "RM",
    "ASSESSMENT": "MM",
}
DUTIES = {Severity.ERROR: "M", Severity.WARNING: "R"}
LEVELS = [
    (key, int(each.key)) for key, known in BOOK.catalog.inputs.items() if known.compliance for each in known.values
]


@pytest.mark.parametrize("capability", MATRIX)
def test_each_capability_is_demanded_or_recommended_as_the_standard_grades_it(capability: str) -> None:
    for level, duty in zip((2, 3), MATRIX[capability], strict=True):
        rule = RULES.get(f"MLPS{level}-{capability}")
        assert (DUTIES[rule.severity] if rule else "O") == duty


def test_other_drivers_are_regimes_of_their_own() -> None:
    regimes = {key for key, _ in LEVELS}
    assert regimes >= {"mlps", "pci", "hipaa", "gdpr", "pipl", "data_export", "iso27001", "crypto", "cii"}
    demanded = [rule for rule in RULES.values() if rule.kind is RuleKind.COMPLIANCE and rule.severity is Severity.ERROR]
    for regime in regimes:
        assert any(regime in str(rule.when) for rule in demanded), regime


@pytest.mark.parametrize(("regime", "level"), LEVELS)
def test_every_level_of_every_regime_can_be_sold_with_a_package(regime: str, level: int) -> None:
    stated = {"industry": "healthcare", "size": "medium", "staff": 300, "sites": 8, regime: level}
    profile, problems = read_profile(BOOK.catalog, stated, evaluate_formula(BOOK.catalog))
    assert profile is not None, problems
    compiled = CompiledSituation(Situation(BOOK, profile.values, (), TODAY))
    proposal = finish(compiled, Session(compiled), Request(profile, (), (), 12, Decimal(0), TODAY))
    assert proposal.priced.totals.tcv.minor > 0
    advised = {advice.rule for advice in proposal.configuration.advice}
    assert all(RULES[rule].severity is not Severity.ERROR for rule in advised)


def test_nobody_is_held_to_a_regime_that_was_not_asked_for() -> None:
    stated = {"industry": "retail", "size": "small", "staff": 50, "sites": 2}
    profile, _ = read_profile(BOOK.catalog, stated, evaluate_formula(BOOK.catalog))
    assert profile is not None
    assert {key for key, _ in LEVELS if profile.values[key]} == set()


@pytest.mark.parametrize(
    ("figures", "regime", "level"),
    [
        ({"card_data": "processed"}, "pci", 1),
        ({"personal_records": 1}, "pipl", 1),
        ({"personal_records": 1000}, "pipl", 1),
        ({"personal_records": 1001}, "pipl", 2),
        ({"exported_records": 9}, "data_export", 0),
        ({"exported_records": 10}, "data_export", 1),
        ({"exported_records": 100}, "data_export", 1),
        ({"exported_records": 101}, "data_export", 2),
        ({"exported_sensitive": 1}, "data_export", 1),
        ({"exported_sensitive": 9999}, "data_export", 1),
        ({"exported_sensitive": 10000}, "data_export", 2),
    ],
)
def test_figures_of_the_questionnaire_lead_to_the_level(figures: dict[str, object], regime: str, level: int) -> None:
    stated = {"industry": "software", "size": "medium", "staff": 150, "sites": 1, **figures}
    profile, problems = read_profile(BOOK.catalog, stated, evaluate_formula(BOOK.catalog))
    assert profile is not None, problems
    assert profile.values[regime] == level


def test_every_level_of_every_regime_has_a_name_of_its_own() -> None:
    for known in BOOK.catalog.inputs.values():
        if known.compliance:
            for language in ("zh", "en"):
                names = [value.name.in_language(language) for value in known.values]
                assert not any(name.isdecimal() for name in names), known.key
                assert len(set(names)) == len(names), known.key


def test_every_input_that_is_asked_for_stands_in_a_group_of_readable_size() -> None:
    asked = [
        known
        for known in BOOK.catalog.inputs.values()
        if not (known.derived or known.compliance or known.key in ("industry", "size", "staff", "sites"))
    ]
    sizes = Counter(known.group for known in asked)
    assert set(sizes) == set(BOOK.catalog.input_groups)
    assert max(sizes.values()) <= 15
