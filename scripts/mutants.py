"""Judges a run of mutmut: the score per module, and whether every survivor stands in the list with its reason.

Reads `mutants/` as mutmut 3.8 leaves it: beside each mutated file FILE its results FILE.meta and its index of
functions FILE.spans. A survivor's name there is a number within its function, which the next edit shifts; the list
therefore knows it by its function and by the lines that it changes.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TextIO

ROOT = Path(__file__).resolve().parent.parent
SURVIVORS = ROOT / "tests" / "mutants" / "survivors.csv"
LEAST = 90
UNJUDGED = "unjudged"
# What is no gap wherever it stands, by what only stands in the lines before: docs/testing.md says why.
EVERYWHERE = {"strict": "strict=True", "context": ", EXACT)"}
# Exit codes of a mutant's tests: failed (1, 3), out of time (24, 36, 152, 255), ended by a signal (below zero).
NOTICED = frozenset({1, 3, 24, 36, 152, 255, -24, -11, -9})


class Mutant(NamedTuple):
    """A change by what stays when code moves: the function's full name, its lines before and after."""

    function: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the run says of one module: how many mutants there are, are judged, are noticed; and those that survived."""

    module: str
    made: int
    judged: int
    noticed: int
    survivors: tuple[Mutant, ...]
    open_functions: frozenset[str]

    @property
    def score(self) -> Fraction:
        """Percent of the judged ones that were noticed; 100 where nothing was judged."""
        return Fraction(100 * self.noticed, self.judged) if self.judged else Fraction(100)


class MutatedFile:
    """One file of the run: its results and, read when asked for, the changes they stand for."""

    def __init__(self, folder: Path, meta: Path) -> None:
        self._source = meta.with_suffix("")
        self.module = ".".join(self._source.relative_to(folder).with_suffix("").parts)
        self._results: dict[str, int | None] = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]

    def judge(self) -> Verdicts:
        """Count the results and describe the survivors."""
        judged = {name: code for name, code in self._results.items() if code is not None}
        alive = [name for name, code in judged.items() if code not in NOTICED]
        left = frozenset(self._name_function(name) for name in self._results.keys() - judged.keys())
        return Verdicts(
            self.module,
            len(self._results),
            len(judged),
            len(judged) - len(alive),
            tuple(sorted(self._describe(name) for name in alive)),
            left,
        )

    @cached_property
    def _lines(self) -> list[str]:
        return self._source.read_text("utf-8").splitlines()

    @cached_property
    def _spans(self) -> Mapping[str, tuple[int, int]]:
        spans = json.loads(self._source.with_name(f"{self._source.name}.spans").read_text("utf-8"))["spans"]
        return {name: (first, last) for name, (first, last) in spans.items()}

    def _describe(self, key: str) -> Mutant:
        generated = key.rpartition(".")[2]
        original = f"{generated.rpartition('__mutmut_')[0]}__mutmut_orig"
        function = self._name_function(key)
        name = function.rpartition(".")[2]
        before, after = _compare(self._read(original, name), self._read(generated, name))
        return Mutant(function, before, after)

    def _read(self, generated: str, name: str) -> list[str]:
        first, last = self._spans[generated]
        return [line.strip().replace(f"def {generated}(", f"def {name}(") for line in self._lines[first - 1 : last]]

    def _name_function(self, key: str) -> str:
        # "x_find", "xǁClassǁfind" before "__mutmut_7"
        mangled = key.rpartition(".")[2].rpartition("__mutmut_")[0]
        name = mangled[2:].replace("ǁ", ".") if mangled.startswith("xǁ") else mangled.removeprefix("x_")
        return f"{self.module}.{name}"


def _compare(before: list[str], after: list[str]) -> tuple[str, str]:
    changes = list(difflib.ndiff(before, after))
    return tuple(" ".join(line[2:] for line in changes if line.startswith(sign)) for sign in "-+")  # type: ignore[return-value]


def read_run(folder: Path) -> tuple[Verdicts, ...]:
    """The verdicts of every module in mutmut's folder that has any, by name."""
    files = (MutatedFile(folder, meta) for meta in sorted(folder.rglob("*.py.meta")))
    return tuple(verdicts for verdicts in (file.judge() for file in files) if verdicts.judged)


def read_list(path: Path) -> Counter[tuple[Mutant, str]]:
    """The listed survivors with their kinds; empty where there is no list yet."""
    if not path.exists():
        return Counter()
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(Mutant(row["function"], row["before"], row["after"]), row["kind"]) for row in csv.DictReader(file)]
    return Counter(rows)


