"""The workbench in a real browser: every page in both languages, by keyboard, from an upload to a picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from configurator.workbench.candidates import pack_files
from tests.browser.conftest import Visit
from tests.factories.catalog_files import changed, tiny_files

PAGES = (
    "/workbench",
    "/workbench/codes",
    "/workbench/upload",
    "/workbench/current",
    "/workbench/current/problems",
    "/workbench/current/files",
    "/workbench/current/files/rules/voice.yaml?line=3",
    "/workbench/current/offerings",
    "/workbench/current/offerings?text=zzzz",
    "/workbench/current/offerings/SBC-100",
    "/workbench/current/rules",
    "/workbench/current/rules/VOICE-01",
    "/workbench/current/picture",
    "/workbench/current/picture?family=COM-VOICE",
    "/workbench/current/picture?offering=SBC-100&steps=2",
    "/workbench/current/try?offering=SBC-100",
    "/workbench/current/scenarios",
    "/workbench/current/proofs",
    "/workbench/folder/diff",
    "/workbench/current/impact",
    "/workbench/folder/publish",
    "/workbench/releases",
)


def await_check(visit: Visit) -> None:
    """Until nothing is under way on the page."""
    expect(visit.page.locator("progress")).to_have_count(0, timeout=60_000)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_screens_are_accessible(visit: Visit, language: str) -> None:
    visit.sign_in("maintainer")
    visit.speak(language)
    found = {}
    for path in PAGES:
        visit.go(path)
        await_check(visit)
        found[path] = visit.find_violations()
    assert {path: violations for path, violations in found.items() if violations} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_an_upload_to_its_problems_and_back_to_a_picture(visit: Visit, tmp_path: Path, language: str) -> None:
    packed = tmp_path / "catalog.zip"
    packed.write_bytes(pack_files(changed("rules/voice.yaml", "then: SBC-*", "then: SCB-*")))
    visit.sign_in("maintainer")
    visit.speak(language)
    visit.page.click("header a[href='/workbench']")
    visit.page.click("a[href='/workbench/upload'] >> nth=0")
    visit.page.set_input_files("#files", str(packed))
    visit.page.click("main form .btn-main")
    visit.page.wait_for_url("**/workbench/1")
    await_check(visit)
    assert visit.find_violations() == []
    visit.page.click(".tabs a[href='/workbench/1/problems']")
    expect(visit.page.locator(".finding mark").first).to_have_text("S")
    assert visit.find_violations() == []
    visit.page.click(".finding a[href*='files/rules/voice.yaml'] >> nth=0")
    expect(visit.page.locator(".line-marked")).to_contain_text("SCB-*")
    packed.write_bytes(pack_files(tiny_files()))
    visit.go("/workbench/upload")
    visit.page.set_input_files("#files", str(packed))
    visit.page.click("main form .btn-main")
    visit.page.wait_for_url("**/workbench/2")
    visit.page.click(".tabs a[href='/workbench/2/picture']")
    visit.page.click("figure a[href='/workbench/2/picture?family=COM-VOICE']")
    visit.page.click("figure a[href='/workbench/2/offerings/SBC-100']")
    expect(visit.page.locator("h1")).to_contain_text("SBC-100")


def test_the_console_works_by_keyboard_alone(visit: Visit) -> None:
    visit.sign_in("maintainer")
    visit.go("/workbench/current/try")
    visit.page.focus("#request")
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.type("customer:\n  industry: Q84\n  staff: 860\n  sites: 3\nchoices:\n  SBC-100: 0.5\n")
    for _ in range(2):
        visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".notice-error mark")).to_have_count(1)
    assert visit.find_violations() == []
    visit.page.focus("#request")
    visit.page.keyboard.press("Control+End")
    for _ in range(5):
        visit.page.keyboard.press("Backspace")
    visit.page.keyboard.type(" 1")
    for _ in range(2):
        visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#result .figures")).to_have_count(1, timeout=60_000)
    assert visit.find_violations() == []


def test_links_in_a_picture_are_reached_by_keyboard(visit: Visit) -> None:
    visit.sign_in("maintainer")
    visit.go("/workbench/current/picture?offering=SBC-100")
    visit.page.focus("figure.picture")
    visit.page.keyboard.press("Tab")
    expect(visit.page.locator("figure a:focus")).to_have_count(1)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/workbench/current/**")


def test_nothing_is_cut_off_at_twice_the_size(visit: Visit) -> None:
    visit.sign_in("maintainer")
    visit.page.set_viewport_size({"width": 640, "height": 800})
    for path in PAGES:
        visit.go(path)
        wide = visit.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, path
