"""Customers: list, form, size class, and saves that do not overwrite."""

from __future__ import annotations

import re

import pytest

from configurator.access.roles import Role
from tests.factories.site import Site
from tests.functional.web.conftest import Browser, revision_of, words_of

HOSPITAL = {
    "name": "仁和第一医院",
    "class_code": "q84",
    "staff": "860",
    "sites": "6",
    "revenue": "",
    "assets": "",
    "finance_class": "",
    "notes": "院长办公室牵头",
}


def test_empty_list_says_what_to_do_next(rep: Browser) -> None:
    page = rep.get("/customers").get_data(as_text=True)
    assert "还没有客户" in page
    assert page.count('href="/customers/new"') == 2


def test_new_customer_is_shown_with_its_size_class_and_rule(rep: Browser) -> None:
    answer = rep.post("/customers/new", **HOSPITAL)
    assert answer.status_code == 302
    words = words_of(rep.get(answer.location))
    for shown in (
        "仁和第一医院",
        "Q84",
        "860",
        "大型",
        "大型 ≥ 300，中型 ≥ 100，小型 ≥ 10",
        "院长办公室牵头",
        "该客户还没有报价单",
    ):
        assert shown in words


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("class_code", ""),
        ("staff", ""),
        ("staff", "八百"),
        ("staff", "８６０"),
        ("staff", "-5"),
        ("staff", "1.5"),
        ("sites", "0"),
        ("revenue", "1e9"),
        ("revenue", "1,000"),
        ("assets", "-1"),
    ],
)
def test_bad_figure_is_named_at_its_field_and_everything_typed_comes_back(
    site: Site, rep: Browser, field: str, value: str
) -> None:
    answer = rep.post("/customers/new", **{**HOSPITAL, field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in page
    assert f'aria-describedby="{"class_code-hint " if field == "class_code" else ""}{field}-error"' in page
    for kept in (value, *(text for name, text in HOSPITAL.items() if name not in (field, "finance_class"))):
        assert kept in page
    assert site.services.customers.find_customers().total == 0


def test_further_figures_are_kept_with_the_profile(site: Site, rep: Browser) -> None:
    rep.post("/customers/new", **HOSPITAL, **{"input-beds": "430", "input-cameras": ""})
    customer = site.services.customers.get_customer(site.users[Role.REP], 1)
    assert customer.fields.profile == {"beds": 430}
    assert 'value="430"' in rep.get("/customers/1/edit").get_data(as_text=True)


def test_customer_is_found_by_name(site: Site, rep: Browser) -> None:
    site.add_customer("仁和第一医院")
    site.add_customer("城南机械厂", class_code="C34")
    words = words_of(rep.get("/customers?text=机械"))
    assert "城南机械厂" in words and "仁和第一医院" not in words
    assert "没有符合条件的客户" in words_of(rep.get("/customers?text=银行"))


def test_only_mine_leaves_out_the_others(site: Site, rep: Browser) -> None:
    site.add_customer("甲医院")
    site.add_customer("乙医院", owner=Role.MANAGER)
    words = words_of(rep.get("/customers?mine=yes"))
    assert "甲医院" in words and "乙医院" not in words


def test_long_list_has_pages_that_keep_the_filter(site: Site, rep: Browser) -> None:
    for number in range(27):
        site.add_customer(f"第{number}医院")
    page = rep.get("/customers?text=医院").get_data(as_text=True)
    assert "第 1 页，共 2 页（27 条）" in page
    assert "/customers?text=%E5%8C%BB%E9%99%A2&amp;page=2" in page
    assert "第 2 页" in words_of(rep.get("/customers?text=医院&page=2"))
    assert rep.get("/customers?page=x").status_code == 200


def test_customers_name_is_never_markup(site: Site, rep: Browser) -> None:
    site.add_customer("<script>alert(1)</script>")
    for address in ("/customers", "/customers/1", "/customers/1/edit", "/search?text=script"):
        page = rep.get(address).get_data(as_text=True)
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_saving_on_top_of_somebody_elses_save_is_refused_and_keeps_what_was_typed(site: Site, rep: Browser) -> None:
    site.add_customer()
    seen = revision_of(rep.get("/customers/1/edit"))
    first = rep.post("/customers/1/edit", **{**HOSPITAL, "staff": "900"}, revision=seen)
    second = rep.post("/customers/1/edit", **{**HOSPITAL, "staff": "950"}, revision=seen)
    assert (first.status_code, second.status_code) == (302, 409)
    assert 'value="950"' in second.get_data(as_text=True)
    assert site.services.customers.get_customer(site.users[Role.REP], 1).fields.staff == 900


def test_somebody_elses_customer_is_not_changed(site: Site, rep: Browser) -> None:
    theirs = site.add_customer(owner=Role.MANAGER)
    answer = rep.post(f"/customers/{theirs}/edit", **{**HOSPITAL, "staff": "1"}, revision=0)
    assert answer.status_code == 422
    assert site.services.customers.get_customer(site.users[Role.REP], theirs).fields.staff == 860


def test_unknown_customer_is_not_found(rep: Browser) -> None:
    assert rep.get("/customers/77").status_code == 404
    assert rep.get("/customers/77/propose").status_code == 404


def test_further_figures_stand_in_groups_that_say_how_many_are_stated(rep: Browser) -> None:
    rep.post(
        "/customers/new", **HOSPITAL, **{"input-beds": "430", "input-agents": "20", "input-service_hours": "always"}
    )
    page = rep.get("/customers/1/edit").get_data(as_text=True)
    assert {key: (is_open, said) for key, is_open, said in groups_in(page)} == {
        "industry": (True, "已填 1 / 2 项"),
        "people": (False, "已填 0 / 5 项"),
        "network": (False, "已填 0 / 6 项"),
        "voice": (True, "已填 2 / 9 项"),
        "cloud": (False, "已填 0 / 15 项"),
        "ai": (False, "已填 0 / 9 项"),
        "video": (False, "已填 0 / 5 项"),
        "iot": (False, "已填 0 / 12 项"),
        "security": (False, "已填 0 / 8 项"),
        "history": (False, "已填 0 / 8 项"),
    }


def groups_in(page: str) -> list[tuple[str, bool, str]]:
    """Key, whether it is open and what is said of it, of every group of the form."""
    found = re.findall(r'<details class="fold" id="group-(\w+)"( open)?>.*?id="stated-\1">· ([^<]+)<', page, re.DOTALL)
    return [(key, bool(is_open), said) for key, is_open, said in found]


def test_required_figures_stand_before_the_groups(rep: Browser) -> None:
    page = rep.get("/customers/new").get_data(as_text=True)
    places = [page.index(mark) for mark in ('id="class_code"', 'id="staff"', 'id="sites"', "<details")]
    assert places == sorted(places)
    assert not any(is_open for _, is_open, _ in groups_in(page))


def test_figures_of_another_industry_are_shown_and_kept_only_where_they_are_stated(site: Site, rep: Browser) -> None:
    customer = site.add_customer(class_code="C34", profile={"beds": 430})
    page = rep.get(f"/customers/{customer}/edit").get_data(as_text=True)
    assert 'name="input-beds" value="430"' in page
    assert 'name="input-doctors"' not in page
    assert 'name="input-production_lines"' in page


@pytest.mark.parametrize(
    ("field", "value", "group"),
    [("beds", "abc", "industry"), ("agents", "99999999", "voice"), ("service_hours", "never", "voice")],
)
def test_bad_further_figure_is_named_in_its_opened_group_and_nothing_is_kept(
    site: Site, rep: Browser, field: str, value: str, group: str
) -> None:
    answer = rep.post("/customers/new", **HOSPITAL, **{f"input-{field}": value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'id="input-{field}-error"' in page
    assert [key for key, is_open, _ in groups_in(page) if is_open] == [group]
    assert site.services.customers.find_customers().total == 0


def test_faulty_figure_that_was_kept_earlier_is_shown_when_the_form_is_opened(site: Site, rep: Browser) -> None:
    customer = site.add_customer(profile={"beds": "abc", "computers": 5})
    page = rep.get(f"/customers/{customer}/edit").get_data(as_text=True)
    assert 'id="input-beds-error"' in page
    assert 'id="input-computers-error"' not in page
