"""The pages about a catalog's files: every example loads, every field is named, every refusal in a table is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from configurator.catalog.declarations import FILE_KINDS
from configurator.catalog.reading import read_catalog
from configurator.catalog.records import Either, Field, ListOf, MapOf, Record
from configurator.catalog.sheets import find_kind
from configurator.resources import catalog_dir
from configurator.rules.checking import check_meaning
from configurator.rules.rulebook import read_rules
from configurator.values.problem import Problem, Severity
from tests.damage.trials import read_files

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "catalog").glob("*.md"))
_EXAMPLE = re.compile(r"^```(?:yaml|csv) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WANTED = {
    "offerings",
    "attributes",
    "rules",
    "prices",
    "pricing",
    "programmes",
    "benefits",
    "packages",
    "needs",
    "profile",
    "tables",
    "tax",
    "vocabulary",
    "proofs",
}


def read_problems(files: Mapping[str, bytes]) -> list[Problem]:
    """Errors and warnings that reading the files and their expressions brings."""
    load = read_catalog(files)
    problems = list(load.problems)
    if load.catalog is not None:
        rules = read_rules(load.catalog)
        problems += [*rules.problems, *(check_meaning(rules.book) if rules.book else ())]
    return [problem for problem in problems if problem.severity is not Severity.INFO]


def list_examples(page: Path) -> dict[str, bytes]:
    """The files that a page shows, by path."""
    return {path: text.encode() for path, text in _EXAMPLE.findall(page.read_text(encoding="utf-8"))}


def test_there_is_a_page_for_each_part_of_the_language() -> None:
    assert {page.stem for page in PAGES} == WANTED
    index = (ROOT / "docs" / "catalog-format.md").read_text(encoding="utf-8")
    assert all(f"(catalog/{name}.md)" in index for name in WANTED)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_load_together_with_the_tutorial(page: Path) -> None:
    examples = list_examples(page)
    assert examples or page.stem == "rules"
    assert all(find_kind(path) for path in examples)
    assert read_problems({**read_files(catalog_dir("tutorial")), **examples}) == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem != "rules"], ids=lambda page: page.stem)
def test_every_yaml_example_names_its_schema(page: Path) -> None:
    for path, content in list_examples(page).items():
        if path.endswith(".yaml"):
            kind = find_kind(path)
            above = "../" * (path.count("/") + 2)
            assert kind and content.decode().startswith(
                f"# yaml-language-server: $schema={above}docs/schema/{kind.name}.json\n"
            )


def test_the_rules_of_the_rules_page_load_together_with_the_telecom_catalog() -> None:
    files = read_files(catalog_dir())
    for number, text in enumerate(_YAML.findall((ROOT / "docs/catalog/rules.md").read_text(encoding="utf-8"))):
        whole = text if "rules:" in text else f"owner: voice\nrules:\n{text}"
        whole = re.sub(r"(?m)^(  - id: )(\S+)", r"\1EXAMPLE-\2", whole)
        files[f"rules/example_{number}.yaml"] = _with_sentences(whole).encode()
    assert read_problems(files) == []


def _with_sentences(text: str) -> str:
    """Rules that show a kind only need no sentence on the page, but in a file."""
    rules = re.split(r"(?m)^(?=  - id: )", text)
    own = "    sentence: {zh: 示例。, en: An example.}\n"
    return "".join(
        rule if "sentence:" in rule or "- id:" not in rule else rule.rstrip("\n") + "\n" + own for rule in rules
    )


def _refusals() -> Iterator[str]:
    text = (ROOT / "docs/catalog/rules.md").read_text(encoding="utf-8")
    table = text.partition("| written | why | instead |")[2].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        found = re.findall(r"`([^`]+)`", line.split(" | ")[0])
        yield from (written for written in found if re.search(r"\W", written))


@pytest.mark.parametrize("written", list(_refusals()))
def test_what_the_page_says_is_refused_is_refused(written: str) -> None:
    words = {"cards": "staff > 3", "AP-IN": "AP-IN", "gold": "gold"}
    source = written.replace("cards", f"({words['cards']})")
    rule = f'owner: voice\nrules:\n  - {{id: X, kind: limit, quantity: AP-IN, at_least: "{source}"'
    if re.search(r"[<>=]", source):
        rule = f'owner: voice\nrules:\n  - {{id: X, kind: requires, if: AP-IN, then: "{source}"'
    rule += ", sentence: {zh: 示例。, en: An example.}}\n"
    problems = read_problems({**read_files(catalog_dir()), "rules/x.yaml": rule.encode()})
    assert [problem.location.file for problem in problems if problem.location] == ["rules/x.yaml"] * len(problems) != []
    assert all(problem.location and problem.location.line == 3 for problem in problems)


def _fields_of(shape: Any) -> Iterator[Field]:
    if isinstance(shape, Record):
        for field in shape.fields:
            yield field
            yield from _fields_of(field.shape)
    elif isinstance(shape, ListOf):
        yield from _fields_of(shape.item)
    elif isinstance(shape, MapOf):
        yield from _fields_of(shape.value)
    elif isinstance(shape, Either):
        yield from _fields_of(shape.long)


@pytest.mark.parametrize("kind", [kind for kind in FILE_KINDS if kind.name != "scenarios"], ids=lambda kind: kind.name)
def test_every_field_of_a_kind_is_on_a_page(kind: Any) -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    names = {field.name for field in _fields_of(kind.record or kind.rows)}
    assert {name for name in names if not re.search(rf"(?<![a-z_]){name}(?![a-z_])", text)} == set()
