"""The customer as we understand it: industry, official size class with its rule, figures, compliance."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.documents.figures import format_count
from configurator.documents.phrasebook import Phrasebook, Words, join_texts
from configurator.quoting.content import Content, ContentCustomer, ContentFigure
from configurator.values.text import Language, Text


@dataclass(frozen=True, slots=True)
class Field:
    """A name and what it says."""

    name: Words
    value: Words


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile section; `caution` says which figures would make a provisional size class final."""

    identity: tuple[Field, ...]
    figures: tuple[Field, ...]
    compliance: tuple[Field, ...]
    caution: Words
    part_titles: tuple[Words, ...] = ()


def build_profile(content: Content, book: Phrasebook) -> Profile:
    """What the proposal was sized for."""
    customer = content.customer
    return Profile(
        identity=_identify(customer, book),
        figures=tuple(show_figure(figure, book) for figure in customer.figures),
        compliance=tuple(show_figure(figure, book) for figure in content.compliance),
        caution=_write_caution(customer, book),
    )


def show_figure(figure: ContentFigure, book: Phrasebook) -> Field:
    """A figure with its unit, in words where the unit has any; whole numbers with thousands separators."""
    unit = figure.unit or Text("", "")
    value = book.each(lambda language: f"{_read_value(figure, language)} {unit.in_language(language)}")
    return Field(book.show(figure.name), value)


def _read_value(figure: ContentFigure, language: Language) -> str:
    text = figure.value.in_language(language)
    is_count = not figure.code and text.isascii() and text.isdigit()
    return format_count(int(text)) if is_count else text


def _identify(customer: ContentCustomer, book: Phrasebook) -> tuple[Field, ...]:
    size = customer.size_name or book.text(f"size.{customer.size_class}", customer.size_class)
    return (
        Field(book.say("profile.name"), book.plain(customer.name)),
        Field(_label(customer.industry_label, "profile.industry", book), _show_industry(customer, book)),
        Field(_label(customer.size_label, "profile.size", book), book.show(size)),
        Field(book.say("profile.size_rule"), book.show(customer.size_rule)),
    )


def _label(own: Text | None, key: str, book: Phrasebook) -> Words:
    return book.show(own) if own else book.say(key)


def _show_industry(customer: ContentCustomer, book: Phrasebook) -> Words:
    if customer.class_code in ("", customer.industry):
        return book.show(customer.industry_name)
    return book.say("profile.industry_class", name=customer.industry_name, code=customer.class_code)


def _write_caution(customer: ContentCustomer, book: Phrasebook) -> Words:
    if not customer.provisional:
        return ()
    names = {figure.key: figure.name for figure in customer.figures}
    missing = tuple(names.get(key) or book.text(f"indicator.{key}", key) for key in customer.missing)
    return book.say("profile.provisional", missing=join_texts(missing))
