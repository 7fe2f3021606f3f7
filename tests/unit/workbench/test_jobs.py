"""Jobs: begun once, seen by everybody, never lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest

from configurator.workbench import jobs
from configurator.workbench.jobs import MOST_KEPT, JobDesk, JobState

PATIENCE = 20


@pytest.fixture
def desk(tmp_path: Path) -> JobDesk:
    return JobDesk(tmp_path / "results")


def wait(desk: JobDesk, key: str = "a", kind: str = "lint") -> JobState:
    end = monotonic() + PATIENCE
    while (state := desk.look(kind, key)).is_under_way and monotonic() < end:
        sleep(0.01)
    return state


def test_a_job_that_nobody_began_is_none(desk):
    assert desk.look("lint", "a") == JobState("none")


def test_a_job_ends_with_its_result(desk):
    assert desk.start("lint", "a", lambda report: {"found": [1, "二"]}).status == "waiting"
    state = wait(desk)
    assert (state.status, state.result) == ("done", {"found": [1, "二"]})


def test_progress_is_seen_while_it_runs(desk, monkeypatch):
    monkeypatch.setattr(jobs, "REPORT_SECONDS", 0)
    reported, go_on = Event(), Event()

    def work(report):
        report(3, 7)
        reported.set()
        go_on.wait(PATIENCE)

    desk.start("lint", "a", work)
    assert reported.wait(PATIENCE)
    assert desk.look("lint", "a") == JobState("running", 3, 7)
    go_on.set()
    assert wait(desk).status == "done"


def test_one_process_works_off_one_job_after_the_other(desk):
    began, go_on = Event(), Event()

    def work(report):
        began.set()
        go_on.wait(PATIENCE)

    desk.start("lint", "a", work)
    assert began.wait(PATIENCE)
    desk.start("lint", "b", lambda report: None)
    assert desk.look("lint", "b").status == "waiting"
    go_on.set()
    assert wait(desk, "b").status == "done"


def test_a_job_is_not_begun_twice(desk):
    go_on, runs = Event(), []

    def work(report):
        runs.append(1)
        go_on.wait(PATIENCE)

    for _ in range(3):
        desk.start("lint", "a", work)
    go_on.set()
    wait(desk)
    desk.start("lint", "a", work)
    assert len(runs) == 1


def test_a_job_is_done_again_when_asked(desk):
    desk.start("lint", "a", lambda report: 1)
    wait(desk)
    desk.start("lint", "a", lambda report: 2, again=True)
    assert wait(desk).result == 2


def test_a_job_that_ends_while_somebody_looks_is_done(desk, monkeypatch):
    take = JobDesk._take

    def take_late(self, kind, key):
        """The look comes between the end of the job and the release of its lock."""
        monkeypatch.undo()
        self.start(kind, key, lambda report: 1)
        wait(self)
        return take(self, kind, key)

    monkeypatch.setattr(JobDesk, "_take", take_late)
    assert desk.look("lint", "a").result == 1


def test_a_job_that_ended_meanwhile_is_not_begun_again(desk, monkeypatch):
    look = JobDesk.look

    def look_early(self, kind, key):
        monkeypatch.undo()
        self.start(kind, key, lambda report: "first")
        wait(self)
        return JobState("none")

    monkeypatch.setattr(JobDesk, "look", look_early)
    assert desk.start("lint", "a", lambda report: "second").result == "first"
    assert look(desk, "lint", "a").result == "first"


def test_a_job_that_fails_says_so_and_can_be_begun_again(desk, caplog):
    desk.start("lint", "a", lambda report: 1 / 0)
    state = wait(desk)
    assert state.status == "failed"
    assert state.error in caplog.text
    assert "ZeroDivisionError" in caplog.text
    desk.start("lint", "a", lambda report: 1, again=True)
    assert wait(desk).status == "done"


def test_another_process_sees_the_job_and_does_not_begin_it(desk, tmp_path):
    go_on = Event()
    desk.start("lint", "a", lambda report: go_on.wait(PATIENCE) and None)
    script = (
        "from pathlib import Path; from configurator.workbench.jobs import JobDesk; "
        f"desk = JobDesk(Path({str(tmp_path / 'results')!r})); "
        "print(desk.look('lint', 'a').status, desk.start('lint', 'a', lambda report: 1).status)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.split() in (["waiting", "waiting"], ["running", "running"])
    go_on.set()
    assert wait(desk).status == "done"


def test_a_job_whose_process_died_is_as_if_nobody_had_begun_it(desk, tmp_path):
    script = (
        "import os, time; from pathlib import Path; from configurator.workbench.jobs import JobDesk; "
        f"desk = JobDesk(Path({str(tmp_path / 'results')!r})); "
        "desk.start('lint', 'a', lambda report: time.sleep(60)); time.sleep(0.1); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    assert desk.look("lint", "a") == JobState("none")
    desk.start("lint", "a", lambda report: 5)
    assert wait(desk).result == 5


def test_results_do_not_pile_up(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_KEPT", 3)
    for number in range(6):
        desk.start("lint", f"k{number}", lambda report: 1)
        wait(desk, f"k{number}")
    assert MOST_KEPT > 3
    assert len(list((tmp_path / "results").glob("*.json"))) == 3


def test_a_result_that_cannot_be_read_is_none(desk, tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results/lint-a.json").write_text("{half")
    assert desk.look("lint", "a").status == "none"


@pytest.mark.parametrize("key", ["../a", "a/b", "", "A" * 300, "a\0"])
def test_only_our_own_names_become_files(desk, key):
    if key:
        with pytest.raises(ValueError, match="not a name"):
            desk.look("lint", key)
