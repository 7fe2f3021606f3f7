"""From a priced proposal to the content of a quote version: everything said in full, in both languages, nothing of
our costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from configurator.catalog.model import Catalog, InputKind, Offering, Package, ProfileInput
from configurator.catalog.promises import ServiceLevel
from configurator.catalog.sources import NOWHERE
from configurator.catalog.taxation import TaxRegime
from configurator.configuration.model import Advice, ConfigurationLine, Reason
from configurator.guidance.proposing import Proposal
from configurator.guidance.request import Request
from configurator.ledgers.manual_discounts import find_largest_discount
from configurator.pricing.capitals import CapitalsRefused, write_in_capitals
from configurator.pricing.model import Charge, PricedConfiguration, PricedLine, TaxLine, TraceStep
from configurator.pricing.taxing import find_regime
from configurator.quoting.benefit_views import compose_benefits
from configurator.quoting.composing_claims import compose_claims
from configurator.quoting.composing_payments import (
    compose_contract,
    compose_payments,
    compose_savings,
    compose_schedule,
)
from configurator.quoting.content import (
    Content,
    ContentAdvice,
    ContentCatalog,
    ContentCharge,
    ContentClause,
    ContentCustomer,
    ContentExchange,
    ContentFigure,
    ContentFinding,
    ContentLine,
    ContentNeed,
    ContentReason,
    ContentServiceLevel,
    ContentTaxLine,
    ContentTaxRegime,
    ContentTotals,
    ContentTrace,
)
from configurator.rules.meaning import read_condition
from configurator.rules.sentences import fill
from configurator.rules.syntax import Selector, walk
from configurator.rules.world import Value
from configurator.rules.worlds import KnownWorld
from configurator.solver import Truth
from configurator.values.digits import show_digits
from configurator.values.money import Money
from configurator.values.problem import Problem
from configurator.values.text import Text
from configurator.wording import say_everywhere


def compose_content(proposal: Proposal) -> Content:
    """The content of a quote version that offers this proposal."""
    request, priced = proposal.request, proposal.quoted
    situation = proposal.session.compiled.situation
    catalog = situation.catalog
    package = catalog.packages.get((request.profile.industry, request.profile.size))
    until = request.day + timedelta(days=catalog.quote_validity_days)
    return Content(
        catalog=ContentCatalog(catalog.key, catalog.name, catalog.release, catalog.digest, catalog.number),
        customer=_customer(catalog, request),
        package=f"{request.profile.industry}/{request.profile.size}/{request.ambition}",
        package_name=_package_name(package, request),
        needs=tuple(_need(proposal, code) for code in request.needs),
        compliance=tuple(_figures(catalog, request, compliance=True)),
        currency=priced.currency.code,
        tax_inclusive=priced.tax_inclusive,
        date=request.day.isoformat(),
        valid_until=until.isoformat(),
        term_months=request.term_months,
        discount_percent=show_digits(request.discount_percent),
        proof=proposal.configuration.proof,
        lines=tuple(
            _line(catalog, line, charged, request.term_months)
            for line, charged in zip(proposal.configuration.lines, priced.lines, strict=True)
        ),
        totals=_totals(catalog, priced),
        advice=tuple(_advice(advice) for advice in proposal.configuration.advice),
        clauses=tuple(ContentClause(clause.key, clause.kind, clause.text) for clause in catalog.clauses),
        service_levels=_service_levels(catalog, request),
        tax_regime=_tax_regime(find_regime(catalog, request.tax_regime)),
        exchange=_exchange(catalog, request),
        benefits=compose_benefits(catalog, priced.benefits.granted),
        contract=compose_contract(priced.context),
        claims=compose_claims(proposal),
        manual_percent=show_digits(find_largest_discount(catalog, proposal.priced)),
        findings=tuple(map(_finding, proposal.priced.problems)),
    )


def _finding(problem: Problem) -> ContentFinding:
    place = problem.location or NOWHERE
    return ContentFinding(
        code=problem.code,
        severity=problem.severity.value,
        field=problem.field or "",
        file=place.file,
        line=place.line,
        column=place.column,
        sentence=say_everywhere(f"problems.{problem.code}", **problem.params),
        hint=say_everywhere(f"problems.{problem.code}.hint", **problem.params),
    )


def _customer(catalog: Catalog, request: Request) -> ContentCustomer:
    profile, size = request.profile, request.profile.size_result
    return ContentCustomer(
        name=profile.name,
        industry=profile.industry,
        industry_name=catalog.industries[profile.industry].name,
        class_code=profile.industry_code,
        size_class=profile.size,
        size_rule=size.rule if size else Text("", ""),
        provisional=size.provisional if size else False,
        missing=size.missing if size else (),
        figures=tuple(_figures(catalog, request, compliance=False)),
        size_name=_name_size(catalog, profile.size),
        size_label=catalog.inputs["size"].name,
        industry_label=catalog.inputs["industry"].name,
    )


def _name_size(catalog: Catalog, size: str) -> Text | None:
    return next((value.name for value in catalog.inputs["size"].values if value.key == size), None)


def _figures(catalog: Catalog, request: Request, *, compliance: bool) -> Iterator[ContentFigure]:
    """The inputs that were given (or, for compliance, that are above zero), as people read them."""
    for known in catalog.inputs.values():
        value = request.profile.values.get(known.key)
        if known.compliance is compliance and value is not None and _is_told(known, value, request):
            unit, code = _unit(catalog, known, value), str(value) if known.values else ""
            yield ContentFigure(known.key, known.name, _value_text(known, value), unit, code)


def _unit(catalog: Catalog, known: ProfileInput, value: Value) -> Text | None:
    unit = catalog.units.get(known.unit)
    return unit.for_count(value) if unit and isinstance(value, int) else unit


def _is_told(known: ProfileInput, value: Value, request: Request) -> bool:
    if known.compliance:
        return bool(value)
    return not known.derived and known.key in request.profile.given and known.key != "industry"


def _value_text(known: ProfileInput, value: Value) -> Text:
    if known.kind is InputKind.FLAG:
        return say_everywhere("quoting.yes" if value else "quoting.no")
    named = {option.key: option.name for option in known.values}
    return named.get(str(value)) or Text(str(value), str(value))


def _package_name(package: Package | None, request: Request) -> Text:
    ambition = say_everywhere(f"quoting.ambition.{request.ambition}")
    if package is None:
        return ambition
    return say_everywhere("quoting.package_name", package=package.name, ambition=ambition)


def _need(proposal: Proposal, code: str) -> ContentNeed:
    """The need with the components of which it speaks and which are in the package."""
    situation = proposal.session.compiled.situation
    need = situation.catalog.needs[code]
    quantities = {line.offering: line.quantity for line in proposal.configuration.lines}
    world = KnownWorld(situation.catalog, situation.profile, situation.needs, quantities)
    tree = situation.book.needs[code]
    if read_condition(tree, world) != Truth(True):
        return ContentNeed(code, need.name, fill(need.sentence, world), ())
    mentioned = {offering for node in walk(tree) if isinstance(node, Selector) for offering in world.members(node.text)}
    return ContentNeed(
        code, need.name, fill(need.sentence, world), tuple(key for key in quantities if key in mentioned)
    )


def _line(catalog: Catalog, line: ConfigurationLine, priced: PricedLine, term_months: int) -> ContentLine:
    offering = catalog.offerings[line.offering]
    family = catalog.families[offering.family]
    return ContentLine(
        number=priced.number,
        offering=offering.code,
        name=offering.name,
        description=offering.description,
        family=family.code,
        family_name=family.name,
        product_line=family.line,
        product_line_name=catalog.lines[family.line].name,
        unit=catalog.units[offering.unit].for_count(line.quantity),
        quantity=line.quantity,
        attributes=tuple(_attributes(offering, line)),
        reasons=tuple(_reason(reason) for reason in line.reasons),
        charges=tuple(_charge(charge, term_months) for charge in priced.charges),
    )


def _attributes(offering: Offering, line: ConfigurationLine) -> Iterator[tuple[Text, Text]]:
    for attribute in offering.attributes:
        for value in attribute.values:
            if line.attributes.get(attribute.key) == value.key:
                yield attribute.name, value.name


def _reason(reason: Reason) -> ContentReason:
    return ContentReason(reason.kind, reason.key, reason.sentence, reason.because)


def _charge(charge: Charge, term_months: int) -> ContentCharge:
    return ContentCharge(
        kind=charge.kind,
        period=charge.period,
        list=str(charge.list),
        net=str(charge.net),
        ex_tax=str(charge.ex_tax),
        tax_rate=show_digits(charge.tax_rate),
        tax=str(charge.tax),
        trace=tuple(_trace(step) for step in charge.trace),
        payments=compose_payments(charge, term_months),
    )


def _trace(step: TraceStep) -> ContentTrace:
    if step.step == "floor" and step.params.get("case") == "margin":
        return ContentTrace(step.step, str(step.amount), str(step.change), "", "", ())
    place = str(step.location) if step.location else ""
    return ContentTrace(
        step.step, str(step.amount), str(step.change), step.rule, place, tuple(sorted(step.params.items()))
    )


def _totals(catalog: Catalog, priced: PricedConfiguration) -> ContentTotals:
    totals = priced.totals
    return ContentTotals(
        one_time=str(totals.one_time),
        monthly=str(totals.monthly),
        annual=str(totals.annual),
        usage_estimate=str(totals.usage_estimate),
        first_year=str(totals.first_year),
        tcv=str(totals.tcv),
        list_tcv=str(totals.list_tcv),
        tax_by_rate=tuple((show_digits(rate), str(tax)) for rate, tax in sorted(totals.tax_by_rate.items())),
        tax_of_term=tuple(_tax_line(line) for line in totals.tax_of_term),
        tcv_capitals=_capitals(totals.tcv),
        quarterly=str(totals.quarterly or Money.zero(priced.currency)),
        schedule=compose_schedule(totals.schedule),
        savings=compose_savings(catalog, priced),
    )


def _service_levels(catalog: Catalog, request: Request) -> tuple[ContentServiceLevel, ...]:
    """The catalog's service levels in its order; none where it has none."""
    known = catalog.service_levels
    if known is None:
        return ()
    agreed = request.profile.values.get(known.input)
    return tuple(_service_level(level, is_agreed=level.key == agreed) for level in known.levels.values())


