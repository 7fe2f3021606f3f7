"""Headers of every answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from configurator.services.proposing import Proposer
from tests.factories.site import make_site
from tests.functional.web.conftest import Browser

ANSWERS = ("/sign-in", "/", "/nowhere", "/static/css/app.css", "/healthz")


@pytest.mark.parametrize("address", ANSWERS)
def test_policy_lets_in_only_our_own(visitor: Browser, address: str) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in visitor.get(address).headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy.pop("script-src"))
    assert policy.pop("img-src") == "'self' data:"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert "unsafe" not in str(policy)


@pytest.mark.parametrize("address", ANSWERS)
def test_browsers_are_told_to_be_careful(visitor: Browser, address: str) -> None:
    headers = visitor.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


def test_nonce_is_new_for_every_answer_and_stands_in_the_page(visitor: Browser) -> None:
    pages = [visitor.get("/sign-in") for _ in range(2)]
    nonces = [re.search(r"nonce-([\w-]+)", page.headers["Content-Security-Policy"]) for page in pages]
    assert nonces[0] and nonces[1] and nonces[0][1] != nonces[1][1]
    assert f'nonce="{nonces[0][1]}"' in pages[0].get_data(as_text=True)


def test_pages_are_not_kept_by_caches_but_files_are(visitor: Browser) -> None:
    assert visitor.get("/sign-in").headers["Cache-Control"] == "no-store"
    assert "max-age" in visitor.get("/static/css/app.css").headers["Cache-Control"]


def test_transport_security_only_with_secure_cookies(tmp_path: Path, proposer: Proposer, visitor: Browser) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/sign-in").headers
    secure = make_site(tmp_path / "secure", proposer, secure=True) if (tmp_path / "secure").mkdir() is None else None
    assert secure is not None
    answer = secure.app.test_client().get("/sign-in", base_url="https://localhost")
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_pages_have_no_inline_styles_or_handlers(rep: Browser) -> None:
    for address in ("/", "/customers", "/customers/new", "/quotes", "/catalog"):
        page = rep.get(address).get_data(as_text=True)
        assert not re.search(r"<[^>]+\s(style|on\w+|hx-on\S*)=", page), address
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), address


def test_health_is_answered_to_anybody(visitor: Browser) -> None:
    assert visitor.get("/healthz").data == b"ok"
