from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.quoting.content import Content
from configurator.quoting.refusals import SnapshotBroken
from configurator.quoting.snapshot import Snapshot, canonical_json, digest_of, freeze, thaw
from configurator.values.text import Text
from tests.factories.content import make_benefits, make_content, make_service_levels


def test_thaws_what_was_frozen():
    content = make_content(lines=40)
    assert thaw(freeze(content)) == content


@given(st.text(), st.text())
def test_thaws_any_text(name, note):
    content = make_content(lines=1, customer_name=name, package_name=Text(note, name))
    assert thaw(freeze(content)) == content


def test_has_one_digest_for_equal_contents():
    assert freeze(make_content()).digest == freeze(make_content()).digest


@pytest.mark.parametrize("change", [{"term_months": 36}, {"proof": ""}, {"date": "2026-11-23"}])
def test_has_another_digest_for_any_change(change):
    assert freeze(make_content(**change)).digest != freeze(make_content()).digest


def test_takes_the_digest_of_the_text_itself():
    snapshot = freeze(make_content())
    assert snapshot.digest == sha256(snapshot.text.encode("utf-8")).hexdigest()


def test_writes_keys_in_order_without_blanks_and_chinese_as_it_is():
    assert canonical_json({"b": [1, None, True], "a": "医院"}) == '{"a":"医院","b":[1,null,true]}'


def test_writes_no_number_that_json_does_not_know():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


def test_refuses_a_text_that_was_altered():
    snapshot = freeze(make_content())
    forged = replace(snapshot, text=snapshot.text.replace('"term_months":24', '"term_months":12'))
    assert forged.text != snapshot.text
    with pytest.raises(SnapshotBroken) as refused:
        thaw(forged)
    assert refused.value.params == {"expected": snapshot.digest, "found": digest_of(forged.text)}


def test_holds_no_float():
    assert '"' in freeze(make_content()).text
    json.loads(freeze(make_content()).text, parse_float=_refuse)


def test_reads_an_older_text_that_knows_fewer_fields():
    """A field that a later release adds has a default; here the unit of a figure plays it."""
    plain = json.loads(freeze(make_content()).text)
    assert plain["customer"]["figures"][0].pop("unit") == {"zh": "人", "en": "staff"}
    text = canonical_json(plain)
    content: Content = thaw(Snapshot(text, digest_of(text)))
    assert content.customer.figures[0].unit is None


def test_reads_a_text_from_before_there_were_service_levels():
    plain = json.loads(freeze(make_content()).text)
    del plain["service_levels"]
    text = canonical_json(plain)
    assert thaw(Snapshot(text, digest_of(text))).service_levels == ()


def test_keeps_service_levels_with_their_credits():
    content = make_content(service_levels=make_service_levels())
    assert thaw(freeze(content)).service_levels == make_service_levels()


def _refuse(figure: str) -> None:
    raise AssertionError(f"a float: {figure}")


def test_keeps_benefits_with_tiers_and_partners():
    content = make_content(benefits=make_benefits())
    assert thaw(freeze(content)).benefits == make_benefits()


def test_reads_a_text_from_before_there_were_benefits():
    plain = json.loads(freeze(make_content()).text)
    del plain["benefits"]
    text = canonical_json(plain)
    assert thaw(Snapshot(text, digest_of(text))).benefits == ()
