from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.documents.profile import build_profile, show_figure
from configurator.quoting.content import ContentFigure
from configurator.values.text import Text
from tests.factories.content import make_content, make_customer
from tests.unit.documents.books import make_book, texts_of

EN = make_book("en")


def profile_of(**changes):
    return build_profile(make_content(customer=replace(make_customer("ACME"), **changes)), EN)


def test_says_who_the_customer_is_and_how_its_size_was_determined():
    said = {texts_of(field.name)[0]: texts_of(field.value)[0] for field in profile_of().identity}
    assert said == {
        "Customer": "ACME",
        "Industry": "Health and social work (GB/T 4754 Q84)",
        "Size class": "Medium",
        "Determined by": "Medium from 100 to below 300 employees",
    }


def test_leaves_out_a_class_code_that_is_not_known():
    assert texts_of(profile_of(class_code="").identity[1].value) == ["Health and social work"]


@pytest.mark.parametrize(("size", "said"), [("large", "大型"), ("micro", "微型"), ("unheard", "unheard")])
def test_names_the_size_class(size, said):
    customer = replace(make_customer(), size_class=size)
    profile = build_profile(make_content(customer=customer), make_book("zh"))
    assert texts_of(profile.identity[2].value) == [said]


def test_names_the_figures_that_would_make_a_provisional_class_final():
    said = texts_of(profile_of(provisional=True, missing=("assets", "staff", "moons")).caution)
    assert said == ["The size class is provisional; these figures would make it final: total assets, Staff, moons."]


def test_says_nothing_provisional_of_a_final_class():
    assert profile_of(provisional=False).caution == ()


@pytest.mark.parametrize(("unit", "said"), [(Text("人", "people"), ["860 人", "860 people"]), (None, ["860"])])
def test_says_a_figure_with_its_unit(unit, said):
    figure = ContentFigure("staff", Text("从业人员", "Staff"), Text("860", "860"), unit)
    assert texts_of(show_figure(figure, make_book()).value) == said


@pytest.mark.parametrize(
    ("value", "code", "said"), [("29877", "", "29,877"), ("2031", "2031", "2031"), ("-1500", "", "-1500")]
)
def test_separates_thousands_of_counts_but_not_of_what_is_chosen(value, code, said):
    figure = ContentFigure("points_balance", Text("可用积分", "Points"), Text(value, value), None, code)
    assert texts_of(show_figure(figure, make_book()).value) == [said]


def test_lists_levels_of_compliance():
    assert [texts_of(field.value) for field in profile_of().compliance] == [["Level 3"]]
