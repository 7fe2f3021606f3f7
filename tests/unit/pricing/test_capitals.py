"""Amounts in Chinese capitals: zeros, 整, signs, large places, and that they can be read back."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.pricing.capitals import LARGEST_MINOR, CapitalsRefused, write_in_capitals
from configurator.values.money import Currency, Money

CNY = Currency("CNY", 2)

CASES = {
    "0.00": "零元整",
    "0.01": "壹分",
    "0.05": "伍分",
    "0.10": "壹角整",
    "0.56": "伍角陆分",
    "1.00": "壹元整",
    "1.01": "壹元零壹分",
    "1.10": "壹元壹角整",
    "10.00": "壹拾元整",
    "10.01": "壹拾元零壹分",
    "10.10": "壹拾元零壹角整",
    "11.11": "壹拾壹元壹角壹分",
    "100.00": "壹佰元整",
    "101.00": "壹佰零壹元整",
    "110.00": "壹佰壹拾元整",
    "325.04": "叁佰贰拾伍元零肆分",
    "1000.00": "壹仟元整",
    "1001.00": "壹仟零壹元整",
    "1010.00": "壹仟零壹拾元整",
    "1100.05": "壹仟壹佰元零伍分",
    "1234.56": "壹仟贰佰叁拾肆元伍角陆分",
    "1409.50": "壹仟肆佰零玖元伍角整",
    "1680.32": "壹仟陆佰捌拾元零叁角贰分",
    "6007.14": "陆仟零柒元壹角肆分",
    "10000.00": "壹万元整",
    "10001.00": "壹万零壹元整",
    "10010.00": "壹万零壹拾元整",
    "10100.00": "壹万零壹佰元整",
    "10950.00": "壹万零玖佰伍拾元整",
    "11000.00": "壹万壹仟元整",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "100000.00": "壹拾万元整",
    "107000.53": "壹拾万柒仟元零伍角叁分",
    "111470.00": "壹拾壹万壹仟肆佰柒拾元整",
    "200008.00": "贰拾万零捌元整",
    "1000000.00": "壹佰万元整",
    "1010100.10": "壹佰零壹万零壹佰元零壹角整",
    "10000000.00": "壹仟万元整",
    "10203040.50": "壹仟零贰拾万叁仟零肆拾元零伍角整",
    "100000000.00": "壹亿元整",
    "100000001.00": "壹亿零壹元整",
    "100001000.00": "壹亿零壹仟元整",
    "100010000.00": "壹亿零壹万元整",
    "109500000.00": "壹亿零玖佰伍拾万元整",
    "100100000.00": "壹亿零壹拾万元整",
    "101000000.00": "壹亿零壹佰万元整",
    "110000000.00": "壹亿壹仟万元整",
    "100010001.01": "壹亿零壹万零壹元零壹分",
    "1000000000.00": "壹拾亿元整",
    "1020304050.60": "壹拾亿贰仟零叁拾万肆仟零伍拾元零陆角整",
    "123456789.09": "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零玖分",
    "100000000000.00": "壹仟亿元整",
    "1000000000000.00": "壹万亿元整",
    "1000000000001.00": "壹万亿零壹元整",
    "1000100000000.00": "壹万零壹亿元整",
    "1001000000000.00": "壹万零壹拾亿元整",
    "1100000000000.00": "壹万壹仟亿元整",
    "1000010000000.10": "壹万亿壹仟万元零壹角整",
    "1000000010000.00": "壹万亿零壹万元整",
    "2050000000300.07": "贰万零伍佰亿零叁佰元零柒分",
    "9999999999999.99": "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "-0.01": "负壹分",
    "-1234.50": "负壹仟贰佰叁拾肆元伍角整",
    "-9999999999999.99": "负玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}


@pytest.mark.parametrize(("amount", "words"), CASES.items(), ids=CASES.keys())
def test_writes_the_amount_in_capitals(amount, words):
    assert write_in_capitals(Money(int(amount.replace(".", "")), CNY)) == words


@pytest.mark.parametrize(
    "amount",
    [
        Money(LARGEST_MINOR + 1, CNY),
        Money(-LARGEST_MINOR - 1, CNY),
        Money(100, Currency("USD", 2)),
        Money(100, Currency("JPY", 0)),
        Money(100, Currency("CNY", 4)),
    ],
)
def test_refuses_other_currencies_and_larger_amounts(amount):
    with pytest.raises(CapitalsRefused) as refusal:
        write_in_capitals(amount)
    assert refusal.value.params == {"amount": str(amount), "currency": amount.currency.code}


DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
CENTS = {"角": 10, "分": 1}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(words):
    """The fen that the words stand for, read by another way than they were written."""
    sign = -1 if words.startswith("负") else 1
    whole, _, cents = words.removeprefix("负").rpartition("元")
    fen = sum(DIGITS[digit] * CENTS[place] for digit, place in pairwise(cents) if place in CENTS)
    return sign * (_read_yuan(whole) * 100 + fen)


def _read_yuan(words):
    high, has_high, low = words.rpartition("亿")
    return _read_myriads(high) * 10**8 + _read_myriads(low) if has_high else _read_myriads(low)


def _read_myriads(words):
    high, _, low = words.rpartition("万")
    return _read_group(high) * 10**4 + _read_group(low)


def _read_group(words):
    value = digit = 0
    for sign in words:
        if sign in PLACES:
            value, digit = value + digit * PLACES[sign], 0
        else:
            digit = DIGITS[sign]
    return value + digit


sparse_digits = st.lists(st.sampled_from("0001234567899"), min_size=1, max_size=15)
sparse = sparse_digits.map(lambda digits: int("".join(digits)))


@settings(max_examples=400, deadline=None)
@given(sparse | st.integers(-LARGEST_MINOR, LARGEST_MINOR))
def test_what_is_written_reads_back_as_the_same_amount(minor):
    words = write_in_capitals(Money(minor, CNY))
    assert read_back(words) == minor
    assert "零零" not in words
    assert words.endswith(("整", "分"))
