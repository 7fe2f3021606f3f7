"""What can be set from outside: one table of names and defaults, one frozen Settings made from it.

Every setting is an environment variable. An empty value counts as absent; a bad one raises SettingRefused.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from configurator.resources import catalog_dir, checkout_dir
from configurator.values.refusal import Refusal
from configurator.values.text import LANGUAGES, Language

_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
_SWITCHES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class SettingRefused(Refusal):
    """A setting's value cannot be used; params: `name`, `value` and `expected`, what the setting takes."""

    code = "setting_refused"


class FolderRefused(SettingRefused):
    """A setting names a folder that does not exist or cannot be made; params: `name` and `value`."""

    code = "setting_folder_refused"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is decided outside the program, read once at its start."""

    var_dir: Path
    database_url: str
    host: str
    port: int
    workers: int
    secure_cookies: bool
    secret_key: str
    demo_password: str
    catalog: Path
    language: Language
    release_approval: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: the variable's name, its default in words, and what it decides."""

    name: str
    default: str
    sentence: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "CONFIGURATOR_VAR_DIR",
        "./var in a checkout, else ~/.local/share/configurator",
        "Folder for the database and the secrets; made when missing.",
    ),
    Setting(
        "CONFIGURATOR_DATABASE_URL", "sqlite:///<var dir>/configurator.db", "Where the data are: SQLite or PostgreSQL."
    ),
    Setting("CONFIGURATOR_HOST", "127.0.0.1", "Address to listen on; 127.0.0.1 lets only this machine in."),
    Setting("CONFIGURATOR_PORT", "8000", "Port to listen on, 1 to 65535."),
    Setting("CONFIGURATOR_WORKERS", "2", "Number of server processes, 1 to 64."),
    Setting(
        "CONFIGURATOR_SECURE_COOKIES", "no", "Send cookies over HTTPS only: yes behind an HTTPS proxy, no without."
    ),
    Setting(
        "CONFIGURATOR_SECRET_KEY",
        "made once, kept in <var dir>/secret_key",
        "Key that signs sessions, at least 32 characters; the same on every machine that serves.",
    ),
    Setting(
        "CONFIGURATOR_DEMO_PASSWORD",
        "made once, kept in <var dir>/demo_password",
        "Password of the demonstration's users, at least 8 characters.",
    ),
    Setting("CONFIGURATOR_CATALOG", "the packaged telecom catalog", "Folder of the catalog's files."),
    Setting(
        "CONFIGURATOR_RELEASE_APPROVAL", "no", "Whether a second person must approve a catalog release: yes or no."
    ),
    Setting("CONFIGURATOR_LANGUAGE", "zh", "Language of a first visit, zh or en; a user's own choice goes first."),
)


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings; makes the folder for data, and the secrets that nobody has set."""
    given = {row.name: environ.get(row.name, "").strip() for row in SETTINGS}
    var_dir = _make_var_dir(given)
    return Settings(
        var_dir=var_dir,
        database_url=_read_database_url(given, var_dir),
        host=given["CONFIGURATOR_HOST"] or "127.0.0.1",
        port=_read_count(given, "CONFIGURATOR_PORT", 8000, 65_535),
        workers=_read_count(given, "CONFIGURATOR_WORKERS", 2, 64),
        secure_cookies=_read_switch(given, "CONFIGURATOR_SECURE_COOKIES"),
        secret_key=_read_secret(given, "CONFIGURATOR_SECRET_KEY", var_dir / "secret_key", 32),
        demo_password=_read_secret(given, "CONFIGURATOR_DEMO_PASSWORD", var_dir / "demo_password", 8),
        catalog=_read_catalog(given),
        language=_read_language(given),
        release_approval=_read_switch(given, "CONFIGURATOR_RELEASE_APPROVAL"),
    )


def _make_var_dir(given: Mapping[str, str]) -> Path:
    folder = Path(given["CONFIGURATOR_VAR_DIR"] or _default_var_dir()).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        raise FolderRefused(name="CONFIGURATOR_VAR_DIR", value=str(folder)) from None
    return folder


def _default_var_dir() -> Path:
    checkout = checkout_dir()
    return checkout / "var" if checkout else Path("~/.local/share/configurator")


def _read_database_url(given: Mapping[str, str], var_dir: Path) -> str:
    url = given["CONFIGURATOR_DATABASE_URL"] or f"sqlite:///{var_dir / 'configurator.db'}"
    if not url.startswith(_DATABASES):
        scheme = url.partition(":")[0]  # the rest may hold a password
        raise SettingRefused(name="CONFIGURATOR_DATABASE_URL", value=scheme, expected=", ".join(_DATABASES))
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _read_count(given: Mapping[str, str], name: str, default: int, highest: int) -> int:
    text = given[name]
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= highest):
        raise SettingRefused(name=name, value=text, expected=f"1–{highest}")
    return int(text)


def _read_switch(given: Mapping[str, str], name: str) -> bool:
    text = given[name].lower() or "no"
    if text not in _SWITCHES:
        raise SettingRefused(name=name, value=given[name], expected=", ".join(_SWITCHES))
    return _SWITCHES[text]


def _read_catalog(given: Mapping[str, str]) -> Path:
    folder = Path(given["CONFIGURATOR_CATALOG"] or catalog_dir()).expanduser().absolute()
    if given["CONFIGURATOR_CATALOG"] and not folder.is_dir():
        raise FolderRefused(name="CONFIGURATOR_CATALOG", value=str(folder))
    return folder


def _read_language(given: Mapping[str, str]) -> Language:
    text = given["CONFIGURATOR_LANGUAGE"] or LANGUAGES[0]
    for language in LANGUAGES:
        if language == text:
            return language
    raise SettingRefused(name="CONFIGURATOR_LANGUAGE", value=text, expected=", ".join(LANGUAGES))


def _read_secret(given: Mapping[str, str], name: str, file: Path, least: int) -> str:
    """The given secret, or the one kept in the file, at least that many characters long."""
    secret = given[name] or _keep_secret(file, least)
    if len(secret) < least:
        raise SettingRefused(name=name, value="…", expected=f"≥ {least}")
    return secret


def _keep_secret(file: Path, length: int) -> str:
    """The file's secret, made when there is none; of processes that start together, the first decides."""
    if not file.exists():
        own = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        own.touch(mode=0o600, exist_ok=False)
        own.write_text(_make_secret(length), encoding="ascii")
        with suppress(FileExistsError):
            os.link(own, file)
        own.unlink()
    return file.read_text(encoding="ascii").strip()


def _make_secret(length: int) -> str:
    """Letters and figures that nobody takes for one another, so that a person can type them."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(length * 3 // 2))
