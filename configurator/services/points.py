"""Loyalty points: earned when a customer accepts, held by submitted quotes, spent on acceptance, expired by the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from configurator.catalog.benefits import LoyaltyProgramme, PointsLevel
from configurator.catalog.model import Catalog
from configurator.catalog.selectors import selection_of
from configurator.customers.customer import Customer
from configurator.programmes.point_books import (
    EntryKind,
    Hold,
    PointsEntry,
    compute_earned,
    convert_back,
    find_last_use,
    find_next_expiry,
    list_expired,
    open_book,
)
from configurator.programmes.points import PointsAccount, find_level
from configurator.programmes.redeeming import count_needed
from configurator.quoting.content import Content, ContentCharge
from configurator.quoting.model import Quote, QuoteVersion
from configurator.services.moments import TURN, Moment
from configurator.storage.points import PointsRow
from configurator.storage.unit_of_work import UnitOfWork
from configurator.values.money import Money
from configurator.values.periods import ChargeKind
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class PointsView:
    """An account on a day: what can be spent, what open quotes hold, the next points to go, the level, all bookings.

    It is that of the legal entity: of all customers who have a mark in common.
    """

    programme: str
    name: Text
    balance: int
    held: int
    next_expiry: tuple[date, int] | None
    level: PointsLevel | None
    rows: tuple[PointsRow, ...]


@dataclass(frozen=True, slots=True)
class PointsOffer:
    """What a draft may redeem: points available to it, how many its allowed charges can take, how many it states."""

    programme: str
    name: Text
    available: int
    usable: int
    stated: int
    value: Decimal
    next_expiry: tuple[date, int] | None


def read_account(
    work: UnitOfWork, catalog: Catalog, programme: str, group: Sequence[int], except_quote: int = 0
) -> PointsAccount:
    """The account of these customers, less what open quotes other than this one hold, as of the last day: what is left
    is there whichever of their versions is accepted."""
    rows = work.points.of_customers(programme, group)
    holds = _list_holds(work, programme, group, except_quote, max)
    return open_book((row.entry for row in rows), holds, catalog.currency)


def view_points(work: UnitOfWork, catalog: Catalog, customer_id: int, day: date) -> tuple[PointsView, ...]:
    """The customer's accounts, one for each loyalty programme of the catalog."""
    group = work.customers.find_group(customer_id)
    return tuple(_view(work, catalog, programme, group, day) for programme in catalog.benefits.loyalty.values())


def offer_points(
    work: UnitOfWork, catalog: Catalog, quote: Quote, version: QuoteVersion, content: Content, day: date
) -> tuple[PointsOffer, ...]:
    """How many points the draft may redeem, programme by programme."""
    group = work.customers.find_group(quote.customer_id)
    return tuple(
        _offer(programme, read_account(work, catalog, programme.key, group, quote.id), version, content, catalog, day)
        for programme in catalog.benefits.loyalty.values()
    )


def earn_points(work: UnitOfWork, catalog: Catalog, quote: Quote, version: QuoteVersion, when: Moment) -> None:
    """Book what the accepted version earns: its contract value without tax at the rate of the customer's tenure."""
    content = version.content
    if content is None or not catalog.benefits.loyalty:
        return
    customer = work.customers.load(quote.customer_id)
    amount = _worth_of(content, catalog)
    for programme in catalog.benefits.loyalty.values():
        points = compute_earned(programme, _service_since(customer), when.day, amount)
        if points > 0:
            entry = PointsEntry(0, EntryKind.EARNED, points, when.day, find_last_use(programme, when.day))
            _book(work, programme.key, customer.id, entry, when, version.id)


def spend_points(
    work: UnitOfWork, programme: str, customer_id: int, entry: PointsEntry, version_id: int, when: Moment
) -> None:
    """Book what an accepted version redeems; they count from the day on which it held them."""
    _book(work, programme, customer_id, entry, when, version_id)


def expire_points(work: UnitOfWork, catalog: Catalog, programme: str, customer_id: int, when: Moment) -> int:
    """Book the customer's points that ran out by the day and that nobody holds; how many they were."""
    work.counters.take(TURN)
    group = work.customers.find_group(customer_id)
    rows, holds = work.points.of_customers(programme, group), _list_holds(work, programme, group, 0, min)
    account = open_book((row.entry for row in rows), holds, catalog.currency)
    own = {row.entry.id for row in rows if row.customer_id == customer_id}
    due = [lot for lot in list_expired(account, when.day) if int(lot.invoice) in own]
    for lot in due:
        entry = PointsEntry(0, EntryKind.EXPIRED, -lot.left, lot.expires, lot=int(lot.invoice))
        _book(work, programme, customer_id, entry, when, None)
    return sum(lot.left for lot in due)


