"""Trying everything: every customer, commitment and configuration of a small catalog, priced by pricing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from itertools import product
from typing import Any

from configurator.catalog.classification import Industry
from configurator.catalog.model import Catalog, InputKind
from configurator.configuration.compiled import Situation
from configurator.configuration.completing import holds, rules_in_force
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.customers.profile import Profile, read_profile
from configurator.pricing.model import PricingContext
from configurator.pricing.pipeline import price
from configurator.rules.formulas import evaluate_formula
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.rules.worlds import SIZES, KnownWorld
from configurator.values.problem import Severity
from tests.factories.catalog import make_attribute, make_catalog, make_input, make_rule, make_text
from tests.factories.situations import TODAY

GRADES = ("low", "high")


@dataclass(frozen=True)
class Tried:
    """A valid configuration of a customer with the margin of some of its lines."""

    margin: Decimal
    quantities: Mapping[str, int]
    profile: Profile
    term_months: int


def make_proven_book(rules: Sequence[Mapping[str, Any]], **changes: Any) -> RuleBook:
    """A catalog of one industry whose customers have a grade (low or high), a figure up to 3 and its double."""
    catalog = make_catalog(
        rules=[make_rule(**rule) for rule in rules],
        industries={"demo": Industry("demo", make_text("demo"), ("A",))},
        inputs=[
            make_input("industry", "", kind=InputKind.CHOICE, values=make_attribute("industry", ["demo"]).values),
            make_input("size", "", kind=InputKind.CHOICE, values=make_attribute("size", SIZES).values),
            make_input("grade", "low", kind=InputKind.CHOICE, values=make_attribute("grade", GRADES).values),
            make_input("figure", "1", maximum=3),
            make_input("double", "figure * 2", maximum=10, derived=True),
        ],
        **changes,
    )
    catalog = replace(catalog, digest=sha256(repr(catalog).encode()).hexdigest())
    load = read_rules(catalog)
    assert load.book is not None, load.problems
    return load.book


def list_profiles(catalog: Catalog) -> Iterator[Profile]:
    """Every customer (the size plays no part)."""
    for grade, figure in product(GRADES, range(4)):
        stated = {"industry": "demo", "size": "small", "grade": grade, "figure": figure}
        profile, problems = read_profile(catalog, stated, evaluate_formula(catalog))
        assert profile is not None, problems
        yield profile


def try_everything(book: RuleBook, discount: Decimal, family: str = "") -> Iterator[Tried]:
    """Every valid configuration of every customer under every commitment, as far as it has a margin in the family."""
    catalog = book.catalog
    for profile in list_profiles(catalog):
        for taken in list_configurations(book, profile):
            lines = [
                ConfigurationLine(code, quantity)
                for code, quantity in taken.items()
                if family in ("", catalog.offerings[code].family)
            ]
            for term in catalog.terms:
                context = PricingContext(TODAY, term.months, discount, inputs=profile.values)
                margin = price(catalog, Configuration(tuple(lines), "feasible"), context).totals.margin_percent
                if margin is not None:
                    yield Tried(margin, taken, profile, term.months)


def list_configurations(book: RuleBook, profile: Profile) -> Iterator[dict[str, int]]:
    """Every combination of quantities that keeps the rules."""
    offerings = book.catalog.offerings
    situation = Situation(book, profile.values, (), TODAY)
    rules = [parsed for parsed in rules_in_force(situation) if parsed.rule.severity is Severity.ERROR]
    for numbers in product(*(range(offering.max_quantity + 1) for offering in offerings.values())):
        taken = {code: number for code, number in zip(offerings, numbers, strict=True) if number}
        world = KnownWorld(book.catalog, profile.values, (), taken)
        if all(holds(parsed, world) for parsed in rules):
            yield taken
