"""The price tab, the ledger and the commercial terms of a quote."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from configurator.access.roles import Role
from configurator.ledgers.replaying import replay
from configurator.quoting.states import QuoteState
from configurator.web import ledgers, price_views
from tests.factories.site import Site
from tests.functional.web.conftest import Browser, revision_of, words_of

TERMS = {
    "choices": {"DIA-50": 2},
    "start": "2026-12-15",
    "calendar_billing": True,
    "ramps": {"DIA-50": [{"from_month": 7, "quantity": 4}]},
    "adjustments": [{"form": "target", "value": "20000", "reason": "match", "competitive": True}],
}


def latest(site: Site, quote: int) -> dict[str, object]:
    return dict(site.services.quotes.get_quote(site.users[Role.ADMIN], quote).latest.request)


def test_the_price_tab_shows_the_way_from_list_to_net(site: Site, rep: Browser) -> None:
    page = rep.get(f"/quotes/{site.add_quote(discount='4', **TERMS)}?tab=price")
    words = words_of(page)
    for shown in ("目录价", "价格系数", "不足一期部分", "人工折扣", "金额与目标价调整", "净价"):
        assert shown in words, shown
    assert "2027年1月1日 至 2027年6月30日" in words and "20,000.00 元/月" in words
    text = page.get_data(as_text=True)
    assert '<svg viewBox="0 0 760' in text and "<desc" in text and " style=" not in text


def test_the_price_tab_says_what_the_seller_decides_by(site: Site, rep: Browser) -> None:
    words = words_of(rep.get(f"/quotes/{site.add_quote()}?tab=price"))
    for shown in ("各角色可批折扣", "销售代表", "25%", "站点（6 个）", "用户（860 人）", "净现值", "合同期对比"):
        assert shown in words, shown


def test_an_approver_sees_the_adjustments_with_their_reasons(site: Site, rep: Browser, manager: Browser) -> None:
    quote = site.add_quote(**TERMS)
    rep.get(f"/quotes/{quote}")
    rep.post(f"/quotes/{quote}/steps/submit")
    words = words_of(manager.get(f"/quotes/{quote}?tab=price"))
    assert "目标价 · 每月 20,000.00 应对竞争 match" in words
    assert "审批以此为准" in words


def test_a_target_that_floors_hold_is_told_with_what_it_came_to(site: Site, rep: Browser) -> None:
    held = {**TERMS, "adjustments": [{"scope": "DIA-50", "form": "target", "value": "10"}]}
    quote = site.add_quote(**held)
    words = words_of(rep.get(f"/quotes/{quote}?tab=price"))
    assert "目标价 10.00 CNY 未达到" in words and "pricing.yaml:" in words
    rep.post("/language", language="en", next="/")
    assert "is not reached" in words_of(rep.get(f"/quotes/{quote}?tab=price"))
    assert "is not reached" not in words_of(rep.get(f"/quotes/{site.add_quote(**TERMS)}?tab=price"))


def test_a_submitted_version_keeps_what_its_price_warned_of(site: Site, rep: Browser) -> None:
    held = {**TERMS, "adjustments": [{"scope": "DIA-50", "form": "amount", "value": "1250"}]}
    quote = site.add_quote(**held)
    rep.post(f"/quotes/{quote}/steps/submit")
    version = site.services.quotes.get_quote(site.users[Role.ADMIN], quote).latest
    assert version.state is not QuoteState.DRAFT
    assert "要求减免 1250.00 CNY" in words_of(rep.get(f"/quotes/{quote}?tab=price"))


def test_only_those_who_may_see_it_are_shown_the_margin(site: Site, rep: Browser, manager: Browser) -> None:
    quote = site.add_quote(**TERMS)
    assert "毛利" not in words_of(rep.get(f"/quotes/{quote}?tab=price"))
    assert "毛利率" in words_of(manager.get(f"/quotes/{quote}?tab=price"))


def test_the_present_value_follows_the_rate(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    found = {rate: words_of(rep.get(f"/quotes/{quote}?tab=price&rate={rate}")) for rate in ("0", "6", "50")}
    values = [words.split("净现值 ")[-1].split(" ")[0] for words in found.values()]
    assert len(set(values)) == 3
    assert values[0] == found["0"].split("付款合计 ")[-1].split(" ")[0]


@pytest.mark.parametrize("rate", ["NaN", "1e1000000", "１２", "101", "-1", ""])
def test_what_is_no_rate_is_told_at_its_field(site: Site, rep: Browser, rate: str) -> None:
    page = rep.get(f"/quotes/{site.add_quote()}?tab=price&rate={rate}")
    assert page.status_code == 200
    assert 'id="rate-error"' in page.get_data(as_text=True)


def test_every_amount_of_a_line_leads_to_how_it_came_about(site: Site, rep: Browser) -> None:
    quote = site.add_quote(**TERMS)
    page = rep.get(f"/quotes/{quote}").get_data(as_text=True)
    assert page.count(f'class="figure" href="/quotes/{quote}/lines/1?version=1"') == 3
    assert f"/quotes/{quote}/ledger?version=1&amp;sum=tcv" in page


def test_the_ledger_shows_computations_and_is_found_by_line_and_rule(site: Site, rep: Browser) -> None:
    quote = site.add_quote(**TERMS)
    words = words_of(rep.get(f"/quotes/{quote}/ledger?find=DIA-50"))
    for shown in ("2 × 3200", "6,400.00 × 0.9", "× 17/31", "prices/net.csv:", "× 20,000.00 ÷", "金额全部一致"):
        assert shown in words, shown
    assert "2 × 3200" in words_of(rep.get(f"/quotes/{quote}/ledger?find=net.csv"))
    assert "没有符合条件的行" in words_of(rep.get(f"/quotes/{quote}/ledger?find=NOTHING-OF-THE-KIND"))


@pytest.mark.parametrize("name", ["monthly", "one_time", "annual", "first_year", "tcv", "list_tcv"])
def test_a_total_is_told_as_the_sum_that_it_is(site: Site, rep: Browser, name: str) -> None:
    words = words_of(rep.get(f"/quotes/{site.add_quote(**TERMS)}/ledger?sum={name}"))
    assert "合计：" in words and " × 1" in words


def test_the_ledger_can_be_taken_away_and_replays(site: Site, rep: Browser) -> None:
    answer = rep.get(f"/quotes/{site.add_quote(**TERMS)}/ledger.json")
    text = answer.get_data(as_text=True)
    assert answer.mimetype == "application/json"
    assert "ledger.json" in answer.headers["Content-Disposition"]
    assert replay(text) == text
    assert "match" not in text


def test_a_submitted_version_keeps_its_ledger(site: Site, rep: Browser) -> None:
    quote = site.add_quote(discount="4")
    draft = rep.get(f"/quotes/{quote}/ledger.json").get_data(as_text=True)
    rep.get(f"/quotes/{quote}")
    rep.post(f"/quotes/{quote}/steps/submit")
    version = site.services.quotes.get_quote(site.users[Role.ADMIN], quote).latest
    assert version.state is QuoteState.APPROVED
    assert version.content is not None and version.content.ledger == draft
    assert rep.get(f"/quotes/{quote}/ledger.json").get_data(as_text=True) == draft
    assert "金额全部一致" in words_of(rep.get(f"/quotes/{quote}?tab=price"))


def test_a_target_price_below_the_limit_needs_approval(site: Site, rep: Browser) -> None:
    quote = site.add_quote(adjustments=[{"form": "amount", "value": "3000"}])
    rep.get(f"/quotes/{quote}")
    rep.post(f"/quotes/{quote}/steps/submit")
    version = site.services.quotes.get_quote(site.users[Role.ADMIN], quote).latest
    assert version.state is QuoteState.IN_APPROVAL
    assert version.discount > 5


def hx(browser: Browser, path: str) -> str:
    return browser.get(path, headers={"HX-Request": "true"}).get_data(as_text=True)


class TestLargeQuotes:
    """What takes long comes after the page; here every quote counts as large."""

    @pytest.fixture(autouse=True)
    def every_quote_is_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (price_views, ledgers):
            monkeypatch.setattr(module, "LINES_AT_ONCE", 0)

    def test_the_tab_leaves_out_what_takes_long_and_says_where_it_comes_from(self, site: Site, rep: Browser) -> None:
        quote = site.add_quote(**TERMS)
        page = rep.get(f"/quotes/{quote}?tab=price")
        text, words = page.get_data(as_text=True), words_of(page)
        for part in ("reach", "tiers"):
            assert f'hx-get="/quotes/{quote}/price/{part}?version=1" hx-trigger="load"' in text
        assert "正在计算" in words and "净现值" in words and "<svg" in text
        assert "金额全部一致" not in words and "25%" not in words
        assert text.count(f'href="/quotes/{quote}?version=1&amp;tab=price&amp;show=all"') >= 3

    def test_each_card_comes_by_itself(self, site: Site, rep: Browser) -> None:
        quote = site.add_quote(**TERMS)
        assert "销售代表" in hx(rep, f"/quotes/{quote}/price/reach?version=1")
        assert "part-tiers" in hx(rep, f"/quotes/{quote}/price/tiers?version=1")
        assert "金额全部一致" in hx(rep, f"/quotes/{quote}/price/check?version=1")

    def test_without_scripts_everything_is_on_one_page(self, site: Site, rep: Browser) -> None:
        quote = site.add_quote(**TERMS)
        answer = rep.get(f"/quotes/{quote}/price/reach?version=1")
        assert answer.location == f"/quotes/{quote}?version=1&tab=price&show=all"
        words = words_of(rep.get(answer.location))
        assert "25%" in words and "金额全部一致" in words
        assert 'hx-trigger="load"' not in rep.get(answer.location).get_data(as_text=True)

    def test_cards_say_nothing_of_costs(self, site: Site, rep: Browser, manager: Browser) -> None:
        quote = site.add_quote(**TERMS)
        for part in ("reach", "tiers", "check"):
            for browser in (rep, manager):
                assert "毛利" not in hx(browser, f"/quotes/{quote}/price/{part}?version=1")

    def test_a_card_that_there_is_not_is_not_found(self, site: Site, rep: Browser) -> None:
        quote = site.add_quote()
        assert rep.get(f"/quotes/{quote}/price/gift").status_code == 404
        assert rep.get("/quotes/999/price/reach").status_code == 404

    def test_cards_of_other_peoples_quotes_are_not_found(self, site: Site, rep: Browser) -> None:
        quote = site.add_quote(owner=Role.MANAGER)
        assert rep.get(f"/quotes/{quote}/price/reach", headers={"HX-Request": "true"}).status_code == 404

    def test_the_ledger_shows_its_lines_and_checks_when_it_is_asked_to(self, site: Site, rep: Browser) -> None:
        quote = site.add_quote(**TERMS)
        words = words_of(rep.get(f"/quotes/{quote}/ledger"))
        assert "2 × 3200" in words and "× 20,000.00 ÷" in words and "金额全部一致" not in words
        assert "金额全部一致" in words_of(rep.get(f"/quotes/{quote}/ledger?show=all"))
        assert "2 × 3200" in words_of(rep.get(f"/quotes/{quote}/ledger?find=DIA-50"))
        assert "没有符合条件的行" in words_of(rep.get(f"/quotes/{quote}/ledger?find=NOTHING-OF-THE-KIND"))

    def test_the_page_of_a_draft_is_that_of_the_submitted_version(self, site: Site, rep: Browser) -> None:
        quote = site.add_quote(discount="4")
        draft = words_of(rep.get(f"/quotes/{quote}/ledger")).partition("目录价")[2]
        rep.post(f"/quotes/{quote}/steps/submit")
        assert words_of(rep.get(f"/quotes/{quote}/ledger")).partition("目录价")[2] == draft

    def test_a_submitted_version_has_its_cards(self, site: Site, rep: Browser) -> None:
        quote = site.add_quote(discount="4")
        rep.post(f"/quotes/{quote}/steps/submit")
        assert "销售代表" in hx(rep, f"/quotes/{quote}/price/reach?version=1")
        assert "金额全部一致" in hx(rep, f"/quotes/{quote}/price/check?version=1")


def test_every_tax_leads_to_the_entries_that_it_is_made_up_of(site: Site, rep: Browser) -> None:
    quote = site.add_quote(**TERMS)
    page = rep.get(f"/quotes/{quote}?tab=price").get_data(as_text=True)
    addresses = set(re.findall(r'href="(/quotes/[0-9]+/ledger[^"]*of=tax[^"]*)"', page))
    assert addresses
    for address in addresses:
        words = words_of(rep.get(unescape(address)))
        assert "计税的各笔付款" in words and "tax.csv:" in words and "÷ (100 + " in words and " × " in words


def test_a_step_leads_to_the_members_of_its_sum(site: Site, rep: Browser) -> None:
    quote = site.add_quote(**TERMS)
    page = rep.get(f"/quotes/{quote}/ledger?find=DIA-50").get_data(as_text=True)
    assert f'href="/quotes/{quote}/ledger?version=1&amp;of=spread.0#members"' in page
    words = words_of(rep.get(f"/quotes/{quote}/ledger?of=spread.0"))
    assert "所分摊的各笔付款" in words and "调整为 20,000.00" in words
    assert rep.get(f"/quotes/{quote}/ledger?of=spread.7").status_code == 404
    rep.post("/language", language="en", next="/")
    assert "becomes 20,000.00" in words_of(rep.get(f"/quotes/{quote}/ledger?of=spread.0"))


def commercial(**fields: object) -> dict[str, object]:
    """The form's fields with one row of each list."""
    plain = {
        "ramp_offering": "", "ramp_from_month": "", "ramp_quantity": "", "adjustment_scope": "",
        "adjustment_form": "percent", "adjustment_measure": "monthly", "adjustment_value": "",
        "adjustment_competitive": "", "adjustment_reason": "",
    }  # fmt: skip
    return {**plain, **fields}


