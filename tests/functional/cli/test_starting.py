"""`configurator catalog init`: a starter that lints clean, in a new or empty folder, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from configurator.catalog.reading import load_catalog
from configurator.resources import catalog_dir
from configurator.services.releases import lint_catalog
from configurator.services.starting import derive_key
from tests.functional.cli.console import start


def test_the_starter_lints_without_a_single_remark(tmp_path: Path) -> None:
    done = start("catalog", "init", tmp_path / "My Office")
    assert done.returncode == 0, done.stderr
    assert "catalog.yaml" in done.stdout
    assert lint_catalog(tmp_path / "My Office") == ()
    catalog = load_catalog(tmp_path / "My Office").catalog
    assert catalog and catalog.key == "my_office"


def test_the_starter_says_the_key_that_was_asked_for(tmp_path: Path) -> None:
    assert start("catalog", "init", tmp_path / "a", "--key", "lines_2027").returncode == 0
    catalog = load_catalog(tmp_path / "a").catalog
    assert catalog and catalog.key == "lines_2027"


def test_the_starters_scenarios_pass(tmp_path: Path) -> None:
    start("catalog", "init", tmp_path / "a")
    done = start("catalog", "test", tmp_path / "a", "--json")
    assert done.returncode == 0, done.stderr


def test_every_yaml_file_names_a_schema_that_lies_beside_it(tmp_path: Path) -> None:
    start("catalog", "init", tmp_path / "a")
    files = [path for path in (tmp_path / "a").rglob("*.yaml") if ".schema" not in path.parts]
    assert len(files) > 10
    for path in files:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        _, _, schema = first.partition("$schema=")
        assert json.loads((path.parent / schema).read_text(encoding="utf-8"))["$schema"]


def test_every_yaml_file_has_a_comment(tmp_path: Path) -> None:
    start("catalog", "init", tmp_path / "a")
    files = [path for path in (tmp_path / "a").rglob("*.yaml") if path.name != "voice.yaml"]
    assert all(path.read_text(encoding="utf-8").count("#") > 1 for path in files)
    assert all(yaml.safe_load(path.read_text(encoding="utf-8")) for path in files)


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.txt").write_text("mine")
    done = start("catalog", "init", tmp_path / "a")
    assert done.returncode == 1
    assert "mine.txt" in [path.name for path in (tmp_path / "a").iterdir()]
    assert len(list(tmp_path.iterdir())) == 1 + (tmp_path / "var").exists()
    assert "Traceback" not in done.stderr


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert start("catalog", "init", tmp_path / "a").returncode == 0
    assert (tmp_path / "a" / "catalog.yaml").is_file()


@pytest.mark.parametrize("key", ["Office", "1st", "a b", "ä", "x" * 80])
def test_a_key_that_is_none_is_refused(tmp_path: Path, key: str) -> None:
    done = start("catalog", "init", tmp_path / "a", "--key", key)
    assert done.returncode == 1
    assert "catalog_key_refused" in done.stderr
    assert not (tmp_path / "a").exists()


def test_a_folder_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = start("catalog", "init", tmp_path / "nowhere" / "a")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "key"), [("My Office", "my_office"), ("目录", "catalog"), ("2027", "catalog"), ("a-b", "a_b")]
)
def test_a_key_follows_from_the_folder(name: str, key: str) -> None:
    assert derive_key(Path(name)) == key


def test_the_starter_is_the_tutorial() -> None:
    assert catalog_dir("tutorial").joinpath("catalog.yaml").is_file()
