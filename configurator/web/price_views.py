"""What the price tab shows of one version: the ledger with its check, the waterfall, and what the seller decides by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from flask import request

from configurator.access.permissions import Permission, can
from configurator.access.users import User
from configurator.catalog.model import Catalog
from configurator.http.languages import get_language
from configurator.http.services import get_services, get_today
from configurator.ledgers.ledger_text import read_ledger
from configurator.ledgers.replaying import LedgerCheck, check_ledger
from configurator.ledgers.waterfalling import read_waterfall
from configurator.programmes.hinting import Hint
from configurator.programmes.measuring import IN_MONEY
from configurator.quoting.benefit_views import BenefitView, describe_benefits
from configurator.quoting.composing_payments import name_programme
from configurator.quoting.content import Content
from configurator.services.deciding import USUAL_RATE, Decisions, decide
from configurator.values.money import FigureRefused, parse_figure
from configurator.values.refusal import Refusal
from configurator.values.text import Text
from configurator.web.context import translate
from configurator.web.formatting import show_money
from configurator.web.reading_quotes import Reading
from configurator.web.waterfall_views import FallPicture, draw_waterfall

_LARGEST_RATE = 100


@dataclass(frozen=True, slots=True)
class PriceView:
    """The price of one version. `currency` is what its catalog prices in, which the picture and the decisions state
    their figures in. `decisions` are those of the catalog in force: none for a version of another release.

    `rate` is the yearly rate as it was typed, `rate_error` whether it is none. `benefits` are those of the version;
    what the cap left out and hints come with decisions, in the catalog's currency only.
    """

    check: LedgerCheck | None
    picture: FallPicture | None
    currency: str
    decisions: Decisions | None
    rate: str
    rate_error: bool
    benefits: BenefitView


def read_price(reading: Reading, user: User) -> PriceView:
    """Everything for the tab."""
    rate = read_rate(request.args.get("rate"))
    decisions = _decide(reading, user, rate if rate is not None else USUAL_RATE)
    ledger = ledger_of(reading, decisions)
    check = check_ledger(ledger) if ledger else None
    margin = decisions.margin if decisions else None
    waterfall = read_waterfall(read_ledger(ledger)) if ledger else None
    picture = draw_waterfall(waterfall, margin, _name_step) if waterfall else None
    currency = waterfall.net.currency.code if waterfall else ""
    shown = request.args.get("rate", f"{USUAL_RATE:f}")[:20]
    benefits = _view_benefits(reading.content, decisions)
    return PriceView(check, picture, currency, decisions, shown, rate is None, benefits)


def _view_benefits(content: Content | None, decisions: Decisions | None) -> BenefitView:
    granted = content.benefits if content else ()
    if content is None or decisions is None or decisions.priced.currency.code != content.currency:
        return BenefitView((), granted, (), ())
    return replace(describe_benefits(get_services().proposer.catalog, decisions.priced.benefits), granted=granted)


def read_rate(text: str | None) -> Decimal | None:
    """A yearly rate in percent; the usual one where none is given, None where it is no percentage."""
    if text is None:
        return USUAL_RATE
    try:
        rate = parse_figure(text.strip(), decimals=2)
    except FigureRefused:
        return None
    return rate if 0 <= rate <= _LARGEST_RATE else None


def ledger_of(reading: Reading, decisions: Decisions | None = None) -> str:
    """The version's ledger: the one that was kept with it, else the one of today's price; empty when there is none."""
    if reading.content is None:
        return ""
    if reading.content.ledger:
        return reading.content.ledger
    if decisions is not None:
        return decisions.ledger if reading.is_draft else ""
    if not reading.is_draft:
        return ""
    try:
        return get_services().proposer.content_of(reading.version.request, get_today()).ledger
    except Refusal:
        return ""


def name_of_programme(key: str) -> Text:
    """What the catalog in force calls a programme."""
    return name_programme(get_services().proposer.catalog, key)


def name_offering(catalog: Catalog, code: str) -> str:
    """What the catalog calls an offering, in the reader's language; its code where it has none."""
    known = catalog.offerings.get(code)
    return known.name.in_language(get_language()) if known else code


def say_hint(hint: Hint, currency: str) -> str:
    """What a quote lacks to the next band of a programme, in words."""
    language = get_language()
    if hint.ask:
        return translate("web.hint.ask", then=f"{hint.percent_then:f}")
    missing = f"{hint.missing:f}"
    shown = show_money(language, missing, currency) if hint.measure in IN_MONEY else missing
    if hint.needs_anchor:
        return translate("web.hint.anchor", missing=show_money(language, missing, currency))
    now, then = f"{hint.percent_now:f}", f"{hint.percent_then:f}"
    return translate("web.hint.band", missing=shown, now=now, then=then)


def _decide(reading: Reading, user: User, rate: Decimal) -> Decisions | None:
    """Only where the version's catalog is in force, since nothing else could be changed or compared."""
    content, proposer = reading.content, get_services().proposer
    if content is None or content.catalog.digest != proposer.catalog.digest:
        return None
    day = get_today() if reading.is_draft else date.fromisoformat(content.date)
    try:
        with_margin = can(user.role, Permission.VIEW_MARGIN)
        found = decide(proposer, reading.version.request, day, rate, with_margin=with_margin)
    except Refusal:
        return None
    return found if str(found.contract) == content.totals.tcv else None


def _name_step(step: str, rule: str) -> str:
    if step == "programme":
        return name_of_programme(rule).in_language(get_language())
    return translate(f"web.fall.{step}")