def _service_level(level: ServiceLevel, *, is_agreed: bool) -> ContentServiceLevel:
    return ContentServiceLevel(
        key=level.key,
        name=level.name,
        availability=show_digits(level.availability),
        minutes_down=show_digits(level.minutes_down),
        architecture=level.architecture,
        credits=tuple((show_digits(credit.below), show_digits(credit.percent)) for credit in level.credits),
        is_agreed=is_agreed,
    )


def _tax_regime(regime: TaxRegime | None) -> ContentTaxRegime | None:
    if regime is None:
        return None
    return ContentTaxRegime(
        key=regime.key,
        name=regime.name,
        rounding=regime.rounding.value,
        tax_on=regime.tax_on.value,
        treatment=regime.treatment.value,
        statement=regime.statement,
        regulation=regime.regulation,
    )


def _exchange(catalog: Catalog, request: Request) -> ContentExchange | None:
    rate = request.exchange
    if rate is None:
        return None
    return ContentExchange(
        catalog.currency.code, rate.currency, show_digits(rate.rate), rate.day.isoformat(), rate.source
    )


def _capitals(amount: Money) -> str:
    """The amount in capitals where its currency has them, else nothing."""
    try:
        return write_in_capitals(amount)
    except CapitalsRefused:
        return ""


def _tax_line(line: TaxLine) -> ContentTaxLine:
    return ContentTaxLine(show_digits(line.rate), str(line.inclusive), str(line.ex_tax), str(line.tax))


def _advice(advice: Advice) -> ContentAdvice:
    return ContentAdvice(advice.rule, advice.severity, advice.sentence)
