"""`configurator catalog diff`: what differs between two releases or folders, for people or machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

import click

from configurator.cli.opening_books import open_named
from configurator.cli.progressing import ProgressLine
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.cli.telling import print_json
from configurator.configuration.model import Choice
from configurator.releasing.differences import Act, CatalogDifference, Change, Edition, FieldChange, Possibility, Reach
from configurator.releasing.diffing import diff_books
from configurator.releasing.reaching import REACH_SECONDS
from configurator.values.money import FigureRefused, parse_figure
from configurator.values.problem import SourceLocation
from configurator.values.text import Language
from configurator.wording import knows, say

_MARKS = {Act.ADDED: "+", Act.REMOVED: "-", Act.CHANGED: "~"}
_LONGEST = 160
_MOST_NAMES = 12


def diff_command() -> click.Command:
    """catalog diff A B [--quick] [--seconds N] [--catalog KEY] [--json]"""

    @click.command("diff", help=help_of("catalog.diff"))
    @click.argument("before", metavar="A")
    @click.argument("after", metavar="B")
    @click.option("--quick", is_flag=True, help=help_of("catalog.diff.quick"))
    @click.option(
        "--seconds", type=click.IntRange(1, 3600), default=REACH_SECONDS, help=help_of("catalog.diff.seconds")
    )
    @click.option("--catalog", "key", metavar="KEY", help=help_of("catalog.key"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def command(before: str, after: str, quick: bool, seconds: int, key: str | None, as_json: bool) -> None:
        """Compare two catalogs, the later one with the solver too unless it is to be quick."""
        settings, language = read_settings(), message_language()
        books = open_named(settings, before, key), open_named(settings, after, key)
        progress = ProgressLine("cli.diff.progress")
        found = diff_books(*books, today(), seconds=0 if quick else seconds, progress=progress)
        if as_json:
            print_json(difference_json(found, language))
        else:
            for line in tell_difference(found, language):
                click.echo(line)

    return command


def difference_json(found: CatalogDifference, language: Language) -> dict[str, Any]:
    """A difference for machines; sentences in the reader's language."""
    return {
        "before": _edition_json(found.before),
        "after": _edition_json(found.after),
        "changes": [_change_json(change) for change in found.changes],
        "reach": _reach_json(found.reach, language) if found.reach else None,
    }


def tell_difference(found: CatalogDifference, language: Language) -> Iterator[str]:
    """A difference for people, line by line."""
    editions = {"before": name_edition(found.before), "after": name_edition(found.after)}
    yield say(language, "cli.diff.head", **editions, count=len(found.changes))
    for section, changes in groupby(found.changes, lambda change: change.section):
        yield ""
        yield name_section(section, language)
        for change in changes:
            yield from _tell_change(change)
    if found.reach is not None:
        yield ""
        yield from _tell_reach(found.reach, language)


def name_section(section: str, language: Language) -> str:
    """What people call a section; its own name when there is no word for it."""
    key = f"cli.diff.section.{section}"
    return say(language, key) if knows(language, key) else section


def name_choice(choice: Choice, language: Language) -> str:
    """A choice as people read it."""
    if choice.attribute:
        return f"{choice.offering} {choice.attribute} = {choice.value}"
    if choice.excludes:
        return say(language, "cli.diff.without", offering=choice.offering)
    return choice.offering if choice.quantity is None else f"{choice.quantity} × {choice.offering}"


def _edition_json(edition: Edition) -> dict[str, Any]:
    return {"key": edition.key, "label": edition.label, "digest": edition.digest, "number": edition.number}


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "section": change.section,
        "name": change.name,
        "act": str(change.act),
        "wording_only": change.is_wording,
        **_place_json(change.location),
        "fields": [
            {"path": field.path, "before": field.before, "after": field.after, **_place_json(field.location)}
            for field in change.fields
        ],
    }


def _place_json(place: SourceLocation | None) -> dict[str, Any]:
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def _reach_json(reach: Reach, language: Language) -> dict[str, Any]:
    return {
        "customers": reach.customers,
        "pairs": reach.pairs,
        "complete": reach.is_complete,
        "possibilities": [_possibility_json(one, language) for one in reach.possibilities],
    }


def _possibility_json(one: Possibility, language: Language) -> dict[str, Any]:
    return {
        "became": "possible" if one.became_possible else "impossible",
        "choices": [name_choice(choice, language) for choice in one.choices],
        "customers": one.customers,
        "example": one.example,
        "reasons": [{"key": key, "sentence": text.in_language(language)} for key, text in one.reasons],
    }


def name_edition(edition: Edition) -> str:
    """A catalog as people read it: key, number, label and the beginning of its digest."""
    number = f" {edition.number}" if edition.number else ""
    return f"{edition.key}{number} ({edition.label}, {edition.digest[:12]})"


def _tell_change(change: Change) -> Iterator[str]:
    place = f"  {change.location}" if change.location else ""
    yield f"  {_MARKS[change.act]} {change.name}{place}"
    if change.act is Act.CHANGED:
        for field in change.fields:
            yield f"      {_tell_field(field)}"


def _tell_field(field: FieldChange) -> str:
    name = f"{field.path}: " if field.path else ""
    place = f"  {field.location}" if field.location else ""
    return f"{name}{_shorten(field.before)} → {_shorten(field.after)}{_say_percent(field)}{place}"


def _shorten(text: str | None) -> str:
    if text is None:
        return "–"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _say_percent(field: FieldChange) -> str:
    """How much an amount or cost grew, in percent of what it was."""
    if field.path.rpartition(".")[2] not in ("amount", "cost") or field.before is None or field.after is None:
        return ""
    try:
        before, after = parse_figure(field.before), parse_figure(field.after)
    except FigureRefused:
        return ""
    return f" ({(after - before) * 100 / before:+.1f} %)" if before > Decimal(0) else ""


def _tell_reach(reach: Reach, language: Language) -> Iterator[str]:
    asked = {"customers": reach.customers, "pairs": reach.pairs}
    yield say(language, "cli.diff.reach" if reach.is_complete else "cli.diff.reach_cut", **asked)
    alike: dict[_Alike, list[Possibility]] = {}
    for one in reach.possibilities:
        keys = tuple(key for key, _ in one.reasons)
        alike.setdefault((one.became_possible, len(one.choices), keys, one.customers), []).append(one)
    for group in alike.values():
        yield from _tell_group(group, language)


_Alike = tuple[bool, int, tuple[str, ...], int]
"""What makes possibilities one block for readers: direction, choices in each, reasons, and for how many customers."""


def _tell_group(group: Sequence[Possibility], language: Language) -> Iterator[str]:
    """Possibilities with the same reasons, with the example of the first."""
    first = group[0]
    names = [" + ".join(name_choice(choice, language) for choice in one.choices) for one in group]
    more = say(language, "cli.diff.more", count=len(names) - _MOST_NAMES) if len(names) > _MOST_NAMES else ""
    what = "; ".join(filter(None, names[:_MOST_NAMES])) + more or say(language, "cli.diff.anything")
    key = "cli.diff.possible" if first.became_possible else "cli.diff.impossible"
    customer = first.example["customer"]
    example = ", ".join(f"{name} {value}" for name, value in customer.items()) if isinstance(customer, dict) else ""
    yield "  " + say(language, key, what=what, customers=first.customers, example=example)
    for name, sentence in first.reasons:
        yield f"      {name}: {sentence.in_language(language)}"
