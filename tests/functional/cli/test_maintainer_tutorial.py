"""The maintainer's tutorial as it is printed: every edit is made, every command run, every answer compared."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from configurator.bootstrap import open_services
from configurator.customers.customer import CustomerFields
from configurator.settings import load_settings

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "maintainer-tutorial.md"
SELLING = "a seller makes two quotes in the browser"
OFFICES = (("Riverside Office", 40), ("Hilltop Office", 120))
_BLOCK = re.compile(r"^```(console|diff)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the page with the answer that is printed there."""

    words: str
    answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a file: the lines that are there, and those that are there afterwards."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Selling:
    """The place where sellers make quotes."""


def read_steps(text: str) -> Iterator[Command | Edit | Selling]:
    """What the page tells to do, in its order."""
    place = 0
    for block in _BLOCK.finditer(text):
        if SELLING in text[place : block.start()]:
            yield Selling()
        place = block.end()
        yield from _read_commands(block[3]) if block[1] == "console" else [_read_edit(block[2], block[3])]


def _read_commands(text: str) -> Iterator[Command]:
    for part in text.split("$ ")[1:] if text.startswith("$ ") else ():
        words, *answer = part.rstrip("\n").split("\n")
        yield Command(words, tuple(answer))


def _read_edit(path: str, text: str) -> Edit:
    lines = text.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in "- ")
    return Edit(path, before, "".join(line[1:] for line in lines if line[0] in "+ "))


def run(words: str, folder: Path) -> tuple[int, tuple[str, ...]]:
    """Exit code and lines of a command, without what only tells how far it is."""
    known = {
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(ROOT),
        "CONFIGURATOR_LANGUAGE": "en",
        "CONFIGURATOR_VAR_DIR": str(folder / "var"),
        "CONFIGURATOR_DEMO_PASSWORD": "correct horse battery",
        "CONFIGURATOR_CATALOG": str(folder / "office") if (folder / "office").is_dir() else "",
    }
    command = [sys.executable, "-m", "configurator", *shlex.split(words)[1:]]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=known, cwd=folder, check=False
    )
    return done.returncode, tuple(line.rstrip() for line in done.stdout.splitlines() if not line.endswith(" …"))


def edit(change: Edit, folder: Path) -> None:
    """Make a change whose lines stand in the file once."""
    path = folder / change.path
    text = path.read_text(encoding="utf-8")
    assert text.count(change.before) == 1, f"{change.path} does not have once:\n{change.before}"
    path.write_text(text.replace(change.before, change.after), encoding="utf-8")


def sell(folder: Path) -> None:
    """What sellers do in the browser: a draft for each office."""
    environ = {"CONFIGURATOR_VAR_DIR": str(folder / "var"), "CONFIGURATOR_CATALOG": str(folder / "office")}
    services = open_services(load_settings(environ))
    seller = services.users.find_user("rep@demo.example")
    assert seller
    for name, staff in OFFICES:
        fields = CustomerFields(name=name, class_code="office", staff=staff)
        customer = services.customers.create_customer(seller, fields)
        request = {
            "customer": {"name": name, "industry": "office", "staff": staff},
            "needs": ["internet"],
            "term_months": 12,
            "discount_percent": "0",
        }
        preview = services.proposer.content_of(request, datetime.now(UTC).date())
        services.quotes.create_draft(seller, customer.id, request, preview)
    services.disconnect()


def is_as_printed(printed: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether the answer is the printed one; `…` stands for anything within its line."""
    patterns = [".*".join(map(re.escape, line.split("…"))) for line in printed]
    return len(printed) == len(said) and all(map(re.fullmatch, patterns, said))


def test_the_page_is_what_happens(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    steps = list(read_steps(PAGE.read_text(encoding="utf-8")))
    assert sum(isinstance(step, Selling) for step in steps) == 1
    for step in steps:
        if isinstance(step, Edit):
            edit(step, tmp_path)
        elif isinstance(step, Selling):
            sell(tmp_path)
        else:
            code, said = run(step.words, tmp_path)
            assert is_as_printed(step.answer, said), f"$ {step.words}\n" + "\n".join(said)
            assert code == int(any(": error [" in line for line in said)), step.words


@pytest.mark.parametrize(
    "act", ["init", "lint", "test", "diff", "impact", "publish", "releases", "rollback"], ids=lambda act: act
)
def test_the_page_shows_every_act_of_a_session(act: str) -> None:
    steps = list(read_steps(PAGE.read_text(encoding="utf-8")))
    assert any(isinstance(step, Command) and f"catalog {act} " in f"{step.words} " for step in steps)


def test_an_answer_that_differs_is_noticed() -> None:
    assert is_as_printed(("in … s.",), ("in 2.5 s.",))
    assert not is_as_printed(("in … s.",), ("in 2.5 s!",))
    assert not is_as_printed((), ("something",))
