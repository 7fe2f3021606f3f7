"""Opening what the commands about releases call A, B or N: the number of a release, or a folder."""

from __future__ import annotations

from pathlib import Path

from configurator.bootstrap import open_releases
from configurator.catalog.reading import find_key
from configurator.releasing.refusals import CatalogUnnamed
from configurator.rules.rulebook import RuleBook
from configurator.services.releases import open_catalog
from configurator.settings import Settings


def open_in_force(settings: Settings, key: str | None) -> RuleBook:
    """The rule book of the release in force, or of the folder when there is none."""
    releases, catalog = open_releases(settings), find_catalog(settings, key)
    release = releases.get_in_force(catalog)
    return releases.open_book(catalog, release.number) if release else open_catalog(settings.catalog)


def open_named(settings: Settings, name: str, key: str | None) -> RuleBook:
    """The rule book of a release, if the name is a number, else of a folder; refuses what cannot be used."""
    if name.isascii() and name.isdigit() and len(name) <= 9:
        return open_releases(settings).open_book(find_catalog(settings, key), int(name))
    return open_catalog(Path(name))


def find_catalog(settings: Settings, asked: str | None) -> str:
    """The key of the catalog that is meant: the one asked for, else that of the folder in force."""
    key = asked or find_key(settings.catalog)
    if key is None:
        raise CatalogUnnamed(folder=settings.catalog.name)
    return key
