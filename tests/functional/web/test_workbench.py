"""The workbench's pages over a tiny catalog, and over candidates that somebody uploads."""

from __future__ import annotations

import io
import re
from pathlib import Path
from time import monotonic, sleep
from xml.etree import ElementTree

import pytest
from werkzeug.test import TestResponse

from configurator.access.roles import Role
from configurator.services.proposing import Proposer
from configurator.workbench.candidates import pack_files
from tests.factories.catalog_files import changed, tiny_files
from tests.factories.site import Site, make_tiny_site
from tests.functional.web.conftest import Browser, words_of

PATIENCE = 60
REQUEST = "customer:\n  industry: Q84\n  staff: 860\n  sites: 3\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_tiny_site(tmp_path)


@pytest.fixture
def proposer(site: Site) -> Proposer:
    return site.services.proposer


def upload(browser: Browser, *files: tuple[str, bytes], **fields: str) -> TestResponse:
    browser.get("/workbench/upload")
    data = {"files": [(io.BytesIO(content), name) for name, content in files], **fields}
    return browser.post("/workbench/upload", **data)


def read_folder(site: Site) -> dict[str, bytes]:
    """The files of the catalog in force as they lie on disk."""
    folder = site.services.workbench._pieces._folder
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def upload_catalog(browser: Browser, files: dict[str, bytes]) -> str:
    """The candidate's address."""
    answer = upload(browser, ("catalog.zip", pack_files(files)))
    assert answer.status_code == 302, words_of(answer)
    return str(answer.location)


def wait_for(browser: Browser, path: str) -> TestResponse:
    """The page when its check is done."""
    end = monotonic() + PATIENCE
    while "<progress" in (answer := browser.get(path)).get_data(as_text=True) and monotonic() < end:
        sleep(0.05)
    return answer


def test_the_bench_shows_what_is_in_force(maintainer: Browser, proposer: Proposer) -> None:
    words = words_of(maintainer.get("/workbench"))
    assert "生效版本" in words
    assert proposer.catalog.digest[:12] in words
    assert "与生效版本一致" in words


def test_the_bench_is_in_the_navigation_of_those_who_may(maintainer: Browser, rep: Browser) -> None:
    assert 'href="/workbench"' in maintainer.get("/").get_data(as_text=True)
    assert 'href="/workbench"' not in rep.get("/").get_data(as_text=True)


def test_the_overview_counts_and_shows_where_prices_come_from(maintainer: Browser, proposer: Proposer) -> None:
    page = wait_for(maintainer, "/workbench/current")
    words = words_of(page)
    assert str(len(proposer.catalog.rules)) in words
    shares = [float(each) for each in re.findall(r'<rect width="([\d.]+)" height="10"/>', page.get_data(as_text=True))]
    assert len(shares) == 3
    assert abs(sum(shares) - 100) < 0.2


def test_a_page_asks_again_by_itself_while_the_check_runs(maintainer: Browser) -> None:
    maintainer.get("/workbench")
    answer = maintainer.htmx("get", "/workbench/current")
    fragment = answer.get_data(as_text=True)
    assert "<html" not in fragment
    assert ("hx-trigger" in fragment) is ("<progress" in fragment)
    done = wait_for(maintainer, "/workbench/current").get_data(as_text=True)
    assert "hx-trigger" not in done


def test_findings_name_the_place_show_it_and_lead_to_the_code(maintainer: Browser) -> None:
    address = upload_catalog(maintainer, changed("rules/voice.yaml", "then: SBC-*", "then: SCB-*"))
    page = maintainer.get(f"{address}/problems").get_data(as_text=True)
    assert "rules/voice.yaml:6:11" in page
    assert re.search(r'class="line line-marked">.*?<mark>S</mark>CB-\*', page)
    assert f'href="{address}/files/rules/voice.yaml?line=6#L6"' in page
    code = re.search(r'href="/workbench/codes#([\w.-]+)"', page)
    assert code
    assert f'id="{code[1]}"' in maintainer.get("/workbench/codes").get_data(as_text=True)


