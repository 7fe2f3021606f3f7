"""Points, places and trials on their pages: what a seller sees, does, and is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from configurator.access.roles import Role
from configurator.programmes.point_books import EntryKind, PointsEntry
from configurator.quoting.states import QuoteState
from configurator.storage.database import open_database
from tests.factories.site import Site, make_settings, make_tiny_site
from tests.functional.web.conftest import Browser, revision_of, words_of

TRAINING = {"needs": [], "choices": {"DX-TRAIN": 5}}
TODAY = datetime.now(UTC).astimezone().date()
SEATS = {"trial": "TRIAL-APPLICATIONS", "seats-UCC-1": "10", "term_months": "24"}
CRITERIA = ("active_users", "tasks", "satisfaction")


def give(site: Site, folder, customer_id: int, points: int, expires: date | None = None) -> None:
    database = open_database(make_settings(folder).database_url)
    entry = PointsEntry(0, EntryKind.EARNED, points, TODAY - timedelta(30), expires or TODAY + timedelta(300))
    with database.uow_factory.writing() as work:
        work.points.add("LOYALTY-POINTS", customer_id, entry, datetime.now(UTC))
    database.close()


def start(browser: Browser, customer: int, **changes: object) -> str:
    form = {**SEATS, "agreed": list(CRITERIA), "start": TODAY.isoformat(), **changes}
    browser.get(f"/customers/{customer}/trials/new?trial=TRIAL-APPLICATIONS")
    answer = browser.post(f"/customers/{customer}/trials/new", **form)
    assert answer.status_code == 302, words_of(answer)
    return str(answer.location)


class TestPoints:
    def test_the_customers_page_shows_balance_expiry_and_bookings(self, site: Site, rep: Browser, tmp_path) -> None:
        customer = site.add_customer()
        give(site, tmp_path, customer, 12_345, date(2028, 6, 1))
        words = words_of(rep.get(f"/customers/{customer}"))
        for shown in ("忠诚度积分", "12,345", "2028年6月1日 到期 12,345 分", "报价成交累积", "银卡"):
            assert shown in words, shown

    def test_an_empty_account_says_how_points_come(self, site: Site, rep: Browser) -> None:
        assert "尚无积分，报价成交后累积。" in words_of(rep.get(f"/customers/{site.add_customer()}"))

    def test_a_draft_redeems_points_for_allowed_charges(self, site: Site, rep: Browser, tmp_path) -> None:
        quote = site.add_quote(**TRAINING)
        give(site, tmp_path, 1, 20_000)
        page = rep.get(f"/quotes/{quote}?tab=price")
        assert "可用 20,000 分" in words_of(page)
        answer = rep.post(
            f"/quotes/{quote}/points", programme="LOYALTY-POINTS", points="8000", revision=revision_of(page)
        )
        words = words_of(rep.get(answer.location))
        assert "忠诚度积分" in words
        assert "8,000 分" in words
        request = site.services.quotes.get_quote(site.users[Role.REP], quote).latest.request
        assert (request["customer"]["points_redeemed"], request["customer"]["points_balance"]) == (8000, 20_000)

    def test_the_whole_road_of_points(self, site: Site, rep: Browser, tmp_path) -> None:
        quote, user = site.add_quote(**TRAINING), site.users[Role.REP]
        give(site, tmp_path, 1, 20_000)
        page = rep.get(f"/quotes/{quote}?tab=price")
        rep.post(f"/quotes/{quote}/points", programme="LOYALTY-POINTS", points="8000", revision=revision_of(page))
        quotes = site.services.quotes
        version = quotes.submit(user, quote)
        assert [(claim.kind, claim.quantity) for claim in version.content.claims] == [("points", 8000)]
        assert "另有 8,000 分由未结报价占用" in words_of(rep.get("/customers/1"))
        quotes.send(user, quote, ("zh",))
        quotes.record_acceptance(user, quote, "王主任")
        words = words_of(rep.get("/customers/1"))
        assert "−8,000" in words
        assert "已核销" in words
        (account,) = site.services.programmes.read_customer(user, 1).points
        earned = max(row.entry.points for row in account.rows if row.quote_id)
        assert account.balance == 20_000 - 8_000 + earned

    @pytest.mark.parametrize("points", ["20001", "-1", "８", "1e5", "9" * 30])
    def test_refuses_what_is_not_there_or_no_number(self, site: Site, rep: Browser, tmp_path, points: str) -> None:
        quote = site.add_quote(**TRAINING)
        give(site, tmp_path, 1, 20_000)
        page = rep.get(f"/quotes/{quote}?tab=price")
        answer = rep.post(
            f"/quotes/{quote}/points", programme="LOYALTY-POINTS", points=points, revision=revision_of(page)
        )
        assert 'class="notice notice-error"' in rep.get(answer.location).get_data(as_text=True)
        assert "points_redeemed" not in str(site.services.quotes.get_quote(site.users[Role.REP], quote).latest.request)

    def test_a_stale_revision_is_shown_not_overwritten(self, site: Site, rep: Browser, tmp_path) -> None:
        quote = site.add_quote(**TRAINING)
        give(site, tmp_path, 1, 20_000)
        rep.get(f"/quotes/{quote}?tab=price")
        answer = rep.post(f"/quotes/{quote}/points", programme="LOYALTY-POINTS", points="5", revision="0")
        assert answer.status_code == 409


class TestPlaces:
    def test_a_code_shows_on_the_draft_and_is_refused_the_second_time(self, site: Site, rep: Browser) -> None:
        user = site.users[Role.REP]
        wanted = {"choices": {"UCC-1": 20}, "needs": [], "codes": ["WELCOME-2026"], "date": "2026-12-01"}
        marks = {"domain": "renhe.example"}
        quotes = []
        for name in ("仁和第一医院", "仁和第二医院"):
            customer = site.add_customer(name, **marks)
            request = {"customer": {"name": name, "industry": "Q84", "staff": 860, "sites": 6}, "term_months": 12}
            quotes.append(site.services.quotes.create_draft(user, customer, {**request, **wanted}).quote_id)
        words = words_of(rep.get(f"/quotes/{quotes[0]}?tab=price"))
        assert "新客户迎新优惠" in words
        assert "可取得" in words
        site.services.quotes.submit(user, quotes[0])
        assert "已占用" in words_of(rep.get(f"/quotes/{quotes[0]}?tab=price"))
        words = words_of(rep.get(f"/quotes/{quotes[1]}?tab=price"))
        assert "无法取得" in words
        assert "同一法人已在报价" in words
        rep.post(f"/quotes/{quotes[1]}/steps/submit")
        assert "同一法人已在报价" in words_of(rep.get(f"/quotes/{quotes[1]}"))
        assert site.services.quotes.get_quote(user, quotes[1]).latest.state is QuoteState.DRAFT

    def test_a_programme_asked_for_in_vain_is_told(self, site: Site, rep: Browser) -> None:
        quote = site.add_quote(programmes=["PARTNER-MONTH"])
        assert "不符合条件" in words_of(rep.get(f"/quotes/{quote}?tab=price"))

    def test_quotes_of_other_sellers_are_not_named_on_the_customers_page(
        self, site: Site, rep: Browser, manager: Browser, tmp_path
    ) -> None:
        quote, user, quotes = (
            site.add_quote(owner=Role.MANAGER, **TRAINING),
            site.users[Role.MANAGER],
            site.services.quotes,
        )
        give(site, tmp_path, 1, 20_000)
        page = manager.get(f"/quotes/{quote}?tab=price")
        manager.post(f"/quotes/{quote}/points", programme="LOYALTY-POINTS", points="8000", revision=revision_of(page))
        quotes.submit(user, quote)
        quotes.send(user, quote, ("zh",))
        quotes.record_acceptance(user, quote, "王主任")
        number = quotes.get_quote(user, quote).number
        assert words_of(manager.get("/customers/1")).count(number) >= 3
        words = words_of(rep.get("/customers/1"))
        assert number not in words
        assert "−8,000" in words


class TestTrials:
    def test_a_trial_from_its_beginning_to_its_quote(self, site: Site, rep: Browser) -> None:
        customer = site.add_customer()
        place = start(rep, customer)
        page = rep.get(place)
        words = words_of(page)
        for shown in ("协作与业务应用试用", "进行中", "10 个席位", "未评定", "尚有标准未达标"):
            assert shown in words, shown
        marks = {f"mark-{key}": "yes" for key in CRITERIA}
        rep.post(f"{place}/marks", revision=revision_of(page), **marks)
        page = rep.get(place)
        assert "全部标准已达标" in words_of(page)
        answer = rep.post(f"{place}/end", revision=revision_of(page), how="end")
        words = words_of(rep.get(answer.location))
        assert "已转正" in words
        (trial,) = site.services.trials.list_trials(site.users[Role.REP], customer)
        quote = site.services.quotes.get_quote(site.users[Role.REP], trial.row.quote_id)
        assert quote.latest.totals is not None
        assert "试用转正优惠" in words_of(rep.get(f"/quotes/{quote.id}?tab=price"))
        assert trial.row.quote_number in words_of(rep.get(f"/customers/{customer}"))

    def test_the_quote_of_another_sellers_trial_is_not_named(self, site: Site, rep: Browser, manager: Browser) -> None:
        customer = site.add_customer(owner=Role.MANAGER)
        place = start(manager, customer)
        manager.post(f"{place}/marks", revision="1", **{f"mark-{key}": "yes" for key in CRITERIA})
        manager.post(f"{place}/end", revision="2", how="end")
        (trial,) = site.services.trials.list_trials(site.users[Role.MANAGER], customer)
        for page in (place, f"/customers/{customer}"):
            assert trial.row.quote_number in words_of(manager.get(page))
            assert trial.row.quote_number not in words_of(rep.get(page))

    def test_what_forbids_a_trial_stands_at_its_field(self, site: Site, rep: Browser) -> None:
        customer = site.add_customer()
        rep.get(f"/customers/{customer}/trials/new?trial=TRIAL-APPLICATIONS")
        form = {"trial": "TRIAL-APPLICATIONS", "seats-UCC-1": "26", "start": TODAY.isoformat(), "agreed": "tasks"}
        answer = rep.post(f"/customers/{customer}/trials/new", **form)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert 'id="seats-UCC-1-error"' in page
        assert 'id="criteria-error"' in page
        assert 'value="26"' in page

    @pytest.mark.parametrize(
        "form",
        [
            {"seats-UCC-1": "zehn"},
            {"seats-UCC-1": "１０"},
            {"start": "2026-99-01"},
            {"start": ""},
            {"start": "0001-01-01"},
            {"start": "9999-12-31"},
        ],
    )
    def test_bad_input_comes_back_with_its_message(self, site: Site, rep: Browser, form: dict[str, str]) -> None:
        customer = site.add_customer()
        rep.get(f"/customers/{customer}/trials/new?trial=TRIAL-APPLICATIONS")
        plain = {**SEATS, "agreed": list(CRITERIA), "start": TODAY.isoformat()}
        answer = rep.post(f"/customers/{customer}/trials/new", **{**plain, **form})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.get_data(as_text=True)

    def test_the_second_trial_is_refused_with_the_day_from_which_it_is_possible(self, site: Site, rep: Browser) -> None:
        customer = site.add_customer()
        start(rep, customer)
        rep.get(f"/customers/{customer}/trials/new?trial=TRIAL-APPLICATIONS")
        form = {**SEATS, "agreed": list(CRITERIA), "start": TODAY.isoformat()}
        answer = rep.post(f"/customers/{customer}/trials/new", **form)
        assert answer.status_code == 422
        assert "起可再次试用" in words_of(answer)

    def test_who_did_not_begin_it_sees_but_does_not_change_it(
        self, site: Site, rep: Browser, maintainer: Browser
    ) -> None:
        place = start(rep, site.add_customer())
        page = maintainer.get(place)
        assert page.status_code == 200
        assert "结束试用" not in words_of(page)

    @pytest.mark.parametrize("revision", ["0", "", "x", "9" * 30])
    def test_a_stale_mark_is_refused(self, site: Site, rep: Browser, revision: str) -> None:
        place = start(rep, site.add_customer())
        rep.get(place)
        assert rep.post(f"{place}/marks", revision=revision, **{"mark-tasks": "yes"}).status_code == 409

    def test_given_up_and_failed_say_so(self, site: Site, rep: Browser) -> None:
        for how, told in (("give_up", "已放弃"), ("end", "未达标")):
            place = start(rep, site.add_customer(f"医院 {how}"))
            answer = rep.post(f"{place}/end", revision=revision_of(rep.get(place)), how=how)
            assert told in words_of(rep.get(answer.location))

    @pytest.mark.parametrize(
        "address",
        ["/customers/{}/trials/new?trial=NOTHING", "/trials/77", f"/trials/{'9' * 30}", f"/quotes/{'9' * 30}"],
    )
    def test_what_there_is_not_is_not_found(self, site: Site, rep: Browser, address: str) -> None:
        assert rep.get(address.format(site.add_customer())).status_code == 404


def test_the_pages_speak_english(site: Site, rep: Browser) -> None:
    place = start(rep, site.add_customer())
    rep.post("/language", language="en")
    assert "Trial of collaboration and business applications" in words_of(rep.get(place))
    assert "Begin a trial" in words_of(rep.get("/customers/1"))


def test_legal_entity_and_service_are_kept_and_shown(site: Site, rep: Browser) -> None:
    customer = site.add_customer()
    page = rep.get(f"/customers/{customer}/edit")
    form = {"name": "仁和", "class_code": "Q84", "staff": "860", "sites": "6", "revision": revision_of(page)}
    marks = {"registration": " 91310000ABC ", "domain": "Renhe.example", "service_since": "2019-05-06"}
    answer = rep.post(f"/customers/{customer}/edit", **form, **marks)
    words = words_of(rep.get(answer.location))
    for shown in ("91310000abc", "renhe.example", "2019年5月6日"):
        assert shown in words, shown
    rep.get(f"/customers/{customer}/edit")
    bad = rep.post(f"/customers/{customer}/edit", **{**form, "revision": "2", "service_since": "2019-13-01"})
    assert bad.status_code == 422
    assert "YYYY-MM-DD" in words_of(bad)


def test_a_catalog_without_programmes_shows_none(tmp_path) -> None:
    site = make_tiny_site(tmp_path)
    customer = site.add_customer()
    browser = Browser(site.app.test_client()).sign_in(Role.REP)
    page = browser.get(f"/customers/{customer}")
    assert page.status_code == 200
    assert 'id="trials"' not in page.get_data(as_text=True)
