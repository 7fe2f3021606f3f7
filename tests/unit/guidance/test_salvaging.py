"""Requests of another release: what is out of date is set aside, what is simply wrong stays refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from configurator.catalog.model import Catalog
from configurator.catalog.reading import read_catalog
from configurator.configuration.model import Choice
from configurator.guidance.reading import read_request
from configurator.guidance.salvaging import Salvage, list_wishes, salvage_request
from tests.factories.catalog_files import tiny_files

TODAY = date(2026, 11, 22)
CUSTOMER = {"name": "某公司", "industry": "healthcare", "staff": 60, "sites": 2}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    loaded = read_catalog(tiny_files()).catalog
    assert loaded is not None
    return loaded


def salvage(catalog: Catalog, **raw: Any) -> Salvage:
    request = {"customer": CUSTOMER, **raw}
    assert read_request(catalog, request, TODAY)[0] is None
    found = salvage_request(catalog, request, TODAY)
    assert found is not None
    refused = read_request(catalog, found.raw, TODAY)
    assert refused[0] is not None, refused[1]
    return found


@pytest.mark.parametrize(
    ("raw", "lost"),
    [
        ({"choices": {"OLD-1": 3}}, [Choice("OLD-1", 3)]),
        ({"choices": {"OLD-1": "any"}}, [Choice("OLD-1")]),
        (
            {"choices": {"OLD-1": {"quantity": 2, "tls": "on"}}},
            [Choice("OLD-1", 2), Choice("OLD-1", None, "tls", "on")],
        ),
        ({"choices": {"SBC-100": {"tls": "maybe"}}}, [Choice("SBC-100", None, "tls", "maybe")]),
        ({"choices": {"SBC-100": {"colour": "red"}}}, [Choice("SBC-100", None, "colour", "red")]),
        ({"choices": {"SBC-100": 21}}, [Choice("SBC-100", 21)]),
        ({"choices": {"SBC-100": {"quantity": 21}}}, [Choice("SBC-100", 21)]),
        ({"exclude": ["OLD-2"]}, [Choice("OLD-2", 0)]),
    ],
)
def test_sets_aside_what_the_catalog_no_longer_offers(
    catalog: Catalog, raw: dict[str, Any], lost: list[Choice]
) -> None:
    found = salvage(catalog, **raw)
    assert list(found.set_aside) == lost
    assert list(found.request.choices) == lost
    assert not found.raw.get("choices") and not found.raw.get("exclude")


def test_keeps_everything_else(catalog: Catalog) -> None:
    found = salvage(
        catalog,
        choices={"OLD-1": 3, "SBC-100": {"quantity": 2, "tls": "maybe"}, "SIP-30": 4},
        exclude=["OLD-2", "MIN-OUT"],
        discount_percent="3",
    )
    assert found.raw["choices"] == {"SBC-100": {"quantity": 2}, "SIP-30": 4}
    assert (found.raw["exclude"], found.raw["discount_percent"]) == (["MIN-OUT"], "3")
    assert set(found.request.choices) >= {Choice("SBC-100", 2), Choice("SIP-30", 4), Choice("MIN-OUT", 0)}


def test_lost_needs_and_discounts_go_too(catalog: Catalog) -> None:
    found = salvage(catalog, needs=["gone"], line_discounts={"OLD-1": "3", "SIP-30": "2"})
    assert (found.needs, found.raw["needs"], found.raw["line_discounts"]) == (("gone",), [], {"SIP-30": "2"})
    assert found.set_aside == ()
    assert salvage(catalog, line_discounts={"OLD-1": "3"}).needs == ()


@pytest.mark.parametrize(
    "raw",
    [
        "no mapping",
        {"choices": {"SIP-30": 1}},
        {"customer": {"staff": 5}, "choices": {"OLD-1": 1}},
        {"customer": CUSTOMER, "choices": {"OLD-1": 1, "SIP-30": "many"}},
        {"customer": CUSTOMER, "choices": {"OLD-1": 1, "SIP-30": 1}, "exclude": ["SIP-30"]},
        {"customer": CUSTOMER, "choices": ["OLD-1"]},
        {"customer": CUSTOMER, "colour": "red"},
    ],
)
def test_what_is_wrong_in_other_ways_is_not_salvaged(catalog: Catalog, raw: object) -> None:
    assert salvage_request(catalog, raw, TODAY) is None


def test_codes_of_any_length_and_kind_do_no_harm(catalog: Catalog) -> None:
    found = salvage(
        catalog, choices={"X" * 5000: [1, 2], "OLD-1": {"a": {"b": 1}}, "OLD-2": True}, exclude=["Y" * 5000]
    )
    assert all(len(choice.offering) <= 60 and len(choice.value or "") <= 60 for choice in found.set_aside)


def test_lists_every_wish_of_a_request() -> None:
    raw = {"choices": {"A-1": "any", "B-1": {"quantity": 2, "tls": "on"}}, "exclude": ["C-1"], "needs": ["x"]}
    assert list_wishes(raw) == (
        Choice("A-1"),
        Choice("B-1", 2),
        Choice("B-1", attribute="tls", value="on"),
        Choice("C-1", 0),
    )
    assert list_wishes({"choices": None}) == ()
