from __future__ import annotations

from datetime import date

import pytest

from configurator.access.refusals import NotPermitted
from configurator.releasing.model import ReleaseState
from configurator.releasing.refusals import (
    EffectiveDatePast,
    NoteTooLong,
    OwnRelease,
    ReleaseDecided,
    ReleaseUnchanged,
    ReleaseUnknown,
    ReleaseWaiting,
)
from configurator.services import releases as opening
from configurator.services.publishing import NOTE_LENGTH, ReleaseService
from configurator.services.releases import CatalogFiles, CatalogRefused, check_release
from configurator.values.problem import Problem, Severity
from tests.factories.catalog_files import changed, tiny_files
from tests.factories.releases import TODAY, check, dearer

LATER = date(2027, 1, 1)


@pytest.fixture
def releases(database, clock):
    """Publishing that needs no approval."""
    return ReleaseService(database.uow_factory, clock)


@pytest.fixture
def careful(database, clock):
    """Publishing that needs another person."""
    return ReleaseService(database.uow_factory, clock, needs_approval=True)


def read_trail(database, release):
    with database.uow_factory.reading() as work:
        return [(entry.action, entry.user_id) for entry in work.audit.of_subject("catalog", release.id, 10)]


def test_publishes_with_number_date_author_and_digest(releases, people, clock):
    checked = check()
    release = releases.publish(people.maintainer, checked, note=" first ").release
    assert (release.catalog, release.number, release.label) == ("tiny", 1, "2026.10")
    assert (release.author, release.published_at, release.effective_from) == (people.maintainer.name, clock(), TODAY)
    assert checked.book and release.digest == checked.book.catalog.digest
    assert (release.note, release.state) == ("first", ReleaseState.PUBLISHED)


def test_leaves_an_entry_in_the_trail(releases, people, database):
    release = releases.publish(people.maintainer, check()).release
    assert read_trail(database, release) == [("publish_catalog", people.maintainer.id)]


def test_gives_the_files_back_as_they_were(releases, people):
    releases.publish(people.maintainer, check())
    releases.publish(people.maintainer, check(dearer()))
    assert releases.load_files("tiny", 1) == tiny_files()
    assert releases.load_files("tiny", 2) == dearer()
    assert releases.open_book("tiny", 2).catalog.number == 2


@pytest.mark.parametrize("name", ["rep", "manager", "admin"])
def test_lets_only_maintainers_publish(releases, people, name):
    with pytest.raises(NotPermitted):
        releases.publish(getattr(people, name), check())
    assert releases.list_releases("tiny") == ()


@pytest.mark.parametrize(
    "files",
    [
        changed("prices/voice.csv", ",32000,", ",many,"),
        changed("rules/voice.yaml", "then: SBC-*", "then: SBC-* and ("),
        {"catalog.yaml": b"\xff\xfe"},
        {},
    ],
)
def test_refuses_files_with_errors_and_keeps_nothing(releases, people, files):
    checked = check_release(CatalogFiles(files))
    with pytest.raises(CatalogRefused) as refused:
        releases.publish(people.maintainer, checked)
    assert refused.value.problems == checked.problems != ()
    assert releases.list_releases("tiny") == ()


def test_refuses_what_a_check_finds(releases, people, monkeypatch):
    found = Problem("release_unknown", Severity.ERROR, params={"catalog": "tiny", "number": 1})
    monkeypatch.setattr(opening, "RELEASE_CHECKS", (lambda files, book, tell: (found,),))
    with pytest.raises(CatalogRefused) as refused:
        releases.publish(people.maintainer, check())
    assert found in refused.value.problems


def test_refuses_files_that_could_not_be_opened(releases, people):
    problem = Problem("file_unreadable", params={"reason": "denied"})
    with pytest.raises(CatalogRefused) as refused:
        releases.publish(people.maintainer, check_release(CatalogFiles(tiny_files(), (problem,))))
    assert problem in refused.value.problems


def test_refuses_what_is_in_force_already(releases, people):
    releases.publish(people.maintainer, check())
    with pytest.raises(ReleaseUnchanged) as refused:
        releases.publish(people.maintainer, check())
    assert refused.value.params["number"] == 1


def test_compares_with_what_is_in_force_on_that_day(releases, people):
    releases.publish(people.maintainer, check())
    releases.publish(people.maintainer, check(dearer()), effective_from=LATER)
    with pytest.raises(ReleaseUnchanged):
        releases.publish(people.maintainer, check(dearer()), effective_from=LATER)
    assert releases.publish(people.maintainer, check(), effective_from=LATER).release.number == 3


def test_takes_effect_on_its_day(releases, people, clock):
    releases.publish(people.maintainer, check())
    releases.publish(people.maintainer, check(dearer()), effective_from=LATER)
    assert releases.get_in_force("tiny").number == 1
    clock.advance(days=40)
    assert releases.get_in_force("tiny").number == 2


