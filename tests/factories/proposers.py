"""Proposers for tests: of the tiny catalog as it is or with files changed, and of the telecom catalog."""

from __future__ import annotations

from collections.abc import Mapping

from configurator.catalog.reading import read_catalog
from configurator.resources import catalog_dir
from configurator.rules.rulebook import read_rules
from configurator.services.proposing import Proposer
from configurator.services.releases import open_catalog
from tests.factories.catalog_files import tiny_files

ONE_OF_TWO = """\
  - id: ONE
    kind: excludes
    never_together: [SIP-30, MIN-OUT]
    sentence: {zh: 二者只能选其一。, en: Only one of the two.}
"""
"""A rule for the tiny catalog's rules/voice.yaml."""


def make_tiny_proposer(files: Mapping[str, bytes] | None = None, *, rule: str = "") -> Proposer:
    """A proposer of the tiny catalog, or of these files, with one rule more."""
    found = {**(tiny_files() if files is None else files)}
    found["rules/voice.yaml"] += rule.encode()
    load = read_catalog(found)
    assert load.catalog is not None, load.problems
    book = read_rules(load.catalog).book
    assert book is not None
    return Proposer(book)


def make_telecom_proposer() -> Proposer:
    """A proposer of the telecom catalog; it takes seconds, therefore once for many tests."""
    return Proposer(open_catalog(catalog_dir()))
