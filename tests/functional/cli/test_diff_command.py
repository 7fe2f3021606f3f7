"""`catalog diff` as a person or a script calls it: folders and numbers, for people and machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.factories.catalog_files import changed, tiny_files
from tests.functional.cli.console import BY, ask, run, start, write

RULE = "    never_together: [SBC-100, MIN-OUT]\n    evidence: A\n    sentence: {zh: 不可。, en: Never both.}\n"


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """The tiny catalog with a rule more and a lower price."""
    more = f"  - id: NEW-01\n    kind: excludes\n{RULE}  - id: VOICE-07\n"
    files = changed("rules/voice.yaml", "  - id: VOICE-07\n", more)
    files["prices/voice.csv"] = files["prices/voice.csv"].replace(b",32000,", b",24000,")
    return write(tmp_path / "stricter", files)


def test_tells_machines_what_differs_between_a_release_and_a_folder(site: Path, stricter: Path) -> None:
    ask("publish", *BY)
    found = ask("diff", 1, stricter)
    assert (found["before"]["number"], found["after"]["number"]) == (1, None)
    assert [(change["section"], change["name"], change["act"]) for change in found["changes"]] == [
        ("prices", "SBC-100:one_time", "changed"),
        ("rules", "NEW-01", "added"),
    ]
    price = found["changes"][0]
    assert (price["file"], price["line"]) == ("prices/voice.csv", 2)
    assert price["fields"][0]["before"] == "32000"
    assert found["reach"]["complete"] is True
    [pair] = [one for one in found["reach"]["possibilities"] if one["choices"] == ["MIN-OUT", "SBC-100"]]
    assert pair["became"] == "impossible"
    assert pair["reasons"] == [{"key": "NEW-01", "sentence": "Never both."}]


def test_the_example_can_be_tried(site: Path, stricter: Path, tmp_path: Path) -> None:
    [pair] = [one for one in ask("diff", site, stricter)["reach"]["possibilities"] if len(one["choices"]) == 2]
    request = tmp_path / "request.yaml"
    request.write_text(json.dumps(pair["example"]), encoding="utf-8")
    assert (propose(request, site), propose(request, stricter)) == (0, 1)


def propose(request: Path, folder: Path) -> int:
    return start("propose", request, CONFIGURATOR_CATALOG=str(folder)).returncode


def test_tells_people_in_both_languages(site: Path, stricter: Path) -> None:
    done = run("diff", site, stricter)
    assert done.returncode == 0
    assert "tiers.1.amount: 32000 → 24000 (-25.0 %)  prices/voice.csv:2:" in done.stdout
    assert "Becomes impossible: MIN-OUT + SBC-100" in done.stdout
    chinese = run("diff", site, stricter, CONFIGURATOR_LANGUAGE="zh").stdout
    assert "变为不可选：MIN-OUT + SBC-100" in chinese
    assert "\n价格\n" in chinese


def test_leaves_the_solver_out_when_asked_to(site: Path, stricter: Path) -> None:
    assert ask("diff", site, stricter, "--quick")["reach"] is None


def test_nothing_differs_from_itself(site: Path) -> None:
    found = ask("diff", site, site)
    assert (found["changes"], found["reach"]["possibilities"]) == ([], [])


def test_refuses_what_it_cannot_open(site: Path, tmp_path: Path) -> None:
    for arguments, code in (((site, 7), "release_unknown"), ((site, tmp_path / "nowhere"), "folder_missing")):
        done = run("diff", *arguments)
        assert (done.returncode, f"[{code}]" in done.stderr) == (1, True)
    broken = write(tmp_path / "broken", {**tiny_files(), "needs.yaml": b"needs: ["})
    assert "needs.yaml:2:" in run("diff", site, broken).stderr
    assert run("diff", site).returncode == 2
