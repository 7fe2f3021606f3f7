"""Money is exact and keeps its currency; figures are read strictly."""

from decimal import Decimal, localcontext

import pytest

from configurator.values.money import Currency, CurrencyMismatch, FigureRefused, Money, parse_figure, total
from configurator.values.text import LANGUAGES
from configurator.wording import say

CNY = Currency("CNY", 2)
USD = Currency("USD", 2)
JPY = Currency("JPY", 0)
KWD = Currency("KWD", 3)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("7", "7"),
        ("-7.5", "-7.5"),
        ("007", "7"),
        ("0.000001", "0.000001"),
        ("1.10", "1.10"),
        ("999999999999999.999999", "999999999999999.999999"),
    ],
)
def test_reads_plain_decimal_figures(text, figure):
    assert parse_figure(text) == Decimal(figure)


def test_keeps_the_decimals_that_were_written():
    assert str(parse_figure("1.10")) == "1.10"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        ".",
        "NaN",
        "sNaN",
        "nan",
        "Infinity",
        "-Infinity",
        "inf",
        "1e3",
        "1E3",
        "1e1000000",
        "1e-1000000",
        "1２",
        "١٢",
        "1_000",
        "1,000",
        "1 000",
        " 1",
        "1 ",
        "1\n",
        "\t1",
        "+1",
        "--1",
        "1-",
        "1.",
        ".5",
        "1.2.3",
        "0x10",
        "1.1234567",
        "1" * 16,
        "1" * 30,
        "1." + "0" * 30,
        "1" * 1_000_000,
        "¥1",
        "1%",
        "一",
        "−1",
    ],
)
def test_refuses_whatever_is_not_a_plain_figure(text):
    with pytest.raises(FigureRefused) as refusal:
        parse_figure(text)
    assert len(refusal.value.params["text"]) <= 40


@pytest.mark.parametrize("text", ["１２", "1２", "1２.5"])
def test_refuses_full_width_digits(text):
    with pytest.raises(FigureRefused):
        parse_figure(text)


@pytest.mark.parametrize(("text", "decimals"), [("1.5", 0), ("1.234", 2), ("1.00000", 4)])
def test_refuses_more_decimals_than_allowed(text, decimals):
    with pytest.raises(FigureRefused) as refusal:
        parse_figure(text, decimals=decimals)
    assert refusal.value.params["decimals"] == decimals


@pytest.mark.parametrize(("text", "decimals"), [("1", 0), ("1.23", 2), ("1.2345", 4)])
def test_reads_as_many_decimals_as_allowed(text, decimals):
    assert parse_figure(text, decimals=decimals) == Decimal(text)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1.23", CNY, 123),
        ("1.2", CNY, 120),
        ("1E+2", CNY, 10000),
        ("-0.01", CNY, -1),
        ("7", JPY, 7),
        ("0.125", KWD, 125),
    ],
)
def test_takes_whole_minor_units_exactly(amount, currency, minor):
    assert Money.of(Decimal(amount), currency).minor == minor


@pytest.mark.parametrize("amount", ["0.001", "1.999", "NaN", "sNaN", "Infinity", "1e1000000", "1e25"])
def test_refuses_parts_of_a_minor_unit_and_what_is_no_amount(amount):
    with pytest.raises(FigureRefused):
        Money.of(Decimal(amount), CNY)


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (0, CNY, "0.00"),
        (5, CNY, "0.05"),
        (-5, CNY, "-0.05"),
        (123456, CNY, "1234.56"),
        (7, JPY, "7"),
        (0, JPY, "0"),
        (5, KWD, "0.005"),
        (12345678901234567, CNY, "123456789012345.67"),
        (10**30, CNY, "1" + "0" * 28 + ".00"),
    ],
)
def test_shows_exactly_the_currencys_decimals(minor, currency, shown):
    assert str(Money(minor, currency)) == shown


