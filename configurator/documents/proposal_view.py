"""The proposal as its templates see it: plain frozen data, texts resolved, figures formatted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from configurator.documents.benefits import Benefits, build_benefits
from configurator.documents.closing import (
    Advice,
    Clauses,
    Signatures,
    build_advice,
    build_assumptions,
    build_signatures,
    build_terms,
)
from configurator.documents.components import Components, build_components
from configurator.documents.model import DocumentHeader
from configurator.documents.phrasebook import LANGUAGE_TAGS, Phrasebook, Words, label
from configurator.documents.prices import Prices, build_prices
from configurator.documents.profile import Field, Profile, build_profile
from configurator.documents.summary import Summary, build_summary
from configurator.quoting.content import Content

Body = Summary | Profile | Components | Prices | Benefits | Advice | Clauses | Signatures

# From this many letters on, a name on the cover is set smaller.
_NAME_SIZES = ((200, "endless"), (60, "long"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's or subsection's number, anchor, title and bookmark."""

    number: str
    anchor: str
    title: Words
    bookmark: str


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section: `template` prints its body, `parts` are the headings of its subsections."""

    template: str
    heading: Heading
    parts: tuple[Heading, ...]
    body: Body


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page; a long customer name needs smaller type (`long`, `endless`)."""

    brand: Words
    title: Words
    subtitle: Words
    customer: Words
    customer_size: str
    facts: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that the templates print; `draft` is the watermark, empty on a final document."""

    lang: str
    subject: str
    running_title: str
    running_number: str
    author: str
    issued: str
    draft: str
    cover: Cover
    contents_title: Words
    sections: tuple[Section, ...]


def build_proposal(content: Content, header: DocumentHeader, book: Phrasebook) -> Proposal:
    """The whole view of one quote version."""
    title = label(book.say("title"))
    customer = label(book.plain(content.customer.name))
    return Proposal(
        lang=LANGUAGE_TAGS[book.languages[0]],
        subject=f"{title} {header.number} · {customer}",
        running_title=label(book.say("running_title")),
        running_number=label(book.say("running_number", number=header.number, version=header.version)),
        author=label(book.plain(header.prepared_by)),
        issued=header.issued.isoformat(),
        draft=label(book.say("draft")) if header.status == "draft" else "",
        cover=_build_cover(content, header, book),
        contents_title=book.say("contents"),
        sections=tuple(_number_sections(content, header, book)),
    )


def _number_sections(content: Content, header: DocumentHeader, book: Phrasebook) -> Iterator[Section]:
    number = 0
    for key, template, body in _build_bodies(content, header, book):
        if body is not None:
            number += 1
            yield _make_section(str(number), template, book.say(f"section.{key}"), body)


def _build_bodies(
    content: Content, header: DocumentHeader, book: Phrasebook
) -> tuple[tuple[str, str, Body | None], ...]:
    return (
        ("summary", "_summary.html", build_summary(content, book)),
        ("profile", "_profile.html", build_profile(content, book)),
        ("components", "_components.html", build_components(content, book)),
        ("prices", "_prices.html", build_prices(content, book)),
        ("benefits", "_benefits.html", build_benefits(content, book)),
        ("advice", "_advice.html", build_advice(content, book)),
        ("terms", "_clauses.html", build_terms(content, book)),
        ("assumptions", "_clauses.html", build_assumptions(content, book)),
        ("signatures", "_signatures.html", build_signatures(content, header, book)),
    )


def _make_section(number: str, template: str, title: Words, body: Body) -> Section:
    parts = tuple(_make_heading(f"{number}.{index}", part) for index, part in enumerate(body.part_titles, 1))
    return Section(template, _make_heading(number, title), parts, body)


def _make_heading(number: str, title: Words) -> Heading:
    return Heading(number, f"s{number.replace('.', '-')}", title, f"{number} {label(title)}")


def _build_cover(content: Content, header: DocumentHeader, book: Phrasebook) -> Cover:
    customer = book.plain(content.customer.name)
    return Cover(
        brand=book.say("brand"),
        title=book.say("title"),
        subtitle=book.show(content.package_name),
        customer=customer,
        customer_size=_find_size(label(customer)),
        facts=_list_facts(content, header, book),
    )


def _find_size(name: str) -> str:
    return next((size for length, size in _NAME_SIZES if len(name) >= length), "")


def _list_facts(content: Content, header: DocumentHeader, book: Phrasebook) -> tuple[Field, ...]:
    facts = (
        ("number", book.say("running_number", number=header.number, version=header.version)),
        ("status", book.say(f"status.{header.status}")),
        ("date", book.plain(header.issued.isoformat())),
        ("valid_until", book.plain(content.valid_until)),
        ("prepared_by", book.plain(header.prepared_by)),
        ("contact", book.plain(header.contact)),
    )
    return tuple(Field(book.say(f"cover.{key}"), value) for key, value in facts if value)
