"""Reading a request: from the plain mapping of a file, a form or a stored draft to a checked Request, or all its
problems.

Every problem carries the path of the key that it is about (`customer.staff`, `choices.SBC-100`), so that a door can
point at the
form's field or the file's line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

from configurator.catalog.model import Catalog, Offering
from configurator.catalog.selectors import SameCatalog
from configurator.configuration.model import Choice
from configurator.customers.profile import Profile, read_profile
from configurator.guidance.reading_money import MONEY_KEYS, read_exchange, read_regime
from configurator.guidance.reading_programmes import read_codes, read_programmes
from configurator.guidance.reading_terms import KEYS as TERMS_KEYS
from configurator.guidance.reading_terms import CommercialTerms, read_commercial_terms, read_day
from configurator.guidance.request import AMBITIONS, Ambition, Request
from configurator.rules.formulas import evaluate_formula
from configurator.values.money import FigureRefused, parse_figure
from configurator.values.problem import Problem, has_errors

KEYS = frozenset(
    {
        "customer",
        "needs",
        "compliance",
        "term_months",
        "choices",
        "exclude",
        "discount_percent",
        "date",
        "ambition",
        "line_discounts",
        *MONEY_KEYS,
        "programmes",
        "codes",
    }
).union(TERMS_KEYS)
NEEDED_FIGURES = ("staff", "sites")
_LONGEST_NAME = 200
_LARGEST_REQUEST = 2_000
_KEPT_PROFILES = 512
_PLAIN = (str, int, Decimal, type(None))
"""Of these types, equal values of one type are read alike."""


def read_request(catalog: Catalog, raw: object, today: date) -> tuple[Request | None, tuple[Problem, ...]]:
    """The checked request, or None with everything that is wrong, collected. `today` dates a request that names no
    date."""
    if not isinstance(raw, Mapping):
        return None, (Problem("request_not_mapping", field=""),)
    reader = _Reader(catalog, raw, today)
    request = reader.request()
    problems = tuple(reader.problems)
    return (None if has_errors(problems) else request), problems


_Stated = tuple[tuple[str, type, object], ...]
_ProfileLoad = tuple[Profile | None, tuple[Problem, ...]]


def _read_profile(catalog: Catalog, stated: Mapping[str, object]) -> _ProfileLoad:
    """A customer's profile; one that was read before is the same object again, since a hundred formulas fill it."""
    if not all(isinstance(value, _PLAIN) for value in stated.values()):
        return read_profile(catalog, stated, evaluate_formula(catalog))
    known = _profiles_of(SameCatalog(catalog))
    key = tuple((name, type(value), value) for name, value in stated.items())
    load = known.get(key)
    if load is None:
        if len(known) >= _KEPT_PROFILES:
            known.clear()
        load = known[key] = read_profile(catalog, stated, evaluate_formula(catalog))
    return load


@lru_cache(maxsize=4)
def _profiles_of(key: SameCatalog) -> dict[_Stated, _ProfileLoad]:
    """The profiles read with a catalog, for as long as the catalog is among the last ones used."""
    return {}


