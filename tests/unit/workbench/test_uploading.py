from __future__ import annotations

import pytest

from configurator.workbench.candidates import pack_files
from configurator.workbench.refusals import UploadRefused
from configurator.workbench.uploading import ANYWHERE, MOST_SINGLE_FILES, TOP, Upload, list_places, take_files
from tests.factories.catalog_files import tiny_files


def codes_of(*uploads: Upload, place: str = ANYWHERE, below: dict[str, bytes] | None = None) -> list[str]:
    with pytest.raises(UploadRefused) as caught:
        take_files(uploads, tiny_files() if below is None else below, place)
    return [problem.code for problem in caught.value.problems]


def test_a_zip_is_a_whole_catalog():
    unpacked, changed = take_files([Upload("c.zip", pack_files({"catalog.yaml": b"x"}))], tiny_files(), ANYWHERE)
    assert unpacked.files == {"catalog.yaml": b"x"}
    assert changed == ("catalog.yaml",)


def test_a_zip_is_known_by_what_it_holds_too():
    assert take_files([Upload("c.bin", pack_files({"a.csv": b""}))], {}, ANYWHERE)[1] == ("a.csv",)


def test_a_file_replaces_the_one_of_its_name():
    unpacked, changed = take_files([Upload("sbc_sites.csv", b"new")], tiny_files(), ANYWHERE)
    assert changed == ("tables/sbc_sites.csv",)
    assert unpacked.files == tiny_files() | {"tables/sbc_sites.csv": b"new"}


def test_of_a_name_with_a_path_only_the_name_counts():
    assert take_files([Upload("C:\\work\\tax.csv", b"")], tiny_files(), ANYWHERE)[1] == ("tax.csv",)
    assert take_files([Upload("../../tax.csv", b"")], tiny_files(), ANYWHERE)[1] == ("tax.csv",)


def test_a_new_file_goes_into_the_chosen_folder():
    assert take_files([Upload("new.yaml", b"")], tiny_files(), "offerings")[1] == ("offerings/new.yaml",)
    assert take_files([Upload("new.yaml", b"")], tiny_files(), TOP)[1] == ("new.yaml",)


def test_a_new_file_without_a_folder_is_refused():
    assert codes_of(Upload("new.yaml", b"")) == ["upload_place_open"]


def test_a_name_that_several_files_have_is_refused_with_all_of_them():
    below = {"rules/voice.yaml": b"", "offerings/voice.yaml": b""}
    with pytest.raises(UploadRefused) as caught:
        take_files([Upload("voice.yaml", b"")], below, ANYWHERE)
    assert caught.value.problems[0].code == "upload_place_ambiguous"
    assert set(caught.value.problems[0].params["found"]) == set(below)


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (Upload("notes.txt", b""), "upload_kind_unknown"),
        (Upload("", b""), "upload_name_refused"),
        (Upload("a\x00.yaml", b""), "upload_name_refused"),
        (Upload(".hidden.yaml", b""), "upload_kind_unknown"),
        (Upload("tax.csv", b"x" * 5_000_001), "upload_file_too_large"),
        (Upload("tax.csv", b"x" * 11_000_000), "upload_too_large"),
        (Upload("broken.zip", b"PK"), "upload_not_zip"),
    ],
)
def test_refuses_by_name(upload, code):
    assert code in codes_of(upload)


def test_refuses_folders_that_the_catalog_does_not_have():
    assert codes_of(Upload("a.yaml", b""), place="../etc") == ["upload_place_unknown"]


def test_refuses_the_same_file_twice():
    assert codes_of(Upload("tax.csv", b""), Upload("tax.csv", b"")) == ["upload_name_twice"]


def test_refuses_nothing_and_too_many():
    assert codes_of() == ["upload_missing"]
    uploads = [Upload(f"{number}.yaml", b"") for number in range(MOST_SINGLE_FILES + 1)]
    assert codes_of(*uploads, place=TOP) == ["upload_too_many_entries"]


def test_single_files_need_others_to_lie_over():
    assert codes_of(Upload("tax.csv", b""), below={}) == ["upload_base_without_files"]


def test_lists_the_folders():
    assert list_places(tiny_files()) == ("offerings", "packages", "prices", "rules", "sizes", "tables")
