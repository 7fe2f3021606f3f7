"""What addresses and forms state as numbers of records and revisions."""

from __future__ import annotations

import pytest
from flask import Flask

from configurator.http.record_numbers import RecordNumber, read_revision


@pytest.mark.parametrize(
    ("text", "revision"),
    [("7", 7), ("999999999", 999_999_999), ("9999999999", 0), ("9" * 30, 0), ("-1", 0), ("７", 0), ("x", 0), ("", 0)],
)
def test_reads_a_revision_or_none_that_there_is(text: str, revision: int) -> None:
    with Flask(__name__).test_request_context(method="POST", data={"revision": text}):
        assert read_revision() == revision


def test_a_form_without_revision_knows_none() -> None:
    with Flask(__name__).test_request_context(method="POST", data={}):
        assert read_revision() == 0


@pytest.mark.parametrize(("path", "status"), [("/7", 200), ("/" + "9" * 18, 200), ("/" + "9" * 19, 404), ("/-1", 404)])
def test_numbers_beyond_every_database_lead_nowhere(path: str, status: int) -> None:
    app = Flask(__name__)
    app.url_map.converters["int"] = RecordNumber
    app.add_url_rule("/<int:number>", view_func=lambda number: str(number))
    assert app.test_client().get(path).status_code == status
