"""The fields of every file of a catalog: the one source for reading them and for the editors' JSON Schemas."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from configurator.catalog.commercial_records import PRICING, PROGRAMMES
from configurator.catalog.model import InputKind, PriceModel, RuleKind
from configurator.catalog.names import CODE as _CODE
from configurator.catalog.names import EVIDENCE as _EVIDENCE
from configurator.catalog.names import KEY as _KEY
from configurator.catalog.names import ORIGIN as _ORIGIN
from configurator.catalog.names import PERCENT as _PERCENT
from configurator.catalog.names import SELECTOR as _SELECTOR
from configurator.catalog.names import VALIDITY as _VALIDITY
from configurator.catalog.names import code as _code
from configurator.catalog.names import key as _key
from configurator.catalog.names import needs as _needs
from configurator.catalog.price_records import MONTH_FIELD, MOST_UNITS, TERM_FIELDS
from configurator.catalog.records import Bilingual, Either, Field, ListOf, MapOf, Record
from configurator.catalog.scenario_records import describe_scenarios
from configurator.catalog.shapes import (
    Day,
    Figure,
    Flag,
    Formula,
    Named,
    OneOf,
    PlacedShape,
    SignedFigure,
    Span,
    Whole,
    Words,
)
from configurator.catalog.tax_records import (
    CURRENCY,
    EXCHANGE_RATE_ROW,
    REGIME_COLUMN,
    TAX_REGIMES,
    describe_tax_bundles,
)
from configurator.values.periods import ChargeKind, Period
from configurator.values.problem import Severity

SIZES = ("micro", "small", "medium", "large")
INDICATORS = ("staff", "revenue", "assets")
GIVEN_INPUTS = ("industry", "size")

# The most that one preference may weigh.
HEAVIEST = 100
# Words of the language of conditions and formulas (docs/catalog/rules.md).
RESERVED = frozenset({
    "not", "and", "or", "implies", "in", "total", "count", "sum", "any", "all", "none",
    "exactly", "at_least", "at_most", "every", "need",
    "ceil", "floor", "min", "max", "if", "yes", "no", "true", "false",
})  # fmt: skip
# Fields of a request's customer that are not profile inputs.
CUSTOMER_FIELDS = frozenset({"name", "revenue", "assets", "finance_class", *GIVEN_INPUTS})

_ID = Named(re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,79}", re.ASCII), "VOICE-01")
_FILE = Named(re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.csv", re.ASCII), "cn_2017.csv")
_INDUSTRY_CLASS = Named(re.compile(r"[A-T][0-9]{0,4}", re.ASCII), "Q84")
_VALUE = Named(re.compile(r"[a-z0-9][a-z0-9_]{0,63}", re.ASCII), "gold")
# A class of the official classification, or an industry of the catalog itself.
_SIZED = Named(re.compile(r"[A-T][0-9]{0,4}|[a-z][a-z0-9_]{0,63}", re.ASCII), "Q84")
_RATE = Figure(6)
_LEVEL = Whole(0, 9)
_LEVEL_KEY = OneOf(tuple((str(level), level) for level in range(10)))
_FORMULA = Formula()


_SENTENCE = Bilingual(sentence=True)
_TEXTS_BY_KEY = {kind: MapOf(_key(defines=kind), Bilingual()) for kind in ("owner", "line", "capacity", "tag")}
_UNITS = MapOf(_key(defines="unit"), Bilingual(counted=True))

CATALOG = Record((
    _needs("key", _KEY),
    _needs("name", Bilingual()),
    _needs("release", _ID),
    _needs("currency", CURRENCY),
    Field("currency_exponent", Whole(0, 4)),
    Field("tax_inclusive", Flag()),
    Field("quote_validity_days", Whole(1, 3650)),
    Field("rate_decimals", Whole(0, 6)),
    Field("owners", _TEXTS_BY_KEY["owner"]),
))  # fmt: skip

VOCABULARY = Record((
    _needs("lines", _TEXTS_BY_KEY["line"]),
    _needs("units", _UNITS),
    Field("capacities", _TEXTS_BY_KEY["capacity"]),
    Field("tags", _TEXTS_BY_KEY["tag"]),
))  # fmt: skip

ATTRIBUTE = Record((
    _needs("name", Bilingual()),
    _needs("values", MapOf(_KEY, Bilingual(), at_least=1, strict=True)),
    Field("default", _KEY),
))  # fmt: skip

OFFERING = Record((
    _needs("name", Bilingual()),
    Field("description", Bilingual()),
    _needs("unit", _key(refers="unit")),
    Field("tax", _code(refers="tax")),
    Field("quantity", Span()),
    Field("provides", MapOf(_key(refers="capacity"), Whole(), strict=True)),
    Field("tags", ListOf(_key(refers="tag"))),
    Field("pass_through", Flag()),
    Field("spec_source", Words(200)),
    Field("attributes", MapOf(_KEY, ATTRIBUTE, strict=True)),
))  # fmt: skip

OFFERINGS = Record((
    _needs("family", _code(defines="family")),
    _needs("name", Bilingual()),
    _needs("line", _key(refers="line")),
    Field("tax", _code(refers="tax")),
    _needs("offerings", MapOf(_code(defines="offering"), OFFERING, at_least=1)),
))  # fmt: skip

_CONDITIONS = ListOf(_FORMULA, at_least=1)

RULE = Record((
    _needs("id", replace(_ID, defines="rule")),
    _needs("kind", OneOf.members(RuleKind)),
    Field("owner", _key(refers="owner")),
    Field("severity", OneOf.members(Severity)),
    _needs("sentence", _SENTENCE),
    Field("evidence", _EVIDENCE),
    Field("source", Words(400)),
    Field("valid_from", Day()),
    Field("valid_to", Day()),
    Field("if", _FORMULA),
    Field("then", _FORMULA),
    Field("never_together", ListOf(_FORMULA, at_least=2)),
    Field("of", _CONDITIONS),
    Field("quantity", _FORMULA),
    Field("exactly", _FORMULA),
    Field("at_least", _FORMULA),
    Field("at_most", _FORMULA),
    Field("provided", _FORMULA),
    Field("required", _FORMULA),
    Field("by", _FORMULA),
    Field("tiers", MapOf(_code(refers="offering"), Whole(), at_least=1, strict=True)),
    Field("table", _key(refers="table")),
    Field("prefer", _FORMULA),
    Field("weight", Whole(1, HEAVIEST)),
    Field("take", _FORMULA),
    Field("set", _FORMULA),
    Field("value", _FORMULA),
))  # fmt: skip

RULES = Record((
    Field("owner", _key(refers="owner")),
    _needs("rules", ListOf(RULE)),
))  # fmt: skip

INPUT = Record((
    _needs("name", Bilingual()),
    _needs("kind", OneOf.members(InputKind)),
    Field("minimum", Whole()),
    Field("maximum", Whole()),
    _needs("default", _FORMULA),
    Field("values", MapOf(_KEY, Bilingual(), at_least=2, strict=True)),
    Field("derived", Flag()),
    Field("unit", _key(refers="unit")),
    Field("group", _key(refers="group")),
    Field("industries", ListOf(_key(refers="industry"))),
))  # fmt: skip

LEVEL = Record((
    _needs("name", Bilingual()),
    _needs("values", Either(ListOf(_LEVEL, at_least=2), MapOf(_LEVEL_KEY, Bilingual(), at_least=2, strict=True))),
    _needs("default", _FORMULA),
    Field("industries", ListOf(_key(refers="industry"))),
))  # fmt: skip

_INPUT_KEY = replace(_key(defines="input"), reserved=RESERVED | CUSTOMER_FIELDS)

GIVEN = Record((
    _needs("industry", Bilingual()),
    _needs("size", Bilingual()),
    _needs("sizes", MapOf(OneOf.words(*SIZES), Bilingual(), at_least=len(SIZES), strict=True)),
))  # fmt: skip

PROFILE = Record((
    Field("given", GIVEN),
    Field("groups", MapOf(_key(defines="group"), Bilingual())),
    _needs("inputs", MapOf(_INPUT_KEY, INPUT)),
    Field("compliance", MapOf(_INPUT_KEY, LEVEL)),
))  # fmt: skip

NEED = Record((
    _needs("name", Bilingual()),
    _needs("sentence", _SENTENCE),
    Field("description", Bilingual()),
    _needs("require", _FORMULA),
))  # fmt: skip

NEEDS = Record((_needs("needs", MapOf(_key(defines="need"), NEED)),))

INDUSTRY = Record((
    _needs("name", Bilingual()),
    Field("classes", ListOf(_INDUSTRY_CLASS, at_least=1)),
    Field("compliance", MapOf(_key(refers="input"), _FORMULA, strict=True)),
))  # fmt: skip

INDUSTRIES = Record((_needs("industries", MapOf(_key(defines="industry"), INDUSTRY)),))

PACKAGE_LINE = Record((
    _needs("quantity", _FORMULA),
    Field("when", _FORMULA),
    Field("reason", Bilingual()),
))  # fmt: skip

PACKAGE = Record((
    Field("name", Bilingual()),
    Field("needs", ListOf(_key(refers="need"))),
    Field("compliance", MapOf(_key(refers="input"), _LEVEL, strict=True)),
    Field("lines", MapOf(_code(refers="offering"), Either(_FORMULA, PACKAGE_LINE), strict=True)),
    Field("remove", ListOf(_code(refers="offering"))),
))  # fmt: skip

PACKAGES = Record((
    Field("industry", _key(refers="industry")),
    _needs("sizes", MapOf(OneOf.words(*SIZES), PACKAGE, at_least=1)),
))  # fmt: skip

TAX = Record((
    _needs("categories", MapOf(_code(defines="tax"), Bilingual())),
    describe_tax_bundles(_SELECTOR),
))  # fmt: skip

TERM = Record((
    _needs("months", Whole(1, 240)),
    _needs("name", Bilingual()),
    Field("default", Flag()),
))  # fmt: skip

TERMS = Record((_needs("terms", ListOf(TERM, at_least=1)),))

APPROVALS = Record((_needs("limits", MapOf(_KEY, _PERCENT)),))

SIZE_STANDARD = Record((
    _needs("key", _key(defines="size_standard")),
    _needs("name", Bilingual()),
    _needs("rule", Bilingual()),
    _needs("table", _FILE),
    Field("indicators", MapOf(OneOf.words(*INDICATORS), Bilingual())),
    Field("classes", MapOf(_SIZED, _KEY)),
    Field("fallbacks", MapOf(_SIZED, _KEY)),
))  # fmt: skip

CLAUSE = Record((
    _needs("kind", OneOf.words("terms", "assumptions")),
    _needs("zh", Words()),
    _needs("en", Words()),
))  # fmt: skip

CLAUSES = Record((_needs("clauses", MapOf(_key(defines="clause"), CLAUSE)),))

PRICE_ROW = Record((
    _needs("offering", _code(refers="offering")),
    _needs("charge", OneOf.members(ChargeKind)),
    Field("period", OneOf.members(Period)),
    _needs("model", OneOf.members(PriceModel)),
    Field("from", Whole(1, MOST_UNITS)),
    MONTH_FIELD,
    Field("amount", _RATE, required=True, may_be_empty=True),
    Field("cost", _RATE),
    *TERM_FIELDS,
    *_VALIDITY,
    *_ORIGIN,
))  # fmt: skip

TAX_ROW = Record((
    _needs("category", _code(refers="tax")),
    _needs("rate", Figure(4, maximum=Decimal(1))),
    REGIME_COLUMN,
    *_VALIDITY,
    *_ORIGIN,
))  # fmt: skip

TERM_DISCOUNT_ROW = Record((
    _needs("id", _ID),
    _needs("applies_to", _SELECTOR),
    _needs("months", Whole(1, 240)),
    _needs("percent", _PERCENT),
    *_VALIDITY,
    *_ORIGIN,
))  # fmt: skip

_FACTOR = Figure(4, minimum=Decimal("0.0001"), maximum=Decimal(100))

PRICE_FACTOR_ROW = Record((
    _needs("id", _ID),
    _needs("applies_to", _SELECTOR),
    _needs("input", _key(refers="input")),
    _needs("value", _VALUE),
    _needs("factor", _FACTOR),
    _needs("charge", OneOf.members(ChargeKind)),
    *_VALIDITY,
    *_ORIGIN,
))  # fmt: skip

_LEAST_MARGIN = PlacedShape(SignedFigure())
_MOST_AMOUNT = MapOf(OneOf.words(*SIZES), PlacedShape(Figure(4)), at_least=1)

MARGINS = Record((
    Field("all", _LEAST_MARGIN),
    Field("default", _LEAST_MARGIN),
    Field("families", MapOf(_code(refers="family"), _LEAST_MARGIN)),
))  # fmt: skip

PROOFS = Record((
    Field("discounts_of", _KEY),
    Field("least_margin", MARGINS),
    Field("most_monthly", _MOST_AMOUNT),
    Field("most_one_time", _MOST_AMOUNT),
    Field("most_tcv", _MOST_AMOUNT),
))  # fmt: skip

_AVAILABILITY = Figure(4, maximum=Decimal(100))

SERVICE_CREDIT = Record((
    _needs("below", _AVAILABILITY),
    _needs("percent", _PERCENT),
))  # fmt: skip

SERVICE_LEVEL = Record((
    _needs("availability", _AVAILABILITY),
    _needs("minutes_down", Figure(2, maximum=Decimal(43_200))),
    _needs("architecture", Bilingual()),
    _needs("credits", ListOf(SERVICE_CREDIT, at_least=1)),
    *_ORIGIN,
))  # fmt: skip

SERVICE_LEVELS = Record((
    _needs("input", _key(refers="input")),
    _needs("levels", MapOf(_KEY, SERVICE_LEVEL, at_least=1)),
))  # fmt: skip

SIZE_ROW = Record((
    _needs("key", _KEY),
    _needs("name_zh", Words(200)),
    _needs("name_en", Words(200)),
    Field("classes", Named(re.compile(r"\*|[A-T][0-9]{0,4}( [A-T][0-9]{0,4})*", re.ASCII), "I63 I64")),
    _needs("indicator", OneOf.words(*INDICATORS)),
    _needs("unit_cny", Whole(1)),
    _needs("large", Whole()),
    _needs("medium", Whole()),
    _needs("small", Whole()),
    _needs("evidence", _EVIDENCE),
))  # fmt: skip

_PATH = Named(re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*(?:\.[a-z][a-z0-9_]{0,63})?", re.ASCII), "RDS-8C32G-HA.tls")
SCENARIOS = describe_scenarios(replace(_ID, defines="scenario"), _ID, _CODE, _PATH, _KEY)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of catalog file: which paths are of it, what it holds, whether a catalog must have one.

    `rows` is the record of a CSV file's lines; a CSV kind without it has free columns, and its files' names are what it
    `defines` (combination tables, price matrices). What is `apart` belongs to the folder but is not part of the
    catalog: it has a reader of its own.
    """

    name: str
    pattern: str
    record: Record | None = None
    rows: Record | None = None
    required: bool = False
    apart: bool = False
    defines: str = ""


