from __future__ import annotations

import random
from io import BytesIO
from zipfile import ZipFile

import pytest

from configurator.catalog.reading import compute_digest
from configurator.releasing import archiving
from configurator.releasing.archiving import check_path, pack_files, unpack_files
from configurator.releasing.refusals import ArchiveBroken, CatalogTooLarge, FilePathRefused
from tests.factories.catalog_files import tiny_files


def test_gives_back_what_was_packed():
    files = tiny_files()
    assert unpack_files(pack_files(files), compute_digest(files)) == files


def test_same_files_make_the_same_bytes_in_any_order():
    files = tiny_files()
    assert pack_files(dict(reversed(files.items()))) == pack_files(files)


def test_says_nothing_of_time_or_machine():
    with ZipFile(BytesIO(pack_files(tiny_files()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o644}


def test_notices_another_content():
    files = tiny_files()
    with pytest.raises(ArchiveBroken) as refused:
        unpack_files(pack_files(files), "0" * 64)
    assert refused.value.params["found"] == compute_digest(files)


def test_refuses_damaged_archives_without_a_traceback():
    files, chance = tiny_files(), random.Random(7)
    packed, digest = pack_files(files), compute_digest(files)
    for _ in range(300):
        damaged = bytearray(packed)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        try:
            assert unpack_files(bytes(damaged), digest) == files
        except (ArchiveBroken, FilePathRefused, CatalogTooLarge):
            continue


@pytest.mark.parametrize("packed", [b"", b"PK", b"not an archive" * 10])
def test_refuses_what_is_no_archive(packed):
    with pytest.raises(ArchiveBroken):
        unpack_files(packed, "0" * 64)


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "/etc/passwd",
        "../a.yaml",
        "rules/../../a",
        "rules//a.yaml",
        "./a.yaml",
        "a\\b",
        "C:a",
        "a\nb",
        "a/",
    ],
)
def test_refuses_paths_that_leave_the_folder(path):
    with pytest.raises(FilePathRefused):
        check_path(path)


@pytest.mark.parametrize("path", ["catalog.yaml", "rules/voice.yaml", "规则/语音.yaml", "a b.csv", "..a/b"])
def test_accepts_plain_paths(path):
    assert check_path(path) == path


def test_refuses_more_than_a_release_may_hold(monkeypatch):
    packed, digest = pack_files(tiny_files()), compute_digest(tiny_files())
    monkeypatch.setattr(archiving, "MOST_BYTES", 1000)
    with pytest.raises(CatalogTooLarge) as refused:
        pack_files(tiny_files())
    assert refused.value.params["most"] == 1000
    with pytest.raises(CatalogTooLarge):
        unpack_files(packed, digest)


def test_refuses_more_files_than_a_release_may_hold(monkeypatch):
    monkeypatch.setattr(archiving, "MOST_FILES", 2)
    with pytest.raises(CatalogTooLarge):
        pack_files(tiny_files())
