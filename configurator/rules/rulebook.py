"""The rule book: all expressions of a catalog, parsed and checked once per release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import reduce

from configurator.catalog.benefits import list_conditions
from configurator.catalog.commercial import Programme, reduction_of
from configurator.catalog.model import Catalog, CombinationTable, PackageLine, Rule
from configurator.catalog.selectors import selection_of
from configurator.catalog.sources import Expression
from configurator.rules.parsing import SyntaxRefused, parse
from configurator.rules.syntax import Call, Compare, Junction, Name, Node, Not, Number, Selector, walk
from configurator.values.problem import Problem


@dataclass(frozen=True, slots=True)
class ParsedRule:
    """A rule with its condition (None: always) and requirement as trees, and the offerings that it speaks of."""

    rule: Rule
    when: Node | None
    require: Node
    mentions: frozenset[str]


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A package line with its formula and condition as trees."""

    line: PackageLine
    quantity: Node
    when: Node | None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The catalog and all its expressions as trees."""

    catalog: Catalog
    rules: tuple[ParsedRule, ...]
    needs: Mapping[str, Node]
    packages: Mapping[tuple[str, str], tuple[ParsedLine, ...]]
    programmes: Mapping[str, Node] = dataclass_field(default_factory=dict)
    """The conditions of programmes that have one."""
    benefits: tuple[tuple[Expression, Node], ...] = ()
    """The conditions of benefits, as written and read."""


@dataclass(frozen=True, slots=True)
class RuleBookLoad:
    """The rule book, or the problems that stand against it."""

    book: RuleBook | None
    problems: tuple[Problem, ...]


def read_rules(catalog: Catalog) -> RuleBookLoad:
    """Parse every expression of the catalog; all problems are collected, each at its character."""
    problems: list[Problem] = []
    reader = _Reader(catalog, problems)
    book = RuleBook(
        catalog,
        tuple(rule for rule in map(reader.rule, catalog.rules.values()) if rule is not None),
        {code: tree for code, need in catalog.needs.items() if (tree := reader.tree(need.require)) is not None},
        {key: tuple(reader.lines(package.lines)) for key, package in catalog.packages.items()},
        dict(reader.programmes(catalog.programmes.values())),
        tuple(reader.conditions(list_conditions(catalog.benefits))),
    )
    return RuleBookLoad(None if problems else book, tuple(problems))


class _Reader:
    """Parses the expressions of one catalog and keeps the problems."""

    def __init__(self, catalog: Catalog, problems: list[Problem]) -> None:
        self._catalog, self._problems = catalog, problems

    def tree(self, expression: Expression) -> Node | None:
        """The expression's tree, or None with a problem noted."""
        try:
            return parse(expression.source)
        except SyntaxRefused as refusal:
            self._problems.append(syntax_problem(expression, refusal))
            return None

    def rule(self, rule: Rule) -> ParsedRule | None:
        """The rule with its trees; a combination rule's requirement comes from its table."""
        when = self.tree(rule.when) if rule.when else None
        require = self._table(self._catalog.tables[rule.table]) if rule.table else self._required(rule)
        if require is None or (rule.when and when is None):
            return None
        trees = (require,) if when is None else (require, when)
        return ParsedRule(rule, when, require, frozenset(self._mentions(trees)))

    def lines(self, lines: tuple[PackageLine, ...]) -> Iterator[ParsedLine]:
        """The package's lines whose formulas read."""
        for line in lines:
            quantity = self.tree(line.quantity)
            when = self.tree(line.when) if line.when else None
            if quantity is not None and (when is not None or line.when is None):
                yield ParsedLine(line, quantity, when)

    def programmes(self, programmes: Iterable[Programme]) -> Iterator[tuple[str, Node]]:
        """The conditions of programmes by the programme's key."""
        for reduction in map(reduction_of, programmes):
            tree = self.tree(reduction.when) if reduction.when else None
            if tree is not None:
                yield reduction.key, tree

    def conditions(self, written: Iterable[Expression]) -> Iterator[tuple[Expression, Node]]:
        """Conditions with their trees."""
        for condition in written:
            tree = self.tree(condition)
            if tree is not None:
                yield condition, tree

    def _required(self, rule: Rule) -> Node | None:
        return self.tree(rule.require) if rule.require else None

    def _table(self, table: CombinationTable) -> Node | None:
        columns = [self.tree(column) for column in table.columns]
        known = [column for column in columns if column is not None]
        if len(known) < len(columns):
            return None
        rows = [self._row(table, number, known) for number in range(len(table.rows))]
        return _balanced("or", [row for row in rows if row is not None])

    def _row(self, table: CombinationTable, number: int, columns: list[Node]) -> Node | None:
        """The row's condition, or None with a problem noted at the row."""
        row = table.rows[number]
        try:
            return _all(list(map(read_cell, columns, row)))
        except SyntaxRefused:
            place = table.row_locations[number] if number < len(table.row_locations) else table.location
            self._problems.append(Problem("table_cell_malformed", location=place, params={"row": ", ".join(row)[:80]}))
            return None

    def _mentions(self, trees: tuple[Node, ...]) -> Iterator[str]:
        selection = selection_of(self._catalog)
        for tree in trees:
            for node in walk(tree):
                if isinstance(node, Selector):
                    yield from selection.members(node.text)
                elif isinstance(node, Call) and node.function == "total" and isinstance(node.arguments[0], Name):
                    yield from selection.providers(node.arguments[0].name)


def syntax_problem(expression: Expression, refusal: SyntaxRefused) -> Problem:
    """A text that does not read, at the character where reading stopped."""
    params: Mapping[str, object] = {"found": refusal.params["found"], "source": refusal.params["source"]}
    return Problem(refusal.why, location=expression.place_of(refusal.at), params=params)


def read_cell(column: Node, cell: str) -> Node | None:
    """The condition that a table's cell puts on its column; None for `*`.

    A cell is a figure, a range `1..100`, a value, `yes`/`no` (taken or not), or several of these joined by `|`.
    """
    text = cell.strip()
    if text in ("*", ""):
        return None
    if "|" in text:
        return _balanced("or", [part for part in (read_cell(column, word) for word in text.split("|")) if part])
    if text in ("yes", "no"):
        return column if text == "yes" else Not(column, column.at)
    low, dots, high = text.partition("..")
    if dots:
        least, most = _read_cell_figure(low), _read_cell_figure(high)
        return _all([Compare(">=", column, least, column.at), Compare("<=", column, most, column.at)])
    value = parse(text)
    if not isinstance(value, (Number, Name)):
        raise SyntaxRefused(0, text)
    return Compare("=", column, value, column.at)


def _read_cell_figure(text: str) -> Number:
    figure = parse(text.strip())
    if not isinstance(figure, Number):
        raise SyntaxRefused(0, text)
    return figure


def _all(conditions: list[Node | None]) -> Node:
    present = [condition for condition in conditions if condition is not None]
    return reduce(lambda left, right: Junction("and", left, right, left.at), present) if present else parse("0 = 0")


def _balanced(word: str, parts: list[Node]) -> Node:
    """A junction of many parts as a balanced tree, so that long tables do not nest deeply."""
    if not parts:
        return parse("0 = 1")
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    left, right = _balanced(word, parts[:middle]), _balanced(word, parts[middle:])
    return Junction("or" if word == "or" else "and", left, right, left.at)
