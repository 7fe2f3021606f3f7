from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from configurator.resources import catalog_dir
from configurator.settings import SETTINGS, FolderRefused, SettingRefused, load_settings


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"CONFIGURATOR_VAR_DIR": str(tmp_path / "var")}


def test_uses_the_documented_defaults(environ: dict[str, str], tmp_path: Path) -> None:
    settings = load_settings(environ)
    assert settings.database_url == f"sqlite:///{tmp_path}/var/configurator.db"
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 2)
    assert settings.language == "zh"
    assert settings.secure_cookies is False
    assert settings.catalog == catalog_dir("telecom")


def test_takes_what_is_given(environ: dict[str, str], tmp_path: Path) -> None:
    settings = load_settings(
        environ
        | {
            "CONFIGURATOR_DATABASE_URL": "sqlite:////srv/quotes.db",
            "CONFIGURATOR_HOST": "::1",
            "CONFIGURATOR_PORT": "8080",
            "CONFIGURATOR_WORKERS": "4",
            "CONFIGURATOR_SECURE_COOKIES": "yes",
            "CONFIGURATOR_SECRET_KEY": "k" * 32,
            "CONFIGURATOR_DEMO_PASSWORD": "p" * 8,
            "CONFIGURATOR_CATALOG": str(tmp_path),
            "CONFIGURATOR_LANGUAGE": "en",
        }
    )
    assert settings.database_url == "sqlite:////srv/quotes.db"
    assert (settings.host, settings.port, settings.workers) == ("::1", 8080, 4)
    assert settings.secure_cookies is True
    assert (settings.secret_key, settings.demo_password) == ("k" * 32, "p" * 8)
    assert settings.catalog == tmp_path
    assert settings.language == "en"


def test_counts_an_empty_value_as_absent(environ: dict[str, str]) -> None:
    empty = {row.name: " " for row in SETTINGS}
    assert load_settings(empty | environ) == load_settings(environ)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONFIGURATOR_PORT", "0"),
        ("CONFIGURATOR_PORT", "65536"),
        ("CONFIGURATOR_PORT", "80a"),
        ("CONFIGURATOR_PORT", "-1"),
        ("CONFIGURATOR_PORT", "８０"),
        ("CONFIGURATOR_PORT", "9" * 5000),
        ("CONFIGURATOR_WORKERS", "65"),
        ("CONFIGURATOR_WORKERS", "1.5"),
        ("CONFIGURATOR_SECURE_COOKIES", "perhaps"),
        ("CONFIGURATOR_LANGUAGE", "fr"),
        ("CONFIGURATOR_DATABASE_URL", "mysql://localhost/quotes"),
        ("CONFIGURATOR_SECRET_KEY", "short"),
        ("CONFIGURATOR_DEMO_PASSWORD", "1234567"),
    ],
)
def test_refuses_a_bad_value_and_names_the_setting(environ: dict[str, str], name: str, value: str) -> None:
    with pytest.raises(SettingRefused) as refusal:
        load_settings(environ | {name: value})
    assert refusal.value.params["name"] == name
    assert refusal.value.params["expected"]


def test_refuses_a_catalog_folder_that_does_not_exist(environ: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(FolderRefused) as refusal:
        load_settings(environ | {"CONFIGURATOR_CATALOG": str(tmp_path / "nowhere")})
    assert refusal.value.params["name"] == "CONFIGURATOR_CATALOG"


def test_refuses_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderRefused):
        load_settings({"CONFIGURATOR_VAR_DIR": str(tmp_path / "file" / "var")})


def test_never_repeats_a_password_in_a_refusal(environ: dict[str, str]) -> None:
    for name, value in (
        ("CONFIGURATOR_DATABASE_URL", "mysql://me:hidden@localhost/quotes"),
        ("CONFIGURATOR_SECRET_KEY", "hidden"),
        ("CONFIGURATOR_DEMO_PASSWORD", "hidden"),
    ):
        with pytest.raises(SettingRefused) as refusal:
            load_settings(environ | {name: value})
        assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_gives_postgresql_its_driver(environ: dict[str, str], scheme: str) -> None:
    settings = load_settings(environ | {"CONFIGURATOR_DATABASE_URL": f"{scheme}://me@localhost/quotes"})
    assert settings.database_url == "postgresql+psycopg://me@localhost/quotes"


def test_keeps_the_secrets_it_made(environ: dict[str, str], tmp_path: Path) -> None:
    first, second = load_settings(environ), load_settings(environ)
    assert (first.secret_key, first.demo_password) == (second.secret_key, second.demo_password)
    assert len(first.secret_key) >= 32
    assert (tmp_path / "var" / "secret_key").read_text() == first.secret_key


def test_makes_different_secrets_for_different_folders(tmp_path: Path) -> None:
    keys = {load_settings({"CONFIGURATOR_VAR_DIR": str(tmp_path / name)}).secret_key for name in "abc"}
    assert len(keys) == 3


@pytest.mark.parametrize("name", ["secret_key", "demo_password"])
def test_lets_only_its_owner_read_a_secret(environ: dict[str, str], tmp_path: Path, name: str) -> None:
    load_settings(environ)
    assert stat.S_IMODE((tmp_path / "var" / name).stat().st_mode) == 0o600


def test_agrees_on_one_secret_when_many_start_together(environ: dict[str, str], tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = {settings.secret_key for settings in pool.map(load_settings, [environ] * 64)}
    assert len(keys) == 1
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["demo_password", "secret_key"]


def test_ignores_variables_that_are_not_settings(environ: dict[str, str]) -> None:
    assert load_settings(environ | {"PORT": "x", "CONFIGURATOR_SERVICE_HOST": "x"}) == load_settings(environ)
