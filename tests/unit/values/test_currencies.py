"""The currencies of ISO 4217."""

from __future__ import annotations

import pytest
from babel import numbers

from configurator.values.currencies import EXPONENTS, CurrencyUnknown, find_currency, find_exponent
from configurator.values.money import Currency

# Where CLDR tells which decimals are customary instead of which there are.
CUSTOMARY = {"AFN", "ALL", "IQD", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"}


@pytest.mark.parametrize(
    ("code", "exponent"),
    [("CNY", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("IQD", 3), ("CLF", 4), ("UYW", 4), ("ISK", 0)],
)
def test_a_currency_has_the_decimals_of_the_standard(code: str, exponent: int) -> None:
    assert find_currency(code) == Currency(code, exponent)
    assert find_exponent(code) == exponent


def test_the_list_agrees_with_cldr_but_where_that_tells_the_customary_decimals() -> None:
    assert len(EXPONENTS) == 165
    differing = {code for code, exponent in EXPONENTS.items() if numbers.get_currency_precision(code) != exponent}
    assert differing == CUSTOMARY


@pytest.mark.parametrize("code", ["XAU", "XXX", "BTC", "cny", "", "CNY ", "HRK"])
def test_what_is_no_currency_in_use_is_refused(code: str) -> None:
    with pytest.raises(CurrencyUnknown) as refusal:
        find_currency(code)
    assert refusal.value.params == {"currency": code}
    assert find_exponent(code) == 2


def test_what_is_no_currency_is_said_cut_short() -> None:
    with pytest.raises(CurrencyUnknown) as refusal:
        find_currency("A" * 1000)
    assert refusal.value.params == {"currency": "A" * 10}
