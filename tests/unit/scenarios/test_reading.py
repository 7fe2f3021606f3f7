"""What scenario files say, and everything that can be wrong with them, each at its place."""

from datetime import date

import pytest

from configurator.scenarios.model import Conflicting, Ranging, Validity
from configurator.scenarios.reading import load_scenarios, read_scenarios
from tests.factories.scenario_files import GIVEN, read_one, read_shop, shop_book, shop_files, write_scenario

WRONG = [
    ("choices: {PHONES: 5}", "valid: yes", "request_offering_unknown", 8),
    ("choices: {PHONE: many}", "valid: yes", "request_quantity_refused", 8),
    ("customer: {staf: 5}", "valid: yes", "customer_field_unknown", 8),
    ("needs: [telephony]", "valid: yes", "request_need_unknown", 8),
    ("needs: voice", "valid: yes", "request_list_expected", 8),
    ("customer: 5", "valid: yes", "not_a_map", 8),
    ("choice: {PHONE: 5}", "valid: yes", "unknown_key", 8),
    ("term_months: 7", "valid: yes", "request_term_unknown", 8),
    ("date: 2026-13-01", "valid: yes", "request_date_refused", 8),
    ("choices: {PHONE: 5}", "valid: maybe", "not_yes_or_no", 9),
    ("choices: {PHONE: 5}", "vald: yes", "unknown_key", 9),
    ("choices: {PHONE: 5}", "", "scenario_expects_nothing", 9),
    ("choices: {PHONE: 5}", "state: {PHONES: open}", "unknown_offering", 9),
    ("choices: {PHONE: 5}", "state: {PHONE: taken}", "not_one_of", 9),
    ("choices: {PHONE: 5}", "because: {PHONE: [ENOUGHS]}", "unknown_rule", 9),
    ("choices: {PHONE: 5}", "because: {PHONE: [SPARE-HINT]}", "scenario_rule_does_not_bind", 9),
    ("choices: {PHONE: 5}", "conflict: [DEF-CARE]", "scenario_rule_does_not_bind", 9),
    ("choices: {PHONE: 5}", "advice: [ENOUGH]", "scenario_rule_does_not_advise", 9),
    ("choices: {PHONE: 5}", "no_advice: [DEF-CARE]", "scenario_rule_does_not_advise", 9),
    ("choices: {PHONE: 5}", "quantity: {SPARE: '>3'}", "scenario_range_malformed", 9),
    ("choices: {PHONE: 5}", "quantity: {SPARE: ..}", "scenario_range_malformed", 9),
    ("choices: {PHONE: 5}", "quantity: {SPARES: 3}", "unknown_offering", 9),
    ("choices: {PHONE: 5}", "values: {VAULT.lock: always}", "scenario_value_malformed", 9),
    ("choices: {PHONE: 5}", "values: {VAULT.lock: forced golden}", "scenario_value_unknown", 9),
    ("choices: {PHONE: 5}", "values: {VAULT.key: open}", "scenario_attribute_unknown", 9),
    ("choices: {PHONE: 5}", "values: {VAULT: open}", "scenario_attribute_missing", 9),
    ("choices: {PHONE: 5}", "because: {VAULT.key: [LOCKED]}", "scenario_attribute_unknown", 9),
    ("choices: {PHONE: 5}", "lines: {VAULT: {lock: golden}}", "scenario_value_unknown", 9),
    ("choices: {PHONE: 5}", "lines: {VAULT: {key: on}}", "scenario_attribute_unknown", 9),
    ("choices: {PHONE: 5}", "lines: {VAULT: some}", "scenario_line_malformed", 9),
    ("choices: {PHONE: 5}", "without: [VAULTS]", "unknown_offering", 9),
    ("choices: {PHONE: 5}", "without: VAULT", "not_a_list", 9),
    ("choices: {PHONE: 5}", "price: {weekly: 3}", "not_one_of", 9),
    ("choices: {PHONE: 5}", "price: {monthly: much}", "figure_not_plain", 9),
    ("choices: {PHONE: 5}", "price: 80", "not_a_map", 9),
    ("choices: {PHONE: 5}", "price: {monthly_from: {0: 3}}", "figure_out_of_bounds", 9),
    ("choices: {PHONE: 5}", "price: {monthly_from: {2: NaN}}", "figure_not_plain", 9),
    ("choices: {PHONE: 5}", "price: {monthly_from: 3}", "not_a_map", 9),
    ("choices: {PHONE: 5}", "price: {saving: {TALKS: 3}}", "unknown_programme", 9),
    ("choices: {PHONE: 5}", "price: {saving: {CLUB: 3}}", "unknown_programme", 9),
    ("choices: {PHONE: 5}", "price: {worth: {TALK: 3}}", "unknown_programme", 9),
    ("choices: {PHONE: 5}", "price: {saving: {talk: 3}}", "name_malformed", 9),
    ("programmes: [TALKS]", "valid: yes", "request_programme_unknown", 8),
    ("codes: [HELO-2026]", "valid: yes", "request_code_unknown", 8),
    ("choices: {PHONE: 5}", "valid: yes, conflict: [ENOUGH]", "scenario_conflict_of_valid", 9),
    ("choices: {PHONE: 5}", "valid: no, state: {SPARE: open}", "scenario_invalid_expects_more", 9),
]


