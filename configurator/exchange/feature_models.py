"""A catalog's constraint model as a feature model: who asks, what is wanted, what is taken, and the rules between them.

For any customer, on one day. What the Boolean level of feature models cannot say is left out and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from configurator.catalog.model import Catalog, Family, InputKind, Offering
from configurator.exchange.feature_names import (
    family_feature,
    input_feature,
    need_feature,
    offering_feature,
    threshold_feature,
    value_feature,
)
from configurator.exchange.relaxing import Relaxed, Relaxing, Term, invert, tighten
from configurator.rules.affine import Affine
from configurator.rules.connecting import disjunction
from configurator.rules.open_world import OpenTranslation, OpenWorld, input_name
from configurator.rules.rulebook import RuleBook
from configurator.rules.translating import attribute_name, quantity_name, taken_name, wish_name
from configurator.solver import And, Formula, Is, Truth
from configurator.values.problem import Severity
from configurator.values.text import Text

ROOT = "catalog"
_PARTS = ("customer", "needs", "offerings")


@dataclass(frozen=True, slots=True)
class Branch:
    """A feature with its groups: (kind of group, children). An abstract one only groups others."""

    name: str
    title: Text | None = None
    is_abstract: bool = False
    groups: tuple[tuple[str, tuple[Branch, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLines:
    """The constraints that one rule or need became: when the first holds, the second must (None: always)."""

    name: str
    sentence: Text
    when: Formula | None
    require: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class CatalogFeatures:
    """The feature model. Of the rules (by id) and needs some are `exact`, of some only `consequences` could be said,
    some are `left_out`; `advice` counts rules that do not bind."""

    root: Branch
    rules: tuple[RuleLines, ...]
    exact: tuple[str, ...]
    consequences: tuple[str, ...]
    left_out: tuple[str, ...]
    advice: int


def make_features(book: RuleBook, day: date) -> CatalogFeatures:
    """The catalog's feature model on a day."""
    translation = OpenTranslation(book, day)
    world, catalog = translation.world, book.catalog
    thresholds = Thresholds(catalog, world)
    features, levels = list_features(catalog, world), _find_levels(catalog, world)
    relaxing = Relaxing(features, TermFinder(catalog, world), levels, thresholds.reach)
    sorting = _Sorting(translation, relaxing)
    for parsed in book.rules:
        if parsed.rule.id in translation.when:
            sorting.take_rule(parsed.rule.id, parsed.rule.sentence)
    for code in translation.needed:
        sorting.take_need(code, catalog.needs[code].name)
    advice = sum(parsed.rule.severity is not Severity.ERROR for parsed in book.rules)
    return CatalogFeatures(
        make_tree(catalog, world, thresholds),
        tuple(sorting.lines),
        tuple(sorting.exact),
        tuple(sorting.consequences),
        (*sorting.left_out, *translation.refused),
        advice,
    )


class Thresholds:
    """The figures of a customer that rules ask whether they are reached: a feature for each, collected as asked for."""

    def __init__(self, catalog: Catalog, world: OpenWorld) -> None:
        self._figures: dict[str, tuple[str, int, int, int]] = {}
        self.reached: dict[str, set[int]] = {}
        for key, known in catalog.inputs.items():
            if known.kind is InputKind.INTEGER and not known.compliance and world.has_figure(key):
                figure = world.input_figure(key)
                low, high = world.reach(figure)
                (name,) = figure.terms
                self._figures[name] = (key, int(figure.constant), int(low), int(high))

    def reach(self, name: str, figure: int) -> Formula | None:
        """That a solver's integer reaches a figure; None for integers that are no figure of a customer."""
        if name not in self._figures:
            return None
        key, constant, low, high = self._figures[name]
        value = figure + constant
        if value <= low or value > high:
            return Truth(value <= low)
        self.reached.setdefault(key, set()).add(value)
        return Is(threshold_feature(key, value))


class TermFinder:
    """What a variable of a sum is: a taken feature, an offering's quantity, or a figure that is not exported."""

    def __init__(self, catalog: Catalog, world: OpenWorld) -> None:
        self._world = world
        self._features = list_features(catalog, world)
        self._quantities = {quantity_name(code): offering for code, offering in catalog.offerings.items()}

    def __call__(self, name: str) -> Term:
        """The term of the solver's variable."""
        if name in self._features:
            return Term(self._features[name], 1, 1)
        offering = self._quantities.get(name)
        if offering is not None:
            return Term(offering_feature(offering.code), offering.min_quantity, offering.max_quantity)
        low, high = self._world.reach(Affine(Fraction(0), {name: Fraction(1)}))
        return Term("", int(low), int(high))


@dataclass(slots=True)
class _Sorting:
    """Sorts rules by how much of them can be said."""

    translation: OpenTranslation
    relaxing: Relaxing
    lines: list[RuleLines] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def take_rule(self, rule: str, sentence: Text) -> None:
        self._take(rule, sentence, self.translation.when[rule], self.translation.require[rule])

    def take_need(self, code: str, name: Text) -> None:
        self._take(f"need {code}", name, Is(wish_name(code)), self.translation.needed[code])

    def _take(self, name: str, sentence: Text, when: Formula, require: Formula) -> None:
        unless, then = self.relaxing.relax(when, positive=False), self.relaxing.relax(require)
        lines = _write_lines(name, sentence, unless, then)
        if lines.require:
            self.lines.append(lines)
        is_exact = unless.is_exact and then.is_exact
        (self.exact if is_exact else self.consequences if lines.require else self.left_out).append(name)


