"""Quotes and their versions: rows to core values and back. A change is kept only against the revision it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from configurator.quoting.model import Closing, Quote, QuotedLine, QuoteVersion, Release, VersionTotals
from configurator.quoting.snapshot import Snapshot
from configurator.quoting.states import QuoteState
from configurator.storage.approvals import Approvals
from configurator.storage.drafts import Drafts
from configurator.storage.refusals import RecordUnknown, StaleRevision
from configurator.storage.tables import customers, quote_versions, quotes, users
from configurator.storage.types import AnyRow
from configurator.values.money import Currency, Money
from configurator.values.text import Text

_EXPIRING = (QuoteState.IN_APPROVAL.value, QuoteState.APPROVED.value, QuoteState.SENT.value)


class Quotes:
    """The quotes of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, number: str, customer_id: int, owner_id: int, at: datetime) -> int:
        """Keep a new quote, still without versions; its id."""
        row = {
            "number": number,
            "customer_id": customer_id,
            "owner_id": owner_id,
            "latest": 0,
            "created_at": at,
        }
        return int(self._connection.execute(insert(quotes).values(row).returning(quotes.c.id)).scalar_one())

    def add_version(self, version: QuoteVersion) -> QuoteVersion:
        """Keep a new version as the quote's latest, and give it its id."""
        row = {**_write_version(version), "quote_id": version.quote_id, "number": version.number}
        fresh = {"position": 0, "revision": 1, "created_at": version.created_at}
        query = insert(quote_versions).values({**row, **fresh})
        version_id = self._connection.execute(query.returning(quote_versions.c.id)).scalar_one()
        latest = update(quotes).where(quotes.c.id == version.quote_id).values(latest=version.number)
        self._connection.execute(latest)
        return replace(version, id=version_id, revision=1)

    def load(self, quote_id: int, *, lock: bool = False) -> Quote:
        """The quote with all its versions; RecordUnknown when there is none. `lock`: others wait until we are done."""
        own = (quotes, customers.c.name.label("customer_name"), users.c.name.label("owner_name"))
        joined = quotes.join(customers, customers.c.id == quotes.c.customer_id).join(
            users, users.c.id == quotes.c.owner_id
        )
        query = select(*own, users.c.email).select_from(joined).where(quotes.c.id == quote_id)
        row = self._connection.execute(query.with_for_update(of=quotes) if lock else query).one_or_none()
        if row is None:
            raise RecordUnknown(kind="quote", id=quote_id)
        return _read_quote(row, self._load_versions(quote_id))

    def get_id(self, number: str) -> int | None:
        """The id of the quote with that number."""
        return self._connection.scalar(select(quotes.c.id).where(quotes.c.number == number))

    def save_version(self, version: QuoteVersion) -> QuoteVersion:
        """Keep the changed version with the next revision; StaleRevision when it does not stem from the present one."""
        own = quote_versions.c
        wanted = (own.id == version.id) & (own.revision == version.revision)
        changed = replace(version, revision=version.revision + 1)
        query = update(quote_versions).where(wanted).values({**_write_version(changed), "revision": changed.revision})
        if not self._connection.execute(query).rowcount:
            current = self._connection.scalar(select(own.revision).where(own.id == version.id))
            raise StaleRevision(kind="quote", id=version.quote_id, given=version.revision, current=current)
        return changed

    def find_expired(self, today: date) -> tuple[tuple[int, int], ...]:
        """Quote id and number of all versions that wait or are offered though their last day is past."""
        own = quote_versions.c
        query = select(own.quote_id, own.number).where(own.state.in_(_EXPIRING), own.valid_until < today)
        rows = self._connection.execute(query.order_by(own.id))
        return tuple((row.quote_id, row.number) for row in rows)

    def list_frozen(self) -> Iterator[tuple[str, int, Snapshot]]:
        """Every version that was submitted: its quote's number, its own, and what was frozen; one row at a time."""
        own = quote_versions.c
        joined = quote_versions.join(quotes, quotes.c.id == own.quote_id)
        query = select(quotes.c.number.label("quote"), own.number, own.content, own.digest).select_from(joined)
        rows = self._connection.execution_options(yield_per=20).execute(
            query.where(own.content.is_not(None)).order_by(quotes.c.number, own.number)
        )
        return ((row.quote, row.number, Snapshot(row.content, row.digest)) for row in rows)

    def _load_versions(self, quote_id: int) -> tuple[QuoteVersion, ...]:
        own = quote_versions.c
        rows = self._connection.execute(
            select(quote_versions).where(own.quote_id == quote_id).order_by(own.number)
        ).all()
        asked = Approvals(self._connection).of_versions(row.id for row in rows)
        versions = [replace(_read_version(row), approvals=asked[row.id]) for row in rows]
        return (*versions[:-1], self._with_history(versions[-1]))

    def _with_history(self, version: QuoteVersion) -> QuoteVersion:
        if version.state is not QuoteState.DRAFT:
            return version
        back, forth = Drafts(self._connection).bounds(version.id)
        return replace(version, can_undo=back, can_redo=forth)


