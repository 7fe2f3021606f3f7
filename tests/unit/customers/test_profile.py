"""What a customer states becomes a complete profile, or problems with field and remedy."""

from decimal import Decimal
from fractions import Fraction

import pytest

from configurator.customers.profile import read_profile
from configurator.rules.formulas import evaluate_formula
from configurator.values.refusal import Refusal
from configurator.wording import say_problem
from tests.factories.catalog_files import load_changed, load_tiny


def read(raw, catalog=None):
    catalog = catalog or load_tiny().catalog
    return read_profile(catalog, raw, evaluate_formula(catalog))


def read_well(raw, catalog=None):
    profile, problems = read(raw, catalog)
    assert problems == ()
    return profile


def faults(raw, catalog=None):
    profile, problems = read(raw, catalog)
    assert profile is None
    for problem in problems:
        for language in ("zh", "en"):
            assert all(say_problem(language, problem))
    return [(problem.field, problem.code) for problem in problems]


def test_an_industry_is_enough():
    profile = read_well({"industry": "Q84"})
    assert profile.values == {
        "industry": "healthcare",
        "size": "small",
        "staff": 50,
        "sites": 1,
        "beds": 25,
        "phones": 30,
        "cards": False,
        "sla": "silver",
        "mlps": 3,
    }
    assert (profile.industry, profile.size, profile.industry_code) == ("healthcare", "small", "Q84")
    assert profile.given == {"industry"}


def test_a_size_from_a_default_figure_is_provisional():
    result = read_well({"industry": "Q84"}).size_result
    assert (result.provisional, result.missing) == (True, ("staff",))
    assert not read_well({"industry": "Q84", "staff": 860}).size_result.provisional


def test_figures_come_as_numbers_or_as_text():
    assert read_well({"industry": "Q84", "staff": "860"}) == read_well({"industry": "Q84", "staff": 860})
    assert read_well({"industry": "Q84", "staff": " 860 "}).values["staff"] == 860


def test_defaults_and_derived_figures_follow_what_is_stated():
    values = read_well({"industry": "Q84", "staff": 861, "sites": 3}).values
    assert (values["beds"], values["phones"], values["sites"], values["size"]) == (431, 517, 3, "large")


def test_a_stated_figure_stands_before_its_default():
    profile = read_well({"industry": "Q84", "staff": 861, "beds": 0})
    assert profile.values["beds"] == 0
    assert profile.given == {"industry", "staff", "beds"}


def test_an_input_of_other_industries_counts_as_zero_unless_it_is_stated():
    assert read_well({"industry": "I65", "staff": 100}).values["beds"] == 0
    assert read_well({"industry": "I65", "staff": 100, "beds": 7}).values["beds"] == 7


def test_the_industry_states_the_default_of_its_compliance_levels():
    assert read_well({"industry": "Q84", "staff": 9}).values["mlps"] == 2
    assert read_well({"industry": "Q84", "staff": 10}).values["mlps"] == 3
    assert read_well({"industry": "I65", "staff": 10}).values["mlps"] == 0
    assert read_well({"industry": "Q84", "staff": 10, "mlps": 0}).values["mlps"] == 0


def test_a_stated_size_stands_before_the_classification():
    profile = read_well({"industry": "Q84", "staff": 10_000, "size": "micro"})
    assert (profile.size, profile.values["size"], profile.size_result) == ("micro", "micro", None)


def test_revenue_counts_in_yuan_for_the_size():
    profile = read_well({"industry": "I65", "staff": 103, "revenue": "157352800.00"})
    assert (profile.size, profile.revenue) == ("medium", Decimal("157352800.00"))
    assert read_well({"industry": "I65", "staff": 103, "revenue": 5}).size == "micro"


def test_blank_values_count_as_not_stated():
    raw = {"industry": "Q84", "staff": "", "sites": None, "revenue": " ", "finance_class": ""}
    assert read_well(raw).values == read_well({"industry": "Q84"}).values


def test_flags_and_choices_are_taken_over():
    values = read_well({"industry": "Q84", "cards": "yes", "sla": "gold"}).values
    assert (values["cards"], values["sla"]) == (True, "gold")
    assert read_well({"industry": "Q84", "cards": False}).values["cards"] is False


def test_the_name_is_kept_and_nothing_is_made_of_it():
    assert read_well({"industry": "Q84", "name": " 市医院 "}).name == "市医院"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("staff", -5, "customer_figure_negative"),
        ("staff", "-5", "customer_figure_negative"),
        ("staff", "８６０", "customer_figure_full_width"),
        ("staff", "860人", "customer_figure_malformed"),
        ("staff", "8,600", "customer_figure_malformed"),
        ("staff", "8e3", "customer_figure_malformed"),
        ("staff", 1.5, "customer_figure_not_whole"),
        ("staff", 860.0, "customer_figure_not_whole"),
        ("staff", float("nan"), "customer_figure_malformed"),
        ("staff", "1.5", "customer_figure_not_whole"),
        ("staff", True, "customer_figure_malformed"),
        ("staff", [], "customer_figure_malformed"),
        ("staff", {"a": 1}, "customer_figure_malformed"),
        ("staff", 0, "customer_out_of_bounds"),
        ("staff", 1_000_001, "customer_out_of_bounds"),
        ("staff", "1" * 16, "customer_figure_too_long"),
        ("revenue", "1.234", "customer_figure_decimals"),
        ("revenue", 1.5, "customer_figure_malformed"),
        ("assets", -1, "customer_figure_negative"),
        ("cards", 1, "customer_flag_malformed"),
        ("cards", "maybe", "customer_flag_malformed"),
        ("sla", "goldd", "customer_choice_unknown"),
        ("sla", 3, "customer_choice_unknown"),
        ("size", "huge", "customer_choice_unknown"),
        ("mlps", 1, "customer_level_unknown"),
        ("mlps", "9", "customer_level_unknown"),
        ("phones", 3, "customer_field_derived"),
        ("bedz", 3, "customer_field_unknown"),
    ],
)
def test_names_the_field_and_what_is_wrong_with_it(key, value, code):
    assert faults({"industry": "Q84", key: value}) == [(f"customer.{key}", code)]


