"""`configurator catalog impact`: what a candidate would do to the open quotes, for people or machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from time import perf_counter
from typing import Any

import click

from configurator.bootstrap import open_releases
from configurator.cli.differing import name_choice, name_edition
from configurator.cli.opening_books import open_in_force, open_named
from configurator.cli.progressing import ProgressLine
from configurator.cli.speaking import help_of, message_language, read_settings
from configurator.cli.telling import print_json, problem_json, tell_problem
from configurator.configuration.model import Change
from configurator.releasing.impact import ApprovalShift, Figures, Impact, Outcome, QuoteImpact, RepairNote
from configurator.services.impacting import REPAIR_SECONDS, REPAIRING, REPLAYING
from configurator.values.text import Language
from configurator.wording import say

_FIGURES = ("one_time", "monthly", "annual", "tcv")
_MOST_NAMES = 6


def impact_command() -> click.Command:
    """catalog impact [DIR|N] [--seconds N] [--all] [--catalog KEY] [--json]"""

    @click.command("impact", help=help_of("catalog.impact"))
    @click.argument("candidate", required=False, metavar="[DIR|N]")
    @click.option(
        "--seconds", type=click.IntRange(0, 3600), default=REPAIR_SECONDS, help=help_of("catalog.impact.seconds")
    )
    @click.option("--all", "with_same", is_flag=True, help=help_of("catalog.impact.all"))
    @click.option("--catalog", "key", metavar="KEY", help=help_of("catalog.key"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def command(candidate: str | None, seconds: int, with_same: bool, key: str | None, as_json: bool) -> None:
        """Tell what a candidate does to the open quotes, and how many seconds that took."""
        settings, language = read_settings(), message_language()
        current = open_in_force(settings, key)
        book = open_named(settings, candidate or str(settings.catalog), key)
        lines = {stage: ProgressLine(f"cli.impact.{stage}") for stage in (REPLAYING, REPAIRING)}
        start = perf_counter()
        found = open_releases(settings).impact(
            current, book, seconds=seconds, progress=lambda stage, done, total: lines[stage](done, total)
        )
        elapsed = f"{perf_counter() - start:.1f}"
        if as_json:
            print_json({**impact_json(found, language), "seconds": elapsed})
        else:
            for line in tell_impact(found, language, elapsed, with_same=with_same):
                click.echo(line)

    return command


def impact_json(found: Impact, language: Language) -> dict[str, Any]:
    """An impact for machines; amounts as decimal text."""
    return {
        "before": name_edition(found.before),
        "after": name_edition(found.after),
        "day": found.day.isoformat(),
        "counts": {str(outcome): count for outcome, count in found.count().items()},
        "unfinished": found.unfinished,
        "quotes": [_quote_json(one, language) for one in found.quotes],
    }


def tell_impact(found: Impact, language: Language, seconds: str, *, with_same: bool) -> Iterator[str]:
    """An impact for people, line by line."""
    editions = {"before": name_edition(found.before), "after": name_edition(found.after)}
    day, count = found.day.isoformat(), len(found.quotes)
    yield say(language, "cli.impact.head", **editions, day=day, count=count, seconds=seconds)
    yield say(language, "cli.impact.counts", **{str(outcome): count for outcome, count in found.count().items()})
    if found.unfinished:
        yield say(language, "cli.impact.unfinished", count=found.unfinished)
    for one in found.quotes:
        if with_same or one.outcome is not Outcome.SAME or one.approval or one.is_recomposed:
            yield from _tell_quote(one, language)


def _quote_json(one: QuoteImpact, language: Language) -> dict[str, Any]:
    quote = one.quote
    return {
        "number": quote.number,
        "version": quote.version,
        "state": str(quote.state),
        "customer": quote.customer,
        "owner": quote.owner,
        "outcome": str(one.outcome),
        "before": _figures_json(one.before),
        "after": _figures_json(one.after),
        "change": subtract_figures(one.before, one.after),
        "broken": [
            {"key": rule.key, "sentence": rule.sentence.in_language(language), "place": str(rule.location or "")}
            for rule in one.broken
        ],
        "gone": list(one.gone),
        "problems": [problem_json(problem, language) for problem in one.problems],
        "approval": _approval_json(one.approval),
        "recomposed": one.is_recomposed,
        "turns_to_loss": one.turns_to_loss,
        "repair": _repair_json(one.repair, language),
    }


def _figures_json(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    margin = figures.margin_percent
    return {
        **{name: getattr(figures, name) for name in _FIGURES},
        "margin_percent": None if margin is None else f"{margin:.2f}",
    }


def subtract_figures(before: Figures | None, after: Figures | None) -> dict[str, str] | None:
    """The signed change of every sum; None where one of them is not known."""
    if before is None or after is None:
        return None
    return {name: f"{Decimal(getattr(after, name)) - Decimal(getattr(before, name)):+f}" for name in _FIGURES}


def _approval_json(shift: ApprovalShift | None) -> dict[str, Any] | None:
    if shift is None:
        return None
    limits = {"limit_before": f"{shift.limit_before:f}", "limit_after": f"{shift.limit_after:f}"}
    return {
        "asked": f"{shift.asked:f}",
        **limits,
        "needs_approval": shift.needs_after,
        "possible": shift.possible_after,
    }


def _repair_json(repair: RepairNote | None, language: Language) -> dict[str, Any] | None:
    if repair is None:
        return None
    return {
        "changes": [_name_change(change, language) for change in repair.changes],
        "added": list(repair.added),
        "removed": list(repair.removed),
        "resized": list(repair.resized),
        "after": _figures_json(repair.after),
    }


def _tell_quote(one: QuoteImpact, language: Language) -> Iterator[str]:
    quote, outcome = one.quote, say(language, f"cli.impact.outcome.{one.outcome}")
    yield f"\n{quote.number} v{quote.version} ({quote.state})  {quote.customer}  {quote.owner}: {outcome}"
    yield from (f"  {line}" for line in _list_facts(one, language))


def _list_facts(one: QuoteImpact, language: Language) -> Iterator[str]:
    if one.outcome is Outcome.PRICE and one.before and one.after:
        yield _tell_prices(one.before, one.after, language)
    for rule in one.broken:
        place, sentence = str(rule.location or "–"), rule.sentence.in_language(language)
        yield say(language, "cli.impact.rule", key=rule.key, sentence=sentence, place=place)
    if one.gone:
        yield say(language, "cli.impact.gone", names=", ".join(one.gone))
    for problem in one.problems:
        yield tell_problem(problem, language)
    if one.turns_to_loss and one.after:
        yield say(language, "cli.impact.loss", margin=f"{one.after.margin_percent:.1f}")
    if one.approval:
        yield _tell_approval(one.approval, language)
    if one.is_recomposed:
        yield say(language, "cli.impact.recomposed")
    if one.repair:
        yield _tell_repair(one, one.repair, language)
    elif one.outcome is Outcome.INVALID:
        yield say(language, "cli.impact.repair.none")


def _tell_prices(before: Figures | None, after: Figures, language: Language) -> str:
    changes = subtract_figures(before, after)
    shown = {
        name: f"{getattr(after, name)} ({changes[name]})" if changes else getattr(after, name) for name in _FIGURES
    }
    return say(language, "cli.impact.prices", **shown)


def _tell_approval(shift: ApprovalShift, language: Language) -> str:
    case = "free" if not shift.needs_after else "needed" if shift.possible_after else "impossible"
    limits = {"before": f"{shift.limit_before:f}", "after": f"{shift.limit_after:f}"}
    return say(language, f"cli.impact.approval.{case}", asked=f"{shift.asked:f}", **limits)


def _tell_repair(one: QuoteImpact, repair: RepairNote, language: Language) -> str:
    prices, lines = _tell_prices(one.before, repair.after, language), _tell_lines(repair, language)
    if not repair.changes:
        return say(language, "cli.impact.repair.anew", prices=prices, lines=lines)
    changes = ", ".join(_name_change(change, language) for change in repair.changes)
    return say(language, "cli.impact.repair.changes", changes=changes, prices=prices, lines=lines)


def _tell_lines(repair: RepairNote, language: Language) -> str:
    parts = (("added", repair.added), ("removed", repair.removed), ("resized", repair.resized))
    return "".join(say(language, f"cli.impact.lines.{key}", names=_list_names(codes)) for key, codes in parts if codes)


def _list_names(codes: Sequence[str]) -> str:
    return ", ".join(codes[:_MOST_NAMES]) + (" …" if len(codes) > _MOST_NAMES else "")


def _name_change(change: Change, language: Language) -> str:
    choice = name_choice(change.choice, language)
    if change.instead is None:
        return say(language, "cli.impact.change.drop", choice=choice)
    return say(language, "cli.impact.change.instead", choice=choice, instead=name_choice(change.instead, language))
