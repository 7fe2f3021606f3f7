"""What every page about one quote begins with: the quote, the version meant, and what that version says today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.quoting.content import Content
from configurator.quoting.model import Quote, QuoteVersion
from configurator.quoting.states import QuoteState
from configurator.values.problem import Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """A version of a quote and its content: frozen once submitted, computed while a draft; or why there is none."""

    quote: Quote
    version: QuoteVersion
    content: Content | None
    problems: tuple[Problem, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether the version can still be changed."""
        return self.version.state is QuoteState.DRAFT


def read_quote(quote_id: int, version_number: int | None = None) -> Reading:
    """The quote with the version that the address names, else its latest."""
    quote = get_services().quotes.get_quote(require_user(), quote_id)
    number = version_number or request.args.get("version", None, int)
    version = quote.version(number) if number else quote.latest
    if version.state is not QuoteState.DRAFT and version.snapshot:
        return Reading(quote, version, version.content)
    content, problems = compute_content(version.request)
    return Reading(quote, version, content, problems)


def compute_content(wanted: Mapping[str, Any]) -> tuple[Content | None, tuple[Problem, ...]]:
    """What a request comes to today, or what is wrong with it."""
    evaluation = get_services().proposer.evaluate(wanted, get_today())
    return evaluation.content, evaluation.problems
