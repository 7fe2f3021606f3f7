"""What a request commits to: the discount that counts for approval (the largest asked anywhere) and the term.

Percentages are read off the request; what amounts and target prices come to, only its content can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from configurator.quoting.content import Content
from configurator.quoting.refusals import DiscountImpossible
from configurator.values.money import FigureRefused, parse_figure

NOTHING = Decimal(0)
_WHOLE = Decimal(100)
_TERM = re.compile(r"[0-9]{1,4}", re.ASCII)


def asked_discount(request: Mapping[str, object], content: Content | None) -> Decimal:
    """The discount that counts for approval: the largest that the request states, or that its content came to."""
    stated = largest_discount(request)
    if content is None:
        return stated
    return max(stated, read_percent(content.discount_percent), read_percent(content.manual_percent))


def largest_discount(request: Mapping[str, object]) -> Decimal:
    """The largest of `discount_percent`, `line_discounts` and percentages among `adjustments`; 0 when there is none."""
    return max((read_percent(figure) for figure in _figures(request)), default=NOTHING)


def read_percent(figure: object) -> Decimal:
    """The percentage that a form or file gave as text or number; FigureRefused or DiscountImpossible if it is none."""
    if isinstance(figure, bool) or not isinstance(figure, str | int | Decimal):
        raise FigureRefused(text=str(figure)[:40], decimals=6)
    percent = parse_figure(figure.strip() if isinstance(figure, str) else f"{figure:f}")
    if not NOTHING <= percent <= _WHOLE:
        raise DiscountImpossible(asked=percent)
    return percent


def _figures(request: Mapping[str, object]) -> Iterator[object]:
    """Blank fields ask for nothing."""
    lines = request.get("line_discounts")
    stated = lines.values() if isinstance(lines, Mapping) else ()
    given = [request.get("discount_percent"), *stated, *_list_percentages(request.get("adjustments"))]
    return (figure for figure in given if figure is not None and str(figure).strip())


def _list_percentages(adjustments: object) -> Iterator[object]:
    for each in adjustments if isinstance(adjustments, (list, tuple)) else ():
        if isinstance(each, Mapping) and each.get("form") == "percent":
            yield each.get("value")


def read_term(request: Mapping[str, object]) -> int | None:
    """The commitment in months that the request asks for, None while it says none that is a whole number."""
    text = str(request.get("term_months", "")).strip()
    return int(text) if _TERM.fullmatch(text) else None
