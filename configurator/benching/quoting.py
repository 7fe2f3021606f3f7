"""Made-up open quotes of a real catalog: valid packages of a given number of lines for customers who all differ.

Each starts from the cheapest package of a typical customer, for a company of another size, and takes random offerings
as long as no rule objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice
from random import Random

from configurator.access.roles import Role
from configurator.access.users import User
from configurator.catalog.model import Offering
from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.completing import finished, holds
from configurator.configuration.session import Session
from configurator.customers.customer import CustomerFields
from configurator.customers.profile import STAFF
from configurator.guidance.proposing import Proposal, aims_of, situation_of
from configurator.guidance.reading import read_request
from configurator.guidance.request import Request, context_of
from configurator.pricing.book import open_book
from configurator.pricing.pipeline import price
from configurator.quoting.composing import compose_content
from configurator.quoting.content import Content
from configurator.quoting.model import QuoteVersion, lines_of, release_of, totals_of
from configurator.quoting.snapshot import freeze
from configurator.quoting.states import QuoteState
from configurator.releasing.reaching import list_typical
from configurator.rules.rulebook import RuleBook
from configurator.rules.worlds import KnownWorld
from configurator.services.proposing import Proposer, RequestRefused
from configurator.storage.unit_of_work import UnitOfWorkFactory
from configurator.values.problem import Severity

STATES = (QuoteState.DRAFT, QuoteState.DRAFT, QuoteState.IN_APPROVAL, QuoteState.APPROVED, QuoteState.SENT)
DISCOUNTS = ("0", "0", "3", "5", "8")
_TRIES = 400
_MOST_OF_ONE = 6


@dataclass(frozen=True, slots=True)
class MadeQuote:
    """A quote before it is stored: its state, its request, and what this came to."""

    state: QuoteState
    request: Mapping[str, object]
    content: Content


def make_quotes(book: RuleBook, count: int, lines: int, day: date, chance: Random) -> Iterator[MadeQuote]:
    """So many quotes of about so many lines; fewer lines where no more offerings go together."""
    starts = list(islice(_list_starts(book, day), count))
    for number in range(count):
        raw, quantities = starts[number % len(starts)]
        yield _make_quote(book, raw, quantities, lines, day, chance)


def store_quotes(uow_factory: UnitOfWorkFactory, quotes: Iterator[MadeQuote], day: date) -> int:
    """Keep the quotes for one seller in one transaction; how many there were."""
    at = datetime.combine(day, time(9), UTC)
    stored = 0
    with uow_factory.writing() as work:
        seller = work.users.add(User(0, "seller@bench.example", "Seller", Role.REP, "en"), "", at)
        customer = work.customers.add(CustomerFields("Bench", "Q84", staff=1, sites=1), seller.id, at)
        for stored, quote in enumerate(quotes, start=1):
            quote_id = work.quotes.add(f"B-{stored:06d}", customer.id, seller.id, at)
            work.quotes.add_version(_version_of(quote, quote_id, seller.id, at))
    return stored


def _list_starts(book: RuleBook, day: date) -> Iterator[tuple[dict[str, object], dict[str, int]]]:
    """A request for every typical customer, and the quantities of the cheapest package for it."""
    proposer = Proposer(book)
    for raw in list_typical(book.catalog):
        try:
            found = proposer.propose({**raw, "ambition": "essential"}, day).configuration
        except RequestRefused:
            continue
        yield raw, {line.offering: line.quantity for line in found.lines}


def _make_quote(
    book: RuleBook, raw: Mapping[str, object], start: Mapping[str, int], lines: int, day: date, chance: Random
) -> MadeQuote:
    request = _vary(book, raw, start, day, chance)
    quantities = _extend(book, request, start, lines, chance)
    stated = {
        "customer": {key: request.profile.values[key] for key in request.profile.given},
        "choices": dict(quantities),
        "discount_percent": chance.choice(DISCOUNTS),
        "term_months": chance.choice([term.months for term in book.catalog.terms]),
    }
    whole, problems = read_request(book.catalog, stated, day)
    if whole is None:
        raise AssertionError(f"a made-up request is refused: {problems}")
    return MadeQuote(chance.choice(STATES), stated, _compose(book, whole, quantities))


def _vary(
    book: RuleBook, raw: Mapping[str, object], quantities: Mapping[str, int], day: date, chance: Random
) -> Request:
    """The customer with another number of staff, if the package holds for it too."""
    customer = raw["customer"]
    plain, _ = read_request(book.catalog, raw, day)
    if plain is None or not isinstance(customer, Mapping):
        raise AssertionError("a typical customer is refused")
    staff = int(customer.get(STAFF, 1))
    varied = {**customer, STAFF: max(1, staff * chance.randrange(800, 1200) // 1000)}
    other, _ = read_request(book.catalog, {**raw, "customer": varied}, day)
    return other if other is not None and _is_valid(book, other, quantities) else plain


def _extend(book: RuleBook, request: Request, start: Mapping[str, int], lines: int, chance: Random) -> dict[str, int]:
    """Random offerings more, each only if the rules that speak of it hold."""
    prices, quantities = open_book(book.catalog, request.day).prices, dict(start)
    offered = [offering for offering in book.catalog.offerings.values() if offering.code in prices]
    for _ in range(_TRIES):
        if len(quantities) >= lines:
            break
        offering = chance.choice(offered)
        if offering.code not in quantities:
            more = min(offering.max_quantity - offering.min_quantity, _MOST_OF_ONE)
            tried = {**quantities, offering.code: offering.min_quantity + chance.randint(0, more)}
            quantities = tried if _is_valid(book, request, tried, offering.code) else quantities
    return quantities if _is_valid(book, request, quantities) else dict(start)


def _is_valid(book: RuleBook, request: Request, quantities: Mapping[str, int], about: str | None = None) -> bool:
    """Whether the binding rules hold, or those that speak of one offering."""
    attributes = _list_attributes(book.catalog.offerings, quantities)
    world = KnownWorld(book.catalog, request.profile.values, request.needs, quantities, attributes)
    return all(
        holds(parsed, world)
        for parsed in book.rules
        if parsed.rule.severity is Severity.ERROR
        and parsed.rule.valid.contains(request.day)
        and (about is None or about in parsed.mentions)
    )


def _list_attributes(offerings: Mapping[str, Offering], quantities: Mapping[str, int]) -> dict[tuple[str, str], str]:
    """Every attribute of what is taken at its default, else its first value."""
    return {
        (code, attribute.key): attribute.default or attribute.values[0].key
        for code in quantities
        for attribute in offerings[code].attributes
    }


def _compose(book: RuleBook, request: Request, quantities: Mapping[str, int]) -> Content:
    compiled = CompiledSituation(situation_of(book, request))
    attributes = _list_attributes(book.catalog.offerings, quantities)
    aims = aims_of(compiled, replace(request, ambition="essential"))
    ordered = {code: quantities[code] for code in book.catalog.offerings if code in quantities}
    found = finished(compiled.situation, ordered, attributes, request.choices, aims, "feasible")
    priced = price(book.catalog, found, context_of(request))
    return compose_content(Proposal(request, Session(compiled, request.choices), found, priced))


def _version_of(quote: MadeQuote, quote_id: int, seller_id: int, at: datetime) -> QuoteVersion:
    is_frozen = quote.state is not QuoteState.DRAFT
    return QuoteVersion(
        id=0,
        quote_id=quote_id,
        number=1,
        revision=1,
        state=quote.state,
        request=quote.request,
        snapshot=freeze(quote.content) if is_frozen else None,
        release=release_of(quote.content) if is_frozen else None,
        term_months=quote.content.term_months,
        discount=Decimal(quote.content.discount_percent),
        totals=totals_of(quote.content),
        valid_until=date.fromisoformat(quote.content.valid_until) if is_frozen else None,
        created_at=at,
        updated_at=at,
        submitted_at=at if is_frozen else None,
        submitted_by=seller_id if is_frozen else None,
        lines=lines_of(quote.content),
    )
