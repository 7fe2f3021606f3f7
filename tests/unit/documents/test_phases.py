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


BY_CALENDAR = ContentContract("2026-12-15", "", True)
OPENING = pay(1, 1, "54.84", share="17/31", days="17/31")
REST = pay(24, 24, "45.16", share="14/31", days="14/31")


def test_by_calendar_months_are_told_in_days() -> None:
    content = with_payments(OPENING, pay(1, 23), REST, contract=BY_CALENDAR)
    assert rows(content) == []
    assert schedule(content) == [
        ("2026-12-15 to 2026-12-31 (17/31 of the month)", "54.84"),
        ("2027-01-01 to 2028-11-30", format_amount(content.totals.monthly)),
        ("2028-12-01 to 2028-12-14 (14/31 of the month)", "45.16"),
    ]
    chinese = build_phases(content, make_book("zh"))
    assert chinese is not None
    assert [texts_of(row.months)[0] for row in chinese.schedule] == [
        "2026-12-15 至 2026-12-31（按当月 17/31 计）",
        "2027-01-01 至 2028-11-30",
        "2028-12-01 至 2028-12-14（按当月 14/31 计）",
    ]
    assert texts_of(chinese.months) == ["期间"]


def test_by_calendar_a_charge_that_changes_has_days_in_every_row() -> None:
    content = with_payments(OPENING, pay(1, 6), pay(7, 23, "180.50"), REST, contract=BY_CALENDAR)
    assert [row[1:3] for row in rows(content)] == [
        ("2026-12-15 to 2026-12-31", "1 ×"),
        ("2027-01-01 to 2027-06-30", "6 ×"),
        ("2027-07-01 to 2028-11-30", "17 ×"),
        ("2028-12-01 to 2028-12-14", "1 ×"),
    ]


def test_two_parts_of_a_short_contract_are_not_summed_up() -> None:
    short = ContentContract("2026-12-16", "2027-01-16", True)
    parts = [pay(1, 1, net, share="16/31", days="16/31") for net in ("50.00", "51.00")]
    assert schedule(with_payments(*parts, contract=short)) == [
        ("2026-12-16 to 2026-12-31 (16/31 of the month)", "50.00"),
        ("2027-01-01 to 2027-01-16 (16/31 of the month)", "51.00"),
    ]


def test_what_programmes_take_off_has_days_too() -> None:
    content = with_payments(OPENING, pay(1, 23), REST, contract=BY_CALENDAR)
    saving = ContentSaving("P", Text("融合", "Converged"), "230.00", (ContentSchedulePart(1, 23, "10.00"),))
    phases = build_phases(replace(content, totals=replace(content.totals, savings=(saving,))), EN)
    assert phases is not None
    assert texts_of(phases.savings[0].months) == ["2027-01-01 to 2028-11-30"]
    assert texts_of(phases.months) == ["Period"]


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
