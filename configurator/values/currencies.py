"""The currencies of ISO 4217 with the decimals of their smallest unit.

The list is the standard's list one (codes in use) of 2026-01-01, without metals, testing codes and units of account
that have no smallest unit. It differs from what CLDR shows: the dinar of Iraq has three decimals here and none there,
the rial of Iran two and none, because CLDR tells which decimals are customary.
"""

from __future__ import annotations

from collections.abc import Mapping

from configurator.values.money import Currency
from configurator.values.refusal import Refusal

_CODES: Mapping[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW "
        "CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF "
        "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
        "MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
        "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG "
        "YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

EXPONENTS: Mapping[str, int] = {code: exponent for exponent, codes in _CODES.items() for code in codes.split()}
"""The number of decimals by code."""

USUAL_EXPONENT = 2
"""What is assumed of a currency that the standard does not list."""


class CurrencyUnknown(Refusal):
    """A code that ISO 4217 does not list among the currencies in use."""

    code = "currency_unknown"


def find_exponent(code: str) -> int:
    """The decimals of the currency's smallest unit; the usual two where the standard lists no such currency."""
    return EXPONENTS.get(code, USUAL_EXPONENT)


def find_currency(code: str) -> Currency:
    """The currency of a code; CurrencyUnknown."""
    if code not in EXPONENTS:
        raise CurrencyUnknown(currency=code[:10])
    return Currency(code, EXPONENTS[code])
