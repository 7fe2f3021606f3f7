"""The page of a quote's currency and of its price of today."""

from __future__ import annotations

from configurator.access.roles import Role
from configurator.http.services import get_today
from configurator.quoting.model import QuoteVersion
from configurator.quoting.states import QuoteState
from tests.factories.site import Site
from tests.functional.web.conftest import Browser, words_of

PINNED = {"rate": "0.1000", "date": "2026-11-02", "source": "an old table"}


def latest_of(site: Site, quote_id: int) -> QuoteVersion:
    return site.services.quotes.get_quote(site.users[Role.ADMIN], quote_id).latest


def test_a_quote_tells_its_regime_rounding_and_currency(site: Site, rep: Browser) -> None:
    quote = site.add_quote(tax_regime="eu_reverse", currency="EUR")
    words = words_of(rep.get(f"/quotes/{quote}"))
    for shown in ("反向征收", "四舍五入", "按税率合计计税", "1 CNY = 0.1212 EUR（2026-11-02）", "币种与今日价格"):
        assert shown in words, shown


def test_today_is_compared_before_it_is_taken(site: Site, rep: Browser) -> None:
    quote = site.add_quote(currency="EUR", exchange=PINNED)
    before = latest_of(site, quote)
    words = words_of(rep.get(f"/quotes/{quote}/today"))
    for shown in (
        "1 CNY = 0.1 EUR（2026-11-02）",
        "1 CNY = 0.1212 EUR（2026-11-02）",
        "汇率",
        "合同总额",
        "按今日价格重算",
    ):
        assert shown in words, shown
    assert latest_of(site, quote) == before


def test_taking_today_pins_todays_rate(site: Site, rep: Browser) -> None:
    quote = site.add_quote(currency="EUR", exchange=PINNED)
    answer = rep.post(f"/quotes/{quote}/today", revision=str(latest_of(site, quote).revision))
    assert answer.status_code == 302
    version = latest_of(site, quote)
    assert version.request["exchange"] == {"rate": "0.1212", "date": "2026-11-02", "source": ""}
    assert version.totals is not None and version.totals.tcv.currency.code == "EUR"
    assert "今日价格与现价相同" in words_of(rep.get(f"/quotes/{quote}/today"))


def test_a_currency_is_chosen_with_its_rate(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    assert "JPY – 1 CNY = 21.65 JPY" in words_of(rep.get(f"/quotes/{quote}/today"))
    rep.post(f"/quotes/{quote}/currency", currency="JPY", revision=str(latest_of(site, quote).revision))
    version = latest_of(site, quote)
    assert version.request["currency"] == "JPY" and version.request["exchange"]["rate"] == "21.65"  # type: ignore[index]
    assert version.totals is not None and version.totals.tcv.currency.exponent == 0
    rep.post(f"/quotes/{quote}/currency", currency="CNY", revision=str(version.revision))
    assert "currency" not in latest_of(site, quote).request


def test_amounts_in_yen_have_no_decimals(site: Site, rep: Browser) -> None:
    quote = site.add_quote(currency="JPY")
    totals = latest_of(site, quote).totals
    with site.app.app_context():
        content = site.services.proposer.content_of(latest_of(site, quote).request, get_today())
    assert totals is None and content.currency == "JPY"
    page = words_of(rep.get(f"/quotes/{quote}"))
    charge = content.lines[0].charges[0]
    assert f" {int(charge.net):,} " in page and f"{int(charge.net):,}.00" not in page
    drawer = words_of(rep.htmx("get", f"/quotes/{quote}/lines/1"))
    assert f" {int(charge.net):,}" in drawer and "按汇率换算" in drawer


def test_a_currency_without_a_rate_is_not_taken(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    assert rep.post(f"/quotes/{quote}/currency", currency="CHF", revision="1").status_code == 422
    assert "currency" not in latest_of(site, quote).request


def test_an_older_revision_asks_first(site: Site, rep: Browser) -> None:
    quote = site.add_quote(currency="EUR", exchange=PINNED)
    assert rep.post(f"/quotes/{quote}/today", revision="99").status_code == 409
    assert rep.post(f"/quotes/{quote}/currency", currency="USD", revision="99").status_code == 409
    assert latest_of(site, quote).request["exchange"] == PINNED


def test_a_quote_that_nobody_has_has_no_price_of_today(rep: Browser) -> None:
    assert rep.get("/quotes/999999/today").status_code == 404


def test_a_request_that_cannot_be_priced_says_why(site: Site, rep: Browser) -> None:
    quote = site.add_quote(currency="CHF")
    answer = rep.get(f"/quotes/{quote}/today")
    assert answer.status_code == 422
    assert "没有 CHF 的汇率" in words_of(answer)
    assert rep.post(f"/quotes/{quote}/today", revision="1").status_code in (409, 422)


def test_what_is_over_is_repriced_as_its_next_version(site: Site, rep: Browser) -> None:
    quote = site.add_quote(currency="EUR", exchange=PINNED)
    services, seller = site.services, site.users[Role.REP]
    services.quotes.submit(seller, quote)
    assert "web.today" not in words_of(rep.get(f"/quotes/{quote}/today"))
    services.quotes.withdraw(seller, quote)
    frozen = latest_of(site, quote)
    assert frozen.state is QuoteState.WITHDRAWN
    assert "下一版本" in words_of(rep.get(f"/quotes/{quote}/today"))
    rep.post(f"/quotes/{quote}/today", revision=str(frozen.revision))
    assert latest_of(site, quote).number == 2
    assert services.quotes.get_quote(seller, quote).version(1).snapshot == frozen.snapshot
