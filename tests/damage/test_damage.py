"""A small number of damaged copies: no crash, every refusal has its place, nothing takes long, the original stays."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from configurator.catalog.model import Catalog
from configurator.resources import catalog_dir
from tests.damage.__main__ import run_trials, sum_up
from tests.damage.contents import CHANGES, Change
from tests.damage.copies import Copy, make_copy
from tests.damage.folders import HARMS, harm_folder
from tests.damage.trials import compute_digest, read_files, try_copy, try_folder

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
