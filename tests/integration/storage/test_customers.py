from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from configurator.storage.paging import Page
from configurator.storage.refusals import RecordUnknown, StaleRevision
from tests.factories.quotes import MOMENT, make_fields
from tests.integration.storage.records import keep_customer, keep_quote, keep_user

LATER = MOMENT + timedelta(days=1)


def test_gives_back_every_field(database):
    fields = make_fields(
        revenue=Decimal("123456789.01"), assets=Decimal("5"), finance_class="bank", profile={"beds": 500}, notes="x\ny"
    )
    user = keep_user(database)
    with database.uow_factory.writing() as work:
        kept = work.customers.add(fields, user.id, MOMENT)
    with database.uow_factory.reading() as work:
        assert work.customers.load(kept.id) == kept
    assert (kept.fields, kept.owner_id, kept.owner_name, kept.revision) == (fields, user.id, user.name, 1)


def test_keeps_unknown_figures_unknown(database):
    kept = keep_customer(database, keep_user(database), staff=None, sites=None)
    assert (kept.fields.staff, kept.fields.sites, kept.fields.revenue) == (None, None, None)


def test_saves_against_the_revision_that_was_read(database):
    kept = keep_customer(database, keep_user(database))
    with database.uow_factory.writing() as work:
        saved = work.customers.save(kept.id, make_fields(name="新名称"), 1, LATER)
    assert (saved.name, saved.revision, saved.created_at, saved.updated_at) == ("新名称", 2, MOMENT, LATER)


def test_refuses_a_stale_save_and_says_the_present_revision(database):
    kept = keep_customer(database, keep_user(database))
    with database.uow_factory.writing() as work:
        work.customers.save(kept.id, make_fields(name="first"), 1, LATER)
    with pytest.raises(StaleRevision) as refused, database.uow_factory.writing() as work:
        work.customers.save(kept.id, make_fields(name="second"), 1, LATER)
    assert refused.value.params == {"kind": "customer", "id": kept.id, "given": 1, "current": 2}
    with database.uow_factory.reading() as work:
        assert work.customers.load(kept.id).name == "first"


def test_refuses_a_customer_that_there_is_not(database):
    with pytest.raises(RecordUnknown), database.uow_factory.reading() as work:
        work.customers.load(99)
    with pytest.raises(RecordUnknown), database.uow_factory.writing() as work:
        work.customers.save(99, make_fields(), 1, MOMENT)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 4),
        ("医院", 2),
        ("第一 医院", 1),
        ("acme", 1),
        ("ACME", 1),
        ("q84", 2),
        ("%", 1),
        ("_", 0),
        ("'; DROP TABLE customers", 0),
    ],
)
def test_finds_by_all_words_of_name_and_class(database, text, found):
    user = keep_user(database)
    for name, code in (("第一医院", "Q84"), ("第二医院", "Q84"), ("Acme 工厂", "C34"), ("100% 学校", "P83")):
        keep_customer(database, user, name=name, class_code=code)
    with database.uow_factory.reading() as work:
        assert work.customers.find(text, None, Page()).total == found


def test_finds_those_of_one_owner(database):
    one, other = keep_user(database, 1), keep_user(database, 2)
    keep_customer(database, one, name="A")
    keep_customer(database, other, name="B")
    with database.uow_factory.reading() as work:
        assert [row.name for row in work.customers.find("", other.id, Page()).rows] == ["B"]


def test_lists_the_last_changed_first_page_by_page(database):
    user = keep_user(database)
    kept = [keep_customer(database, user, name=f"C{number}") for number in range(5)]
    with database.uow_factory.writing() as work:
        work.customers.save(kept[1].id, kept[1].fields, 1, LATER)
        pages = [work.customers.find("", None, Page(number, 2)) for number in (1, 2, 3, 4)]
    assert [[row.name for row in page.rows] for page in pages] == [["C1", "C4"], ["C3", "C2"], ["C0"], []]
    assert {page.total for page in pages} == {5}


def test_counts_the_quotes_of_each_row(database):
    user = keep_user(database)
    one, other = keep_customer(database, user, name="A"), keep_customer(database, user, name="B")
    keep_quote(database, user, one, 1)
    keep_quote(database, user, one, 2)
    with database.uow_factory.reading() as work:
        rows = work.customers.find("", None, Page()).rows
    assert {row.name: row.quotes for row in rows} == {"A": 2, other.name: 0}
