"""One open quote against two catalogs: the same lines for the same customer on the same day, checked and priced.

The solver is not asked: a package that is known is checked rule by rule, which takes milliseconds. What stood against
it before is not blamed on the candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from configurator.access.limits import approvers_of, limit_of
from configurator.catalog.model import Catalog, Offering
from configurator.configuration.completing import holds
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.guidance.proposing import package_targets
from configurator.guidance.reading import read_request
from configurator.guidance.request import Request, context_of
from configurator.guidance.salvaging import salvage_request
from configurator.pricing.checking import PricingRefused
from configurator.pricing.model import Totals
from configurator.pricing.pipeline import price
from configurator.quoting.model import QuotedLine
from configurator.quoting.states import QuoteState
from configurator.releasing.impact import ApprovalShift, BrokenRule, Figures, OpenQuote, Outcome, QuoteImpact
from configurator.rules.meaning import read_condition
from configurator.rules.rulebook import RuleBook
from configurator.rules.sentences import fill
from configurator.rules.world import MeaningRefused
from configurator.rules.worlds import KnownWorld
from configurator.solver import Truth
from configurator.values.problem import Problem, Severity
from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class _Trial:
    """What one catalog says of the lines: who the customer is to it, what stands against them, what they come to."""

    request: Request | None
    broken: tuple[BrokenRule, ...] = ()
    gone: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    figures: Figures | None = None

    @property
    def is_valid(self) -> bool:
        return self.figures is not None and not (self.broken or self.gone or self.problems)


def replay(quote: OpenQuote, books: tuple[RuleBook, RuleBook], day: date) -> QuoteImpact:
    """What the second book would do to the quote; its lines must be known."""
    before, after = (_try_lines(quote, books, book, day) for book in books)
    news = _news(before, after)
    return QuoteImpact(
        quote,
        _judge(before, after, news),
        before.figures,
        after.figures,
        news.broken,
        news.gone,
        news.problems,
        find_approval_shift(quote, books),
        is_recomposed=quote.state is QuoteState.DRAFT and _has_other_package(before, after, books),
    )


def figures_of(totals: Totals) -> Figures:
    """Totals as text."""
    return Figures(
        str(totals.one_time), str(totals.monthly), str(totals.annual), str(totals.tcv), totals.margin_percent
    )


def find_approval_shift(quote: OpenQuote, books: tuple[RuleBook, RuleBook]) -> ApprovalShift | None:
    """Whether the discount meets another answer: needs approval now, needs none any more, or nobody may give it."""
    old, new = ({role: one.percent for role, one in book.catalog.discount_limits.items()} for book in books)
    states = [_approval_state(quote, limits) for limits in (old, new)]
    if states[0] == states[1]:
        return None
    limits = limit_of(quote.owner_role, old), limit_of(quote.owner_role, new)
    return ApprovalShift(quote.discount, *limits, *states[1])


def _approval_state(quote: OpenQuote, limits: Mapping[str, Decimal]) -> tuple[bool, bool]:
    needs = quote.discount > limit_of(quote.owner_role, limits)
    return needs, not needs or bool(approvers_of(quote.discount, limits))


def _judge(before: _Trial, after: _Trial, news: _Trial) -> Outcome:
    if not after.is_valid:
        is_new = news.broken or news.gone or news.problems or before.is_valid
        return Outcome.INVALID if is_new else Outcome.INVALID_ALREADY
    return Outcome.SAME if _amounts(before) == _amounts(after) else Outcome.PRICE


def _amounts(trial: _Trial) -> tuple[str, ...] | None:
    known = trial.figures
    return (known.one_time, known.monthly, known.annual, known.tcv) if known else None


def _news(before: _Trial, after: _Trial) -> _Trial:
    """What stands against the lines only in the second trial."""
    known_rules, known_codes = {one.key for one in before.broken}, {_identify(one) for one in before.problems}
    return _Trial(
        after.request,
        tuple(one for one in after.broken if one.key not in known_rules),
        tuple(code for code in after.gone if code not in before.gone),
        tuple(one for one in after.problems if _identify(one) not in known_codes),
    )


def _identify(problem: Problem) -> tuple[str, str | None]:
    return problem.code, problem.field


def _try_lines(quote: OpenQuote, books: Iterable[RuleBook], book: RuleBook, day: date) -> _Trial:
    request, problems = _read(book, quote.request, day)
    if request is None:
        return _Trial(None, problems=problems)
    lines, gone = _name_lines(quote.lines, book.catalog, books)
    broken = tuple(_check(book, request, lines))
    try:
        figures = _price(book.catalog, lines, request) if not gone else None
    except PricingRefused as refusal:
        return _Trial(request, broken, gone, (*problems, *refusal.problems))
    return _Trial(request, broken, gone, problems, figures)


def _read(book: RuleBook, raw: Mapping[str, object], day: date) -> tuple[Request | None, tuple[Problem, ...]]:
    """The request, without what the catalog no longer has; the problems are those of the whole one."""
    request, problems = read_request(book.catalog, raw, day)
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    if request is None:
        salvage = salvage_request(book.catalog, raw, day)
        request = salvage.request if salvage else None
    return request, errors


def _name_lines(
    lines: Iterable[QuotedLine], catalog: Catalog, books: Iterable[RuleBook]
) -> tuple[tuple[ConfigurationLine, ...], tuple[str, ...]]:
    """The lines with the keys of their attributes, and what the catalog does not have: offerings, and values of
    attributes."""
    found, gone = [], []
    for line in lines:
        offering = catalog.offerings.get(line.offering)
        if offering is None:
            gone.append(line.offering)
            continue
        named, lost = _name_attributes(line, offering, books)
        gone += [f"{line.offering} {value.en}" for value in lost]
        if not offering.min_quantity <= line.quantity <= offering.max_quantity:
            gone.append(f"{line.quantity} × {line.offering}")
        found.append(ConfigurationLine(line.offering, line.quantity, named))
    return tuple(found), tuple(gone)


def _name_attributes(
    line: QuotedLine, offering: Offering, books: Iterable[RuleBook]
) -> tuple[dict[str, str], list[Text]]:
    """Names may have changed between the catalogs: one that either of them uses for a value will do."""
    known: dict[tuple[Text, Text], tuple[str, str]] = {}
    for variant in [offering, *(book.catalog.offerings.get(offering.code) for book in books)]:
        for attribute in variant.attributes if variant else ():
            for value in attribute.values:
                known.setdefault((attribute.name, value.name), (attribute.key, value.key))
    kept = {(attribute.key, value.key) for attribute in offering.attributes for value in attribute.values}
    pairs = {pair: known.get(pair) for pair in line.attributes}
    return (
        {key[0]: key[1] for key in pairs.values() if key in kept and key is not None},
        [pair[1] for pair, key in pairs.items() if key not in kept],
    )


def _check(book: RuleBook, request: Request, lines: Iterable[ConfigurationLine]) -> Iterator[BrokenRule]:
    """The binding rules and the needs that the lines do not keep."""
    known = list(lines)
    quantities = {line.offering: line.quantity for line in known}
    attributes = {(line.offering, key): value for line in known for key, value in line.attributes.items()}
    world = KnownWorld(book.catalog, request.profile.values, request.needs, quantities, attributes)
    for parsed in book.rules:
        rule = parsed.rule
        if rule.severity is Severity.ERROR and rule.valid.contains(request.day) and not holds(parsed, world):
            yield BrokenRule(rule.id, fill(rule.sentence, world), rule.location)
    for code in request.needs:
        if read_condition(book.needs[code], world) != Truth(True):
            need = book.catalog.needs[code]
            yield BrokenRule(code, fill(need.sentence, world), need.location)


def _price(catalog: Catalog, lines: tuple[ConfigurationLine, ...], request: Request) -> Figures:
    return figures_of(price(catalog, Configuration(lines, "feasible"), context_of(request)).totals)


def _has_other_package(before: _Trial, after: _Trial, books: tuple[RuleBook, RuleBook]) -> bool:
    """Whether the package that the customer is proposed differs, so that a draft is made anew when it is opened."""
    if before.request is None or after.request is None or after.request.ambition == "essential":
        return False
    try:
        old, new = (
            package_targets(book, request.profile.values)
            for book, request in zip(books, (before.request, after.request), strict=True)
        )
    except MeaningRefused:
        return True
    return old != new
