"""The price ledger of a version: a page with search by line and the sums, and the ledger itself to take away."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.paging import paging_of, read_page_number
from configurator.ledgers.ledger_text import read_ledger
from configurator.ledgers.replaying import check_ledger
from configurator.ledgers.replaying_sums import SUMS, list_addends
from configurator.storage.paging import Page, PageOf, Row
from configurator.web.blueprint import pages
from configurator.web.formatting import show_amount
from configurator.web.ledger_views import find_lines, view_addend, view_lines
from configurator.web.price_views import ledger_of
from configurator.web.reading_quotes import read_quote

LINES_OF_PAGE = 20
ADDENDS_OF_PAGE = 100


@pages.get("/quotes/<int:quote_id>/ledger")
@needs(Permission.VIEW_QUOTES)
def show_ledger(quote_id: int) -> ResponseReturnValue:
    """Every amount with its computation; `find` narrows the lines, `sum` shows what a total is the sum of."""
    reading = read_quote(quote_id)
    ledger = ledger_of(reading)
    if not ledger or reading.content is None:
        return render_template("web/quotes/ledger.html", reading=reading, ledger=None)
    tree, wanted, name = read_ledger(ledger), request.args.get("find", "")[:100], request.args.get("sum", "")
    lines = find_lines(view_lines(tree, reading.content, partial(show_amount, get_language())), wanted)
    shown = _cut(lines, LINES_OF_PAGE)
    listed = _cut(tuple(list_addends(tree, name)) if name in SUMS else (), ADDENDS_OF_PAGE)
    return render_template(
        "web/quotes/ledger.html",
        reading=reading,
        ledger=tree,
        check=check_ledger(ledger),
        wanted=wanted,
        lines=shown.rows,
        sum=name if name in SUMS else "",
        sums=tuple(SUMS),
        addends=tuple(view_addend(each, reading.content, _multiply) for each in listed.rows),
        paging=paging_of(listed if name in SUMS else shown),
    )


@pages.get("/quotes/<int:quote_id>/ledger.json")
@needs(Permission.VIEW_QUOTES)
def download_ledger(quote_id: int) -> ResponseReturnValue:
    """The ledger's own bytes: what is computed again from them is the same, byte for byte."""
    reading = read_quote(quote_id)
    ledger = ledger_of(reading)
    if not ledger:
        abort(404)
    name = f"{reading.quote.number}-v{reading.version.number}-ledger.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(ledger, mimetype="application/json", headers=headers)


def _cut(rows: tuple[Row, ...], length: int) -> PageOf[Row]:
    page = Page(read_page_number(), length)
    return PageOf(rows[page.offset : page.offset + length], len(rows), page)


def _multiply(figure: str, times: int) -> str:
    return f"{Decimal(figure) * times:f}"