FILE_KINDS: tuple[FileKind, ...] = (
    FileKind("catalog", "catalog.yaml", CATALOG, required=True),
    FileKind("vocabulary", "vocabulary.yaml", VOCABULARY, required=True),
    FileKind("offerings", "offerings/*.yaml", OFFERINGS, required=True),
    FileKind("prices", "prices/*.csv", rows=PRICE_ROW, required=True),
    FileKind("price_matrices", "price_matrices/*.csv", defines="matrix"),
    FileKind("rules", "rules/*.yaml", RULES),
    FileKind("tables", "tables/*.csv", defines="table"),
    FileKind("profile", "profile.yaml", PROFILE),
    FileKind("needs", "needs.yaml", NEEDS),
    FileKind("industries", "industries.yaml", INDUSTRIES),
    FileKind("sizes", "sizes/*.yaml", SIZE_STANDARD),
    FileKind("size_tables", "sizes/*.csv", rows=SIZE_ROW),
    FileKind("packages", "packages/*.yaml", PACKAGES),
    FileKind("tax", "tax.yaml", TAX, required=True),
    FileKind("tax_rates", "tax.csv", rows=TAX_ROW, required=True),
    FileKind("tax_regimes", "tax_regimes.yaml", TAX_REGIMES),
    FileKind("exchange_rates", "exchange_rates.csv", rows=EXCHANGE_RATE_ROW),
    FileKind("terms", "terms.yaml", TERMS),
    FileKind("term_discounts", "term_discounts.csv", rows=TERM_DISCOUNT_ROW),
    FileKind("price_factors", "price_factors.csv", rows=PRICE_FACTOR_ROW),
    FileKind("pricing", "pricing.yaml", PRICING),
    FileKind("programmes", "programmes/*.yaml", PROGRAMMES),
    FileKind("service_levels", "service_levels.yaml", SERVICE_LEVELS),
    FileKind("proofs", "proofs.yaml", PROOFS),
    FileKind("approvals", "approvals.yaml", APPROVALS),
    FileKind("clauses", "clauses.yaml", CLAUSES),
    FileKind("scenarios", "scenarios/*.yaml", SCENARIOS, apart=True),
)
