from __future__ import annotations

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from configurator.documents.lettering import REPLACEMENT, Lettering, load_lettering

LATIN = Lettering(frozenset(range(0x20, 0x250)))


def make_font(path, letters):
    builder = FontBuilder(1000)
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    builder.setupGlyf({name: Glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupPost()
    builder.save(path)
    return path


def test_keeps_what_the_fonts_hold():
    assert LATIN.clean("Müller & Søn, 100 % <b>") == "Müller & Søn, 100 % <b>"


def test_marks_what_the_fonts_do_not_hold():
    assert LATIN.clean("𠮷x😀") == f"{REPLACEMENT}x{REPLACEMENT}"


def test_composes_letters_with_their_accents():
    assert LATIN.clean("e\u0301") == "é"


@pytest.mark.parametrize(
    "invisible", ["\u202e", "\u200b", "\ufeff", "\x00", "\u2066", "\ufe0f", "\U000e0101", "\u00ad", "\ud800"]
)
def test_drops_what_is_invisible_or_turns_the_direction(invisible):
    assert LATIN.clean(f"a{invisible}b") == "ab"


@pytest.mark.parametrize("blank", ["\n", "\t", "\r\n", "  ", "\u2028", "\u3000", "\u00a0"])
def test_puts_everything_on_one_line(blank):
    assert LATIN.clean(f" a{blank}b ") == "a b"


def test_knows_only_letters_that_every_font_holds(tmp_path):
    one, other = make_font(tmp_path / "one.ttf", "abc"), make_font(tmp_path / "other.ttf", "bcd")
    assert load_lettering((one, other)).covered == {ord("b"), ord("c")}
