"""The proposal: what it says at a glance, its languages, and the document itself."""

from __future__ import annotations

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.documents.model import DocumentHeader, DocumentLanguage
from configurator.http.access import needs
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.quoting.content import Content
from configurator.quoting.states import QuoteState
from configurator.web.blueprint import pages
from configurator.web.quote_views import group_lines
from configurator.web.reading_quotes import Reading, read_quote

LANGUAGES: tuple[DocumentLanguage, ...] = ("zh", "en", "both")
FINAL = frozenset({QuoteState.SENT, QuoteState.ACCEPTED, QuoteState.DECLINED, QuoteState.EXPIRED})


@pages.get("/quotes/<int:quote_id>/proposal")
@needs(Permission.VIEW_QUOTES)
def show_proposal(quote_id: int) -> ResponseReturnValue:
    """What the proposal will say, and in which languages it can be had."""
    reading = read_quote(quote_id)
    return render_template(
        "web/documents/proposal.html",
        reading=reading,
        groups=group_lines(reading.content) if reading.content else (),
        languages=LANGUAGES,
        final=is_final(reading),
    )


@pages.get("/quotes/<int:quote_id>/proposal.pdf")
@needs(Permission.VIEW_QUOTES)
def download_proposal(quote_id: int) -> ResponseReturnValue:
    """The proposal as PDF: the kept bytes of a sent version, else a draft made now."""
    reading = read_quote(quote_id)
    wanted = request.args.get("lang", LANGUAGES[0])
    language = next((each for each in LANGUAGES if each == wanted), None)
    if language is None or reading.content is None:
        abort(404)
    pdf = _load_sent(reading, language) if is_final(reading) else _render(reading, reading.content, language)
    name = f"{reading.quote.number}-v{reading.version.number}-{language}.pdf"
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def is_final(reading: Reading) -> bool:
    """Whether the version went to the customer, so that its document is kept and never made again."""
    return reading.version.sent_at is not None and reading.version.state in FINAL


def _load_sent(reading: Reading, language: DocumentLanguage) -> bytes:
    return get_services().quotes.document(require_user(), reading.quote.id, reading.version.number, language)


def _render(reading: Reading, content: Content, language: DocumentLanguage) -> bytes:
    quote = reading.quote
    header = DocumentHeader(
        number=quote.number,
        version=reading.version.number,
        prepared_by=quote.owner_name,
        contact=quote.owner_email,
        status="draft",
        issued=get_today(),
    )
    return get_services().documents(content, header, language).pdf
