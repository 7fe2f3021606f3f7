"""One question after the other to another engine, in a process and under an interpreter of its own.

Usage: python peer.py ENGINE DIMACS CLICKS, or python peer.py uvl FILE. Imports nothing of the product, so that it runs
where only the engine is installed. The model comes as DIMACS whose comments `c NUMBER vNUMBER` name the options;
CLICKS is a JSON list of lists of literals. Each answer is a line of JSON: first the milliseconds until the engine was
ready, then for each click the milliseconds and the literals of options that have one value left. Imports are not
counted. Leaves with exit code MISSING when the engine is not installed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

MISSING = 3
Ask = Callable[[Sequence[int]], list[int]]


def open_backbone(path: str) -> Ask:
    """flamapy's backbone: the choices join the clauses, the operation makes a solver and asks."""
    reader = import_module("flamapy.metamodels.pysat_metamodel.transformations.dimacs_reader")
    operation = import_module("flamapy.metamodels.pysat_metamodel.operations.pysat_backbone").PySATBackbone
    note_ready()
    model = reader.DimacsReader(path).transform()
    clauses = model.get_all_clauses().clauses
    written = len(clauses)

    def ask(literals: Sequence[int]) -> list[int]:
        """Core and dead literals under the choices, which leave the clauses afterwards."""
        clauses.extend([literal] for literal in literals)
        found = operation().execute(model).get_result()
        del clauses[written:]
        core = [model.variables[name] for name in found["core"]]
        return core + [-model.variables[name] for name in found["dead"]]

    return ask


def open_propagation(path: str) -> Ask:
    """What flamapy's configurator does after an answer, by default: unit propagation."""
    reader = import_module("flamapy.metamodels.pysat_metamodel.transformations.dimacs_reader")
    backend = import_module("flamapy.metamodels.configurator_metamodel.solver.pysat_backend").PySATBackend
    note_ready()
    model = reader.DimacsReader(path).transform()
    solver = backend(model)

    def ask(literals: Sequence[int]) -> list[int]:
        implied = solver.propagate({f"v{abs(literal)}": literal > 0 for literal in literals})
        if implied is None:
            return []
        return [model.variables[name] * (1 if value else -1) for name, value in implied.items()]

    return ask


def open_consequences(path: str) -> Ask:
    """clingo's brave and cautious consequences, grounded once, the choices as assumptions."""
    clingo = import_module("clingo")
    note_ready()
    features, size, clauses = read_dimacs(path)
    symbols = {number: clingo.Function("x", [clingo.Number(number)]) for number in features}
    control = clingo.Control(["0"])
    with control.backend() as backend:
        atoms = [0] * (size + 1)
        for number in range(1, size + 1):
            atoms[number] = backend.add_atom(*([symbols[number]] if number in symbols else []))
            backend.add_rule([atoms[number]], [], True)
        for clause in clauses:
            backend.add_rule([], [-atoms[literal] if literal > 0 else atoms[-literal] for literal in clause])

    def find(mode: str, assumptions: Sequence[int]) -> set[int]:
        """The numbers of the atoms that the mode (brave or cautious) finds; none without an answer set."""
        control.configuration.solve.enum_mode = mode
        with control.solve(assumptions=assumptions, yield_=True) as handle:
            for _ in handle:
                pass
            last = handle.last()
            return {symbol.arguments[0].number for symbol in last.symbols(shown=True)} if last else set()

    def ask(literals: Sequence[int]) -> list[int]:
        assumptions = [atoms[literal] if literal > 0 else -atoms[-literal] for literal in literals]
        possible = find("brave", assumptions)
        return [*find("cautious", assumptions), *(-number for number in features if number not in possible)]

    return ask


ENGINES = {"backbone": open_backbone, "propagation": open_propagation, "consequences": open_consequences}

_started = [0.0]


def note_ready() -> None:
    """Imports are done: from here on time counts."""
    _started[0] = perf_counter()


def read_dimacs(path: str) -> tuple[list[int], int, list[list[int]]]:
    """The numbers of options, the number of variables, and the clauses, one a line."""
    features: list[int] = []
    size = 0
    clauses: list[list[int]] = []
    with Path(path).open(encoding="utf-8") as file:
        for words in map(str.split, file):
            if words[0] == "c":
                features.append(int(words[1]))
            elif words[0] == "p":
                size = int(words[2])
            else:
                clauses.append([int(word) for word in words[:-1]])
    return features, size, clauses


def read_uvl(path: str) -> None:
    """Read a UVL file with flamapy's own reader."""
    reader = import_module("flamapy.metamodels.fm_metamodel.transformations.uvl_reader").UVLReader
    note_ready()
    reader(path).transform()


def tell(start: float, **found: Any) -> None:
    """One answer: the milliseconds since the start, and what was found."""
    took = (perf_counter() - start) * 1000
    sys.stdout.write(json.dumps({"ms": took, **found}) + "\n")
    sys.stdout.flush()


def main(engine: str, path: str, clicks: str = "") -> None:
    """Answer every click, or read the file once."""
    if engine == "uvl":
        read_uvl(path)
        tell(_started[0])
        return
    ask = ENGINES[engine](path)
    tell(_started[0])
    for literals in json.loads(Path(clicks).read_text(encoding="utf-8")):
        start = perf_counter()
        settled = ask(literals)
        tell(start, settled=settled)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ModuleNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(MISSING)
