"""The configurator: states, changes, refusals with their reasons and ways out, undo, stale saves."""

from __future__ import annotations

import re

import pytest

from configurator.access.roles import Role
from configurator.configuration.model import State
from configurator.http.services import get_today
from tests.factories.site import Site
from tests.functional.web.conftest import Browser, revision_of, words_of


def draft_request(site: Site, quote_id: int) -> dict[str, object]:
    return dict(site.services.quotes.get_quote(site.users[Role.REP], quote_id).latest.request)


def find_option(site: Site, quote_id: int, state: State, *, taken: bool = False) -> str:
    """An offering in that state in the draft as it is, whatever the catalog calls it."""
    with site.app.test_request_context():
        evaluation = site.services.proposer.evaluate(draft_request(site, quote_id), get_today())
    return next(
        code for code, option in evaluation.options.items() if option.state is state and (option.quantity > 0) is taken
    )


def family_of(site: Site, code: str) -> str:
    return site.services.proposer.catalog.offerings[code].family


def test_shows_families_options_and_summary(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    page = rep.get(f"/quotes/{quote}/configure").get_data(as_text=True)
    for part in (
        'id="board"',
        'aria-current="true"',
        'class="option ',
        'id="sum-monthly"',
        "已保存",
        'id="undo" disabled',
    ):
        assert part in page or re.sub(r"\s+", " ", part) in re.sub(r"\s+", " ", page), part


@pytest.mark.parametrize(("state", "words"), [(State.FORCED, "必需"), (State.FORBIDDEN, "不可选")])
def test_state_that_the_rules_decide_is_named_and_can_be_asked_why(
    site: Site, rep: Browser, state: State, words: str
) -> None:
    quote = site.add_quote()
    code = find_option(site, quote, state, taken=state is State.FORCED)
    page = rep.get(f"/quotes/{quote}/configure?family={family_of(site, code)}").get_data(as_text=True)
    option = page[page.index(f'id="option-{code}"') :]
    assert words in option[: option.index('class="why"')]
    assert f'id="why-button-{code}"' in option


def test_change_lists_everything_that_it_did_to_the_package(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    code = find_option(site, quote, State.OPEN)
    page = rep.get(f"/quotes/{quote}/configure?family={family_of(site, code)}")
    assert "本次改动的影响" not in page.get_data(as_text=True)
    answer = rep.htmx("post", f"/quotes/{quote}/choices", offering=code, quantity="1", revision=revision_of(page))
    listed = answer.get_data(as_text=True).partition('id="consequences"')[2].partition("</section>")[0]
    assert site.services.proposer.catalog.offerings[code].name.zh in listed
    assert "0 → 1" in listed


def test_least_quantity_that_a_rule_asks_for_can_be_asked_why(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    with site.app.test_request_context():
        states = site.services.proposer.evaluate(draft_request(site, quote), get_today()).options
    offerings = site.services.proposer.catalog.offerings
    code = next(code for code, state in states.items() if state.quantity and state.low > offerings[code].min_quantity)
    page = rep.get(f"/quotes/{quote}/configure?family={family_of(site, code)}").get_data(as_text=True)
    assert f'id="least-button-{code}"' in page
    answer = rep.htmx("get", f"/quotes/{quote}/why", offering=code, quantity=str(states[code].low - 1))
    words = words_of(answer)
    assert words.startswith("原因")
    assert any(name in words for name in (*site.services.proposer.catalog.rules, "客户需求"))


def test_why_tells_the_rules_that_forbid(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    code = find_option(site, quote, State.FORBIDDEN)
    answer = rep.htmx("get", f"/quotes/{quote}/why", offering=code)
    words = words_of(answer)
    assert answer.status_code == 200
    assert words.startswith("原因") and "规则" in words
    assert any(rule in words for rule in site.services.proposer.catalog.rules)


def test_change_moves_price_and_shows_the_difference(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    code = find_option(site, quote, State.OPEN)
    page = rep.get(f"/quotes/{quote}/configure?family={family_of(site, code)}")
    answer = rep.htmx(
        "post",
        f"/quotes/{quote}/choices",
        offering=code,
        wish="take",
        revision=revision_of(page),
        family=family_of(site, code),
    )
    words = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'class="delta delta-' in words
    assert f'id="forget-{code}"' in words
    assert draft_request(site, quote)["choices"] == {code: "any"}


def test_change_without_scripts_comes_back_to_the_same_family(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    code = find_option(site, quote, State.OPEN)
    family = family_of(site, code)
    page = rep.get(f"/quotes/{quote}/configure?family={family}")
    answer = rep.post(
        f"/quotes/{quote}/choices", offering=code, wish="exclude", revision=revision_of(page), family=family
    )
    assert answer.location == f"/quotes/{quote}/configure?family={family}"
    assert draft_request(site, quote)["exclude"] == [code]


def test_forbidden_change_is_explained_and_not_saved(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    code, before = find_option(site, quote, State.FORBIDDEN), draft_request(site, quote)
    page = rep.get(f"/quotes/{quote}/configure")
    answer = rep.htmx("post", f"/quotes/{quote}/choices", offering=code, wish="take", revision=revision_of(page))
    assert answer.status_code == 422
    assert 'id="refused"' in answer.get_data(as_text=True)
    assert "未保存" in words_of(answer)
    assert draft_request(site, quote) == before


def test_conflict_with_an_own_choice_is_repaired_in_one_click(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    forced = find_option(site, quote, State.FORCED, taken=True)
    catalog, rep_user = site.services.proposer.catalog, site.users[Role.REP]
    with site.app.test_request_context():
        low = site.services.proposer.evaluate(draft_request(site, quote), get_today()).options[forced].low
    fixed = {**draft_request(site, quote), "choices": {forced: low}}
    site.services.quotes.save_request(
        rep_user, quote, fixed, site.services.quotes.get_quote(rep_user, quote).latest.revision
    )
    wish = {"offering": forced, "quantity": str(min(low + 1, catalog.offerings[forced].max_quantity))}
    panel = rep.htmx("get", f"/quotes/{quote}/why", **wish)
    repair = re.search(r'name="repair" value="(\w+)"', panel.get_data(as_text=True))
    if repair is None:
        pytest.fail("no way out is offered for one more of a forced offering")
    page = rep.get(f"/quotes/{quote}/configure")
    answer = rep.htmx("post", f"/quotes/{quote}/repairs", **wish, repair=repair[1], revision=revision_of(page))
    assert answer.status_code == 200
    assert draft_request(site, quote)["choices"] == {forced: int(wish["quantity"])}


def test_way_out_that_no_longer_exists_changes_nothing(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    before = draft_request(site, quote)
    page = rep.get(f"/quotes/{quote}/configure")
    code = find_option(site, quote, State.FORBIDDEN)
    answer = rep.htmx("post", f"/quotes/{quote}/repairs", offering=code, repair="0" * 16, revision=revision_of(page))
    assert answer.status_code == 409
    assert draft_request(site, quote) == before


def test_a_recommendation_is_followed_in_one_click(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    with site.app.test_request_context():
        content = site.services.proposer.evaluate(draft_request(site, quote), get_today()).content
    assert content is not None
    assert content.advice, "the demonstration draft has something to follow"
    page = rep.get(f"/quotes/{quote}/configure")
    rules = re.findall(r'name="rule" value="([^"]+)"', page.get_data(as_text=True))
    assert rules == [advice.rule for advice in content.advice]
    answer = rep.htmx("post", f"/quotes/{quote}/advice", rule=rules[0], revision=revision_of(page))
    assert answer.status_code == 200
    left = re.findall(r'name="rule" value="([^"]+)"', answer.get_data(as_text=True))
    assert rules[0] not in left


def test_a_recommendation_that_does_not_stand_changes_nothing(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    before = draft_request(site, quote)
    page = rep.get(f"/quotes/{quote}/configure")
    answer = rep.htmx("post", f"/quotes/{quote}/advice", rule="NO-SUCH-RULE", revision=revision_of(page))
    assert answer.status_code == 409
    assert draft_request(site, quote) == before


@pytest.mark.parametrize("quantity", ["", "zwei", "１２", "1.5", "-1", "1234567890"])
def test_quantity_that_is_none_is_refused(site: Site, rep: Browser, quantity: str) -> None:
    quote = site.add_quote()
    code, before = find_option(site, quote, State.OPEN), draft_request(site, quote)
    page = rep.get(f"/quotes/{quote}/configure")
    answer = rep.htmx("post", f"/quotes/{quote}/choices", offering=code, quantity=quantity, revision=revision_of(page))
    assert answer.status_code == 422
    assert "请用数字填写" in words_of(answer)
    assert draft_request(site, quote) == before


def test_undo_and_redo_go_back_and_forth(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    code, before = find_option(site, quote, State.OPEN), draft_request(site, quote)
    page = rep.get(f"/quotes/{quote}/configure")
    rep.htmx("post", f"/quotes/{quote}/choices", offering=code, wish="exclude", revision=revision_of(page))
    after = draft_request(site, quote)
    assert rep.htmx("post", f"/quotes/{quote}/undo").status_code == 200
    assert draft_request(site, quote) == before
    assert rep.htmx("post", f"/quotes/{quote}/redo").status_code == 200
    assert draft_request(site, quote) == after
    assert after != before


def test_stale_change_gets_a_merge_page_and_overwrites_nothing(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    code = find_option(site, quote, State.OPEN)
    seen = revision_of(rep.get(f"/quotes/{quote}/configure"))
    rep.htmx("post", f"/quotes/{quote}/choices", offering=code, wish="exclude", revision=seen)
    saved = draft_request(site, quote)
    answer = rep.post(f"/quotes/{quote}/choices", offering=code, wish="take", revision=seen)
    assert answer.status_code == 409
    assert "有人先保存了修改" in words_of(answer)
    assert draft_request(site, quote) == saved
    again = rep.post(f"/quotes/{quote}/choices", offering=code, wish="take", revision=revision_of(answer))
    assert again.status_code == 302
    assert draft_request(site, quote)["choices"] == {code: "any"}


def test_attribute_is_wished_for_and_taken_back(site: Site, rep: Browser) -> None:
    quote = site.add_quote(ambition="standard")
    with site.app.test_request_context():
        options = site.services.proposer.evaluate(draft_request(site, quote), get_today()).options
    code, attribute, value = next(
        (offering.code, each.key, key)
        for offering in site.services.proposer.catalog.offerings.values()
        for each in offering.attributes
        for key, state in options[offering.code].attributes.get(each.key, {}).items()
        if options[offering.code].quantity and state in (State.OPEN, State.DEFAULT)
    )
    page = rep.get(f"/quotes/{quote}/configure")
    answer = rep.htmx(
        "post", f"/quotes/{quote}/choices", offering=code, attribute=attribute, value=value, revision=revision_of(page)
    )
    assert answer.status_code == 200
    assert draft_request(site, quote)["choices"] == {code: {attribute: value}}
    rep.htmx(
        "post", f"/quotes/{quote}/choices", offering=code, attribute=attribute, value="", revision=revision_of(answer)
    )
    assert draft_request(site, quote)["choices"] == {}


def test_margin_is_shown_only_to_who_may_see_it(site: Site, rep: Browser, manager: Browser) -> None:
    quote = site.add_quote()
    assert "毛利率" not in words_of(rep.get(f"/quotes/{quote}/configure"))
    assert "毛利率" in words_of(manager.get(f"/quotes/{quote}/configure"))


def test_unknown_offering_is_not_found(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    assert rep.post(f"/quotes/{quote}/choices", offering="NO-SUCH", wish="take", revision=0).status_code == 404
    assert rep.get(f"/quotes/{quote}/why?offering=NO-SUCH").status_code == 404


def test_submitted_quote_is_no_longer_configured(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    site.services.quotes.submit(site.users[Role.REP], quote)
    assert rep.get(f"/quotes/{quote}/configure").location == f"/quotes/{quote}"
