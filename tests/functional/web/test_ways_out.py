"""Ways out on the pages: choices changed rather than dropped, figures and consequences told, outdated drafts helped,
undone in one click."""

from __future__ import annotations

import re
from typing import Any

import pytest

from configurator.access.roles import Role
from configurator.configuration.model import Choice
from configurator.http.services import get_today
from configurator.services.mending import PricedRepair
from tests.factories.site import Site, make_request
from tests.functional.web.conftest import Browser, revision_of, words_of

# Two agents that the catalog's rules never allow together, and choices that no release has.
RIVALS = ("EDR-SRV", "HIDS-PRO")
GONE = "GONE-2019"


def request_of(site: Site, quote_id: int) -> dict[str, Any]:
    return dict(site.services.quotes.get_quote(site.users[Role.REP], quote_id).latest.request)


def make_stale(site: Site, **more: Any) -> int:
    return site.add_quote(choices={GONE: 3, "AP-IN": 40, **more})


def ways_out(site: Site, quote_id: int) -> tuple[PricedRepair, ...]:
    with site.app.test_request_context():
        return site.services.proposer.evaluate(request_of(site, quote_id), get_today()).repairs


def key_in(page: str) -> str:
    found = re.search(r'name="repair" value="(\w+)"', page)
    assert found, "no way out is offered"
    return found[1]


def sign_in(site: Site, role: Role) -> Browser:
    return Browser(site.app.test_client()).sign_in(role)


def test_a_draft_with_choices_that_the_catalog_no_longer_has_gets_a_way_out(site: Site, rep: Browser) -> None:
    quote = make_stale(site)
    shown = rep.get(f"/quotes/{quote}")
    assert "查看可行办法" in words_of(shown)
    page = rep.get(f"/quotes/{quote}/configure")
    words = words_of(page)
    assert f"放弃 {GONE} × 3" in words
    assert "合同总额" in words
    answer = rep.htmx(
        "post", f"/quotes/{quote}/repairs", repair=key_in(page.get_data(as_text=True)), revision=revision_of(page)
    )
    assert answer.status_code == 200
    assert request_of(site, quote)["choices"] == {"AP-IN": 40}
    assert f"已采用办法： 放弃 {GONE} × 3" in words_of(answer)


def test_a_way_out_is_undone_in_one_click_to_exactly_the_choices_before(site: Site, rep: Browser) -> None:
    quote = make_stale(site)
    before = request_of(site, quote)
    page = rep.get(f"/quotes/{quote}/configure")
    answer = rep.htmx(
        "post", f"/quotes/{quote}/repairs", repair=key_in(page.get_data(as_text=True)), revision=revision_of(page)
    )
    text = answer.get_data(as_text=True)
    assert 'id="undo-repair"' in text
    assert f"撤销：放弃 {GONE} × 3" in words_of(answer)
    back = rep.htmx("post", f"/quotes/{quote}/undo")
    assert back.status_code == 200
    assert request_of(site, quote) == before
    assert 'id="applied"' not in back.get_data(as_text=True)


def test_without_scripts_a_way_out_is_applied_and_can_be_undone(site: Site, rep: Browser) -> None:
    quote = make_stale(site)
    page = rep.get(f"/quotes/{quote}/configure")
    answer = rep.post(
        f"/quotes/{quote}/repairs", repair=key_in(page.get_data(as_text=True)), revision=revision_of(page)
    )
    assert answer.status_code == 302
    assert f"撤销：放弃 {GONE} × 3" in words_of(rep.get(answer.location))