def _read_quote(row: AnyRow, versions: tuple[QuoteVersion, ...]) -> Quote:
    return Quote(
        id=row.id,
        number=row.number,
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        owner_email=row.email,
        created_at=row.created_at,
        versions=versions,
    )


def _write_version(version: QuoteVersion) -> dict[str, Any]:
    """The columns that change in a version's life."""
    return {
        "state": version.state.value,
        "request": version.request,
        "term_months": version.term_months,
        "discount": version.discount,
        "valid_until": version.valid_until,
        "updated_at": version.updated_at,
        "submitted_at": version.submitted_at,
        "submitted_by": version.submitted_by,
        "sent_at": version.sent_at,
        "lines": write_lines(version.lines),
        **_write_snapshot(version.snapshot, version.release),
        **_write_totals(version.totals),
        **_write_closing(version.closing),
    }


def _write_snapshot(snapshot: Snapshot | None, release: Release | None) -> dict[str, Any]:
    return {
        "content": snapshot.text if snapshot else None,
        "digest": snapshot.digest if snapshot else None,
        "catalog_key": release.key if release else None,
        "catalog_release": release.release if release else None,
        "catalog_digest": release.digest if release else None,
        "catalog_number": release.number if release else None,
    }


def _write_totals(totals: VersionTotals | None) -> dict[str, Any]:
    return {
        "currency": totals.tcv.currency.code if totals else None,
        "exponent": totals.tcv.currency.exponent if totals else None,
        "one_time": totals.one_time.minor if totals else None,
        "monthly": totals.monthly.minor if totals else None,
        "annual": totals.annual.minor if totals else None,
        "tcv": totals.tcv.minor if totals else None,
    }


def _write_closing(closing: Closing | None) -> dict[str, Any]:
    return {
        "closed_at": closing.at if closing else None,
        "closed_by": closing.by if closing else None,
        "signatory": closing.signatory if closing else None,
        "remark": closing.remark if closing else None,
    }


def _read_version(row: AnyRow) -> QuoteVersion:
    return QuoteVersion(
        id=row.id,
        quote_id=row.quote_id,
        number=row.number,
        revision=row.revision,
        state=QuoteState(row.state),
        request=row.request,
        snapshot=Snapshot(row.content, row.digest) if row.content is not None else None,
        release=_read_release(row),
        term_months=row.term_months,
        discount=row.discount,
        totals=read_totals(row),
        valid_until=row.valid_until,
        created_at=row.created_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        sent_at=row.sent_at,
        closing=_read_closing(row),
        lines=read_lines(row.lines),
    )


def write_lines(lines: Sequence[QuotedLine]) -> list[Any] | None:
    """Lines as JSON: offering, quantity, and the names of attributes and values in both languages."""
    return [[one.offering, one.quantity, list(map(_write_names, one.attributes))] for one in lines] or None


def _write_names(pair: tuple[Text, Text]) -> list[str]:
    name, value = pair
    return [name.zh, name.en, value.zh, value.en]


def read_lines(kept: Sequence[Any] | None) -> tuple[QuotedLine, ...]:
    """Lines as `write_lines` writes them."""
    return tuple(QuotedLine(code, quantity, tuple(map(_read_names, names))) for code, quantity, names in kept or ())


def _read_names(names: Sequence[str]) -> tuple[Text, Text]:
    return Text(names[0], names[1]), Text(names[2], names[3])


def _read_release(row: AnyRow) -> Release | None:
    if row.catalog_key is None:
        return None
    return Release(row.catalog_key, row.catalog_release, row.catalog_digest, row.catalog_number)


def read_totals(row: AnyRow) -> VersionTotals | None:
    """The totals in a row that has a version's money columns."""
    if row.currency is None:
        return None
    currency = Currency(row.currency, row.exponent)
    figures = (row.one_time, row.monthly, row.annual, row.tcv)
    return VersionTotals(*(Money(minor, currency) for minor in figures))


def _read_closing(row: AnyRow) -> Closing | None:
    if row.closed_at is None:
        return None
    return Closing(row.closed_at, row.closed_by, row.signatory, row.remark)
