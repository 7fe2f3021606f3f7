"""Lists of quotes: one query for the rows of a page, however many quotes there are, and one for their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, select

from configurator.quoting.states import QuoteState
from configurator.storage.paging import Page, PageOf
from configurator.storage.quotes import read_totals
from configurator.storage.rows import QuoteFilters, QuoteOrder, QuoteRow
from configurator.storage.tables import customers, quote_versions, quotes, users
from configurator.storage.types import AnyRow

_VERSION = quote_versions.c

_ORDERS: Mapping[QuoteOrder, tuple[ColumnElement[Any], ...]] = {
    "recent": (_VERSION.updated_at.desc(), quotes.c.id.desc()),
    "number": (quotes.c.number.desc(),),
    "ending": (_VERSION.valid_until.asc().nulls_last(), quotes.c.id.desc()),
    "value": (_VERSION.tcv.desc().nulls_last(), quotes.c.id.desc()),
}


class QuoteLists:
    """The lists of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, filters: QuoteFilters, page: Page) -> PageOf[QuoteRow]:
        """The quotes that pass the filters, by their latest version."""
        wanted = and_(True, *_conditions(filters))
        count = select(func.count()).select_from(_joined()).where(wanted)
        total = self._connection.execute(count).scalar_one()
        query = _row_query().where(wanted).order_by(*_ORDERS[filters.order])
        rows = self._connection.execute(query.limit(page.size).offset(page.offset))
        return PageOf(tuple(_read_row(row) for row in rows), total, page)

    def count_by_state(self, filters: QuoteFilters) -> dict[QuoteState, int]:
        """How many of the quotes that pass the filters stand in each state; states without any are left out."""
        query = select(_VERSION.state, func.count()).select_from(_joined()).group_by(_VERSION.state)
        rows = self._connection.execute(query.where(and_(True, *_conditions(filters))))
        return {QuoteState(state): count for state, count in rows}


def _joined() -> FromClause:
    latest = (_VERSION.quote_id == quotes.c.id) & (_VERSION.number == quotes.c.latest)
    return (
        quotes.join(quote_versions, latest)
        .join(customers, customers.c.id == quotes.c.customer_id)
        .join(users, users.c.id == quotes.c.owner_id)
    )


def _row_query() -> Select[Any]:
    names = (customers.c.name.label("customer_name"), users.c.name.label("owner_name"))
    own = (quotes.c.id, quotes.c.number, quotes.c.latest, quotes.c.customer_id, quotes.c.owner_id)
    facts = (
        _VERSION.state,
        _VERSION.term_months,
        _VERSION.discount,
        _VERSION.valid_until,
        _VERSION.updated_at,
    )
    money = (_VERSION.currency, _VERSION.exponent, _VERSION.one_time, _VERSION.monthly, _VERSION.annual)
    return select(*own, *names, *facts, *money, _VERSION.tcv).select_from(_joined())


def _conditions(filters: QuoteFilters) -> Iterator[ColumnElement[bool]]:
    for word in filters.text.split():
        yield quotes.c.number.icontains(word, autoescape=True) | customers.c.name.icontains(word, autoescape=True)
    if filters.states:
        yield _VERSION.state.in_([state.value for state in filters.states])
    if filters.uninvolved is not None:
        yield quotes.c.owner_id != filters.uninvolved
        yield _VERSION.submitted_by.is_distinct_from(filters.uninvolved)
    for column, operator, value in _comparisons(filters):
        if value is not None:
            yield operator(column, value)


def _comparisons(filters: QuoteFilters) -> Iterator[tuple[ColumnElement[Any], Any, object]]:
    yield quotes.c.owner_id, ColumnElement.__eq__, filters.owner_id
    yield quotes.c.customer_id, ColumnElement.__eq__, filters.customer_id
    yield _VERSION.discount, ColumnElement.__le__, filters.discount_to
    yield _VERSION.valid_until, ColumnElement.__ge__, filters.ends_from
    yield _VERSION.valid_until, ColumnElement.__le__, filters.ends_to


def _read_row(row: AnyRow) -> QuoteRow:
    return QuoteRow(
        id=row.id,
        number=row.number,
        version=row.latest,
        state=QuoteState(row.state),
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        term_months=row.term_months,
        discount=row.discount,
        totals=read_totals(row),
        valid_until=row.valid_until,
        updated_at=row.updated_at,
    )
