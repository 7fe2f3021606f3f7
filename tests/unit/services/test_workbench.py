from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from configurator.access.refusals import NotPermitted
from configurator.access.users import User
from configurator.services.bench_jobs import Subject
from configurator.services.proposing import Proposer
from configurator.services.publishing import ReleaseService
from configurator.services.releases import CatalogRefused
from configurator.services.workbench import Places, WorkbenchService
from configurator.workbench.drawing import Drawing, DrawnNode
from configurator.workbench.refusals import CandidateUnknown, CheckMissing, JobUnknown, UploadRefused
from configurator.workbench.uploading import Upload
from configurator.workbench.workpiece import read_workpiece
from tests.factories.catalog_files import tiny_files
from tests.fakes.clock import MORNING


@dataclass
class Bench:
    """The service with the folder of its catalog."""

    service: WorkbenchService
    folder: Path
    proposer: Proposer


@pytest.fixture
def make_service(database, clock, tmp_path):
    """A service on the same database and desk, as another process would make it."""
    releases = ReleaseService(database.uow_factory, clock)
    places = Places(tmp_path / "tiny", tmp_path / "desk")
    return lambda proposer: WorkbenchService(database.uow_factory, clock, lambda: proposer, releases, places)


@pytest.fixture
def bench(make_service, tmp_path):
    folder = tmp_path / "tiny"
    for path, content in tiny_files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    proposer = Proposer(read_workpiece(tiny_files()).book)
    return Bench(make_service(proposer), folder, proposer)


def change(bench: Bench, path: str = "approvals.yaml", content: str = "limits: {rep: 6, manager: 15}\n") -> None:
    (bench.folder / path).write_text(content, encoding="utf-8")


def put(bench: Bench, who: User, content: bytes = b"limits: {rep: 7}\n", base: str = "current"):
    return bench.service.upload(who, [Upload("approvals.yaml", content)], base, "", "note")


def test_what_is_in_force_comes_with_the_folders_files(bench, people):
    piece = bench.service.open(people.maintainer, "current")
    assert piece.book is bench.proposer.book
    assert piece.files == tiny_files()


def test_files_that_changed_are_not_taken_for_those_in_force(bench, people):
    change(bench)
    piece = bench.service.open(people.maintainer, "current")
    assert piece.book is bench.proposer.book
    assert piece.files == {}
    assert bench.service.has_changed_folder(people.maintainer)


def test_files_in_force_stay_known_when_the_folder_changes_later(bench, people):
    bench.service.open(people.maintainer, "current")
    change(bench)
    assert bench.service.open(people.maintainer, "current").files == tiny_files()


def test_the_folder_is_read_as_it_is_now(bench, people):
    assert not bench.service.has_changed_folder(people.maintainer)
    change(bench)
    catalog = bench.service.open(people.maintainer, "folder").catalog
    assert str(catalog.discount_limits["rep"].percent) == "6"


def test_what_cannot_be_opened_in_the_folder_is_told(bench, people):
    (bench.folder / "offerings/link.yaml").symlink_to("/etc/hostname")
    piece = bench.service.open(people.maintainer, "folder")
    assert [problem.code for problem in piece.problems] == ["file_outside"]
    (bench.folder / "offerings/link.yaml").unlink()
    assert bench.service.open(people.maintainer, "folder").problems == ()


def test_the_same_files_are_read_once(bench, people):
    first = bench.service.open(people.maintainer, "folder")
    assert bench.service.open(people.maintainer, "folder") is first


def test_a_candidate_says_who_when_and_what(bench, people):
    candidate = put(bench, people.maintainer)
    assert (candidate.number, candidate.author_id, candidate.author) == (
        1,
        people.maintainer.id,
        people.maintainer.name,
    )
    assert (candidate.base, candidate.uploaded, candidate.note) == ("current", ("approvals.yaml",), "note")
    assert candidate.moment == MORNING
    assert bench.service.list_candidates(people.admin) == (candidate,)
    piece = bench.service.open(people.admin, "1")
    assert piece.digest == candidate.digest
    assert piece.files["approvals.yaml"] == b"limits: {rep: 7}\n"


def test_a_candidate_can_be_changed_into_another(bench, people):
    put(bench, people.maintainer)
    second = bench.service.upload(people.admin, [Upload("new.csv", b"")], "1", "prices", "")
    files = bench.service.open(people.admin, str(second.number)).files
    assert (second.number, second.base) == (2, "1")
    assert files["approvals.yaml"] == b"limits: {rep: 7}\n"
    assert files["prices/new.csv"] == b""


def test_numbers_are_never_given_twice(bench, people):
    put(bench, people.maintainer)
    bench.service.discard(people.maintainer, 1)
    assert put(bench, people.maintainer).number == 2


def test_a_refused_upload_leaves_no_trace(bench, people, database):
    with pytest.raises(UploadRefused):
        bench.service.upload(people.maintainer, [Upload("x.zip", b"PK")], "current", "", "")
    assert bench.service.list_candidates(people.maintainer) == ()
    with database.uow_factory.reading() as work:
        assert work.audit.of_subject("candidate", 1, 10) == ()


def test_an_upload_that_cannot_be_kept_is_not_in_the_trail(bench, people, database, tmp_path):
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk/candidates").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="candidates"):
        put(bench, people.maintainer)
    with database.uow_factory.reading() as work:
        assert work.audit.of_subject("candidate", 1, 10) == ()


@pytest.mark.parametrize("key", ["7", "x", "", "1.5", "-1", "9" * 30, "..", "²"])
def test_unknown_keys_are_refused(bench, people, key):
    with pytest.raises(CandidateUnknown):
        bench.service.open(people.maintainer, key)


