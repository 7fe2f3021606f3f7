"""Damaged copies: a number and a seed give one and the same copy, so that a find can be looked at again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tests.damage.contents import CHANGES

Files = dict[str, bytes]
Move = Callable[[Random, Files], str]


@dataclass(frozen=True, slots=True)
class Copy:
    """The files of a damaged copy, what was done, and to which file."""

    number: int
    files: Mapping[str, bytes]
    kind: str
    path: str


def lose_file(rng: Random, files: Files) -> str:
    """A file is missing."""
    path = rng.choice(sorted(files))
    del files[path]
    return path


def swap_files(rng: Random, files: Files) -> str:
    """Two files have each other's content."""
    one, other = rng.sample(sorted(files), 2)
    files[one], files[other] = files[other], files[one]
    return one


def rename_file(rng: Random, files: Files) -> str:
    """A file lies elsewhere or is called otherwise."""
    path = rng.choice(sorted(files))
    new = rng.choice((path + ".yaml", "x/" + path, path.rpartition("/")[2], path.upper(), "rules/x.csv", "ä 表.yaml"))
    files[new] = files.pop(path)
    return new


def copy_file(rng: Random, files: Files) -> str:
    """A file is there twice."""
    path = rng.choice(sorted(files))
    folder, _, name = path.rpartition("/")
    files[f"{folder}/copy-of-{name}" if folder else f"copy-of-{name}"] = files[path]
    return path


def damage_twice(rng: Random, files: Files) -> str:
    """Two files are damaged at once."""
    paths = rng.sample(sorted(files), 2)
    for path in paths:
        files[path] = rng.choice(CHANGES)(rng, files[path])
    return paths[0]


MOVES: tuple[Move, ...] = (lose_file, swap_files, rename_file, copy_file, damage_twice)


def make_copy(files: Mapping[str, bytes], seed: int, number: int) -> Copy:
    """The damaged copy of that number."""
    rng = Random(f"{seed}:{number}")
    copy = dict(files)
    if rng.random() < 0.1:
        move = rng.choice(MOVES)
        path = move(rng, copy)
        return Copy(number, copy, move.__name__, path)
    path, change = rng.choice(sorted(copy)), rng.choice(CHANGES)
    copy[path] = change(rng, copy[path])
    return Copy(number, copy, change.__name__, path)
