"""The commands as a person or a script calls them: exit codes, places, remedies, files whole or not at all."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from configurator.resources import catalog_dir
from configurator.services.users import UserService
from configurator.storage.database import open_database
from tests.functional.cli.console import spawn, start

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "examples" / "requests").glob("*.yaml"))
FEN = Decimal("0.01")
LEVELS = "customer: {industry: Q84, staff: 200, sites: 3, card_data: processed}\ncompliance: {gdpr: 1}\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFIGURATOR_VAR_DIR", str(tmp_path / "var"))


def write(tmp_path: Path, text: str, name: str = "request.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_there_are_the_six_promised_examples() -> None:
    assert {path.stem for path in EXAMPLES} >= {
        "hospital",
        "factory",
        "school",
        "bank_branch",
        "logistics",
        "retail_chain",
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_adds_up_by_an_independent_computation(path: Path) -> None:
    done = start("propose", path, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["proof"] == "optimal"
    assert answer["problems"] == []
    sums = {"one_time": Decimal(0), "month": Decimal(0), "year": Decimal(0), "usage": Decimal(0)}
    taxes: dict[str, Decimal] = {}
    for line in answer["lines"]:
        assert line["reasons"], line
        assert line["quantity"] > 0
        for charge in line["charges"]:
            net, rate = Decimal(charge["net"]), Decimal(charge["tax_rate"])
            assert Decimal(0) <= net <= Decimal(charge["list"])
            ex_tax = (net / (1 + rate)).quantize(FEN, ROUND_HALF_UP)
            assert (Decimal(charge["ex_tax"]), Decimal(charge["tax"])) == (ex_tax, net - ex_tax)
            sums[charge["period"] if charge["kind"] == "recurring" else charge["kind"]] += net
            taxes[charge["tax_rate"]] = taxes.get(charge["tax_rate"], Decimal(0)) + net - ex_tax
    totals = answer["totals"]
    months = answer["term_months"]
    years = -(-months // 12)
    assert Decimal(totals["one_time"]) == sums["one_time"]
    assert Decimal(totals["monthly"]) == sums["month"]
    assert Decimal(totals["annual"]) == sums["year"]
    assert Decimal(totals["usage_estimate"]) == sums["usage"]
    assert Decimal(totals["first_year"]) == sums["one_time"] + min(12, months) * sums["month"] + sums["year"]
    assert Decimal(totals["tcv"]) == sums["one_time"] + months * sums["month"] + years * sums["year"]
    assert {rate: Decimal(tax) for rate, tax in totals["tax_by_rate"].items()} == taxes


def list_net(charge: dict[str, Any], offering: str, term: int, manual: Decimal) -> Decimal:
    """The net of a charge from the catalog's own files, read here anew."""
    discounts = (catalog_dir() / "term_discounts.csv").read_text(encoding="utf-8").splitlines()
    head = discounts[0].split(",")
    rows = [dict(zip(head, row.split(","), strict=False)) for row in discounts[1:]]
    earned = [
        Decimal(row["percent"])
        for row in rows
        if int(row["months"]) <= term
        and row["applies_to"].endswith("*")
        and offering.startswith(row["applies_to"][:-1])
    ]
    percent = max(earned, default=Decimal(0)) if charge["kind"] == "recurring" else Decimal(0)
    exact = Decimal(charge["list"]) * (100 - percent) / 100 * (100 - manual) / 100
    return exact.quantize(FEN, ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Compliance: MLPS: Level 3; PCI DSS: self-assessment; GDPR: applies"),
        ("zh", "合规要求: 等级保护：第三级; PCI DSS 支付卡安全：自评估; 欧盟 GDPR：适用"),
    ],
)
def test_levels_are_named_for_people(tmp_path: Path, language: str, said: str) -> None:
    path = write(tmp_path, LEVELS)
    assert said in start("propose", path, language=language).stdout.splitlines()


