"""Ways out in a real browser: found, applied and undone by one click each; nothing for axe-core on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from configurator.access.roles import Role
from tests.browser.conftest import Visit

TAKEN, WANTED, GONE = "EDR-SRV", "HIDS-PRO", "GONE-2019"


def choices_of(visit: Visit, quote: int) -> object:
    return visit.site.services.quotes.get_quote(visit.site.users[Role.REP], quote).latest.request["choices"]


def family_of(visit: Visit, code: str) -> str:
    return visit.site.services.proposer.catalog.offerings[code].family


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_forbidden_option_is_reached_and_given_back_by_one_click_each(visit: Visit, language: str) -> None:
    page, quote = visit.page, visit.site.add_quote(choices={TAKEN: 20})
    visit.sign_in("rep")
    visit.speak(language)
    visit.go(f"/quotes/{quote}/configure?family={family_of(visit, WANTED)}")
    page.click(f"[id='why-button-{WANTED}']")
    panel = page.locator(f"[id='why-{WANTED}']")
    expect(panel.locator(".effects .num").first).to_be_visible()
    expect(panel.locator(".ticks li").filter(has_text="20 → 0")).to_be_visible()
    assert visit.find_violations() == []
    panel.locator(".repairs button").click()
    expect(page.locator("#applied")).to_be_visible()
    expect(page.locator(f"[id='option-{WANTED}'].option-chosen")).to_be_visible()
    assert visit.find_violations() == []
    assert choices_of(visit, quote) == {WANTED: "any"}
    page.click("#undo-repair")
    expect(page.locator(f"[id='option-{TAKEN}'].option-chosen")).to_be_visible()
    expect(page.locator("#applied")).to_have_count(0)
    assert choices_of(visit, quote) == {TAKEN: 20}


def test_an_outdated_draft_is_mended_and_the_undo_says_what_it_takes_back(visit: Visit) -> None:
    page, quote = visit.page, visit.site.add_quote(choices={GONE: 3, TAKEN: 20})
    visit.sign_in("rep")
    visit.go(f"/quotes/{quote}")
    page.click("#see-repairs")
    expect(page.locator(".notice-error .repairs")).to_contain_text(GONE)
    assert visit.find_violations() == []
    page.locator(".notice-error .repairs button").first.click()
    expect(page.locator("#undo")).to_contain_text(GONE)
    assert choices_of(visit, quote) == {TAKEN: 20}
    page.click("#undo")
    expect(page.locator(".notice-error .repairs")).to_be_visible()
    assert choices_of(visit, quote) == {GONE: 3, TAKEN: 20}


def test_a_refused_change_offers_its_ways_out_accessibly(visit: Visit) -> None:
    page, quote = visit.page, visit.site.add_quote(needs=["wifi"], choices={"AP-IN": 40})
    visit.sign_in("rep")
    visit.go(f"/quotes/{quote}/configure?family={family_of(visit, 'AP-IN')}")
    page.fill("[id='quantity-AP-IN']", "3")
    page.press("[id='quantity-AP-IN']", "Enter")
    expect(page.locator("#refused .reasons li").first).to_contain_text("860")
    assert visit.find_violations() == []


def test_thresholds_open_to_their_rules(visit: Visit) -> None:
    page, quote = visit.page, visit.site.add_quote(choices={"DLP-1": "any"})
    visit.sign_in("rep")
    visit.go(f"/quotes/{quote}/configure?family={family_of(visit, 'DLP-1')}")
    marks = page.locator("[id='marks-DLP-1']")
    expect(marks.locator("li").first).to_be_hidden()
    marks.locator("summary").click()
    expect(marks.locator("li").first).to_contain_text("860")
    assert visit.find_violations() == []