def test_undo_names_what_it_takes_back_after_every_kind_of_change(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    page = rep.get(f"/quotes/{quote}/configure")
    name = site.services.proposer.catalog.offerings["AP-IN"].name.zh
    rep.htmx("post", f"/quotes/{quote}/choices", offering="AP-IN", quantity="40", revision=revision_of(page))
    page = rep.get(f"/quotes/{quote}/configure")
    assert f"撤销：{name} × 40" in words_of(page)
    rep.htmx("post", f"/quotes/{quote}/choices", offering="AP-IN", quantity="41", revision=revision_of(page))
    assert f"撤销：{name} × 40 改为 41" in words_of(rep.get(f"/quotes/{quote}/configure"))
    latest = site.services.quotes.get_quote(site.users[Role.REP], quote).latest
    changed = {**latest.request, "discount_percent": "2"}
    site.services.quotes.save_request(site.users[Role.REP], quote, changed, latest.revision)
    assert "撤销：期限、折扣或需求" in words_of(rep.get(f"/quotes/{quote}/configure"))


def test_an_outdated_revision_is_compared_with_the_version_before(site: Site, rep: Browser) -> None:
    user, quotes = site.users[Role.REP], site.services.quotes
    quote = site.add_quote(choices={"AP-IN": 40})
    quotes.submit(user, quote, quotes.get_quote(user, quote).latest.revision)
    quotes.withdraw(user, quote)
    draft = quotes.revise(user, quote)
    quotes.save_request(user, quote, {**draft.request, "choices": {GONE: 1, "AP-IN": 20}}, draft.revision)
    page = rep.get(f"/quotes/{quote}/configure")
    words = words_of(page)
    assert "与报价单第 1 版相比" in words
    assert f"{site.services.proposer.catalog.offerings['AP-IN'].name.zh}: 40 → 20" in words


def test_every_conflict_is_told(site: Site, rep: Browser) -> None:
    taken, other = RIVALS
    quote = site.add_quote(needs=["wifi"], choices={"AP-IN": 2, taken: 3, other: 4})
    words = words_of(rep.get(f"/quotes/{quote}/configure"))
    assert words.count("这些选择与规则不能同时成立") == 2


def test_a_quantity_in_the_way_is_changed_and_not_given_up(site: Site, rep: Browser) -> None:
    quote = site.add_quote(needs=["wifi"], choices={"AP-IN": 2})
    (way,) = ways_out(site, quote)
    (change,) = way.repair.changes
    assert change.instead == Choice("AP-IN", 31)
    page = rep.get(f"/quotes/{quote}/configure")
    name = site.services.proposer.catalog.offerings["AP-IN"].name.zh
    assert f"{name} × 2 改为 31" in words_of(page)
    rep.htmx("post", f"/quotes/{quote}/repairs", repair=key_in(page.get_data(as_text=True)), revision=revision_of(page))
    assert request_of(site, quote)["choices"] == {"AP-IN": 31}


def ask_why(site: Site, role: Role) -> tuple[str, PricedRepair]:
    taken, wanted = RIVALS
    customer = site.add_customer(owner=role)
    request = make_request(choices={taken: 20})
    quote = site.services.quotes.create_draft(site.users[role], customer, request).quote_id
    with site.app.test_request_context():
        (way,) = site.services.proposer.repairs(request, get_today(), Choice(wanted))
    panel = sign_in(site, role).htmx("get", f"/quotes/{quote}/why", offering=wanted)
    return words_of(panel), way


def test_ways_out_tell_figures_and_consequences(site: Site) -> None:
    words, way = ask_why(site, Role.REP)
    assert f"放弃 {site.services.proposer.catalog.offerings[RIVALS[0]].name.zh} × 20" in words
    assert "对方案的其他影响" in words
    assert {each.offering: (each.before, each.after) for each in way.consequences}[RIVALS[0]] == (20, 0)
    for each in way.consequences[:5]:
        assert each.name.zh in words
    assert "合同总额" in words


@pytest.mark.parametrize(("role", "sees"), [(Role.REP, False), (Role.MANAGER, True)])
def test_only_those_who_may_see_the_margin_see_what_a_way_out_does_to_it(site: Site, role: Role, sees: bool) -> None:
    words, way = ask_why(site, role)
    assert way.margin_change is not None
    assert ("毛利率" in words) is sees
    assert ("个百分点" in words) is sees


def test_thresholds_stand_beside_the_quantity_with_their_rules(site: Site, rep: Browser) -> None:
    quote = site.add_quote(choices={"DLP-1": "any"})
    with site.app.test_request_context():
        options = site.services.proposer.evaluate(request_of(site, quote), get_today()).options
    code = next(code for code, option in options.items() if option.quantity and option.marks)
    family = site.services.proposer.catalog.offerings[code].family
    page = rep.get(f"/quotes/{quote}/configure?family={family}")
    text = page.get_data(as_text=True).partition(f'id="marks-{code}"')[2].partition("</details>")[0]
    mark = options[code].marks[0]
    assert f"{mark.value:,}" in text
    assert mark.reasons[0].sentence.zh in text and mark.reasons[0].key in text


def test_greatest_quantity_that_a_rule_allows_can_be_asked_why(site: Site, rep: Browser) -> None:
    quote = site.add_quote(choices={"TAMPER-1": "any"})
    family = site.services.proposer.catalog.offerings["TAMPER-1"].family
    page = rep.get(f"/quotes/{quote}/configure?family={family}").get_data(as_text=True)
    button = page.partition('id="most-button-TAMPER-1"')[2]
    address = re.search(r'hx-get="([^"]+)"', button)
    assert address
    assert "TAMPER-LIMIT" in words_of(rep.get(address[1].replace("&amp;", "&"), headers={"HX-Request": "true"}))
