"""Why a document was not made."""

from __future__ import annotations

from configurator.values.refusal import Refusal


class AssetMissing(Refusal):
    """One of our own fonts, pictures or style sheets is not on the shelf: set-up has not run."""

    code = "document_asset_missing"


class AddressRefused(Refusal):
    """A document asked for something that is not one of our assets: a web address, a file or inline data."""

    code = "document_address_refused"
