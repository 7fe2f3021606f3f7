"""Approvals: what waits for the reader's decision, why it is asked, and the decision."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.paging import paging_of, read_page_number
from configurator.http.refusing import say_refusal
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.storage.paging import Page
from configurator.values.refusal import Refusal
from configurator.web.blueprint import pages
from configurator.web.context import translate
from configurator.web.forms import CommentForm


@pages.get("/approvals")
@needs(Permission.APPROVE_QUOTES)
def list_approvals() -> ResponseReturnValue:
    """The quotes that wait for a decision that the reader may take."""
    services, user = get_services(), require_user()
    waiting = services.quotes.to_approve(user, Page(read_page_number()))
    return render_template(
        "web/approvals/list.html",
        rows=waiting.rows,
        paging=paging_of(waiting),
        limit=services.proposer.discount_limits().get(user.role.value, 0),
    )


@pages.post("/approvals/<int:quote_id>")
@needs(Permission.APPROVE_QUOTES)
def decide(quote_id: int) -> ResponseReturnValue:
    """Approve, or reject with a reason."""
    form, user, quotes = CommentForm(), require_user(), get_services().quotes
    approves = request.form.get("decision") == "approve"
    if not form.validate():
        flash(" ".join(form.comment.errors), "error")
        return redirect(url_for("web.show_quote", quote_id=quote_id))
    act = quotes.approve if approves else quotes.reject
    try:
        act(user, quote_id, form.comment.data)
    except Refusal as refusal:
        flash(say_refusal(refusal), "error")
        return redirect(url_for("web.show_quote", quote_id=quote_id))
    flash(translate("web.approvals.approved" if approves else "web.approvals.rejected"), "good")
    return redirect(url_for("web.list_approvals"))
