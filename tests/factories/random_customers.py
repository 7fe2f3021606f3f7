"""Random customers of a catalog: the size class by the official method, everything else in ranges from a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from configurator.catalog.classification import SizeIndicator
from configurator.catalog.model import Catalog
from configurator.customers.industry import industry_of
from configurator.customers.profile import Profile, read_profile
from configurator.customers.size import SizeFigures, SizeResult, classify_size, finance_classes
from configurator.linter.packages import list_staff
from configurator.rules.formulas import evaluate_formula
from configurator.rules.worlds import SIZES


@dataclass(frozen=True, slots=True)
class Ranges:
    """What the ranges file states."""

    sites: Mapping[str, Sequence[int]]
    largest: int
    percent_of_default: Mapping[str, Sequence[int]]
    one_of: Mapping[str, Sequence[str]]


def draw_customers(catalog: Catalog, industry: str, size: str, ranges: Ranges, count: int) -> Iterator[Profile]:
    """So many customers of the class, the same for the same arguments; each is of that size by the method itself."""
    random = Random(f"{industry}/{size}")
    for _ in range(count):
        stated = _draw_company(catalog, industry, size, ranges, random)
        usual = _read(catalog, stated)
        profile = _read(catalog, {**stated, **_draw_inputs(catalog, usual, ranges, random)})
        assert (profile.industry, profile.values["size"]) == (industry, size), stated
        yield profile


def _read(catalog: Catalog, stated: Mapping[str, Any]) -> Profile:
    profile, problems = read_profile(catalog, stated, evaluate_formula(catalog))
    assert profile is not None, problems
    return profile


def _draw_company(catalog: Catalog, industry: str, size: str, ranges: Ranges, random: Random) -> dict[str, Any]:
    code = random.choice(_list_classes(catalog, industry))
    known = finance_classes(catalog, code)
    finance_class = random.choice(known) if known else None
    method = _find_method(catalog, code, finance_class)
    figures = {each.indicator: _draw_figure(each.thresholds, size, ranges, random) for each in method.indicators}
    staff = figures.pop("staff", None)
    if staff is None:
        least, most = list_staff(catalog, size)[0], list_staff(catalog, size)[-1]
        staff = _draw(least, most, random)
    least, most = ranges.sites[size]
    company = {"industry": code, "staff": staff, "sites": min(staff, _draw(least, most, random)), **figures}
    return company if finance_class is None else {**company, "finance_class": finance_class}


def _list_classes(catalog: Catalog, industry: str) -> list[str]:
    """The industry's classes, and those below them for which the method has tables of their own."""
    own = catalog.industries[industry].classes
    tables = [code for standard in catalog.size_standards for table in standard.tables for code in table.classes]
    below = [code for code in tables if any(code.startswith(prefix) for prefix in own)]
    found = [
        code for code in dict.fromkeys((*own, *below)) if getattr(industry_of(catalog, code), "key", "") == industry
    ]
    return sorted(found)


def _find_method(catalog: Catalog, code: str, finance_class: str | None) -> SizeResult:
    everything = SizeFigures(1, Decimal(0), Decimal(0))
    return classify_size(catalog, code, everything, finance_class)


def _draw_figure(bounds: SizeIndicator, size: str, ranges: Ranges, random: Random) -> int:
    """A figure of the class: from its lower bound to below the next one."""
    starts = [1, *(bound * bounds.unit_cny for bound in (bounds.small, bounds.medium, bounds.large))]
    starts.append(starts[-1] * ranges.largest)
    place = SIZES.index(size)
    return _draw(starts[place], max(starts[place], starts[place + 1] - 1), random)


def _draw(least: int, most: int, random: Random) -> int:
    """A whole number in the range, small ones as likely as large ones."""
    return min(most, max(least, round(least * (most / least) ** random.random())))


def _draw_inputs(catalog: Catalog, usual: Profile, ranges: Ranges, random: Random) -> dict[str, Any]:
    drawn: dict[str, Any] = {key: random.choice(values) for key, values in ranges.one_of.items()}
    for key, (least, most) in ranges.percent_of_default.items():
        known = catalog.inputs[key]
        if not known.industries or usual.industry in known.industries:
            figure = int(usual.values[key]) * random.randint(least, most) // 100
            drawn[key] = min(known.maximum, max(known.minimum, figure))
    return drawn