def write_list(path: Path, rows: Iterable[tuple[Mutant, str]]) -> None:
    """Write the list in its order, through a neighbour that takes its place."""
    draft = path.with_suffix(".tmp")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*Mutant._fields, "kind"))
        writer.writerows((*mutant, kind) for mutant, kind in sorted(rows))
    draft.replace(path)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The run against the list: survivors without a row, rows without a reason, rows without a survivor."""

    unlisted: tuple[Mutant, ...]
    unjudged: tuple[Mutant, ...]
    gone: tuple[tuple[Mutant, str], ...]


def compare(run: Iterable[Verdicts], listed: Counter[tuple[Mutant, str]]) -> Comparison:
    """Hold the run against the list; rows of what this run has not judged to the end are left alone."""
    verdicts = {each.module: each for each in run}
    alive = Counter(mutant for each in verdicts.values() for mutant in each.survivors)
    known = Counter({mutant: 0 for mutant, _ in listed})
    gone: list[tuple[Mutant, str]] = []
    for (mutant, kind), times in sorted(listed.items()):
        left = alive[mutant] - known[mutant]
        known[mutant] += times
        if _is_settled(mutant, verdicts):
            gone += [(mutant, kind)] * max(0, times - max(0, left))
    unjudged = (mutant for mutant, kind in listed.elements() if kind == UNJUDGED)
    return Comparison(tuple(sorted((alive - known).elements())), tuple(sorted(unjudged)), tuple(gone))


def _is_settled(mutant: Mutant, verdicts: Mapping[str, Verdicts]) -> bool:
    module = next((each for each in verdicts.values() if mutant.function.startswith(f"{each.module}.")), None)
    return module is not None and mutant.function not in module.open_functions


def show_scores(run: tuple[Verdicts, ...]) -> Iterator[str]:
    """One line per module, the lowest score first, and one for all."""
    for each in sorted(run, key=lambda each: (each.score, each.module)):
        yield _show_score(each.module, each)
    yield _show_score("all", add_up(run))


def add_up(run: Iterable[Verdicts]) -> Verdicts:
    """The whole run as if it were one module."""
    rows = [(each.made, each.judged, each.noticed) for each in run]
    made, judged, noticed = (sum(column) for column in zip(*rows, strict=True)) if rows else (0, 0, 0)
    return Verdicts("all", made, judged, noticed, (), frozenset())


def _show_score(name: str, verdicts: Verdicts) -> str:
    tenths = int(verdicts.score * 10)
    rest = "" if verdicts.judged == verdicts.made else f"   ({verdicts.made - verdicts.judged} not judged)"
    return f"{tenths // 10:4d}.{tenths % 10} %  {verdicts.noticed:5d} of {verdicts.judged:5d}  {name}{rest}"


def _show_mutant(mutant: Mutant, kind: str = "") -> str:
    title = f"  {mutant.function}" + (f"  [{kind}]" if kind else "")
    return f"{title}\n    - {mutant.before}\n    + {mutant.after}"


def report(run: tuple[Verdicts, ...], found: Comparison, out: TextIO) -> bool:
    """Print the scores and what is wrong; True where the score is high enough and every survivor has its reason."""
    lines = list(show_scores(run))
    low = add_up(run).score < LEAST
    parts = (
        (f"The score is under {LEAST} %.", [""] if low else []),
        ("Survivors that the list does not know:", [_show_mutant(each) for each in found.unlisted]),
        ("Listed without a reason:", [_show_mutant(each) for each in found.unjudged]),
        ("Listed, but survivors no more (not an error):", [_show_mutant(*each) for each in found.gone]),
    )
    for title, body in parts:
        lines += ["", f"{title} {len(body)}" if body != [""] else title, *body] if body else []
    print("\n".join(lines), file=out)
    return not (low or found.unlisted or found.unjudged)


def bring_up_to_date(listed: Counter[tuple[Mutant, str]], found: Comparison) -> Counter[tuple[Mutant, str]]:
    """The list with the new survivors, most of them unjudged, and without those that are none."""
    return listed - Counter(found.gone) + Counter((mutant, find_kind(mutant)) for mutant in found.unlisted)


def find_kind(mutant: Mutant) -> str:
    """The kind of a change that is no gap wherever it stands; of any other that it is unjudged."""
    kinds = (kind for kind, guard in EVERYWHERE.items() if guard in mutant.before and guard not in mutant.after)
    return next(kinds, UNJUDGED)


def main(arguments: list[str], out: TextIO = sys.stdout) -> int:
    """Judge the run; 0 all in order, 1 not, 2 there was no run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "mutants", help="where mutmut left its results")
    parser.add_argument("--list", type=Path, default=SURVIVORS, help="the list of survivors")
    parser.add_argument("--write", action="store_true", help="bring the list up to date")
    options = parser.parse_args(arguments)
    run = read_run(options.folder)
    if not run:
        print(f"No mutant is judged in {options.folder}: run `make mutants`.", file=sys.stderr)
        return 2
    listed = read_list(options.list)
    found = compare(run, listed)
    if options.write:
        write_list(options.list, bring_up_to_date(listed, found).elements())
    return 0 if report(run, found, out) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
