"""The editors' schemas come from the same declarations as the reading, and the files on disk are current."""

import csv
import re
from pathlib import Path
from typing import ClassVar

import jsonschema
import pytest
import yaml

from configurator.catalog.declarations import FILE_KINDS
from configurator.catalog.reading import read_catalog
from configurator.catalog.schema import build_schemas, main, write_schema
from configurator.catalog.sheets import find_kind
from tests.factories.catalog_files import FILES, tiny_files

FOLDER = Path(__file__).parents[3] / "docs" / "schema"
TELECOM = Path(__file__).parents[3] / "catalog_data" / "telecom"
SCHEMAS = build_schemas()
YAML_FILES = sorted(path for path in FILES if path.endswith(".yaml"))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_file_on_disk_is_current(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == write_schema(SCHEMAS[name])


def test_no_other_file_lies_beside_them():
    assert {path.name for path in FOLDER.iterdir()} == set(SCHEMAS)


def test_every_kind_has_a_schema_but_tables_with_columns_of_their_own():
    free = {"tables", "price_matrices"}
    assert set(SCHEMAS) == {f"{kind.name}.json" for kind in FILE_KINDS if kind.name not in free}


@pytest.mark.parametrize(
    "path", [*sorted(TELECOM.glob("prices/*.csv")), TELECOM / "tax.csv"], ids=lambda path: path.name
)
def test_every_row_of_a_csv_file_fits_the_schema_of_its_kind(path):
    kind = find_kind(path.relative_to(TELECOM).as_posix())
    validator = jsonschema.Draft202012Validator(SCHEMAS[f"{kind.name}.json"])
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        stated = {name: _typed(text) for name, text in row.items() if text}
        assert list(validator.iter_errors(stated)) == []


def _typed(text):
    """A cell as a spreadsheet would take it: a figure where it is one."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_it_is_a_valid_schema(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: only true and false are truth values, dates are texts, and so is every key."""

    yaml_implicit_resolvers: ClassVar = {
        sign: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
        for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node, deep=False):
        return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}


EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def as_editor(path: str, text: str) -> list[str]:
    """What an editor underlines."""
    validator = jsonschema.Draft202012Validator(SCHEMAS[f"{find_kind(path).name}.json"])
    return [error.message for error in validator.iter_errors(yaml.load(text, Loader=EditorLoader))]


@pytest.mark.parametrize("path", YAML_FILES)
def test_editor_and_reading_accept_the_tiny_catalog(path):
    assert as_editor(path, FILES[path]) == []


@pytest.mark.parametrize("path", sorted(TELECOM.rglob("*.yaml")), ids=lambda path: path.relative_to(TELECOM).as_posix())
def test_editors_accept_the_telecom_catalog(path):
    assert as_editor(path.relative_to(TELECOM).as_posix(), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("offerings/voice.yaml", "unit: unit", "unti: unit"),
        ("profile.yaml", "values: [0, 2, 3]", "values: {0: {zh: 不涉及, en: none}, 2: {zh: 第二级}}"),
        ("profile.yaml", "values: [0, 2, 3]", "values: {0: {zh: 不涉及, en: none}, 20: {zh: 高, en: high}}"),
        ("offerings/voice.yaml", "quantity: 1..20", "quantity: many"),
        ("offerings/voice.yaml", "  SBC-100:", "  sbc-100:"),
        ("offerings/voice.yaml", ", en: SBC 100 sessions", ""),
        ("rules/voice.yaml", "kind: requires", "kind: require"),
        ("rules/voice.yaml", "evidence: R", "evidence: X"),
        ("profile.yaml", "kind: flag", "kind: boolean"),
        ("terms.yaml", "months: 24", "months: many"),
        ("packages/base.yaml", "  medium:", "  middle:"),
    ],
)
def test_editor_and_reading_refuse_the_same(path, old, new):
    text = FILES[path].replace(old, new, 1)
    assert text != FILES[path]
    assert as_editor(path, text) != []
    assert read_catalog(tiny_files() | {path: text.encode()}).catalog is None


def test_the_command_writes_every_file(tmp_path):
    main([str(tmp_path / "schema")])
    assert {path.name for path in (tmp_path / "schema").iterdir()} == set(SCHEMAS)


def test_without_a_folder_the_command_prints(capsys):
    main([])
    assert '"offerings.json"' in capsys.readouterr().out
