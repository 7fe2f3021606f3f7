from __future__ import annotations

import logging
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from configurator.services import in_force as module
from configurator.services.in_force import ASK_AGAIN_SECONDS, KEPT_CATALOGS, CatalogInForce
from configurator.services.publishing import ReleaseService
from configurator.services.releases import CatalogRefused
from tests.factories.catalog_files import tiny_files
from tests.factories.releases import check, dearer

LATER = date(2027, 1, 1)


class Timer:
    """Seconds that pass when a test says so."""

    now = 0

    def __call__(self):
        return self.now


@pytest.fixture
def timer():
    return Timer()


@pytest.fixture
def releases(database, clock):
    return ReleaseService(database.uow_factory, clock)


@pytest.fixture
def folder(tmp_path):
    for path, content in tiny_files().items():
        target = tmp_path / "tiny" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return tmp_path / "tiny"


@pytest.fixture
def catalog(releases, folder, timer):
    return CatalogInForce(releases, folder, timer)


def pass_time(timer):
    timer.now += ASK_AGAIN_SECONDS + 1


def price_in(catalog):
    return catalog.proposer().catalog.prices["SBC-100"][0].tiers[0].amount


def test_is_the_folder_until_the_first_release(catalog):
    assert catalog.release is None
    assert catalog.proposer().catalog.number is None
    assert price_in(catalog) == Decimal(32000)


def test_takes_up_a_release_after_a_few_seconds(catalog, releases, people, timer):
    catalog.proposer()
    releases.publish(people.maintainer, check(dearer()))
    assert price_in(catalog) == Decimal(32000)
    pass_time(timer)
    assert price_in(catalog) == Decimal(33000)
    assert catalog.release and catalog.release.number == catalog.proposer().catalog.number == 1


def test_takes_up_at_once_what_this_process_published(catalog, releases, people):
    catalog.proposer()
    releases.listen(catalog.forget)
    releases.publish(people.maintainer, check(dearer()))
    assert price_in(catalog) == Decimal(33000)


def test_takes_up_a_release_on_its_day(catalog, releases, people, timer, clock):
    releases.publish(people.maintainer, check(dearer()), effective_from=LATER)
    pass_time(timer)
    assert price_in(catalog) == Decimal(32000)
    clock.advance(days=40)
    pass_time(timer)
    assert price_in(catalog) == Decimal(33000)


def test_asks_the_database_only_now_and_then(catalog, releases, timer, monkeypatch):
    asked = []
    monkeypatch.setattr(releases, "get_in_force", lambda key: asked.append(key))
    pass_time(timer)
    for _ in range(100):
        catalog.proposer()
    assert asked == ["tiny"]


def test_gives_the_same_proposer_as_long_as_nothing_changes(catalog, timer):
    before = catalog.proposer()
    pass_time(timer)
    assert catalog.proposer() is before


def test_changed_files_in_the_folder_change_nothing_that_is_served(catalog, folder, timer):
    shutil.rmtree(folder)
    pass_time(timer)
    assert price_in(catalog) == Decimal(32000)


def test_needs_no_sound_folder_once_a_release_is_in_force(releases, people, folder, timer):
    releases.publish(people.maintainer, check(dearer()))
    (folder / "prices/voice.csv").write_bytes(b"\xff\x00")
    assert price_in(CatalogInForce(releases, folder, timer)) == Decimal(33000)
    (folder / "catalog.yaml").write_bytes(b"key: [")
    assert price_in(CatalogInForce(releases, folder, timer)) == Decimal(33000)


def test_needs_a_sound_folder_before(releases, folder, timer):
    (folder / "catalog.yaml").write_bytes(b"key: [")
    with pytest.raises(CatalogRefused):
        CatalogInForce(releases, folder, timer)


def test_releases_of_other_catalogs_do_not_count(catalog, releases, people, timer):
    files = {**tiny_files(), "catalog.yaml": tiny_files()["catalog.yaml"].replace(b"key: tiny", b"key: other")}
    releases.publish(people.maintainer, check(files))
    pass_time(timer)
    assert catalog.proposer().catalog.key == "tiny"
    assert catalog.release is None


def test_goes_on_with_the_old_one_when_a_new_one_cannot_be_opened(
    catalog, releases, people, timer, monkeypatch, caplog
):
    releases.publish(people.maintainer, check(dearer()))

    def refuse(catalog, number):
        raise CatalogRefused(())

    monkeypatch.setattr(releases, "open_book", refuse)
    pass_time(timer)
    with caplog.at_level(logging.ERROR, module.__name__):
        assert price_in(catalog) == Decimal(32000)
    assert "catalog release not taken up" in caplog.text


def test_keeps_what_was_compiled_of_the_latest_releases(catalog, releases, people, timer):
    first = catalog.proposer()
    for amount in range(33_000, 33_000 + KEPT_CATALOGS):
        releases.publish(people.maintainer, check(dearer(str(amount))))
        pass_time(timer)
        catalog.proposer()
    assert len(catalog._kept) == KEPT_CATALOGS
    assert first not in catalog._kept.values()


def test_one_thread_opens_while_others_go_on(catalog, releases, people, timer, monkeypatch):
    before, seen = catalog.proposer(), []
    compile_release = catalog._compile

    def look_around(release):
        seen.append(catalog.proposer())
        return compile_release(release)

    monkeypatch.setattr(catalog, "_compile", look_around)
    releases.publish(people.maintainer, check(dearer()))
    pass_time(timer)
    after = catalog.proposer()
    assert seen == [before]
    assert after is not before


def test_answers_for_quotes(catalog):
    assert catalog.discount_limits() == catalog.proposer().discount_limits()


def test_a_release_with_the_same_files_is_named_by_its_own_number(catalog, releases, people, timer):
    for files in (None, dearer()):
        releases.publish(people.maintainer, check(files))
    releases.roll_back(people.maintainer, "tiny", 1)
    pass_time(timer)
    assert catalog.proposer().catalog.number == 3
    assert replace(catalog.proposer().catalog, number=None).digest == releases.load_release("tiny", 1).digest
