from __future__ import annotations

import pytest

from configurator.documents.refusals import AssetMissing
from configurator.documents.shelf import make_shelf


@pytest.fixture
def shelf(tmp_path):
    for name in ("templates/proposal", "static/fonts", "static/img"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "static/fonts/NotoSansSC-Regular.ttf").write_bytes(b"font")
    (tmp_path / "static/img/secret.svg").write_text("not registered")
    return make_shelf(tmp_path / "templates", tmp_path / "static")


def test_finds_a_registered_asset_with_its_media_type(shelf):
    asset = shelf.find("NotoSansSC-Regular.ttf")
    assert (asset.path.read_bytes(), asset.media_type) == (b"font", "font/ttf")


@pytest.mark.parametrize("name", ["secret.svg", "../img/secret.svg", "", "/etc/hostname", "NotoSansSC-Regular.ttf/"])
def test_refuses_a_name_that_is_not_registered(shelf, name):
    with pytest.raises(AssetMissing) as refused:
        shelf.find(name)
    assert refused.value.params == {"name": name}


@pytest.mark.parametrize("name", ["NotoSansSC-Bold.ttf", "logo.svg", "cover.svg", "proposal.css"])
def test_refuses_a_registered_asset_whose_file_is_missing(shelf, name):
    assert name in shelf.assets
    with pytest.raises(AssetMissing):
        shelf.find(name)


def test_keeps_the_fonts_in_the_order_of_their_weight(shelf):
    assert [path.name for path in shelf.fonts] == ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"]
