"""Loyalty points of a draft: how many it redeems, never more than there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.catalog.benefits import LoyaltyProgramme
from configurator.http.access import needs
from configurator.http.record_numbers import read_revision
from configurator.http.refusing import say_refusal
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.programmes.points import PointsShort
from configurator.services.points import PointsOffer
from configurator.values.refusal import Refusal
from configurator.web.blueprint import pages
from configurator.web.context import translate
from configurator.web.reading_quotes import Reading, read_quote
from configurator.web.staleness import show_stale

_MOST_DIGITS = 9


@pages.post("/quotes/<int:quote_id>/points")
@needs(Permission.EDIT_QUOTES)
def save_points(quote_id: int) -> ResponseReturnValue:
    """Redeem so many points with the draft; what the account holds is pinned beside them."""
    reading = read_quote(quote_id)
    offer, programme = _find_offer(reading, request.form.get("programme", ""))
    points = _read_points(request.form.get("points", ""))
    if points is None:
        flash(translate("web.accounts.whole", most=offer.available), "error")
        return _back(quote_id)
    try:
        if points > offer.available:
            raise PointsShort(points=points, available=offer.available)
        _save(reading, _state(reading.version.request, programme, points, offer.available))
    except Refusal as refusal:
        if refusal.code == "stale_revision":
            return show_stale(reading)
        flash(say_refusal(refusal), "error")
    else:
        flash(translate("web.saved"), "good")
    return _back(quote_id)


def _find_offer(reading: Reading, key: str) -> tuple[PointsOffer, LoyaltyProgramme]:
    services = get_services()
    standing = services.programmes.read_quote(require_user(), reading.quote, reading.version, reading.content)
    offer = next((each for each in standing.points if each.programme == key), None)
    if offer is None:
        abort(404)
    return offer, services.proposer.catalog.benefits.loyalty[key]


def _read_points(text: str) -> int | None:
    """A whole number in ASCII digits; nothing is none; None where it is neither."""
    stripped = text.strip() or "0"
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) <= _MOST_DIGITS else None


def _state(before: Mapping[str, Any], programme: LoyaltyProgramme, points: int, available: int) -> dict[str, Any]:
    """The request with the points and the balance that they come from; without both when none are redeemed."""
    inputs = (programme.input, programme.balance)
    customer = {key: value for key, value in before.get("customer", {}).items() if key not in inputs}
    stated = {programme.input: points, programme.balance: available} if points else {}
    return {**before, "customer": {**customer, **stated}}


def _save(reading: Reading, changed: Mapping[str, Any]) -> None:
    services = get_services()
    preview = services.proposer.evaluate(changed, get_today()).content
    revision = read_revision()
    services.quotes.save_request(require_user(), reading.quote.id, changed, revision, preview)


def _back(quote_id: int) -> ResponseReturnValue:
    return redirect(url_for("web.show_quote", quote_id=quote_id, tab="price", _anchor="accounts"))
