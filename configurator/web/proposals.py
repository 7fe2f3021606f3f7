"""The guided proposal: profile and needs on one side, up to three packages on the other; one becomes a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from configurator.access.permissions import Permission
from configurator.catalog.model import Catalog
from configurator.customers.customer import Customer
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.refusing import problems_of, say_finding, say_refusal
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.web import profiles
from configurator.web.blueprint import pages
from configurator.web.drafting import as_figure, drop_blanks
from configurator.web.package_views import PackageView, show_packages
from configurator.web.question_groups import group_levels, group_questions, say_errors
from configurator.web.sizing import show_size

AMBITIONS = ("essential", "standard", "plus")


@pages.get("/customers/<int:customer_id>/propose")
@needs(Permission.EDIT_QUOTES)
def propose(customer_id: int) -> ResponseReturnValue:
    """The form and the packages for what it says; with htmx only the packages."""
    customer = get_services().customers.get_customer(require_user(), customer_id)
    wanted = make_request(get_services().proposer.catalog, customer, request.args)
    packages, problems = _propose(wanted)
    template = "web/proposals/_answer.html" if "HX-Request" in request.headers else "web/proposals/propose.html"
    return render_template(template, customer=customer, packages=packages, **_describe(customer, wanted, problems))


@pages.post("/customers/<int:customer_id>/propose")
@needs(Permission.EDIT_QUOTES)
def choose_package(customer_id: int) -> ResponseReturnValue:
    """Make the chosen package a draft quote and go on to configure it."""
    services, user = get_services(), require_user()
    customer = services.customers.get_customer(require_user(), customer_id)
    wanted = make_request(services.proposer.catalog, customer, request.form)
    ambition = request.form.get("ambition", "standard")
    wanted["ambition"] = ambition if ambition in AMBITIONS else "standard"
    try:
        preview = services.proposer.content_of(wanted, get_today())
        draft = services.quotes.create_draft(user, customer_id, wanted, preview)
    except Refusal as refusal:
        flash(say_refusal(refusal), "error")
        packages, problems = _propose(wanted)
        page = _describe(customer, wanted, problems)
        return render_template("web/proposals/propose.html", customer=customer, packages=packages, **page), 422
    return redirect(url_for("web.configure", quote_id=draft.quote_id))


def make_request(catalog: Catalog, customer: Customer, fields: MultiDict[str, str]) -> dict[str, Any]:
    """The request that the form and the customer's record make together; the form goes first."""
    known = customer.fields
    inputs = {
        name.removeprefix(profiles.PREFIX): as_figure(text)
        for name, text in fields.items()
        if name.startswith(profiles.PREFIX)
    }
    figures = {
        "name": known.name,
        "industry": known.class_code,
        "revenue": None if known.revenue is None else f"{known.revenue:f}",
        "assets": None if known.assets is None else f"{known.assets:f}",
        "finance_class": known.finance_class,
        **{
            key: as_figure(fields.get(key, "")) or getattr(known, key)
            for key in profiles.FIGURES
            if key in catalog.inputs
        },
    }
    levels = {key: as_figure(fields.get(f"level-{key}", "")) for key in profiles.compliance_keys(catalog)}
    term = as_figure(fields.get("term_months", ""))
    return {
        "customer": drop_blanks({**known.profile, **figures, **drop_blanks(inputs)}),
        "needs": [code for code in fields.getlist("needs") if code in catalog.needs],
        "compliance": drop_blanks(levels),
        "term_months": term or profiles.default_term(catalog),
        "discount_percent": "0",
    }


def _propose(wanted: Mapping[str, Any]) -> tuple[tuple[PackageView, ...], tuple[Problem, ...]]:
    try:
        proposer = get_services().proposer
        return show_packages(proposer.alternatives(wanted, get_today()), proposer.catalog), ()
    except Refusal as refusal:
        return (), problems_of(refusal)


def _describe(customer: Customer, wanted: Mapping[str, Any], problems: tuple[Problem, ...]) -> dict[str, Any]:
    catalog, language = get_services().proposer.catalog, get_language()
    size = show_size(catalog, language, customer)
    industry = size.industry_key if size else ""
    carried = tuple(carry(wanted, catalog))
    errors = say_errors(problems)
    levels = profiles.list_levels(catalog, language, wanted["compliance"])
    questions = profiles.list_questions(catalog, language, industry, wanted["customer"])
    return {
        "wanted": wanted,
        "size": size,
        "terms": profiles.list_terms(catalog, language),
        "levels": group_levels(catalog, language, levels, errors),
        "figures": profiles.list_figures(catalog, language, wanted["customer"]),
        "groups": group_questions(catalog, language, questions, errors),
        "needs": tuple(catalog.needs.values()),
        "problems": [(problem, *say_finding(problem)) for problem in problems],
        "errors": errors,
        "carried": carried,
        "seek_address": f"{url_for('web.seek_package', customer_id=customer.id)}?{urlencode(carried)}",
    }


def carry(wanted: Mapping[str, Any], catalog: Catalog) -> Iterator[tuple[str, object]]:
    """The form once more as hidden fields, for the buttons that choose a package."""
    yield from (("needs", code) for code in wanted["needs"])
    yield from ((f"level-{key}", level) for key, level in wanted["compliance"].items())
    yield "term_months", wanted["term_months"]
    for key, value in wanted["customer"].items():
        if key in profiles.FIGURES:
            yield key, value
        elif key in catalog.inputs:
            yield profiles.PREFIX + key, value
