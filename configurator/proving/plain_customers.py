"""A customer whom people can picture: one who states little, and to whom the same configuration can be sold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product

from configurator.catalog.model import Catalog
from configurator.customers.profile import Value, read_profile
from configurator.proving.customers import Example, is_valid
from configurator.rules.formulas import evaluate_formula
from configurator.rules.rulebook import RuleBook

_SIZES = ("medium", "small", "large", "micro")


def find_plain_customer(book: RuleBook, day: date, example: Example, inputs: Mapping[str, Value]) -> Example | None:
    """The example for a customer who states industry, size and these values only, and asks for nothing; None when the
    rules allow it to none of them."""
    plain = list_plain_customers(book.catalog, inputs, example)
    return next((each for each in plain if is_valid(book, day, each)), None)


def list_plain_customers(catalog: Catalog, inputs: Mapping[str, Value], example: Example) -> Iterator[Example]:
    """The example's lines for every customer who states industry, size and these values only."""
    evaluate = evaluate_formula(catalog)
    for industry, size in product(catalog.industries, _SIZES):
        stated: dict[str, Value] = {"industry": industry, "size": size, **inputs}
        profile, _ = read_profile(catalog, stated, evaluate)
        if profile is not None and all(profile.values[key] == value for key, value in inputs.items()):
            yield replace(example, profile=profile, stated=stated, needs=())
