from __future__ import annotations

import pytest

from configurator.workbench.connections import (
    PROFILE,
    End,
    connect_all,
    connect_family,
    connect_surroundings,
    members_of,
    tie_families,
)
from configurator.workbench.workpiece import read_workpiece
from tests.factories.catalog_files import changed, tiny_files

MINUTES = End("offering", "MIN-OUT")


@pytest.fixture(scope="module")
def book():
    return read_workpiece(tiny_files()).book


@pytest.fixture(scope="module")
def two_families():
    """The tiny catalog with a second family, whose offering is tied to minutes, and these to trunks."""
    files = changed(
        "rules/voice.yaml",
        "rules:\n",
        "rules:\n"
        "  - {id: A-1, kind: requires, if: CAM-1, then: MIN-OUT, sentence: {zh: 甲, en: a}}\n"
        "  - {id: A-2, kind: requires, if: MIN-OUT, then: SIP-30, sentence: {zh: 乙, en: b}}\n"
        "  - {id: A-3, kind: requires, if: staff >= 10, then: MIN-OUT, sentence: {zh: 丙, en: c}}\n",
    )
    files["offerings/cameras.yaml"] = (
        "family: IOT-DEV\nname: {zh: 终端, en: Devices}\nline: uc\ntax: G13\n"
        "offerings:\n  CAM-1: {name: {zh: 摄像头, en: Camera}, unit: unit}\n"
    ).encode()
    files["prices/cameras.csv"] = (
        b"offering,charge,period,model,from,amount,cost,valid_from,valid_to,evidence,source,note\n"
        b"CAM-1,one_time,,per_unit,1,900,700,,,A,,\n"
    )
    piece = read_workpiece(files)
    assert piece.book is not None, piece.problems
    return piece.book


def test_a_rule_leads_from_its_condition_to_what_it_requires(book):
    first = connect_all(book)[0]
    assert first.rule.id == "VOICE-01"
    assert first.sources == (End("group", "SIP-*"),)
    assert first.targets == (End("group", "SBC-*"),)


def test_a_rule_without_a_condition_begins_at_the_profile(book):
    capacity = connect_all(book)[1]
    assert capacity.sources == (PROFILE,)
    assert set(capacity.targets) == {End("capacity", "sessions"), End("offering", "SIP-30")}


def test_a_condition_about_the_customer_begins_at_the_profile(two_families):
    (third,) = [each for each in connect_all(two_families) if each.rule.id == "A-3"]
    assert (third.sources, third.targets) == ((PROFILE,), (MINUTES,))


def test_surroundings_of_one_step_are_the_rules_that_mention_it(two_families):
    assert {each.rule.id for each in connect_surroundings(two_families, "CAM-1", 1)} == {"A-1"}


def test_surroundings_of_two_steps_reach_further(two_families):
    assert {each.rule.id for each in connect_surroundings(two_families, "CAM-1", 2)} == {"A-1", "A-2", "A-3"}


def test_an_offering_that_no_rule_mentions_has_no_surroundings(book):
    assert connect_surroundings(book, "MIN-OUT", 2) == ()


def test_a_familys_picture_draws_others_as_families(two_families):
    found = {each.rule.id: each for each in connect_family(two_families, "IOT-DEV")}
    assert set(found) == {"A-1"}
    assert found["A-1"].sources == (End("offering", "CAM-1"),)
    assert found["A-1"].targets == (End("family", "COM-VOICE"),)


def test_the_whole_counts_rules_between_families(two_families):
    ties = {(tie.source, tie.target): dict(tie.kinds) for tie in tie_families(two_families)}
    voice, devices = End("family", "COM-VOICE"), End("family", "IOT-DEV")
    assert ties[devices, voice] == {"requires": 1}
    assert ties[PROFILE, voice] == {"requires": 1, "capacity": 1}
    assert ties[voice, voice] == {"requires": 2, "combination": 1}


@pytest.mark.parametrize(
    ("end", "members"),
    [
        (End("offering", "SIP-30"), ("SIP-30",)),
        (End("group", "#border"), ("SBC-100",)),
        (End("capacity", "sessions"), ("SBC-100",)),
        (End("family", "COM-VOICE"), ("SBC-100", "SIP-30", "MIN-OUT")),
        (PROFILE, ()),
    ],
)
def test_knows_what_an_end_stands_for(book, end, members):
    assert members_of(book, end) == members
