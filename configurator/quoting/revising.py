"""What the next version of a quote starts from."""

from __future__ import annotations

from collections.abc import Mapping


def revise_request(request: Mapping[str, object]) -> dict[str, object]:
    """The same wishes, without their date: a new version is priced on the day it is made."""
    return {key: value for key, value in request.items() if key != "date"}
