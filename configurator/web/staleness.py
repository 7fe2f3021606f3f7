"""When somebody else saved first: both versions side by side, and the reader decides. Nothing is overwritten."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from configurator.web.reading_quotes import Reading, read_quote

NOT_SHOWN = frozenset({"csrf_token", "revision"})


def show_stale(reading: Reading) -> ResponseReturnValue:
    """The merge page: what was typed, what is saved now, and the way to save it on top of that. Answers 409."""
    fresh = read_quote(reading.quote.id)
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_SHOWN]
    partial = "HX-Request" in request.headers
    page = render_template(
        "web/quotes/_stale.html" if partial else "web/quotes/stale.html",
        reading=fresh,
        typed=typed,
        action=request.path,
    )
    return page, 409
