"""The starter of a new catalog: the tutorial's commented files, with the schemas that editors complete from."""

from __future__ import annotations

import re
from pathlib import Path

from configurator.catalog.schema import build_schemas, write_schema
from configurator.resources import catalog_dir
from configurator.services.exporting import write_folder
from configurator.values.refusal import Refusal

STARTER = "tutorial"
SCHEMAS = ".schema"
"""A hidden folder is no part of the catalog."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_SCHEMA_LINE = re.compile(r"(?m)^(# yaml-language-server: \$schema=)((?:\.\./)+)docs/schema/")


class KeyRefused(Refusal):
    """The key of a new catalog must be lower-case letters, digits and underscores. Evidence: key."""

    code = "catalog_key_refused"


def start_catalog(folder: Path, key: str) -> tuple[str, ...]:
    """Write the starter into a new or empty folder, whole or not at all; the paths written.

    Raises KeyRefused, FolderOccupied and FileNotWritten.
    """
    if not _KEY.fullmatch(key):
        raise KeyRefused(key=key[:80])
    files = {**list_starter_files(key), **_list_schemas()}
    write_folder(folder.absolute(), files)
    return tuple(sorted(files))


def derive_key(folder: Path) -> str:
    """A key after the folder's name, as far as it has letters and digits for one."""
    letters = re.sub(r"[^a-z0-9]+", "_", folder.absolute().name.lower(), flags=re.ASCII).strip("_")
    return letters if _KEY.fullmatch(letters) else "catalog"


def list_starter_files(key: str) -> dict[str, bytes]:
    """The starter's files by path, under the new key and with the schemas where they will lie."""
    source = catalog_dir(STARTER)
    texts = {
        path.relative_to(source).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(source.rglob("*"))
        if path.suffix in (".yaml", ".csv")
    }
    return {path: _adapt(path, text, key).encode() for path, text in texts.items()}


def _adapt(path: str, text: str, key: str) -> str:
    above = "../" * path.count("/") or "./"
    text = _SCHEMA_LINE.sub(rf"\g<1>{above}{SCHEMAS}/", text)
    return text.replace(f"key: {STARTER}\n", f"key: {key}\n") if path == "catalog.yaml" else text


def _list_schemas() -> dict[str, bytes]:
    return {f"{SCHEMAS}/{name}": write_schema(schema).encode() for name, schema in build_schemas().items()}
