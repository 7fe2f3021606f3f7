"""The most that packages cost, against trying every staff of the class."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from configurator.catalog.classification import Industry, SizeIndicator, SizeStandard, SizeTable
from configurator.catalog.model import Catalog, InputKind, Package, PackageLine
from configurator.catalog.sources import Evidence, Expression
from configurator.proving.packages import PackageCounter, find_package_cost
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.rules.worlds import SIZES
from tests.factories.catalog import (
    make_attribute,
    make_catalog,
    make_input,
    make_offering,
    make_price,
    make_price_factor,
    make_rule,
    make_text,
)
from tests.factories.situations import TODAY

BANDS = SizeTable(
    "all", make_text("all"), ("*",), (SizeIndicator("staff", 1, 301, 101, 11, Evidence.ASSUMED),), "bands"
)
STANDARD = SizeStandard("bands", make_text("bands"), make_text("rule"), (BANDS,), {})
VOLUME = make_price("A-1", model="volume", tiers={1: "10", 30: "5"})


def make_book(*lines: tuple[str, str, str], rules: tuple[Any, ...] = (), **changes: Any) -> RuleBook:
    made = tuple(
        PackageLine(code, Expression(quantity), Expression(when) if when else None) for code, quantity, when in lines
    )
    catalog: Catalog = make_catalog(
        offerings=[make_offering(code, max_quantity=200) for code in ("A-1", "B-1", "C-1")],
        **{"prices": [VOLUME, make_price("B-1", "7.77"), make_price("C-1", "1000")], **changes},
        rules=rules,
        industries={"demo": Industry("demo", make_text("demo"), ("A",))},
        inputs=[
            make_input("industry", "", kind=InputKind.CHOICE, values=make_attribute("i", ["demo"]).values),
            make_input(
                "size",
                "",
                kind=InputKind.CHOICE,
                values=make_attribute("s", SIZES).values,
            ),
            make_input("staff", "50", minimum=1, maximum=1_000_000),
            make_input("sites", "ceil(staff / 20)", minimum=1, maximum=4),
            make_input("grade", "low", kind=InputKind.CHOICE, values=make_attribute("g", ["low", "high"]).values),
        ],
        size_standards=(STANDARD,),
        packages={("demo", "small"): Package("demo/small", "demo", "small", make_text("small"), made)},
    )
    catalog = replace(catalog, digest=sha256(repr(catalog).encode()).hexdigest())
    load = read_rules(catalog)
    assert load.book is not None, load.problems
    return load.book


def find(book: RuleBook, measure: Any = "monthly", seconds: Decimal = Decimal(60)):
    return find_package_cost(PackageCounter(book, TODAY), book.catalog.packages["demo", "small"], measure, seconds)


def try_every_staff(book: RuleBook, measure: Any = "monthly") -> int:
    counter, package = PackageCounter(book, TODAY), book.catalog.packages["demo", "small"]
    return max(counter.count_lines(package, measure, staff) or 0 for staff in range(11, 101))


@pytest.mark.parametrize(
    "lines",
    [
        (("A-1", "staff", ""),),
        (("A-1", "ceil(staff / 3)", ""),),
        (("A-1", "ceil(staff / 3)", ""), ("B-1", "sites", "staff < 40")),
        (("A-1", "100 - staff", ""), ("B-1", "max(0, staff - 60) * 2", "")),
        (("B-1", "if(staff >= 50 and staff <= 55, 90, sites)", ""),),
        (("B-1", "staff * 10", ""), ("A-1", "sites - 8", "")),
        (("A-1", "0", ""),),
    ],
)
@pytest.mark.parametrize("measure", ["monthly", "tcv", "one_time"])
def test_the_most_is_that_of_trying_every_staff(lines, measure: str) -> None:
    book = make_book(*lines)
    found = find(book, measure)
    assert found.lines is not None
    assert found.lines.minor == try_every_staff(book, measure)
    assert (found.proof, found.bound) == ("optimal", found.lines)


def test_the_dearest_customer_may_be_in_the_middle() -> None:
    # 29 × 10 = 290 is more than 33 × 5 = 165
    found = find(make_book(("A-1", "ceil(staff / 3)", "")))
    assert found.lines is not None
    assert (found.lines.minor, found.staff) == (290_00, 87)


def test_nothing_is_proven_of_lines_whose_price_depends_on_others() -> None:
    prices = [VOLUME, make_price("B-1", "15", model="percent_of", base=["A-1"]), make_price("C-1", "1000")]
    found = find(make_book(("A-1", "ceil(staff / 3)", ""), ("B-1", "1", "staff >= 40"), prices=prices))
    assert (found.proof, found.bound) == ("feasible", None)


def test_what_rules_add_is_in_the_proposal() -> None:
    found = find(make_book(("B-1", "1", ""), rules=(make_rule("R", "C-1 >= 1", "B-1"),)))
    assert found.lines is not None
    assert found.proposed is not None
    assert (found.lines.minor, found.proposed.minor) == (7_77, 1007_77)


def test_factors_count_as_the_catalog_assumes_the_customer() -> None:
    factors = (make_price_factor("B-1", "low", "0.5"), make_price_factor("B-1", "high", "3"))
    found = find(make_book(("B-1", "2", ""), price_factors=factors))
    assert found.lines is not None
    assert found.lines.minor == 7_77


def test_a_formula_without_a_range_leaves_the_bound_unknown() -> None:
    found = find(make_book(("B-1", "staff / (sites - 2)", "")))
    assert (found.proof, found.bound) == ("feasible", None)


def test_without_time_the_bound_is_that_of_the_whole_range() -> None:
    found = find(make_book(("A-1", "ceil(staff / 3)", "")), seconds=Decimal(0))
    assert found.proof == "feasible"
    assert found.lines is not None
    assert found.bound is not None
    assert found.lines.minor <= 290_00 <= found.bound.minor
