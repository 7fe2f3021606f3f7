"""Access as a matrix of role × route, generated from the URL map: what is not declared is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from configurator.access.permissions import Permission, can
from configurator.access.roles import Role
from configurator.http.access import get_access
from tests.factories.site import Site
from tests.functional.web.conftest import Browser

PUBLIC = {"static", "web.sign_in", "web.sign_in_user", "web.choose_language", "web.answer_health"}
ANY_USER = {"web.show_desk", "web.sign_out"}
EXPECTED: dict[str, Permission] = {
    "web.list_customers": Permission.VIEW_CUSTOMERS,
    "web.show_customer": Permission.VIEW_CUSTOMERS,
    "web.search": Permission.VIEW_CUSTOMERS,
    "web.new_customer": Permission.EDIT_CUSTOMERS,
    "web.create_customer": Permission.EDIT_CUSTOMERS,
    "web.edit_customer": Permission.EDIT_CUSTOMERS,
    "web.update_customer": Permission.EDIT_CUSTOMERS,
    "web.new_trial": Permission.EDIT_QUOTES,
    "web.start_trial": Permission.EDIT_QUOTES,
    "web.show_customer_trial": Permission.VIEW_CUSTOMERS,
    "web.mark_trial": Permission.EDIT_QUOTES,
    "web.end_trial": Permission.EDIT_QUOTES,
    "web.save_points": Permission.EDIT_QUOTES,
    "web.propose": Permission.EDIT_QUOTES,
    "web.choose_package": Permission.EDIT_QUOTES,
    "web.seek_package": Permission.EDIT_QUOTES,
    "web.take_sought": Permission.EDIT_QUOTES,
    "web.configure": Permission.EDIT_QUOTES,
    "web.change_choice": Permission.EDIT_QUOTES,
    "web.apply_repair": Permission.EDIT_QUOTES,
    "web.follow_advice": Permission.EDIT_QUOTES,
    "web.show_why": Permission.VIEW_QUOTES,
    "web.undo_change": Permission.EDIT_QUOTES,
    "web.redo_change": Permission.EDIT_QUOTES,
    "web.list_quotes": Permission.VIEW_QUOTES,
    "web.show_quote": Permission.VIEW_QUOTES,
    "web.save_terms": Permission.EDIT_QUOTES,
    "web.save_line_discount": Permission.EDIT_QUOTES,
    "web.show_price": Permission.VIEW_QUOTES,
    "web.compare_terms": Permission.VIEW_QUOTES,
    "web.show_today": Permission.VIEW_QUOTES,
    "web.take_today": Permission.EDIT_QUOTES,
    "web.save_currency": Permission.EDIT_QUOTES,
    "web.take_step": Permission.EDIT_QUOTES,
    "web.show_price_part": Permission.VIEW_QUOTES,
    "web.show_ledger": Permission.VIEW_QUOTES,
    "web.download_ledger": Permission.VIEW_QUOTES,
    "web.show_commercial": Permission.EDIT_QUOTES,
    "web.save_commercial": Permission.EDIT_QUOTES,
    "web.list_approvals": Permission.APPROVE_QUOTES,
    "web.decide": Permission.APPROVE_QUOTES,
    "web.show_proposal": Permission.VIEW_QUOTES,
    "web.download_proposal": Permission.VIEW_QUOTES,
    "web.list_users": Permission.MANAGE_USERS,
    "web.create_user": Permission.MANAGE_USERS,
    "web.switch_user": Permission.MANAGE_USERS,
    "web.revoke_sessions": Permission.MANAGE_USERS,
    "web.show_catalog": Permission.VIEW_CATALOG,
    "web.show_workbench": Permission.MAINTAIN_CATALOG,
    "web.show_workpiece": Permission.MAINTAIN_CATALOG,
    "web.show_problems": Permission.MAINTAIN_CATALOG,
    "web.check_again": Permission.MAINTAIN_CATALOG,
    "web.list_codes": Permission.MAINTAIN_CATALOG,
    "web.list_files": Permission.MAINTAIN_CATALOG,
    "web.show_file": Permission.MAINTAIN_CATALOG,
    "web.list_offerings": Permission.MAINTAIN_CATALOG,
    "web.show_offering": Permission.MAINTAIN_CATALOG,
    "web.list_rules": Permission.MAINTAIN_CATALOG,
    "web.show_rule": Permission.MAINTAIN_CATALOG,
    "web.show_picture": Permission.MAINTAIN_CATALOG,
    "web.download_picture": Permission.MAINTAIN_CATALOG,
    "web.show_trial": Permission.MAINTAIN_CATALOG,
    "web.try_request": Permission.MAINTAIN_CATALOG,
    "web.ask_upload": Permission.MAINTAIN_CATALOG,
    "web.take_upload": Permission.MAINTAIN_CATALOG,
    "web.discard_candidate": Permission.MAINTAIN_CATALOG,
    "web.show_scenarios": Permission.MAINTAIN_CATALOG,
    "web.run_scenarios": Permission.MAINTAIN_CATALOG,
    "web.show_proofs": Permission.MAINTAIN_CATALOG,
    "web.prove_again": Permission.MAINTAIN_CATALOG,
    "web.show_difference": Permission.MAINTAIN_CATALOG,
    "web.compare_again": Permission.MAINTAIN_CATALOG,
    "web.show_impact": Permission.MAINTAIN_CATALOG,
    "web.replay_quotes": Permission.MAINTAIN_CATALOG,
    "web.ask_publish": Permission.MAINTAIN_CATALOG,
    "web.check_release": Permission.MAINTAIN_CATALOG,
    "web.publish_piece": Permission.PUBLISH_CATALOG,
    "web.list_releases": Permission.MAINTAIN_CATALOG,
    "web.restore_release": Permission.PUBLISH_CATALOG,
    "web.decide_release": Permission.APPROVE_CATALOG,
}


def routes_of(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and an address of every route; every number is one that nothing has."""
    for rule in app.url_map.iter_rules():
        filled = {name: "x" if name in ("filename", "offering", "step") else 999_999 for name in rule.arguments}
        address = app.url_map.bind("localhost").build(rule.endpoint, filled)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            yield rule.endpoint, method, address


