"""Users: who may sign in, new ones, shutting somebody out."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.access.roles import Role
from configurator.http.access import needs
from configurator.http.refusing import say_refusal
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.values.refusal import Refusal
from configurator.values.text import LANGUAGES
from configurator.web.blueprint import pages
from configurator.web.context import translate
from configurator.web.forms import UserForm


@pages.get("/admin/users")
@needs(Permission.MANAGE_USERS)
def list_users() -> ResponseReturnValue:
    """All users, and the form for one more."""
    return _show_users(_make_form())


@pages.post("/admin/users")
@needs(Permission.MANAGE_USERS)
def create_user() -> ResponseReturnValue:
    """Keep a new user."""
    form = _make_form()
    if not form.validate():
        return _show_users(form), 422
    try:
        get_services().users.create_user(
            require_user(),
            form.email.data,
            form.name.data,
            Role(form.role.data),
            form.password.data,
            form.language.data,
        )
    except Refusal as refusal:
        flash(say_refusal(refusal), "error")
        return _show_users(form), 422
    flash(translate("web.users.created"), "good")
    return redirect(url_for("web.list_users"))


@pages.post("/admin/users/<int:user_id>/active")
@needs(Permission.MANAGE_USERS)
def switch_user(user_id: int) -> ResponseReturnValue:
    """Shut a user out, with all sessions, or let the user in again."""
    users = get_services().users
    known = next((row for row in users.list_users(require_user()) if row.id == user_id), None)
    if known is not None:
        users.set_active(require_user(), user_id, not known.active)
    return redirect(url_for("web.list_users"))


@pages.post("/admin/users/<int:user_id>/sessions/revoke")
@needs(Permission.MANAGE_USERS)
def revoke_sessions(user_id: int) -> ResponseReturnValue:
    """End all sessions of a user at once."""
    get_services().users.revoke_sessions(require_user(), user_id)
    flash(translate("web.users.revoked"), "good")
    return redirect(url_for("web.list_users"))


def _make_form() -> UserForm:
    form = UserForm()
    form.role.choices = [(role.value, translate(f"web.role.{role.value}")) for role in Role]
    form.language.choices = [(code, translate(f"web.language.{code}")) for code in LANGUAGES]
    return form


def _show_users(form: UserForm) -> str:
    rows = get_services().users.list_users(require_user())
    return render_template("web/users/list.html", form=form, rows=rows)
