"""Uploads by declaration: a view that takes files says how much; every other one keeps to the small bound of forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

View = TypeVar("View", bound=Callable[..., Any])

FORM_BYTES = 64 * 1024
"""What the form's other fields and the parts' headers may add."""

_ATTRIBUTE = "__upload__"


def takes_upload(most: int) -> Callable[[View], View]:
    """The view takes files of so many bytes in all."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, most)
        return view

    return declare


def widen_limit() -> None:
    """Let a declared upload in; runs after the guard, so that only those who may upload send so much."""
    view = current_app.view_functions.get(request.endpoint or "")
    most: int | None = getattr(view, _ATTRIBUTE, None)
    if most is not None:
        request.max_content_length = most + FORM_BYTES
