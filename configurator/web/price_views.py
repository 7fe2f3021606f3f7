"""What the price tab shows of one version: the ledger with its check, the waterfall, and what the seller decides by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from flask import request

from configurator.access.permissions import Permission, can
from configurator.access.users import User
from configurator.catalog.model import Catalog
from configurator.guidance.deciding import DiscountReach
from configurator.http.languages import get_language
from configurator.http.services import get_services, get_today
from configurator.ledgers.ledger_text import read_ledger
from configurator.ledgers.replaying import LedgerCheck, check_ledger
from configurator.ledgers.waterfalling import Waterfall, compute_waterfall, read_waterfall
from configurator.programmes.hinting import Hint
from configurator.programmes.measuring import IN_MONEY
from configurator.quoting.benefit_views import BenefitView, describe_benefits
from configurator.quoting.composing_payments import name_programme
from configurator.quoting.content import Content
from configurator.services.deciding import (
    USUAL_RATE,
    Decisions,
    NextSteps,
    decide,
    find_next_steps,
    find_reach_of_roles,
)
from configurator.services.keeping import Kept
from configurator.values.money import FigureRefused, parse_figure
from configurator.values.refusal import Refusal
from configurator.values.text import Text
from configurator.web.context import translate
from configurator.web.formatting import show_money
from configurator.web.reading_quotes import Reading
from configurator.web.waterfall_views import FallPicture, draw_waterfall

_LARGEST_RATE = 100


LINES_AT_ONCE = 300
"""Of larger quotes, what takes long is left out of the tab and asked for by itself."""


@dataclass(frozen=True, slots=True)
class PriceView:
    """The price of one version. `currency` is what its catalog prices in, which the picture and the decisions state
    their figures in. `decisions` are those of the catalog in force: none for a version of another release.

    `reaches`, `steps` and `check` are None where the tab asks for them afterwards. `rate` is the yearly rate as it was
    typed, `rate_error` whether it is none. `benefits` are those of the version; what the cap left out and hints come
    with decisions, in the catalog's currency only.
    """

    picture: FallPicture | None
    currency: str
    decisions: Decisions | None
    reaches: tuple[DiscountReach, ...] | None
    steps: NextSteps | None
    has_ledger: bool
    check: LedgerCheck | None
    rate: str
    rate_error: bool
    benefits: BenefitView


def read_price(reading: Reading, user: User) -> PriceView:
    """Everything for the tab that is quickly told, and on small quotes (or when it is asked for) the rest."""
    rate = read_rate(request.args.get("rate"))
    decisions = _decide(reading, user, rate if rate is not None else USUAL_RATE)
    waterfall = _find_waterfall(reading, decisions)
    is_whole = len(reading.content.lines if reading.content else ()) <= LINES_AT_ONCE or is_asked_whole()
    return PriceView(
        picture=draw_waterfall(waterfall, decisions.margin if decisions else None, _name_step) if waterfall else None,
        currency=waterfall.net.currency.code if waterfall else "",
        decisions=decisions,
        reaches=find_reaches(reading) if is_whole and decisions else None,
        steps=find_steps(reading) if is_whole and decisions else None,
        has_ledger=waterfall is not None,
        check=check_whole(reading) if is_whole and waterfall else None,
        rate=request.args.get("rate", f"{USUAL_RATE:f}")[:20],
        rate_error=rate is None,
        benefits=_view_benefits(reading.content, decisions),
    )


def is_asked_whole() -> bool:
    """Whether the address asks for everything at once, as it does without scripts."""
    return request.args.get("show") == "all"


def find_kept(reading: Reading) -> Kept | None:
    """The version's proposal in the catalog in force; None for a version of another release or of another price."""
    content, proposer = reading.content, get_services().proposer
    if content is None or content.catalog.digest != proposer.catalog.digest:
        return None
    try:
        kept = proposer.keep_proposal(reading.version.request, find_day(reading, content))
    except Refusal:
        return None
    return kept if str(kept.quoted.totals.tcv) == content.totals.tcv else None


def find_day(reading: Reading, content: Content) -> date:
    """The day that the version is priced for: today while it is a draft."""
    return get_today() if reading.is_draft else date.fromisoformat(content.date)


def find_reaches(reading: Reading) -> tuple[DiscountReach, ...] | None:
    """How far each role may go; None where nothing can be decided."""
    if find_kept(reading) is None or reading.content is None:
        return None
    day = find_day(reading, reading.content)
    return find_reach_of_roles(get_services().proposer, reading.version.request, day)


def find_steps(reading: Reading) -> NextSteps | None:
    """What the quote nearly reaches; None where nothing can be decided."""
    if find_kept(reading) is None or reading.content is None:
        return None
    return find_next_steps(get_services().proposer, reading.version.request, find_day(reading, reading.content))


def check_whole(reading: Reading) -> LedgerCheck | None:
    """Every amount computed again from the ledger; None where there is no ledger."""
    ledger = ledger_of(reading)
    return check_ledger(ledger) if ledger else None


def _find_waterfall(reading: Reading, decisions: Decisions | None) -> Waterfall | None:
    """Of what was submitted as its ledger states it, of a draft as it is priced today."""
    if reading.content is not None and reading.content.ledger:
        return read_waterfall(read_ledger(reading.content.ledger))
    return compute_waterfall(decisions.priced) if decisions and reading.is_draft else None


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


def ledger_of(reading: Reading) -> str:
    """The version's ledger: the one that was kept with it, else the one of today's price; empty when there is none."""
    if reading.content is None:
        return ""
    if reading.content.ledger or not reading.is_draft:
        return reading.content.ledger
    kept = find_kept(reading)
    return kept.ledger if kept else ""


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
    if find_kept(reading) is None or reading.content is None:
        return None
    with_margin = can(user.role, Permission.VIEW_MARGIN)
    day = find_day(reading, reading.content)
    return decide(get_services().proposer, reading.version.request, day, rate, with_margin=with_margin)


def _name_step(step: str, rule: str) -> str:
    if step == "programme":
        return name_of_programme(rule).in_language(get_language())
    return translate(f"web.fall.{step}")
