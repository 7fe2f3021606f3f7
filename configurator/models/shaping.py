"""Formulas of any depth into formulas of little depth: what is too deep gets a name of its own.

The solver walks formulas by recursion and writes both sides of an equivalence twice; after this neither hurts.
A named part is defined to equal its formula, so nothing is gained or lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from configurator.solver import And, Formula, Iff, Implies, Is, Not, Or

DEEPEST = 12


@dataclass(slots=True)
class Shaped:
    """A formula that is at most DEEPEST deep, and the definitions that it needs."""

    formula: Formula
    definitions: list[tuple[str, Formula]] = field(default_factory=list)


def shape_formula(formula: Formula, make_names: Callable[[], Iterator[str]]) -> Shaped:
    """Cut a formula; `make_names` starts a row of names that nothing else has."""
    shaped = Shaped(formula)
    if not _is_tame(formula):
        shaped.formula = _Cutter(make_names(), shaped.definitions).cut(formula)
    return shaped


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part that is done: how deep it is and whether an equivalence is in it."""

    formula: Formula
    depth: int
    has_iff: bool


class _Cutter:
    """Rebuilds a formula from its leaves upwards, on a stack of its own."""

    def __init__(self, names: Iterator[str], definitions: list[tuple[str, Formula]]) -> None:
        self._names = names
        self._definitions = definitions

    def cut(self, formula: Formula) -> Formula:
        """The formula with parts that are too deep named and defined apart, without recursion, however deep it is."""
        done: list[_Piece] = []
        pending: list[tuple[Formula, bool]] = [(formula, False)]
        while pending:
            node, is_open = pending.pop()
            parts = list_parts(node)
            if not parts:
                done.append(_Piece(node, 0, False))
            elif is_open:
                pieces = done[len(done) - len(parts) :]
                del done[len(done) - len(parts) :]
                done.append(self._rebuild(node, pieces))
            else:
                pending.append((node, True))
                pending.extend((part, False) for part in reversed(parts))
        return done[0].formula

    def _rebuild(self, node: Formula, pieces: list[_Piece]) -> _Piece:
        is_iff = isinstance(node, Iff)
        kept = [
            self._name(piece) if piece.depth >= DEEPEST or (is_iff and piece.has_iff) else piece for piece in pieces
        ]
        depth = 1 + max(piece.depth for piece in kept)
        has_iff = is_iff or any(piece.has_iff for piece in kept)
        return _Piece(_with_parts(node, tuple(piece.formula for piece in kept)), depth, has_iff)

    def _name(self, piece: _Piece) -> _Piece:
        name = next(self._names)
        self._definitions.append((name, Iff(Is(name), piece.formula)))
        return _Piece(Is(name), 0, False)


def list_parts(node: Formula) -> tuple[Formula, ...]:
    """The parts of a formula that constraints between features are made of."""
    match node:
        case Not(part):
            return (part,)
        case And(parts) | Or(parts):
            return parts
        case Implies(one, other) | Iff(one, other):
            return (one, other)
        case _:
            return ()


def _is_tame(formula: Formula) -> bool:
    """Whether a formula is shallow and at most its top is an equivalence."""
    level = list(list_parts(formula))
    for _ in range(DEEPEST):
        if any(isinstance(node, Iff) for node in level):
            return False
        level = [part for node in level for part in list_parts(node)]
        if not level:
            return True
    return False


def _with_parts(node: Formula, parts: tuple[Formula, ...]) -> Formula:
    match node:
        case Not():
            return Not(parts[0])
        case And():
            return And(parts)
        case Or():
            return Or(parts)
        case Implies():
            return Implies(parts[0], parts[1])
        case _:
            return Iff(parts[0], parts[1])