@pytest.mark.parametrize(("situation", "expect", "code", "line"), WRONG)
def test_a_fault_is_named_at_its_line(situation, expect, code, line):
    problems = read_shop(write_scenario(situation, expect)).problems
    assert code in [problem.code for problem in problems], problems
    first = next(problem for problem in problems if problem.code == code)
    assert first.location.file == "scenarios/shop.yaml"
    assert first.location.line == line
    assert first.location.column > 4


def test_a_scenario_reads_with_the_given_of_its_file():
    _, scenario = read_one("customer: {sites: 4}\nchoices: {PHONE: 5}", "valid: yes, quantity: {SPARE: 1..3, PHONE: 5}")
    assert scenario.request.profile.values["staff"] == 40
    assert scenario.request.profile.values["sites"] == 4
    assert scenario.request.day == date(2026, 11, 22)
    places = [(type(one), one.location.line) for one in scenario.expectations]
    assert places == [(Validity, 10), (Ranging, 10), (Ranging, 10)]
    assert [(one.low, one.high) for one in scenario.expectations[1:]] == [(1, 3), (5, 5)]


def test_a_scenario_may_replace_what_is_given():
    _, scenario = read_one("date: 2026-12-24\ncompliance: {mlps: 3}", "valid: yes")
    assert scenario.request.day == date(2026, 12, 24)
    assert scenario.request.profile.values["mlps"] == 3


def test_expectations_keep_all_rules_of_a_list():
    _, scenario = read_one("choices: {PHONE: 5}", "valid: no, conflict: [ENOUGH, NO-MIX]")
    assert [one.rule for one in scenario.expectations if isinstance(one, Conflicting)] == ["ENOUGH", "NO-MIX"]


def test_an_id_may_stand_once_in_all_files():
    case = write_scenario("choices: {PHONE: 5}", "valid: yes")
    files = shop_files(scenarios=case) | {"scenarios/more.yaml": (GIVEN + case).encode()}
    (problem,) = read_scenarios(files, shop_book()).problems
    assert (problem.code, problem.params["name"]) == ("duplicate_name", "case")
    assert str(problem.location).startswith("scenarios/shop.yaml:6")


def test_a_date_is_needed():
    text = GIVEN.replace("  date: 2026-11-22\n", "") + write_scenario("choices: {PHONE: 5}", "valid: yes")
    files = shop_files() | {"scenarios/shop.yaml": text.encode()}
    load = read_scenarios(files, shop_book())
    assert [problem.code for problem in load.problems] == ["scenario_date_missing"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00", "not_utf8"),
        (b"scenarios: [", "yaml_syntax"),
        (b"scenarios: []", "scenario_file_empty"),
        (b"- a\n- b", "not_a_map"),
        (b"scenarios:\n\t- id: x", "yaml_tab"),
        (b"scenarios: &a [*a]", "yaml_alias"),
        (b"given: {}", "field_missing"),
        (b"scenarios: [5]", "not_a_map"),
        (b"scenarios: [{id: x}]", "field_missing"),
    ],
)
def test_a_broken_file_is_a_problem_and_no_traceback(content, code):
    load = read_scenarios(shop_files() | {"scenarios/bad.yaml": content}, shop_book())
    assert code in [problem.code for problem in load.problems]
    assert load.scenarios == ()


def test_an_empty_file_is_told():
    load = read_scenarios(shop_files() | {"scenarios/bad.yaml": b""}, shop_book())
    assert [problem.code for problem in load.problems] == ["file_empty"]


def test_faulty_scenarios_do_not_hide_sound_ones():
    cases = write_scenario("choices: {PHONES: 5}", "valid: yes", "bad") + write_scenario("", "valid: yes", "good")
    load = read_shop(cases)
    assert [scenario.id for scenario in load.scenarios] == ["good"]
    assert len(load.problems) == 1


def test_a_folder_is_read_without_the_rest_of_its_problems(tmp_path):
    for path, content in shop_files(scenarios=write_scenario("", "valid: yes")).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (tmp_path / "prices" / "link.csv").symlink_to("/etc/hostname")
    load = load_scenarios(tmp_path, shop_book())
    assert ([scenario.id for scenario in load.scenarios], load.problems) == (["case"], ())


def test_a_scenario_file_that_leads_outside_is_refused(tmp_path):
    for path, content in shop_files().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "out.yaml").symlink_to("/etc/hostname")
    assert [problem.code for problem in load_scenarios(tmp_path, shop_book()).problems] == ["file_outside"]
