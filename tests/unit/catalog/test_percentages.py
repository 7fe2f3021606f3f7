"""Percentages of other charges: circles are found however long they are."""

import pytest

from configurator.catalog.percentages import base_kind, find_base_offerings
from configurator.values.periods import ChargeKind
from configurator.values.problem import Severity
from configurator.wording import say_problem
from tests.factories.catalog import make_catalog, make_price
from tests.factories.catalog_files import read_catalog, tiny_files

HEAD = "offering,charge,period,model,amount,base,base_charge,valid_from,valid_to,evidence\n"
PLAIN = "MIN-OUT,one_time,,per_unit,1,,,,,A\n"


def find_circles(rows, before=HEAD + PLAIN):
    loaded = read_catalog(tiny_files() | {"prices/extra.csv": (before + "".join(rows)).encode()})
    assert {each.code for each in loaded.problems if each.severity is Severity.ERROR} <= {
        "price_percent_cyclic",
        "price_percent_of_itself",
    }
    return [each for each in loaded.problems if each.severity is Severity.ERROR]


def row(offering, base, charge="recurring,quarter", base_charge="", dates=","):
    return f"{offering},{charge},percent_of,10,{base},{base_charge},{dates},A\n"


def test_base_is_of_the_own_kind_unless_it_is_said():
    price = make_price("A-1", "10", model="percent_of", base=["B-*"])
    assert base_kind(price) is ChargeKind.RECURRING
    once = make_price("A-1", "10", model="percent_of", base=["B-*"], base_charge=ChargeKind.ONE_TIME)
    assert base_kind(once) is ChargeKind.ONE_TIME


def test_base_is_what_any_of_the_selectors_selects():
    price = make_price("A-1", "10", model="percent_of", base=["B-*", "C-1", "B-2"])
    catalog = make_catalog(offerings=["A-1", "B-1", "B-2", "C-1", "D-1"])
    assert find_base_offerings(catalog, price) == {"B-1", "B-2", "C-1"}


def test_two_percentages_of_each_other_are_one_circle():
    (problem,) = find_circles([row("SBC-100", "SIP-30"), row("SIP-30", "SBC-100", dates="2020-01-01,2020-02-01")], HEAD)
    assert problem.code == "price_percent_cyclic"
    place = problem.location
    assert (place.file, place.line, place.column) == ("prices/extra.csv", 2, 41)
    assert problem.params["chain"] == (
        "SBC-100 (prices/extra.csv:2) → SIP-30 (prices/extra.csv:3) → SBC-100 (prices/extra.csv:2)"
    )
    assert "SIP-30 (prices/extra.csv:3)" in say_problem("zh", problem)[0]


def test_circle_names_only_its_members():
    rows = [
        row("SBC-100", "SIP-30"),
        row("MIN-OUT", "SBC-100"),
        row("SIP-30", "MIN-OUT", charge="one_time,", base_charge="recurring"),
    ]
    assert find_circles(rows) == []


def test_percentages_of_other_days_make_no_circle():
    rows = [
        row("SBC-100", "SIP-30", dates=",2019-12-31"),
        row("SIP-30", "SBC-100", dates="2020-01-01,2020-12-31"),
    ]
    codes = [each.code for each in find_circles(rows)]
    assert "price_percent_cyclic" not in codes


def test_circle_of_different_kinds_of_charges():
    rows = [
        row("SBC-100", "MIN-OUT", base_charge="usage"),
        row("SIP-30", "SBC-100", charge="one_time,", base_charge="recurring"),
    ]
    assert find_circles(rows) == []
    rows = [
        row("SIP-30", "SBC-100", charge="usage,month", base_charge="recurring"),
        row("SBC-100", "SIP-30", base_charge="usage"),
    ]
    (problem,) = find_circles(rows)
    assert problem.code == "price_percent_cyclic"


def test_percentage_of_itself_is_told_once():
    (problem,) = find_circles([row("SBC-100", "SBC-*")], HEAD)
    assert (problem.code, problem.params["offering"], problem.params["base"]) == (
        "price_percent_of_itself",
        "SBC-100",
        "SBC-*",
    )


@pytest.mark.parametrize("length", [2, 3, 50, 1500])
def test_circles_of_any_length_are_found(length):
    offerings = "".join(f"  R-{number}: {{name: {{zh: 甲, en: A}}, unit: unit}}\n" for number in range(length))
    file = f"family: RING\nname: {{zh: 环, en: Ring}}\nline: uc\ntax: G13\nofferings:\n{offerings}"
    rows = [row(f"R-{number}", f"R-{(number + 1) % length}") for number in range(length)]
    files = {"offerings/ring.yaml": file.encode(), "prices/ring.csv": (HEAD + "".join(rows)).encode()}
    problems = [each for each in read_catalog(tiny_files() | files).problems if each.severity is Severity.ERROR]
    assert [each.code for each in problems] == ["price_percent_cyclic"]
    assert problems[0].params["chain"].count(" → ") == length


def test_chain_without_circle_is_fine_however_long():
    length = 1500
    offerings = "".join(f"  R-{number}: {{name: {{zh: 甲, en: A}}, unit: unit}}\n" for number in range(length))
    file = f"family: CHAIN\nname: {{zh: 链, en: Chain}}\nline: uc\ntax: G13\nofferings:\n{offerings}"
    rows = [row(f"R-{number}", f"R-{number + 1}" if number + 1 < length else "SIP-30") for number in range(length)]
    files = {"offerings/chain.yaml": file.encode(), "prices/chain.csv": (HEAD + "".join(rows)).encode()}
    assert [each for each in read_catalog(tiny_files() | files).problems if each.severity is Severity.ERROR] == []
