"""Defaults are ordered by what they depend on."""

import pytest

from configurator.catalog.model import InputKind, ProfileInput
from configurator.catalog.profile_inputs import find_names, order_inputs
from configurator.catalog.sources import Expression
from configurator.values.text import Text
from tests.factories.catalog_files import load_tiny


def inputs(**defaults):
    name = Text("甲", "A")
    return {key: ProfileInput(key, name, InputKind.INTEGER, Expression(source)) for key, source in defaults.items()}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("ceil(staff / 28)", {"ceil", "staff"}),
        ("size >= medium and not beds_2", {"size", "medium", "and", "not", "beds_2"}),
        ("VM-4C8G + DIA-*", set()),
        ("RDS-4C8G-HA.tls = on", {"on"}),
        ("total(sbc_sessions, #border) + @NET", {"total", "sbc_sessions"}),
        ("12.5", set()),
    ],
)
def test_finds_the_lower_case_words(source, names):
    assert find_names(Expression(source)) == names


def test_what_is_needed_comes_first():
    ordered, cyclic = order_inputs(inputs(phones="users * 2", users="staff", staff="50"))
    assert ordered == ("staff", "users", "phones")
    assert cyclic == ()


def test_words_that_are_no_inputs_do_not_count():
    assert order_inputs(inputs(a="ceil(gold)")) == (("a",), ())


@pytest.mark.parametrize("source", ["a", "a + 1", "ceil(a)"])
def test_a_default_that_names_itself_is_cyclic(source):
    assert order_inputs(inputs(a=source)) == ((), ("a",))


def test_only_the_members_of_a_cycle_are_named():
    ordered, cyclic = order_inputs(inputs(a="b", b="c", c="a", d="a + e", e="1", f="d"))
    assert ordered == ("e",)
    assert set(cyclic) == {"a", "b", "c"}


def test_the_given_inputs_have_the_place_where_they_are_named() -> None:
    catalog = load_tiny().catalog
    assert catalog
    assert {str(catalog.inputs[key].location).partition(":")[0] for key in ("industry", "size")} == {"profile.yaml"}
