from __future__ import annotations

import logging
from functools import cache

import pytest

from configurator.documents.rendering import render_proposal
from configurator.documents.shelf import packaged_shelf
from tests.factories.proposal import make_header, make_proposal_content
from tests.integration.documents.printed import Printed


@pytest.fixture(autouse=True)
def complaints():
    """WeasyPrint says in its log what it could not print; a document of ours gives no cause."""
    heard = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    yield heard
    logger.removeHandler(handler)
    assert heard == []


@cache
def _print_sample(language, lines, status):
    document = render_proposal(make_proposal_content(lines), make_header(status=status), language, packaged_shelf())
    return Printed(document.pdf)


@pytest.fixture
def print_sample():
    """A sample's printed document; each is rendered once."""

    def print_one(language="zh", lines=14, status="final"):
        return _print_sample(language, lines, status)

    return print_one


@pytest.fixture
def print_content():
    """The printed document of any content."""

    def print_one(content, language="zh", **header):
        return Printed(render_proposal(content, make_header(**header), language, packaged_shelf()).pdf)

    return print_one
