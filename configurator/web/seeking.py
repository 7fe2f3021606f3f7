"""Searching for a package: a budget, needs that may go, or three different packages; one becomes a draft."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from configurator.access.permissions import Permission
from configurator.configuration.aiming import Baseline
from configurator.customers.customer import Customer
from configurator.guidance.contrasting import LEAST_APART, MOST_APART
from configurator.guidance.ledger import BUDGET_MEASURES
from configurator.http.access import needs
from configurator.http.refusing import problems_of, say_finding, say_refusal
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.services.seeking import Alternative, Answer, Seeker, baseline_of_content
from configurator.storage.paging import Page
from configurator.storage.rows import QuoteFilters, QuoteRow
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.web.blueprint import pages
from configurator.web.context import can, translate
from configurator.web.proposals import carry, make_request
from configurator.web.reading_quotes import read_quote

SECONDS = Decimal(10)
"""How long a page may search."""

ONE, THREE = "one", "three"
AIMS = ("cheapest", "fit", "advised")
TAKEN = ("needs", "ambition", "choices", "exclude")
LONGEST_DRAFT = 100_000


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: packages, or what is wrong."""

    answer: Answer | None = None
    alternatives: tuple[Alternative, ...] = ()
    problems: tuple[Problem, ...] = ()


@pages.get("/customers/<int:customer_id>/seek")
@needs(Permission.EDIT_QUOTES)
def seek_package(customer_id: int) -> ResponseReturnValue:
    """The form and, once it was sent, what was found; with htmx only that."""
    customer = get_services().customers.get_customer(require_user(), customer_id)
    template = "web/proposals/_found.html" if "HX-Request" in request.headers else "web/proposals/seek.html"
    return render_template(template, **_show(customer, request.args))


@pages.post("/customers/<int:customer_id>/seek")
@needs(Permission.EDIT_QUOTES)
def take_sought(customer_id: int) -> ResponseReturnValue:
    """Make a package that was found a draft quote and go on to configure it."""
    services, user = get_services(), require_user()
    customer = services.customers.get_customer(user, customer_id)
    wanted = {**make_request(services.proposer.catalog, customer, request.form), **_read_taken()}
    try:
        preview = services.proposer.content_of(wanted, get_today())
        draft = services.quotes.create_draft(user, customer_id, wanted, preview)
    except Refusal as refusal:
        flash(say_refusal(refusal), "error")
        return render_template("web/proposals/seek.html", **_show(customer, request.form)), 422
    return redirect(url_for("web.configure", quote_id=draft.quote_id))


def _read_taken() -> dict[str, Any]:
    """What the package that was shown adds to the request; whatever does not read is found by the request's check."""
    text = request.form.get("taken", "")
    try:
        taken = json.loads(text) if len(text) <= LONGEST_DRAFT else None
    except (ValueError, RecursionError):
        taken = None
    return {key: taken[key] for key in TAKEN if key in taken} if isinstance(taken, dict) else {}


def _show(customer: Customer, fields: MultiDict[str, str]) -> dict[str, Any]:
    """Everything that the page shows for its fields."""
    catalog = get_services().proposer.catalog
    wanted = make_request(catalog, customer, fields)
    earlier = _list_earlier(customer)
    found = _search(wanted, fields, earlier)
    errors: dict[str, list[str]] = {}
    for problem in found.problems:
        errors.setdefault(problem.field or "", []).append(say_finding(problem)[0])
    return {
        "customer": customer,
        "catalog": catalog,
        "wanted": wanted,
        "asked": tuple(catalog.needs[code] for code in wanted["needs"]),
        "optional": fields.getlist("optional"),
        "fields": fields,
        "aims": [(aim, translate(f"web.seek.aim.{aim}")) for aim in AIMS],
        "earlier": [("", translate("web.seek.earlier.none")), *((row.id, row.number) for row in earlier)],
        "found": found,
        "findings": [(problem, *say_finding(problem)) for problem in found.problems],
        "errors": errors,
        "carried": tuple(carry(wanted, catalog)),
        "shows_margin": can(Permission.VIEW_MARGIN),
        "least_apart": LEAST_APART,
        "taken": _write_taken,
    }


def _search(wanted: Mapping[str, Any], fields: MultiDict[str, str], earlier: tuple[QuoteRow, ...]) -> Found:
    """What the sent form looks for; nothing before it was sent."""
    seeker, mode = Seeker(get_services().proposer), fields.get("mode")
    try:
        if mode == THREE:
            apart = fields.get("apart", LEAST_APART, int)
            least = min(max(apart, 0), MOST_APART)
            return Found(alternatives=seeker.alternatives(wanted, get_today(), least, SECONDS))
        if mode == ONE:
            baseline = _read_baseline(fields, earlier)
            return Found(seeker.seek(wanted, _read_goal(fields, baseline), get_today(), baseline, SECONDS))
    except Refusal as refusal:
        return Found(problems=problems_of(refusal))
    return Found()


def _read_goal(fields: MultiDict[str, str], baseline: Baseline | None) -> dict[str, object]:
    amounts: dict[str, object] = {measure: fields.get(measure, "") for measure in BUDGET_MEASURES}
    margin = fields.get("margin", "") if can(Permission.VIEW_MARGIN) else ""
    aim = None if baseline else fields.get("aim", "")
    return {**amounts, "margin": margin, "aim": aim, "optional": fields.getlist("optional")}


def _list_earlier(customer: Customer) -> tuple[QuoteRow, ...]:
    filters = QuoteFilters(customer_id=customer.id)
    return tuple(get_services().quotes.list_quotes(require_user(), filters, Page()).rows)


def _read_baseline(fields: MultiDict[str, str], earlier: tuple[QuoteRow, ...]) -> Baseline | None:
    """The package of the customer's quote that the form names."""
    number = fields.get("earlier", 0, int)
    if number not in {row.id for row in earlier}:
        return None
    content = read_quote(number).content
    return baseline_of_content(get_services().proposer.catalog, content) if content else None


def _write_taken(wanted: Mapping[str, object]) -> str:
    return json.dumps(dict(_taken(wanted)), ensure_ascii=False)


def _taken(wanted: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    yield from ((key, wanted[key]) for key in TAKEN if key in wanted)