def test_takes_no_day_that_is_over(releases, people):
    with pytest.raises(EffectiveDatePast):
        releases.publish(people.maintainer, check(), effective_from=date(2026, 11, 21))


def test_says_which_scheduled_release_is_overtaken(releases, people):
    releases.publish(people.maintainer, check(), effective_from=LATER)
    published = releases.publish(people.maintainer, check(dearer()))
    assert [(one.release.number, one.by.number) for one in published.overtaken] == [(1, 2)]


def test_says_when_what_is_approved_late_will_never_count(careful, releases, people):
    careful.publish(people.maintainer, check())
    releases.publish(people.maintainer, check(dearer()))
    approved = careful.approve(people.admin, "tiny", 1)
    assert [(one.release.number, one.by.number) for one in approved.overtaken] == [(1, 2)]
    assert releases.get_in_force("tiny").number == 2
    assert releases.publish(people.maintainer, check(dearer("34000"))).overtaken == ()


def test_takes_notes_of_limited_length(releases, people):
    with pytest.raises(NoteTooLong):
        releases.publish(people.maintainer, check(), note="x" * (NOTE_LENGTH + 1))


def test_rolls_back_by_publishing_the_old_one_again(releases, people, database):
    releases.publish(people.maintainer, check())
    releases.publish(people.maintainer, check(dearer()))
    release = releases.roll_back(people.maintainer, "tiny", 1, note="too dear").release
    assert (release.number, release.restored_from, release.note) == (3, 1, "too dear")
    assert releases.get_in_force("tiny") == release
    assert releases.load_files("tiny", 3) == tiny_files()
    assert read_trail(database, release) == [("roll_back_catalog", people.maintainer.id)]


def test_rolls_back_only_by_maintainers_and_to_known_numbers(releases, people):
    releases.publish(people.maintainer, check())
    with pytest.raises(NotPermitted):
        releases.roll_back(people.admin, "tiny", 1)
    with pytest.raises(ReleaseUnknown):
        releases.roll_back(people.maintainer, "tiny", 9)
    with pytest.raises(ReleaseUnchanged):
        releases.roll_back(people.maintainer, "tiny", 1)


def test_waits_for_another_person(careful, people, database):
    release = careful.publish(people.maintainer, check()).release
    assert release.state is ReleaseState.PROPOSED
    assert careful.get_in_force("tiny") is None
    approved = careful.approve(people.admin, "tiny", 1, "seen").release
    assert careful.get_in_force("tiny") == approved
    assert approved.decision and (approved.decision.by, approved.decision.comment) == (people.admin.name, "seen")
    assert read_trail(database, release) == [
        ("approve_catalog", people.admin.id),
        ("publish_catalog", people.maintainer.id),
    ]


def test_nobody_decides_about_their_own(careful, people):
    careful.publish(people.maintainer, check())
    for decide in (careful.approve, careful.reject):
        with pytest.raises(OwnRelease):
            decide(people.maintainer, "tiny", 1)
    assert careful.get_in_force("tiny") is None


@pytest.mark.parametrize("name", ["rep", "manager"])
def test_lets_nobody_decide_without_the_permission(careful, people, name):
    careful.publish(people.maintainer, check())
    with pytest.raises(NotPermitted):
        careful.approve(getattr(people, name), "tiny", 1)


def test_decides_only_what_waits(careful, releases, people):
    careful.publish(people.maintainer, check())
    careful.reject(people.admin, "tiny", 1, "no")
    releases.publish(people.maintainer, check())
    for number in (1, 2):
        with pytest.raises(ReleaseDecided):
            careful.approve(people.admin, "tiny", number)
    assert careful.list_releases("tiny")[1].state is ReleaseState.REJECTED


def test_refuses_to_propose_the_same_twice(careful, people):
    careful.publish(people.maintainer, check())
    with pytest.raises(ReleaseWaiting) as refused:
        careful.publish(people.maintainer, check())
    assert refused.value.params["number"] == 1
    careful.reject(people.admin, "tiny", 1)
    assert careful.publish(people.maintainer, check()).release.number == 2


def test_tells_who_listens_after_every_act(careful, people):
    heard = []
    careful.listen(lambda: heard.append(len(careful.list_releases("tiny"))))
    careful.publish(people.maintainer, check())
    careful.approve(people.admin, "tiny", 1)
    assert heard == [1, 1]


def test_says_when_the_label_was_not_changed(releases, people):
    assert releases.publish(people.maintainer, check()).namesake is None
    second = releases.publish(people.maintainer, check(dearer()))
    assert second.namesake and second.namesake.number == 1
    renamed = changed("catalog.yaml", "2026.10", "2026.11")
    assert releases.publish(people.maintainer, check(renamed)).namesake is None
