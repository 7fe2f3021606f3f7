"""Signing in and out, and the language of the pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from configurator.http.access import public, signed_in
from configurator.http.languages import as_language, keep_language
from configurator.http.refusing import say_refusal, status_of
from configurator.http.services import get_services
from configurator.http.sessions import drop_token, get_token, get_user, keep_token
from configurator.values.refusal import Refusal
from configurator.web.blueprint import pages
from configurator.web.forms import SignInForm

MAX_AGENT = 200


@pages.get("/sign-in", endpoint="sign_in")
@public
def show_sign_in() -> ResponseReturnValue:
    """The sign-in page; whoever is signed in already goes on."""
    if get_user():
        return redirect(read_next())
    return _show_form(SignInForm(formdata=None), "")


@pages.post("/sign-in")
@public
def sign_in_user() -> ResponseReturnValue:
    """Check the password and begin a session."""
    form = SignInForm()
    if not form.validate():
        return _show_form(form, ""), 422
    agent = request.headers.get("User-Agent", "")[:MAX_AGENT]
    try:
        signed = get_services().users.sign_in(form.email.data, form.password.data, request.remote_addr or "", agent)
    except Refusal as refusal:
        return _show_form(form, say_refusal(refusal)), status_of(refusal)
    response = make_response(redirect(read_next()))
    keep_token(response, signed.token)
    return response


@pages.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session."""
    get_services().users.sign_out(get_token())
    response = make_response(redirect(url_for("web.sign_in")))
    drop_token(response)
    return response


@pages.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Show the pages in another language, now and at the next visit."""
    response = make_response(redirect(read_next()))
    language = as_language(request.form.get("language"))
    user = get_user()
    if language:
        keep_language(response, language)
        if user:
            get_services().users.set_language(user, language)
    return response


def read_next() -> str:
    """Where to go on: an address of ours, never another site's."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    clean = ours and not parts.netloc and wanted.isprintable()
    return wanted if clean else url_for("web.show_desk")


def _show_form(form: SignInForm, problem: str) -> str:
    return render_template("web/signing_in/form.html", form=form, problem=problem, next=request.values.get("next", ""))
