"""`configurator replay` on files and on the versions of a database."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date
from os import environ
from pathlib import Path

import pytest

from configurator.access.roles import Role
from configurator.services.customers import CustomerService
from configurator.services.proposing import Proposer
from configurator.services.quotes import QuoteService
from configurator.services.releases import open_catalog
from configurator.services.users import UserService
from configurator.storage.database import open_database
from tests.factories.quotes import make_fields
from tests.factories.releases import make_request
from tests.fakes.clock import FakeClock
from tests.fakes.rendering import FakeRenderer
from tests.functional.cli.console import ROOT


def replay(*arguments: object, language: str = "en") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from configurator.cli import main; main()", "replay", *map(str, arguments)]
    known = {**environ, "CONFIGURATOR_LANGUAGE": language}
    return subprocess.run(command, capture_output=True, text=True, env=known, cwd=ROOT, check=False)


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


def test_every_submitted_version_is_computed_again(site: Path, tmp_path: Path) -> None:
    assert "No version has been submitted yet" in replay().stdout
    database = open_database(f"sqlite:///{tmp_path / 'var/configurator.db'}")
    clock, proposer = FakeClock(), Proposer(open_catalog(site))
    rep = UserService(database.uow_factory, clock).find_user(f"{Role.REP.value}@example.com")
    assert rep
    customer = CustomerService(database.uow_factory, clock).create_customer(rep, make_fields())
    quotes = QuoteService(database.uow_factory, clock, proposer, FakeRenderer(), UTC)
    draft = quotes.create_draft(rep, customer.id, make_request())
    quotes.create_draft(rep, customer.id, make_request())
    quotes.submit(rep, draft.quote_id)
    database.close()
    done = replay()
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    assert " v1: all " in done.stdout
