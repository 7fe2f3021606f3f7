"""What becomes of open quotes, as the workbench shows it, from the JSON that the job left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from configurator.http.languages import get_language
from configurator.http.refusing import say_finding
from configurator.values.problem import SourceLocation
from configurator.values.text import Text
from configurator.web.context import can, translate
from configurator.web.formatting import show_amount, show_change
from configurator.workbench.keeping import read_problems

FIGURES = ("one_time", "monthly", "tcv")
MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class FigureView:
    """A sum after the change, and its signed change; empty where it is not known."""

    name: str
    amount: str
    change: str


@dataclass(frozen=True, slots=True)
class BrokenView:
    """A rule or need that the quote would not keep."""

    key: str
    sentence: Text
    place: SourceLocation | None


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One open quote: what becomes of it, its sums, the rules that it would break, and everything else in sentences."""

    quote_id: int
    number: str
    version: int
    state: str
    customer: str
    owner: str
    outcome: str
    figures: tuple[FigureView, ...]
    broken: tuple[BrokenView, ...]
    facts: tuple[str, ...]


def show_quotes(rows: Iterable[Mapping[str, Any]]) -> tuple[QuoteView, ...]:
    """The quotes in the reader's words."""
    return tuple(_show(row) for row in rows)


def _show(row: Mapping[str, Any]) -> QuoteView:
    known = ("quote_id", "number", "version", "state", "customer", "owner", "outcome")
    return QuoteView(
        **{name: row[name] for name in known},
        figures=tuple(_list_figures(row["before"], row["after"])),
        broken=tuple(_show_broken(each) for each in row["broken"]),
        facts=tuple(_list_facts(row)),
    )


def _list_figures(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[FigureView]:
    for name in FIGURES if after else ():
        change = f"{Decimal(after[name]) - Decimal(before[name])}" if before and after else ""
        yield FigureView(name, after[name] if after else "", change)


def _show_broken(row: Mapping[str, Any]) -> BrokenView:
    place = SourceLocation(**row["location"]) if row["location"] else None
    return BrokenView(row["key"], Text(**row["sentence"]), place)


def _list_facts(row: Mapping[str, Any]) -> Iterator[str]:
    if row["gone"]:
        yield translate("cli.impact.gone", names=", ".join(row["gone"]))
    for problem in read_problems(row["problems"]):
        yield " ".join(say_finding(problem))
    if row["turns_to_loss"] and can("view_margin"):
        yield translate("cli.impact.loss", margin=f"{Decimal(row['after']['margin_percent']):.1f}")
    if row["approval"]:
        yield _say_approval(row["approval"])
    if row["is_recomposed"]:
        yield translate("cli.impact.recomposed")
    if row["repair"]:
        yield from _say_repair(row["repair"], row["before"])
    elif row["outcome"] == "invalid":
        yield translate("cli.impact.repair.none")


def _say_approval(shift: Mapping[str, Any]) -> str:
    case = "free" if not shift["needs_after"] else "needed" if shift["possible_after"] else "impossible"
    limits = {"before": shift["limit_before"], "after": shift["limit_after"]}
    return translate(f"cli.impact.approval.{case}", asked=shift["asked"], **limits)


def _say_repair(repair: Mapping[str, Any], before: Mapping[str, Any] | None) -> Iterator[str]:
    language = get_language()
    sums = {figure.name: show_amount(language, figure.amount) for figure in _list_figures(None, repair["after"])}
    if before:
        for figure in _list_figures(before, repair["after"]):
            sums[figure.name] += f" ({show_change(language, figure.change)})"
    said = {"prices": translate("cli.impact.prices", **sums), "lines": _say_lines(repair)}
    if not repair["changes"]:
        yield translate("cli.impact.repair.anew", **said)
        return
    changes = ", ".join(map(_say_change, repair["changes"]))
    yield translate("cli.impact.repair.changes", changes=changes, **said)


def _say_lines(repair: Mapping[str, Any]) -> str:
    return "".join(
        translate(f"cli.impact.lines.{kind}", names=_list_names(repair[kind]))
        for kind in ("added", "removed", "resized")
        if repair[kind]
    )


def _list_names(codes: list[str]) -> str:
    return ", ".join(codes[:MOST_NAMES]) + (" …" if len(codes) > MOST_NAMES else "")


def _say_change(row: Mapping[str, Any]) -> str:
    choice = say_choice(row["choice"])
    if not row["instead"]:
        return translate("cli.impact.change.drop", choice=choice)
    return translate("cli.impact.change.instead", choice=choice, instead=say_choice(row["instead"]))


def say_choice(row: Mapping[str, Any]) -> str:
    """A choice by its codes, as the job left it."""
    if row["attribute"]:
        return f"{row['offering']} {row['attribute']} = {row['value']}"
    if row["quantity"] == 0:
        return translate("cli.diff.without", offering=row["offering"])
    return str(row["offering"]) if row["quantity"] is None else f"{row['quantity']} × {row['offering']}"