def test_levels_are_figures_for_scripts(tmp_path: Path) -> None:
    answer = json.loads(start("propose", write(tmp_path, LEVELS), "--json").stdout)
    assert answer["compliance"] == {"mlps": "3", "pci": "1", "gdpr": "1"}


def test_a_quote_abroad_states_its_regime_and_its_rate(tmp_path: Path) -> None:
    abroad = "tax_regime: eu_reverse\ncurrency: EUR\nexchange: {rate: 0.1212, date: 2026-11-02, source: a bank}\n"
    request = write(tmp_path, "customer: {industry: software, staff: 8, sites: 1}\ndate: 2026-11-22\n" + abroad)
    answer = json.loads(start("propose", request, "--json", "--lang", "en").stdout)
    assert (answer["currency"], answer["tax_inclusive"]) == ("EUR", False)
    assert answer["exchange"] == {
        "base": "CNY", "currency": "EUR", "rate": "0.1212", "date": "2026-11-02", "source": "a bank",
    }  # fmt: skip
    regime = answer["tax_regime"]
    assert (regime["key"], regime["treatment"], regime["tax_on"]) == ("eu_reverse", "reverse_charge", "total")
    assert regime["statement"].startswith("Reverse charge") and "2006/112/EC" in regime["regulation"]
    assert "EUR" in start("propose", request).stdout


def test_a_target_that_floors_hold_is_warned_of_but_offered(tmp_path: Path) -> None:
    asked = "choices: {DIA-50: 2}\nadjustments: [{scope: DIA-50, form: target, measure: monthly, value: 10}]\n"
    path = write(tmp_path, "customer: {industry: software, staff: 8, sites: 1}\ndate: 2026-11-22\n" + asked)
    answer = json.loads(start("propose", path, "--json").stdout)
    (found,) = answer["problems"]
    assert (found["code"], found["severity"], found["field"]) == (
        "pricing_target_held", "warning", "adjustments.0.value",
    )  # fmt: skip
    assert found["file"].endswith("pricing.yaml") and found["line"] > 0
    assert "10.00 CNY is not reached" in found["message"] and "@NET" in found["message"]
    done = start("propose", path)
    assert done.returncode == 0 and "[pricing_target_held]" in done.stderr
    assert "目标价 10.00 CNY 未达到" in start("propose", path, language="zh").stderr


def test_a_discount_comes_off_the_list_price_once(tmp_path: Path) -> None:
    request = "customer: {industry: Q84, staff: 860, sites: 3}\nterm_months: 24\ndiscount_percent: 7\n"
    answer = json.loads(start("propose", write(tmp_path, request), "--json").stdout)
    checked = 0
    for line in answer["lines"]:
        for charge in line["charges"]:
            steps = {step["step"]: step for step in charge["trace"]}
            if "floor" not in steps and (line["offering"].startswith("VM-") or charge["kind"] == "one_time"):
                passed_on = Decimal(steps["manual_discount"]["change"]) == 0
                manual = Decimal(0) if passed_on else Decimal(7)
                assert Decimal(charge["net"]) == list_net(charge, line["offering"], 24, manual), line["offering"]
                checked += 1
    assert checked > 10


def test_the_reasons_of_a_hospitals_lines_name_rules_and_package() -> None:
    answer = json.loads(start("propose", EXAMPLES[0].with_name("hospital.yaml"), "--json", "--lang", "en").stdout)
    kinds = {reason["kind"] for line in answer["lines"] for reason in line["reasons"]}
    assert {"rule", "package"} <= kinds
    assert answer["customer"]["size_class"] == "large"
    assert "300" in answer["customer"]["size_rule"]


def test_writes_the_document_whole_in_each_language(tmp_path: Path) -> None:
    for language in ("zh", "en", "both"):
        target = tmp_path / f"{language}.pdf"
        done = start("propose", EXAMPLES[0].with_name("bank_branch.yaml"), "--lang", language, "--output", target)
        assert done.returncode == 0, done.stderr
        assert target.read_bytes().startswith(b"%PDF")


