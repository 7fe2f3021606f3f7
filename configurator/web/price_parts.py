"""The cards of the price tab that take long on large quotes, each asked for by itself after the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.quoting.states import Action
from configurator.services.deciding import NextSteps
from configurator.web.blueprint import pages
from configurator.web.price_views import (
    check_whole,
    find_reaches,
    find_steps,
    name_of_programme,
    name_offering,
    say_hint,
)
from configurator.web.reading_quotes import Reading, read_quote

Words = Mapping[str, object]


@pages.get("/quotes/<int:quote_id>/price/<part>")
@needs(Permission.VIEW_QUOTES)
def show_price_part(quote_id: int, part: str) -> ResponseReturnValue:
    """One card of the tab; without scripts the whole tab with everything on it. Says nothing of costs."""
    make = PARTS.get(part) or abort(404)
    reading = read_quote(quote_id)
    if "HX-Request" not in request.headers:
        number = reading.version.number
        return redirect(url_for("web.show_quote", quote_id=quote_id, version=number, tab="price", show="all"))
    actions = get_services().quotes.open_actions(require_user(), reading.quote, reading.version)
    return render_template(
        f"web/quotes/_part_{part}.html",
        quote=reading.quote,
        version=reading.version,
        may_edit=Action.EDIT in actions,
        **list_words(),
        **make(reading),
    )


def list_words() -> Words:
    """What the cards call offerings and programmes."""
    catalog = get_services().proposer.catalog
    return {
        "offering_name": partial(name_offering, catalog),
        "offering_family": lambda code: catalog.offerings[code].family,
        "programme_name": name_of_programme,
        "hint_text": say_hint,
    }


def _show_reaches(reading: Reading) -> Words:
    return {"reaches": find_reaches(reading) or ()}


def _show_steps(reading: Reading) -> Words:
    steps = find_steps(reading) or NextSteps((), ())
    return {"steps": steps, "currency": get_services().proposer.catalog.currency.code}


def _show_check(reading: Reading) -> Words:
    check = check_whole(reading)
    return {"check": check, "has_ledger": check is not None}


PARTS: Mapping[str, Callable[[Reading], Words]] = {
    "reach": _show_reaches,
    "tiers": _show_steps,
    "check": _show_check,
}
