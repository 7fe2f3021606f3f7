"""Where the folders beside the code are: templates, static files and catalogs.

In a checkout they lie at the top level; in an installed wheel they lie in configurator/bundle. Nobody else
needs to know which.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_BUNDLE = _PACKAGE / "bundle"


def checkout_dir() -> Path | None:
    """The top folder of the source tree, or None when the package is installed from a wheel."""
    return None if _BUNDLE.is_dir() else _PACKAGE.parent


def templates_dir() -> Path:
    """The folder of all Jinja2 templates: web, proposal, email, macros."""
    return _resource("templates")


def static_dir() -> Path:
    """The folder of files that the browser and the documents load, with vendor/ and fonts/ made by set-up."""
    return _resource("static")


def catalog_dir(name: str = "telecom") -> Path:
    """The folder of the packaged catalog of that name; it need not exist."""
    return _resource("catalog_data") / name


def _resource(name: str) -> Path:
    return (checkout_dir() or _BUNDLE) / name