def test_a_document_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "missing" / "x.pdf"
    done = start("propose", EXAMPLES[0].with_name("bank_branch.yaml"), "--output", target)
    assert done.returncode == 1
    assert "file_not_written" in done.stderr
    assert not target.parent.exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_says_every_problem_of_a_request_with_its_place(tmp_path: Path, language: str) -> None:
    text = "customer: {industry: Z99, staff: -5, sites: 1}\nneeds: [teleport]\nchoices:\n  NOPE-1: 2\n"
    done = start("propose", write(tmp_path, text), language=language)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for place, code in [
        ("request.yaml:1:12", "customer_industry_unknown"),
        ("request.yaml:1:27", "customer_figure_negative"),
        ("request.yaml:2:9", "request_need_unknown"),
        ("request.yaml:4:3", "request_offering_unknown"),
    ]:
        assert any(place in line and code in line for line in done.stderr.splitlines()), (place, code, done.stderr)


def test_problems_come_as_json_too(tmp_path: Path) -> None:
    done = start("propose", write(tmp_path, "customer: {industry: Q84, sites: 1}\n"), "--json")
    assert done.returncode == 1
    problem = json.loads(done.stdout)["problems"][0]
    assert (problem["code"], problem["field"], problem["line"]) == ("customer_field_missing", "customer.staff", 1)
    assert problem["hint"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("customer: {industry: Q84, staff: 5\n", "yaml"),
        ("a: &x 1\nb: *x\n", "yaml_alias"),
        ("customer: {}\ncustomer: {}\n", "duplicate_key"),
        ("- 1\n", "request_not_mapping"),
        ("", "request_not_mapping"),
        ("customer: !!python/object:os.system {}\n", "yaml_tag"),
    ],
)
def test_a_request_file_that_does_not_read_is_refused(tmp_path: Path, text: str, code: str) -> None:
    done = start("propose", write(tmp_path, text))
    assert done.returncode == 1
    assert f"[{code}" in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_and_huge_request_files_are_refused(tmp_path: Path) -> None:
    huge = write(tmp_path, "x" * 2_000_000)
    assert "file_too_large" in start("propose", huge).stderr
    missing = start("try", tmp_path / "nothing.yaml")
    assert (missing.returncode, "file_unreadable" in missing.stderr) == (1, True)


def test_wrong_usage_is_exit_code_2() -> None:
    for arguments in (
        [],
        ["propose"],
        ["propose", "x.yaml", "--lang", "fr"],
        ["frobnicate"],
        ["catalog", "frobnicate"],
    ):
        done = start(*arguments)
        assert (done.returncode == 2) or (arguments == [] and done.returncode == 0), arguments
        assert "Traceback" not in done.stderr


def test_try_explains_forced_and_forbidden_options(tmp_path: Path) -> None:
    text = "customer: {industry: C, staff: 300, sites: 2}\nchoices: {PBX-200: 1, SIPT-30: 2, HIDS-PRO: 5}\n"
    done = start("try", write(tmp_path, text), "--json")
    assert done.returncode == 0, done.stderr
    options = json.loads(done.stdout)["options"]
    assert options["PBX-200"]["state"] == "chosen"
    assert (options["SIPT-30"]["min"], options["SIPT-30"]["max"]) == (2, 2)
    settled = [option for option in options.values() if option["state"] in ("forced", "forbidden")]
    assert settled
    assert all(option["reasons"] for option in settled)
    raised = [option for option in options.values() if option["min_reasons"]]
    assert raised
    assert all(reason["sentence"] for option in raised for reason in option["min_reasons"])
    assert {option["state"] for option in options.values()} <= {"open", "chosen", "default", "forced", "forbidden"}


