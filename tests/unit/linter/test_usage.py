"""What nothing uses: inputs whose answers change nothing, product lines without a family."""

from __future__ import annotations

import pytest

from configurator.catalog.commercial import Measure
from configurator.catalog.model import Package, PackageLine, ProductLine, Rule
from configurator.catalog.promises import ServiceLevels
from configurator.catalog.sources import Expression
from configurator.linter.usage import check_inputs, check_lines
from configurator.rules.rulebook import read_rules
from configurator.values.text import Text
from tests.factories.benefits import make_book, make_loyalty, make_partners
from tests.factories.catalog import make_catalog, make_input, make_price_factor, make_rule, make_text
from tests.factories.programmes import make_discount


def find(check, **changes: object) -> list[str]:
    catalog = make_catalog(**changes)  # type: ignore[arg-type]
    load = read_rules(catalog)
    assert load.book is not None, load.problems
    return [str(problem.params["name"]) for problem in check(catalog, load.book)]


def rule_of(sentence: str) -> Rule:
    return make_rule("R", "A-1", sentence=Text(sentence, sentence))


FIGURE = make_input("figure")


def test_an_input_that_nothing_speaks_of_is_told() -> None:
    assert find(check_inputs, inputs=[FIGURE]) == ["figure"]


@pytest.mark.parametrize(
    "changes",
    [
        {"rules": [make_rule("R", "A-1 >= figure")]},
        {"rules": [make_rule("R", "A-1", "figure > 3")]},
        {"rules": [rule_of("For {ceil(figure / 2)} people.")]},
        {"inputs": [FIGURE, make_input("double", "figure * 2"), make_input("staff", "double")]},
        {"price_factors": (make_price_factor("A-1", "3", "2", input="figure"),)},
        {"service_levels": ServiceLevels("figure", {})},
        {"programmes": {"D": make_discount("D", measure=Measure.INPUT, input="figure")}},
        {"benefits": make_book(make_loyalty(input="figure"))},
        {"benefits": make_book(make_loyalty(balance="figure"))},
        {"benefits": make_book(make_partners(double="figure > 3"))},
        {
            "packages": {
                ("demo", "small"): Package(
                    "p", "demo", "small", make_text("p"), (PackageLine("A-1", Expression("figure")),)
                )
            }
        },
    ],
)
def test_an_input_that_something_speaks_of_is_fine(changes: dict[str, object]) -> None:
    assert find(check_inputs, **{"inputs": [FIGURE], **changes}) == []


def test_what_says_how_large_a_company_is_needs_no_formula() -> None:
    assert find(check_inputs, inputs=[make_input("staff"), make_input("industry", ""), make_input("size", "")]) == []


def test_a_line_without_a_family_is_told() -> None:
    lines = {key: ProductLine(key, make_text(key)) for key in ("demo", "idle")}
    assert find(check_lines, lines=lines) == ["idle"]


def test_compliance_levels_are_stated_in_proposals() -> None:
    assert find(check_inputs, inputs=[make_input("level", compliance=True)]) == []
