"""Customers: the list, the form, and one customer's page with its size class and quotes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.customers.customer import ENTITY_MARKS, Customer, CustomerFields
from configurator.customers.industry import industry_of
from configurator.customers.profile import read_profile
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.paging import paging_of, read_page_number
from configurator.http.record_numbers import read_revision
from configurator.http.refusing import say_refusal
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.rules.formulas import evaluate_formula
from configurator.storage.paging import Page
from configurator.storage.rows import QuoteFilters
from configurator.values.money import parse_figure
from configurator.values.refusal import Refusal
from configurator.web import profiles
from configurator.web.blueprint import pages
from configurator.web.context import translate
from configurator.web.drafting import as_figure, drop_blanks
from configurator.web.forms import CustomerForm
from configurator.web.place_views import name_place
from configurator.web.question_groups import group_questions, say_errors
from configurator.web.sizing import show_size
from configurator.web.trials import list_kinds

UNASKED = frozenset({"staff", "sites", "revenue", "assets"})
"""Fields of the form that only a catalog brings which has such an input or measures companies by it."""
KEPT = (
    "name",
    "class_code",
    "staff",
    "sites",
    "revenue",
    "assets",
    "finance_class",
    "notes",
    *ENTITY_MARKS,
    "service_since",
)


@pages.get("/customers")
@needs(Permission.VIEW_CUSTOMERS)
def list_customers() -> ResponseReturnValue:
    """The customers, found by name."""
    text = request.args.get("text", "").strip()[:100]
    mine = request.args.get("mine") == "yes"
    owner = require_user().id if mine else None
    found = get_services().customers.find_customers(text, owner, Page(read_page_number()))
    figures = profiles.list_figures(get_services().proposer.catalog, get_language(), {})
    return render_template(
        "web/customers/list.html", rows=found.rows, figures=figures, paging=paging_of(found), text=text, mine=mine
    )


@pages.get("/customers/new")
@needs(Permission.EDIT_CUSTOMERS)
def new_customer() -> ResponseReturnValue:
    """An empty customer's form."""
    return _show_form(_make_form(None), {}, None)


@pages.post("/customers/new")
@needs(Permission.EDIT_CUSTOMERS)
def create_customer() -> ResponseReturnValue:
    """Keep a new customer."""
    form = _make_form(None)
    if not _is_sound(form):
        return _show_form(form, _read_inputs(), None), 422
    try:
        customer = get_services().customers.create_customer(require_user(), _read_fields(form))
    except Refusal as refusal:
        flash(say_refusal(refusal), "error")
        return _show_form(form, _read_inputs(), None), 422
    flash(translate("web.customer.created"), "good")
    return redirect(url_for("web.show_customer", customer_id=customer.id))


@pages.get("/customers/<int:customer_id>")
@needs(Permission.VIEW_CUSTOMERS)
def show_customer(customer_id: int) -> ResponseReturnValue:
    """One customer: figures, size class with the rule, quotes."""
    services = get_services()
    customer = services.customers.get_customer(require_user(), customer_id)
    size = show_size(services.proposer.catalog, get_language(), customer)
    industry = size.industry_key if size else ""
    profile = customer.fields.profile
    catalog, language = services.proposer.catalog, get_language()
    questions = profiles.list_questions(catalog, language, industry, profile)
    return render_template(
        "web/customers/customer.html",
        customer=customer,
        figures=profiles.list_figures(catalog, language, {}),
        indicators=profiles.list_indicators(catalog),
        size=size,
        answers=[each for each in questions if each.value],
        entity=ENTITY_MARKS,
        standing=services.programmes.read_customer(require_user(), customer_id),
        kinds=list_kinds(catalog),
        name_place=name_place,
        quotes=services.quotes.list_quotes(require_user(), QuoteFilters(customer_id=customer_id), Page()).rows,
    )


@pages.get("/customers/<int:customer_id>/edit")
@needs(Permission.EDIT_CUSTOMERS)
def edit_customer(customer_id: int) -> ResponseReturnValue:
    """The form of a known customer."""
    customer = get_services().customers.get_customer(require_user(), customer_id)
    return _show_form(_make_form(customer), customer.fields.profile, customer)


