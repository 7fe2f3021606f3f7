"""Every line of the fact sheet is a rule, a discount, or listed in the docs with the reason why it is neither."""

from __future__ import annotations

import re

import pytest

from configurator.catalog.reading import load_catalog
from configurator.resources import catalog_dir
from tests.house.tree import ROOT

FACTS = {"VOICE": 20, "UCC": 19, "NET": 23, "5G": 13, "IOT": 33, "CLOUD": 35, "SEC": 36, "COMM": 14}
PAGE = (ROOT / "docs" / "catalog-telecom.md").read_text(encoding="utf-8")


def known_ids() -> frozenset[str]:
    catalog = load_catalog(catalog_dir()).catalog
    assert catalog is not None
    return frozenset({*catalog.rules, *(discount.id for discount in catalog.term_discounts)})


def listed_ids() -> frozenset[str]:
    reasons = PAGE.partition("## What is known but is not a rule")[2]
    rows = [line.split("|") for line in reasons.splitlines() if re.match(r"\| [A-Z0-9]+-\d", line)]
    assert all(len(row) == 4 and len(row[2].split()) >= 3 for row in rows)
    return frozenset(one for row in rows for one in re.findall(r"[A-Z0-9]+-\d\d", row[1]))


@pytest.mark.parametrize("domain", FACTS)
def test_every_fact_is_a_rule_or_has_a_reason(domain: str) -> None:
    ids = {f"{domain}-{number:02d}" for number in range(1, FACTS[domain] + 1)}
    known = known_ids()
    covered = {one for one in ids if any(each == one or each.startswith(f"{one}-") for each in known)}
    assert ids - covered - listed_ids() == set()
