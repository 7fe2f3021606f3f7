"""Payments over the contract, as the proposal tells them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.documents.figures import format_amount
from configurator.documents.phases import build_phases
from configurator.documents.prices import build_prices
from configurator.quoting.content import Content
from configurator.quoting.content_payments import (
    ContentContract,
    ContentPayment,
    ContentSaving,
    ContentSchedulePart,
)
from configurator.values.text import Text
from tests.factories.content import make_content
from tests.unit.documents.books import make_book, texts_of

EN = make_book("en")


def pay(first: int, last: int, net: str = "100.00", **changes: object) -> ContentPayment:
    plain = ContentPayment(first, last, last - first + 1, 2, net, net, net, "0.06", "5.66", True)
    return replace(plain, **changes)  # type: ignore[arg-type]


def with_payments(*payments: ContentPayment, period: str | None = "month", **changes: object) -> Content:
    """A content whose first charge of that period has these payments."""
    content = make_content()
    lines = list(content.lines)
    for at, line in enumerate(lines):
        charges = list(line.charges)
        for place, charge in enumerate(charges):
            if charge.period == period and charge.kind != "usage":
                charges[place] = replace(charge, payments=payments)
                lines[at] = replace(line, charges=tuple(charges))
                return replace(content, lines=tuple(lines), **changes)  # type: ignore[arg-type]
    raise AssertionError(period)


def rows(content: Content) -> list[tuple[str, str, str, str]]:
    phases = build_phases(content, EN)
    assert phases is not None
    return [(row.number, *texts_of(row.months), row.times, *texts_of(row.amount)) for row in phases.rows]


def schedule(content: Content) -> list[tuple[str, str]]:
    phases = build_phases(content, EN)
    assert phases is not None
    return [(*texts_of(row.months), row.amount) for row in phases.schedule]


def test_nothing_is_told_where_all_payments_are_alike() -> None:
    assert build_phases(make_content(), EN) is None
    assert build_prices(make_content(), EN).phases is None


def test_a_charge_that_changes_has_a_row_for_each_run_and_is_named_once() -> None:
    content = with_payments(pay(1, 6), pay(7, 24, "180.50"))
    assert rows(content) == [("1", "months 1–6", "6 ×", "100.00"), ("", "months 7–24", "18 ×", "180.50")]
    assert [texts_of(row.name) for row in build_phases(content, EN).rows][1] == []  # type: ignore[union-attr]


def test_free_months_and_waived_charges_say_so() -> None:
    content = with_payments(pay(1, 2, "0.00", waived="free"), pay(3, 24))
    assert rows(content)[0][1:] == ("months 1–2", "2 ×", "free")
    once = with_payments(pay(1, 1, "0.00", waived="one_time"), period=None)
    assert rows(once)[0][1:] == ("once", "1 ×", "waived")


def test_parts_of_months_are_summed_up_instead_of_told_for_each_charge() -> None:
    parts = (
        pay(1, 1, "54.84", share="17/31", days="17/31"),
        pay(1, 23),
        pay(24, 24, "45.16", share="14/31", days="14/31"),
    )
    content = with_payments(*parts)
    assert rows(content) == []
    assert schedule(content) == [
        ("month 1 (17/31 of the month)", "54.84"),
        ("months 1–23", format_amount(content.totals.monthly)),
        ("month 24 (14/31 of the month)", "45.16"),
    ]


def test_parts_of_years_stay_with_their_charge() -> None:
    part = pay(13, 24, "50.00", share="17/372", days="(0 + 17/31)/12", count=1)
    content = with_payments(pay(1, 12, count=1), part, period="year")
    assert [row[-1] for row in rows(content)] == ["100.00", "50.00 (17/372 of the period)"]


def test_the_schedule_and_programmes_are_told() -> None:
    content = make_content()
    totals = replace(
        content.totals,
        schedule=(ContentSchedulePart(1, 24, "900.00"), ContentSchedulePart(25, 36, "950.00")),
        savings=(
            ContentSaving(
                "P", Text("融合", "Converged"), "2460.00",
                (ContentSchedulePart(1, 24, "100.00"), ContentSchedulePart(25, 36, "5.00")),
            ),
            ContentSaving("Q", Text("一次", "Once off"), "50.00"),
        ),
    )  # fmt: skip
    phases = build_phases(replace(content, totals=totals), EN)
    assert phases is not None
    assert [row.amount for row in phases.schedule] == ["900.00", "950.00"]
    told = [(texts_of(row.name), *texts_of(row.months), row.monthly, row.contract) for row in phases.savings]
    assert told == [
        (["Converged"], "months 1–24", "100.00", "2,460.00"),
        ([], "months 25–36", "5.00", ""),
        (["Once off"], "not monthly", "", "50.00"),
    ]


@pytest.mark.parametrize(
    ("contract", "said"),
    [
        (ContentContract("2026-12-15"), "starts on 2026-12-15 and runs for 24 months"),
        (ContentContract("2026-12-15", "2028-01-31"), "runs from 2026-12-15 to 2028-01-31"),
        (ContentContract("2026-12-15", "", True), "billed by calendar month"),
    ],
)
def test_the_contracts_days_are_a_sentence(contract: ContentContract, said: str) -> None:
    phases = build_phases(replace(make_content(), contract=contract), EN)
    assert phases is not None
    assert said in texts_of(phases.contract)[0]


def test_the_subsection_has_a_title_before_tax_and_totals() -> None:
    plain, told = build_prices(make_content(), EN), build_prices(with_payments(pay(1, 6), pay(7, 24)), EN)
    assert len(told.part_titles) == len(plain.part_titles) + 1
    assert texts_of(told.part_titles[-3]) == ["Payments over the contract"]
