"""What a completion can aim at besides price: an earlier configuration, recommendations, being unlike another one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from configurator.catalog.model import Catalog, Offering
from configurator.configuration.model import Configuration
from configurator.rules.translating import attribute_name, quantity_name, taken_name
from configurator.solver import ChangeCost, DistanceCost, Limit, Objective

_WHOLE = 10_000
_ATTRIBUTE = 1_000


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier configuration to stay close to: quantities by offering, values by (offering, attribute)."""

    quantities: Mapping[str, int]
    attributes: Mapping[tuple[str, str], str] = dataclass_field(default_factory=dict)

    @classmethod
    def of(cls, configuration: Configuration) -> Baseline:
        """The lines of a finished configuration."""
        lines = configuration.lines
        values = {(line.offering, key): value for line in lines for key, value in line.attributes.items()}
        return cls({line.offering: line.quantity for line in lines}, values)

    def changes(self, other: Baseline) -> tuple[str, ...]:
        """The offerings whose quantity or attributes are different in the other one."""
        codes = dict.fromkeys((*self.quantities, *other.quantities))
        return tuple(code for code in codes if self._line(code) != other._line(code))

    def _line(self, code: str) -> tuple[int, Mapping[str, str]]:
        values = {key: value for (offering, key), value in self.attributes.items() if offering == code}
        return self.quantities.get(code, 0), values


def stay_close(baseline: Baseline, catalog: Catalog) -> tuple[Objective, Objective]:
    """Fewest changed lines, then the least distance: relative in quantities, and in attributes."""
    offerings = catalog.offerings.values()
    changes = tuple(ChangeCost(tuple(_wished(baseline, offering))) for offering in offerings)
    return Objective(changes=changes), _distance(baseline, catalog)


def follow_advice(advice: Sequence[str]) -> Objective:
    """As many recommendations as possible."""
    return Objective(terms=tuple((1, name) for name in advice), sense="max")


def keep_tidy(catalog: Catalog) -> Objective:
    """As few units as possible, with attributes at their defaults: free things are not taken without need."""
    return Objective(terms=tuple(_tidy_terms(catalog)))


def difference_from(components: Collection[str], catalog: Catalog) -> tuple[Objective, int]:
    """How many components only one of two configurations has, as a sum and the constant that is missing from it."""
    terms = tuple((-1 if code in components else 1, taken_name(code)) for code in catalog.offerings)
    return Objective(terms=terms), len(components)


def differ_from(components: Collection[str], catalog: Catalog, least: int) -> Limit:
    """At least so many components that only one of the two configurations has."""
    total, constant = difference_from(components, catalog)
    return Limit(total, low=least - constant)


def _wished(baseline: Baseline, offering: Offering) -> Iterator[tuple[str, int]]:
    quantity = baseline.quantities.get(offering.code, 0)
    yield quantity_name(offering.code), quantity
    for attribute in offering.attributes if quantity else ():
        value = baseline.attributes.get((offering.code, attribute.key))
        if value is not None:
            yield attribute_name(offering.code, attribute.key, value), 1


def _distance(baseline: Baseline, catalog: Catalog) -> Objective:
    terms: list[tuple[int, str]] = []
    deviations: list[DistanceCost] = []
    for offering in catalog.offerings.values():
        quantity = baseline.quantities.get(offering.code, 0)
        if not quantity:
            terms.append((_WHOLE, taken_name(offering.code)))
            continue
        deviations.append(DistanceCost(quantity_name(offering.code), quantity, max(1, _WHOLE // quantity)))
        for name, _ in list(_wished(baseline, offering))[1:]:
            terms.append((-_ATTRIBUTE, name))
    return Objective(terms=tuple(terms), deviations=tuple(deviations))


def _tidy_terms(catalog: Catalog) -> Iterator[tuple[int, str]]:
    for offering in catalog.offerings.values():
        yield 1, quantity_name(offering.code)
        for attribute in offering.attributes:
            if attribute.default is not None:
                yield -1, attribute_name(offering.code, attribute.key, attribute.default)
