"""Checks of reach, proven for all customers: what can never be configured, what always is, what nobody gets to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from configurator.catalog.model import Attribute, InputKind, Offering
from configurator.linter.checks import forbid, tell, warn, word_labels
from configurator.linter.probing import list_price_tiers, list_rule_tiers, reached_name, row_name, tier_name, unmet_name
from configurator.linter.proofs import Proofs
from configurator.rules.open_world import input_name
from configurator.rules.translating import attribute_name, taken_name, wish_name
from configurator.values.problem import Problem, SourceLocation

_HEAD = SourceLocation("catalog.yaml", 1, 1)


def check_void(proofs: Proofs) -> Iterator[Problem]:
    """On every day something can be configured for some customer."""
    rules = proofs.book.catalog.rules
    for day, labels in proofs.voids:
        named = [rules[label.removeprefix("rule:")].location for label in labels or () if label.startswith("rule:")]
        day_text = "" if day == day.min else str(day)
        code = "catalog_void_from" if day_text else "catalog_void"
        yield forbid(code, next(iter(named), _HEAD), day=day_text, grounds=word_labels(labels))


def check_dead_offerings(proofs: Proofs) -> Iterator[Problem]:
    """Every offering can be sold to somebody."""
    for offering in proofs.book.catalog.offerings.values():
        name = taken_name(offering.code)
        if proofs.is_impossible(name):
            grounds = word_labels(proofs.explain(name, True))
            yield warn("offering_dead", offering.location, offering=offering.code, grounds=grounds)


def check_dead_values(proofs: Proofs) -> Iterator[Problem]:
    """Every value of an attribute can be chosen by somebody."""
    for offering in proofs.book.catalog.offerings.values():
        if not proofs.is_impossible(taken_name(offering.code)):
            for attribute in offering.attributes:
                yield from _find_dead_values(proofs, offering, attribute)


def _find_dead_values(proofs: Proofs, offering: Offering, attribute: Attribute) -> Iterator[Problem]:
    for value in attribute.values:
        name = attribute_name(offering.code, attribute.key, value.key)
        if proofs.is_impossible(name):
            params = {"offering": offering.code, "attribute": attribute.key, "value": value.key}
            grounds = word_labels(proofs.explain(name, True))
            yield warn("attribute_value_dead", attribute.location, **params, grounds=grounds)


def check_forced_offerings(proofs: Proofs) -> Iterator[Problem]:
    """An offering that nobody can do without is no option."""
    for offering in proofs.book.catalog.offerings.values():
        name = taken_name(offering.code)
        if proofs.is_forced(name):
            grounds = word_labels(proofs.explain(name, False))
            yield tell("offering_forced", offering.location, offering=offering.code, grounds=grounds)


def check_dead_customers(proofs: Proofs) -> Iterator[Problem]:
    """Something can be configured for every industry, size and value of a profile's choices."""
    for known in proofs.book.catalog.inputs.values():
        for value in known.values if known.kind is InputKind.CHOICE else ():
            name = input_name(known.key, value.key)
            if proofs.is_impossible(name):
                place = known.location if known.location.file else _HEAD
                grounds = word_labels(proofs.explain(name, True))
                yield warn("customer_unservable", place, label=known.name, value=value.name, grounds=grounds)


def check_needs(proofs: Proofs) -> Iterator[Problem]:
    """Every need can be met, and asks for something."""
    for need in proofs.book.catalog.needs.values():
        if proofs.is_impossible(wish_name(need.code)):
            grounds = word_labels(proofs.explain(wish_name(need.code), True))
            yield forbid("need_impossible", need.location, need=need.code, grounds=grounds)
        elif proofs.is_impossible(unmet_name(need.code)):
            grounds = word_labels(proofs.explain(unmet_name(need.code), True))
            yield tell("need_always_met", need.location, need=need.code, grounds=grounds)


def check_price_tiers(proofs: Proofs) -> Iterator[Problem]:
    """Every price tier can be reached by some quantity."""
    catalog = proofs.book.catalog
    for tier, offering in list_price_tiers(catalog):
        name = reached_name(offering, tier.from_quantity)
        if proofs.is_impossible(name) and not proofs.is_impossible(taken_name(offering)):
            params = {"offering": offering, "start": tier.from_quantity}
            yield warn("price_tier_dead", tier.location, **params, grounds=word_labels(proofs.explain(name, True)))


def check_rule_tiers(proofs: Proofs) -> Iterator[Problem]:
    """Somebody needs every tier of a tier rule: the next lower one is not enough for all."""
    for parsed in proofs.book.rules:
        for offering, _, below in list_rule_tiers(parsed):
            name = tier_name(parsed.rule.id, offering)
            if proofs.is_impossible(name):
                params = {"rule": parsed.rule.id, "offering": offering, "limit": str(below.value)}
                grounds = word_labels(proofs.explain(name, True))
                yield warn("rule_tier_dead", parsed.rule.location, **params, grounds=grounds)


def check_table_rows(proofs: Proofs) -> Iterator[Problem]:
    """Every row of a combination table fits somebody, by one of the rules that use it."""
    users: dict[str, list[str]] = {}
    for rule in proofs.book.catalog.rules.values():
        users.setdefault(rule.table or "", []).append(rule.id)
    for table in proofs.book.catalog.tables.values():
        for number, location in enumerate(table.row_locations):
            names = [row_name(rule, number) for rule in users.get(table.name, ())]
            if names and all(map(proofs.is_impossible, names)):
                found = [proofs.explain(name, True) for name in names]
                every = None if None in found else tuple(dict.fromkeys(chain.from_iterable(filter(None, found))))
                yield warn("table_row_dead", location, table=table.name, row=number + 1, grounds=word_labels(every))
