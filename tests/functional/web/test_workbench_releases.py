"""From a candidate to a release in force, a second person's word, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from configurator.access.roles import Role
from configurator.app import create_app
from configurator.bootstrap import open_services
from configurator.catalog.model import Catalog
from configurator.services.publishing import ReleaseService
from tests.factories.catalog_files import changed, tiny_files
from tests.factories.site import Site, make_settings, make_tiny_site
from tests.functional.web.conftest import Browser, words_of
from tests.functional.web.test_workbench import upload_catalog, wait_for

TODAY = datetime.now().astimezone().date()


def check(browser: Browser, address: str) -> str:
    """The publish page when the check before publishing is done."""
    browser.get(f"{address}/publish")
    browser.post(f"{address}/publish/check")
    return wait_for(browser, f"{address}/publish").get_data(as_text=True)


def publish(browser: Browser, address: str, **fields: str) -> tuple[int, str]:
    """Status and words of what follows."""
    digest = re.search(r'name="digest" value="(\w+)"', check(browser, address))
    answer = browser.post(f"{address}/publish", digest=digest[1] if digest else "", **fields)
    if answer.status_code == 302:
        return 302, words_of(browser.get(answer.location))
    return answer.status_code, words_of(answer)


def list_numbers(site: Site, catalog: Catalog) -> list[int]:
    return [release.number for release in site.services.releases.list_releases(catalog.key)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_tiny_site(tmp_path)


@pytest.fixture
def tiny(site: Site) -> Catalog:
    return site.services.proposer.catalog


@pytest.fixture
def changed_catalog(maintainer: Browser) -> str:
    """A candidate that differs from the catalog in force by a comment."""
    files = tiny_files()
    return upload_catalog(maintainer, {**files, "terms.yaml": files["terms.yaml"] + b"# again\n"})


def test_a_candidate_is_published_after_its_check(
    maintainer: Browser, site: Site, tiny: Catalog, changed_catalog: str
) -> None:
    assert 'name="digest"' not in maintainer.get(f"{changed_catalog}/publish").get_data(as_text=True)
    status, words = publish(maintainer, changed_catalog, note="第一版")
    assert status == 302
    assert "版本 1 已发布" in words
    assert "第一版" in words
    (release,) = site.services.releases.list_releases(tiny.key)
    assert (release.author, release.effective_from) == (site.users[Role.MAINTAINER].name, TODAY)
    opened = maintainer.get("/workbench/r1/files/terms.yaml")
    assert "# again" in words_of(opened)


def test_a_release_may_count_from_a_day_to_come(
    maintainer: Browser, site: Site, tiny: Catalog, changed_catalog: str
) -> None:
    day = TODAY + timedelta(days=9)
    status, words = publish(maintainer, changed_catalog, effective=day.isoformat())
    assert status == 302
    assert day.isoformat() in words
    assert site.services.releases.get_in_force(tiny.key) is None


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"effective": "tomorrow"}, 422, "请填写有效日期"),
        ({"effective": "2001-01-01"}, 422, "2001-01-01"),
        ({"note": "x" * 2_001}, 422, "2000"),
    ],
)
def test_what_was_typed_wrongly_is_told(
    maintainer: Browser,
    site: Site,
    tiny: Catalog,
    changed_catalog: str,
    fields: dict[str, str],
    status: int,
    said: str,
) -> None:
    answered, words = publish(maintainer, changed_catalog, **fields)
    assert (answered, said in words.replace(",", "")) == (status, True)
    assert list_numbers(site, tiny) == []


def test_without_the_check_nothing_is_published(
    maintainer: Browser, site: Site, tiny: Catalog, changed_catalog: str
) -> None:
    maintainer.get(f"{changed_catalog}/publish")
    digest = site.services.workbench.open(site.users[Role.MAINTAINER], "1").digest
    assert maintainer.post(f"{changed_catalog}/publish", digest=digest).status_code == 409
    assert maintainer.post(f"{changed_catalog}/publish", digest="0" * 64).status_code == 409
    assert list_numbers(site, tiny) == []


def test_a_catalog_with_errors_is_not_published(maintainer: Browser, site: Site) -> None:
    files = changed("needs.yaml", "require: SIP-30", "require: SIP-30 and not SBC-100")
    address = upload_catalog(maintainer, files)
    page = check(maintainer, address)
    assert "不能发布" in page
    assert "needs.yaml" in page
    assert 'name="digest"' not in page
    digest = site.services.workbench.open(site.users[Role.MAINTAINER], "1").digest
    assert maintainer.post(f"{address}/publish", digest=digest).status_code == 422
    assert site.services.releases.list_releases("tiny") == ()


def test_the_same_files_are_not_published_twice(
    maintainer: Browser, site: Site, tiny: Catalog, changed_catalog: str
) -> None:
    publish(maintainer, changed_catalog)
    status, words = publish(maintainer, changed_catalog)
    assert status == 409
    assert list_numbers(site, tiny) == [1]
    assert "1" in words


def test_an_old_release_is_published_again(
    maintainer: Browser, site: Site, tiny: Catalog, changed_catalog: str
) -> None:
    publish(maintainer, "/workbench/folder")
    publish(maintainer, changed_catalog)
    page = maintainer.get("/workbench/releases").get_data(as_text=True)
    assert "/workbench/releases/1/restore" in page
    assert "/workbench/releases/2/restore" not in page
    answer = maintainer.post("/workbench/releases/1/restore", note="改回去")
    assert answer.status_code == 302
    words = words_of(maintainer.get("/workbench/releases"))
    assert "恢复自版本 1" in words
    newest = site.services.releases.list_releases(tiny.key)[0]
    assert (newest.number, newest.restored_from, newest.digest) == (3, 1, tiny.digest)
    assert maintainer.post("/workbench/releases/3/restore").status_code == 409
    assert maintainer.post("/workbench/releases/99/restore").status_code == 404
    assert maintainer.post("/workbench/releases/1/restore", effective="x").status_code == 422


@pytest.fixture
def with_approval(site: Site) -> ReleaseService:
    site.services.releases._needs_approval = True
    return site.services.releases


def test_a_second_person_approves(
    maintainer: Browser,
    admin: Browser,
    with_approval: ReleaseService,
    tiny: Catalog,
    changed_catalog: str,
) -> None:
    status, words = publish(maintainer, changed_catalog)
    assert (status, "须由另一人批准" in words) == (302, True)
    assert with_approval.get_in_force(tiny.key) is None
    assert "decision" not in maintainer.get("/workbench/releases").get_data(as_text=True)
    assert maintainer.post("/workbench/releases/1/decision", outcome="approved").status_code >= 400
    assert "/workbench/releases/1/decision" in admin.get("/workbench/releases").get_data(as_text=True)
    assert admin.post("/workbench/releases/1/decision", outcome="approved", comment="同意").status_code == 302
    words = words_of(admin.get("/workbench/releases"))
    assert "同意" in words
    assert "生效中" in words
    assert with_approval.get_in_force(tiny.key) is not None
    assert admin.post("/workbench/releases/1/decision", outcome="rejected").status_code >= 400


def test_a_second_person_rejects(
    maintainer: Browser, admin: Browser, with_approval: ReleaseService, tiny: Catalog, changed_catalog: str
) -> None:
    publish(maintainer, changed_catalog)
    admin.get("/workbench/releases")
    assert admin.post("/workbench/releases/1/decision", outcome="maybe").status_code == 400
    assert admin.post("/workbench/releases/1/decision", outcome="rejected", comment="价格有误").status_code == 302
    assert "价格有误" in words_of(admin.get("/workbench/releases"))
    assert with_approval.get_in_force(tiny.key) is None
    assert admin.post("/workbench/releases/7/decision", outcome="approved").status_code == 404


def test_administrators_look_but_do_not_publish(admin: Browser, changed_catalog: str) -> None:
    page = check(admin, changed_catalog)
    assert "不能发布" in page
    assert 'name="digest"' not in page
    assert admin.post(f"{changed_catalog}/publish").status_code == 403


@pytest.mark.parametrize("address", ["/workbench/r1", "/workbench/r99/publish", "/workbench/rx", "/workbench/r"])
def test_releases_that_are_not_there_answer_404(maintainer: Browser, address: str) -> None:
    assert maintainer.get(address).status_code == 404


def test_scenarios_run_and_say_what_did_not_come_out(
    maintainer: Browser, tiny_with_scenarios: Callable[[str], str]
) -> None:
    address = tiny_with_scenarios("yes")
    assert "尚未" in words_of(maintainer.get(f"{address}/scenarios"))
    assert maintainer.post(f"{address}/scenarios").status_code == 302
    words = words_of(wait_for(maintainer, f"{address}/scenarios"))
    assert "trunk-needs-border" in words
    assert "未通过" not in words.replace("未通过 0", "")
    wrong = tiny_with_scenarios("no")
    maintainer.get(f"{wrong}/scenarios")
    maintainer.post(f"{wrong}/scenarios")
    page = wait_for(maintainer, f"{wrong}/scenarios?failed=yes").get_data(as_text=True)
    assert f"{wrong}/files/scenarios/voice.yaml?line=8" in page
    assert "line-marked" in page


def test_scenarios_that_do_not_read_are_told_by_place(
    maintainer: Browser, tiny_with_scenarios: Callable[[str], str]
) -> None:
    address = tiny_with_scenarios("perhaps")
    maintainer.get(f"{address}/scenarios")
    maintainer.post(f"{address}/scenarios")
    assert "scenarios/voice.yaml:8" in words_of(wait_for(maintainer, f"{address}/scenarios"))


def test_a_catalog_without_scenarios_says_so(maintainer: Browser) -> None:
    address = upload_catalog(maintainer, tiny_files())
    maintainer.get(f"{address}/scenarios")
    maintainer.post(f"{address}/scenarios")
    assert "没有场景测试" in words_of(wait_for(maintainer, f"{address}/scenarios"))


@pytest.fixture
def tiny_with_scenarios(maintainer: Browser) -> Callable[[str], str]:
    """Makes a candidate whose scenario expects choices to be valid: yes or no."""

    def make(valid: str) -> str:
        text = (
            "given:\n"
            "  customer: {industry: Q84, staff: 60, sites: 2}\n"
            "  date: 2026-11-22\n"
            "scenarios:\n"
            "  - id: trunk-needs-border\n"
            "    name: {zh: 中继需要边界, en: A trunk needs a border}\n"
            "    choices: {SIP-30: 1, SBC-100: 1}\n"
            f"    expect: {{valid: {valid}}}\n"
        )
        return upload_catalog(maintainer, {**tiny_files(), "scenarios/voice.yaml": text.encode()})

    return make


def test_a_change_is_told_field_by_field_and_by_what_may_be_chosen(maintainer: Browser) -> None:
    files = changed("prices/voice.csv", ",32000,", ",40000,")
    files["rules/voice.yaml"] = files["rules/voice.yaml"].replace(b"then: SBC-*", b"then: SBC-* >= 99")
    address = upload_catalog(maintainer, files)
    page = wait_for(maintainer, f"{address}/diff").get_data(as_text=True)
    assert "<del>32000</del>" in page
    assert "<ins>40000</ins>" in page
    assert "+25.0%" in page
    assert f"{address}/files/prices/voice.csv?line=2" in page
    assert f'href="{address}/rules/VOICE-01"' in page
    assert "变为不可选" in page


def test_changes_of_wording_can_be_left_out(maintainer: Browser) -> None:
    address = upload_catalog(maintainer, changed("offerings/voice.yaml", "en: SBC 100 sessions", "en: Border 100"))
    assert "Border 100" in words_of(wait_for(maintainer, f"{address}/diff"))
    assert "Border 100" not in words_of(maintainer.get(f"{address}/diff?words=no"))


def test_equal_files_differ_in_nothing(maintainer: Browser) -> None:
    assert "两者内容一致" in words_of(wait_for(maintainer, "/workbench/folder/diff"))


def test_any_two_workpieces_are_compared(maintainer: Browser, changed_catalog: str) -> None:
    other = upload_catalog(maintainer, changed("prices/voice.csv", ",32000,", ",40000,"))
    page = wait_for(maintainer, f"{changed_catalog}/diff?against={other.rpartition('/')[2]}").get_data(as_text=True)
    assert "<del>40000</del>" in page
    assert maintainer.post(f"{changed_catalog}/diff", against="folder").status_code == 302
    assert maintainer.get(f"{changed_catalog}/diff?against=99").status_code == 404


def test_a_broken_workpiece_is_compared_with_nothing(maintainer: Browser) -> None:
    address = upload_catalog(maintainer, changed("tax.yaml", "categories", "categorise"))
    assert maintainer.get(f"{address}/diff").status_code == 422
    assert maintainer.get(f"/workbench/current/diff?against={address.rpartition('/')[2]}").status_code == 422


def test_what_no_scenario_covers_is_named(maintainer: Browser, tiny_with_scenarios: Callable[[str], str]) -> None:
    address = tiny_with_scenarios("yes")
    maintainer.get(f"{address}/scenarios")
    maintainer.post(f"{address}/scenarios")
    page = wait_for(maintainer, f"{address}/scenarios").get_data(as_text=True)
    uncovered = page.partition("未被场景覆盖")[2]
    assert f'href="{address}/rules/VOICE-06"' in uncovered
    assert f'href="{address}/offerings/MIN-OUT"' in uncovered
    assert f'href="{address}/offerings/SIP-30"' not in uncovered


def add_quote(site: Site) -> str:
    """The number of an open quote that one of the sellers has looked at."""
    quote = site.add_quote(needs=[], choices={"SIP-30": "1"}, term_months=24)
    return site.services.quotes.get_quote(site.users[Role.REP], quote).number


def replay(browser: Browser, address: str) -> str:
    browser.get(f"{address}/impact")
    assert browser.post(f"{address}/impact").status_code == 302
    return wait_for(browser, f"{address}/impact").get_data(as_text=True)


def test_open_quotes_are_replayed_on_a_candidate(maintainer: Browser, site: Site) -> None:
    number = add_quote(site)
    address = upload_catalog(maintainer, changed("prices/voice.csv", ",32000,", ",40000,"))
    assert "尚未" in words_of(maintainer.get(f"{address}/impact"))
    page = replay(maintainer, address)
    assert number in page
    assert "变价 1" in words_of(maintainer.get(f"{address}/impact"))
    assert "+16,000.00" in page
    assert number not in maintainer.get(f"{address}/impact?outcome=same").get_data(as_text=True)


def test_a_quote_that_would_break_names_the_rule_and_the_way_on(maintainer: Browser, site: Site) -> None:
    number = add_quote(site)
    address = upload_catalog(maintainer, changed("rules/voice.yaml", "then: SBC-*", "then: SBC-* >= 7"))
    page = replay(maintainer, address)
    assert number in page
    assert "失效 1" in words_of(maintainer.get(f"{address}/impact"))
    assert "VOICE-01" in page
    assert f"{address}/files/rules/voice.yaml?line=3" in page


def test_without_open_quotes_there_is_no_impact(maintainer: Browser) -> None:
    assert "没有未结束的报价" in replay(maintainer, "/workbench/folder")


def test_what_is_published_is_in_force_at_the_next_request(tmp_path: Path, site: Site) -> None:
    """A server as it is started: the release takes the place of the folder, and the folder differs from then on."""
    settings = replace(make_settings(tmp_path), catalog=tmp_path / "tiny")
    services = open_services(settings)
    served = Site(create_app(services, settings), services, site.users)
    browser = Browser(served.app.test_client()).sign_in(Role.MAINTAINER)
    address = upload_catalog(browser, changed("prices/voice.csv", ",32000,", ",40000,"))
    assert publish(browser, address)[0] == 302
    words = words_of(browser.get("/workbench"))
    assert "第 1 版" in words
    assert "文件夹中的文件与生效版本不同" in words
    assert "40,000.00" in words_of(browser.get("/workbench/current/offerings/SBC-100"))
    assert "40000" in words_of(browser.get("/workbench/current/files/prices/voice.csv"))
    services.disconnect()


def test_margins_are_proven_for_all_customers(maintainer: Browser) -> None:
    assert "尚未证明" in words_of(maintainer.get("/workbench/current/proofs"))
    assert maintainer.post("/workbench/current/proofs").status_code == 302
    page = wait_for(maintainer, "/workbench/current/proofs")
    words = words_of(page)
    assert "COM-VOICE" in words
    assert re.search(r"\d%", words.partition("最低毛利率")[2])
    assert "已证明" in words
    assert maintainer.get("/workbench/current").status_code == 200


def test_a_release_that_is_overtaken_is_named(maintainer: Browser, changed_catalog: str) -> None:
    """The later number counts on the day of the earlier one."""
    publish(maintainer, changed_catalog, effective=(TODAY + timedelta(days=9)).isoformat())
    other = upload_catalog(maintainer, changed("prices/voice.csv", ",32000,", ",40000,"))
    status, words = publish(maintainer, other)
    assert status == 302
    assert "版本 1 将不会生效" in words
    assert "不会生效" in words_of(maintainer.get("/workbench/releases"))


def test_another_catalogs_key_is_warned_about(maintainer: Browser, changed_catalog: str) -> None:
    address = upload_catalog(maintainer, changed("catalog.yaml", "key: tiny", "key: other"))
    assert "other" in words_of(maintainer.get(f"{address}/publish"))
    assert "不会在这里生效" in words_of(maintainer.get(f"{address}/publish"))
    assert "不会在这里生效" not in words_of(maintainer.get(f"{changed_catalog}/publish"))