def test_findings_are_filtered(maintainer: Browser) -> None:
    page = wait_for(maintainer, "/workbench/current/problems").get_data(as_text=True)
    codes = re.findall(r'href="/workbench/codes#([\w.-]+)"', page)
    assert codes
    only = maintainer.get(f"/workbench/current/problems?code={codes[0]}").get_data(as_text=True)
    assert set(re.findall(r'href="/workbench/codes#([\w.-]+)"', only)) == {codes[0]}
    assert 'class="card-x finding"' not in maintainer.get("/workbench/current/problems?severity=error").get_data(
        as_text=True
    )
    assert maintainer.get("/workbench/current/problems?severity=<x>&file=../x&page=99").status_code == 200


def test_a_check_can_be_made_again(maintainer: Browser) -> None:
    wait_for(maintainer, "/workbench/current/problems")
    answer = maintainer.post("/workbench/current/check")
    assert answer.status_code == 302
    assert wait_for(maintainer, answer.location).status_code == 200


def test_files_are_shown_with_numbered_lines_and_a_mark(maintainer: Browser) -> None:
    listed = maintainer.get("/workbench/current/files").get_data(as_text=True)
    assert "/workbench/current/files/rules/voice.yaml" in listed
    page = maintainer.get("/workbench/current/files/rules/voice.yaml?line=3").get_data(as_text=True)
    assert re.search(r'class="line line-marked" id="L3"', page)
    assert "VOICE-01" in page


@pytest.mark.parametrize(
    "path",
    ["../catalog.yaml", "%2e%2e/%2e%2e/setup.cfg", "/etc/passwd", "rules", "rules/nothing.yaml", "..%5csetup.cfg"],
)
def test_only_files_of_the_catalog_can_be_read(maintainer: Browser, path: str) -> None:
    assert maintainer.get(f"/workbench/current/files/{path}").status_code in (308, 404)


def test_a_line_that_is_not_there_does_no_harm(maintainer: Browser) -> None:
    for line in ("0", "-3", "999999999999", "x", "99999"):
        assert maintainer.get(f"/workbench/current/files/tax.csv?line={line}").status_code == 200


def test_offerings_are_found_by_text_family_line_and_evidence(maintainer: Browser, proposer: Proposer) -> None:
    def codes(query: str) -> set[str]:
        page = maintainer.get(f"/workbench/current/offerings?{query}").get_data(as_text=True)
        return set(re.findall(r'href="/workbench/current/offerings/([^"?]+)"', page))

    catalog = proposer.catalog
    assert codes("text=sBc+100") == {"SBC-100"}
    assert codes("text=边界") == {"SBC-100"}
    assert codes("family=COM-VOICE") == set(catalog.offerings)
    assert codes("family=NOTHING") == codes("line=nothing") == set()
    seen = {code for code, prices in catalog.prices.items() if any(price.evidence == "S" for price in prices)}
    assert codes("evidence=S") == seen == {"SIP-30", "MIN-OUT"}
    assert codes("text=%3Cscript%3E") == set()


def test_an_offerings_page_says_everything_about_it(maintainer: Browser, proposer: Proposer) -> None:
    words = words_of(maintainer.get("/workbench/current/offerings/SBC-100"))
    offering = proposer.catalog.offerings["SBC-100"]
    price = proposer.catalog.prices["SBC-100"][0]
    for known in (offering.name.zh, offering.name.en, "VOICE-01", str(offering.location), f"{price.cost:,.2f}"):
        assert known in words
    assert proposer.catalog.rules["VOICE-01"].sentence.zh in words


SPECIAL = """\
offering,charge,period,model,from,from_month,amount,cost,block,included,least_quantity,least_amount,due,waived_from,\
free_months,free_from,base,base_charge,matrix,evidence
SBC-100,recurring,month,package,1,,80,5,10,,20,9.50,arrears,,2,24,,,,A
SBC-100,recurring,quarter,per_unit,1,1,30,,,,,,,,,,,,,A
SBC-100,recurring,quarter,per_unit,1,13,33,,,,,,,,,,,,,A
SBC-100,recurring,year,percent_of,1,,12.5,,,,,,,,,,SIP-*,recurring,,A
SIP-30,one_time,,stair_step,1,,500,,,,,,,24,,,,,,A
SIP-30,usage,month,matrix,,,,,,1000,,,,,,,,,calls,A
"""


