"""Records, maps and lists read their parts, keep what is good and name what is not."""

import pytest

from configurator.catalog.nodes import Scalar
from configurator.catalog.notebook import Notebook
from configurator.catalog.records import Bilingual, Either, Field, ListOf, MapOf, Record, read_optional
from configurator.catalog.shapes import REFUSED, Formula, OneOf, Whole, Words
from configurator.catalog.yaml_trees import parse_tree
from configurator.values.text import Text

PERSON = Record((Field("name", Words(), required=True), Field("age", Whole()), Field("kind", OneOf.words("a", "b"))))


def read(shape, text):
    notebook = Notebook()
    page = notebook.page("f.yaml")
    value = shape.read(parse_tree(text, page), page)
    return value, [(problem.code, problem.location.line, problem.location.column) for problem in notebook.problems]


def test_a_record_has_its_values_and_their_places():
    entry, problems = read(PERSON, "name: Li\nage: 30\n")
    assert problems == []
    assert (entry.complete, entry["name"], entry["age"], entry.get("kind"), entry.get("kind", "a")) == (
        True,
        "Li",
        30,
        None,
        "a",
    )
    assert ("age" in entry, "kind" in entry) == (True, False)
    assert (str(entry.at("age")), str(entry.at("kind"))) == ("f.yaml:2:6", "f.yaml:1:1")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nam: Li\n", [("field_missing", 1, 1), ("unknown_key", 1, 1)]),
        ("age: 3\n", [("field_missing", 1, 1)]),
        ("name: Li\nage: x\nkind: c\n", [("figure_not_plain", 2, 6), ("not_one_of", 3, 7)]),
    ],
)
def test_a_record_with_a_fault_is_not_complete_and_names_every_fault(text, found):
    entry, problems = read(PERSON, text)
    assert not entry.complete
    assert sorted(problems) == found


def test_an_unknown_key_is_told_the_nearest_and_all_known_ones():
    notebook = Notebook()
    page = notebook.page("f.yaml")
    PERSON.read(parse_tree("nmae: Li\n", page), page)
    problem = next(problem for problem in notebook.problems if problem.code == "unknown_key")
    assert problem.params == {"name": "nmae", "nearest": "name", "known": ("name", "age", "kind")}


@pytest.mark.parametrize(("shape", "code"), [(PERSON, "not_a_map"), (MapOf(Words(), Words()), "not_a_map")])
def test_a_scalar_is_no_map(shape, code):
    assert read(shape, "[a]") == (REFUSED, [(code, 1, 1)])


def test_a_loose_map_keeps_what_can_be_read():
    value, problems = read(MapOf(Words(), Whole()), "{a: 1, b: x, c: 3}")
    assert value == {"a": 1, "c": 3}
    assert problems == [("figure_not_plain", 1, 11)]


def test_a_strict_map_is_refused_as_a_whole():
    assert read(MapOf(Words(), Whole(), strict=True), "{a: 1, b: x}")[0] is REFUSED


def test_an_entry_of_a_map_stands_at_its_key():
    value, _ = read(MapOf(Words(), PERSON), "\nli:\n  name: Li\n")
    assert str(value["li"].location) == "f.yaml:2:1"


def test_a_list_reads_its_items_in_order():
    assert read(ListOf(Whole()), "[3, 1, 2]") == ((3, 1, 2), [])


@pytest.mark.parametrize(
    ("shape", "text", "code"),
    [
        (ListOf(Whole(), at_least=2), "[1]", "list_too_short"),
        (MapOf(Words(), Whole(), at_least=2), "{a: 1}", "list_too_short"),
        (ListOf(Whole()), "{a: 1}", "not_a_list"),
        (ListOf(Whole()), "[1, x]", "figure_not_plain"),
    ],
)
def test_a_list_that_cannot_be_read_is_named(shape, text, code):
    assert [problem[0] for problem in read(shape, text)[1]] == [code]


def test_either_goes_by_the_form():
    shape = Either(Formula(), PERSON)
    assert read(shape, "staff + 1")[0].source == "staff + 1"
    assert read(shape, "name: Li")[0]["name"] == "Li"


def test_a_bilingual_text_has_both_languages():
    assert read(Bilingual(), "{zh: ' 甲 ', en: A}") == (Text("甲", "A"), [])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{zh: 甲}", ["translation_missing"]),
        ("{zh: 甲, en: ''}", ["translation_missing"]),
        ("{zh: 甲, en: ' '}", ["translation_missing"]),
        ("{zh: 甲, en: [A]}", ["translation_missing"]),
        ("{zh: 甲, en: A, fr: B}", ["unknown_key"]),
        ("{zh: 甲, en: A, and B}", ["text_comma"]),
        ("A", ["text_not_bilingual"]),
    ],
)
def test_a_text_that_lacks_a_language_is_named(text, codes):
    assert [problem[0] for problem in read(Bilingual(), text)[1]] == codes


@pytest.mark.parametrize(
    ("sentence", "fine"),
    [("{a} and {b}", True), ("no braces", True), ("{a", False), ("a}", False), ("{a {b}}", False), ("}a{", False)],
)
def test_the_braces_of_a_sentence_pair(sentence, fine):
    problems = read(Bilingual(sentence=True), f"zh: '{sentence}'\nen: A\n")[1]
    assert [problem[0] for problem in problems] == ([] if fine else ["sentence_braces"])


def test_an_optional_cell_may_be_empty():
    page = Notebook().page("f.csv")
    assert read_optional(Whole(), Scalar("", 1, 1), page) is None
    assert read_optional(Whole(), Scalar("3", 1, 1), page) == 3
