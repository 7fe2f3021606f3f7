from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.house.tree import ROOT

SOURCES = ("configurator", "templates", "static", "catalog_data", "scripts")
FILES = ("setup.cfg", "pyproject.toml", "MANIFEST.in", "README.md", "CHANGES.md", "LICENSE")
RESOURCES = ("templates", "static", "catalog_data")


def run(command: Sequence[str | Path], folder: Path, **environ: str) -> str:
    """What the command printed; its complaints when it fails."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | environ
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the sources, as `make wheel` builds it."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, copy)
    options = ("--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", "dist")
    run([sys.executable, "-m", "pip", "wheel", *options, "."], copy)
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment with the wheel; other packages come from the tests' own."""
    home = tmp_path_factory.mktemp("installed")
    run([sys.executable, "-m", "venv", "--without-pip", home], home)
    site = next((home / "lib").glob("python*")) / "site-packages"
    run([sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--target", site, wheel], home)
    packages = [path for path in sys.path if path.endswith("site-packages")]
    (site / "shared.pth").write_text("\n".join(packages), encoding="utf-8")
    return home / "bin"


def list_files(folder: str) -> set[str]:
    """The files of a folder of the checkout that are meant to be packed."""
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
    return {name for name in files if "/." not in name and "__pycache__" not in name}


def list_packed(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    assert list_files("configurator") - list_packed(wheel) == set()


@pytest.mark.parametrize("folder", RESOURCES)
def test_the_wheel_holds_the_folders_beside_the_package(wheel: Path, folder: str) -> None:
    expected = {f"configurator/bundle/{name}" for name in list_files(folder)}
    assert expected
    assert expected - list_packed(wheel) == set()


@pytest.mark.parametrize(
    "name",
    ["static/vendor/htmx/htmx.min.js", "static/vendor/bootstrap/LICENSE", "static/fonts/NotoSansSC-Bold.ttf"],
)
def test_the_wheel_holds_what_set_up_made(wheel: Path, name: str) -> None:
    assert f"configurator/bundle/{name}" in list_packed(wheel)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in list_packed(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"configurator"}


def test_the_installed_package_finds_its_own_folders(installed: Path) -> None:
    question = "from configurator import resources as r; print(r.checkout_dir(), r.static_dir().is_dir())"
    assert run([installed / "python", "-c", question], Path("/")) == "None True\n"


def test_the_installed_command_checks_the_catalog_from_any_folder(installed: Path, tmp_path: Path) -> None:
    start = "from configurator.cli import main; main(['catalog', 'lint'])"
    run([installed / "python", "-c", start], Path("/"), CONFIGURATOR_VAR_DIR=str(tmp_path))
