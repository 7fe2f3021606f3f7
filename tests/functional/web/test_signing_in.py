"""Signing in and out, and what a session is worth."""

from __future__ import annotations

import pytest

from configurator.access.roles import Role
from configurator.http.sessions import TOKEN_COOKIE
from tests.factories.site import PASSWORD, Site
from tests.functional.web.conftest import Browser, words_of


def test_right_password_leads_to_the_desk(visitor: Browser) -> None:
    answer = visitor.post("/sign-in", email="rep@example.com", password=PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/")
    assert "林晓" in words_of(visitor.get("/"))


def test_session_cookie_is_hidden_from_scripts_and_other_sites(visitor: Browser) -> None:
    answer = visitor.post("/sign-in", email="rep@example.com", password=PASSWORD)
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith(TOKEN_COOKIE))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


@pytest.mark.parametrize(("email", "password"), [("rep@example.com", "wrong"), ("nobody@example.com", PASSWORD)])
def test_wrong_sign_in_says_the_same_for_known_and_unknown_and_keeps_the_address(
    visitor: Browser, email: str, password: str
) -> None:
    answer = visitor.post("/sign-in", email=email, password=password)
    assert answer.status_code == 422
    assert f'value="{email}"' in answer.get_data(as_text=True)
    assert "notice-error" in answer.get_data(as_text=True)
    assert password not in answer.get_data(as_text=True)


def test_empty_fields_are_named(visitor: Browser) -> None:
    answer = visitor.post("/sign-in", email="", password="")
    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count("请填写此项。") == 2


def test_page_asked_for_is_shown_after_sign_in(visitor: Browser) -> None:
    asked = visitor.get("/customers?text=x")
    assert asked.location == "/sign-in?next=/customers?text%3Dx"
    answer = visitor.post("/sign-in", email="rep@example.com", password=PASSWORD, next="/customers?text=x")
    assert answer.location == "/customers?text=x"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\nb", "x"]
)
def test_never_leads_to_another_site(visitor: Browser, elsewhere: str) -> None:
    answer = visitor.post("/sign-in", email="rep@example.com", password=PASSWORD, next=elsewhere)
    assert answer.location == "/"


def test_signed_out_token_is_worth_nothing(rep: Browser) -> None:
    token = rep.client.get_cookie(TOKEN_COOKIE)
    assert token is not None
    rep.post("/sign-out")
    rep.client.set_cookie(TOKEN_COOKIE, token.value)
    assert rep.get("/").status_code == 302


def test_revoked_session_ends_at_the_next_request(site: Site, rep: Browser) -> None:
    assert rep.get("/").status_code == 200
    site.services.users.revoke_sessions(site.users[Role.ADMIN], site.users[Role.REP].id)
    assert rep.get("/").status_code == 302


def test_expired_session_sends_htmx_to_the_sign_in_page(visitor: Browser) -> None:
    answer = visitor.client.get("/customers", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_too_many_attempts_are_stopped(visitor: Browser) -> None:
    statuses = [
        visitor.post("/sign-in", email=f"x{number}@example.com", password="wrong").status_code for number in range(21)
    ]
    assert statuses[-1] == 429
    assert 429 not in statuses[:20]


def test_signed_in_user_skips_the_sign_in_page(rep: Browser) -> None:
    assert rep.get("/sign-in").location == "/"
