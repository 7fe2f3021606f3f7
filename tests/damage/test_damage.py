"""A small number of damaged copies: no crash, every refusal has its place, nothing takes long, the original stays."""

from __future__ import annotations

from collections import Counter
from datetime import UTC
from pathlib import Path
from random import Random

import pytest

from configurator.access.roles import Role
from configurator.catalog.model import Catalog
from configurator.resources import catalog_dir
from configurator.services.publishing import ReleaseService
from configurator.services.users import UserService
from configurator.storage.database import open_database
from configurator.storage.migrating import upgrade
from configurator.values.problem import has_errors
from configurator.values.refusal import Refusal
from tests.damage.__main__ import run_trials, sum_up
from tests.damage.contents import CHANGES, Change
from tests.damage.copies import Copy, make_copy
from tests.damage.folders import HARMS, harm_folder
from tests.damage.trials import compute_digest, read_files, try_copy, try_folder
from tests.factories.quotes import MOMENT
from tests.factories.releases import check
from tests.fakes.clock import FakeClock

TELECOM = catalog_dir()
TUTORIAL = catalog_dir("tutorial")
SEED = 20261122
COPIES = 150


def test_no_damage_to_the_telecom_catalog_brings_the_reading_down() -> None:
    before = compute_digest(read_files(TELECOM))
    trials = list(run_trials(TELECOM, range(1, COPIES + 1), SEED))
    answer = sum_up(trials)
    assert answer["faults"] == []
    assert answer["copies"] == COPIES + COPIES // 100
    assert answer["refused"] > COPIES // 2
    assert len(answer["codes"]) > 20
    assert compute_digest(read_files(TELECOM)) == before


def test_some_damaged_copies_stand_every_proof_as_well() -> None:
    files = read_files(TUTORIAL)
    trials = [try_copy(make_copy(files, SEED, number), with_proofs=True) for number in range(60)]
    assert [trial.faults for trial in trials if trial.faults] == []
    assert any(trial.usable for trial in trials)


@pytest.mark.parametrize("number", range(len(HARMS)), ids=lambda number: HARMS[number].__name__)
def test_a_harmed_folder_is_told_about_by_file(tmp_path: Path, number: int) -> None:
    kind, path = harm_folder(TUTORIAL, tmp_path / "catalog", SEED, number)
    trial = try_folder(number, kind, tmp_path / "catalog", path)
    assert trial.faults == ()
    assert trial.usable or trial.codes


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_kind_of_damage_does_something(change: Change) -> None:
    content = read_files(TELECOM)["rules/voice.yaml"]
    assert any(change(Random(seed), content) != content for seed in range(20))


def test_a_number_and_a_seed_give_the_same_copy() -> None:
    files = read_files(TUTORIAL)
    assert make_copy(files, 1, 7) == make_copy(files, 1, 7)
    assert len({make_copy(files, 1, number).kind for number in range(300)}) > len(CHANGES)


def test_the_summary_counts_what_was_tried() -> None:
    files = read_files(TUTORIAL)
    trials = [try_copy(make_copy(files, SEED, number)) for number in range(40)]
    answer = sum_up(trials)
    assert answer["usable"] + answer["refused"] == 40
    assert sum(answer["by_kind"].values()) == 40
    assert answer["codes"] == dict(Counter(code for trial in trials for code in set(trial.codes)))


def test_a_crash_would_be_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(catalog: Catalog) -> None:
        raise KeyError(catalog.key)

    monkeypatch.setattr("tests.damage.trials.read_rules", crash)
    trial = try_copy(Copy(0, read_files(TUTORIAL), "nothing", "catalog.yaml"))
    assert "KeyError: 'tutorial'" in trial.faults[0]


def test_no_damaged_copy_replaces_the_release_in_force(tmp_path: Path) -> None:
    """What is published stays in force, whatever comes after it."""
    url, files = f"sqlite:///{tmp_path / 'site.db'}", read_files(TUTORIAL)
    upgrade(url)
    database = open_database(url)
    users = UserService(database.uow_factory, FakeClock(MOMENT))
    maintainer = users.create_user(None, "m@example.com", "M", Role.MAINTAINER, "correct horse battery", "en")
    releases = ReleaseService(database.uow_factory, FakeClock(MOMENT), zone=UTC)
    releases.publish(maintainer, check(files))
    refused = 0
    for number in range(40):
        checked = check(dict(make_copy(files, SEED, number).files))
        if has_errors(checked.problems):
            refused += 1
            with pytest.raises(Refusal):
                releases.publish(maintainer, checked)
    assert refused > 10
    in_force = releases.list_releases("tutorial")
    assert [release.number for release in in_force] == [1]
    assert in_force[0].digest == compute_digest(files)
    database.close()


def test_a_hundred_thousand_empty_lines_are_read_at_once() -> None:
    files = read_files(TUTORIAL)
    files["terms.yaml"] += b"\n" * 250_000
    files["rules/office.yaml"] += b" " * 250_000
    assert try_copy(Copy(0, files, "lengthen", "terms.yaml")).faults == ()
    assert try_copy(Copy(0, files, "lengthen", "rules/office.yaml")).faults == ()
