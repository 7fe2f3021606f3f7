"""The tables of docs/quoting.md say what the code does."""

from __future__ import annotations

from pathlib import Path

from configurator.access.permissions import Permission, can
from configurator.access.roles import Role
from configurator.quoting.lifecycle import TRANSITIONS

PAGE = (Path(__file__).parents[3] / "docs" / "quoting.md").read_text(encoding="utf-8")


def read_table(heading: str) -> list[list[str]]:
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"]
    return rows[2:]


def test_documents_every_step():
    expected = [
        [state, action, transition.state, transition.permission or "the system"]
        for (state, action), transition in TRANSITIONS.items()
    ]
    assert read_table("The life of a version") == expected


def test_documents_every_permission():
    expected = [[permission, *("yes" if can(role, permission) else "" for role in Role)] for permission in Permission]
    assert read_table("Who may do what") == expected