def test_commercial_terms_are_saved_as_the_request_states_them(site: Site, rep: Browser) -> None:
    quote = site.add_quote(choices={"DIA-50": 2})
    revision = revision_of(rep.get(f"/quotes/{quote}/commercial"))
    fields = commercial(
        start="2026-12-15",
        end="2027-12-31",
        calendar_billing="yes",
        ramp_offering=["DIA-50", "DIA-50", ""],
        ramp_from_month=["7", "10", ""],
        ramp_quantity=["4", "5", ""],
        adjustment_scope=["@NET", ""],
        adjustment_form=["percent", "target"],
        adjustment_measure=["monthly", "monthly"],
        adjustment_value=["3", "20000"],
        adjustment_competitive=["", "yes"],
        adjustment_reason=["", "answer"],
    )
    answer = rep.post(f"/quotes/{quote}/commercial", revision=revision, **fields)
    assert answer.status_code == 302
    request = latest(site, quote)
    assert (request["start"], request["end"], request["calendar_billing"]) == ("2026-12-15", "2027-12-31", True)
    assert request["ramps"] == {"DIA-50": [{"from_month": "7", "quantity": "4"}, {"from_month": "10", "quantity": "5"}]}
    assert request["adjustments"] == [
        {"scope": "@NET", "form": "percent", "measure": "monthly", "value": "3"},
        {"form": "target", "measure": "monthly", "value": "20000", "reason": "answer", "competitive": True},
    ]
    shown = rep.get(f"/quotes/{quote}/commercial").get_data(as_text=True)
    assert 'value="20000"' in shown and 'value="2027-12-31"' in shown


