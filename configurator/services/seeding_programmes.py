"""What the demonstration shows of programmes: points earned and redeemed, a code that is held, trials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from configurator.access.users import User
from configurator.catalog.benefits import LoyaltyProgramme
from configurator.customers.customer import Customer
from configurator.quoting.model import QuoteVersion
from configurator.quoting.states import QuoteState
from configurator.services.customers import CustomerService
from configurator.services.programmes import ProgrammeService
from configurator.services.proposing import Proposer
from configurator.services.quotes import QuoteService
from configurator.services.trials import TrialOrder, TrialService, state_customer
from configurator.values.refusal import Refusal


@dataclass(frozen=True, slots=True)
class ProgrammeSeeding:
    """What the acts call; `rep` does them all on `day`. `requests` are the demonstration's own, by customer's name."""

    customers: CustomerService
    quotes: QuoteService
    trials: TrialService
    programmes: ProgrammeService
    proposer: Proposer
    rep: User
    day: date
    requests: Mapping[str, Mapping[str, Any]]


def seed_programmes(seeding: ProgrammeSeeding) -> int:
    """Do every act that the catalog allows; how many quotes there are more."""
    before = seeding.quotes.list_quotes(seeding.rep).total
    for act in _read_acts():
        customer = _find_customer(seeding, act)
        try:
            if customer is not None:
                _ACTS[act["act"]](seeding, act, customer)
        except Refusal:
            continue  # a catalog of another kind need not have these products and programmes
    return seeding.quotes.list_quotes(seeding.rep).total - before


def _read_acts() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("demo_programmes.yaml").read_text(encoding="utf-8")
    acts: list[dict[str, Any]] = yaml.safe_load(text)
    return acts


def _find_customer(seeding: ProgrammeSeeding, act: Mapping[str, Any]) -> Customer | None:
    """The customer of that name, with what the act says of its service and its domain."""
    rows = seeding.customers.find_customers(act["customer"]).rows
    if not rows:
        return None
    known = seeding.customers.get_customer(seeding.rep, rows[0].id)
    said = {"service_since": act.get("since"), "domain": act.get("domain")}
    stated = {key: value for key, value in said.items() if value is not None}
    if not stated:
        return known
    fields = replace(known.fields, **stated)
    return seeding.customers.update_customer(seeding.rep, known.id, fields, known.revision)


def _accept(seeding: ProgrammeSeeding, act: Mapping[str, Any], customer: Customer) -> None:
    version = _submit(seeding, {"request": seeding.requests[customer.name]}, customer)
    if version.state is QuoteState.APPROVED:
        seeding.quotes.send(seeding.rep, version.quote_id)
        seeding.quotes.record_acceptance(seeding.rep, version.quote_id, act["signatory"])


def _submit(seeding: ProgrammeSeeding, act: Mapping[str, Any], customer: Customer) -> QuoteVersion:
    return seeding.quotes.submit(seeding.rep, _draft(seeding, customer, act["request"]).quote_id)


def _redeem(seeding: ProgrammeSeeding, act: Mapping[str, Any], customer: Customer) -> None:
    standing = seeding.programmes.read_customer(seeding.rep, customer.id)
    book: Mapping[str, LoyaltyProgramme] = seeding.proposer.catalog.benefits.loyalty
    stated: dict[str, object] = {}
    for account in standing.points:
        programme = book[account.programme]
        stated |= {programme.input: min(act["points"], account.balance), programme.balance: account.balance}
    _draft(seeding, customer, {**act["request"], "customer": stated})


def _try(seeding: ProgrammeSeeding, act: Mapping[str, Any], customer: Customer) -> None:
    trial = seeding.proposer.catalog.benefits.trials.get(act["programme"])
    agreed = frozenset(each.key for each in trial.criteria) if trial else frozenset()
    order = TrialOrder(act["programme"], act["seats"], seeding.day, act["term_months"], agreed)
    begun = seeding.trials.start_trial(seeding.rep, customer.id, order)
    marked = seeding.trials.record_marks(seeding.rep, begun.id, act["met"], begun.revision)
    if act.get("ends"):
        seeding.trials.end_trial(seeding.rep, marked.id, marked.revision)


def _draft(seeding: ProgrammeSeeding, customer: Customer, request: Mapping[str, Any]) -> QuoteVersion:
    plain = {"needs": [], "compliance": {}, "discount_percent": "0"}
    stated = {**state_customer(customer), **request.get("customer", {})}
    wanted = {**plain, **request, "customer": stated}
    preview = seeding.proposer.content_of(wanted, seeding.day)
    return seeding.quotes.create_draft(seeding.rep, customer.id, wanted, preview)


_ACTS: Mapping[str, Callable[[ProgrammeSeeding, Mapping[str, Any], Customer], object]] = {
    "accept": _accept,
    "submit": _submit,
    "redeem": _redeem,
    "try": _try,
}