def test_an_offerings_page_says_prices_of_every_model(maintainer: Browser) -> None:
    files = tiny_files() | {
        "prices/special.csv": SPECIAL.encode(),
        "price_matrices/calls.csv": b"quantity,amount,evidence\n1..99,0.08,A\n*,0.06,A\n",
    }
    address = upload_catalog(maintainer, files)
    maintainer.post("/language", language="en", next="/")
    words = words_of(maintainer.get(f"{address}/offerings/SBC-100"))
    for said in (
        "By the package", "10 units a package", "at least 20 charged", "at least CNY 9.50 / month",
        "due at the end of the period", "first 2 months free (commitment of 24 months or more)",
        "CNY 30.00 / quarter", "from month 13 on", "CNY 33.00 / quarter", "12.5% of SIP-*",
    ):  # fmt: skip
        assert said in words, said
    words = words_of(maintainer.get(f"{address}/offerings/SIP-30"))
    for said in ("Stair-step", "waived from 24 months on", "1,000 included", "from CNY 0.06 / month (matrix calls)"):
        assert said in words, said
    assert "12.5% of SIP-*" in words_of(maintainer.get(f"{address}/offerings"))


def test_a_rules_page_says_everything_about_it(maintainer: Browser, proposer: Proposer) -> None:
    rule = proposer.catalog.rules["VOICE-01"]
    page = maintainer.get("/workbench/current/rules/VOICE-01")
    for known in (rule.sentence.zh, rule.sentence.en, str(rule.location), "SBC-100"):
        assert known in words_of(page)
    assert rule.when is not None
    assert rule.when.source in words_of(page)
    assert 'class="excerpt"' in page.get_data(as_text=True)


def test_rules_are_found_by_kind_and_text(maintainer: Browser, proposer: Proposer) -> None:
    page = maintainer.get("/workbench/current/rules?kind=combination").get_data(as_text=True)
    found = set(re.findall(r'href="/workbench/current/rules/([^"?]+)"', page))
    assert found == {rule.id for rule in proposer.catalog.rules.values() if rule.kind == "combination"}
    assert "VOICE-01" in words_of(maintainer.get("/workbench/current/rules?text=voice-01"))


def test_every_offering_and_rule_has_a_page(maintainer: Browser) -> None:
    address = upload_catalog(maintainer, tiny_files())
    for path in ("offerings/SBC-100", "offerings/SIP-30", "offerings/MIN-OUT", "rules/VOICE-01", "rules/VOICE-07"):
        assert maintainer.get(f"{address}/{path}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/workbench/current/offerings/nothing",
        "/workbench/current/rules/nothing",
        "/workbench/current/picture?offering=nothing",
        "/workbench/current/picture?family=nothing",
        "/workbench/999999",
        "/workbench/nothing",
        "/workbench/-1/problems",
        "/workbench/²/problems",
        "/workbench/99999999999999999999/try",
    ],
)
def test_what_is_not_there_answers_404(maintainer: Browser, path: str) -> None:
    assert maintainer.get(path).status_code == 404


@pytest.mark.parametrize("query", ["", "?family=COM-VOICE", "?offering=SBC-100", "?offering=SBC-100&steps=2"])
def test_pictures_stand_beside_a_table_of_the_same(maintainer: Browser, query: str) -> None:
    page = maintainer.get(f"/workbench/current/picture{query}").get_data(as_text=True)
    svg, table = page.partition('<figure class="picture"')[2].partition("</svg>")[0], page.rpartition("<table")[2]
    assert "href=" in svg
    rules = set(re.findall(r'href="(/workbench/current/rules/[^"]+)"', svg))
    assert rules == set(re.findall(r'href="(/workbench/current/rules/[^"]+)"', table))
    assert bool(rules) is bool(query)


def test_a_picture_comes_by_itself_too(maintainer: Browser) -> None:
    answer = maintainer.get("/workbench/current/picture.svg?offering=SBC-100")
    assert answer.mimetype == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert ElementTree.fromstring(answer.get_data(as_text=True)).tag == "{http://www.w3.org/2000/svg}svg"


