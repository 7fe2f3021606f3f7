from __future__ import annotations

import pytest

from configurator.documents.phrasebook import Phrase, join_sentences, join_texts, label
from configurator.values.text import Text
from configurator.wording import UnknownText
from tests.unit.documents.books import make_book, texts_of

HOSPITAL = Text("医院", "Hospital")


def test_says_a_text_in_both_languages_chinese_first():
    assert make_book().say("contents") == (Phrase("zh-CN", "目录"), Phrase("en", "Contents"))


@pytest.mark.parametrize(("language", "phrase"), [("zh", Phrase("zh-CN", "医院")), ("en", Phrase("en", "Hospital"))])
def test_shows_a_text_in_the_one_language_of_the_document(language, phrase):
    assert make_book(language).show(HOSPITAL) == (phrase,)


def test_prints_what_is_the_same_in_both_languages_once():
    assert texts_of(make_book().show(Text("SD-WAN", "SD-WAN"))) == ["SD-WAN"]
    assert texts_of(make_book().plain("2026-11-22")) == ["2026-11-22"]


def test_leaves_out_a_language_that_has_no_words():
    assert texts_of(make_book().show(Text("仅中文", ""))) == ["仅中文"]


def test_resolves_texts_among_the_parameters():
    said = make_book().say("component.setting", name=HOSPITAL, value="A")
    assert texts_of(said) == ["医院：A", "Hospital: A"]


def test_cleans_parameters_as_well():
    said = make_book("en").say("component.setting", name="a\u202eb", value="\U0001f600")
    assert texts_of(said) == ["ab: 〓"]


def test_raises_for_a_text_that_no_file_holds():
    with pytest.raises(UnknownText):
        make_book().say("no.such.key")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "It consists of one component."),
        (2, "It consists of 2 components."),
        (1200, "It consists of 1,200 components."),
    ],
)
def test_counts_one_thing_and_many_things(count, said):
    assert texts_of(make_book("en").count("summary.components", count)) == [said]


def test_finds_words_for_a_code_or_gives_the_code():
    book = make_book()
    assert book.text("size.large", "large") == Text("大型", "Large")
    assert book.text("size.gigantic", "gigantic") == Text("gigantic", "gigantic")


def test_joins_texts_with_each_languages_separator():
    assert join_texts([HOSPITAL, Text("学校", "School")]) == Text("医院、学校", "Hospital, School")
    assert texts_of(make_book().join([HOSPITAL, HOSPITAL])) == ["医院、医院", "Hospital, Hospital"]


def test_puts_sentences_after_each_other_in_each_language():
    book = make_book()
    sentences = (book.show(Text("甲。", "One.")), (), book.show(Text("乙。", "Two.")))
    assert texts_of(join_sentences(sentences)) == ["甲。乙。", "One. Two."]


def test_labels_with_all_phrases_on_one_line():
    assert label(make_book().say("contents")) == "目录 / Contents"
