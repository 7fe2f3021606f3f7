"""Runs the cases of this folder: one change to the tiny catalog, and everything that must be found in it.

A case names a `file` and either what to `replace` `by` what, or the file's whole `content`, or `delete`, or the
`encoding` in which it is saved, or the number of `bytes` of a file that is too large. `find` lists code, line and
column (and a file, where it is another one); errors and warnings must be exactly these. `works: yes` says that the
catalog is loaded all the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from configurator.catalog.reading import load_catalog
from configurator.values.problem import Severity
from configurator.wording import say_problem
from tests.factories.catalog_files import FILES

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['claim']}")
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
]


def write_catalog(folder: Path, case: dict[str, Any]) -> None:
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    target = folder / case["file"]
    if "delete" in case:
        target.unlink()
        return
    text = case.get("content", FILES.get(case["file"], ""))
    if "replace" in case:
        assert case["replace"] in text
        text = text.replace(case["replace"], case["by"].replace("<TAB>", "\t"), 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode(case.get("encoding", "utf-8")))
    if "bytes" in case:
        with target.open("ab") as file:
            file.truncate(int(case["bytes"]))


@pytest.mark.parametrize("case", CASES)
def test_finds_exactly_what_is_wrong(case: dict[str, Any], tmp_path: Path) -> None:
    write_catalog(tmp_path, case)
    load = load_catalog(tmp_path)
    wanted = [
        (line.get("file", case["file"]), int(line["line"]), int(line["column"]), line["code"]) for line in case["find"]
    ]
    found = [
        (problem.location.file, problem.location.line, problem.location.column, problem.code)
        for problem in load.problems
        if problem.location and (problem.severity is not Severity.INFO or "information" in case)
    ]
    assert found == sorted(wanted)
    assert (load.catalog is not None) == (case.get("works") == "yes")
    for problem in load.problems:
        for language in ("zh", "en"):
            sentence, remedy = say_problem(language, problem)
            assert sentence and remedy


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 30
