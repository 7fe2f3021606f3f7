"""What keeps a configuration from being priced: one check per function, findings collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from configurator.catalog.model import Catalog, PriceComponent, PriceModel
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.book import PriceBook, open_book
from configurator.pricing.checking_money import check_exchange, check_regime
from configurator.pricing.checking_terms import check_adjustments, check_dates, check_ramps
from configurator.pricing.deal import LINE_DISCOUNT, QUOTE_DISCOUNT
from configurator.pricing.exact import show_exact
from configurator.pricing.matrices import find_row
from configurator.pricing.model import PricingContext
from configurator.pricing.tiering import count_charged, find_tier
from configurator.values.problem import Problem, Severity
from configurator.values.refusal import Refusal

_HUNDRED = Decimal(100)
_FINEST_PERCENT = -6
_SHOWN_DIGITS = 20

Check = Callable[[PriceBook, Configuration, PricingContext], Iterator[Problem]]


class PricingRefused(Refusal):
    """The configuration cannot be priced in this context; `problems` says all the reasons."""

    code = "pricing_refused"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(count=len(problems))


def check_pricing(catalog: Catalog, configuration: Configuration, context: PricingContext) -> tuple[Problem, ...]:
    """What is wrong with pricing this configuration in this context; `price` refuses on errors."""
    book = open_book(catalog, context.day)
    return tuple(problem for check in CHECKS for problem in check(book, configuration, context))


def check_term(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """The commitment must be one that the catalog offers."""
    offered = tuple(term.months for term in book.catalog.terms)
    if context.term_months not in offered:
        params = {"months": context.term_months, "offered": tuple(map(str, offered))}
        yield Problem("pricing_term_unknown", field="term_months", params=params)


def check_quote_discount(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """The discount on the whole quote must be a percentage."""
    if not _is_percentage(context.discount_percent):
        yield _refuse_discount(QUOTE_DISCOUNT, context.discount_percent)


def check_line_discounts(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """A line's discount must be a percentage; on pass-through or what is not taken it has no effect."""
    taken = {line.offering for line in configuration.lines}
    for code, percent in context.line_discounts.items():
        field = f"{LINE_DISCOUNT}.{code}"
        if not _is_percentage(percent):
            yield _refuse_discount(field, percent)
        elif code not in taken:
            yield _advise_discount("pricing_discount_unused", field, code)
        elif percent and code in book.catalog.offerings and book.catalog.offerings[code].pass_through:
            yield _advise_discount("pricing_discount_pass_through", field, code)


def check_lines(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """A line must name an offering of the catalog and a quantity that is not negative."""
    for number, line in enumerate(configuration.lines, start=1):
        params = {"number": number, "offering": line.offering, "quantity": line.quantity}
        if line.offering not in book.catalog.offerings:
            yield Problem("pricing_offering_unknown", field=f"lines.{number}", params=params)
        if line.quantity < 0:
            yield Problem("pricing_quantity_negative", field=f"lines.{number}", params=params)


def check_prices(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """What is taken needs a price on the day, one for each kind and period of charge."""
    for code in _taken_offerings(book, configuration):
        components = book.find_prices(code)
        params = {"offering": code, "day": context.day.isoformat()}
        if not components:
            place = book.catalog.offerings[code].location
            yield Problem("pricing_price_missing", location=place, field=code, params=params)
        elif len({(each.charge, each.period) for each in components}) < len(components):
            place = components[-1].location
            yield Problem("pricing_price_ambiguous", location=place, field=code, params=params)


def check_tiers(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """What is charged of a quantity must reach the first tier of its offering's prices."""
    for line in configuration.lines:
        for component in book.find_prices(line.offering) if line.quantity > 0 else ():
            if component.model is not PriceModel.MATRIX and not _reaches_tier(component, line.quantity):
                params = {"offering": line.offering, "quantity": line.quantity}
                yield Problem("pricing_tier_missing", location=component.location, field=line.offering, params=params)


def _reaches_tier(component: PriceComponent, quantity: int) -> bool:
    charged = count_charged(component, quantity)
    return not charged or find_tier(component, charged) is not None


def check_matrices(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """A row of its matrix must fit what is charged of a line's quantities, its attributes and the customer."""
    for line in configuration.lines:
        for component in book.find_prices(line.offering) if line.quantity > 0 else ():
            if component.model is PriceModel.MATRIX:
                for quantity in _list_unfitting(book, line, component, context):
                    matrix = component.terms.matrix
                    params = {"offering": line.offering, "quantity": quantity, "matrix": matrix}
                    place = book.catalog.matrices[matrix].location
                    yield Problem("pricing_matrix_missing", location=place, field=line.offering, params=params)


def _list_unfitting(
    book: PriceBook, line: ConfigurationLine, component: PriceComponent, context: PricingContext
) -> Iterator[int]:
    """The line's quantities, in the contract's order, that no row of the component's matrix fits; each once."""
    matrix = book.catalog.matrices[component.terms.matrix]
    steps = context.ramps.get(line.offering, ())
    for quantity in dict.fromkeys((line.quantity, *(step.quantity for step in steps))):
        charged = count_charged(component, quantity)
        if charged and find_row(matrix, charged, line.attributes, context.inputs) is None:
            yield quantity


def check_tax_rates(book: PriceBook, configuration: Configuration, context: PricingContext) -> Iterator[Problem]:
    """The tax category of what is taken needs a rate on the day; said once for each category."""
    offerings = book.catalog.offerings
    needed = {offerings[code].tax: code for code in reversed(_taken_offerings(book, configuration))}
    for category in sorted(needed.keys() - book.tax_rates.keys()):
        params = {"category": category, "offering": needed[category], "day": context.day.isoformat()}
        place = offerings[needed[category]].location
        yield Problem("pricing_tax_rate_missing", location=place, field=needed[category], params=params)


CHECKS: tuple[Check, ...] = (
    check_term,
    check_quote_discount,
    check_line_discounts,
    check_lines,
    check_prices,
    check_tiers,
    check_matrices,
    check_tax_rates,
    check_regime,
    check_exchange,
    check_dates,
    check_ramps,
    check_adjustments,
)


def _is_percentage(percent: Decimal) -> bool:
    if not percent.is_finite() or not 0 <= percent <= _HUNDRED:
        return False
    exponent = percent.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _FINEST_PERCENT


def _refuse_discount(field: str, percent: Decimal) -> Problem:
    is_short = percent.is_finite() and abs(percent.adjusted()) < _SHOWN_DIGITS
    shown = show_exact(percent) if is_short else str(percent)
    return Problem("pricing_discount_out_of_range", field=field, params={"percent": shown[:40]})


def _advise_discount(code: str, field: str, offering: str) -> Problem:
    return Problem(code, Severity.WARNING, field=field, params={"offering": offering})


def _taken_offerings(book: PriceBook, configuration: Configuration) -> tuple[str, ...]:
    taken = dict.fromkeys(line.offering for line in configuration.lines if line.quantity > 0)
    return tuple(code for code in taken if code in book.catalog.offerings)
