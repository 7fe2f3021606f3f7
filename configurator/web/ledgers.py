"""The price ledger of a version: a page with search by line and the sums, and the ledger itself to take away.

A page shows few lines of a ledger that may be long: of a draft only these are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.paging import paging_of, read_page_number
from configurator.ledgers.ledger import make_excerpt, write_pieces
from configurator.ledgers.ledger_text import Tree, read_ledger
from configurator.ledgers.replaying_sums import SUMS, list_addends
from configurator.quoting.content import Content
from configurator.services.keeping import Kept
from configurator.storage.paging import Page, PageOf, Row
from configurator.values.text import Text
from configurator.web.blueprint import pages
from configurator.web.formatting import show_amount
from configurator.web.ledger_members import find_sum, name_rows
from configurator.web.ledger_views import find_lines, view_addend, view_lines
from configurator.web.price_views import (
    LINES_AT_ONCE,
    check_whole,
    find_kept,
    is_asked_whole,
    ledger_of,
    name_of_programme,
)
from configurator.web.reading_quotes import Reading, read_quote

LINES_OF_PAGE = 20
ADDENDS_OF_PAGE = 100
_LETTERS_AT_ONCE = 65_536
Told = dict[str, Any]
"""What the template shows."""


@pages.get("/quotes/<int:quote_id>/ledger")
@needs(Permission.VIEW_QUOTES)
def show_ledger(quote_id: int) -> ResponseReturnValue:
    """Every amount with its computation; `find` narrows the lines, `sum` shows what a total is the sum of, `of` what a
    percentage, a spread, a measure or a tax is taken of."""
    reading = read_quote(quote_id)
    content, kept = reading.content, _find_draft(reading)
    if content is None or not (content.ledger or kept):
        return render_template("web/quotes/ledger.html", reading=reading, ledger=None)
    wanted, name, of = (request.args.get(key, "")[:100] for key in ("find", "sum", "of"))
    is_short = len(content.lines) <= LINES_AT_ONCE
    told = {
        "reading": reading,
        "wanted": wanted,
        "sum": name if name in SUMS else "",
        "sums": tuple(SUMS),
        "total": None,
    }
    told["check"] = check_whole(reading) if is_short or is_asked_whole() else None
    if kept is not None and not (is_short or wanted or name in SUMS or of):
        return render_template("web/quotes/ledger.html", **{**told, **_show_excerpt(kept, content)})
    tree = read_ledger(ledger_of(reading))
    show = _show_members if of else _show_addends if name in SUMS else _show_lines
    return render_template("web/quotes/ledger.html", **{**told, **show(tree, content)})


def _find_draft(reading: Reading) -> Kept | None:
    """The proposal whose ledger is not written yet."""
    return find_kept(reading) if reading.is_draft else None


def _show_excerpt(kept: Kept, content: Content) -> Told:
    """The lines of this page, written for it."""
    numbers = _cut(tuple(line.number for line in kept.quoted.lines), LINES_OF_PAGE)
    tree = make_excerpt(kept.catalog, kept.quoted, frozenset(numbers.rows))
    return {"ledger": tree, "lines": view_lines(tree, content, _show_figure), "paging": paging_of(numbers)}


def _show_lines(tree: Tree, content: Content) -> Told:
    """The lines of this page, of all or of those found."""
    shown = _cut(find_lines(tree["lines"], content, request.args.get("find", "")[:100]), LINES_OF_PAGE)
    lines = view_lines({**tree, "lines": shown.rows}, content, _show_figure)
    return {"ledger": tree, "lines": lines, "paging": paging_of(shown)}


def _show_addends(tree: Tree, content: Content) -> Told:
    """What a total is the sum of."""
    listed = _cut(tuple(list_addends(tree, request.args["sum"])), ADDENDS_OF_PAGE)
    names = _name_lines(content)
    addends = tuple(view_addend(each, names, _multiply) for each in listed.rows)
    return {"ledger": tree, "addends": addends, "paging": paging_of(listed)}


def _show_members(tree: Tree, content: Content) -> Told:
    """What another sum is made up of."""
    tree = name_rows(tree)
    found = find_sum(tree, request.args["of"][:100], _name_lines(content))
    if found is None:
        abort(404)
    listed = _cut(found.members, ADDENDS_OF_PAGE)
    name = name_of_programme(found.name) if found.kind == "measure" else Text(found.name, found.name)
    return {"ledger": tree, "total": found, "total_name": name, "members": listed.rows, "paging": paging_of(listed)}


def _name_lines(content: Content) -> dict[int, Text]:
    return {line.number: line.name for line in content.lines}


def _show_figure(figure: str) -> str:
    return show_amount(get_language(), figure)


@pages.get("/quotes/<int:quote_id>/ledger.json")
@needs(Permission.VIEW_QUOTES)
def download_ledger(quote_id: int) -> ResponseReturnValue:
    """The ledger's own bytes: what is computed again from them is the same, byte for byte. Of a draft they are passed
    on while they are written."""
    reading = read_quote(quote_id)
    kept = _find_draft(reading)
    pieces: str | Iterator[str] = ledger_of(reading) if kept is None or kept.has_ledger else _write(kept)
    if not pieces:
        abort(404)
    name = f"{reading.quote.number}-v{reading.version.number}-ledger.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces, mimetype="application/json", headers=headers)


def _write(kept: Kept) -> Iterator[str]:
    """The pieces of the ledger, gathered to parts that are worth sending."""
    gathered: list[str] = []
    length = 0
    for piece in write_pieces(kept.catalog, kept.quoted):
        gathered.append(piece)
        length += len(piece)
        if length > _LETTERS_AT_ONCE:
            yield "".join(gathered)
            gathered, length = [], 0
    yield "".join(gathered)


def _cut(rows: Sequence[Row], length: int) -> PageOf[Row]:
    page = Page(read_page_number(), length)
    return PageOf(tuple(rows[page.offset : page.offset + length]), len(rows), page)


def _multiply(figure: str, times: int) -> str:
    return f"{Decimal(figure) * times:f}"
