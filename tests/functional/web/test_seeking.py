"""Finding a package for a budget: what it covers and leaves out, why nothing fits, and the found one as a draft."""

from __future__ import annotations

import html
import json
import re
from decimal import Decimal
from typing import Any

import pytest

from configurator.access.roles import Role
from tests.factories.site import Site
from tests.functional.web.conftest import Browser, words_of

ASKED = "needs=backup&needs=disaster_recovery&needs=contact_center&term_months=12"
TAKEN = re.compile(r'name="taken" value="([^"]*)"')


def taken_of(page: str) -> list[dict[str, Any]]:
    """The packages that the page's forms would take."""
    return [json.loads(html.unescape(text)) for text in TAKEN.findall(page)]


@pytest.fixture
def address(site: Site) -> str:
    return f"/customers/{site.add_customer()}/seek"


def test_packages_page_leads_here_with_what_was_said(site: Site, rep: Browser) -> None:
    page = rep.get(f"/customers/{site.add_customer()}/propose?needs=backup&level-mlps=2").get_data(as_text=True)
    link = html.unescape(re.search(r'href="(/customers/1/seek\?[^"]+)"', page)[1])  # type: ignore[index]
    form = rep.get(link).get_data(as_text=True)
    assert 'name="optional" value="backup"' in form
    assert 'name="level-mlps" value="2"' in form


def test_form_searches_only_when_it_was_sent(address: str, rep: Browser) -> None:
    page = rep.get(f"{address}?{ASKED}&monthly=30000").get_data(as_text=True)
    assert taken_of(page) == []
    assert 'id="monthly"' in page


def test_rep_who_may_not_see_margins_has_no_field_for_them(address: str, rep: Browser, manager: Browser) -> None:
    assert 'id="margin"' not in rep.get(f"{address}?{ASKED}").get_data(as_text=True)
    assert "毛利率" not in words_of(rep.get(f"{address}?{ASKED}&mode=one&margin=90"))
    assert 'id="margin"' in manager.get(f"{address}?{ASKED}").get_data(as_text=True)


def test_budget_too_small_says_what_the_cheapest_costs(address: str, rep: Browser) -> None:
    words = words_of(rep.get(f"{address}?{ASKED}&mode=one&monthly=100"))
    found = re.search(r"最便宜的有效方案每月费用为 ([\d,.]+) CNY，超出预算 ([\d,.]+)", words)
    assert found
    least, over = (Decimal(text.replace(",", "")) for text in found.groups())
    assert least - over == 100
    enough = rep.get(f"{address}?{ASKED}&mode=one&monthly={least}").get_data(as_text=True)
    assert len(taken_of(enough)) == 1
    tight = rep.get(f"{address}?{ASKED}&mode=one&monthly={least - Decimal('0.01')}").get_data(as_text=True)
    assert taken_of(tight) == []


def test_needs_that_may_go_are_left_out_with_their_price(address: str, rep: Browser) -> None:
    optional = "&".join(f"optional={need}" for need in ("backup", "disaster_recovery", "contact_center"))
    answer = rep.get(f"{address}?{ASKED}&{optional}&mode=one&monthly=25000")
    (taken,) = taken_of(answer.get_data(as_text=True))
    assert taken["needs"] == ["backup", "contact_center"]
    assert "异地灾备（未满足）" in words_of(answer)
    assert re.search(r"满足它每月至少增加 [\d,.]+ 元", words_of(answer))


def test_what_was_typed_comes_back_with_what_is_wrong(address: str, rep: Browser) -> None:
    page = rep.get(f"{address}?{ASKED}&mode=one&monthly=viel").get_data(as_text=True)
    assert 'value="viel"' in page
    assert 'id="monthly-error"' in page


def test_with_htmx_only_the_result_is_redrawn(address: str, rep: Browser) -> None:
    page = rep.htmx("get", address, needs="backup", mode="one").get_data(as_text=True)
    assert page.lstrip().startswith('<section id="found"')
    assert "<html" not in page


def test_found_package_becomes_the_draft_as_it_was_shown(site: Site, address: str, rep: Browser) -> None:
    page = rep.get(f"{address}?{ASKED}&mode=one&monthly=45000").get_data(as_text=True)
    shown = re.search(r'<div class="price">([\d,.]+)', page)
    assert shown
    (taken,) = taken_of(page)
    fields = {"taken": json.dumps(taken), "term_months": "12"}
    answer = rep.post(address, **fields)
    assert answer.location == "/quotes/1/configure"
    draft = site.services.quotes.get_quote(site.users[Role.REP], 1).latest
    assert draft.totals is not None
    assert f"{draft.totals.monthly.amount:,}" == shown[1]
    assert draft.request["needs"] == taken["needs"]


def test_a_package_that_does_not_read_makes_no_quote_of_its_own(site: Site, address: str, rep: Browser) -> None:
    bad = {"needs": ["nothing"], "choices": {"NO-SUCH": 1}}
    answer = rep.post(address, taken=json.dumps(bad), term_months="12")
    assert answer.status_code == 422
    assert site.services.quotes.list_quotes(site.users[Role.REP]).total == 0
    for text in ("[", "[1]", "null", "{" * 5000, "x" * 200_000):
        assert rep.post(address, taken=text, staff="abc").status_code == 422


def test_three_packages_are_far_enough_apart(address: str, rep: Browser) -> None:
    answer = rep.get(f"{address}?needs=backup&term_months=12&mode=three&apart=5")
    packages = taken_of(answer.get_data(as_text=True))
    assert len(packages) == 3
    apart = re.findall(r"与前面方案相差的组件：([\d /]+)。", words_of(answer))
    assert len(apart) == 2
    assert all(int(count) >= 5 for entry in apart for count in entry.split("/"))


def test_closest_to_an_earlier_quote_names_what_changes(site: Site, rep: Browser) -> None:
    site.add_quote()
    words = words_of(rep.get("/customers/1/seek?needs=backup&term_months=12&mode=one&earlier=1"))
    assert "与该报价不同的行：0" in words
    unknown = words_of(rep.get("/customers/1/seek?needs=backup&term_months=12&mode=one&earlier=999"))
    assert "与该报价不同的行" not in unknown
