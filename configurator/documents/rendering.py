"""From a quote version's content to a PDF: view, template, layout, digest."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML

from configurator.documents.fetching import AssetFetcher, FetchingStopped
from configurator.documents.lettering import load_lettering
from configurator.documents.model import Document, DocumentHeader, DocumentLanguage, languages_of
from configurator.documents.phrasebook import Phrasebook
from configurator.documents.proposal_view import build_proposal
from configurator.documents.refusals import AssetMissing
from configurator.documents.shelf import SCHEME, AssetShelf
from configurator.quoting.content import Content

_VARIANT = "pdf/ua-1"


def render_proposal(
    content: Content, header: DocumentHeader, language: DocumentLanguage, assets: AssetShelf
) -> Document:
    """The proposal as a tagged PDF, produced as PDF/UA-1; the same input gives the same bytes.

    Raises AssetMissing when set-up has not made the fonts.
    """
    html = write_html(content, header, language, assets)
    pdf = _lay_out(html, assets)
    return Document(pdf, sha256(pdf).hexdigest())


def write_html(content: Content, header: DocumentHeader, language: DocumentLanguage, assets: AssetShelf) -> str:
    """The proposal as the page that is laid out."""
    book = make_phrasebook(language, assets)
    proposal = build_proposal(content, header, book)
    return make_environment(assets.templates).get_template("proposal.html").render(proposal=proposal, say=book.say)


def make_phrasebook(language: DocumentLanguage, assets: AssetShelf) -> Phrasebook:
    """The phrasebook of the document's languages and our fonts."""
    missing = next((path for path in assets.fonts if not path.is_file()), None)
    if missing is not None:
        raise AssetMissing(name=missing.name)
    return Phrasebook(languages_of(language), load_lettering(assets.fonts))


def _lay_out(html: str, assets: AssetShelf) -> bytes:
    page = HTML(string=html, base_url=f"{SCHEME}:/", url_fetcher=AssetFetcher(assets))
    try:
        with _garbage_left_lying():
            pdf: bytes = page.write_pdf(pdf_variant=_VARIANT)
    except FetchingStopped as stopped:
        raise stopped.refusal from stopped
    return pdf


@contextmanager
def _garbage_left_lying() -> Iterator[None]:
    """Collecting while millions of boxes live takes a fifth of the time and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def make_environment(templates: Path) -> Environment:
    """Templates of this folder only, everything escaped, an unknown name an error."""
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
