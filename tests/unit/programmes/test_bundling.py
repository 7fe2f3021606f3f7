"""Which lines a bundle reduces."""

from __future__ import annotations

from configurator.programmes import find_entitlements
from tests.factories.catalog import make_offering
from tests.factories.programmes import make_band, make_bundle, make_facts, make_line, make_programmes_catalog

BANDS = (make_band("1000", "5"), make_band("5000", "8", cap="1500"), make_band("20000", "12", cap="5000"))


def granted(bundle, *lines, **changes) -> dict[int, str]:
    """The percentage of the first months by line."""
    grants = find_entitlements(make_facts(make_programmes_catalog(bundle, **changes), *lines)).grants
    return {number: str(grant.spans[0].percent) for number, (grant,) in grants.items()}


def test_without_an_anchor_nothing_is_off():
    assert granted(make_bundle("T", *BANDS), make_line(1, "VM-1", "8000")) == {}


def test_an_anchor_has_to_be_dear_enough():
    bundle, other = make_bundle("T", *BANDS), make_line(2, "VM-1", "8000")
    assert granted(bundle, make_line(1, "NET-1", "999.99"), other) == {}
    assert granted(bundle, make_line(1, "NET-1", "1000"), other) == {2: "8"}


def test_every_beneficiary_has_the_band_of_its_own_charges():
    lines = (make_line(2, "VM-1", "30000"), make_line(3, "VM-2", "8000"), make_line(4, "SIM-1", "1500"))
    found = granted(make_bundle("T", *BANDS), make_line(1, "NET-1", "1000"), *lines)
    assert found == {2: "12", 3: "8", 4: "5"}


def test_what_stays_below_the_first_band_gets_nothing():
    assert granted(make_bundle("T", *BANDS), make_line(1, "NET-1", "1000"), make_line(2, "VM-1", "999")) == {}


def test_an_anchor_is_no_beneficiary_of_itself():
    bundle = make_bundle("T", *BANDS, anchors=("*",))
    assert granted(bundle, make_line(1, "NET-1", "6000")) == {}
    assert granted(bundle, make_line(1, "NET-1", "6000"), make_line(2, "NET-2", "5000")) == {2: "8"}


def test_of_the_lines_that_could_be_anchors_the_dearest_are():
    bundle = make_bundle("T", *BANDS, anchors=("*",), most=2)
    lines = (make_line(1, "VM-1", "5000"), make_line(2, "VM-2", "7000"), make_line(3, "SIM-1", "6000"))
    assert granted(bundle, *lines) == {1: "8"}


def test_the_dearest_lines_come_first_up_to_what_the_anchors_carry():
    bundle = make_bundle("T", *BANDS, most=2, lines_each=1)
    lines = (make_line(1, "VM-1", "1000"), make_line(2, "VM-2", "3000"), make_line(3, "SIM-1", "2000"))
    assert granted(bundle, make_line(9, "NET-1", "1000"), *lines) == {2: "5"}
    both = (make_line(9, "NET-1", "1000"), make_line(10, "NET-2", "2000"))
    assert granted(bundle, *both, *lines) == {2: "5", 3: "5"}


def test_no_more_anchors_count_than_the_bundle_says():
    bundle = make_bundle("T", *BANDS, applies_to=("VM-*", "SIM-*"), most=1, lines_each=1)
    anchors = (make_line(9, "NET-1", "1000"), make_line(10, "NET-2", "2000"))
    assert granted(bundle, *anchors, make_line(1, "VM-1", "1000"), make_line(2, "VM-2", "1000")) == {1: "5"}


def test_of_equally_dear_lines_the_code_decides():
    bundle = make_bundle("T", *BANDS, lines_each=1)
    anchor, lines = make_line(1, "NET-1", "1000"), (make_line(2, "VM-2", "2000"), make_line(3, "SIM-1", "2000"))
    assert granted(bundle, anchor, *lines) == {3: "5"}


def test_of_equally_dear_lines_of_one_offering_the_larger_quantity_comes_first_whatever_the_order():
    bundle, anchor = make_bundle("T", *BANDS, lines_each=1), make_line(1, "NET-1", "1000")
    one, three = make_line(2, "VM-1", "2000"), make_line(3, "VM-1", "2000", quantity=3)
    assert granted(bundle, anchor, one, three) == granted(bundle, anchor, three, one) == {3: "5"}


def test_a_pass_through_line_may_carry_but_is_not_carried():
    sold = (make_offering("NET-1", pass_through=True), make_offering("VM-1", pass_through=True), "VM-2")
    lines = (make_line(1, "NET-1", "1000"), make_line(2, "VM-1", "8000"), make_line(3, "VM-2", "8000"))
    assert granted(make_bundle("T", *BANDS, lines_each=1), *lines, offerings=sold) == {3: "8"}


def test_a_bundle_says_what_it_leaves_untouched():
    catalog = make_programmes_catalog(make_bundle("T", *BANDS, untouched_below="75"))
    facts = make_facts(catalog, make_line(1, "NET-1", "1000"), make_line(2, "VM-1", "8000"))
    (grant,) = find_entitlements(facts).grants[2]
    assert str(grant.untouched_below) == "75"


def test_a_dearer_line_takes_the_place_of_one_that_stayed():
    catalog = make_programmes_catalog(make_bundle("T", *BANDS, lines_each=1))
    stayed = (make_line(1, "NET-1", "1000"), make_line(2, "VM-1", "2000"))
    before = find_entitlements(make_facts(catalog, *stayed, make_line(3, "SIM-1", "1500")))
    after = find_entitlements(make_facts(catalog, *stayed, make_line(3, "SIM-1", "3000")), before)
    assert (set(before.grants), set(after.grants)) == ({2}, {3})
