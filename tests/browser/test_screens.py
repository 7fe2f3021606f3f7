"""Every screen: nothing for axe-core to find, no complaint in the console, usable by keyboard and at 200 %."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from configurator.access.roles import Role
from configurator.services.trials import TrialOrder
from tests.browser.conftest import Visit
from tests.factories.site import PASSWORD

TRIAL_FORM = "/customers/1/trials/new?trial=TRIAL-APPLICATIONS"
CRITERIA = ("active_users", "tasks", "satisfaction")

REP_SCREENS = (
    "/",
    "/customers",
    "/customers/new",
    "/customers/1",
    "/customers/1/edit",
    "/customers/1/propose?needs=backup",
    "/customers/1/seek?needs=backup&needs=disaster_recovery&optional=disaster_recovery&monthly=20000&mode=one",
    "/customers/1/seek?needs=backup&monthly=1&mode=one",
    "/customers/1/seek?needs=backup&mode=three",
    "/quotes",
    "/quotes/1",
    "/quotes/1?tab=price",
    "/quotes/1/ledger",
    "/quotes/1/ledger?sum=tcv",
    "/quotes/1/ledger?of=tax.0.06",
    "/quotes/1/commercial",
    "/quotes/1?tab=versions",
    "/quotes/1?tab=documents",
    "/quotes/1?tab=activity",
    "/quotes/1/lines/1",
    "/quotes/1/terms-compared",
    "/quotes/1/configure",
    "/quotes/1/proposal",
    "/catalog",
    "/search?text=Q-",
    "/nowhere",
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_reps_screens_are_accessible(visit: Visit, language: str) -> None:
    visit.site.add_quote()
    found = {}
    visit.go("/sign-in")
    found["/sign-in"] = visit.find_violations()
    visit.sign_in("rep")
    visit.speak(language)
    for path in REP_SCREENS:
        visit.go(path)
        found[path] = visit.find_violations()
    assert {path: violations for path, violations in found.items() if violations} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_screens_of_points_places_and_trials_are_accessible(visit: Visit, language: str) -> None:
    quote = visit.site.add_quote(needs=[], choices={"DX-TRAIN": 5, "UCC-1": 20}, programmes=["PARTNER-MONTH"])
    order = TrialOrder(
        "TRIAL-APPLICATIONS", {"UCC-1": 10}, datetime.now(UTC).astimezone().date(), 12, frozenset(CRITERIA)
    )
    trial = visit.site.services.trials.start_trial(visit.site.users[Role.REP], 1, order)
    visit.sign_in("rep")
    visit.speak(language)
    found = {}
    for path in ("/customers/1", f"/trials/{trial.id}", TRIAL_FORM, f"/quotes/{quote}?tab=price"):
        visit.go(path)
        found[path] = visit.find_violations()
    visit.page.goto(visit.address + TRIAL_FORM)
    visit.page.locator("main form button").first.click()
    expect(visit.page.locator("#criteria-error")).to_be_visible()
    found["refused"] = visit.find_violations()
    assert {path: violations for path, violations in found.items() if violations} == {}


def test_a_trial_is_judged_with_the_keyboard_alone(visit: Visit) -> None:
    visit.site.add_quote()
    order = TrialOrder(
        "TRIAL-APPLICATIONS", {"UCC-1": 10}, datetime.now(UTC).astimezone().date(), 12, frozenset(CRITERIA)
    )
    trial = visit.site.services.trials.start_trial(visit.site.users[Role.REP], 1, order)
    visit.sign_in("rep")
    visit.go(f"/trials/{trial.id}")
    for key in CRITERIA:
        visit.page.locator(f"select[name=mark-{key}]").focus()
        visit.page.keyboard.press("ArrowDown")
        visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.tagName") == "BUTTON"
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_load_state()
    expect(visit.page.locator(".notice-good")).to_be_visible()
    assert visit.site.services.trials.get_trial(visit.site.users[Role.REP], trial.id).is_met


def test_approvers_and_administrators_screens_are_accessible(visit: Visit) -> None:
    quote = visit.site.add_quote(discount="20")
    visit.site.services.quotes.submit(next(iter(visit.site.users.values())), quote)
    visit.sign_in("admin")
    found = {}
    for path in ("/", "/approvals", f"/quotes/{quote}", "/admin/users"):
        visit.go(path)
        found[path] = visit.find_violations()
    assert {path: violations for path, violations in found.items() if violations} == {}


def test_opened_panels_are_accessible(visit: Visit) -> None:
    quote = visit.site.add_quote()
    visit.sign_in("rep")
    visit.go(f"/quotes/{quote}")
    visit.page.click("a[data-drawer] >> nth=0")
    expect(visit.page.locator("#drawer h2")).to_be_focused()
    assert visit.find_violations() == []
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("#drawer h2")).to_have_count(0)
    visit.go(f"/quotes/{quote}/configure")
    visit.page.locator("button[id^=why-button]").first.click()
    expect(visit.page.locator(".why-panel")).to_be_visible()
    assert visit.find_violations() == []


def test_signing_in_takes_only_the_keyboard(visit: Visit) -> None:
    visit.go("/sign-in")
    keyboard = visit.page.keyboard
    keyboard.press("Tab")
    expect(visit.page.locator(".skip")).to_be_focused()
    while visit.page.evaluate("document.activeElement.id") != "email":
        keyboard.press("Tab")
    keyboard.type("rep@example.com")
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    keyboard.press("Tab")
    keyboard.press("Enter")
    visit.page.wait_for_url(visit.address + "/")


def test_search_is_a_key_away(visit: Visit) -> None:
    visit.sign_in("rep")
    visit.page.keyboard.press("Control+k")
    expect(visit.page.locator("#search")).to_be_focused()


def test_focus_stays_where_it_was_after_a_change(visit: Visit) -> None:
    quote = visit.site.add_quote()
    visit.sign_in("rep")
    visit.go(f"/quotes/{quote}/configure")
    quantity = visit.page.locator("input[id^=quantity-]").first
    name = quantity.get_attribute("id")
    quantity.focus()
    quantity.press("Enter")
    expect(visit.page.locator(".option-chosen")).to_have_count(1)
    visit.settle()
    assert visit.page.evaluate("document.activeElement.id") == name


def test_nothing_is_cut_off_at_twice_the_size(visit: Visit) -> None:
    """A window of half the width shows what a zoom of 200 % shows."""
    quote = visit.site.add_quote()
    visit.sign_in("rep")
    visit.page.set_viewport_size({"width": 640, "height": 800})
    for path in ("/", "/customers", f"/quotes/{quote}", f"/quotes/{quote}/configure", "/customers/1/propose"):
        visit.go(path)
        wide = visit.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, path
