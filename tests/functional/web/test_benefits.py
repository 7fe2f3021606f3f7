"""Benefits on the price tab: what comes with a quote, what is left out, what the next tier takes."""

from __future__ import annotations

import pytest

from tests.factories.site import Site
from tests.functional.web.conftest import Browser, words_of

LINES = {"LOWC-1": 200, "ETL-1": 16}
CUSTOMER = {"name": "测试软件公司", "industry": "software", "staff": 8, "sites": 1}
SMALL = {"customer": CUSTOMER, "needs": [], "compliance": {"mlps": 0}, "choices": LINES}


def price_tab(site: Site, browser: Browser, **request: object) -> str:
    return words_of(browser.get(f"/quotes/{site.add_quote(**{**SMALL, **request})}?tab=price"))


def test_a_quote_that_asks_for_no_programme_has_no_benefits(site: Site, rep: Browser) -> None:
    assert "随附权益" not in price_tab(site, rep)


def test_the_price_tab_shows_tier_benefits_worth_and_last_day(site: Site, rep: Browser) -> None:
    words = price_tab(site, rep, programmes=["SERVICE-TIERS"])
    for shown in ("随附权益", "经典版", "漏洞扫描", "2 次", "159.20", "合同期内", "首年至", "7,159.20"):
        assert shown in words, shown


def test_what_the_cap_leaves_out_is_told(site: Site, rep: Browser) -> None:
    words = price_tab(site, rep, programmes=["SERVICE-TIERS"], choices={"LOWC-1": 50}, term_months=24)
    assert "超出上限、未随附的权益" in words
    assert "培训席位" in words.partition("超出上限、未随附的权益")[2]


def test_the_seller_is_told_what_the_next_tier_takes(site: Site, rep: Browser) -> None:
    words = price_tab(site, rep, programmes=["SERVICE-TIERS"], choices={"LOWC-1": 220})
    assert "即可达到“经典版”档" in words


def test_nobody_is_told_what_benefits_cost(site: Site, rep: Browser, manager: Browser) -> None:
    for browser in (rep, manager):
        words = (
            price_tab(site, browser, programmes=["SERVICE-TIERS"])
            .partition("随附权益")[2]
            .partition("各角色可批折扣")[0]
        )
        assert "6,788.40" not in words
        assert "680.00" not in words


@pytest.mark.parametrize("shown", ["分级服务套餐", "伙伴月度权益"])
def test_the_terms_page_offers_what_can_be_asked_for(site: Site, rep: Browser, shown: str) -> None:
    assert shown in words_of(rep.get(f"/quotes/{site.add_quote(**SMALL)}/commercial"))


def test_the_page_speaks_english(site: Site, rep: Browser) -> None:
    quote = site.add_quote(**SMALL, programmes=["SERVICE-TIERS"])
    rep.post("/language", language="en")
    words = words_of(rep.get(f"/quotes/{quote}?tab=price"))
    for shown in ("Benefits included", "Classic", "2 engagements", "as long as the contract runs"):
        assert shown in words, shown
