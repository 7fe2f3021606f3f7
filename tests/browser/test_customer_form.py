"""The customer's form: groups fold and unfold by keyboard, work without scripts, and count what is stated."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit
from tests.factories.site import PASSWORD


def test_a_group_is_opened_and_filled_in_by_keyboard(visit: Visit) -> None:
    customer = visit.site.add_customer()
    visit.sign_in("rep")
    visit.go(f"/customers/{customer}/edit")
    field = visit.page.locator("#input-agents")
    expect(field).to_be_hidden()
    visit.page.locator("#group-voice > summary").focus()
    visit.page.keyboard.press("Enter")
    expect(field).to_be_visible()
    assert visit.find_violations() == []
    while visit.page.evaluate("document.activeElement.id") != "input-agents":
        visit.page.keyboard.press("Tab")
    visit.page.keyboard.type("20")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"{visit.address}/customers/{customer}")
    visit.go(f"/customers/{customer}/edit")
    expect(field).to_have_value("20")
    expect(visit.page.locator("#stated-voice")).to_have_text("· 已填 1 / 9 项")


def test_without_scripts_groups_open_and_the_form_is_sent(chromium: Browser, served: tuple[str, object]) -> None:
    address, site = served
    customer = site.add_customer()  # type: ignore[attr-defined]
    context = chromium.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/sign-in")
    page.fill("#email", "rep@example.com")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.goto(f"{address}/customers/{customer}/edit")
    page.click("#group-industry > summary")
    page.fill("#input-beds", "430")
    page.press("#input-beds", "Enter")
    page.goto(f"{address}/customers/{customer}/edit")
    expect(page.locator("#input-beds")).to_be_visible()
    expect(page.locator("#input-beds")).to_have_value("430")
    context.close()


def test_counts_follow_the_guided_form_as_it_is_filled_in(visit: Visit) -> None:
    customer = visit.site.add_customer()
    visit.sign_in("rep")
    visit.go(f"/customers/{customer}/propose?needs=backup")
    visit.page.click("#group-levels > summary")
    visit.page.select_option("#level-gdpr", label="适用")
    expect(visit.page.locator("#stated-levels")).to_have_text("· 已填 1 / 9 项")
    expect(visit.page.locator("#group-levels")).to_have_attribute("open", "")
    assert visit.find_violations() == []