class _Reader:
    """Reads one request and keeps its problems."""

    def __init__(self, catalog: Catalog, raw: Mapping[str, object], today: date) -> None:
        self._catalog, self._raw, self._today = catalog, raw, today
        self.problems: list[Problem] = []

    def request(self) -> Request | None:
        """The request as far as it can be read; complete when there are no errors."""
        self._refuse_unknown(self._raw, KEYS, "")
        profile = self._profile()
        needs, choices, term, day = self._needs(), self._choices(), self._term(), self._date()
        discount = self._percent(self._raw.get("discount_percent", "0"), "discount_percent")
        line_discounts, ambition = self._line_discounts(), self._ambition()
        commercial = self._commercial(term)
        regime = read_regime(self._catalog, self._raw, self._note)
        exchange = read_exchange(self._catalog, self._raw, day, self._note)
        programmes = read_programmes(self._catalog, self._sequence("programmes"), day, self.problems.append)
        codes = read_codes(self._catalog, self._sequence("codes"), day, self.problems.append)
        if profile is None:
            return None
        return Request(
            profile,
            needs,
            choices,
            term,
            discount,
            day,
            line_discounts,
            ambition,
            tax_regime=regime,
            exchange=exchange,
            programmes=programmes,
            codes=codes,
            commercial=commercial,
        )

    def _note(self, code: str, field: str, **params: object) -> None:
        self.problems.append(Problem(code, field=field, params=params))

    def _refuse_unknown(self, given: Mapping[str, object], known: Iterable[str], path: str) -> None:
        names = sorted(known)
        for key in given:
            if key not in names:
                self._note("request_key_unknown", f"{path}{key}", key=str(key)[:60], nearest=_nearest(str(key), names))

    def _mapping(self, key: str) -> Mapping[str, object] | None:
        value = self._raw.get(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return value
        self._note("request_mapping_expected", key, key=key)
        return {}

    def _sequence(self, key: str) -> Sequence[object]:
        value = self._raw.get(key)
        if value is None:
            return ()
        if isinstance(value, (list, tuple)) and len(value) <= _LARGEST_REQUEST:
            return value
        self._note("request_list_expected", key, key=key)
        return ()

    def _profile(self) -> Profile | None:
        """The customer with its size class; compliance levels are inputs of the profile like the others."""
        customer = self._mapping("customer")
        if customer is None:
            self._note("request_customer_missing", "customer")
            return None
        self._check_name(customer.get("name"))
        for key in NEEDED_FIGURES:
            known = self._catalog.inputs.get(key)
            if known is not None and customer.get(key) in (None, ""):
                self._note("customer_field_missing", f"customer.{key}", label=known.name)
        levels = self._levels()
        stated = {key: value for key, value in customer.items() if key not in levels}
        profile, problems = _read_profile(self._catalog, {**stated, **levels})
        self.problems.extend(_at_home(problem, levels) for problem in problems)
        for key in customer.keys() & levels.keys():
            self._note("request_key_unknown", f"customer.{key}", key=key, nearest=f"compliance.{key}")
        return profile

    def _check_name(self, name: object) -> None:
        if name is not None and (
            not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable()
        ):
            self._note("customer_name_refused", "customer.name", longest=_LONGEST_NAME)

    def _levels(self) -> Mapping[str, object]:
        levels = self._mapping("compliance") or {}
        known = [key for key, given in self._catalog.inputs.items() if given.compliance]
        self._refuse_unknown(levels, known, "compliance.")
        return {key: value for key, value in levels.items() if key in known}

    def _needs(self) -> tuple[str, ...]:
        needs: list[str] = []
        for number, code in enumerate(self._sequence("needs")):
            if str(code) in self._catalog.needs:
                needs.append(str(code))
            else:
                nearest = _nearest(str(code), sorted(self._catalog.needs))
                self._note("request_need_unknown", f"needs.{number}", need=str(code)[:60], nearest=nearest)
        return tuple(dict.fromkeys(needs))

    def _choices(self) -> tuple[Choice, ...]:
        choices: list[Choice] = []
        for code, wish in (self._mapping("choices") or {}).items():
            offering = self._offering(code, f"choices.{code}")
            if offering is not None:
                choices.extend(self._wishes(offering, wish))
        taken = {choice.offering for choice in choices if not choice.excludes}
        for number, left_out in enumerate(self._sequence("exclude")):
            offering = self._offering(left_out, f"exclude.{number}")
            if offering is not None and offering.code in taken:
                self._note("request_chosen_and_excluded", f"exclude.{number}", offering=offering.code)
            elif offering is not None:
                choices.append(Choice(offering.code, 0))
        return tuple(choices)

    def _offering(self, code: object, field: str) -> Offering | None:
        offering = self._catalog.offerings.get(str(code))
        if offering is None:
            nearest = _nearest(str(code), sorted(self._catalog.offerings))
            self._note("request_offering_unknown", field, offering=str(code)[:60], nearest=nearest)
        return offering

    def _wishes(self, offering: Offering, wish: object) -> Iterable[Choice]:
        if not isinstance(wish, Mapping):
            yield from self._quantity(offering, wish, f"choices.{offering.code}")
            return
        for key, value in wish.items():
            field = f"choices.{offering.code}.{key}"
            if key == "quantity":
                yield from self._quantity(offering, value, field)
            else:
                yield from self._value(offering, str(key), value, field)

    def _quantity(self, offering: Offering, wish: object, field: str) -> Iterable[Choice]:
        text = str(wish)
        if text == "any":
            yield Choice(offering.code)
        elif isinstance(wish, bool) or not (text.isascii() and text.isdigit() and len(text) <= 9):
            self._note("request_quantity_refused", field, value=text[:40], offering=offering.code)
        elif 0 < int(text) < offering.min_quantity or int(text) > offering.max_quantity:
            self._note(
                "request_quantity_out_of_range",
                field,
                offering=offering.code,
                quantity=int(text),
                low=offering.min_quantity,
                high=offering.max_quantity,
            )
        else:
            yield Choice(offering.code, int(text))

    def _value(self, offering: Offering, key: str, value: object, field: str) -> Iterable[Choice]:
        attribute = next((known for known in offering.attributes if known.key == key), None)
        if attribute is None:
            names = sorted(known.key for known in offering.attributes)
            params = {"attribute": key[:60], "offering": offering.code, "known": tuple(names)}
            self._note("request_attribute_unknown", field, **params)
        elif str(value) not in {known.key for known in attribute.values}:
            self._note(
                "request_value_unknown",
                field,
                value=str(value)[:40],
                attribute=key,
                known=tuple(known.key for known in attribute.values),
            )
        else:
            yield Choice(offering.code, attribute=key, value=str(value))

    def _term(self) -> int:
        offered = {term.months: term for term in self._catalog.terms}
        default = next((term.months for term in self._catalog.terms if term.is_default), min(offered))
        given = self._raw.get("term_months")
        if given is None:
            return default
        text = str(given)
        if isinstance(given, bool) or not (text.isascii() and text.isdigit()) or int(text[:9]) not in offered:
            self._note("request_term_unknown", "term_months", term=text[:20], known=tuple(sorted(offered)))
            return default
        return int(text)

    def _percent(self, given: object, field: str) -> Decimal:
        try:
            percent = parse_figure(str(given), decimals=2)
        except FigureRefused:
            self._note("request_percent_refused", field, value=str(given)[:40])
            return Decimal(0)
        if not 0 <= percent <= 100:
            self._note("request_percent_out_of_range", field, value=str(given)[:40])
            return Decimal(0)
        return percent

    def _line_discounts(self) -> Mapping[str, Decimal]:
        discounts: dict[str, Decimal] = {}
        for code, given in (self._mapping("line_discounts") or {}).items():
            field = f"line_discounts.{code}"
            offering = self._offering(code, field)
            if offering is not None:
                discounts[offering.code] = self._percent(given, field)
        return discounts

    def _commercial(self, term_months: int) -> CommercialTerms:
        terms, problems = read_commercial_terms(self._catalog, self._raw, term_months)
        self.problems.extend(problems)
        return terms

    def _date(self) -> date:
        given = self._raw.get("date")
        if given is None:
            return self._today
        found = read_day(given, "date")
        if isinstance(found, Problem):
            self.problems.append(found)
            return self._today
        return found

    def _ambition(self) -> Ambition:
        given = self._raw.get("ambition", "standard")
        known = next((ambition for ambition in AMBITIONS if ambition == given), None)
        if known is None:
            self._note("request_ambition_unknown", "ambition", value=str(given)[:40], known=AMBITIONS)
            return "standard"
        return known


def _at_home(problem: Problem, levels: Mapping[str, object]) -> Problem:
    """The problem at the key under which the request states it: levels stand under `compliance`."""
    key = (problem.field or "").removeprefix("customer.")
    return replace(problem, field=f"compliance.{key}") if key in levels else problem


def _nearest(text: str, known: Sequence[str]) -> str:
    """The most similar known name, or the first few when none is similar."""
    close = get_close_matches(text, known, 1, 0.5) or get_close_matches(text.upper(), known, 1, 0.5)
    return close[0] if close else ", ".join(known[:12])
