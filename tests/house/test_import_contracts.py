from __future__ import annotations

import pytest
from importlinter.api import read_configuration
from importlinter.application.use_cases import lint_imports

from tests.house.tree import CORE, PACKAGE, ROOT

CONFIGURATION = ROOT / "setup.cfg"


def list_contracts() -> list[dict[str, object]]:
    return read_configuration(str(CONFIGURATION))["contracts_options"]


def test_every_import_contract_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    kept = lint_imports(config_filename=str(CONFIGURATION), cache_dir=None)
    assert kept, capsys.readouterr().out


def test_the_direction_names_every_room() -> None:
    direction = next(contract for contract in list_contracts() if contract["type"] == "layers")
    assert direction["exhaustive"] == "True"
    lines = " ".join(str(line) for line in direction["layers"])  # type: ignore[attr-defined]
    placed = set(lines.replace("|", " ").replace("(", " ").replace(")", " ").split())
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms <= placed


def test_the_pure_core_is_the_whole_core() -> None:
    pure = next(contract for contract in list_contracts() if contract["type"] == "forbidden")
    assert set(pure["source_modules"]) == {f"configurator.{room}" for room in CORE}  # type: ignore[call-overload]
