"""`catalog impact` as a person or a script calls it, on quotes in a database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.factories.catalog_files import changed, tiny_files
from tests.factories.releases import NEVER, dearer, make_request
from tests.functional.cli.console import BY, Desk, ask, run, write


@pytest.fixture
def quoted(site: Path, desk: Desk) -> Path:
    """The site with two drafts of the rep's: one of a trunk and its controller, one of the controller alone."""
    alone = make_request(needs=[], choices={"SBC-100": 1}, ambition="essential")
    for request in (make_request(), alone):
        preview = desk.proposer.content_of(request, date(2026, 11, 22))
        desk.quotes.create_draft(desk.rep, desk.customer_id, request, preview)
    return site


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """The tiny catalog with a rule that parts the two."""
    return write(tmp_path / "strict", changed("rules/voice.yaml", "  - id: VOICE-07\n", NEVER))


def test_tells_machines_what_becomes_of_every_quote(quoted: Path, strict: Path) -> None:
    found = ask("impact", strict)
    assert found["counts"] == {"same": 1, "price": 0, "invalid": 1, "invalid_already": 0, "unknown": 0}
    broken, fine = found["quotes"]
    assert (broken["outcome"], fine["outcome"]) == ("invalid", "same")
    assert broken["broken"][0]["key"] == "NEW-01"
    assert broken["broken"][0]["place"].startswith("rules/voice.yaml:")
    assert fine["change"] == {"one_time": "+0.00", "monthly": "+0.00", "annual": "+0.00", "tcv": "+0.00"}


def test_tells_people_prices_in_both_languages(quoted: Path, tmp_path: Path) -> None:
    candidate = write(tmp_path / "dearer", dearer())
    done = run("impact", candidate)
    assert done.returncode == 0, done.stderr
    assert "2 open quotes" in done.stdout
    assert "(+950.00)" in done.stdout
    assert "2 份未结束的报价" in run("impact", candidate, CONFIGURATOR_LANGUAGE="zh").stdout


def test_compares_with_the_release_in_force(quoted: Path, tmp_path: Path) -> None:
    ask("publish", write(tmp_path / "dearer", dearer()), *BY)
    found = ask("impact", 1)
    assert (found["before"], found["counts"]["same"]) == (found["after"], 2)
    assert ask("impact", quoted)["counts"]["price"] == 2
    assert ask("impact")["counts"]["price"] == 2


def test_lists_what_stays_the_same_only_when_asked_to(quoted: Path) -> None:
    assert "Q-2026-000001" not in run("impact").stdout
    assert "Q-2026-000001" in run("impact", "--all").stdout


def test_tells_approval_limits_that_are_crossed(quoted: Path, tmp_path: Path) -> None:
    files = tiny_files() | {"approvals.yaml": b"limits: {rep: 4, manager: 15}\n"}
    candidate = write(tmp_path / "limits", files)
    approval = ask("impact", candidate)["quotes"][0]["approval"]
    assert approval == {"asked": "5", "limit_before": "5", "limit_after": "4", "needs_approval": True, "possible": True}
    assert "needs approval" in run("impact", candidate).stdout


def test_says_for_how_many_no_repair_was_looked_for(quoted: Path, strict: Path) -> None:
    assert ask("impact", strict, "--seconds", 0)["unfinished"] == 1
    assert "Time ran out" in run("impact", strict, "--seconds", 0).stdout


def test_refuses_what_it_cannot_open(quoted: Path) -> None:
    done = run("impact", 7)
    assert (done.returncode, "[release_unknown]" in done.stderr) == (1, True)
