"""A release that is published while people work: pages and quotes follow it without a restart, and name it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from configurator.access.roles import Role
from configurator.app import create_app
from configurator.bootstrap import open_services
from configurator.http.services import get_services
from configurator.resources import catalog_dir
from configurator.services.proposing import Proposer
from configurator.services.releases import CatalogFiles, check_release, open_folder
from tests.factories.site import Site, make_settings, make_site


@pytest.fixture
def following(tmp_path: Path, proposer: Proposer) -> Site:
    """A site whose services follow what is in force."""
    made, settings = make_site(tmp_path, proposer), make_settings(tmp_path)
    services = open_services(settings)
    return replace(made, services=services, app=create_app(services, settings))


def relabel() -> CatalogFiles:
    """The packaged catalog under another label."""
    contents = dict(open_folder(catalog_dir()).contents)
    contents["catalog.yaml"] = contents["catalog.yaml"].replace(b"release: ", b"release: new-", 1)
    return CatalogFiles(contents)


def test_pages_and_quotes_follow_what_is_published(following: Site) -> None:
    quote_id = following.add_quote()
    following.services.releases.publish(following.users[Role.MAINTAINER], check_release(relabel()))
    with following.app.test_request_context("/"):
        pinned = get_services().proposer
        assert pinned.catalog.number == 1
        assert get_services().proposer is pinned
    version = following.services.quotes.submit(following.users[Role.REP], quote_id)
    assert version.release is not None
    assert version.release.number == 1
    assert version.release.release.startswith("new-")
    assert version.content is not None
    assert version.content.catalog.number == 1


def test_a_request_sees_one_catalog_from_first_to_last(following: Site) -> None:
    checked = check_release(relabel())
    with following.app.test_request_context("/"):
        before = get_services().proposer
        following.services.releases.publish(following.users[Role.MAINTAINER], checked)
        assert get_services().proposer is before
        assert before.catalog.number is None
    with following.app.test_request_context("/"):
        assert get_services().proposer.catalog.number == 1


def test_a_quote_made_from_a_folder_names_no_number(following: Site) -> None:
    version = following.services.quotes.submit(following.users[Role.REP], following.add_quote())
    assert version.release is not None
    assert version.release.number is None
