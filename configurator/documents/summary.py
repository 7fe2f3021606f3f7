"""The first page after the contents: the figures that count, and how each need is met."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.documents.figures import NONE, find_density, format_amount
from configurator.documents.phrasebook import Phrasebook, Words, join_sentences
from configurator.documents.prices import state_convention
from configurator.documents.value_chart import ValueChart, build_chart
from configurator.quoting.content import Content, ContentNeed
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the figures that the reader looks for first."""

    name: Words
    amount: str
    note: Words


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need, how it is met, and by which components."""

    name: Words
    sentence: Words
    components: Words


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary section."""

    lead: Words
    figures: tuple[KeyFigure, ...]
    density: str
    convention: Words
    chart: ValueChart
    needs: tuple[NeedRow, ...]
    part_titles: tuple[Words, ...] = ()


def build_summary(content: Content, book: Phrasebook) -> Summary:
    """The whole proposal on one page."""
    figures = build_key_figures(content, book)
    return Summary(
        lead=_write_lead(content, book),
        figures=figures,
        density=find_density(figure.amount for figure in figures),
        convention=state_convention(content, book),
        chart=build_chart(content, book),
        needs=build_needs(content, book),
    )


def build_key_figures(content: Content, book: Phrasebook) -> tuple[KeyFigure, ...]:
    """Monthly, one-time, first year and contract value, with what each stands for."""
    totals = content.totals
    figures = (
        ("monthly", totals.monthly),
        ("one_time", totals.one_time),
        ("first_year", totals.first_year),
        ("tcv", totals.tcv),
    )
    return tuple(
        KeyFigure(
            book.say(f"figure.{key}"),
            format_amount(amount),
            book.count(f"figure.{key}.note", content.term_months),
        )
        for key, amount in figures
    )


def build_needs(content: Content, book: Phrasebook) -> tuple[NeedRow, ...]:
    """Each need with the names of the components that meet it, as far as they are in the quote."""
    names = {line.offering: line.name for line in content.lines}
    return tuple(_need_row(need, names, book) for need in content.needs)


def _need_row(need: ContentNeed, names: dict[str, Text], book: Phrasebook) -> NeedRow:
    met_by = book.join(names[offering] for offering in need.offerings if offering in names)
    return NeedRow(book.show(need.name), book.show(need.sentence), met_by or book.plain(NONE))


def _write_lead(content: Content, book: Phrasebook) -> Words:
    sentences = (
        book.say("summary.lead", customer=content.customer.name, package=content.package_name),
        book.count("summary.components", len(content.lines)),
        book.count("summary.needs", len(content.needs)) if content.needs else (),
        book.count("summary.term", content.term_months),
    )
    return join_sentences(sentences)
