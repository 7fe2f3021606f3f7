from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from configurator.cli.main import build
from configurator.settings import SETTINGS
from tests.house.tree import DOCS, ROOT, name_of, read_doc, read_problem_texts

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])


def list_commands(command: click.Command, path: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from list_commands(child, f"{path} {name}")
    else:
        yield path


def test_every_command_is_documented() -> None:
    commands = list(list_commands(build(), "configurator"))
    page = read_doc("cli.md")
    assert commands
    assert [command for command in commands if not re.search(rf"`{command}[` ]", page)] == []


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_as_it_is(setting: object) -> None:
    row = f"| `{setting.name}` | {setting.default} | {setting.sentence} |"  # type: ignore[attr-defined]
    assert row in read_doc("settings.md")


def test_no_other_setting_is_documented() -> None:
    documented = set(re.findall(r"^\| `(CONFIGURATOR_\w+)`", read_doc("settings.md"), re.MULTILINE))
    assert documented == {setting.name for setting in SETTINGS}


def test_every_problem_code_is_documented() -> None:
    codes = {key for key in read_problem_texts("en") if not key.endswith(".hint")}
    documented = set(re.findall(r"^\| `([\w.-]+)` \|", read_doc("problems.md"), re.MULTILINE))
    assert codes == documented, "docs/problems.md is written by `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_command_exists(page: Path) -> None:
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets
    named = re.findall(r"(?:`|^ {4})make (?:[A-Z]+=\S+ )?([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(named) <= set(targets[1].split())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in sorted((DOCS / "decisions").glob("*.md"))]
    assert numbers
    assert numbers == list(range(1, len(numbers) + 1))
