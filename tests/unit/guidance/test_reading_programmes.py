"""Programmes and promotion codes of a request."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from configurator.catalog.model import Catalog
from configurator.catalog.reading import read_catalog
from configurator.guidance.reading import read_request
from configurator.guidance.request import context_of
from configurator.guidance.salvaging import salvage_request
from configurator.values.problem import Severity
from configurator.wording import say_problem
from tests.factories.scenario_files import PROGRAMMES, shop_files

TODAY = date(2026, 11, 22)
CUSTOMER = {"industry": "I65", "staff": 40, "sites": 2}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    dated = PROGRAMMES.replace("    code: HELLO-2026\n", "    code: HELLO-2026\n    valid_to: 2026-12-31\n")
    dated = dated.replace("    on_request: yes\n", "    on_request: yes\n    valid_from: 2026-11-01\n")
    loaded = read_catalog(shop_files() | {"programmes/shop.yaml": dated.encode()}).catalog
    assert loaded is not None
    return loaded


def read(catalog: Catalog, **raw: Any):
    return read_request(catalog, {"customer": CUSTOMER, **raw}, TODAY)


def test_a_request_need_not_name_any(catalog: Catalog) -> None:
    request, problems = read(catalog)
    assert problems == ()
    assert request is not None
    assert (request.programmes, request.codes) == ((), ())


def test_each_is_kept_once_and_handed_to_pricing(catalog: Catalog) -> None:
    request, problems = read(catalog, programmes=["TALK", "HELLO", "TALK"], codes=["HELLO-2026"], needs=[])
    assert problems == ()
    assert request is not None
    assert (request.programmes, request.codes) == (("TALK", "HELLO"), ("HELLO-2026",))
    context = context_of(request)
    assert (context.named, context.codes, context.needs) == ({"TALK", "HELLO"}, {"HELLO-2026"}, frozenset())


@pytest.mark.parametrize(
    ("raw", "code", "field"),
    [
        ({"programmes": ["TALKS"]}, "request_programme_unknown", "programmes.0"),
        ({"programmes": ["TALK", 7]}, "request_programme_unknown", "programmes.1"),
        ({"programmes": "TALK"}, "request_list_expected", "programmes"),
        ({"codes": ["hello-2026"]}, "request_code_unknown", "codes.0"),
        ({"codes": ["TALK"]}, "request_code_unknown", "codes.0"),
        ({"codes": {"HELLO-2026": 1}}, "request_list_expected", "codes"),
    ],
)
def test_what_the_catalog_does_not_have_is_refused(catalog: Catalog, raw: Any, code: str, field: str) -> None:
    request, problems = read(catalog, **raw)
    assert request is None
    assert [(problem.code, problem.field) for problem in problems] == [(code, field)]
    assert all(all(say_problem(language, problems[0])) for language in ("zh", "en"))  # type: ignore[arg-type]


def test_the_nearest_programme_is_named_but_no_code(catalog: Catalog) -> None:
    _, (programme,) = read(catalog, programmes=["talc"])
    _, (code,) = read(catalog, codes=["HELLO-2025"])
    assert programme.params["nearest"] == "TALK"
    assert code.params == {"promotion": "HELLO-2025"}


@pytest.mark.parametrize(
    ("raw", "code", "dates"),
    [
        ({"programmes": ["TALK"], "date": "2026-10-31"}, "request_programme_not_in_force", "2026-11-01 – …"),
        ({"codes": ["HELLO-2026"], "date": "2027-01-01"}, "request_code_not_in_force", "… – 2026-12-31"),
    ],
)
def test_what_is_not_in_force_is_told_and_does_no_harm(catalog: Catalog, raw: Any, code: str, dates: str) -> None:
    request, (problem,) = read(catalog, **raw)
    assert request is not None
    assert (problem.code, problem.severity, problem.params["dates"]) == (code, Severity.WARNING, dates)


def test_on_the_first_and_the_last_day_all_is_well(catalog: Catalog) -> None:
    assert read(catalog, programmes=["TALK"], date="2026-11-01")[1] == ()
    assert read(catalog, codes=["HELLO-2026"], date="2026-12-31")[1] == ()


def test_programmes_of_another_release_are_left_out(catalog: Catalog) -> None:
    raw = {"customer": CUSTOMER, "programmes": ["OLD", "TALK"], "codes": ["GONE-2025"]}
    salvage = salvage_request(catalog, raw, TODAY)
    assert salvage is not None
    assert (salvage.request.programmes, salvage.request.codes) == (("TALK",), ())
    assert (salvage.raw["programmes"], salvage.raw["codes"]) == (["TALK"], [])


def test_a_catalog_without_programmes_knows_none() -> None:
    plain = {path: content for path, content in shop_files().items() if not path.startswith("programmes/")}
    bare = read_catalog(plain).catalog
    assert bare is not None
    _, (problem,) = read(bare, programmes=["TALK"])
    assert problem.params["nearest"] == "–"
