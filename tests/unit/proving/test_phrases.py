"""Findings in words: lines, commitment, discount, and only what a customer states beyond the usual."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from configurator.catalog.model import Need
from configurator.catalog.sources import Expression
from configurator.proving.customers import Example
from configurator.proving.margins import LeastMargin, Scope
from configurator.proving.phrases import say_customer, say_example, say_lines, say_scope, say_stack
from configurator.proving.stacks import Stack
from tests.factories.catalog import make_text
from tests.unit.proving.oracle import make_proven_book

BOOK = make_proven_book(())
CATALOG = replace(
    BOOK.catalog,
    needs={"net": Need("net", make_text("network"), make_text("sentence"), Expression("A-1"))},
)
STATED = {"industry": "demo", "size": "small", "grade": "high", "figure": 1}
EXAMPLE = Example(None, STATED, ("net",), {"A-1": 1200, "B-1": 2}, {})
STACK = Stack(36, Decimal("12.5"), {"grade": "high"})


def test_lines_have_their_quantities() -> None:
    lines = say_lines(EXAMPLE)
    assert (lines.zh, lines.en) == ("A-1 × 1,200、B-1 × 2", "A-1 × 1,200, B-1 × 2")


def test_a_stack_names_commitment_discount_and_values() -> None:
    assert say_stack(CATALOG, STACK).en == "commitment of 36 months, manual discount of 12.5 %; grade: high"


def test_a_customer_is_told_by_what_is_not_as_usual() -> None:
    assert say_customer(CATALOG, EXAMPLE).en == "industry: demo; size: small; grade: high; need: network"


def test_everything_and_a_family_have_names() -> None:
    assert say_scope(CATALOG, Scope("", ())).en == "everything"
    assert say_scope(CATALOG, Scope("DEMO", ())).en == "family DEMO (DEMO)"


def test_an_example_is_one_sentence_and_nothing_without_one() -> None:
    found = LeastMargin(Scope("", ()), Decimal(1), STACK, EXAMPLE, "optimal", Decimal(1), (), 1)
    assert "A-1 × 1,200" in say_example(CATALOG, found).zh
    assert say_example(CATALOG, replace(found, example=None)).en == ""
