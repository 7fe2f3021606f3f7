"""Numbers of records and revisions as addresses and forms state them, never larger than a database can look for."""

from __future__ import annotations

from flask import request
from werkzeug.routing import IntegerConverter

_MOST_DIGITS = 18
_MOST_DIGITS_OF_REVISION = 9


class RecordNumber(IntegerConverter):
    """A record's number in an address: a number that no record can have leads nowhere (404)."""

    regex = f"[0-9]{{1,{_MOST_DIGITS}}}"


def read_revision() -> int:
    """The revision that the form was made from; 0, which no record has, where that is none."""
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS_OF_REVISION else 0
