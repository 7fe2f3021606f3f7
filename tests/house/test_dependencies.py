from __future__ import annotations

import ast
import configparser
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT, list_modules, parse, read_doc

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[\w,]+\])?==(\S+)", re.MULTILINE)
HOST = re.compile(r"https?://|file:|--(?:extra-)?index-url|--find-links", re.IGNORECASE)

# Declared, yet imported under another's name or only by a command line.
NOT_IMPORTED = {
    "gunicorn": "started as a server",
    "jinja2": "imported by some rooms only through Flask",
    "werkzeug": "imported by some rooms only through Flask",
    "markupsafe": "imported by some rooms only through Flask",
    "defusedxml": "openpyxl reads by it when it is there",
    "psycopg": "loaded by SQLAlchemy by the database's address",
}


def read_declared(*extras: str) -> dict[str, Requirement]:
    """Canonical name to requirement, from setup.cfg."""
    configuration = configparser.ConfigParser()
    configuration.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = configuration["options"]["install_requires"]
    lines += "".join(configuration["options.extras_require"][extra] for extra in extras)
    requirements = [Requirement(line) for line in lines.splitlines() if line.strip()]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def read_pins(lock: Path) -> dict[str, set[str]]:
    """Canonical name to versions (one per environment marker)."""
    pins: dict[str, set[str]] = {}
    for name, version in PIN.findall(lock.read_text(encoding="utf-8")):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    return pins


def find_imported() -> set[str]:
    """Canonical names of the distributions that the package imports directly."""
    modules: set[str] = set()
    for path in list_modules():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                modules.add(node.module.split(".")[0])
    owners = packages_distributions()
    foreign = modules - sys.stdlib_module_names - {"configurator"}
    return {canonicalize_name(owners[module][0]) for module in foreign}


def test_every_import_is_declared() -> None:
    assert find_imported() - read_declared("postgresql").keys() == set()


def test_every_declared_dependency_is_used() -> None:
    assert read_declared().keys() - find_imported() - NOT_IMPORTED.keys() == set()


@pytest.mark.parametrize(
    ("lock", "extras"), [("run.txt", ()), ("test.txt", ("test",)), ("postgresql.txt", ("postgresql",))]
)
def test_locks_fulfil_what_is_declared(lock: str, extras: tuple[str, ...]) -> None:
    pins = read_pins(ROOT / "requirements" / lock)
    for name, requirement in read_declared(*extras).items():
        assert pins.get(name), f"{name} is missing in {lock}: run `make lock`"
        assert all(requirement.specifier.contains(version, prereleases=True) for version in pins[name])


def test_the_extra_for_the_bench_is_locked_with_the_others_engines() -> None:
    declared = {name: one for name, one in read_declared("bench").items() if name not in read_declared()}
    pins = read_pins(ROOT / "requirements" / "bench.txt")
    assert declared
    for name, requirement in declared.items():
        assert all(requirement.specifier.contains(version) for version in pins[name])


def test_tests_run_with_the_versions_that_are_shipped() -> None:
    tested = read_pins(ROOT / "requirements" / "test.txt")
    shipped = read_pins(ROOT / "requirements" / "run.txt")
    assert {name: tested.get(name) for name in shipped} == shipped


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_hashes(lock: Path) -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pinned = [block for block in blocks if PIN.match(block)]
    assert pinned
    assert [block.splitlines()[0] for block in pinned if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "package-lock.json"], ids=lambda lock: lock.name)
def test_locks_name_no_place_to_download_from(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if HOST.search(line) and '"url"' not in line] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_is_described(lock: Path) -> None:
    described = re.findall(r"^\| ([\w.-]+) \|", read_doc("dependencies.md"), re.MULTILINE)
    assert read_pins(lock).keys() - {canonicalize_name(name) for name in described} == set()
