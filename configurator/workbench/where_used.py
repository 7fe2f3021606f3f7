"""Where an offering is used: every place of a catalog that speaks of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from configurator.catalog.model import Need, Package, PackageLine, Rule, TermDiscount
from configurator.catalog.selectors import matches, selection_of
from configurator.rules.rulebook import RuleBook
from configurator.rules.syntax import Call, Name, Node, Selector, walk

_KEPT_BOOKS = 4


@dataclass(frozen=True, slots=True)
class Use:
    """Everything that speaks of one offering; `tables` are those through which some of the rules do."""

    rules: tuple[Rule, ...] = ()
    needs: tuple[Need, ...] = ()
    packages: tuple[tuple[Package, PackageLine], ...] = ()
    tables: tuple[str, ...] = ()
    term_discounts: tuple[TermDiscount, ...] = ()


def find_use(book: RuleBook, code: str) -> Use:
    """Where the offering is used."""
    catalog, index = book.catalog, _index(_SameBook(book))
    rules = tuple(catalog.rules[rule] for rule in index.rules.get(code, ()))
    return Use(
        rules=rules,
        needs=tuple(catalog.needs[need] for need in index.needs.get(code, ())),
        packages=tuple(
            (package, line) for package in catalog.packages.values() for line in package.lines if line.offering == code
        ),
        tables=tuple(dict.fromkeys(rule.table for rule in rules if rule.table)),
        term_discounts=tuple(
            each for each in catalog.term_discounts if matches(catalog.offerings[code], each.applies_to)
        ),
    )


def mentioned(book: RuleBook, tree: Node) -> Iterator[str]:
    """The offerings that a condition or formula speaks of, once for each time that it does."""
    selection = selection_of(book.catalog)
    for node in walk(tree):
        if isinstance(node, Selector):
            yield from selection.members(node.text)
        elif isinstance(node, Call) and node.function == "total" and isinstance(node.arguments[0], Name):
            yield from selection.providers(node.arguments[0].name)


@dataclass(frozen=True, slots=True)
class _Index:
    rules: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, tuple[str, ...]]


class _SameBook:
    """A rule book as a cache key by identity."""

    __slots__ = ("book",)

    def __init__(self, book: RuleBook) -> None:
        self.book = book

    def __hash__(self) -> int:
        return id(self.book)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameBook) and other.book is self.book


@lru_cache(maxsize=_KEPT_BOOKS)
def _index(key: _SameBook) -> _Index:
    book = key.book
    rules = {parsed.rule.id: parsed.mentions for parsed in book.rules}
    needs = {code: frozenset(mentioned(book, tree)) for code, tree in book.needs.items()}
    return _Index(_turn(rules), _turn(needs))


def _turn(mentions: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    turned: dict[str, list[str]] = {}
    for user, codes in mentions.items():
        for code in codes:
            turned.setdefault(code, []).append(user)
    return {code: tuple(users) for code, users in turned.items()}
