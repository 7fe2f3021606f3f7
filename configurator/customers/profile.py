"""What a customer states → a complete profile: checked figures, size class, defaults and derived figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from configurator.catalog.classification import Industry
from configurator.catalog.figures import diagnose_figure
from configurator.catalog.model import Catalog, InputKind, ProfileInput
from configurator.catalog.notebook import nearest_name
from configurator.catalog.profile_inputs import order_inputs
from configurator.catalog.profile_records import CUSTOMER_FIELDS, GIVEN_INPUTS, SIZES
from configurator.catalog.sources import Expression
from configurator.customers.industry import industry_of
from configurator.customers.levels import name_levels
from configurator.customers.size import (
    SizeFigures,
    SizeResult,
    UnknownFinanceClass,
    classify_size,
    finance_classes,
)
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.values.text import Text

Value = int | bool | str
Evaluate = Callable[[Expression, Mapping[str, Value]], Value | Fraction]

STAFF = "staff"
_YES = frozenset({"yes", "true"})
_NO = frozenset({"no", "false"})


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer as rules and formulas see it: a value for every input of the catalog.

    `given` names the inputs that were stated (the others are defaults); `industry_code` is what was stated as industry
    (a GB/T 4754 code or the key); `size_result` has the grounds of the size class, None when the class was stated.
    Revenue and assets are in yuan.
    """

    values: Mapping[str, Value]
    industry: str
    size: str
    name: str = ""
    industry_code: str = ""
    size_result: SizeResult | None = None
    given: frozenset[str] = frozenset()
    revenue: Decimal | None = None
    assets: Decimal | None = None
    finance_class: str | None = None


def read_profile(
    catalog: Catalog, raw: Mapping[str, object], evaluate: Evaluate
) -> tuple[Profile | None, tuple[Problem, ...]]:
    """The profile of what a form, file or request states; None with the problems when something is wrong.

    A problem's field is the key path `customer.<key>`. Blank values count as not stated. `evaluate` computes a formula
    from values of inputs; it gets them in an order in which everything a formula needs is there.
    """
    reading = _Reading(catalog, {key: value for key, value in raw.items() if not _is_blank(value)}, evaluate)
    profile = reading.read()
    return (None if reading.problems else profile), tuple(reading.problems)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


@dataclass(slots=True)
class _Reading:
    catalog: Catalog
    raw: Mapping[str, object]
    evaluate: Evaluate
    problems: list[Problem] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    size_result: SizeResult | None = None

    def read(self) -> Profile | None:
        """The profile; None when a problem was found, all of which are in `problems` then."""
        self._refuse_unknown()
        industry = self._read_industry()
        revenue, assets = self._read_money("revenue"), self._read_money("assets")
        finance_class = self._read_finance_class()
        self._read_given()
        if industry is None or self.problems:
            return None
        self.values["industry"] = industry.key
        self._fill(industry, SizeFigures(None, revenue, assets), finance_class)
        if self.problems:
            return None
        return Profile(
            values={key: self.values[key] for key in self.catalog.inputs},
            industry=industry.key,
            size=str(self.values["size"]),
            name=str(self.raw.get("name", "")).strip(),
            industry_code=str(self.raw["industry"]).strip(),
            size_result=self.size_result,
            given=frozenset(key for key in self.raw if key in self.catalog.inputs),
            revenue=revenue,
            assets=assets,
            finance_class=finance_class,
        )

    def _report(self, code: str, key: str, /, **params: Any) -> None:
        self.problems.append(Problem(code, field=f"customer.{key}", params={"label": self._label(key), **params}))

    def _label(self, key: str) -> Text | str:
        known = self.catalog.inputs.get(key)
        return known.name if known else key

    def _refuse_unknown(self) -> None:
        known = (*self.catalog.inputs, *sorted(CUSTOMER_FIELDS - set(GIVEN_INPUTS)))
        for key in self.raw:
            if key not in known:
                self._report("customer_field_unknown", key, name=key, nearest=nearest_name(key, known), known=known)

    def _read_industry(self) -> Industry | None:
        code = self.raw.get("industry")
        if code is None:
            self._report("customer_field_missing", "industry")
            return None
        industry = industry_of(self.catalog, code.strip()) if isinstance(code, str) else None
        if industry is None:
            self._report("customer_industry_unknown", "industry", code=_show(code))
        return industry

    def _read_finance_class(self) -> str | None:
        value, code = self.raw.get("finance_class"), self.raw.get("industry")
        if value is None or not isinstance(code, str):
            return None
        known = finance_classes(self.catalog, code.strip())
        if known and value not in known:
            self._report("customer_finance_class_unknown", "finance_class", value=_show(value), choices=known)
        return str(value) if known else None

    def _read_money(self, key: str) -> Decimal | None:
        value = self.raw.get(key)
        return None if value is None else self._read_figure(key, value, decimals=2)

    def _read_figure(self, key: str, value: object, *, decimals: int) -> Decimal | None:
        """A plain figure from int, Decimal or text; truth values and binary floats are no figures."""
        is_figure = isinstance(value, (int, str, Decimal)) and not isinstance(value, bool)
        text = _show(value).strip()
        code = diagnose_figure(text, decimals=decimals) or (None if is_figure else "figure_not_plain")
        if code is not None:
            self._report(_FIGURE_CODES[code], key, value=_show(value))
            return None
        return Decimal(text)

    def _read_given(self) -> None:
        for key, known in self.catalog.inputs.items():
            if key == "industry" or key not in self.raw:
                continue
            if known.derived:
                self._report("customer_field_derived", key)
                continue
            value = _READERS[known.kind](self, known, self.raw[key])
            if value is not None:
                self.values[key] = value

    def _read_integer(self, known: ProfileInput, value: object) -> Value | None:
        figure = self._read_figure(known.key, value, decimals=0)
        if figure is None:
            return None
        if known.compliance:
            return self._read_level(known, int(figure))
        if not known.minimum <= figure <= known.maximum:
            bounds = {"minimum": known.minimum, "maximum": known.maximum}
            self._report("customer_out_of_bounds", known.key, value=_show(value), **bounds)
            return None
        return int(figure)

    def _read_level(self, known: ProfileInput, level: int) -> Value | None:
        if str(level) in _keys(known):
            return level
        self._report("customer_level_unknown", known.key, value=level, choices=name_levels(known))
        return None

    def _read_flag(self, known: ProfileInput, value: object) -> Value | None:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip() in _YES | _NO:
            return value.strip() in _YES
        self._report("customer_flag_malformed", known.key, value=_show(value))
        return None

    def _read_choice(self, known: ProfileInput, value: object) -> Value | None:
        if isinstance(value, str) and value.strip() in _keys(known):
            return value.strip()
        nearest = nearest_name(_show(value), _keys(known))
        self._report("customer_choice_unknown", known.key, value=_show(value), nearest=nearest, choices=_keys(known))
        return None

    def _fill(self, industry: Industry, figures: SizeFigures, finance_class: str | None) -> None:
        """Defaults, derived inputs and the size class, each after what it depends on."""
        plan = self._plan(industry)
        ordered, cyclic = order_inputs(plan)
        for key in cyclic:
            self._report("customer_default_cyclic", key)
        for key in ordered:
            if key in self.values or self.problems:
                continue
            if key == "size":
                self.values["size"] = self._classify(figures, finance_class)
            else:
                self._fill_one(plan[key], industry)

    def _plan(self, industry: Industry) -> dict[str, ProfileInput]:
        """The inputs with the formulas that count here: none for what is known, the industry's for its levels."""
        plan = dict(self.catalog.inputs)
        for key, known in plan.items():
            if key in self.values:
                plan[key] = replace(known, default=Expression(""))
            elif key == "size":
                plan[key] = replace(known, default=Expression(STAFF))
            elif key in industry.compliance:
                plan[key] = replace(known, default=industry.compliance[key])
        return plan

    def _classify(self, figures: SizeFigures, finance_class: str | None) -> str:
        staff = self.values.get(STAFF)
        figures = replace(figures, staff=staff if isinstance(staff, int) else None)
        result = classify_size(self.catalog, str(self.raw["industry"]).strip(), figures, finance_class)
        if STAFF not in self.raw and STAFF not in result.missing:
            result = replace(result, provisional=True, missing=(STAFF, *result.missing))
        self.size_result = result
        return result.size

    def _fill_one(self, known: ProfileInput, industry: Industry) -> None:
        if known.industries and industry.key not in known.industries:
            self.values[known.key] = _zero_of(known)
            return
        try:
            result = _find_literal(known)
            found = self.evaluate(known.default, self.values) if result is None else result
        except Refusal as refusal:
            self._report("customer_formula_result", known.key, value=refusal.code)
            return
        value = _fit(known, found)
        if value is None:
            self._report("customer_formula_result", known.key, value=_show(found))
        else:
            self.values[known.key] = value


