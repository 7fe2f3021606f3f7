"""The list of mutants that survive, and the script that holds a run of mutmut against it."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace

import pytest

from scripts.mutants import SURVIVORS, UNJUDGED, Mutant, compare, find_kind, main, read_list, read_run
from tests.house.tree import DOCS, ROOT

KEPT, MISSED, NOT_RUN, SLOW, UNTESTED = 1, 0, None, -24, 33
ROOM = "configurator.room.thing"
SOURCE = """def x_find__mutmut_orig(rows):
    for row in rows:
        return row + 1


def x_find__mutmut_1(rows):
    for row in rows:
        return row - 1


def x_find__mutmut_2(rows):
    for row in rows:
        return row + 2


class Row:
    def xǁRowǁtell__mutmut_orig(self):
        return "a", "a"

    def xǁRowǁtell__mutmut_1(self):
        return "A", "a"
"""
MINUS = Mutant(f"{ROOM}.find", "return row + 1", "return row - 1")
TWO = Mutant(f"{ROOM}.find", "return row + 1", "return row + 2")
TOLD = Mutant(f"{ROOM}.Row.tell", 'return "a", "a"', 'return "A", "a"')


@pytest.fixture
def make_run(tmp_path):
    # as mutmut leaves it, with the exit codes of find's two mutants and of Row.tell's one
    def make(first, second, third=KEPT):
        folder = tmp_path / "configurator" / "room"
        folder.mkdir(parents=True, exist_ok=True)
        names = ("x_find__mutmut_1", "x_find__mutmut_2", "xǁRowǁtell__mutmut_1")
        codes = {f"{ROOM}.{name}": code for name, code in zip(names, (first, second, third), strict=True)}
        (folder / "thing.py").write_text(SOURCE, "utf-8")
        (folder / "thing.py.meta").write_text(json.dumps({"exit_code_by_key": codes}), "utf-8")
        (folder / "thing.py.spans").write_text(json.dumps({"version": 1, "spans": find_spans()}), "utf-8")
        return tmp_path

    return make


def find_spans():
    functions = (node for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.FunctionDef))
    return {node.name: [node.lineno, node.end_lineno] for node in functions}


@pytest.fixture
def listed(tmp_path):
    return tmp_path / "survivors.csv"


def judge(folder, listed, *arguments):
    out = io.StringIO()
    return main([str(folder), "--list", str(listed), *arguments], out), out.getvalue()


def put(listed, *rows):
    with listed.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([(*Mutant._fields, "kind"), *((*mutant, kind) for mutant, kind in rows)])


def test_survivors_are_known_by_function_and_changed_lines(make_run):
    (verdicts,) = read_run(make_run(MISSED, KEPT, MISSED))
    assert verdicts.survivors == (TOLD, MINUS)
    assert (verdicts.module, verdicts.made, verdicts.judged, verdicts.noticed) == (ROOM, 3, 3, 1)


@pytest.mark.parametrize(
    ("code", "noticed"), [(KEPT, 2), (SLOW, 2), (-9, 2), (UNTESTED, 1), (5, 1), (2, 1), (MISSED, 1)]
)
def test_noticed_is_what_fails_or_runs_out_of_time(make_run, code, noticed):
    (verdicts,) = read_run(make_run(code, KEPT, NOT_RUN))
    assert (verdicts.noticed, verdicts.judged, verdicts.score) == (noticed, 2, 50 * noticed)


def test_survivor_that_nobody_listed_fails_with_what_it_changes(make_run, listed):
    code, said = judge(make_run(MISSED, KEPT), listed)
    assert code == 1
    assert "The score is under 90 %." in said
    assert f"{ROOM}.find\n    - return row + 1\n    + return row - 1" in said


def test_low_score_fails_even_if_all_survivors_are_listed(make_run, listed):
    put(listed, (MINUS, "strict"))
    code, said = judge(make_run(MISSED, KEPT), listed)
    assert code == 1 and "under 90 %" in said and "does not know" not in said


def test_run_without_survivors_is_in_order(make_run, listed):
    code, said = judge(make_run(KEPT, SLOW), listed)
    assert code == 0
    assert said.splitlines() == [f" 100.0 %      3 of     3  {ROOM}", " 100.0 %      3 of     3  all"]


def test_listed_one_that_survives_no_more_is_told_and_no_error(make_run, listed):
    put(listed, (MINUS, "strict"))
    code, said = judge(make_run(KEPT, KEPT), listed)
    assert code == 0
    assert "survivors no more" in said and f"{ROOM}.find  [strict]" in said


def test_rows_of_what_was_not_judged_are_left_alone(make_run, listed):
    put(listed, (MINUS, "strict"), (Mutant("configurator.room.other.find", "a", "b"), "strict"))
    assert compare(read_run(make_run(NOT_RUN, KEPT)), read_list(listed)).gone == ()


def test_the_same_change_twice_needs_two_rows(make_run):
    run = read_run(make_run(MISSED, KEPT))
    twice = (replace(run[0], survivors=(MINUS, MINUS)),)
    found = [compare(twice, Counter({(MINUS, "strict"): times})) for times in (1, 2, 3)]
    assert [each.unlisted for each in found] == [(MINUS,), (), ()]
    assert [each.gone for each in found] == [(), (), ((MINUS, "strict"),)]


def test_writing_adds_new_ones_unjudged_and_drops_what_is_gone(make_run, listed):
    put(listed, (TWO, "strict"), (TOLD, "shown"))
    judge(make_run(MISSED, KEPT, MISSED), listed, "--write")
    assert read_list(listed) == Counter({(TOLD, "shown"): 1, (MINUS, UNJUDGED): 1})
    assert listed.read_text("utf-8").splitlines()[0] == "function,before,after,kind"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("zip(one, other, strict=True)", "zip(one, other, )", "strict"),
        ("zip(one, other, strict=True)", "zip(one, strict=True)", UNJUDGED),
        ("rate.scaleb(2, EXACT)", "rate.scaleb(2, None)", "context"),
        ("rate.scaleb(2, EXACT)", "rate.scaleb(3, EXACT)", UNJUDGED),
    ],
)
def test_guards_that_are_left_out_are_judged_everywhere(before, after, kind):
    assert find_kind(Mutant(f"{ROOM}.find", before, after)) == kind
    assert {kind} <= list_kinds() | {UNJUDGED}


def test_listed_without_a_reason_fails(make_run, listed):
    put(listed, (MINUS, UNJUDGED))
    code, said = judge(make_run(MISSED, KEPT), listed)
    assert code == 1 and "Listed without a reason: 1" in said


def test_no_run_is_told(tmp_path, listed, capsys):
    assert judge(tmp_path, listed)[0] == 2
    assert "make mutants" in capsys.readouterr().err


# The list itself.


def list_kinds():
    section = (DOCS / "testing.md").read_text("utf-8").partition("## Mutants")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE))


def test_every_kind_of_survivor_has_its_reason_in_the_documentation():
    used = {kind for _, kind in read_list(SURVIVORS)}
    assert used <= list_kinds()


def test_listed_survivors_are_in_modules_that_there_are():
    assert all(find_module(mutant.function) for mutant, _ in read_list(SURVIVORS))


def find_module(function):
    parts = function.split(".")
    paths = (ROOT.joinpath(*parts[:end]).with_suffix(".py") for end in range(len(parts) - 1, 1, -1))
    return next((path for path in paths if path.is_file()), None)
