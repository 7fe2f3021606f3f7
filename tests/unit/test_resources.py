from __future__ import annotations

from pathlib import Path

import pytest

from configurator import resources

ROOT = Path(__file__).parents[2]


def test_finds_the_folders_of_the_checkout() -> None:
    assert resources.checkout_dir() == ROOT
    assert resources.templates_dir() == ROOT / "templates"
    assert resources.static_dir() == ROOT / "static"
    assert resources.catalog_dir("telecom") == ROOT / "catalog_data" / "telecom"


def test_finds_the_folders_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    monkeypatch.setattr(resources, "_BUNDLE", bundle)
    assert resources.checkout_dir() is None
    assert resources.templates_dir() == bundle / "templates"
    assert resources.static_dir() == bundle / "static"
    assert resources.catalog_dir("retail") == bundle / "catalog_data" / "retail"


@pytest.mark.parametrize("folder", [resources.templates_dir, resources.static_dir, resources.catalog_dir])
def test_names_folders_that_exist(folder: object) -> None:
    assert callable(folder)
    assert folder().is_dir()
