"""The last sections: recommendations not followed, terms, assumptions, signatures."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.documents.model import DocumentHeader
from configurator.documents.phrasebook import Phrasebook, Words
from configurator.quoting.content import Content, ContentServiceLevel

_BLANKS = ("signature.signed", "signature.title", "signature.date", "signature.seal")


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """A recommendation that is not followed, with its weight."""

    severity: str
    weight: Words
    sentence: Words


@dataclass(frozen=True, slots=True)
class Advice:
    """The section of recommendations not followed."""

    rows: tuple[AdviceRow, ...]
    part_titles: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One service level; `mark` says that it is the one agreed, else it is empty."""

    name: Words
    mark: Words
    down: Words
    architecture: Words
    credits: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Clauses:
    """A section of numbered sentences: terms or assumptions; terms have a table of the catalog's service levels."""

    sentences: tuple[Words, ...]
    levels: tuple[LevelRow, ...] = ()
    part_titles: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """One side that signs: its role and its name."""

    role: Words
    name: Words


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature section: two parties, and the blanks that each fills in by hand."""

    lead: Words
    parties: tuple[Party, Party]
    blanks: tuple[Words, ...]
    part_titles: tuple[Words, ...] = ()


def build_advice(content: Content, book: Phrasebook) -> Advice | None:
    """What we would recommend beyond the quote; None when everything is followed."""
    rows = tuple(
        AdviceRow(
            advice.severity,
            book.show(book.text(f"advice.{advice.severity}", advice.severity)),
            book.show(advice.sentence),
        )
        for advice in content.advice
    )
    return Advice(rows) if rows else None


def build_terms(content: Content, book: Phrasebook) -> Clauses:
    """What follows from the quote itself, then the catalog's terms, then which language prevails; and the service
    levels."""
    own = (
        book.say("terms.validity", date=content.date, until=content.valid_until),
        book.count("terms.term", content.term_months),
    )
    sentences = (*own, *_clauses(content, book, "terms"), book.say("terms.language"))
    return Clauses(sentences, tuple(_build_level(level, book) for level in content.service_levels))


def _build_level(level: ContentServiceLevel, book: Phrasebook) -> LevelRow:
    return LevelRow(
        name=book.show(level.name),
        mark=book.say("service.agreed") if level.is_agreed else (),
        down=book.say("service.minutes", minutes=level.minutes_down),
        architecture=book.show(level.architecture),
        credits=tuple(book.say("service.credit", below=below, percent=percent) for below, percent in level.credits),
    )


def build_assumptions(content: Content, book: Phrasebook) -> Clauses | None:
    """The catalog's assumptions and exclusions; None when there are none."""
    sentences = _clauses(content, book, "assumptions")
    return Clauses(sentences) if sentences else None


def build_signatures(content: Content, header: DocumentHeader, book: Phrasebook) -> Signatures:
    """The two parties."""
    customer = Party(book.say("signature.customer"), book.plain(content.customer.name))
    supplier = Party(book.say("signature.supplier"), book.say("brand"))
    lead = book.say("signature.lead", number=header.number, version=header.version)
    return Signatures(lead, (customer, supplier), tuple(book.say(key) for key in _BLANKS))


def _clauses(content: Content, book: Phrasebook, kind: str) -> tuple[Words, ...]:
    return tuple(book.show(clause.text) for clause in content.clauses if clause.kind == kind)
