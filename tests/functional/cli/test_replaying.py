"""`configurator replay` on files and on the versions of a database."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from configurator.services.proposing import Proposer
from configurator.services.releases import open_catalog
from tests.factories.releases import make_request
from tests.functional.cli.console import Desk, start


def replay(*arguments: object, language: str = "en") -> CompletedProcess[str]:
    return start("replay", *arguments, language=language)


@pytest.fixture
def ledger(site: Path) -> str:
    return Proposer(open_catalog(site)).content_of(make_request(), date(2026, 11, 22)).ledger


def test_a_ledger_is_the_same_again(ledger: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_text(ledger, encoding="utf-8")
    done = replay(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "amounts are the same" in done.stdout
    assert "全部一致" in replay(path, language="zh").stdout


def test_an_altered_figure_is_named(ledger: str, tmp_path: Path) -> None:
    tree = json.loads(ledger)
    tree["totals"]["tcv"] = "1.00"
    path = tmp_path / "ledger.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    done = replay(path)
    assert done.returncode == 1
    assert "totals.tcv: 1.00 →" in done.stdout
    (told,) = json.loads(replay(path, "--json").stdout)["replayed"]
    assert (told["verdict"], told["differences"][0]["place"]) == ("differs", "totals.tcv")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"format":"price-ledger","edition":1}', b"[" * 100_000])
def test_what_is_no_ledger_is_told_without_a_traceback(site: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(content)
    done = replay(path)
    assert done.returncode == 1
    assert "not a price ledger" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_a_wrong_call(site: Path, tmp_path: Path) -> None:
    assert replay(tmp_path / "none.json").returncode == 2


def test_every_submitted_version_is_computed_again(desk: Desk) -> None:
    assert "No version has been submitted yet" in replay().stdout
    draft = desk.quotes.create_draft(desk.rep, desk.customer_id, make_request())
    desk.quotes.create_draft(desk.rep, desk.customer_id, make_request())
    desk.quotes.submit(desk.rep, draft.quote_id)
    done = replay()
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    assert " v1: all " in done.stdout
