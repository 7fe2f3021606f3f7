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


def find_binary_fractions(path: Path) -> Iterator[str]:
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            yield f"{place_of(path, node)}: {node.value}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield f"{place_of(path, node)}: float()"


def test_no_binary_fraction_comes_near_money() -> None:
    found = [
        place for path in list_modules(*CORE) if name_of(path) not in ALLOWED for place in find_binary_fractions(path)
    ]
    assert found == []


def test_every_exception_is_still_needed() -> None:
    unused = [name for name in ALLOWED if not any(find_binary_fractions(ROOT / name))]
    assert unused == []


def test_the_check_sees_both_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.house.tree.ROOT", tmp_path)
    sample = tmp_path / "sample.py"
    sample.write_text('RATE = 0.06\nprice = float("1")\n')
    assert list(find_binary_fractions(sample)) == ["sample.py:1: 0.06", "sample.py:2: float()"]
