"""Where an offering is used: every place of a catalog that speaks of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from configurator.catalog.model import Need, Package, PackageLine, Rule, TermDiscount
from configurator.catalog.selectors import matches, selection_of
from configurator.rules.rulebook import RuleBook
from configurator.rules.syntax import Call, Name, Node, Selector, walk
from configurator.scenarios.model import Scenario, list_offerings, named_rule
from configurator.scenarios.reading import read_scenarios
from configurator.workbench.workpiece import Workpiece

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


def find_scenarios(piece: Workpiece, *, offering: str = "", rule: str = "") -> tuple[Scenario, ...]:
    """The scenarios of a workpiece that choose the offering or expect something of it, or that name the rule."""
    if piece.book is None:
        return ()
    found = _scenarios(_SameBook(piece.book), _SameFiles(piece.files))
    return tuple(each for each in found if offering in list_offerings(each) or (rule and _names_rule(each, rule)))


def _names_rule(scenario: Scenario, rule: str) -> bool:
    return any(named_rule(expectation) == rule for expectation in scenario.expectations)


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


class _SameFiles:
    """Files as a part of a cache key that is told apart by the book alone."""

    __slots__ = ("files",)

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameFiles) and other.files is self.files


@lru_cache(maxsize=_KEPT_BOOKS)
def _scenarios(book: _SameBook, files: _SameFiles) -> tuple[Scenario, ...]:
    return read_scenarios(files.files, book.book).scenarios


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
