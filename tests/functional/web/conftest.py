"""A site for each test, a catalog for all of them, and a browser that knows CSRF tokens."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from configurator.access.roles import Role
from configurator.services.proposing import Proposer
from tests.factories.proposers import make_telecom_proposer
from tests.factories.site import PASSWORD, Site, make_site

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_TAGS = re.compile(r"<script.*?</script>|<[^>]+>", re.DOTALL)


class Browser:
    """A client that sends the token of the last page with every form, as a person's browser does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, path: str, **options: object) -> TestResponse:
        return self._keep(self.client.get(path, **options))

    def post(self, path: str, **fields: object) -> TestResponse:
        self._need_token()
        return self._keep(self.client.post(path, data={"csrf_token": self.token, **fields}))

    def htmx(self, method: str, path: str, **fields: object) -> TestResponse:
        self._need_token()
        data = {"data": fields} if method == "post" else {"query_string": fields}
        headers = {"HX-Request": "true", "X-CSRFToken": self.token}
        return self.client.open(path, method=method.upper(), headers=headers, **data)

    def sign_in(self, role: Role) -> Browser:
        self.post("/sign-in", email=f"{role.value}@example.com", password=PASSWORD)
        self.token = ""
        return self

    def _need_token(self) -> None:
        if not self.token:
            self.get("/", follow_redirects=True)

    def _keep(self, response: TestResponse) -> TestResponse:
        found = _TOKEN.search(response.get_data(as_text=True)) if response.mimetype == "text/html" else None
        self.token = html.unescape(found[1]) if found else self.token
        return response


def words_of(response: TestResponse) -> str:
    """The page's text without its tags."""
    return " ".join(html.unescape(_TAGS.sub(" ", response.get_data(as_text=True))).split())


def revision_of(response: TestResponse) -> str:
    """The revision that the page's forms will send."""
    found = re.search(r'name="revision" value="(\d+)"', response.get_data(as_text=True))
    assert found
    return found[1]


@pytest.fixture(scope="session")
def proposer() -> Proposer:
    return make_telecom_proposer()


@pytest.fixture
def site(tmp_path: Path, proposer: Proposer) -> Site:
    return make_site(tmp_path, proposer)


@pytest.fixture
def visitor(site: Site) -> Browser:
    return Browser(site.app.test_client())


@pytest.fixture
def signed_in(site: Site) -> Callable[[Role], Browser]:
    return lambda role: Browser(site.app.test_client()).sign_in(role)


@pytest.fixture
def rep(signed_in: Callable[[Role], Browser]) -> Browser:
    return signed_in(Role.REP)


@pytest.fixture
def manager(signed_in: Callable[[Role], Browser]) -> Browser:
    return signed_in(Role.MANAGER)


@pytest.fixture
def maintainer(signed_in: Callable[[Role], Browser]) -> Browser:
    return signed_in(Role.MAINTAINER)


@pytest.fixture
def admin(signed_in: Callable[[Role], Browser]) -> Browser:
    return signed_in(Role.ADMIN)