def test_findings_are_kept_by_what_the_files_say(bench, people, make_service):
    piece = bench.service.open(people.maintainer, "current")
    assert bench.service.read_findings(people.maintainer, piece).state.status == "none"
    bench.service.start_check(people.maintainer, piece)
    end = monotonic() + 30
    while (found := bench.service.read_findings(people.maintainer, piece)).state.is_under_way and monotonic() < end:
        sleep(0.01)
    assert found.state.status == "done"
    assert found.problems
    again = make_service(bench.proposer)
    assert again.read_findings(people.maintainer, again.open(people.maintainer, "folder")) == found


def test_a_broken_workpiece_needs_no_check(bench, people):
    candidate = put(bench, people.maintainer, b"limits: [\n")
    piece = bench.service.open(people.maintainer, str(candidate.number))
    found = bench.service.start_check(people.maintainer, piece)
    assert found.state.status == "done"
    assert found.problems == piece.problems != ()


def wait_for(bench: Bench, who: User, kind: str, subject: Subject):
    end = monotonic() + 30
    while (state := bench.service.look(who, kind, subject)).is_under_way and monotonic() < end:
        sleep(0.01)
    return state


def test_a_job_of_an_unknown_kind_is_refused(bench, people):
    piece = bench.service.open(people.maintainer, "current")
    for ask in (bench.service.look, bench.service.start):
        with pytest.raises(JobUnknown):
            ask(people.maintainer, "../x", Subject(piece))


def test_nothing_is_published_unchecked(bench, people):
    with pytest.raises(CheckMissing):
        bench.service.publish(people.maintainer, "folder")


def test_what_was_checked_is_published_and_opened_as_a_release(bench, people):
    who = people.maintainer
    piece = bench.service.open(who, "folder")
    bench.service.start(who, "release", Subject(piece))
    assert wait_for(bench, who, "release", Subject(piece)).status == "done"
    published = bench.service.publish(who, "folder", note="first").release
    assert (published.number, published.digest, published.note) == (1, piece.digest, "first")
    assert bench.service.open(who, "r1").files == piece.files


def test_what_is_in_force_comes_with_the_files_of_its_release(bench, people, make_service):
    who = people.maintainer
    piece = bench.service.open(who, "folder")
    bench.service.start(who, "release", Subject(piece))
    wait_for(bench, who, "release", Subject(piece))
    bench.service.publish(who, "folder")
    released = make_service(Proposer(bench.service._releases.open_book("tiny", 1)))
    change(bench)
    assert released.open(who, "current").files == tiny_files()


def test_a_catalog_with_errors_is_refused_at_the_gate(bench, people):
    candidate = put(bench, people.maintainer, b"limits: [\n")
    with pytest.raises(CatalogRefused):
        bench.service.publish(people.maintainer, str(candidate.number))


@pytest.mark.parametrize("who", ["rep", "manager", "admin"])
def test_publishing_takes_the_permission(bench, people, who):
    piece = bench.service.open(people.maintainer, "folder")
    bench.service.start(people.maintainer, "release", Subject(piece))
    wait_for(bench, people.maintainer, "release", Subject(piece))
    with pytest.raises(NotPermitted):
        bench.service.publish(getattr(people, who), "folder")


def test_a_request_is_tried_on_the_workpiece_that_is_named(bench, people):
    text = "customer: {industry: Q84, staff: 60, sites: 2}\n"
    files = tiny_files()["rules/voice.yaml"].replace(b"then: SBC-*", b"then: SBC-* >= 3")
    candidate = bench.service.upload(people.maintainer, [Upload("voice.yaml", files)], "current", "rules", "")
    choose = text + "choices: {SIP-30: 1, SBC-100: 1}\n"
    now = bench.service.try_out(people.maintainer, "current", choose, MORNING.date())
    then = bench.service.try_out(people.maintainer, str(candidate.number), choose, MORNING.date())
    assert now.trial.conflict is None
    assert now.content is not None
    assert [reason.key for reason in then.trial.conflict.reasons if reason.kind == "rule"] == ["VOICE-01"]


def test_problems_of_a_request_have_their_place(bench, people):
    tried = bench.service.try_out(people.maintainer, "current", "customer: {industry: Q84}\n", MORNING.date())
    assert {str(problem.location) for problem in tried.problems} == {"request.yaml:1:1"}


def test_a_picture_is_drawn_once(bench, people, monkeypatch):
    drawing = Drawing("t", (DrawnNode("n0", ("a",), "offering"),), ())
    first = bench.service.draw(people.maintainer, drawing)
    monkeypatch.setattr("configurator.services.workbench.draw_svg", None)
    assert bench.service.draw(people.maintainer, drawing) == first


@pytest.mark.parametrize("who", ["rep", "other", "manager"])
def test_others_may_do_nothing_here(bench, people, who):
    actor = getattr(people, who)
    piece = bench.service.open(people.maintainer, "current")
    candidate = put(bench, people.maintainer)
    for act in (
        lambda: bench.service.open(actor, "current"),
        lambda: bench.service.list_candidates(actor),
        lambda: bench.service.get_candidate(actor, candidate.number),
        lambda: bench.service.discard(actor, candidate.number),
        lambda: put(bench, actor),
        lambda: bench.service.read_findings(actor, piece),
        lambda: bench.service.start_check(actor, piece),
        lambda: bench.service.try_out(actor, "current", "", MORNING.date()),
        lambda: bench.service.draw(actor, Drawing("t", (), ())),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert bench.service.list_candidates(people.maintainer) == (candidate,)
