"""Versions from which something may still come, in pages, with what is needed to try them against another catalog."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, case, func, select

from configurator.access.roles import Role
from configurator.quoting.model import QuotedLine
from configurator.quoting.states import OPEN_STATES, QuoteState
from configurator.releasing.impact import OpenQuote
from configurator.storage.quotes import read_lines, read_totals
from configurator.storage.tables import customers, quote_versions, quotes, users
from configurator.storage.types import AnyRow
from configurator.values.text import Text

_OWN = quote_versions.c
_IS_OPEN = _OWN.state.in_(sorted(OPEN_STATES))


class OpenQuotes:
    """The open versions of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """How many there are."""
        return int(self._connection.scalar(select(func.count()).select_from(quote_versions).where(_IS_OPEN)) or 0)

    def list_after(self, version_id: int, limit: int) -> tuple[tuple[int, OpenQuote], ...]:
        """The next versions, by id, with their ids: those with a greater id than that, at most so many."""
        joined = (
            quote_versions.join(quotes, quotes.c.id == _OWN.quote_id)
            .join(customers, customers.c.id == quotes.c.customer_id)
            .join(users, users.c.id == quotes.c.owner_id)
        )
        frozen = case((_OWN.lines.is_(None), _OWN.content)).label("frozen")
        names = (
            quotes.c.number.label("quote_number"),
            customers.c.name.label("customer"),
            users.c.name.label("owner"),
            users.c.role.label("owner_role"),
        )
        money = (_OWN.currency, _OWN.exponent, _OWN.one_time, _OWN.monthly, _OWN.annual, _OWN.tcv)
        own = (_OWN.id, _OWN.quote_id, _OWN.number, _OWN.state, _OWN.request, _OWN.lines, _OWN.discount)
        query = select(*own, frozen, *names, *money).select_from(joined).where(_IS_OPEN, _OWN.id > version_id)
        rows = self._connection.execute(query.order_by(_OWN.id).limit(limit))
        return tuple((row.id, _read_open(row)) for row in rows)


def _read_open(row: AnyRow) -> OpenQuote:
    return OpenQuote(
        quote_id=row.quote_id,
        number=row.quote_number,
        version=row.number,
        state=QuoteState(row.state),
        customer=row.customer,
        owner=row.owner,
        owner_role=Role(row.owner_role),
        request=row.request,
        lines=read_lines(row.lines) or _read_frozen(row.frozen),
        discount=row.discount,
        totals=read_totals(row),
    )


def _read_frozen(content: str | None) -> tuple[QuotedLine, ...]:
    """The lines in the frozen text of a version that was submitted before lines were kept beside it."""
    lines: list[dict[str, Any]] = json.loads(content)["lines"] if content else []
    return tuple(QuotedLine(one["offering"], one["quantity"], _read_names(one["attributes"])) for one in lines)


def _read_names(attributes: list[list[dict[str, str]]]) -> tuple[tuple[Text, Text], ...]:
    pairs = [[Text(text["zh"], text["en"]) for text in pair] for pair in attributes]
    return tuple((name, value) for name, value in pairs)
