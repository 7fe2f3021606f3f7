"""From the text of a condition or formula to its syntax tree."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from lark import Lark, Token, UnexpectedInput, v_args
from lark.exceptions import UnexpectedEOF, VisitError
from lark.visitors import Transformer_NonRecursive

from configurator.rules.syntax import (
    Arithmetic,
    AttributeOf,
    Call,
    Comparator,
    Compare,
    Junction,
    Member,
    Name,
    Node,
    Not,
    Number,
    Selector,
    children,
    spine,
)
from configurator.values.refusal import Refusal

LONGEST_SOURCE = 12_000
"""In characters; a rule's expression may be composed of many scalars."""
DEEPEST_NESTING = 60
"""Brackets, calls, `not`, signs and `implies` within each other; chains of `and`, `or`, `+` and `*` do not count."""


class SyntaxRefused(Refusal):
    """A text that is not a condition or formula; `at` is the character (from 0) where reading stopped, `why` a problem
    code."""

    code = "expression_syntax"

    def __init__(self, at: int, source: str, why: str = "expression_syntax") -> None:
        self.at, self.why = at, why
        super().__init__(at=at, found=source[at : at + 12] or "…", source=source[:80])


@lru_cache(maxsize=4096)
def parse(source: str) -> Node:
    """The syntax tree of the text. SyntaxRefused names the character and what stood there."""
    if len(source) > LONGEST_SOURCE:
        raise SyntaxRefused(LONGEST_SOURCE, source, "expression_too_long")
    _check_brackets(source)
    try:
        tree = _TreeBuilder().transform(_parser().parse(source))
    except UnexpectedInput as stop:
        raise SyntaxRefused(_place(stop, source), source) from None
    except VisitError as stop:
        raise stop.orig_exc from None
    _check_depth(tree, source)
    return tree


def _place(stop: UnexpectedInput, source: str) -> int:
    """Where reading stopped; the parser's mark for the end of the text has no place of its own."""
    if isinstance(stop, UnexpectedEOF) or getattr(getattr(stop, "token", None), "type", "") == "$END":
        return len(source)
    at: int | None = stop.pos_in_stream
    return len(source) if at is None or at < 0 else at


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True)


def _check_brackets(source: str) -> None:
    depth = 0
    for at, sign in enumerate(source):
        depth += (sign == "(") - (sign == ")")
        if depth > DEEPEST_NESTING:
            raise SyntaxRefused(at, source, "expression_too_deep")


def _check_depth(tree: Node, source: str) -> None:
    """Everything that reads trees does so by recursion, chains excepted: what is nested too deeply is refused here."""
    pending = [(tree, 1)]
    while pending:
        node, depth = pending.pop()
        if depth > DEEPEST_NESTING:
            raise SyntaxRefused(node.at, source, "expression_too_deep")
        parts = spine(node)
        below = parts if len(parts) > 1 else children(node)
        pending.extend((part, depth + 1) for part in below)


@v_args(meta=True)
class _TreeBuilder(Transformer_NonRecursive[Token, Node]):
    """Turns Lark's tree into ours, bottom up; method names are the grammar's aliases."""

    def number(self, meta: Any, parts: list[Token]) -> Node:
        return Number(Fraction(str(parts[0])), meta.start_pos)

    def opposite(self, meta: Any, parts: list[Node]) -> Node:
        return Arithmetic("-", Number(Fraction(0), meta.start_pos), parts[0], meta.start_pos)

    def name(self, meta: Any, parts: list[Token]) -> Node:
        return Name(str(parts[0]), meta.start_pos)

    def selector(self, meta: Any, parts: list[Token]) -> Node:
        return Selector(str(parts[0]), meta.start_pos)

    def attribute(self, meta: Any, parts: list[Any]) -> Node:
        return AttributeOf(parts[0], str(parts[1]), meta.start_pos)

    def call(self, meta: Any, parts: list[Any]) -> Node:
        return Call(str(parts[0]), tuple(parts[1:]), meta.start_pos)

    def compare(self, meta: Any, parts: list[Any]) -> Node:
        return Compare(cast(Comparator, str(parts[1])), parts[0], parts[2], meta.start_pos)

    def member(self, meta: Any, parts: list[Any]) -> Node:
        return Member(parts[0], tuple(str(part) for part in parts[1:]), meta.start_pos)

    def negate(self, meta: Any, parts: list[Node]) -> Node:
        return Not(parts[0], meta.start_pos)

    def implies(self, meta: Any, parts: list[Node]) -> Node:
        return Junction("implies", parts[0], parts[1], meta.start_pos)

    def either(self, meta: Any, parts: list[Node]) -> Node:
        return Junction("or", parts[0], parts[1], meta.start_pos)

    def both(self, meta: Any, parts: list[Node]) -> Node:
        return Junction("and", parts[0], parts[1], meta.start_pos)

    def plus(self, meta: Any, parts: list[Node]) -> Node:
        return _arithmetic("+", meta, parts)

    def minus(self, meta: Any, parts: list[Node]) -> Node:
        return _arithmetic("-", meta, parts)

    def times(self, meta: Any, parts: list[Node]) -> Node:
        return _arithmetic("*", meta, parts)

    def over(self, meta: Any, parts: list[Node]) -> Node:
        return _arithmetic("/", meta, parts)


def _arithmetic(operator: Literal["+", "-", "*", "/"], meta: Any, parts: list[Node]) -> Node:
    return Arithmetic(operator, parts[0], parts[1], meta.start_pos)
