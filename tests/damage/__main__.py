"""`python -m tests.damage COUNT [--seed S] [--first N] [--catalog DIR] [--proofs-every N]`: a summary as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from configurator.resources import catalog_dir
from tests.damage.copies import make_copy
from tests.damage.folders import harm_folder
from tests.damage.trials import (
    Trial,
    compute_digest,
    rare_collection,
    read_files,
    remembered_trees,
    try_copy,
    try_folder,
)

FOLDERS_EVERY = 100
PROGRESS_EVERY = 500


def run_trials(folder: Path, numbers: Iterable[int], seed: int, proofs_every: int = 0) -> Iterator[Trial]:
    """One trial for each number; every hundredth is of a folder on disk besides."""
    files = read_files(folder)
    with remembered_trees(files), rare_collection() as collect:
        for number in numbers:
            collect(number)
            yield try_copy(
                make_copy(files, seed, number), with_proofs=bool(proofs_every) and number % proofs_every == 0
            )
            if number % FOLDERS_EVERY == 0:
                yield _try_on_disk(folder, seed, number // FOLDERS_EVERY)


def _try_on_disk(folder: Path, seed: int, number: int) -> Trial:
    with TemporaryDirectory() as scratch:
        target = Path(scratch) / folder.name
        kind, path = harm_folder(folder, target, seed, number)
        return try_folder(number, kind, target, path)


def sum_up(trials: list[Trial]) -> dict[str, Any]:
    """How many copies, how many of them usable all the same, the codes found, the slowest, and our faults."""
    slowest = max(trials, key=lambda trial: trial.seconds)
    return {
        "copies": len(trials),
        "usable": sum(trial.usable for trial in trials),
        "refused": sum(not trial.usable for trial in trials),
        "by_kind": dict(Counter(trial.kind for trial in trials).most_common()),
        "codes": dict(Counter(code for trial in trials for code in set(trial.codes)).most_common()),
        "mean_seconds": round(sum(trial.seconds for trial in trials) / len(trials), 3),
        "slowest": {"number": slowest.number, "kind": slowest.kind, "seconds": round(slowest.seconds, 2)},
        "faults": [
            {"number": trial.number, "kind": trial.kind, "path": trial.path, "fault": fault}
            for trial in trials
            for fault in dict.fromkeys(trial.faults)
        ],
    }


def main() -> None:
    """Run as many trials as are asked for; exit code 1 when one of them has a fault or the original has changed."""
    parser = argparse.ArgumentParser(prog="python -m tests.damage")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--catalog", type=Path, default=catalog_dir())
    parser.add_argument("--proofs-every", type=int, default=0)
    asked = parser.parse_args()
    before = compute_digest(read_files(asked.catalog))
    trials: list[Trial] = []
    numbers = range(asked.first, asked.first + asked.count)
    for trial in run_trials(asked.catalog, numbers, asked.seed, asked.proofs_every):
        trials.append(trial)
        if trial.faults or len(trials) % PROGRESS_EVERY == 0:
            print(f"{len(trials)} {trial.kind} {trial.path} {trial.faults or ''}", file=sys.stderr)
    answer = sum_up(trials) | {"original_unchanged": compute_digest(read_files(asked.catalog)) == before}
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    sys.exit(bool(answer["faults"]) or not answer["original_unchanged"])


if __name__ == "__main__":
    main()