_FIGURE_CODES = {
    "figure_full_width": "customer_figure_full_width",
    "figure_not_plain": "customer_figure_malformed",
    "figure_negative": "customer_figure_negative",
    "figure_too_long": "customer_figure_too_long",
    "figure_decimals": "customer_figure_decimals",
    "figure_not_whole": "customer_figure_not_whole",
}

_READERS: dict[InputKind, Callable[[_Reading, ProfileInput, object], Value | None]] = {
    InputKind.INTEGER: _Reading._read_integer,
    InputKind.FLAG: _Reading._read_flag,
    InputKind.CHOICE: _Reading._read_choice,
}


def _show(value: object) -> str:
    """The value for a problem's sentence; Python refuses to write integers of thousands of digits."""
    try:
        return str(value)[:80]
    except ValueError:
        return "…"


def _keys(known: ProfileInput) -> tuple[str, ...]:
    return tuple(value.key for value in known.values)


def _zero_of(known: ProfileInput) -> Value:
    """What an input counts as for industries that it is not asked of."""
    zeros: dict[InputKind, Value] = {InputKind.INTEGER: 0, InputKind.FLAG: False}
    return zeros.get(known.kind, next(iter(_keys(known)), ""))


def _find_literal(known: ProfileInput) -> Value | None:
    """The default when it is written as a plain value of the input's kind and not as a formula."""
    source = known.default.source.strip()
    if known.kind is InputKind.CHOICE:
        return source if source in _keys(known) else None
    if known.kind is InputKind.FLAG:
        return source in _YES if source in _YES | _NO else None
    return int(source) if source.isascii() and source.isdigit() and len(source) <= 15 else None


def _fit(known: ProfileInput, found: Value | Fraction) -> Value | None:
    """The result as a value of the input; None when it cannot be one. An asked figure is kept within its bounds."""
    if known.kind is InputKind.FLAG:
        return found if isinstance(found, bool) else None
    if known.kind is InputKind.CHOICE:
        return found if isinstance(found, str) and found in _keys(known) else None
    if isinstance(found, (bool, str)) or Fraction(found).denominator != 1:
        return None
    figure = int(found)
    if known.compliance:
        return figure if str(figure) in _keys(known) else None
    kept = min(max(figure, known.minimum), known.maximum)
    return None if known.derived and kept != figure else kept


__all__ = ["SIZES", "Evaluate", "Profile", "UnknownFinanceClass", "Value", "read_profile"]
