"""The live summary: each total with what the last change did to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from configurator.quoting.content import Content, ContentFigure
from configurator.services.proposing import Evaluation
from configurator.values.text import Language
from configurator.web.profiles import name_level

FIGURES = (
    ("monthly", "month"),
    ("one_time", None),
    ("quarterly", "quarter"),
    ("annual", "year"),
    ("usage_estimate", "month"),
    ("tcv", None),
)
ALWAYS = frozenset({"monthly", "one_time", "tcv"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One total; `change` is signed and empty when there is nothing to compare with or nothing changed."""

    name: str
    amount: str
    period: str | None
    change: str

    @property
    def is_more(self) -> bool:
        """Whether it became dearer."""
        return bool(self.change) and Decimal(self.change) > 0


def show_summary(evaluation: Evaluation, before: Content | None) -> tuple[Figure, ...]:
    """The totals that a seller watches, those that are nothing left out unless they always stand there."""
    if evaluation.content is None:
        return ()
    now = evaluation.content.totals
    return tuple(
        Figure(name, getattr(now, name), period, _change(getattr(now, name), before, name))
        for name, period in FIGURES
        if name in ALWAYS or Decimal(getattr(now, name) or 0)
    )


def show_levels(content: Content | None, language: Language) -> tuple[tuple[str, str], ...]:
    """The compliance regimes that the package meets, with their levels in words."""
    return tuple(_show_level(figure, language) for figure in (content.compliance if content else ()))


def _show_level(figure: ContentFigure, language: Language) -> tuple[str, str]:
    value = figure.value.in_language(language)
    level = value if value.isdecimal() else figure.code
    return figure.name.in_language(language), name_level(level, value, language)


def _change(now: str, before: Content | None, name: str) -> str:
    difference = Decimal(now) - Decimal(getattr(before.totals, name) or 0) if before else Decimal(0)
    return f"{difference:f}" if difference else ""
