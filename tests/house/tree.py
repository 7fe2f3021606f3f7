"""The source tree as the house tests see it: files, syntax trees and texts, read once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "configurator"
LOCALE = PACKAGE / "wording" / "locale"
TEMPLATES = ROOT / "templates"
DOCS = ROOT / "docs"

CORE = (
    "values",
    "access",
    "catalog",
    "customers",
    "solver",
    "rules",
    "models",
    "configuration",
    "programmes",
    "ledgers",
    "pricing",
    "programmes",
    "guidance",
    "quoting",
    "linter",
    "scenarios",
    "releasing",
    "exchange",
    "proving",
)


def list_modules(*rooms: str) -> tuple[Path, ...]:
    """The Python files of the rooms, or of the whole package."""
    folders = [PACKAGE / room for room in rooms] or [PACKAGE]
    return tuple(sorted(path for folder in folders for path in folder.rglob("*.py")))


@cache
def parse(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """The path as a person writes it."""
    return path.relative_to(ROOT).as_posix()


def place_of(path: Path, node: ast.expr | ast.stmt) -> str:
    """File and line of a node."""
    return f"{name_of(path)}:{node.lineno}"


def list_domains(language: str) -> tuple[str, ...]:
    """The names of a language's text files, without `.po`."""
    return tuple(sorted(path.name.removesuffix(".po") for path in (LOCALE / language).glob("*.po")))


@cache
def read_texts(language: str, domain: str) -> dict[str, str]:
    """Key to text of one file."""
    with (LOCALE / language / f"{domain}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def read_problem_texts(language: str) -> dict[str, str]:
    """Key to text of every finding and refusal, from `problems.po` and `problems.<room>.po`."""
    domains = [name for name in list_domains(language) if name.split(".")[0] == "problems"]
    return {key: text for domain in domains for key, text in read_texts(language, domain).items()}


def read_doc(name: str) -> str:
    """The text of one page of the documentation; a missing page is an empty one."""
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.exists() else ""
