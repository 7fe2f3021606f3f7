"""Exported feature models read back and compared with every configuration of small catalogs, and with the proofs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings

from configurator.catalog.reading import load_catalog, read_catalog
from configurator.exchange.feature_models import CatalogFeatures, list_features, make_features
from configurator.exchange.feature_names import input_feature
from configurator.exchange.uvl import write_uvl
from configurator.linter.proofs import Proofs
from configurator.models.analysing import ModelAnalysis, analyse_model
from configurator.models.reading import read_model
from configurator.models.translating import Translation, translate
from configurator.resources import catalog_dir
from configurator.rules.open_world import OpenWorld
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.rules.translating import taken_name, wish_name
from configurator.solver import IsFalse, IsTrue, Reasoner, compile
from tests.factories.catalog_files import tiny_files
from tests.factories.situations import TODAY, make_book
from tests.unit.linter.test_proofs import CONDITIONS, RULES, list_valid, make_random_book


def read_back(text: str) -> Translation:
    load = read_model(text, "catalog.uvl", ".uvl")
    assert load.model is not None, load.problems
    assert load.problems == ()
    return translate(load.model)


def export(book: RuleBook) -> tuple[CatalogFeatures, Translation]:
    features = make_features(book, TODAY)
    return features, read_back(write_uvl(book.catalog, features, TODAY))


def analyse(translation: Translation) -> ModelAnalysis:
    return analyse_model(translation, compile(translation.model))


def constraints(book: RuleBook) -> list[str]:
    features = make_features(book, TODAY)
    text = write_uvl(book.catalog, features, TODAY)
    lines = text.partition("\nconstraints\n")[2].split("\n")
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("//")]


@settings(max_examples=60, deadline=None)
@given(RULES, CONDITIONS)
def test_every_configuration_of_the_catalog_is_one_of_the_model_and_exact_models_agree_with_the_proofs(rules, need):
    book = make_random_book(rules, need)
    features, translation = export(book)
    names = list_features(book.catalog, OpenWorld(book.catalog))
    reasoner = Reasoner(compile(translation.model))
    seen = set()
    for _, truths in list_valid(book):
        shown = {names[name]: value for name, value in truths.items() if name in names}
        key = frozenset(shown.items())
        if key not in seen:
            seen.add(key)
            assert reasoner.consistent([(IsTrue if value else IsFalse)(name) for name, value in shown.items()])
    if not features.consequences and not features.left_out and not any(rule["severity"] == "warning" for rule in rules):
        found, proofs = analyse(translation), Proofs(book)
        assert bool(found.void) == bool(proofs.voids)
        if not found.void:
            for code in book.catalog.offerings:
                assert (code in found.dead) == proofs.is_impossible(taken_name(code))
                assert (code in found.core) == proofs.is_forced(taken_name(code))
            assert ("need:voice" in found.dead) == proofs.is_impossible(wish_name("voice"))


CASES: list[tuple[Mapping[str, Any], list[str]]] = [
    ({"if": "A-1", "then": "B-1 and none(C-1)"}, ['"A-1" => "B-1"', '"A-1" => !"C-1"']),
    ({"then": "at_most(1, A-1, B-1)"}, ['(!"A-1" | !"B-1")']),
    ({"then": "exactly(1, A-1, B-1)"}, ['("A-1" | "B-1")', '(!"A-1" | !"B-1")']),
    ({"then": "A-1 = 0"}, ['!"A-1"']),
    ({"if": "A-1", "then": "B-1 >= A-1"}, ['"A-1" => "B-1"']),
    ({"if": "vip", "then": "A-1.mode = on"}, ['"customer:vip" => "A-1:mode=on"']),
    ({"if": "need(voice)", "then": "A-1 or B-1"}, ['"need:voice" => ("A-1" | "B-1")']),
    ({"then": "A-1 <= 5"}, []),
    ({"if": "staff >= 10", "then": "A-1"}, ['"customer:staff>=10" => "A-1"']),
    ({"if": "2 * staff < 21", "then": "A-1"}, ['!"customer:staff>=11" => "A-1"']),
    (
        {"if": "staff = 7", "then": "A-1"},
        ['(!"customer:staff>=8" & "customer:staff>=7") => "A-1"'],
    ),
    ({"if": "staff < 0", "then": "A-1"}, []),
    ({"if": "size >= medium", "then": "A-1"}, ['("customer:size=medium" | "customer:size=large") => "A-1"']),
]


@pytest.mark.parametrize(("rule", "lines"), CASES, ids=lambda value: str(value)[:40])
def test_a_rule_becomes_the_lines_that_one_expects(rule, lines):
    book = make_book(
        {
            "offerings": {"A-1": {"attributes": {"mode": ["on", "off"]}}, "B-1": {}, "C-1": {}},
            "inputs": {"vip": True, "staff": 5},
            "rules": [{"id": "R-1", **rule}],
            "needs": {"voice": "A-1 or not A-1"},
        }
    )
    assert constraints(book) == lines


def test_thresholds_of_a_figure_stand_within_each_other():
    rules = [{"id": f"R-{number}", "if": f"staff >= {number}", "then": "A-1"} for number in (50, 5, 500)]
    book = make_book({"offerings": {"A-1": {}}, "inputs": {"staff": 5}, "rules": rules})
    features, translation = export(book)
    groups = {group.parent: group.children for group in translation.source.groups if str(group.kind) == "optional"}
    assert groups["customer:staff>=5"] == ("customer:staff>=50",)
    assert groups["customer:staff>=50"] == ("customer:staff>=500",)
    assert features.exact == ("R-50", "R-5", "R-500")
    assert len(analyse(translation).redundant) == 2


def test_what_is_not_said_is_listed_in_the_head():
    book = make_book(
        {
            "offerings": {"A-1": {}, "B-1": {}},
            "inputs": {"staff": 5},
            "rules": [
                {"id": "SUM", "then": "A-1 + B-1 <= staff"},
                {"id": "HALF", "if": "A-1", "then": "B-1 >= 2"},
                {"id": "ALL", "if": "A-1", "then": "B-1"},
                {"id": "HINT", "then": "A-1", "severity": "warning"},
            ],
        }
    )
    features = make_features(book, TODAY)
    assert (features.exact, features.consequences, features.left_out) == (("ALL",), ("HALF",), ("SUM",))
    text = write_uvl(book.catalog, features, TODAY)
    assert "// Said exactly (1): ALL" in text
    assert "// Left out (1): SUM" in text
    assert "are left out: 1" in text


def test_families_attributes_customers_and_needs_are_the_tree():
    catalog = read_catalog(tiny_files()).catalog
    assert catalog is not None
    book = read_rules(catalog).book
    assert book is not None
    features, translation = export(book)
    model = translation.source
    groups = {(group.parent, str(group.kind)): group.children for group in model.groups}
    assert groups["@COM-VOICE", "or"] == ("SBC-100", "SIP-30", "MIN-OUT")
    assert groups["SBC-100:tls", "alternative"] == ("SBC-100:tls=on", "SBC-100:tls=off")
    assert groups["customer:mlps", "alternative"] == ("customer:mlps=0", "customer:mlps=2", "customer:mlps=3")
    assert groups["customer:sla", "alternative"] == ("customer:sla=silver", "customer:sla=gold")
    assert groups["customer", "optional"] == (input_feature("cards"), "customer:sites>=6")
    assert groups["needs", "optional"] == ("need:voice",)
    assert "VOICE-01" in features.exact
    found = analyse(translation)
    assert (found.void, found.dead) == (False, ())
    assert "@COM-VOICE" not in found.core


def test_a_rule_that_is_not_yet_in_force_is_not_in_the_model():
    files = tiny_files()
    files["rules/voice.yaml"] = files["rules/voice.yaml"].replace(
        b"    if: SIP-*\n", b"    if: SIP-*\n    valid_from: 2030-01-01\n"
    )
    catalog = read_catalog(files).catalog
    assert catalog is not None
    book = read_rules(catalog).book
    assert book is not None
    assert "VOICE-01" not in make_features(book, TODAY).exact


def test_the_telecom_catalog_reads_back_and_has_the_dead_offerings_of_the_proofs_at_most():
    catalog = load_catalog(catalog_dir()).catalog
    assert catalog is not None
    book = read_rules(catalog).book
    assert book is not None
    features, translation = export(book)
    assert len(features.exact) > len(features.left_out)
    found = analyse(translation)
    assert found.void is False
    proofs = Proofs(book, 20)
    dead = {code for code in catalog.offerings if proofs.is_impossible(taken_name(code))}
    core = {code for code in catalog.offerings if proofs.is_forced(taken_name(code))}
    assert set(found.dead) & set(catalog.offerings) <= dead
    assert set(found.core) & set(catalog.offerings) <= core