def _write_lines(name: str, sentence: Text, unless: Relaxed, then: Relaxed) -> RuleLines:
    """The rule as an implication, without what holds anyway."""
    condition = invert(unless.formula)
    if disjunction([unless.formula, then.formula]) == Truth(True):
        return RuleLines(name, sentence, None, ())
    if then.formula == Truth(False):
        return RuleLines(name, sentence, None, _list_parts(unless.formula))
    parts = [tighten(part, condition) for part in _list_parts(then.formula)]
    kept = tuple(dict.fromkeys(part for part in parts if part != Truth(True)))
    return RuleLines(name, sentence, None if condition == Truth(True) else condition, kept)


def _list_parts(formula: Formula) -> tuple[Formula, ...]:
    return formula.parts if isinstance(formula, And) else (formula,)


def list_features(catalog: Catalog, world: OpenWorld) -> Mapping[str, str]:
    """The solver's Booleans that become features, with the features' names."""
    found = {taken_name(code): offering_feature(code) for code in catalog.offerings}
    for offering in catalog.offerings.values():
        for attribute in offering.attributes:
            for value in attribute.values:
                solver_name = attribute_name(offering.code, attribute.key, value.key)
                found[solver_name] = value_feature(offering.code, attribute.key, value.key)
    for key, known in catalog.inputs.items():
        if known.kind is InputKind.FLAG:
            found[input_name(key)] = input_feature(key)
    for key in _list_choices(catalog):
        found |= {input_name(key, value): input_feature(key, value) for value in world.choice_order(key)}
    return found | {wish_name(code): need_feature(code) for code in catalog.needs}


def _find_levels(catalog: Catalog, world: OpenWorld) -> dict[str, dict[int, str]]:
    """The solver's integers of compliance inputs: their values with the features of the levels."""
    found: dict[str, dict[int, str]] = {}
    for key in _list_compliance(catalog):
        figure = world.input_figure(key)
        (name,) = figure.terms
        levels = {level - int(figure.constant): input_feature(key, str(level)) for level in list_levels(catalog, key)}
        found[name] = levels
    return found


def list_levels(catalog: Catalog, key: str) -> tuple[int, ...]:
    """The levels of a compliance input, ascending; 0 is always one where it is meant for some industries only."""
    known = catalog.inputs[key]
    return tuple(sorted({int(value.key) for value in known.values} | ({0} if known.industries else set())))


def _list_compliance(catalog: Catalog) -> tuple[str, ...]:
    return tuple(key for key, known in catalog.inputs.items() if known.compliance)


def _list_choices(catalog: Catalog) -> tuple[str, ...]:
    choices = (key for key, known in catalog.inputs.items() if known.kind is InputKind.CHOICE)
    return tuple(dict.fromkeys(("industry", "size", *choices)))


def make_tree(catalog: Catalog, world: OpenWorld, thresholds: Thresholds) -> Branch:
    """The tree: a customer with exactly one value of every choice and figures that reach thresholds, needs, and
    families with their offerings."""
    parts = {"customer": tuple(_customer_groups(catalog, world, thresholds))}
    needs = tuple(Branch(need_feature(code), need.name) for code, need in catalog.needs.items())
    parts["needs"] = (("optional", needs),) if needs else ()
    families = tuple(_make_family(catalog, family) for family in catalog.families.values())
    taken = tuple(branch for branch in families if branch.groups)
    parts["offerings"] = (("optional", taken),) if taken else ()
    branches = tuple(Branch(name, None, True, parts[name]) for name in _PARTS if parts[name])
    return Branch(ROOT, catalog.name, True, (("mandatory", branches),) if branches else ())


def _customer_groups(
    catalog: Catalog, world: OpenWorld, thresholds: Thresholds
) -> Iterator[tuple[str, tuple[Branch, ...]]]:
    words = {key: world.choice_order(key) for key in _list_choices(catalog)}
    words |= {key: tuple(map(str, list_levels(catalog, key))) for key in _list_compliance(catalog)}
    choices = tuple(_make_choice(catalog, key, values) for key, values in words.items() if values)
    flags = tuple(
        Branch(input_feature(key), known.name) for key, known in catalog.inputs.items() if known.kind is InputKind.FLAG
    )
    figures = tuple(_make_chain(catalog, key, sorted(values)) for key, values in thresholds.reached.items())
    if choices:
        yield "mandatory", choices
    if flags or figures:
        yield "optional", flags + figures


def _make_chain(catalog: Catalog, key: str, values: list[int]) -> Branch:
    """The thresholds of a figure within each other: the next one is reached only where this one is."""
    inner = (("optional", (_make_chain(catalog, key, values[1:]),)),) if values[1:] else ()
    return Branch(threshold_feature(key, values[0]), catalog.inputs[key].name, False, inner)


def _make_choice(catalog: Catalog, key: str, values: tuple[str, ...]) -> Branch:
    known = catalog.inputs.get(key)
    branches = tuple(Branch(input_feature(key, value)) for value in values)
    return Branch(input_feature(key), known.name if known else None, True, (("alternative", branches),))


def _make_family(catalog: Catalog, family: Family) -> Branch:
    own = (offering for offering in catalog.offerings.values() if offering.family == family.code)
    offerings = tuple(map(_make_offering, own))
    return Branch(family_feature(family.code), family.name, True, (("or", offerings),) if offerings else ())


def _make_offering(offering: Offering) -> Branch:
    attributes = tuple(
        Branch(
            f"{offering.code}:{attribute.key}",
            attribute.name,
            True,
            (
                (
                    "alternative",
                    tuple(
                        Branch(value_feature(offering.code, attribute.key, value.key), value.name)
                        for value in attribute.values
                    ),
                ),
            ),
        )
        for attribute in offering.attributes
    )
    return Branch(
        offering_feature(offering.code), offering.name, False, (("mandatory", attributes),) if attributes else ()
    )
