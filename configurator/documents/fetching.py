"""The only door through which a document loads anything: registered assets by name, nothing else."""

from __future__ import annotations

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from configurator.documents.refusals import AddressRefused, AssetMissing
from configurator.documents.shelf import SCHEME, AssetShelf
from configurator.values.refusal import Refusal


class FetchingStopped(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint ships no annotations
    """Stops a rendering: of any ordinary exception WeasyPrint would make a warning and a hole in the page."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no annotations
    """Serves `asset:<name>` from the shelf; no web, no files, no inline data, no relative addresses.

    Both a foreign address and a missing asset stop the rendering.
    """

    def __init__(self, shelf: AssetShelf) -> None:
        super().__init__(allowed_protocols=(SCHEME,), allow_redirects=False, fail_on_errors=True)
        self._shelf = shelf

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The asset's bytes with its media type."""
        scheme, separator, name = url.partition(":")
        if not separator or scheme != SCHEME:
            raise FetchingStopped(AddressRefused(address=url[:200]))
        try:
            asset = self._shelf.find(name)
        except AssetMissing as refusal:
            raise FetchingStopped(refusal) from refusal
        return URLFetcherResponse(url, asset.path.read_bytes(), {"Content-Type": asset.media_type})
