"""Approvals: why it is asked, who decides, and what the decision does."""

from __future__ import annotations

import pytest

from configurator.access.roles import Role
from configurator.quoting.states import QuoteState
from tests.factories.site import Site
from tests.functional.web.conftest import Browser, words_of


@pytest.fixture
def waiting(site: Site) -> int:
    quote = site.add_quote(discount="12")
    site.services.quotes.submit(site.users[Role.REP], quote)
    return quote


def state_of(site: Site, quote_id: int) -> QuoteState:
    return site.services.quotes.get_quote(site.users[Role.ADMIN], quote_id).latest.state


def test_says_why_it_is_asked_with_the_numbers(waiting: int, manager: Browser) -> None:
    assert "Q-" in words_of(manager.get("/approvals"))
    words = words_of(manager.get(f"/quotes/{waiting}"))
    assert "申请折扣 12%，超过销售人员限额 5%" in words
    assert "批准" in words and "退回" in words


def test_seller_sees_why_but_no_decision(waiting: int, rep: Browser) -> None:
    page = rep.get(f"/quotes/{waiting}").get_data(as_text=True)
    assert "申请折扣 12%" in page
    assert 'value="approve"' not in page


def test_approval_is_recorded(site: Site, waiting: int, manager: Browser) -> None:
    answer = manager.post(f"/approvals/{waiting}", decision="approve", comment="同意")
    assert answer.location == "/approvals"
    assert state_of(site, waiting) is QuoteState.APPROVED
    assert "没有等待您审批的报价单" in words_of(manager.get("/approvals"))


def test_rejection_needs_a_reason_and_shows_it_to_the_seller(
    site: Site, waiting: int, manager: Browser, rep: Browser
) -> None:
    manager.post(f"/approvals/{waiting}", decision="reject", comment="")
    assert state_of(site, waiting) is QuoteState.IN_APPROVAL
    manager.post(f"/approvals/{waiting}", decision="reject", comment="折扣过高")
    assert state_of(site, waiting) is QuoteState.DRAFT
    assert "折扣过高" in words_of(rep.get(f"/quotes/{waiting}"))


def test_nobody_approves_their_own(site: Site, manager: Browser) -> None:
    own = site.add_quote(owner=Role.MANAGER, discount="20")
    site.services.quotes.submit(site.users[Role.MANAGER], own)
    assert state_of(site, own) is QuoteState.IN_APPROVAL
    assert 'value="approve"' not in manager.get(f"/quotes/{own}").get_data(as_text=True)
    manager.post(f"/approvals/{own}", decision="approve")
    assert state_of(site, own) is QuoteState.IN_APPROVAL


def test_approvers_own_limit_must_reach(site: Site, manager: Browser, admin: Browser) -> None:
    quote = site.add_quote(discount="20")
    site.services.quotes.submit(site.users[Role.REP], quote)
    manager.post(f"/approvals/{quote}", decision="approve")
    assert state_of(site, quote) is QuoteState.IN_APPROVAL
    admin.post(f"/approvals/{quote}", decision="approve")
    assert state_of(site, quote) is QuoteState.APPROVED


def test_discount_that_nobody_may_grant_is_refused_at_submission(site: Site, rep: Browser) -> None:
    quote = site.add_quote(discount="60")
    rep.post(f"/quotes/{quote}/steps/submit")
    assert state_of(site, quote) is QuoteState.DRAFT
