"""Constraints of UVL into formulas, by precedence and without recursion, so that no depth is too deep.

From tight to loose: `!`, `&`, `|`, `=>`, `<=>`; arrows of one kind group from the left, as in UVL's published grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from configurator.solver import And, Formula, Iff, Implies, Is, Not, Or

_TOKEN = re.compile(
    r"""\s*(?:(?P<name>(?:"[^"]*"|[^\W\d][\w\#§%?\\'$:;]*)(?:\.(?:"[^"]*"|[\w\#§%?\\'$:;]+))*)"""
    r"""|(?P<sign><=>|=>|[!&|()])"""
    r"""|(?P<number>\d[\w.]*)"""
    r"""|(?P<sum>==|!=|<=|>=|[-+*/<>]|'[^']*')"""
    r"""|(?P<unknown>\S))"""
)
_FUNCTIONS = frozenset({"sum", "avg", "len", "floor", "ceil"})
_BINDING = {"!": 5, "&": 4, "|": 3, "=>": 2, "<=>": 1, "(": 0}
_MANY: Mapping[str, Callable[[tuple[Formula, ...]], Formula]] = {"&": And, "|": Or}
_TWO: Mapping[str, Callable[[Formula, Formula], Formula]] = {"=>": Implies, "<=>": Iff}


class Misread(Exception):
    """A constraint that cannot be read: the code of the problem, the place in the text, and what fills its words."""

    def __init__(self, code: str, place: int, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.place = place
        self.params = params


@dataclass(frozen=True, slots=True)
class Parsed:
    """A formula and the names in it, each with the place where it stands first.

    `words` and `equivalences` count the names and the `<=>` as often as they stand in it.
    """

    formula: Formula
    names: Mapping[str, int]
    words: int
    equivalences: int


def parse_expression(text: str) -> Parsed:
    """The formula of one constraint; raises Misread at the first thing that does not fit."""
    reader = _Reader(text)
    for token in _TOKEN.finditer(text):
        reader.take(token.lastgroup or "", token[token.lastgroup or 0], token.start(token.lastgroup or 0))
    return Parsed(reader.finish(), reader.names, reader.words, reader.equivalences)


def unquote(name: str) -> str:
    """A name without the quotes around it or around its parts."""
    return name.replace('"', "")


class _Reader:
    """An operator stack: takes tokens one by one and builds the formula."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._operands: list[Formula] = []
        self._signs: list[tuple[str, int]] = []
        self._wants_operand = True
        self.names: dict[str, int] = {}
        self.words = 0
        self.equivalences = 0

    def take(self, kind: str, token: str, place: int) -> None:
        """One token of this kind. Misread, with its place, where it cannot stand."""
        if kind in ("sum", "number"):
            raise Misread("uvl_not_boolean", place, found=token)
        if kind == "unknown":
            raise Misread("uvl_strange_character", place, found=token)
        if kind == "name":
            self._take_name(token, place)
        elif token in ("!", "("):
            self._need(True, token, place)
            self._signs.append((token, place))
        elif token == ")":
            self._close(place)
        else:
            self._take_operator(token, place)

    def finish(self) -> Formula:
        """The formula when all tokens are taken."""
        self._need(False, "", len(self._text))
        self._reduce(1)
        if self._signs:
            raise Misread("uvl_not_closed", self._signs[-1][1], found="(", expected=")")
        return self._operands[0]

    def _take_name(self, token: str, place: int) -> None:
        if token in _FUNCTIONS and self._text[place + len(token) :].lstrip().startswith("("):
            raise Misread("uvl_not_boolean", place, found=token)
        self._need(True, token, place)
        name = unquote(token)
        self.names.setdefault(name, place)
        self.words += 1
        self._operands.append(Is(name))
        self._wants_operand = False

    def _take_operator(self, token: str, place: int) -> None:
        self._need(False, token, place)
        self.equivalences += token == "<=>"
        self._reduce(_BINDING[token] + (token in _MANY))
        self._signs.append((token, place))
        self._wants_operand = True

    def _close(self, place: int) -> None:
        self._need(False, ")", place)
        self._reduce(1)
        if not self._signs:
            raise Misread("uvl_unexpected_bracket", place)
        self._signs.pop()

    def _need(self, operand: bool, found: str, place: int) -> None:
        if self._wants_operand is not operand:
            code = "uvl_operand_expected" if self._wants_operand else "uvl_operator_expected"
            raise Misread(code if found else f"{code}_at_end", place, **({"found": found} if found else {}))

    def _reduce(self, least: int) -> None:
        """Apply the signs on top of the stack that bind at least so tightly."""
        signs, operands = self._signs, self._operands
        while signs and _BINDING[signs[-1][0]] >= least:
            sign = signs.pop()[0]
            if sign == "!":
                operands.append(_negate(operands.pop()))
            elif sign in _TWO:
                right = operands.pop()
                operands.append(_TWO[sign](operands.pop(), right))
            else:
                self._gather(sign)

    def _gather(self, sign: str) -> None:
        """Make one formula of a whole chain of the same sign."""
        count = 2
        while self._signs and self._signs[-1][0] == sign:
            self._signs.pop()
            count += 1
        parts = tuple(self._operands[-count:])
        del self._operands[-count:]
        self._operands.append(_MANY[sign](parts))


def _negate(formula: Formula) -> Formula:
    return formula.part if isinstance(formula, Not) else Not(formula)
