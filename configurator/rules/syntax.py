"""The syntax tree of conditions and formulas. Every node knows the character (from 0) at which it starts in its
source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Comparator = Literal[">=", "<=", "!=", "=", "<", ">"]


@dataclass(frozen=True, slots=True)
class Number:
    """An exact figure."""

    value: Fraction
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A profile input, or a value of a choice input or attribute (told apart by where it stands)."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Selector:
    """One or several offerings: a code, a code pattern, a #tag or an @FAMILY."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class AttributeOf:
    """An attribute of the selected offerings."""

    selector: Selector
    attribute: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language with its arguments."""

    function: str
    arguments: tuple[Node, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two figures, or of a choice with one of its values."""

    comparator: Comparator
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Member:
    """Whether a choice is one of the values."""

    left: Node
    values: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    part: Node
    at: int


@dataclass(frozen=True, slots=True)
class Junction:
    """All (`and`), any (`or`) or, from left to right, an implication of two conditions."""

    word: Literal["and", "or", "implies"]
    left: Node
    right: Node
    at: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A sum, difference, product or quotient."""

    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node
    at: int


Node = Number | Name | Selector | AttributeOf | Call | Compare | Member | Not | Junction | Arithmetic


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, left to right."""
    match node:
        case Compare(left=left, right=right) | Junction(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case Not(part=part):
            return (part,)
        case Member(left=left):
            return (left,)
        case AttributeOf(selector=selector):
            return (selector,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, left to right; trees may be deep."""
    pending = [node]
    while pending:
        found = pending.pop()
        yield found
        pending.extend(reversed(children(found)))


def spine(node: Node) -> tuple[Node, ...]:
    """The operands of a chain of one connective, left to right: `a and b and c`. For `+`, `-`, `*` and `/` the chain
    is of all that bind equally. Anything else is a chain of itself."""
    operands: list[Node] = []
    step = node
    while isinstance(step, (Junction, Arithmetic)) and _link(step) == _link(node):
        if _link(step) == "implies":
            break
        operands.append(step.right)
        step = step.left
    return (step, *reversed(operands))


def _link(node: Node) -> str:
    match node:
        case Junction(word=word):
            return word
        case Arithmetic(operator=operator):
            return "sum" if operator in ("+", "-") else "product"
        case _:
            return ""