def test_names_in_a_picture_are_text(maintainer: Browser) -> None:
    name = "<script>alert(1)</script>"
    files = changed("offerings/voice.yaml", "en: SBC 100 sessions", f'en: "{name}"')
    files["offerings/voice.yaml"] = files["offerings/voice.yaml"].replace(
        "zh: 边界控制器 100 并发".encode(), f'zh: "{name}"'.encode()
    )
    address = upload_catalog(maintainer, files)
    for path in ("picture?offering=SBC-100", "picture.svg?offering=SBC-100", "offerings/SBC-100", "offerings"):
        assert "<script>alert" not in maintainer.get(f"{address}/{path}").get_data(as_text=True)


def test_without_graphviz_the_table_remains(maintainer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("configurator.workbench.drawing.shutil.which", lambda name: None)
    answer = maintainer.get("/workbench/current/picture?offering=SBC-100&steps=2")
    assert answer.status_code == 200
    assert "无法画出依赖图" in words_of(answer)
    assert "VOICE-01" in words_of(answer)


def test_the_console_answers_with_states_reasons_lines_and_price(maintainer: Browser) -> None:
    maintainer.get("/workbench/current/try")
    page = maintainer.post("/workbench/current/try", request=REQUEST + "choices:\n  SIP-30: 1\n")
    assert page.status_code == 200
    words = words_of(page)
    assert "配置行与价格" in words
    assert "元/月" in words
    assert "/workbench/current/rules/VOICE-01" in page.get_data(as_text=True)


def test_the_console_begins_with_a_request_that_works(maintainer: Browser) -> None:
    page = maintainer.get("/workbench/current/try?offering=SBC-100").get_data(as_text=True)
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    assert "SBC-100: 1" in found[1]
    assert maintainer.post("/workbench/current/try", request=found[1]).status_code == 200


def test_the_console_shows_one_state_only_when_asked(maintainer: Browser) -> None:
    maintainer.get("/workbench/current/try")
    page = words_of(
        maintainer.post("/workbench/current/try", request=REQUEST + "exclude: [SIP-30]\n", state="forbidden")
    )
    table = page.partition("数量范围")[2]
    assert "不可选" in table
    assert " 可选 " not in table


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("customer: [", "request.yaml:"),
        ("a: &x 1\nb: *x\n", "request.yaml:1"),
        ("", "request"),
        ("- 1\n", "request"),
        (REQUEST + "choices:\n  NOTHING: 1\n", "request.yaml:6:3"),
        ("customer: {industry: Q84, staff: many, sites: 1}\n", "request.yaml:1"),
        ("\x00\x01", "request.yaml:1"),
        ("x" * 30_000, "request"),
        ("[" * 5_000, "request.yaml:1"),
    ],
)
def test_a_request_that_does_not_read_is_told_by_its_place(maintainer: Browser, text: str, said: str) -> None:
    maintainer.get("/workbench/current/try")
    answer = maintainer.post("/workbench/current/try", request=text)
    assert answer.status_code == 422
    assert said in words_of(answer)


def test_choices_that_contradict_the_rules_are_explained_with_ways_out(maintainer: Browser) -> None:
    address = upload_catalog(maintainer, tiny_files())
    maintainer.get(f"{address}/try")
    request = "customer: {industry: Q84, staff: 60, sites: 2}\nchoices: {SIP-30: 1}\nexclude: [SBC-100]\n"
    answer = maintainer.post(f"{address}/try", request=request)
    words = words_of(answer)
    assert answer.status_code == 422
    assert "所选内容相互矛盾" in words
    assert "VOICE-01" in words


def test_a_whole_catalog_becomes_a_candidate_with_pages_of_its_own(maintainer: Browser, site: Site) -> None:
    address = upload_catalog(maintainer, tiny_files())
    assert address == "/workbench/1"
    words = words_of(wait_for(maintainer, address))
    assert "小目录" in words
    assert site.users[Role.MAINTAINER].name in words
    assert "SBC-100" in words_of(maintainer.get(f"{address}/offerings"))
    assert "/workbench/1" in maintainer.get("/workbench").get_data(as_text=True)


