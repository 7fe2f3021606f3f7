"""What becomes possible or impossible; every example is tried in both catalogs."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.model import Choice
from configurator.configuration.session import Session
from configurator.guidance.proposing import situation_of
from configurator.guidance.reading import read_request
from configurator.releasing.comparing import compare_catalogs
from configurator.releasing.diffing import diff_books
from configurator.releasing.reaching import _list_partners, find_possibilities, list_typical
from configurator.services.releases import open_release
from tests.factories.catalog_files import changed, tiny_files

DAY = date(2026, 11, 22)
RULE = """\
  - id: NEW-01
    kind: excludes
    never_together: [SBC-100, MIN-OUT]
    evidence: A
    sentence: {zh: 二者不可同时选。, en: Never both.}
  - id: VOICE-07
"""


def open_both(after, before=None):
    return open_release(before or tiny_files(), 1), open_release(after, 2)


def find(after, before=None, **options):
    books = open_both(after, before)
    return find_possibilities(books, compare_catalogs(books[0].catalog, books[1].catalog), DAY, **options)


def is_possible(book, example):
    request, problems = read_request(book.catalog, example, DAY)
    if request is None:
        assert {problem.code for problem in problems} <= {"request_quantity_out_of_range"}
        return False
    return Session(CompiledSituation(situation_of(book, request)), request.choices).conflict() is None


def tell(reach):
    return {(one.became_possible, one.choices) for one in reach.possibilities}


CASES = {
    "pair excluded": (changed("rules/voice.yaml", "  - id: VOICE-07\n", RULE), tiny_files()),
    "rule deleted": (tiny_files(), changed("rules/voice.yaml", "  - id: VOICE-07\n", RULE)),
    "trunk needs minutes": (changed("rules/voice.yaml", "then: SBC-*", "then: MIN-OUT"), tiny_files()),
    "row dropped": (changed("tables/sbc_sites.csv", "2|3,*\n", ""), tiny_files()),
    "row widened": (changed("tables/sbc_sites.csv", "2|3,*", "2|3|4,*"), tiny_files()),
    "offering for nobody": (changed("rules/voice.yaml", "then: SBC-*", "then: SBC-100 >= 21"), tiny_files()),
    "quantity smaller": (changed("offerings/voice.yaml", "1..1000000", "1..5000"), tiny_files()),
    "forced": (changed("rules/voice.yaml", "if: SIP-*", "if: staff >= 1"), tiny_files()),
}


@pytest.mark.parametrize("name", CASES)
def test_every_example_shows_the_difference(name):
    after, before = CASES[name]
    books = open_both(after, before)
    reach = find(after, before)
    assert reach.is_complete
    assert reach.possibilities
    for one in reach.possibilities:
        able, unable = books[::-1] if one.became_possible else books
        assert is_possible(able, one.example), one
        assert not is_possible(unable, one.example), one


def test_finds_two_offerings_that_no_longer_stand_together():
    reach = find(CASES["pair excluded"][0])
    pair = (Choice("MIN-OUT"), Choice("SBC-100"))
    assert (False, pair) in tell(reach)
    found = next(one for one in reach.possibilities if one.choices == pair)
    assert [key for key, _ in found.reasons] == ["NEW-01"]
    assert found.customers == reach.customers
    assert found.example["choices"] == {"MIN-OUT": "any", "SBC-100": "any"}


def test_finds_what_can_no_longer_be_left_out_beside_another():
    reach = find(CASES["trunk needs minutes"][0])
    assert tell(reach) == {
        (False, (Choice("SIP-30"), Choice("MIN-OUT", 0))),
        (True, (Choice("SIP-30"), Choice("SBC-100", 0))),
    }


def test_directions_mirror_each_other():
    after, before = CASES["pair excluded"]
    forth, back = find(after, before), find(before, after)
    assert {(not possible, choices) for possible, choices in tell(forth)} == tell(back)


def test_finds_ends_of_quantities():
    assert (False, (Choice("SBC-100", 3),)) in tell(find(CASES["row dropped"][0]))
    assert (True, (Choice("SBC-100", 4),)) in tell(find(CASES["row widened"][0]))


def test_finds_what_nobody_can_leave_out_any_more():
    assert (False, (Choice("SBC-100", 0),)) in tell(find(CASES["forced"][0]))


def test_finds_offerings_that_nobody_can_choose_any_more():
    reach = find(CASES["offering for nobody"][0])
    assert (False, (Choice("SIP-30"),)) in tell(reach)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("prices/voice.csv", ",32000,", ",33000,"),
        ("rules/voice.yaml", "A SIP trunk needs", "Every SIP trunk needs"),
        ("packages/base.yaml", "SBC-100: 1", "SBC-100: 2"),
        ("terms.yaml", "24 months", "Two years"),
    ],
)
def test_asks_nobody_where_nothing_binds(file, old, new):
    reach = find(changed(file, old, new))
    assert (reach.possibilities, reach.customers, reach.is_complete) == ((), 0, True)


def test_says_when_time_ran_out():
    reach = find(CASES["forced"][0], seconds=0)
    assert not reach.is_complete
    assert reach.customers == 0


def test_tells_how_far_it_is():
    told = []
    reach = find(CASES["forced"][0], progress=lambda done, total: told.append((done, total)))
    assert told == [(number, reach.customers) for number in range(1, reach.customers + 1)]


def test_a_changed_customer_file_does_not_stop_it():
    reach = find(changed("profile.yaml", "  cards: {", "  more_cards: {"))
    assert reach.is_complete


def test_asks_the_largest_and_the_smallest_of_every_package():
    book = open_release(tiny_files(), 1)
    asked = [request["customer"] for request in list_typical(book.catalog)]
    assert len(asked) == 2 * len(book.catalog.packages)
    assert {(one["industry"], one["size"]) for one in asked} == set(book.catalog.packages)


def test_the_difference_leaves_the_solver_out_when_asked_to():
    books = open_both(CASES["forced"][0])
    quick, whole = diff_books(*books, DAY, seconds=0), diff_books(*books, DAY)
    assert quick.reach is None
    assert whole.reach and whole.reach.possibilities
    assert quick.changes == whole.changes
    assert (quick.before.number, quick.after.number) == (1, 2)


def enumerate_answers(book, customers):
    """Whether one offering, or two, can be taken or left out, by asking for each alone: the slow way."""
    codes = sorted(book.catalog.offerings)
    answers = {}
    for place, raw in enumerate(customers):
        request, _ = read_request(book.catalog, raw, DAY)
        compiled = CompiledSituation(situation_of(book, request))
        wishes = [Choice(code, quantity) for code in codes for quantity in (None, 0)]
        for choices in [*((wish,) for wish in wishes), *product(wishes, wishes)]:
            if len({choice.offering for choice in choices}) == len(choices):
                answers[place, choices] = Session(compiled, choices).conflict() is None
    return answers


@pytest.mark.parametrize("name", CASES)
def test_finds_exactly_what_asking_for_everything_one_by_one_finds(name):
    """Of pairs, those whose parts are possible alone and that are among the offerings that changed rules speak of."""
    after, before = CASES[name]
    books = open_both(after, before)
    customers = list(list_typical(books[0].catalog, books[1].catalog))
    old, new = (enumerate_answers(book, customers) for book in books)
    found = {(one.became_possible, frozenset(one.choices)) for one in find(after, before).possibilities}
    changes = compare_catalogs(books[0].catalog, books[1].catalog)
    partners = set(_list_partners(books, changes))
    expected = set()
    for (place, choices), was in old.items():
        alone = all(answers[place, (choice,)] for answers in (old, new) for choice in choices)
        concerned = {choice.offering for choice in choices} <= partners and any(not one.excludes for one in choices)
        if was is not new[place, choices] and (len(choices) == 1 or (alone and concerned)):
            expected.add((new[place, choices], frozenset(choices)))
    plain = {one for one in found if all(choice.attribute is None and not choice.quantity for choice in one[1])}
    assert plain == expected
