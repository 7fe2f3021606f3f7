"""Figures as the reader's language writes them. Amounts come as decimal strings; nothing is rounded here."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from configurator.values.currencies import find_exponent
from configurator.values.text import Language
from configurator.wording import say

LOCALES = {"zh": "zh_CN", "en": "en_GB"}
MINUS = "−"
USUAL_CURRENCY = "CNY"
"""What amounts are in where nothing is said: it tells how many decimals they have at least."""


def show_amount(language: Language, amount: str, currency: str = USUAL_CURRENCY) -> str:
    """`12345.6` as 12,345.60: thousands apart, at least the currency's decimals, a true minus sign."""
    pattern = f"#,##0.{'0' * find_exponent(currency)}####"
    text: str = format_decimal(Decimal(amount), format=pattern, locale=LOCALES[language])
    return text.replace("-", MINUS)


def is_nonzero(amount: str) -> bool:
    """Whether an amount is worth a row."""
    return bool(Decimal(amount))


def show_change(language: Language, amount: str, currency: str = USUAL_CURRENCY) -> str:
    """A signed amount: +120.00, −35.00, ±0.00."""
    value = Decimal(amount)
    sign = "±" if not value else "+" if value > 0 else ""
    return sign + show_amount(language, amount, currency)


def show_money(language: Language, amount: str, currency: str, period: str | None = None) -> str:
    """An amount with its currency and, when it comes again, its period: `12,345.00 元/月`, `CNY 12,345.00 / month`."""
    key = f"web.money.{period}" if period else "web.money"
    return say(
        language, key, amount=show_amount(language, amount, currency), currency=show_currency(language, currency)
    )


def show_currency(language: Language, currency: str) -> str:
    """The currency as people write it: 元 for CNY in Chinese, else its code."""
    return say(language, "web.currency.cny") if currency == "CNY" else currency


def show_percent(language: Language, percent: str | Decimal) -> str:
    """`5.00` as 5 %, `5.25` as 5.25 %, in the language's spacing."""
    number = format_decimal(Decimal(percent), format="0.##", locale=LOCALES[language])
    return say(language, "web.percent", number=str(number).replace("-", MINUS))


def show_points(language: Language, points: Decimal) -> str:
    """A signed difference of percentages: +1.25 pp, ±0 pp."""
    number: str = format_decimal(points, format="+0.##;-0.##", locale=LOCALES[language])
    return say(language, "web.points", number=number.replace("-", MINUS) if round(points, 2) else "±0")


def show_count(language: Language, count: int) -> str:
    """A whole number with its thousands apart."""
    text: str = format_decimal(count, format="#,##0", locale=LOCALES[language])
    return text


def show_day(language: Language, day: date | str | None) -> str:
    """A day, from a date or an ISO text, in the language's medium form; a dash for none."""
    if not day:
        return "–"
    known = date.fromisoformat(day) if isinstance(day, str) else day
    text: str = format_date(known, format="medium", locale=LOCALES[language])
    return text


def show_moment(language: Language, moment: datetime | None) -> str:
    """A moment in the server's time zone, to the minute; a dash for none."""
    if moment is None:
        return "–"
    text: str = format_datetime(moment.astimezone(), format="yyyy-MM-dd HH:mm", locale=LOCALES[language])
    return text