def test_single_files_lie_over_the_release_in_force(maintainer: Browser) -> None:
    content = tiny_files()["approvals.yaml"]
    answer = upload(maintainer, ("approvals.yaml", content + b"\n# changed\n"), base="current", note="试改审批额度")
    assert answer.status_code == 302
    words = words_of(maintainer.get(answer.location))
    assert "试改审批额度" in words
    assert "approvals.yaml" in words
    assert "# changed" in words_of(maintainer.get(f"{answer.location}/files/approvals.yaml"))


def test_an_upload_leaves_the_release_in_force_alone(maintainer: Browser, site: Site) -> None:
    before = site.services.proposer.catalog
    files = read_folder(site)
    upload_catalog(maintainer, tiny_files())
    upload(maintainer, ("catalog.yaml", b"key: broken\n"), base="current")
    assert site.services.proposer.catalog is before
    assert files == read_folder(site)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "没有选择文件"),
        ([("x.zip", b"PK\x05\x06 no")], "不是可读的 ZIP"),
        ([("x.zip", pack_files({"../x.yaml": b""}))], "../x.yaml"),
        ([("new.yaml", b"a: 1\n")], "new.yaml"),
        ([("notes.docx", b"x")], "notes.docx"),
    ],
)
def test_a_refused_upload_says_why_by_name(maintainer: Browser, files: list[tuple[str, bytes]], said: str) -> None:
    answer = upload(maintainer, *files, base="current")
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert "还没有候选版本" in words_of(maintainer.get("/workbench"))


def test_ten_megabytes_are_the_bound(maintainer: Browser) -> None:
    assert upload(maintainer, ("x.zip", b"\0" * 10_000_000)).status_code == 422
    assert upload(maintainer, ("x.zip", b"\0" * 11_000_000)).status_code == 413


def test_only_maintainers_may_send_so_much(rep: Browser) -> None:
    rep.get("/")
    data = {"csrf_token": rep.token, "files": [(io.BytesIO(b"\0" * 2_000_000), "x.zip")]}
    assert rep.client.post("/workbench/upload", data=data).status_code == 403
    data["files"] = [(io.BytesIO(b"\0" * 2_000_000), "x.zip")]
    assert rep.client.post("/customers/new", data=data).status_code == 413


def test_a_broken_candidate_says_what_to_mend_on_every_page(maintainer: Browser) -> None:
    address = upload_catalog(maintainer, changed("tax.yaml", "categories", "categorise"))
    assert maintainer.get(address).status_code == 200
    assert "tax.yaml" in words_of(maintainer.get(f"{address}/problems"))
    for page in ("offerings", "rules", "picture", "try", "offerings/SBC-100", "rules/VOICE-01", "picture.svg"):
        answer = maintainer.get(f"{address}/{page}")
        assert answer.status_code == 422, page
        assert "目录暂不能使用" in words_of(answer)


def test_a_candidate_is_discarded(maintainer: Browser) -> None:
    address = upload_catalog(maintainer, tiny_files())
    maintainer.get("/workbench")
    assert maintainer.post(f"{address}/discard").status_code == 302
    assert maintainer.get(address).status_code == 404
    assert maintainer.post(f"{address}/discard").status_code == 404


def test_uploads_and_discards_stand_in_the_trail(maintainer: Browser, admin: Browser, site: Site) -> None:
    address = upload_catalog(maintainer, tiny_files())
    admin.get("/workbench")
    admin.post(f"{address}/discard")
    with site.services.workbench._uow.reading() as work:
        trail = work.audit.of_subject("candidate", 1, 10)
    assert [(row.action, row.user_name) for row in trail] == [
        ("discard_candidate", site.users[Role.ADMIN].name),
        ("upload_candidate", site.users[Role.MAINTAINER].name),
    ]
    assert trail[-1].details["files"] == len(tiny_files())


@pytest.mark.parametrize("path", ["/workbench/upload", "/workbench/current/try", "/workbench/current/check"])
def test_forms_need_their_token(maintainer: Browser, path: str) -> None:
    assert maintainer.client.post(path, data={}).status_code == 400


def test_english_readers_read_english(maintainer: Browser) -> None:
    maintainer.get("/workbench")
    maintainer.post("/language", language="en", next="/workbench")
    assert "Release in force" in words_of(maintainer.get("/workbench"))
    assert "requires" in words_of(maintainer.get("/workbench/current/picture?offering=SBC-100"))
