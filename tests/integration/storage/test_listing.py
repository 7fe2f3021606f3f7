from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event

from configurator.access.roles import Role
from configurator.quoting.model import totals_of
from configurator.quoting.states import QuoteState
from configurator.storage.paging import Page
from configurator.storage.rows import QuoteFilters
from tests.factories.content import make_content
from tests.factories.quotes import MOMENT, make_version
from tests.integration.storage.records import keep_customer, keep_quote, keep_user

DRAFT, IN_APPROVAL, SENT, DECLINED = (
    QuoteState.DRAFT,
    QuoteState.IN_APPROVAL,
    QuoteState.SENT,
    QuoteState.DECLINED,
)


@pytest.fixture
def shelf(database):
    """Quotes 1 to 4: a rep's draft, a rep's sent one, a manager's in approval, and a rep's second version in draft."""
    rep, manager = keep_user(database, 1), keep_user(database, 2, Role.MANAGER)
    hospital, school = keep_customer(database, rep, name="第一医院"), keep_customer(database, rep, name="实验学校")
    sent = make_version(1, SENT, valid_until=date(2026, 12, 1), discount=Decimal(3))
    asked = make_version(1, IN_APPROVAL, valid_until=date(2026, 12, 9), discount=Decimal("12.5"))
    keep_quote(database, rep, hospital, 1, make_version(1, updated_at=MOMENT + timedelta(hours=4)))
    keep_quote(database, rep, school, 2, sent)
    keep_quote(database, manager, hospital, 3, replace(asked, updated_at=MOMENT + timedelta(hours=2)))
    later = make_version(2, updated_at=MOMENT + timedelta(hours=3))
    keep_quote(database, rep, school, 4, make_version(1, DECLINED), later)
    return {"rep": rep.id, "manager": manager.id, "hospital": hospital.id, "school": school.id}


def find(database, page=Page(), **filters):
    with database.uow_factory.reading() as work:
        found = work.lists.find(QuoteFilters(**filters), page)
    return [int(row.number[-6:]) for row in found.rows]


def test_shows_each_quote_once_by_its_latest_version(database, shelf):
    with database.uow_factory.reading() as work:
        found = work.lists.find(QuoteFilters(order="number"), Page())
    assert [(row.number, row.version, row.state) for row in found.rows] == [
        ("Q-2026-000004", 2, DRAFT),
        ("Q-2026-000003", 1, IN_APPROVAL),
        ("Q-2026-000002", 1, SENT),
        ("Q-2026-000001", 1, DRAFT),
    ]
    assert found.total == 4


def test_shows_names_terms_and_totals(database, shelf):
    with database.uow_factory.reading() as work:
        row = work.lists.find(QuoteFilters(states=(SENT,)), Page()).rows[0]
        draft = work.lists.find(QuoteFilters(states=(DRAFT,)), Page()).rows[0]
    assert (row.customer_name, row.owner_name, row.term_months, row.discount) == ("实验学校", "User 1", 24, 3)
    assert (row.totals, row.valid_until) == (totals_of(make_content()), date(2026, 12, 1))
    assert (draft.totals, draft.valid_until) == (None, None)


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({}, [1, 4, 3, 2]),
        ({"states": (DRAFT,)}, [1, 4]),
        ({"states": (SENT, IN_APPROVAL)}, [3, 2]),
        ({"states": (DECLINED,)}, []),
        ({"text": "医院"}, [1, 3]),
        ({"text": "q-2026-000002"}, [2]),
        ({"text": "000002 学校"}, [2]),
        ({"text": "000002 医院"}, []),
        ({"text": "%"}, []),
        ({"discount_to": Decimal(5)}, [1, 4, 2]),
        ({"discount_to": Decimal("12.5"), "states": (IN_APPROVAL,)}, [3]),
        ({"discount_to": Decimal("12.499999"), "states": (IN_APPROVAL,)}, []),
        ({"ends_from": date(2026, 12, 1), "ends_to": date(2026, 12, 8)}, [2]),
        ({"ends_from": date(2026, 12, 2)}, [3]),
        ({"order": "ending"}, [2, 3, 4, 1]),
        ({"order": "value", "states": (SENT, IN_APPROVAL, DRAFT)}, [3, 2, 4, 1]),
    ],
)
def test_narrows_and_orders(database, shelf, filters, numbers):
    assert find(database, **filters) == numbers


@pytest.mark.parametrize(
    ("field", "who", "numbers"),
    [
        ("owner_id", "rep", [1, 4, 2]),
        ("owner_id", "manager", [3]),
        ("customer_id", "school", [4, 2]),
        ("uninvolved", "manager", [1, 4, 2]),
        ("uninvolved", "rep", [3]),
    ],
)
def test_narrows_to_people_and_customers(database, shelf, field, who, numbers):
    assert find(database, **{field: shelf[who]}) == numbers


def test_leaves_out_what_the_approver_submitted_for_somebody_else(database, shelf):
    rep, manager = shelf["rep"], shelf["manager"]
    with database.uow_factory.writing() as work:
        quote = work.quotes.load(work.quotes.get_id("Q-2026-000002"))
        assert quote.owner_id == rep
        work.quotes.save_version(replace(quote.latest, submitted_by=manager))
    assert 2 not in find(database, uninvolved=manager)


def test_pages(database, shelf):
    assert [find(database, Page(number, 3)) for number in (1, 2, 3)] == [[1, 4, 3], [2], []]


def test_counts_by_state(database, shelf):
    with database.uow_factory.reading() as work:
        assert work.lists.count_by_state(QuoteFilters()) == {DRAFT: 2, IN_APPROVAL: 1, SENT: 1}
        assert work.lists.count_by_state(QuoteFilters(owner_id=shelf["manager"])) == {IN_APPROVAL: 1}


@pytest.mark.parametrize("rows", [1, 4])
def test_takes_two_queries_however_many_rows(database, shelf, rows):
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    find(database, Page(1, rows))
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 2
