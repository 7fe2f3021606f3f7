"""The shelf of what a document may load: our templates, style sheets, pictures and fonts, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from configurator.documents.refusals import AssetMissing
from configurator.resources import static_dir, templates_dir

SCHEME = "asset"
_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_PICTURES = ("logo.svg", "cover.svg")
_STYLES = ("proposal.css",)
_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".css": "text/css"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One registered file and its media type."""

    path: Path
    media_type: str


@dataclass(frozen=True, slots=True)
class AssetShelf:
    """The folder of the proposal's templates, and the registered assets by the name after `asset:`."""

    templates: Path
    assets: Mapping[str, Asset]
    fonts: tuple[Path, ...]

    def find(self, name: str) -> Asset:
        """The asset of that name, or AssetMissing when it is not registered or its file is not there."""
        asset = self.assets.get(name)
        if asset is None or not asset.path.is_file():
            raise AssetMissing(name=name)
        return asset


def make_shelf(templates: Path, static: Path) -> AssetShelf:
    """The shelf of a templates folder (holding proposal/) and a static folder (holding fonts/ and img/)."""
    proposal = templates / "proposal"
    fonts = tuple(static / "fonts" / name for name in _FONTS)
    pictures = (static / "img" / name for name in _PICTURES)
    styles = (proposal / name for name in _STYLES)
    assets = {path.name: Asset(path, _TYPES[path.suffix]) for path in (*fonts, *pictures, *styles)}
    return AssetShelf(proposal, MappingProxyType(assets), fonts)


@cache
def packaged_shelf() -> AssetShelf:
    """The shelf of this installation."""
    return make_shelf(templates_dir(), static_dir())
