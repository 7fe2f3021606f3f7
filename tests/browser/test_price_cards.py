"""The price tab of large quotes in a real browser: cards come by themselves, are asked for by keyboard, or say that
they did not come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from configurator.web import ledgers, price_views
from tests.browser.conftest import Visit

ADJUSTED = {"choices": {"DIA-50": 2}, "adjustments": [{"scope": "DIA-50", "form": "target", "value": "10"}]}


@pytest.fixture(autouse=True)
def every_quote_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (price_views, ledgers):
        monkeypatch.setattr(module, "LINES_AT_ONCE", 0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_cards_come_by_themselves_and_the_check_by_keyboard(visit: Visit, language: str) -> None:
    page, quote = visit.page, visit.site.add_quote(**ADJUSTED)
    visit.sign_in("rep")
    visit.speak(language)
    visit.go(f"/quotes/{quote}?tab=price")
    expect(page.locator("#part-reach table")).to_be_visible()
    expect(page.locator("#part-tiers h2")).to_be_visible()
    expect(page.locator("[data-later][aria-busy=true]")).to_have_count(0)
    assert visit.find_violations() == []
    page.locator("#part-check .acts-end a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#part-check p").first).to_contain_text("一致" if language == "zh" else "same")
    expect(page.locator("#part-check h2")).to_be_focused()
    assert visit.find_violations() == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sums_lead_to_their_members(visit: Visit, language: str) -> None:
    page, quote = visit.page, visit.site.add_quote(**ADJUSTED)
    visit.sign_in("rep")
    visit.speak(language)
    visit.go(f"/quotes/{quote}?tab=price")
    page.locator(".summary a[href*='of=tax']").first.click()
    expect(page.locator("#members table")).to_be_visible()
    assert visit.find_violations() == []
    page.locator("#members tbody a").first.click()
    expect(page.locator("#payment-1\\.1\\.1")).to_be_visible()
    visit.go(f"/quotes/{quote}/ledger?find=DIA-50")
    page.locator("a[href*='of=spread']").first.click()
    expect(page.locator("#members tbody tr").first).to_be_visible()
    assert visit.find_violations() == []


def test_a_card_that_does_not_come_says_so_and_offers_the_whole_page(visit: Visit) -> None:
    page, quote = visit.page, visit.site.add_quote(**ADJUSTED)
    visit.sign_in("rep")
    page.route("**/price/reach?*", _answer_not_found)
    visit.go(f"/quotes/{quote}?tab=price")
    failed = page.locator("#part-reach .failed")
    expect(failed).to_be_visible()
    expect(page.locator("#part-reach .working")).to_be_hidden()
    assert visit.find_violations() == []
    failed.locator("a").click()
    expect(page.locator("#part-reach table")).to_be_visible()
    assert all("price/reach" in each for each in visit.complaints)
    visit.complaints.clear()


def _answer_not_found(route: Route) -> None:
    route.fulfill(status=404, body="")
