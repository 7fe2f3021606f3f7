"""Both languages, whole: the user's choice, before that the browser's."""

from __future__ import annotations

import re

import pytest

from configurator.access.roles import Role
from tests.factories.site import Site
from tests.functional.web.conftest import Browser, words_of

HAN = re.compile(r"[\u4e00-\u9fff]")


def choose(browser: Browser, language: str, here: str = "/") -> None:
    browser.get(here, follow_redirects=True)
    browser.post("/language", language=language, next=here)


@pytest.mark.parametrize(
    ("asked", "lang"), [("zh-CN,zh;q=0.9", "zh-CN"), ("en-GB,en", "en"), ("fr", "zh-CN"), ("", "zh-CN")]
)
def test_first_visit_follows_the_browser_else_the_setting(visitor: Browser, asked: str, lang: str) -> None:
    page = visitor.get("/sign-in", headers={"Accept-Language": asked}).get_data(as_text=True)
    assert f'<html lang="{lang}">' in page


def test_choice_before_sign_in_is_kept_in_the_browser(visitor: Browser) -> None:
    choose(visitor, "en", "/sign-in")
    assert "Sign in" in words_of(visitor.get("/sign-in", headers={"Accept-Language": "zh"}))


def test_choice_of_a_user_is_kept_with_the_user(site: Site, rep: Browser) -> None:
    choose(rep, "en")
    assert "Hello" in words_of(rep.get("/"))
    again = Browser(site.app.test_client()).sign_in(Role.REP)
    assert "Hello" in words_of(again.get("/", headers={"Accept-Language": "zh"}))


def test_unknown_language_changes_nothing(rep: Browser) -> None:
    choose(rep, "tlh")
    assert "您好" in words_of(rep.get("/"))


def test_switch_stays_on_the_page(rep: Browser) -> None:
    rep.get("/customers?mine=yes")
    assert rep.post("/language", language="en", next="/customers?mine=yes").location == "/customers?mine=yes"


def test_english_pages_have_no_chinese_of_ours(site: Site, signed_in: object) -> None:
    browser = Browser(site.app.test_client()).sign_in(Role.ADMIN)
    choose(browser, "en")
    names = {"中文", *(user.name for user in site.users.values())}
    for address in ("/", "/customers", "/quotes", "/approvals", "/catalog", "/admin/users", "/nowhere"):
        words = words_of(browser.get(address))
        for name in names:
            words = words.replace(name, "")
        assert not HAN.search(words), (address, HAN.findall(words)[:20])


@pytest.mark.parametrize(("language", "shown"), [("zh", "元/月"), ("en", "/ month")])
def test_quote_shows_currency_and_period_in_both_languages(site: Site, rep: Browser, language: str, shown: str) -> None:
    quote = site.add_quote()
    choose(rep, language)
    words = words_of(rep.get(f"/quotes/{quote}"))
    assert shown in words
    assert re.search(r"\d{1,3}(,\d{3})*\.\d{2}", words)
