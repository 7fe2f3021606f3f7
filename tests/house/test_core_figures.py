"""No binary fraction comes near money or quantities in the core: none written, converted, divided or computed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import CORE, ROOT, list_modules, name_of, parse, place_of

# File and why a binary fraction is right there. Money and quantities never are.
ALLOWED = {
    "configurator/catalog/notebook.py": "how alike two names must be for a hint",
    "configurator/guidance/reading.py": "how alike two names must be for a hint",
}

# Two integers divided make a binary fraction. These are no integers, and it does not show where they are divided.
EXACT_DIVISIONS = {
    "configurator/catalog/gradings.py": {
        "_MINUTES_OF_30_DAYS * (_HUNDRED - entry['availability']) / _HUNDRED": "decimals"
    },
    "configurator/catalog/reading.py": {"folder / HEAD": "a path"},
    "configurator/catalog/schema.py": {"folder / name": "a path"},
    "configurator/exchange/tmf_foreign_prices.py": {"percent / 100": "a decimal"},
    "configurator/guidance/curves.py": {"(high - low) / (rising - slope)": "fractions"},
    "configurator/guidance/drawing.py": {
        "percent / _HUNDRED": "a fraction",
        "slope / block": "a fraction",
        "value / block": "a fraction",
    },
    "configurator/guidance/seeking.py": {"seconds / max(1, asked)": "seconds, a decimal"},
    "configurator/linter/amounts.py": {
        "_find_factor(catalog, price) * (_HUNDRED - _find_discount(catalog, price)) / _HUNDRED": "decimals"
    },
    "configurator/models/analysing.py": {"rest / questions": "seconds, a decimal"},
    "configurator/programmes/tiers.py": {"minor / 10 ** facts.catalog.currency.exponent": "a sum of fractions"},
    "configurator/pricing/contract.py": {"(left + contract.rest) / step": "the rest of a contract is a fraction"},
    "configurator/pricing/referring.py": {
        "changes[period, month] * bring_months(period, component.period) / minor": "a fraction"
    },
    "configurator/proving/proving.py": {"rest * _GENEROUS / waiting": "seconds, a decimal"},
    "configurator/proving/tilting.py": {"(paid - spent) / paid": "fractions", "scale /= 10": "a fraction"},
    "configurator/rules/reckoning.py": {"1 / right.constant": "a fraction"},
}

# What is exact for whole numbers and fractions; the other functions of math are for binary fractions.
EXACT_FUNCTIONS = {"ceil", "comb", "floor", "gcd", "isqrt", "lcm", "prod"}
INEXACT_MODULES = {"cmath", "numpy", "random", "statistics"}
EXACT_TYPES = {"Decimal", "Fraction"}
ROUNDING_ROOMS = ("values", "pricing", "programmes")

# The built-in rounding takes a fraction's half to the even neighbour, exactly.
OWN_ROUNDINGS: dict[str, str] = {}


def find_binary_fractions(path: Path) -> Iterator[str]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            yield f"{place_of(path, node)}: {node.value}"
        elif isinstance(node, ast.Name) and node.id in ("float", "complex"):
            yield f"{place_of(path, node)}: {node.id}"


def find_divisions(path: Path) -> Iterator[str]:
    """True divisions, and negative powers, that do not show that they are exact."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            if not is_exact(node.left) and not is_exact(node.right):
                yield ast.unparse(node)
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div):
            if not is_exact(node.value):
                yield ast.unparse(node)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and isinstance(node.right, ast.UnaryOp):
            yield ast.unparse(node)


def is_exact(node: ast.expr) -> bool:
    """Whether a decimal or a fraction is made in the operand."""
    return any(
        isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in EXACT_TYPES
        for part in ast.walk(node)
    )


def find_inexact_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            names = {each.name for each in node.names}
            if names & (INEXACT_MODULES | {"math"}):
                yield f"{place_of(path, node)}: {ast.unparse(node)}"
        elif isinstance(node, ast.ImportFrom) and (
            node.module in INEXACT_MODULES
            or (node.module == "math" and {each.name for each in node.names} - EXACT_FUNCTIONS)
        ):
            yield f"{place_of(path, node)}: {ast.unparse(node)}"


def find_own_rounding(path: Path) -> Iterator[str]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "round":
            yield f"{place_of(path, node)}: {ast.unparse(node)}"


def test_no_binary_fraction_comes_near_money() -> None:
    found = [
        place for path in list_modules(*CORE) if name_of(path) not in ALLOWED for place in find_binary_fractions(path)
    ]
    assert found == []


def test_what_is_divided_is_exact() -> None:
    found = [
        f"{name_of(path)}: {each} (if exact, write it as Fraction or Decimal, or name it in EXACT_DIVISIONS)"
        for path in list_modules(*CORE)
        for each in find_divisions(path)
        if each not in EXACT_DIVISIONS.get(name_of(path), {})
    ]
    assert found == []


def test_functions_of_binary_fractions_are_not_used() -> None:
    assert [place for path in list_modules(*CORE) for place in find_inexact_imports(path)] == []


def test_prices_are_rounded_by_the_rounder_only() -> None:
    found = {name_of(path) for path in list_modules(*ROUNDING_ROOMS) if any(find_own_rounding(path))}
    assert found == set(OWN_ROUNDINGS)


def test_every_room_with_money_is_looked_at() -> None:
    assert {"values", "pricing", "programmes", "quoting", "guidance", "catalog"} <= set(CORE)
    assert all(list_modules(room) for room in CORE)


def test_every_exception_is_still_needed() -> None:
    unused = [name for name in ALLOWED if not any(find_binary_fractions(ROOT / name))]
    assert unused == []
    gone = {name: set(known) - set(find_divisions(ROOT / name)) for name, known in EXACT_DIVISIONS.items()}
    assert {name: each for name, each in gone.items() if each} == {}


@pytest.fixture
def write_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def write(text: str) -> Path:
        monkeypatch.setattr("tests.house.tree.ROOT", tmp_path)
        sample = tmp_path / "sample.py"
        sample.write_text(text)
        parse.cache_clear()
        return sample

    yield write
    parse.cache_clear()


def test_the_check_sees_both_forms(write_sample) -> None:
    sample = write_sample('RATE = 0.06\nprice = float("1")\n')
    assert list(find_binary_fractions(sample)) == ["sample.py:1: 0.06", "sample.py:2: float"]


def test_the_check_sees_conversions_without_a_call(write_sample) -> None:
    assert list(find_binary_fractions(write_sample("prices = map(float, texts)\n"))) == ["sample.py:1: float"]


@pytest.mark.parametrize("text", ["whole / 100", "share /= months", "10 ** (-exponent)", "(one + other) / count"])
def test_the_check_sees_divisions(write_sample, text) -> None:
    assert list(find_divisions(write_sample(text))) == [text]


@pytest.mark.parametrize("text", ["whole // 100", "Fraction(percent) / 100", "rate * 2 / Decimal(3)", "10 ** exponent"])
def test_the_check_leaves_exact_divisions_alone(write_sample, text) -> None:
    assert list(find_divisions(write_sample(text))) == []


@pytest.mark.parametrize(
    "text", ["import math", "from math import sqrt", "from statistics import mean", "import random"]
)
def test_the_check_sees_functions_of_binary_fractions(write_sample, text) -> None:
    assert list(find_inexact_imports(write_sample(text))) == [f"sample.py:1: {text}"]


def test_the_check_sees_another_rounding(write_sample) -> None:
    assert list(find_own_rounding(write_sample("net = round(amount, 2)"))) == ["sample.py:1: round(amount, 2)"]
