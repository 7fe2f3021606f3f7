"""Codes, patterns, tags and families select offerings in the catalog's order."""

import pytest

from configurator.catalog.selectors import matches, select
from tests.factories.catalog_files import load_tiny


@pytest.fixture(scope="module")
def catalog():
    return load_tiny().catalog


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("SIP-30", ("SIP-30",)),
        ("S*", ("SBC-100", "SIP-30")),
        ("*", ("SBC-100", "SIP-30", "MIN-OUT")),
        ("*-100", ("SBC-100",)),
        ("S*-*0", ("SBC-100", "SIP-30")),
        ("#border", ("SBC-100",)),
        ("#nothing", ()),
        ("@COM-VOICE", ("SBC-100", "SIP-30", "MIN-OUT")),
        ("@COM-*", ("SBC-100", "SIP-30", "MIN-OUT")),
        ("@NET", ()),
        ("SIP", ()),
        ("sip-30", ()),
        ("SIP-3?", ()),
        ("SIP-[0-9]0", ()),
        ("", ()),
    ],
)
def test_selects_what_the_pattern_says(catalog, selector, codes):
    assert select(catalog, selector) == codes


def test_matches_agrees_with_select(catalog):
    for selector in ("S*", "#border", "@COM-VOICE", "MIN-OUT"):
        chosen = {code for code, offering in catalog.offerings.items() if matches(offering, selector)}
        assert chosen == set(select(catalog, selector))