@pages.post("/customers/<int:customer_id>/edit")
@needs(Permission.EDIT_CUSTOMERS)
def update_customer(customer_id: int) -> ResponseReturnValue:
    """Keep changed fields; what somebody else saved meanwhile is never overwritten."""
    service = get_services().customers
    customer = service.get_customer(require_user(), customer_id)
    form = _make_form(customer)
    if not _is_sound(form):
        return _show_form(form, _read_inputs(), customer), 422
    revision = read_revision()
    try:
        service.update_customer(require_user(), customer_id, _read_fields(form), revision)
    except Refusal as refusal:
        flash(say_refusal(refusal), "error")
        return _show_form(form, _read_inputs(), customer), 409 if refusal.code == "stale_revision" else 422
    flash(translate("web.customer.saved"), "good")
    return redirect(url_for("web.show_customer", customer_id=customer_id))


def _make_form(customer: Customer | None) -> CustomerForm:
    known = {name: _show_known(getattr(customer.fields, name)) for name in KEPT} if customer else None
    form, catalog = CustomerForm(data=known), get_services().proposer.catalog
    form.finance_class.choices = profiles.list_finance_classes(catalog, get_language())
    for name in UNASKED - catalog.inputs.keys() - profiles.list_indicators(catalog):
        del form[name]
    if len(form.finance_class.choices) == 1:
        del form.finance_class
    return form


def _show_known(value: object) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _read_inputs() -> dict[str, object]:
    return {
        name.removeprefix(profiles.PREFIX): text
        for name, text in request.form.items()
        if name.startswith(profiles.PREFIX)
    }


def _is_sound(form: CustomerForm) -> bool:
    """Whether the form's own fields and the figures that the catalog asks for can be kept."""
    is_valid: bool = form.validate()
    return is_valid and not _find_errors(_read_inputs())


def _find_errors(values: Mapping[str, object]) -> dict[str, list[str]]:
    """What is wrong with the further figures, by `customer.<key>`."""
    catalog = get_services().proposer.catalog
    asked = {key: value for key, value in values.items() if key in catalog.inputs}
    stated = {key: as_figure(value) if isinstance(value, str) else value for key, value in asked.items()}
    _, problems = read_profile(catalog, stated, evaluate_formula(catalog))
    return {field: said for field, said in say_errors(problems).items() if field.removeprefix("customer.") in stated}


def _read_fields(form: CustomerForm) -> CustomerFields:
    inputs = {key: as_figure(str(text)) for key, text in _read_inputs().items()}
    return CustomerFields(
        name=form.name.data,
        class_code=form.class_code.data,
        staff=_read_count(_said(form, "staff")),
        sites=_read_count(_said(form, "sites")),
        revenue=_read_amount(_said(form, "revenue")),
        assets=_read_amount(_said(form, "assets")),
        finance_class=_said(form, "finance_class") or None,
        profile=drop_blanks(inputs),
        notes=form.notes.data,
        service_since=date.fromisoformat(form.service_since.data) if form.service_since.data else None,
        **{mark: form[mark].data or "" for mark in ENTITY_MARKS},
    )


def _said(form: CustomerForm, name: str) -> str:
    return str(form[name].data or "") if name in form else ""


def _read_count(text: str) -> int | None:
    return int(text) if text else None


def _read_amount(text: str) -> Decimal | None:
    return parse_figure(text, decimals=2) if text else None


def _show_form(form: CustomerForm, values: Mapping[str, object], customer: Customer | None) -> str:
    catalog, language = get_services().proposer.catalog, get_language()
    industry = _industry_key(form.class_code.data)
    questions = profiles.list_questions(catalog, language, industry, values)
    return render_template(
        "web/customers/form.html",
        form=form,
        customer=customer,
        revision=request.form.get("revision") or (customer.revision if customer else 0),
        classes=profiles.list_classes(catalog, language),
        figures={each.key: each for each in profiles.list_figures(catalog, language, {})},
        groups=group_questions(catalog, language, questions, _find_errors(values)),
        entity=ENTITY_MARKS,
    )


def _industry_key(class_code: str | None) -> str:
    found = industry_of(get_services().proposer.catalog, class_code) if class_code else None
    return found.key if found else ""