def test_every_endpoint_declares_the_access_written_here(site: Site) -> None:
    with site.app.app_context():
        declared = {rule.endpoint: get_access(rule.endpoint) for rule in site.app.url_map.iter_rules()}
    expected = {**dict.fromkeys(PUBLIC, "public"), **dict.fromkeys(ANY_USER, "signed_in"), **EXPECTED}
    assert declared == expected


def test_nobody_reaches_a_page_without_signing_in(site: Site, visitor: Browser) -> None:
    reached = []
    for endpoint, method, address in routes_of(site.app):
        if endpoint not in PUBLIC:
            answer = visitor.get(address) if method == "GET" else visitor.post(address)
            if answer.status_code != 302 or not (answer.location or "").startswith("/sign-in"):
                reached.append((endpoint, method, answer.status_code))
    assert reached == []


@pytest.mark.parametrize("role", list(Role))
def test_role_is_refused_exactly_what_it_lacks(site: Site, signed_in: Callable[[Role], Browser], role: Role) -> None:
    browser, wrong = signed_in(role), []
    for endpoint, method, address in routes_of(site.app):
        if endpoint in EXPECTED:
            answer = browser.get(address) if method == "GET" else browser.post(address)
            refused = answer.status_code == 403
            if refused is can(role, EXPECTED[endpoint]):
                wrong.append((endpoint, method, answer.status_code))
    assert wrong == []


def test_endpoint_that_declares_nothing_is_refused_even_to_the_administrator(site: Site, admin: Browser) -> None:
    site.app._got_first_request = False
    site.app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = admin.get("/forgotten")
    assert answer.status_code == 403
    assert b"secret" not in answer.data


def test_reps_do_not_see_each_others_quotes(site: Site, rep: Browser) -> None:
    theirs = site.add_quote(owner=Role.MANAGER)
    assert rep.get(f"/quotes/{theirs}").status_code == 404
    assert rep.get(f"/quotes/{theirs}/configure").status_code == 404
    assert rep.post(f"/quotes/{theirs}/terms", term_months="24", discount_percent="1").status_code == 404


def test_form_without_token_is_refused(rep: Browser) -> None:
    answer = rep.client.post("/customers/new", data={"name": "x"})
    assert answer.status_code == 400


def test_token_may_come_in_the_header(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    assert rep.htmx("post", f"/quotes/{quote}/undo").status_code == 200


def test_too_large_a_form_is_refused(rep: Browser) -> None:
    assert rep.post("/customers/new", notes="x" * 1_100_000).status_code == 413
