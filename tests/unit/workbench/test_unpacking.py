"""ZIP files as an attacker, or an unlucky person, may send them."""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile

import pytest

from configurator.workbench import unpacking
from configurator.workbench.refusals import UploadRefused
from configurator.workbench.unpacking import MOST_BYTES_OF_A_FILE, MOST_ENTRIES, check_path, is_catalog_file, unpack
from tests.factories.catalog_files import tiny_files


def pack(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def codes_of(content: bytes) -> list[str]:
    with pytest.raises(UploadRefused) as caught:
        unpack(content)
    return [problem.code for problem in caught.value.problems]


def test_unpacks_a_catalog():
    assert unpack(pack(tiny_files())).files == tiny_files()


def test_takes_off_the_folder_around_everything():
    packed = pack({f"telecom/{path}": content for path, content in tiny_files().items()})
    assert unpack(packed).files == tiny_files()


def test_keeps_a_folder_that_is_not_around_a_catalog():
    assert set(unpack(pack({"prices/a.csv": b"", "prices/b.csv": b""})).files) == {"prices/a.csv", "prices/b.csv"}


def test_leaves_out_what_no_catalog_reads_and_says_so():
    strange = {"README.md": b"x", ".git/config.yaml": b"x", "__MACOSX/a.yaml": b"x", "tool.exe": b"MZ"}
    unpacked = unpack(pack(tiny_files() | strange))
    assert unpacked.files == tiny_files()
    assert set(unpacked.left_out) == set(strange)


def test_a_zip_without_a_catalogs_files_is_refused():
    assert codes_of(pack({"README.md": b"x"})) == ["upload_empty"]


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all", b"PK\x05\x06" + b"\0" * 5, b"\0" * 100_000])
def test_what_is_no_zip_is_refused(content):
    assert codes_of(content) == ["upload_not_zip"]


def test_a_truncated_zip_is_refused():
    content = pack(tiny_files())
    assert set(codes_of(content[len(content) // 2 :])) <= {"upload_not_zip", "upload_entry_broken"}
    assert codes_of(content[: len(content) // 2]) == ["upload_not_zip"]


@pytest.mark.parametrize(
    "name",
    ["../catalog.yaml", "/etc/passwd.yaml", "a/../../b.yaml", "C:/a.yaml", "a\\..\\b.yaml", "./a.yaml", "a//b.yaml"],
)
def test_paths_that_lead_out_are_refused_by_name(name):
    with pytest.raises(UploadRefused) as caught:
        unpack(pack({"catalog.yaml": b"", name: b""}))
    assert [problem.code for problem in caught.value.problems] == ["upload_path_outside"]
    assert caught.value.problems[0].params["entry"] == name
    assert caught.value.problems[0].location.file == name


def test_a_path_that_lies_too_deep_is_refused():
    assert codes_of(pack({"a/b/c/d/e.yaml": b""})) == ["upload_too_deep"]
    assert [problem.code for problem in check_path("a/b/c/d.yaml")] == []


@pytest.mark.parametrize("name", ["x" * 250 + ".yaml", "a\x07b.yaml", "a\u202eb.yaml"])
def test_names_that_cannot_be_read_are_refused(name):
    assert [problem.code for problem in check_path(name)] == ["upload_name_refused"]


def test_the_same_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("catalog.yaml", b"a")
            archive.writestr("catalog.yaml", b"b")
    assert codes_of(buffer.getvalue()) == ["upload_name_twice"]


@pytest.mark.parametrize(("one", "other"), [("A.yaml", "a.yaml"), ("\u00e9.yaml", "e\u0301.yaml")])
def test_names_that_some_disks_take_for_one_are_refused(one, other):
    assert codes_of(pack({one: b"", other: b""})) == ["upload_name_twice"]


def test_links_are_refused():
    entry = zipfile.ZipInfo("link.yaml")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, b"/etc/passwd")
    assert codes_of(buffer.getvalue()) == ["upload_not_regular"]


def test_too_many_entries_are_refused_before_any_is_read():
    packed = pack({f"offerings/{number}.yaml": b"" for number in range(MOST_ENTRIES + 1)}, zipfile.ZIP_STORED)
    assert codes_of(packed) == ["upload_too_many_entries"]


def test_a_directory_that_lies_about_its_length_is_refused():
    packed = bytearray(pack({f"{number}.yaml": b"" for number in range(MOST_ENTRIES + 1)}, zipfile.ZIP_STORED))
    at = packed.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", packed, at + 8, 1, 1)
    assert codes_of(bytes(packed)) == ["upload_too_many_entries"]


def test_a_bomb_is_stopped_by_its_own_word():
    assert codes_of(pack({"catalog.yaml": b"\0" * (MOST_BYTES_OF_A_FILE + 1)})) == ["upload_file_too_large"]


def test_a_bomb_that_lies_about_its_size_is_stopped_when_it_is_read():
    size = MOST_BYTES_OF_A_FILE * 4
    packed = pack({"catalog.yaml": b"\0" * size})
    lying = packed.replace(struct.pack("<L", size), struct.pack("<L", 100))
    assert len(lying) < 100_000
    assert codes_of(lying)[0] in ("upload_entry_broken", "upload_file_too_large")


def test_many_files_that_unpack_to_too_much_are_refused(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1_000_000)
    packed = pack({f"prices/{number}.csv": b"," * 400_000 for number in range(3)})
    assert codes_of(packed) == ["upload_unpacks_too_large"]


def test_an_upload_that_is_too_large_is_refused():
    assert codes_of(b"\0" * (unpacking.MOST_UPLOADED + 1)) == ["upload_too_large"]


def test_encrypted_entries_are_refused():
    packed = bytearray(pack({"catalog.yaml": b"key: a\n"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.find(mark) + offset] |= 1
    assert codes_of(bytes(packed)) == ["upload_encrypted"]


def test_other_methods_of_packing_are_refused():
    assert codes_of(pack({"catalog.yaml": b"key: a\n"}, zipfile.ZIP_LZMA)) == ["upload_method_unknown"]


def test_a_damaged_entry_is_refused_by_name():
    packed = bytearray(pack({"catalog.yaml": b"key: a\n" * 500}))
    packed[60] ^= 0xFF
    with pytest.raises(UploadRefused) as caught:
        unpack(bytes(packed))
    assert [(each.code, each.params["entry"]) for each in caught.value.problems] == [
        ("upload_entry_broken", "catalog.yaml")
    ]


def test_names_in_old_encodings_are_refused():
    packed = pack({"价格.csv": b""})
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = packed.find(mark) + offset
        flags = struct.unpack_from("<H", packed, at)[0] & ~0x800
        packed = packed[:at] + struct.pack("<H", flags) + packed[at + 2 :]
    assert codes_of(packed) == ["upload_name_not_utf8"]


def test_names_in_chinese_are_taken():
    assert list(unpack(pack({"prices/价格.csv": b""})).files) == ["prices/价格.csv"]


@pytest.mark.parametrize(
    ("path", "known"),
    [("a.yaml", True), ("a/b.CSV", True), ("a.yml", True), ("a.json", False), (".a.yaml", False), (".x/a.yaml", False)],
)
def test_knows_the_files_of_a_catalog(path, known):
    assert is_catalog_file(path) is known


def test_random_damage_never_gives_anything_but_a_refusal():
    dice, whole = random.Random(4), pack(tiny_files())
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 8)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            unpack(bytes(damaged))
        except UploadRefused as refusal:
            assert refusal.problems
