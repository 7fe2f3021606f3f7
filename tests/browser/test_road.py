"""The whole road from a new customer to a sent proposal, in both languages, as people walk it."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from configurator.quoting.states import QuoteState
from tests.browser.conftest import Visit

WORDS = {
    "zh": {"hospital": "仁和第一医院", "forbidden": "不可选", "refused": "未保存", "state": "审批中"},
    "en": {
        "hospital": "Renhe First Hospital",
        "forbidden": "Not possible",
        "refused": "not saved",
        "state": "In approval",
    },
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rep_sells_and_manager_approves(visit: Visit, language: str) -> None:
    words, page = WORDS[language], visit.page
    visit.sign_in("rep")
    visit.speak(language)
    make_customer(visit, words["hospital"])
    choose_package(visit)
    change_something(visit)
    look_at_a_forbidden_option(visit, words["forbidden"])
    quote_id = int(re.search(r"/quotes/(\d+)", page.url)[1])  # type: ignore[index]
    ask_for_discount(visit, quote_id)
    expect(page.locator(".head .badge-x")).to_have_text(words["state"])
    visit.sign_out()
    visit.sign_in("manager")
    visit.speak(language)
    approve(visit, quote_id)
    visit.sign_out()
    visit.sign_in("rep")
    send_and_read(visit, quote_id, language, words["hospital"])


def make_customer(visit: Visit, name: str) -> None:
    page = visit.page
    page.click("a[href='/customers/new'] >> nth=0")
    for field, value in {"name": name, "class_code": "Q84", "staff": "860", "sites": "6"}.items():
        page.fill(f"#{field}", value)
    page.click("main form .btn-main")
    expect(page.locator("h1")).to_have_text(name)


def choose_package(visit: Visit) -> None:
    page = visit.page
    page.click("a[href$='/propose'] >> nth=0")
    expect(page.locator(".package")).to_have_count(3)
    before = page.inner_text(".package-essential .price")
    page.check("input[name=needs][value=backup]")
    expect(page.locator(".package-essential .price")).not_to_have_text(before)
    assert "needs=backup" in page.url
    page.click(".package-essential button")
    page.wait_for_url("**/configure")


def change_something(visit: Visit) -> None:
    """Take the first open option; the price moves, focus and undo are there."""
    page = visit.page
    page.locator(".option-open button[name=wish]").first.click()
    expect(page.locator(".option-chosen")).to_have_count(1)
    expect(page.locator("#sum-tcv .delta, #sum-monthly .delta, #sum-one_time .delta").first).to_be_visible()
    page.click("#undo")
    expect(page.locator(".option-chosen")).to_have_count(0)
    page.click("#redo")
    expect(page.locator(".option-chosen")).to_have_count(1)
    page.click("#undo")
    expect(page.locator(".option-chosen")).to_have_count(0)


def look_at_a_forbidden_option(visit: Visit, word: str) -> None:
    """Somewhere an option is not possible; its reasons come when asked for."""
    page = visit.page
    families = [link.get_attribute("id") for link in page.query_selector_all(".families a")]
    for family in families:
        page.click(f"#{family}")
        expect(page.locator(f"#{family}")).to_have_attribute("aria-current", "true")
        option = page.locator(".option-forbidden").first
        if option.count():
            expect(option.locator(".badge-x")).to_have_text(word)
            option.locator("button[id^=why-button]").click()
            expect(option.locator(".why-panel .reasons li").first).to_be_visible()
            return
    pytest.fail("no family has a forbidden option")


def ask_for_discount(visit: Visit, quote_id: int) -> None:
    page = visit.page
    visit.go(f"/quotes/{quote_id}")
    page.fill("#discount_percent", "12")
    page.click("form[action$='/terms'] button")
    expect(page.locator("#discount_percent")).to_have_value("12")
    page.click("form[action$='/steps/submit'] button")


def approve(visit: Visit, quote_id: int) -> None:
    page = visit.page
    page.click("nav a[href='/approvals']")
    page.click(f"a[href='/quotes/{quote_id}']")
    page.fill("#comment", "OK")
    page.click("button[value=approve]")
    page.wait_for_url("**/approvals")
    assert (
        visit.site.services.quotes.get_quote(visit.site.users["manager"], quote_id).latest.state is QuoteState.APPROVED
    )  # type: ignore[index]


def send_and_read(visit: Visit, quote_id: int, language: str, customer: str) -> None:
    page = visit.page
    visit.go(f"/quotes/{quote_id}")
    page.once("dialog", lambda question: question.accept())
    page.click("form[action$='/steps/send'] button")
    expect(page.locator("#signatory")).to_be_visible()
    visit.go(f"/quotes/{quote_id}/proposal")
    with page.expect_download() as download:
        page.click(f"a[href*='lang={language}']")
    pdf = Path(download.value.path()).read_bytes()
    assert pdf.startswith(b"%PDF-")
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages).replace(" ", "")
    assert customer.replace(" ", "") in text
    latest = visit.site.services.quotes.get_quote(visit.site.users["rep"], quote_id).latest  # type: ignore[index]
    assert latest.totals is not None
    assert f"{Decimal(str(latest.totals.tcv)):,.2f}" in text


def test_conflict_is_explained_and_repaired_in_one_click(visit: Visit) -> None:
    page, site = visit.page, visit.site
    quote = site.add_quote()
    visit.sign_in("rep")
    visit.go(f"/quotes/{quote}/configure")
    forced = page.locator(".option-forced").first
    code = forced.get_attribute("id").removeprefix("option-")  # type: ignore[union-attr]
    quantity = page.locator(f"[id='quantity-{code}']")
    low = int(quantity.input_value())
    forced.locator("button[name=wish][value=take]").click()
    expect(page.locator(f"[id='option-{code}'].option-chosen")).to_be_visible()
    quantity.fill("0")
    quantity.press("Enter")
    expect(page.locator("#refused")).to_be_visible()
    expect(page.locator("#refused .reasons li").first).to_be_visible()
    visit.settle()
    expect(page.locator(f"[id='quantity-{code}']")).to_have_value(str(low))


def test_stale_save_shows_the_merge_and_applies_on_top(visit: Visit) -> None:
    page, site = visit.page, visit.site
    quote = site.add_quote()
    visit.sign_in("rep")
    visit.go(f"/quotes/{quote}/configure")
    rep = next(user for user in site.users.values() if user.email.startswith("rep"))
    draft = site.services.quotes.get_quote(rep, quote).latest
    site.services.quotes.save_request(rep, quote, {**draft.request, "discount_percent": "3"}, draft.revision)
    page.locator(".option-open button[name=wish]").first.click()
    expect(page.locator(".notice-warning h2")).to_be_visible()
    page.click("#board .btn-main")
    page.wait_for_url("**/configure**")
    latest = site.services.quotes.get_quote(rep, quote).latest.request
    assert latest["discount_percent"] == "3" and latest["choices"]
