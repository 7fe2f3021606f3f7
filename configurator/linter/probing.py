"""What can be asked of a catalog for any customer: probes for conditions, rows, tiers, advice and needs.

A probe is a formula with the name of a Boolean that is true only where it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from configurator.catalog.model import Catalog, CombinationTable, PriceTier, Rule, RuleKind
from configurator.rules.connecting import conjunction, negation
from configurator.rules.open_world import OpenTranslation
from configurator.rules.parsing import parse
from configurator.rules.rulebook import ParsedRule, RuleBook, read_cell
from configurator.rules.syntax import Compare, Junction, Node, Number, Selector
from configurator.rules.translating import quantity_name
from configurator.solver import Formula, Linear
from configurator.values.problem import Severity

Probe = tuple[str, Formula]


def applies_name(rule: str) -> str:
    """That the rule's condition holds."""
    return f"applies:{rule}"


def followed_name(rule: str) -> str:
    """That the rule's condition holds and its advice is followed."""
    return f"followed:{rule}"


def ignored_name(rule: str) -> str:
    """That the rule's condition holds and its advice is not followed."""
    return f"ignored:{rule}"


def broken_name(rule: str) -> str:
    """That the rule does not hold."""
    return f"broken:{rule}"


def row_name(rule: str, row: int) -> str:
    """That the rule's condition and a row (from 0) of its table hold."""
    return f"row:{rule}:{row}"


def tier_name(rule: str, offering: str) -> str:
    """That a tier of the rule is needed: the next lower one does not reach."""
    return f"tier:{rule}:{offering}"


def reached_name(offering: str, quantity: int) -> str:
    """That the offering's quantity reaches a figure."""
    return f"reached:{offering}:{quantity}"


def unmet_name(need: str) -> str:
    """That what the need asks for is missing."""
    return f"unmet:{need}"


def list_probes(translation: OpenTranslation, book: RuleBook, day: date) -> Iterator[Probe]:
    """Every probe that has a meaning on the day."""
    for parsed in book.rules:
        if parsed.rule.id in translation.when:
            yield from _probe_rule(translation, book.catalog, parsed)
        elif parsed.rule.severity is not Severity.ERROR and parsed.rule.valid.contains(day):
            yield from _probe_advice(translation, parsed)
    for code, formula in translation.needed.items():
        yield unmet_name(code), negation(formula)
    for tier, offering in list_price_tiers(book.catalog):
        reached = Linear(((1, quantity_name(offering)),), ">=", tier.from_quantity)
        yield reached_name(offering, tier.from_quantity), reached


def list_price_tiers(catalog: Catalog) -> Iterator[tuple[PriceTier, str]]:
    """The price tiers above each component's first, with their offering; each quantity of an offering once."""
    seen: set[tuple[str, int]] = set()
    for offering, prices in catalog.prices.items():
        for tier in (tier for price in prices for tier in price.tiers[1:]):
            if (offering, tier.from_quantity) not in seen:
                seen.add((offering, tier.from_quantity))
                yield tier, offering


def list_rule_tiers(parsed: ParsedRule) -> Iterator[tuple[str, Node, Number]]:
    """A tier rule's offerings with what they follow and the limit of the next lower one, the lowest left out."""
    if parsed.rule.kind is not RuleKind.TIER:
        return
    tiers = sorted(_read_tiers(parsed.require), key=lambda tier: tier[2].value)
    for (_, _, below), (offering, followed, _) in pairwise(tiers):
        yield offering, followed, below


def _read_tiers(tree: Node) -> Iterator[tuple[str, Node, Number]]:
    match tree:
        case Junction(word="and", left=left, right=right):
            yield from _read_tiers(left)
            yield from _read_tiers(right)
        case Junction(
            word="implies", left=Selector(text=offering), right=Compare(left=followed, right=Number() as limit)
        ):
            yield offering, followed, limit
        case _:
            pass


def _probe_rule(translation: OpenTranslation, catalog: Catalog, parsed: ParsedRule) -> Iterator[Probe]:
    rule = parsed.rule
    when = translation.when[rule.id]
    if parsed.when is not None:
        yield applies_name(rule.id), when
    for offering, followed, below in list_rule_tiers(parsed):
        reached = translation.read(Compare(">", followed, below, below.at))
        if reached is not None:
            yield tier_name(rule.id, offering), reached
    if rule.table is not None:
        yield from _probe_rows(translation, rule, catalog.tables[rule.table], when)


def _probe_advice(translation: OpenTranslation, parsed: ParsedRule) -> Iterator[Probe]:
    when = translation.read_when(parsed)
    require = None if when is None else translation.read(parsed.require)
    if when is not None and require is not None:
        yield applies_name(parsed.rule.id), when
        yield followed_name(parsed.rule.id), conjunction([when, require])
        yield ignored_name(parsed.rule.id), conjunction([when, negation(require)])


def _probe_rows(translation: OpenTranslation, rule: Rule, table: CombinationTable, when: Formula) -> Iterator[Probe]:
    columns = [parse(column.source) for column in table.columns]
    for number, row in enumerate(table.rows):
        cells = [read_cell(column, cell) for column, cell in zip(columns, row, strict=True)]
        parts = [translation.read(cell) for cell in cells if cell is not None]
        known = [part for part in parts if part is not None]
        if len(known) == len(parts):
            yield row_name(rule.id, number), conjunction([when, *known])
