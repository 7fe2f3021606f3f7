"""A served site and a real Chromium; every page is looked at for console errors and broken policies."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from configurator.resources import static_dir
from configurator.services.proposing import Proposer
from tests.factories.proposers import make_telecom_proposer
from tests.factories.site import PASSWORD, Site, make_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
AXE_PLACES = (static_dir() / "vendor/axe-core/axe.min.js", static_dir().parent / "node_modules/axe-core/axe.min.js")
PATIENCE = 30_000


@dataclass
class Visit:
    """One person's tab: the page, where the site stands, and everything that the console complained about."""

    page: Page
    address: str
    site: Site
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, role: str) -> None:
        self.go("/sign-in")
        self.page.fill("#email", f"{role}@example.com")
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(self.address + "/")

    def sign_out(self) -> None:
        self.page.click("form[action='/sign-out'] button")
        self.page.wait_for_url("**/sign-in")

    def speak(self, language: str) -> None:
        self.page.click(f"button[name=language][value={language}]")
        self.page.wait_for_selector(f"html[lang^={language}]")

    def settle(self) -> None:
        """Wait until htmx and the network are quiet."""
        self.page.wait_for_function("!document.querySelector('.htmx-request, .htmx-settling')")
        self.page.wait_for_load_state("networkidle")

    def find_violations(self) -> list[str]:
        """What axe-core has against the page as it stands."""
        self.settle()
        self.page.evaluate(read_axe())
        result = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in result["violations"]]


def read_axe() -> str:
    """The accessibility checker that set-up brought."""
    found = next((place for place in AXE_PLACES if place.is_file()), None)
    assert found, "axe-core is missing: run the set-up of the tests"
    return found.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def proposer() -> Proposer:
    return make_telecom_proposer()


@pytest.fixture
def served(tmp_path: Path, proposer: Proposer) -> Iterator[tuple[str, Site]]:
    site = make_site(tmp_path, proposer)
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", site
    server.shutdown()
    thread.join()


@pytest.fixture
def visit(chromium: Browser, served: tuple[str, Site]) -> Iterator[Visit]:
    address, site = served
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    made = Visit(context.new_page(), address, site)
    made.page.on("console", _listen(made.complaints))
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    yield made
    context.close()
    assert made.complaints == []


def _listen(complaints: list[str]) -> Callable[[ConsoleMessage], None]:
    def note(message: ConsoleMessage) -> None:
        expected = "status of 409" in message.text or "status of 422" in message.text or "status of 404" in message.text
        if message.type in ("error", "warning") and not expected:
            complaints.append(message.text)

    return note
