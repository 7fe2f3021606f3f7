"""What files say of customers: their profile, needs, industries, size classes, and the packages made for them."""

from __future__ import annotations

import re
from dataclasses import replace

from configurator.catalog.model import InputKind
from configurator.catalog.names import EVIDENCE as _EVIDENCE
from configurator.catalog.names import KEY as _KEY
from configurator.catalog.names import code as _code
from configurator.catalog.names import key as _key
from configurator.catalog.names import needs as _needs
from configurator.catalog.records import Bilingual, Either, Field, ListOf, MapOf, Record
from configurator.catalog.shapes import (
    Flag,
    Formula,
    Named,
    OneOf,
    Whole,
    Words,
)

SIZES = ("micro", "small", "medium", "large")
INDICATORS = ("staff", "revenue", "assets")
GIVEN_INPUTS = ("industry", "size")

# Words of the language of conditions and formulas (docs/catalog/rules.md).
RESERVED = frozenset({
    "not", "and", "or", "implies", "in", "total", "count", "sum", "any", "all", "none",
    "exactly", "at_least", "at_most", "every", "need",
    "ceil", "floor", "min", "max", "if", "yes", "no", "true", "false",
})  # fmt: skip
# Fields of a request's customer that are not profile inputs.
CUSTOMER_FIELDS = frozenset({"name", "revenue", "assets", "finance_class", *GIVEN_INPUTS})

_FILE = Named(re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.csv", re.ASCII), "cn_2017.csv")
_INDUSTRY_CLASS = Named(re.compile(r"[A-T][0-9]{0,4}", re.ASCII), "Q84")
# A class of the official classification, or an industry of the catalog itself.
_SIZED = Named(re.compile(r"[A-T][0-9]{0,4}|[a-z][a-z0-9_]{0,63}", re.ASCII), "Q84")
_LEVEL = Whole(0, 9)
_LEVEL_KEY = OneOf(tuple((str(level), level) for level in range(10)))
_FORMULA = Formula()
_SENTENCE = Bilingual(sentence=True)

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

SIZE_STANDARD = Record((
    _needs("key", _key(defines="size_standard")),
    _needs("name", Bilingual()),
    _needs("rule", Bilingual()),
    _needs("table", _FILE),
    Field("indicators", MapOf(OneOf.words(*INDICATORS), Bilingual())),
    Field("classes", MapOf(_SIZED, _KEY)),
    Field("fallbacks", MapOf(_SIZED, _KEY)),
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
