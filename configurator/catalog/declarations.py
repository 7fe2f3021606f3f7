"""The fields of every file of a catalog: the one source for reading them and for the editors' JSON Schemas."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from configurator.catalog.commercial_records import PRICING, PROGRAMMES
from configurator.catalog.model import RuleKind
from configurator.catalog.names import CODE as _CODE
from configurator.catalog.names import EVIDENCE as _EVIDENCE
from configurator.catalog.names import KEY as _KEY
from configurator.catalog.names import ORIGIN as _ORIGIN
from configurator.catalog.names import PERCENT as _PERCENT
from configurator.catalog.names import code as _code
from configurator.catalog.names import key as _key
from configurator.catalog.names import needs as _needs
from configurator.catalog.profile_records import (
    INDUSTRIES,
    NEEDS,
    PACKAGES,
    PROFILE,
    SIZE_ROW,
    SIZE_STANDARD,
)
from configurator.catalog.records import Bilingual, Field, ListOf, MapOf, Record
from configurator.catalog.sales_records import (
    APPROVALS,
    PRICE_FACTOR_ROW,
    PRICE_ROW,
    PROOFS,
    TAX,
    TAX_ROW,
    TERM_DISCOUNT_ROW,
    TERMS,
)
from configurator.catalog.scenario_records import describe_scenarios
from configurator.catalog.shapes import (
    Day,
    Figure,
    Flag,
    Formula,
    Named,
    OneOf,
    Span,
    Whole,
    Words,
)
from configurator.catalog.tax_records import (
    CURRENCY,
    EXCHANGE_RATE_ROW,
    TAX_REGIMES,
)
from configurator.values.problem import Severity

_ID = Named(re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,79}", re.ASCII), "VOICE-01")
# The most that one preference may weigh.
HEAVIEST = 100
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

CLAUSE = Record((
    _needs("kind", OneOf.words("terms", "assumptions")),
    _needs("zh", Words()),
    _needs("en", Words()),
))  # fmt: skip

CLAUSES = Record((_needs("clauses", MapOf(_key(defines="clause"), CLAUSE)),))

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
