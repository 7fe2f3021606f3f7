"""`configurator propose` tells the benefits that come with a proposal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.functional.cli.console import start

REQUEST = """\
customer: {name: 测试软件公司, industry: software, staff: 8, sites: 1, partner_offers: yes}
compliance: {mlps: 0}
term_months: 12
date: 2027-01-10
ambition: essential
choices: {LOWC-1: 200, ETL-1: 16}
"""


def propose(folder: Path, text: str, *options: str) -> str:
    path = folder / "request.yaml"
    path.write_text(text, encoding="utf-8")
    done = start("propose", path, "--lang", "en", *options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_benefits_that_were_asked_for_are_told(tmp_path: Path) -> None:
    text = f"{REQUEST}programmes: [SERVICE-TIERS, PARTNER-MONTH]\n"
    assert "Benefits included: Support 7×24; 99.95 % availability of the anchor line;" in propose(tmp_path, text)
    benefits = json.loads(propose(tmp_path, text, "--json"))["benefits"]
    assert benefits[3] == {
        "programme": "Service tiers",
        "tier": "Classic",
        "partner": None,
        "name": "Vulnerability scan",
        "quantity": 2,
        "unit": "engagements",
        "worth": "159.20",
        "use_by": "2028-01-09",
        "yearly": True,
    }
    assert (benefits[-1]["partner"], benefits[-1]["quantity"], benefits[-1]["use_by"]) == (
        "E-invoice platform", 200, "2027-01-23",
    )  # fmt: skip
    assert benefits[0]["worth"] is None and benefits[0]["use_by"] is None


def test_without_programmes_there_are_none(tmp_path: Path) -> None:
    assert "Benefits included" not in propose(tmp_path, REQUEST)
    assert json.loads(propose(tmp_path, REQUEST, "--json"))["benefits"] == []


def test_an_unknown_programme_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "request.yaml"
    path.write_text(f"{REQUEST}programmes: [SERVICE-TIER]\n", encoding="utf-8")
    done = start("propose", path, "--lang", "en")
    assert done.returncode == 1
    assert "SERVICE-TIERS" in done.stderr
