"""Connections: what a catalog's rules tie together, as a graph of offerings, groups of offerings, the customer's
profile and the rules between them.

Of a rule, an end at the left is what its condition speaks of, an end at the right what it requires. A rule without a
condition, or one whose condition speaks of no offering, begins at the customer's profile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from configurator.catalog.model import Rule
from configurator.catalog.selectors import selection_of
from configurator.rules.rulebook import ParsedRule, RuleBook
from configurator.rules.syntax import Call, Name, Node, Selector, walk

EndKind = Literal["offering", "group", "capacity", "family", "profile"]


@dataclass(frozen=True, slots=True, order=True)
class End:
    """One end of a connection: an offering or family by its code, a group by its selector, a capacity by its key."""

    kind: EndKind
    key: str


PROFILE = End("profile", "")


@dataclass(frozen=True, slots=True)
class Connection:
    """A rule with what its condition speaks of and what it requires."""

    rule: Rule
    sources: tuple[End, ...]
    targets: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class FamilyTie:
    """How many rules lead from one family (or the profile) to another, by kind of rule."""

    source: End
    target: End
    kinds: tuple[tuple[str, int], ...]


def connect_all(book: RuleBook) -> tuple[Connection, ...]:
    """Every rule as a connection, in the catalog's order."""
    return tuple(_connect(book, parsed) for parsed in book.rules)


def connect_family(book: RuleBook, family: str) -> tuple[Connection, ...]:
    """The rules that speak of offerings of the family; ends in other families are drawn together as these families."""
    own = {code for code, offering in book.catalog.offerings.items() if offering.family == family}
    touching = [parsed for parsed in book.rules if parsed.mentions & own]
    return tuple(_fold(book, _connect(book, parsed), family) for parsed in touching)


def connect_surroundings(book: RuleBook, code: str, steps: int) -> tuple[Connection, ...]:
    """The rules that speak of the offering and, with two steps, those of what it is connected with by name."""
    reached, found = {code}, dict[str, Connection]()
    for _ in range(steps):
        for parsed in book.rules:
            if parsed.mentions & reached and parsed.rule.id not in found:
                found[parsed.rule.id] = _connect(book, parsed)
        named = {end.key for each in found.values() for end in (*each.sources, *each.targets) if end.kind == "offering"}
        reached = named or reached
    return tuple(found.values())


def tie_families(book: RuleBook) -> tuple[FamilyTie, ...]:
    """The whole catalog: families and the numbers of rules between them, rules within one family included."""
    counts: dict[tuple[End, End], dict[str, int]] = {}
    for parsed in book.rules:
        connection = _connect(book, parsed)
        for source in _families_of(book, connection.sources):
            for target in _families_of(book, connection.targets):
                kinds = counts.setdefault((source, target), {})
                kinds[parsed.rule.kind.value] = kinds.get(parsed.rule.kind.value, 0) + 1
    return tuple(FamilyTie(source, target, tuple(kinds.items())) for (source, target), kinds in counts.items())


def members_of(book: RuleBook, end: End) -> tuple[str, ...]:
    """The offerings that an end stands for."""
    selection = selection_of(book.catalog)
    if end.kind in ("offering", "group"):
        return selection.members(end.key)
    if end.kind == "capacity":
        return tuple(selection.providers(end.key))
    return tuple(code for code, offering in book.catalog.offerings.items() if offering.family == end.key)


def _connect(book: RuleBook, parsed: ParsedRule) -> Connection:
    sources = tuple(dict.fromkeys(_ends(book, parsed.when))) if parsed.when is not None else ()
    targets = tuple(dict.fromkeys(_ends(book, parsed.require)))
    return Connection(parsed.rule, sources or (PROFILE,), targets)


def _ends(book: RuleBook, tree: Node) -> Iterator[End]:
    for node in walk(tree):
        if isinstance(node, Selector):
            yield End("offering" if node.text in book.catalog.offerings else "group", node.text)
        elif isinstance(node, Call) and node.function == "total" and isinstance(node.arguments[0], Name):
            yield End("capacity", node.arguments[0].name)


def _fold(book: RuleBook, connection: Connection, family: str) -> Connection:
    """The connection with ends that lie wholly in other families replaced by these families."""
    sources, targets = (
        dict.fromkeys(_fold_ends(book, ends, family)) for ends in (connection.sources, connection.targets)
    )
    return Connection(connection.rule, tuple(sources), tuple(targets))


def _fold_ends(book: RuleBook, ends: Iterable[End], family: str) -> Iterator[End]:
    for end in ends:
        families = list(_families_of(book, (end,)))
        yield from (end,) if end == PROFILE or End("family", family) in families else families


def _families_of(book: RuleBook, ends: Iterable[End]) -> Iterator[End]:
    found: dict[End, None] = {}
    for end in ends:
        if end == PROFILE:
            found[end] = None
        for code in members_of(book, end) if end != PROFILE else ():
            found[End("family", book.catalog.offerings[code].family)] = None
    return iter(found)
