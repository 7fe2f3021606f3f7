"""One quote's page, its terms and discounts, its life, and its document."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.access.roles import Role
from configurator.http.services import get_today
from configurator.quoting.chains import trace_chain
from configurator.quoting.states import QuoteState
from tests.factories.site import Site, limit_of
from tests.functional.web.conftest import Browser, revision_of, words_of


def state_of(site: Site, quote_id: int) -> QuoteState:
    return site.services.quotes.get_quote(site.users[Role.ADMIN], quote_id).latest.state


def test_lines_stand_in_groups_with_hierarchical_numbers(site: Site, rep: Browser) -> None:
    words = words_of(rep.get(f"/quotes/{site.add_quote()}"))
    for shown in (" 1.1 ", " 2.1 ", "草稿", "占比", "目录价", "税额", "12 个月总额"):
        assert shown in words, shown


@pytest.mark.parametrize("tab", ["lines", "versions", "documents", "activity"])
def test_every_tab_has_an_address(site: Site, rep: Browser, tab: str) -> None:
    page = rep.get(f"/quotes/{site.add_quote()}?tab={tab}").get_data(as_text=True)
    current = page[: page.index('aria-current="page">', page.index('class="tabs"'))].rsplit("<a", 1)[1]
    assert f"tab={tab}" in current


def test_price_of_a_line_is_told_step_by_step(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    words = words_of(rep.htmx("get", f"/quotes/{quote}/lines/1"))
    assert "目录价" in words and ".csv:" in words and "为何包含此项" in words
    assert rep.get(f"/quotes/{quote}/lines/1").status_code == 200
    assert rep.get(f"/quotes/{quote}/lines/999").status_code == 404


def test_the_factor_of_a_line_is_told_in_the_readers_language(site: Site, rep: Browser) -> None:
    quote = site.add_quote(choices={"DIA-50": 1})
    request = site.services.quotes.get_quote(site.users[Role.ADMIN], quote).latest.request
    with site.app.app_context():
        content = site.services.proposer.content_of(request, get_today())
    (number,) = (line.number for line in content.lines if line.offering == "DIA-50")
    other = next(line.number for line in content.lines if line.family != "NET")
    graded, plain = (words_of(rep.htmx("get", f"/quotes/{quote}/lines/{each}")) for each in (number, other))
    assert "价格系数（目标可用性：99.9%（标准））：× 0.9" in graded
    assert "价格系数：无" in plain


def test_the_chain_from_what_was_asked_for_to_a_line_is_told(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    request = site.services.quotes.get_quote(site.users[Role.ADMIN], quote).latest.request
    with site.app.app_context():
        content = site.services.proposer.content_of(request, get_today())
    derived = [line for line in content.lines if len(trace_chain(content.lines, line.offering)) > 1]
    origins = [line for line in content.lines if len(trace_chain(content.lines, line.offering)) == 1]
    assert derived and origins
    for line in content.lines:
        words = words_of(rep.htmx("get", f"/quotes/{quote}/lines/{line.number}"))
        assert ("从客户要求到本组件" in words) == (line in derived)


def test_commitments_are_compared(site: Site, rep: Browser) -> None:
    words = words_of(rep.get(f"/quotes/{site.add_quote()}/terms-compared"))
    for term in site.services.proposer.catalog.terms:
        assert term.name.zh in words
    assert "当前" in words


def test_terms_and_discount_are_saved(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    page = rep.get(f"/quotes/{quote}")
    assert f"{limit_of(site, Role.REP)}%" in words_of(page)
    answer = rep.post(f"/quotes/{quote}/terms", term_months="24", discount_percent="4.5", revision=revision_of(page))
    assert answer.status_code == 302
    draft = site.services.quotes.get_quote(site.users[Role.REP], quote).latest
    assert (draft.request["term_months"], draft.request["discount_percent"]) == (24, "4.5")


@pytest.mark.parametrize("discount", ["101", "-1", "5.123", "abc", "５", "1e1"])
def test_impossible_discount_is_named_and_stays_in_the_field(site: Site, rep: Browser, discount: str) -> None:
    quote = site.add_quote()
    page = rep.get(f"/quotes/{quote}")
    answer = rep.post(f"/quotes/{quote}/terms", term_months="12", discount_percent=discount, revision=revision_of(page))
    assert answer.status_code == 422
    assert 'id="discount_percent-error"' in answer.get_data(as_text=True)
    assert f'value="{discount}"' in answer.get_data(as_text=True)


def test_stale_terms_get_a_merge_page(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    seen = revision_of(rep.get(f"/quotes/{quote}"))
    rep.post(f"/quotes/{quote}/terms", term_months="24", discount_percent="1", revision=seen)
    answer = rep.post(f"/quotes/{quote}/terms", term_months="36", discount_percent="2", revision=seen)
    assert answer.status_code == 409
    assert "您的修改" in words_of(answer)
    assert site.services.quotes.get_quote(site.users[Role.REP], quote).latest.request["term_months"] == 24


def test_line_discount_lowers_its_line_alone(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    page = rep.get(f"/quotes/{quote}")
    with site.app.test_request_context():
        content = site.services.proposer.content_of(
            dict(site.services.quotes.get_quote(site.users[Role.REP], quote).latest.request),
            get_today(),
        )
    ours = site.services.proposer.catalog.offerings
    discountable = [line for line in content.lines if not ours[line.offering].pass_through]
    line = max(discountable, key=lambda each: Decimal(each.charges[0].list))
    rep.post(f"/quotes/{quote}/discounts/{line.offering}", discount_percent="3", revision=revision_of(page))
    draft = site.services.quotes.get_quote(site.users[Role.REP], quote).latest
    assert draft.request["line_discounts"] == {line.offering: "3"}
    assert draft.discount == 3
    assert "−3%" in words_of(rep.get(f"/quotes/{quote}"))


def test_discount_within_the_limit_is_approved_at_once_and_sent(site: Site, rep: Browser) -> None:
    quote = site.add_quote(discount="5")
    rep.post(f"/quotes/{quote}/steps/submit")
    assert state_of(site, quote) is QuoteState.APPROVED
    rep.post(f"/quotes/{quote}/steps/send")
    assert state_of(site, quote) is QuoteState.SENT
    rep.post(f"/quotes/{quote}/steps/accept", name="院长 赵")
    assert state_of(site, quote) is QuoteState.ACCEPTED
    assert "院长 赵" in words_of(rep.get(f"/quotes/{quote}?tab=versions"))


def test_step_sent_twice_is_done_once_and_says_so(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    rep.post(f"/quotes/{quote}/steps/submit")
    again = rep.post(f"/quotes/{quote}/steps/submit")
    assert again.status_code == 302
    assert "notice-error" in rep.get(f"/quotes/{quote}").get_data(as_text=True)
    assert state_of(site, quote) is QuoteState.APPROVED


def test_acceptance_without_a_name_is_refused(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    for step in ("submit", "send"):
        rep.post(f"/quotes/{quote}/steps/{step}")
    rep.post(f"/quotes/{quote}/steps/accept", name=" ")
    assert state_of(site, quote) is QuoteState.SENT


def test_revision_of_a_sent_quote_is_a_new_version(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    for step in ("submit", "send", "revise"):
        rep.post(f"/quotes/{quote}/steps/{step}")
    versions = site.services.quotes.get_quote(site.users[Role.REP], quote).versions
    assert [(version.number, version.state.value) for version in versions] == [(1, "sent"), (2, "draft")]
    assert "已发送" in words_of(rep.get(f"/quotes/{quote}?version=1"))
    assert rep.get(f"/quotes/{quote}?version=9").status_code == 404


def test_unknown_step_is_not_found(site: Site, rep: Browser) -> None:
    assert rep.post(f"/quotes/{site.add_quote()}/steps/explode").status_code == 404


@pytest.mark.parametrize("step", ["withdraw", "recall"])
def test_submitted_quote_can_be_taken_back_or_given_up(site: Site, rep: Browser, step: str) -> None:
    quote = site.add_quote()
    rep.post(f"/quotes/{quote}/steps/submit")
    rep.post(f"/quotes/{quote}/steps/{step}")
    assert state_of(site, quote) is (QuoteState.WITHDRAWN if step == "withdraw" else QuoteState.DRAFT)


def test_desk_shows_what_needs_the_reader(site: Site, rep: Browser, manager: Browser) -> None:
    assert "还没有报价单" in words_of(rep.get("/"))
    site.add_quote()
    assert "我的草稿" in words_of(rep.get("/"))
    waiting = site.add_quote(discount="12")
    rep.post(f"/quotes/{waiting}/steps/submit")
    assert "等待我审批" in words_of(manager.get("/"))
    assert "等待我审批" not in words_of(rep.get("/"))


def test_list_is_narrowed_by_state_and_text(site: Site, rep: Browser) -> None:
    drafted, sent = site.add_quote(), site.add_quote()
    for step in ("submit", "send"):
        rep.post(f"/quotes/{sent}/steps/{step}")
    page = rep.get("/quotes?state=sent").get_data(as_text=True)
    assert f'href="/quotes/{sent}"' in page and f'href="/quotes/{drafted}"' not in page
    assert "没有符合条件的报价单" in words_of(rep.get("/quotes?text=zzz"))
    assert rep.get("/quotes?state=nonsense").status_code == 200


def test_proposal_is_a_pdf_in_each_language_and_a_draft_until_sent(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    assert "草稿文档带有水印" in words_of(rep.get(f"/quotes/{quote}/proposal"))
    answer = rep.get(f"/quotes/{quote}/proposal.pdf?lang=en")
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].endswith('-v1-en.pdf"')
    assert rep.get(f"/quotes/{quote}/proposal.pdf?lang=fr").status_code == 404


def test_sent_proposal_is_the_same_bytes_for_ever(site: Site, rep: Browser) -> None:
    quote = site.add_quote()
    for step in ("submit", "send"):
        rep.post(f"/quotes/{quote}/steps/{step}")
    first, second = (rep.get(f"/quotes/{quote}/proposal.pdf?lang=zh").data for _ in range(2))
    assert first == second == site.services.quotes.document(site.users[Role.REP], quote, 1, "zh")
