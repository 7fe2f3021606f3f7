"""`catalog publish`, `releases`, `rollback`, `approve`, `reject`, `export` as a person or a script calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.catalog_files import changed, tiny_files
from tests.factories.releases import dearer
from tests.functional.cli.console import BY, ask, run, write


def test_publishes_lists_and_gives_out_again(site: Path, tmp_path: Path) -> None:
    assert ask("releases") == {"catalog": "tiny", "in_force": None, "releases": []}
    published = ask("publish", *BY, "--note", "first")
    assert published["release"]["number"] == 1
    assert published["release"]["note"] == "first"
    assert ask("releases")["in_force"] == 1
    done = run("export", 1, tmp_path / "out")
    assert done.returncode == 0
    files = {path.relative_to(tmp_path / "out").as_posix(): path for path in (tmp_path / "out").rglob("*.*")}
    assert {name: path.read_bytes() for name, path in files.items()} == tiny_files()


def test_speaks_to_people_in_both_languages(site: Path) -> None:
    assert "The server uses" not in (done := run("publish", *BY)).stdout
    assert done.returncode == 0
    assert "Release 1 of catalog tiny (2026.10, " in done.stdout
    assert "* 1  published  " in run("releases").stdout
    assert "已发布" in run("releases", CONFIGURATOR_LANGUAGE="zh").stdout


def test_rolls_back(site: Path, tmp_path: Path) -> None:
    ask("publish", *BY)
    ask("publish", write(tmp_path / "dearer", dearer()), *BY)
    rolled = ask("rollback", 1, *BY)["release"]
    assert (rolled["number"], rolled["restored_from"]) == (3, 1)
    assert ask("releases")["in_force"] == 3


def test_lets_another_person_approve_where_the_setting_asks(site: Path) -> None:
    asked = {"CONFIGURATOR_RELEASE_APPROVAL": "yes"}
    assert ask("publish", *BY, **asked)["release"]["state"] == "proposed"
    assert ask("releases")["in_force"] is None
    own = run("approve", 1, *BY)
    assert own.returncode == 1
    assert "[own_release]" in own.stderr
    approved = ask("approve", 1, "--by", "admin@example.com", "--note", "seen")["release"]
    assert (approved["state"], approved["decided_by"]) == ("published", "admin")
    assert ask("releases")["in_force"] == 1
    late = run("reject", 1, "--by", "admin@example.com")
    assert (late.returncode, "[release_decided]" in late.stderr) == (1, True)


def test_says_which_scheduled_release_is_overtaken(site: Path, tmp_path: Path) -> None:
    ask("publish", *BY, "--effective", "2999-01-01")
    done = run("publish", write(tmp_path / "dearer", dearer()), *BY)
    assert done.returncode == 0
    assert "release 1, due on 2999-01-01, will not take effect" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("publish", "--by", "rep@example.com"), "not_permitted"),
        (("publish", "--by", "nobody@example.com"), "email_unknown"),
        (("publish", *BY, "--effective", "2020-01-01"), "effective_date_past"),
        (("publish", *BY, "--note", "x" * 3000), "note_too_long"),
        (("publish", "/nowhere", *BY), "folder_missing"),
        (("rollback", 7, *BY), "release_unknown"),
        (("export", 7, "out"), "release_unknown"),
        (("approve", 7, *BY), "release_unknown"),
    ],
)
def test_refuses_with_a_code_and_without_a_traceback(site: Path, arguments: tuple[object, ...], code: str) -> None:
    done = run(*arguments)
    assert done.returncode == 1
    assert f"[{code}]" in done.stderr
    assert "Traceback" not in done.stderr
    assert ask("releases")["releases"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("publish",),
        ("publish", *BY, "--effective", "soon"),
        ("rollback", "one", *BY),
        ("rollback", 0, *BY),
        ("export", 1),
    ],
)
def test_leaves_with_2_when_called_wrongly(site: Path, arguments: tuple[object, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_refuses_a_catalog_with_errors_and_names_the_place(site: Path, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken", changed("prices/voice.csv", ",32000,", ",many,"))
    done = run("publish", broken, *BY)
    assert done.returncode == 1
    assert "prices/voice.csv:2:" in done.stderr
    assert ask("releases")["releases"] == []


def test_says_when_nothing_changed(site: Path) -> None:
    ask("publish", *BY)
    again = run("publish", *BY)
    assert (again.returncode, "[release_unchanged]" in again.stderr) == (1, True)


def test_asks_for_the_catalog_when_the_folder_does_not_tell(site: Path) -> None:
    ask("publish", *BY)
    (site / "catalog.yaml").write_bytes(b"key: [")
    done = run("releases")
    assert (done.returncode, "[catalog_unnamed]" in done.stderr) == (1, True)
    assert ask("releases", "--catalog", "tiny")["in_force"] == 1
