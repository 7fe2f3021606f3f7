"""The pages for what went wrong, in the reader's language."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

SHOWN = (400, 403, 404, 405, 409, 413, 422, 429, 500)


def show_error(status: int, detail: str, error_id: str) -> ResponseReturnValue:
    """A page that says what happened and where to go on; `error_id` finds it in the log."""
    known = status if status in SHOWN else (500 if status >= 500 else 400)
    page = render_template("web/errors/error.html", status=known, detail=detail, error_id=error_id)
    return page, status


def ask_to_sign_in() -> ResponseReturnValue:
    """To the sign-in page and, for a page that can be asked for again, back."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    address = url_for("web.sign_in", next=wanted or None)
    if "HX-Request" in request.headers:
        return "", 401, {"HX-Redirect": address}
    return redirect(address)
