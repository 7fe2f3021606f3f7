"""The declarations cover every file of the format, and every code that reading can note has its texts."""

import ast
from pathlib import Path

import pytest

from configurator.catalog.checking import DEFINED_IN, UNKNOWN, UNUSED
from configurator.catalog.declarations import FILE_KINDS
from configurator.catalog.sheets import find_kind
from configurator.wording import knows
from tests.factories.catalog_files import FILES

ROOT = Path(__file__).parents[3]
ROOMS = ("catalog", "customers", "linter")
NOTERS = {"report", "_report", "_stop", "_add", "Problem", "warn", "tell"}


@pytest.mark.parametrize("path", sorted(FILES))
def test_every_file_of_the_tiny_catalog_is_of_a_kind(path):
    assert find_kind(path) is not None


@pytest.mark.parametrize(
    "path", ["x.yaml", "offerings/a/b.yaml", "rules.yaml", "prices/a.yaml", "sizes/a.txt", "a/tax.csv"]
)
def test_other_paths_are_of_no_kind(path):
    assert find_kind(path) is None


def test_the_format_page_names_every_kind():
    page = (ROOT / "docs" / "catalog-format.md").read_text(encoding="utf-8")
    for kind in FILE_KINDS:
        folder, _, name = kind.pattern.rpartition("/")
        assert (f"{folder}/" if folder else name) in page


def test_every_kind_of_name_that_is_referred_to_is_defined_in_a_kind_of_file():
    assert UNKNOWN.keys() == DEFINED_IN.keys()
    assert UNUSED.keys() <= UNKNOWN.keys()
    assert set(DEFINED_IN.values()) <= {kind.name for kind in FILE_KINDS}


def noted_codes():
    """Every code that is written where a problem is noted, and every value of the tables of codes."""
    for room in ROOMS:
        for path in sorted((ROOT / "configurator" / room).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    first = next((part for part in node.args if isinstance(part, ast.Constant)), None)
                    if name in NOTERS and first is not None and isinstance(first.value, str):
                        yield first.value
    yield from UNKNOWN.values()
    yield from UNUSED.values()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_a_sentence_and_a_remedy(language):
    codes = set(noted_codes())
    assert len(codes) > 100
    assert [code for code in sorted(codes) if not knows(language, f"problems.{code}")] == []
    assert [code for code in sorted(codes) if not knows(language, f"problems.{code}.hint")] == []
