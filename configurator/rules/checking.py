"""Whether every expression of a rule book has a meaning: names, values, types and linearity, at their characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from configurator.catalog.commercial import reduction_of
from configurator.catalog.model import Catalog, InputKind, ProfileInput
from configurator.catalog.sources import Expression
from configurator.rules.meaning import read_condition, read_figure, read_value
from configurator.rules.parsing import SyntaxRefused, parse
from configurator.rules.rulebook import RuleBook, syntax_problem
from configurator.rules.sentences import places
from configurator.rules.syntax import Name, Node
from configurator.rules.translating import VariableWorld
from configurator.rules.world import MeaningRefused, Value, World
from configurator.rules.worlds import SIZES, KnownWorld
from configurator.values.problem import Problem


def check_meaning(book: RuleBook) -> tuple[Problem, ...]:
    """Every expression that reads but has no meaning, each with the character and the reason."""
    found = _check_all(book, sample_profile(book.catalog))
    return found or tuple(_find_divisions(_check_all(book, least_profile(book.catalog))))


def _check_all(book: RuleBook, profile: Mapping[str, Value]) -> tuple[Problem, ...]:
    catalog = book.catalog
    world, known = VariableWorld(catalog, profile, ()), KnownWorld(catalog, profile)
    return (
        *_check_rules(book, world),
        *_check_sentences(catalog, known),
        *_check_needs(book, world),
        *_check_packages(book, known),
        *_check_programmes(book, known),
        *_check_inputs(catalog, known),
    )


def _find_divisions(problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """What goes wrong only for customers of whom all is least: nothing but divisions is to blame on the formula."""
    for problem in problems:
        if problem.code == "expression_division_by_zero":
            yield Problem("expression_division_may_be_zero", location=problem.location)


def sample_profile(catalog: Catalog) -> dict[str, Value]:
    """A value for every input, so that conditions can be read without a customer."""
    profile: dict[str, Value] = {"industry": next(iter(catalog.industries), ""), "size": SIZES[2]}
    return {key: _sample(known) for key, known in catalog.inputs.items()} | profile


def least_profile(catalog: Catalog) -> dict[str, Value]:
    """The sample with every figure that a customer states at its least; derived figures as in the sample."""
    stated = {key: known for key, known in catalog.inputs.items() if not known.derived}
    least = {key: known.minimum for key, known in stated.items() if known.kind is InputKind.INTEGER}
    return sample_profile(catalog) | least


def _sample(known: ProfileInput) -> Value:
    if known.kind is InputKind.FLAG:
        return False
    if known.kind is InputKind.CHOICE:
        return known.values[0].key if known.values else ""
    return max(known.minimum, 1)


def _check_rules(book: RuleBook, world: World) -> Iterator[Problem]:
    for parsed in book.rules:
        if parsed.when is not None and parsed.rule.when is not None:
            yield from _read(lambda tree: read_condition(tree, world), parsed.when, parsed.rule.when)
        where = parsed.rule.require or Expression("", parsed.rule.location)
        yield from _read(lambda tree: read_condition(tree, world), parsed.require, where)


def _check_needs(book: RuleBook, world: World) -> Iterator[Problem]:
    for code, tree in book.needs.items():
        yield from _read(lambda tree: read_condition(tree, world), tree, book.catalog.needs[code].require)


def _check_packages(book: RuleBook, known: World) -> Iterator[Problem]:
    seen: set[Expression] = set()
    for lines in book.packages.values():
        for line in lines:
            if line.line.quantity not in seen:
                seen.add(line.line.quantity)
                yield from _read(lambda tree: read_figure(tree, known), line.quantity, line.line.quantity)
            if line.when is not None and line.line.when is not None and line.line.when not in seen:
                seen.add(line.line.when)
                yield from _read(lambda tree: read_condition(tree, known), line.when, line.line.when)


def _check_programmes(book: RuleBook, known: World) -> Iterator[Problem]:
    for key, tree in book.programmes.items():
        when = reduction_of(book.catalog.programmes[key]).when
        if when is not None:
            yield from _read(lambda tree: read_condition(tree, known), tree, when)
    for written, tree in book.benefits:
        yield from _read(lambda tree: read_condition(tree, known), tree, written)


def _check_inputs(catalog: Catalog, known: World) -> Iterator[Problem]:
    formulas = [given.default for given in catalog.inputs.values() if given.default.source.strip()]
    formulas += [level for industry in catalog.industries.values() for level in industry.compliance.values()]
    for formula in formulas:
        try:
            tree = parse(formula.source)
        except SyntaxRefused as refusal:
            yield syntax_problem(formula, refusal)
            continue
        if not isinstance(tree, Name):
            yield from _read(lambda tree: read_value(tree, known), tree, formula)


def _check_sentences(catalog: Catalog, known: World) -> Iterator[Problem]:
    for rule in catalog.rules.values():
        for source in places(rule.sentence):
            where = Expression(source, rule.location)
            try:
                tree = parse(source)
            except SyntaxRefused as refusal:
                yield syntax_problem(where, refusal)
                continue
            if isinstance(tree, Name) and known.input_value(tree.name) is None:
                yield Problem("expression_unknown_name", location=rule.location, params={"name": tree.name})
            else:
                yield from _read(lambda tree: read_value(tree, known), tree, where)


def _read(reading: Callable[[Node], object], tree: Node, where: Expression) -> Iterator[Problem]:
    try:
        reading(tree)
    except MeaningRefused as refusal:
        params = {key: value for key, value in refusal.params.items() if key not in ("why", "at")}
        place = where.place_of(refusal.at) if where.source else where.location
        yield Problem(refusal.why, location=place, params=params)
