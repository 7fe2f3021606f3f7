"""The guided proposal: three packages side by side, and the chosen one as a draft."""

from __future__ import annotations

from configurator.access.roles import Role
from tests.factories.site import Site
from tests.functional.web.conftest import Browser, words_of


def test_three_packages_stand_side_by_side(site: Site, rep: Browser) -> None:
    address = f"/customers/{site.add_customer()}/propose"
    page = rep.get(f"{address}?needs=backup&level-mlps=3&term_months=24").get_data(as_text=True)
    assert [page.count(f"package-{ambition}") for ambition in ("essential", "standard", "plus")] == [1, 1, 1]
    assert 'value="backup" checked' in page
    assert '<option value="24" selected>' in page
    assert "24 个月总额" in page and "元/月" in page


def test_change_of_the_form_redraws_only_the_packages(site: Site, rep: Browser) -> None:
    answer = rep.htmx("get", f"/customers/{site.add_customer()}/propose", needs="backup")
    page = answer.get_data(as_text=True)
    assert page.lstrip().startswith('<section id="packages"')
    assert "<html" not in page
    assert "HX-Request" in answer.headers["Vary"]


def test_token_never_stands_in_an_address(site: Site, rep: Browser) -> None:
    page = rep.get(f"/customers/{site.add_customer()}/propose").get_data(as_text=True)
    guide = page[page.index('<form class="card-x" id="guide"') : page.index("</form>", page.index('id="guide"'))]
    assert "csrf_token" not in guide


def test_bad_figure_is_explained_and_stays(site: Site, rep: Browser) -> None:
    page = rep.get(f"/customers/{site.add_customer()}/propose?staff=abc").get_data(as_text=True)
    assert 'value="abc"' in page
    assert 'id="staff-error"' in page
    assert "package-standard" not in page


def test_chosen_package_becomes_a_draft_with_everything_that_was_said(site: Site, rep: Browser) -> None:
    customer = site.add_customer()
    answer = rep.post(
        f"/customers/{customer}/propose",
        **{"ambition": "essential", "needs": "backup", "level-mlps": "2", "term_months": "24", "input-beds": "400"},
    )
    assert answer.location == "/quotes/1/configure"
    draft = site.services.quotes.get_quote(site.users[Role.REP], 1).latest
    assert draft.request["ambition"] == "essential"
    assert draft.request["needs"] == ["backup"]
    assert draft.request["compliance"] == {"mlps": 2}
    assert draft.request["term_months"] == 24
    assert draft.request["customer"]["beds"] == 400  # type: ignore[index]
    assert draft.totals is not None and draft.totals.monthly


def test_request_that_cannot_be_proposed_for_makes_no_quote(site: Site, rep: Browser) -> None:
    answer = rep.post(f"/customers/{site.add_customer()}/propose", ambition="standard", staff="abc")
    assert answer.status_code == 422
    assert site.services.quotes.list_quotes(site.users[Role.REP]).total == 0


def test_customer_page_leads_on_to_its_quotes(site: Site, rep: Browser) -> None:
    site.add_quote()
    assert "Q-" in words_of(rep.get("/customers/1"))


def test_levels_are_offered_by_their_names(site: Site, rep: Browser) -> None:
    page = rep.get(f"/customers/{site.add_customer()}/propose?level-pci=2").get_data(as_text=True)
    assert '<option value="2" selected>现场评估</option>' in page
    assert '<option value="1">适用</option>' in page
    assert 'id="group-levels" open' in page
    assert "1 级" not in page


def test_levels_are_folded_until_one_is_chosen(site: Site, rep: Browser) -> None:
    page = rep.get(f"/customers/{site.add_customer()}/propose").get_data(as_text=True)
    assert 'id="group-levels">' in page
    assert "已填 0 / 9 项" in page


def test_change_of_the_form_redraws_how_many_figures_are_stated(site: Site, rep: Browser) -> None:
    address = f"/customers/{site.add_customer()}/propose"
    page = rep.htmx("get", address, **{"input-agents": "20", "level-gdpr": "1"}).get_data(as_text=True)
    assert '<span class="stated" id="stated-voice" hx-swap-oob="true">· 已填 1 / 9 项</span>' in page
    assert '<span class="stated" id="stated-levels" hx-swap-oob="true">· 已填 1 / 9 项</span>' in page
    assert "hx-swap-oob" not in rep.get(address).get_data(as_text=True)


def test_configurator_names_the_regimes_that_the_package_meets(site: Site, rep: Browser) -> None:
    quote = site.add_quote(compliance={"mlps": 3, "pci": 1})
    words = words_of(rep.get(f"/quotes/{quote}/configure"))
    assert "合规要求 等级保护 第三级 PCI DSS 支付卡安全 自评估" in words
