"""Random quotes come to the same minor units in the product and in a computation with whole numbers only."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from configurator.catalog.taxation import Treatment
from configurator.values.periods import ChargeKind, Period
from tests.oracle.pricing.comparing import compare, shrink
from tests.oracle.pricing.granting import MEASURES
from tests.oracle.pricing.listing import MODELS
from tests.oracle.pricing.mixing import make_world
from tests.oracle.pricing.ratios import Ratio
from tests.oracle.pricing.reckoning import STAGES
from tests.oracle.pricing.shares import TRAITS, count_shares
from tests.oracle.pricing.world import Manual

HERE = Path(__file__).parent
OWN = ("ratios", "world", "periods", "listing", "anchoring", "granting", "reckoning", "restating", "summing", "giving")
OWN = (*OWN, "making", "mixing", "shares")
KNOWN = {"collections.abc", "dataclasses", "datetime", "math", "random"}


@pytest.mark.parametrize("hundred", range(30))
def test_every_figure_is_the_oracles_to_the_minor_unit(hundred):
    for seed in range(100 * hundred, 100 * hundred + 100):
        assert compare(make_world(seed)) is None, f"python -m tests.oracle.pricing 1 --seed {seed}"


# The oracle is a second computation: whole numbers, nothing of the product.


@pytest.mark.parametrize("name", OWN)
def test_the_oracle_shares_no_code_with_the_product(name):
    tree = ast.parse((HERE / f"{name}.py").read_text())
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {node.module for node in imported if isinstance(node, ast.ImportFrom)}
    assert [node for node in imported if isinstance(node, ast.Import)] == []
    assert {each for each in modules if not each.startswith("tests.oracle.pricing.")} <= KNOWN
    assert {each.rpartition(".")[2] for each in modules if each.startswith("tests.")} <= set(OWN)


@pytest.mark.parametrize("name", OWN)
def test_the_oracle_counts_with_whole_numbers_only(name):
    for node in ast.walk(ast.parse((HERE / f"{name}.py").read_text())):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float | complex)), node.lineno
        assert not (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)), node.lineno
        assert not (isinstance(node, ast.Name) and node.id in ("float", "Decimal", "Fraction", "round")), node.lineno


@pytest.mark.parametrize(
    ("over", "under", "half_up", "half_even"),
    [(1, 2, 1, 0), (3, 2, 2, 2), (-1, 2, -1, 0), (-3, 2, -2, -2), (1, 3, 0, 0), (2, 3, 1, 1), (0, 7, 0, 0)],
)
def test_halves_go_away_from_zero_or_to_the_even_neighbour(over, under, half_up, half_even):
    assert Ratio(over, under).settle("half_up") == half_up
    assert Ratio(over, under).settle("half_even") == half_even


# What is drawn covers what there is.


def test_random_quotes_meet_every_model_stage_and_measure():
    drawn = [make_world(seed) for seed in range(800)]
    prices = [price for world in drawn for offer in world.offers for price in offer.prices]
    assert {each.model for each in prices} == set(MODELS)
    assert {kind for world in drawn for _, kind in world.stages} == set(STAGES)
    assert {each.measure for world in drawn for each in world.programmes} == set(MEASURES)
    assert {each.kind for each in prices} == {each.value for each in ChargeKind}
    assert {each.period for each in prices} == {None, *(each.value for each in Period)}
    assert {each.form for world in drawn for each in world.manual} == {"percent", "amount", "target"}
    assert {each.treatment for world in drawn for each in world.regimes} == {each.value for each in Treatment}
    for had in (
        "calendar",
        "end",
        "ramps",
        "floors",
        "roundings",
        "factors",
        "codes",
        "named",
        "currency_modes",
        "ends",
    ):
        assert any(getattr(world, had) for world in drawn), had


@pytest.fixture(scope="module")
def shares():
    return count_shares(map(make_world, range(1000)))


@pytest.mark.parametrize("trait", TRAITS)
def test_of_a_thousand_random_quotes_a_good_share_meets_it(shares, trait):
    assert shares[trait] >= LEAST.get(trait, 150)


# What takes several things at once.
LEAST = {"bundle in two rows": 60, "points pay": 60, "reverse charge": 30, "zero rated": 30, "home tax taken out": 90}
LEAST = {**LEAST, "currency and regime": 60, "benefits left out": 80}


def test_a_difference_is_made_small():
    def differs(world):
        return "differs" if any(manual.form == "target" for manual in world.manual) else None

    found = next(make_world(seed) for seed in range(1000) if differs(make_world(seed)))
    small = shrink(found, differs)
    assert [replace(each, scope="") for each in small.manual] == [Manual("", "target", 0)]
    assert (small.offers, small.lines, small.programmes, small.ramps) == ((), (), (), ())
    assert (small.regimes, small.exchange, small.ladders, small.partners) == ((), None, (), ())