def test_an_integer_too_long_to_be_written_is_a_problem_too():
    assert faults({"industry": "Q84", "staff": 10**5000}) == [("customer.staff", "customer_figure_malformed")]


def test_an_unknown_field_is_told_the_nearest():
    _, (problem,) = read({"industry": "Q84", "bedz": 3})
    assert problem.params["nearest"] == "beds"


def test_the_label_is_the_catalogs_text():
    _, (problem,) = read({"industry": "Q84", "staff": -1})
    assert "员工人数" in say_problem("zh", problem)[0]
    assert "Staff" in say_problem("en", problem)[0]


@pytest.mark.parametrize("raw", [{}, {"industry": ""}, {"industry": None}])
def test_an_industry_must_be_stated(raw):
    assert faults(raw) == [("customer.industry", "customer_field_missing")]


@pytest.mark.parametrize("code", ["Z", "A", "hospital", 84, True, ["Q84"]])
def test_an_industry_must_be_known(code):
    assert faults({"industry": code}) == [("customer.industry", "customer_industry_unknown")]


def test_all_problems_come_at_once():
    found = faults({"industry": "Z", "staff": -1, "beds": "x", "mlps": 5, "other": 1})
    assert {field for field, _ in found} == {
        "customer.industry",
        "customer.staff",
        "customer.beds",
        "customer.mlps",
        "customer.other",
    }


def test_an_unknown_class_of_institution_is_a_problem_in_finance_only():
    files = "classes: {I: software_it}"
    catalog = load_changed("sizes/cn.yaml", files, "classes: {I: software_it, J: other}").catalog
    assert faults({"industry": "J66", "finance_class": "bank"}, catalog) == [
        ("customer.finance_class", "customer_finance_class_unknown")
    ]
    assert read_well({"industry": "J66", "finance_class": "other"}, catalog).finance_class == "other"
    assert read_well({"industry": "Q84", "finance_class": "bank"}, catalog).finance_class is None


def with_default(formula, key="sites"):
    old = "maximum: 5000, default: 1" if key == "sites" else "derived: yes, default: ceil(staff * 0.6)"
    new = old.rpartition("default: ")[0] + f"default: {formula}"
    return load_changed("profile.yaml", old, new).catalog


def test_a_default_is_kept_within_its_bounds():
    assert read_well({"industry": "Q84", "staff": 900_000}, with_default("staff * 2")).values["sites"] == 5000
    assert read_well({"industry": "Q84", "staff": 9}, with_default("staff - 9")).values["sites"] == 1


def test_a_default_that_is_no_whole_figure_is_a_problem():
    assert faults({"industry": "Q84", "staff": 5}, with_default("staff / 2")) == [
        ("customer.sites", "customer_formula_result")
    ]
    assert read_well({"industry": "Q84", "staff": 6}, with_default("staff / 2")).values["sites"] == 3


def test_a_derived_figure_out_of_bounds_is_a_problem():
    assert faults({"industry": "Q84", "staff": 1_000_000}, with_default("staff * 11", "phones")) == [
        ("customer.phones", "customer_formula_result")
    ]


def test_a_default_may_follow_the_size():
    catalog = with_default('"if(size >= medium, 9, 2)"')
    assert read_well({"industry": "Q84", "staff": 860}, catalog).values["sites"] == 9
    assert read_well({"industry": "Q84", "staff": 20}, catalog).values["sites"] == 2


def test_a_staff_default_that_follows_the_size_is_cyclic_until_one_of_them_is_stated():
    formula = 'default: "if(size >= medium, 300, 8)"'
    catalog = load_changed("profile.yaml", "maximum: 1000000, default: 50", f"maximum: 1000000, {formula}").catalog
    assert {code for _, code in faults({"industry": "Q84"}, catalog)} == {"customer_default_cyclic"}
    assert read_well({"industry": "Q84", "size": "large"}, catalog).values["staff"] == 300
    assert read_well({"industry": "Q84", "staff": 20}, catalog).size == "small"


class Broken(Refusal):
    code = "broken"


def test_a_formula_that_is_refused_is_a_problem_of_its_input():
    def evaluate(expression, values):
        raise Broken

    profile, problems = read_profile(load_tiny().catalog, {"industry": "I65", "staff": 3}, evaluate)
    assert profile is None
    assert [(problem.field, problem.code) for problem in problems] == [("customer.phones", "customer_formula_result")]


@pytest.mark.parametrize("result", [True, "many", Fraction(1, 3)])
def test_a_result_of_another_kind_is_a_problem(result):
    profile, problems = read_profile(load_tiny().catalog, {"industry": "I65", "staff": 3}, lambda *_: result)
    assert profile is None
    assert problems[0].code == "customer_formula_result"


def test_formulas_see_only_values_that_are_there():
    seen = []

    def evaluate(expression, values):
        seen.append((expression.source, frozenset(values)))
        return 3

    read_profile(load_tiny().catalog, {"industry": "Q84"}, evaluate)
    needed = {"ceil(staff / 2)": "staff", "ceil(staff * 0.6)": "staff", "if(size >= small, 3, 2)": "size"}
    assert {source for source, _ in seen} == set(needed)
    assert all(needed[source] in values for source, values in seen)
