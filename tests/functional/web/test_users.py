"""Users, the catalog and the search."""

from __future__ import annotations

import pytest

from configurator.access.roles import Role
from tests.factories.site import PASSWORD, Site
from tests.functional.web.conftest import Browser, words_of

NEW = {"name": "新人", "email": "new@example.com", "role": "rep", "language": "en", "password": "a long enough one"}


def test_new_user_can_sign_in_in_the_own_language(admin: Browser, visitor: Browser) -> None:
    assert admin.post("/admin/users", **NEW).status_code == 302
    visitor.post("/sign-in", email=NEW["email"], password=NEW["password"])
    assert "Hello, 新人" in words_of(visitor.get("/"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "not an address"),
        ("email", "rep@example.com"),
        ("email", ""),
        ("name", ""),
        ("password", "short"),
        ("role", "king"),
        ("language", "fr"),
    ],
)
def test_refused_user_is_not_made_and_what_was_typed_stays(site: Site, admin: Browser, field: str, value: str) -> None:
    answer = admin.post("/admin/users", **{**NEW, field: value})
    assert answer.status_code == 422
    assert len(site.services.users.list_users(site.users[Role.ADMIN])) == len(Role)
    kept = "name" if field != "name" else "email"
    assert f'value="{NEW[kept]}"' in answer.get_data(as_text=True)
    assert NEW["password"] not in answer.get_data(as_text=True)


def test_deactivated_user_is_out_at_once_and_in_again_later(site: Site, admin: Browser, rep: Browser) -> None:
    address = f"/admin/users/{site.users[Role.REP].id}/active"
    admin.post(address)
    assert rep.get("/").status_code == 302
    admin.post(address)
    assert rep.post("/sign-in", email="rep@example.com", password=PASSWORD).status_code == 302


def test_sessions_are_revoked(site: Site, admin: Browser, rep: Browser) -> None:
    admin.post(f"/admin/users/{site.users[Role.REP].id}/sessions/revoke")
    assert rep.get("/").status_code == 302


def test_administrator_cannot_shut_out_themselves(site: Site, admin: Browser) -> None:
    answer = admin.post(f"/admin/users/{site.users[Role.ADMIN].id}/active")
    assert answer.status_code == 422
    assert admin.get("/admin/users").status_code == 200


def test_catalog_is_listed_and_found(site: Site, rep: Browser) -> None:
    catalog = site.services.proposer.catalog
    words = words_of(rep.get("/catalog"))
    assert catalog.name.zh in words and catalog.release in words
    offering = next(iter(catalog.offerings.values()))
    found = words_of(rep.get(f"/catalog?text={offering.code}"))
    assert offering.name.zh in found
    assert "没有符合条件的产品" in words_of(rep.get("/catalog?text=zzzzz"))


def test_search_finds_customers_and_quotes(site: Site, rep: Browser) -> None:
    site.add_quote()
    words = words_of(rep.get("/search?text=仁和"))
    assert "仁和第一医院" in words and "Q-" in words
    assert "没有找到" in words_of(rep.get("/search?text=zzz"))


def test_bug_is_answered_with_an_id_and_no_details(
    site: Site, rep: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("very secret detail")

    monkeypatch.setattr(type(site.services.quotes), "desk", break_down)
    answer = rep.get("/")
    assert answer.status_code == 500
    assert "very secret detail" not in answer.get_data(as_text=True)
    error_id = words_of(answer).split("错误编号：")[1].split()[0]
    assert error_id in caplog.text and "very secret detail" in caplog.text