def _book(
    work: UnitOfWork, programme: str, customer_id: int, entry: PointsEntry, when: Moment, version_id: int | None
) -> None:
    work.points.add(programme, customer_id, entry, when.at, version_id)
    facts = {"programme": programme, "points": entry.points, "day": entry.day.isoformat()}
    work.audit.record(when.at, when.user_id, f"points_{entry.kind}", ("customer", customer_id), facts)


def _list_holds(
    work: UnitOfWork, programme: str, group: Sequence[int], except_quote: int, choose: Callable[[date, date], date]
) -> list[Hold]:
    """Of a quote's versions only one can be accepted: the largest hold counts, as of the day chosen among theirs (the
    first keeps points from expiring, the last takes none that had expired by then)."""
    held: dict[int, Hold] = {}
    for row in work.claims.list_held_points(programme, group, except_quote):
        other = held.get(row.quote_id, Hold(row.reserved_on, 0))
        held[row.quote_id] = Hold(choose(other.day, row.reserved_on), max(other.points, row.quantity))
    return list(held.values())


def _view(
    work: UnitOfWork, catalog: Catalog, programme: LoyaltyProgramme, group: Sequence[int], day: date
) -> PointsView:
    account = read_account(work, catalog, programme.key, group)
    return PointsView(
        programme=programme.key,
        name=programme.name,
        balance=account.balance(day),
        held=sum(hold.points for hold in _list_holds(work, programme.key, group, 0, max)),
        next_expiry=find_next_expiry(account, day),
        level=find_level(programme, account, day),
        rows=tuple(reversed(work.points.of_customers(programme.key, group))),
    )


def _offer(
    programme: LoyaltyProgramme,
    account: PointsAccount,
    version: QuoteVersion,
    content: Content,
    catalog: Catalog,
    day: date,
) -> PointsOffer:
    available = max(0, account.balance(day))
    stated = _read_stated(version, programme)
    return PointsOffer(
        programme=programme.key,
        name=programme.name,
        available=available,
        usable=min(available, count_needed(programme, _list_payable(programme, content, catalog))),
        stated=stated,
        value=programme.value,
        next_expiry=find_next_expiry(account, day),
    )


def _read_stated(version: QuoteVersion, programme: LoyaltyProgramme) -> int:
    customer = version.request.get("customer")
    stated = customer.get(programme.input) if isinstance(customer, dict) else 0
    return stated if isinstance(stated, int) else 0


def _list_payable(programme: LoyaltyProgramme, content: Content, catalog: Catalog) -> Money:
    """What points could pay: the one-time charges of allowed lines, with what points pay of them already.

    Points pay in the catalog's currency and before home tax is taken out, so the traces tell it, not the net amounts.
    """
    selection = selection_of(catalog)
    allowed = {code for selector in programme.redeem_on for code in selection.members(selector)}
    charges = (charge for line in content.lines if line.offering in allowed for charge in line.charges)
    payable = (_read_payable(charge, programme.key) for charge in charges if charge.kind == ChargeKind.ONE_TIME)
    return Money.of(sum(payable, Decimal(0)), catalog.currency)


def _read_payable(charge: ContentCharge, programme: str) -> Decimal:
    """The net amount of the charge at home, and what the programme took off it."""
    nets = (Decimal(step.amount) for step in charge.trace if step.step == "net")
    taken = (-Decimal(step.change) for step in charge.trace if step.rule == programme)
    return sum((*nets, *taken), Decimal(0))


def _worth_of(content: Content, catalog: Catalog) -> Money:
    """The contract value without tax in the catalog's currency."""
    untaxed = sum((Fraction(line.ex_tax) for line in content.totals.tax_of_term), Fraction(0))
    return convert_back(untaxed, _rate_of(content), catalog.currency)


def _rate_of(content: Content) -> Fraction:
    return Fraction(content.exchange.rate) if content.exchange else Fraction(1)


def _service_since(customer: Customer) -> date:
    return customer.fields.service_since or customer.created_at.date()