def test_amount_is_exact_whatever_the_threads_decimal_context_says():
    with localcontext() as context:
        context.prec = 3
        assert Money(123456789, CNY).amount == Decimal("1234567.89")
        assert Money.of(Decimal("1234567.89"), CNY) == Money(123456789, CNY)


def test_adds_subtracts_negates_and_multiplies_exactly():
    one, other = Money(10, CNY), Money(20, CNY)
    assert one + other == Money(30, CNY)
    assert one - other == Money(-10, CNY)
    assert -one == Money(-10, CNY)
    assert one * 36 == Money(360, CNY)


def test_compares_amounts_of_one_currency():
    one, other = Money(10, CNY), Money(20, CNY)
    assert one < other and one <= other and other > one and other >= one
    assert one <= Money(10, CNY) and not one < Money(10, CNY)
    assert sorted([other, one]) == [one, other]


@pytest.mark.parametrize(
    "operate",
    [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b],
)
@pytest.mark.parametrize("foreign", [USD, JPY, Currency("CNY", 4)])
def test_never_mixes_currencies(operate, foreign):
    with pytest.raises(CurrencyMismatch) as refusal:
        operate(Money(1, CNY), Money(1, foreign))
    assert refusal.value.params == {"one": "CNY", "other": foreign.code}


def test_a_currency_is_the_same_wherever_it_was_read():
    one, other = (Money(minor, Currency("CNY", 2)) for minor in (1, 2))
    assert one.currency is not other.currency
    assert (one + other).minor == 3 and one < other


def test_the_same_figure_in_another_currency_is_another_amount():
    assert Money(1, CNY) != Money(1, USD)
    assert len({Money(1, CNY), Money(1, USD), Money(1, CNY)}) == 2


def test_only_nothing_is_false():
    assert not Money.zero(CNY)
    assert Money(1, CNY) and Money(-1, CNY)


def test_total_sums_and_knows_its_currency_when_empty():
    assert total([Money(1, CNY), Money(2, CNY), Money(-4, CNY)], CNY) == Money(-1, CNY)
    assert total((), JPY) == Money(0, JPY)
    with pytest.raises(CurrencyMismatch):
        total([Money(1, USD)], CNY)


@pytest.mark.parametrize(("currency", "quantum"), [(CNY, "0.01"), (JPY, "1"), (KWD, "0.001")])
def test_quantum_is_the_smallest_amount(currency, quantum):
    assert currency.quantum == Decimal(quantum)


def test_money_cannot_be_changed():
    with pytest.raises(AttributeError):
        Money(1, CNY).minor = 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_can_be_said_with_their_remedy(language):
    for refusal in (FigureRefused(text="1e3", decimals=2), CurrencyMismatch(one="CNY", other="USD")):
        for key in (refusal.code, f"{refusal.code}.hint"):
            assert "{" not in say(language, f"problems.{key}", **refusal.params)


@pytest.mark.parametrize("amount", ["0.001", "1e25", "NaN"])
def test_a_refused_amount_is_said_with_the_currencys_decimals(amount):
    with pytest.raises(FigureRefused) as refusal:
        Money.of(Decimal(amount), CNY)
    assert refusal.value.params == {"text": str(Decimal(amount)), "decimals": 2}


@pytest.mark.parametrize("amount", ["0." + "1" * 60, "NaN" + "1" * 60])
def test_a_long_refused_amount_is_cut_to_forty_signs(amount):
    with pytest.raises(FigureRefused) as refusal:
        Money.of(Decimal(amount), CNY)
    assert refusal.value.params["text"] == amount[:40]


def test_amounts_of_25_digits_are_taken():
    assert Money.of(Decimal(10**24), CNY) == Money(10**26, CNY)


def test_six_decimals_are_read_where_nothing_else_is_said():
    assert parse_figure("0.123456") == Decimal("0.123456")
    with pytest.raises(FigureRefused) as refusal:
        parse_figure("x" * 60)
    assert refusal.value.params == {"text": "x" * 40, "decimals": 6}