def test_what_is_emptied_is_not_stated_any_more(site: Site, rep: Browser) -> None:
    quote = site.add_quote(**TERMS)
    revision = revision_of(rep.get(f"/quotes/{quote}/commercial"))
    rep.post(f"/quotes/{quote}/commercial", revision=revision, **commercial())
    assert not {"start", "calendar_billing", "ramps", "adjustments"} & latest(site, quote).keys()


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"start": "2026-12-15", "end": "2026-12-14"}, "早于开始日期"),
        ({"end": "2027-12-14"}, "未填写服务开始日期"),
        ({"start": "１２"}, "不是日期"),
        ({"adjustment_value": "NaN"}, "不是规范的数字"),
        ({"adjustment_value": "1e1000000"}, "不是规范的数字"),
        ({"adjustment_value": "101"}, "超出范围"),
        ({"adjustment_value": "-5"}, "小于零"),
        ({"adjustment_value": "5", "adjustment_scope": "@NOBODY"}, "不是产品"),
        ({"ramp_offering": "DIA-50", "ramp_from_month": "99", "ramp_quantity": "5"}, "超出 12 个月的合同期"),
        ({"ramp_offering": "DIA-50", "ramp_from_month": "3", "ramp_quantity": "-5"}, "不是整数"),
    ],
)
def test_bad_terms_are_told_at_their_field_and_what_was_typed_stays(
    site: Site, rep: Browser, fields: dict[str, str], shown: str
) -> None:
    quote = site.add_quote(choices={"DIA-50": 2})
    revision = revision_of(rep.get(f"/quotes/{quote}/commercial"))
    answer = rep.post(f"/quotes/{quote}/commercial", revision=revision, **commercial(**fields))
    assert answer.status_code == 422
    assert shown in words_of(answer)
    page = answer.get_data(as_text=True)
    assert 'role="alert"' in page
    assert all(f'value="{value}"' in page for value in fields.values())
    assert "start" not in latest(site, quote)


def test_a_stale_form_is_not_saved_over_another(site: Site, rep: Browser) -> None:
    quote = site.add_quote(choices={"DIA-50": 2})
    revision = revision_of(rep.get(f"/quotes/{quote}/commercial"))
    rep.post(f"/quotes/{quote}/commercial", revision=revision, **commercial(adjustment_value="3"))
    answer = rep.post(f"/quotes/{quote}/commercial", revision=revision, **commercial(adjustment_value="4"))
    assert answer.status_code == 409
    assert json.dumps(latest(site, quote)["adjustments"]).count('"3"') == 1


def test_a_submitted_versions_terms_cannot_be_edited(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    rep.get(f"/quotes/{quote}")
    rep.post(f"/quotes/{quote}/steps/submit")
    assert rep.get(f"/quotes/{quote}/commercial").status_code == 302
