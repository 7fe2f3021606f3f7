"""Damage that only a folder on a disk can have: links, folders and pipes in place of files, odd names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

Harm = Callable[[Random, Path], None]


def link_outside(rng: Random, path: Path) -> None:
    """A link to a file that is not the catalog's."""
    path.unlink()
    path.symlink_to("/etc/hostname")


def link_to_nothing(rng: Random, path: Path) -> None:
    """A link to a file that is not there."""
    path.unlink()
    path.symlink_to("nobody.yaml")


def link_to_itself(rng: Random, path: Path) -> None:
    """A link that never ends."""
    path.unlink()
    path.symlink_to(path.name)


def link_folder(rng: Random, path: Path) -> None:
    """A link to the folder above."""
    (path.parent / "again.yaml").symlink_to("..")


def folder_for_file(rng: Random, path: Path) -> None:
    """A folder in place of a file."""
    path.unlink()
    path.mkdir()


def pipe_for_file(rng: Random, path: Path) -> None:
    """A pipe in place of a file; reading it would wait for ever."""
    path.unlink()
    os.mkfifo(path)


def forbid(rng: Random, path: Path) -> None:
    """A file that may not be read (the superuser may all the same)."""
    path.chmod(0)


def too_large(rng: Random, path: Path) -> None:
    """A file of six million bytes."""
    path.write_bytes(path.read_bytes() + b"#" * 6_000_000)


def odd_name(rng: Random, path: Path) -> None:
    """A file with a name that is no text."""
    shutil.copy(path, os.fsencode(path.parent) + b"/\xff\xfe.yaml")


def deep_folders(rng: Random, path: Path) -> None:
    """A file forty folders down."""
    folder = path.parent.joinpath(*["x"] * 40)
    folder.mkdir(parents=True)
    shutil.copy(path, folder / path.name)


def many_files(rng: Random, path: Path) -> None:
    """More files than a catalog may have."""
    for number in range(2_100):
        (path.parent / f"file-{number}.yaml").touch()


HARMS: tuple[Harm, ...] = (
    link_outside, link_to_nothing, link_to_itself, link_folder, folder_for_file, pipe_for_file, forbid, too_large,
    odd_name, deep_folders, many_files,
)  # fmt: skip


def harm_folder(source: Path, target: Path, seed: int, number: int) -> tuple[str, str]:
    """A harmed copy of the source in `target`: what was done, and to which file."""
    rng = Random(f"{seed}:folder:{number}")
    shutil.copytree(source, target)
    path = rng.choice(sorted(path for path in target.rglob("*") if path.is_file()))
    harm = HARMS[number % len(HARMS)]
    harm(rng, path)
    return harm.__name__, path.relative_to(target).as_posix()
