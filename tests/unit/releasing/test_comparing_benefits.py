"""Benefits of two catalogs, compared: every kind is a section, and the order of tiers and benefits counts."""

from __future__ import annotations

from configurator.catalog.reading import read_catalog
from configurator.releasing.comparing import compare_catalogs
from configurator.releasing.differences import Act
from tests.factories.benefit_files import LOYALTY, PARTNERS, TIERS, TRIALS, benefit_files

ALL = (TIERS, PARTNERS, TRIALS, LOYALTY)


def compare(before, after):
    catalogs = [read_catalog(benefit_files(*texts)).catalog for texts in (before, after)]
    assert None not in catalogs
    return compare_catalogs(*catalogs)


def changed(number, old, new):
    assert old in ALL[number]
    return tuple(text.replace(old, new, 1) if place == number else text for place, text in enumerate(ALL))


def test_every_kind_of_benefit_is_a_section():
    found = [(change.section, change.name, change.act) for change in compare((), ALL)]
    assert [each for each in found if each[0] != "programmes"] == [
        ("ladders", "PLANS", Act.ADDED),
        ("partners", "MONTHLY", Act.ADDED),
        ("trials", "TRY", Act.ADDED),
        ("loyalty", "POINTS", Act.ADDED),
    ]


def test_a_changed_figure_is_told_with_its_path_and_place():
    (change,) = compare(ALL, changed(0, "value: 299.5", "value: 300"))
    (field,) = change.fields
    assert (change.section, change.name, field.path) == ("ladders", "PLANS", "tiers.plus.benefits.scan.value")
    assert (field.before, field.after) == ("299.5", "300")
    assert str(field.location) == "programmes/0.yaml:18:11"


def test_the_order_in_which_benefits_are_kept_counts():
    lines = TIERS.splitlines(keepends=True)
    scan = next(place for place, line in enumerate(lines) if line.strip().startswith("scan:"))
    swapped = "".join([*lines[:scan], lines[scan + 1], lines[scan], *lines[scan + 2 :]])
    (change,) = compare((TIERS,), (swapped,))
    assert [(field.path, field.before, field.after) for field in change.fields] == [
        ("tiers.plus.benefits.order", "scan, credit", "credit, scan"),
    ]


def test_an_offer_is_told_by_its_key():
    (change,) = compare(ALL, changed(1, "quota: 400", "quota: 401"))
    assert [field.path for field in change.fields] == ["offers.january.quota"]


def test_what_is_alike_is_not_told():
    assert compare(ALL, ALL) == ()
