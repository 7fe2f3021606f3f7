"""Amounts of yuan in Chinese capitals (大写), as quotations state them beside the digits.

After the rules for filling in bills of 《支付结算办法》 annex 1 (PBOC, 1997), recalled. Where they leave a
choice: a zero at the end of a group is not read (壹拾万柒仟元), 零 stands between 元 and 角 when the yuan end
in zero (拾元零伍角), and 整 follows 元 as well as 角.
"""

from __future__ import annotations

from configurator.values.money import Money
from configurator.values.refusal import Refusal

LARGEST_MINOR = 999_999_999_999_999
"""9,999,999,999,999.99 yuan in fen."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_MYRIAD = 10**4
_HUNDRED_MILLION = 10**8


class CapitalsRefused(Refusal):
    """Only yuan with two decimals, up to 9,999,999,999,999.99, can be written in capitals."""

    code = "pricing_capitals_refused"


def write_in_capitals(amount: Money) -> str:
    """The amount in capitals, such as 壹元伍角陆分; negative ones start with 负. CapitalsRefused."""
    if amount.currency.code != "CNY" or amount.currency.exponent != 2 or abs(amount.minor) > LARGEST_MINOR:
        raise CapitalsRefused(amount=str(amount), currency=amount.currency.code)
    yuan, fen = divmod(abs(amount.minor), 100)
    sign = "负" if amount.minor < 0 else ""
    return sign + (_write_yuan(yuan, fen) + _write_cents(fen, has_yuan=yuan > 0) or "零元整")


def _write_yuan(yuan: int, fen: int) -> str:
    if not yuan:
        return ""
    gap = "零" if fen >= 10 and yuan % 10 == 0 else ""
    return _write_large(yuan) + "元" + ("" if fen else "整") + gap


def _write_cents(fen: int, *, has_yuan: bool) -> str:
    tenths, hundredths = divmod(fen, 10)
    gap = "零" if has_yuan and fen and not tenths else ""
    jiao = f"{_DIGITS[tenths]}角" if tenths else ""
    last = f"{_DIGITS[hundredths]}分" if hundredths else "整"
    return gap + jiao + last if fen else ""


def _write_large(number: int) -> str:
    high, low = divmod(number, _HUNDRED_MILLION)
    return _join(_write_middle(high), "亿", _write_middle(low), has_gap=low < _HUNDRED_MILLION // 10)


def _write_middle(number: int) -> str:
    high, low = divmod(number, _MYRIAD)
    return _join(_write_group(high), "万", _write_group(low), has_gap=low < _MYRIAD // 10)


def _join(high: str, place: str, low: str, *, has_gap: bool) -> str:
    if not high:
        return low
    return high + place + ("零" if low and has_gap else "") + low


def _write_group(number: int) -> str:
    words = ""
    for digit, place in zip(f"{number:04}", _PLACES, strict=True):
        if digit != "0":
            words += _DIGITS[int(digit)] + place
        elif words and not words.endswith("零"):
            words += "零"
    return words.rstrip("零")