def test_try_names_the_conflict_and_the_ways_out(tmp_path: Path) -> None:
    text = "customer: {industry: C, staff: 860, sites: 1}\nchoices: {EDR-SRV: 3, HIDS-PRO: 4, AP-IN: any}\n"
    done = start("try", write(tmp_path, text), "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    named = {(reason["kind"], reason["key"]) for reason in answer["conflict"]}
    assert {("choice", "EDR-SRV"), ("choice", "HIDS-PRO")} <= named
    assert any(kind == "rule" for kind, _ in named)
    assert all(repair["give_up"] for repair in answer["repairs"])
    assert answer["repairs"]
    refused = start("propose", tmp_path / "request.yaml")
    assert (refused.returncode, "choices_conflict" in refused.stderr) == (1, True)


def test_try_tells_the_ways_out_with_their_prices_and_consequences(tmp_path: Path) -> None:
    text = "customer: {industry: C, staff: 300, sites: 2}\nchoices: {EDR-SRV: 20}\n"
    options = json.loads(start("try", write(tmp_path, text), "--json").stdout)["options"]
    (way,) = options["HIDS-PRO"]["repairs"]
    assert way["give_up"] == [{"offering": "EDR-SRV", "quantity": 20}]
    assert way["take"] == [{"offering": "HIDS-PRO"}]
    assert (way["change"], way["give_up_needs"]) == ([], [])
    assert all(way[f"{figure}_change"][0] in "+-" and way[figure] for figure in ("one_time", "monthly", "tcv"))
    assert {"offering": "EDR-SRV", "before": 20, "after": 0, "values": []} in way["consequences"]
    assert "margin" not in json.dumps(way)


def test_try_tells_a_way_out_of_choices_that_the_catalog_does_not_have(tmp_path: Path) -> None:
    text = "customer: {industry: C, staff: 300, sites: 2}\nneeds: [wifi]\nchoices: {GONE-1: 2, AP-IN: 3}\n"
    done = start("try", write(tmp_path, text), "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert [problem["code"] for problem in answer["problems"]] == ["request_offering_unknown", "choices_conflict"]
    (way,) = answer["repairs"]
    assert way["give_up"] == [{"offering": "GONE-1", "quantity": 2}]
    assert way["change"] == [
        {"from": {"offering": "AP-IN", "quantity": 3}, "to": {"offering": "AP-IN", "quantity": 11}}
    ]
    assert (way["tcv_change"], way["consequences"]) == (None, [])
    assert Decimal(way["tcv"]) > 0
    assert answer["options"]["AP-IN"]["min"] == 11
    told = start("try", tmp_path / "request.yaml")
    assert told.returncode == 1
    assert "AP-IN × 3" in told.stdout and "AP-IN × 11" in told.stdout and "GONE-1" in told.stdout


def test_try_names_the_thresholds_within_the_range(tmp_path: Path) -> None:
    text = "customer: {industry: C, staff: 300, sites: 2}\n"
    options = json.loads(start("try", write(tmp_path, text), "--json").stdout)["options"]
    marked = {code: option for code, option in options.items() if option["thresholds"]}
    assert marked
    for option in marked.values():
        assert all(option["min"] < value <= option["max"] for value in option["thresholds"])
        assert list(option["threshold_reasons"]) == [str(value) for value in option["thresholds"]]
        assert all(reason["sentence"] for reasons in option["threshold_reasons"].values() for reason in reasons)


def test_a_customer_beyond_the_catalog_is_told_why_and_not_blamed_for_choices(tmp_path: Path) -> None:
    done = start("propose", write(tmp_path, "customer: {industry: Q84, staff: 1000000, sites: 2000}\n"))
    assert done.returncode == 1
    assert "request_impossible" in done.stderr
    assert "MLPS" in done.stderr


def test_the_catalog_in_force_has_nothing_against_it() -> None:
    done = start("catalog", "lint", "--json")
    assert done.returncode == 0
    assert [problem for problem in json.loads(done.stdout)["problems"] if problem["severity"] != "info"] == []


def test_stats_count_what_the_catalog_holds() -> None:
    figures = json.loads(start("catalog", "stats", "--json").stdout)
    assert figures["offerings"] >= 150
    assert figures["rules"] >= 70
    assert len([sizes for sizes in figures["packages_by_industry"].values() if len(sizes) == 4]) >= 5
    wanted = {
        "requires",
        "excludes",
        "group",
        "limit",
        "sizing",
        "capacity",
        "tier",
        "combination",
        "compliance",
        "conflict",
        "preference",
        "default",
    }
    assert set(figures["rules_by_kind"]) == wanted


@pytest.mark.parametrize(
    ("file", "before", "after", "code"),
    [
        ("needs.yaml", "needs:", "needs: [", "yaml"),
        (
            "prices/net.csv",
            "DIA-50,recurring,month,per_unit,1,3200,",
            "DIA-50,recurring,month,per_unit,1,3200.12345,",
            "decimals",
        ),
        ("prices/net.csv", "DIA-50,recurring", "DIA-51,recurring", "DIA-51"),
        ("rules/voice.yaml", "VOICE-06", "VOICE-01", "VOICE-01"),
    ],
)
def test_a_damaged_catalog_is_refused_with_its_place(
    tmp_path: Path, file: str, before: str, after: str, code: str
) -> None:
    folder = tmp_path / "telecom"
    shutil.copytree(catalog_dir(), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    done = start("catalog", "lint", folder)
    assert done.returncode == 1
    assert f"{file}:" in done.stderr
    assert code in done.stderr
    assert "Traceback" not in done.stderr
    proposed = start("propose", EXAMPLES[0], CONFIGURATOR_CATALOG=str(folder))
    assert proposed.returncode == 1
    assert f"{file}:" in proposed.stderr


def test_an_expression_that_does_not_read_is_named_at_its_character(tmp_path: Path) -> None:
    folder = tmp_path / "telecom"
    shutil.copytree(catalog_dir(), folder)
    rules = yaml.safe_load((folder / "rules/voice.yaml").read_text(encoding="utf-8"))
    assert rules
    text = (folder / "rules/voice.yaml").read_text(encoding="utf-8").replace("then: ", "then: and ", 1)
    (folder / "rules/voice.yaml").write_text(text, encoding="utf-8")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "then: and " in row)
    done = start("catalog", "lint", folder)
    assert done.returncode == 1
    assert f"rules/voice.yaml:{line}:" in done.stderr
    assert "expression_syntax" in done.stderr


def test_database_and_seed_from_nothing_and_again(tmp_path: Path) -> None:
    environ = {"CONFIGURATOR_VAR_DIR": str(tmp_path / "here"), "CONFIGURATOR_DEMO_PASSWORD": "correct horse battery"}
    assert start("seed", **environ).returncode == 1
    assert start("db", "upgrade", **environ).returncode == 0
    first, second = start("seed", **environ), start("seed", **environ)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "4 users" in first.stdout
    assert "0 users, 0 customers, 0 quotes" in second.stdout
    other = {**environ, "CONFIGURATOR_DEMO_PASSWORD": "another password"}
    assert start("seed", **other).returncode == 0
    database = open_database(f"sqlite:///{environ['CONFIGURATOR_VAR_DIR']}/configurator.db")
    users = UserService(database.uow_factory, lambda: datetime.now(UTC))
    assert users.has_password("rep@demo.example", "another password")
    database.close()


def test_a_bad_setting_is_named_with_its_remedy() -> None:
    done = start("catalog", "stats", CONFIGURATOR_PORT="99999999")
    assert done.returncode == 1
    assert "CONFIGURATOR_PORT" in done.stderr


@pytest.mark.parametrize(
    "arguments", [("propose", EXAMPLES[0]), ("propose", "nothing.yaml"), ("propose",), ("--help",)]
)
def test_a_process_of_its_own_says_the_same_as_one_that_runs_already(arguments: tuple[object, ...]) -> None:
    own, running = spawn(*arguments), start(*arguments)
    assert (own.returncode, own.stdout, own.stderr) == (running.returncode, running.stdout, running.stderr)
