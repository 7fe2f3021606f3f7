"""A level that does not exist is refused with those that do, by figure and name."""

from configurator.customers.levels import name_levels
from configurator.customers.profile import read_profile
from configurator.rules.formulas import evaluate_formula
from configurator.values.text import Text
from configurator.wording import say_problem
from tests.factories.catalog_files import load_changed, load_tiny

NAMED = "values: {0: {zh: 不涉及, en: none}, 2: {zh: 第二级, en: Level 2}, 3: {zh: 3, en: 3}}"


def named_catalog():
    return load_changed("profile.yaml", "values: [0, 2, 3]", NAMED).catalog


def test_levels_that_are_only_listed_are_their_figures():
    assert name_levels(load_tiny().catalog.inputs["mlps"]) == (Text("0", "0"), Text("2", "2"), Text("3", "3"))


def test_named_levels_are_told_with_their_figures():
    assert name_levels(named_catalog().inputs["mlps"]) == (
        Text("0（不涉及）", "0 (none)"),
        Text("2（第二级）", "2 (Level 2)"),
        Text("3", "3"),
    )


def test_the_remedy_names_what_may_be_stated_in_the_readers_language():
    catalog = named_catalog()
    _, (problem,) = read_profile(catalog, {"industry": "Q84", "mlps": 7}, evaluate_formula(catalog))
    assert (problem.code, problem.field) == ("customer_level_unknown", "customer.mlps")
    assert "0 (none), 2 (Level 2), 3" in say_problem("en", problem)[1]
    assert "0（不涉及）、2（第二级）、3" in say_problem("zh", problem)[1]
