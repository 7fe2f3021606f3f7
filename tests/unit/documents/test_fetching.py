from __future__ import annotations

import pytest

from configurator.documents.fetching import AssetFetcher, FetchingStopped
from configurator.documents.refusals import AddressRefused, AssetMissing
from configurator.documents.shelf import make_shelf


@pytest.fixture
def fetcher(tmp_path):
    styles = tmp_path / "templates/proposal"
    styles.mkdir(parents=True)
    (styles / "proposal.css").write_text("p { color: red }")
    return AssetFetcher(make_shelf(tmp_path / "templates", tmp_path / "static"))


def test_serves_a_registered_asset_with_its_media_type(fetcher):
    response = fetcher.fetch("asset:proposal.css")
    assert response.read() == b"p { color: red }"
    assert response.content_type == "text/css"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.css",
        "https://example.com/x.png",
        "HTTP://example.com/",
        "ftp://example.com/x",
        "file:///etc/hostname",
        "file:proposal.css",
        "data:text/css,p{}",
        "//example.com/x.png",
        "proposal.css",
        "../proposal.css",
        "javascript:alert(1)",
        "",
        "x" * 5000,
    ],
)
def test_stops_at_every_other_address(fetcher, address):
    with pytest.raises(FetchingStopped) as stopped:
        fetcher.fetch(address)
    assert isinstance(stopped.value.refusal, AddressRefused)
    assert len(stopped.value.refusal.params["address"]) <= 200


@pytest.mark.parametrize("name", ["logo.svg", "unknown.png", "/proposal.css", "../proposal.css", "proposal.css?x"])
def test_stops_at_an_asset_that_is_missing(fetcher, name):
    with pytest.raises(FetchingStopped) as stopped:
        fetcher.fetch(f"asset:{name}")
    assert isinstance(stopped.value.refusal, AssetMissing)


def test_refuses_in_the_same_way_when_it_is_opened_like_a_library_opener(fetcher):
    with pytest.raises(FetchingStopped):
        fetcher.open("file:///etc/hostname")
    with pytest.raises(FetchingStopped):
        fetcher("http://example.com/")
