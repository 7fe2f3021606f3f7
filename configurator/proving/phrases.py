"""Findings of proofs in words: what is taken, by whom, under which commitment and discount."""

from __future__ import annotations

from collections.abc import Iterator

from configurator.catalog.model import Catalog, InputKind, ProfileInput
from configurator.customers.profile import Value, read_profile
from configurator.proving.customers import Example
from configurator.proving.margins import LeastMargin, Scope
from configurator.proving.stacks import Stack
from configurator.rules.formulas import evaluate_formula
from configurator.values.text import Text
from configurator.wording import say_everywhere


def say_scope(catalog: Catalog, scope: Scope) -> Text:
    """Whose margin it is: the family's code and name, or everything."""
    if not scope.family:
        return say_everywhere("proving.everything")
    return say_everywhere("proving.family", code=scope.family, name=catalog.families[scope.family].name)


def say_example(catalog: Catalog, found: LeastMargin) -> Text:
    """The configuration, what it is sold under and to whom; nothing when there is none."""
    if found.example is None or found.stack is None:
        return Text("", "")
    return say_everywhere(
        "proving.example",
        lines=say_lines(found.example),
        stack=_join([say_stack(catalog, found.stack), *say_parts(found)]),
        customer=say_customer(catalog, found.example),
    )


def say_lines(example: Example) -> Text:
    """The components with their quantities."""
    shown = ", ".join(f"{code} × {quantity:,}" for code, quantity in example.quantities.items())
    return Text(shown.replace(", ", "、"), shown)


def say_stack(catalog: Catalog, stack: Stack) -> Text:
    """Commitment, manual discount and the values on which factors depend."""
    plain = say_everywhere("proving.stack", months=stack.term_months, percent=f"{stack.discount_percent:f}")
    return _join([plain, *(_say_input(catalog, key, value) for key, value in stack.inputs.items()), *_say_asked(stack)])


def _say_asked(stack: Stack) -> Iterator[Text]:
    """The programmes and codes that are asked for."""
    codes = [say_everywhere("proving.code", code=code) for code in sorted(stack.codes)]
    names = [*(Text(key, key) for key in sorted(stack.named)), *codes]
    if names:
        shown = Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
        yield say_everywhere("proving.asked", names=shown)


def say_parts(found: LeastMargin) -> tuple[Text, ...]:
    """What raised or lowered the price of the lines over the contract, each with its place in the catalog."""
    return tuple(
        say_everywhere(
            "proving.part",
            what=say_everywhere(f"proving.part.{part.step}", name=part.name),
            change=f"{part.change.amount:+,}",
            currency=part.change.currency.code,
            place=str(part.location),
        )
        for part in found.parts
    )


def say_customer(catalog: Catalog, example: Example) -> Text:
    """What the customer states beyond what the catalog assumes, and the needs that are asked for."""
    needs = (say_everywhere("proving.need", name=catalog.needs[need].name) for need in example.needs)
    return _join([*(_say_input(catalog, key, value) for key, value in _list_told(catalog, example)), *needs])


def _list_told(catalog: Catalog, example: Example) -> Iterator[tuple[str, Value]]:
    """The values that differ from those of a customer who states industry and size only."""
    given = {key: value for key, value in example.stated.items() if key in ("industry", "size")}
    plain, _ = read_profile(catalog, given, evaluate_formula(catalog))
    for key, value in example.stated.items():
        if plain is None or key in given or plain.values.get(key) != value:
            yield key, value


def _say_input(catalog: Catalog, key: str, value: Value) -> Text:
    known = catalog.inputs[key]
    return say_everywhere("proving.input", name=known.name, value=_say_value(known, value))


def _say_value(known: ProfileInput, value: Value) -> Text:
    if known.kind is InputKind.FLAG:
        return say_everywhere("proving.yes" if value else "proving.no")
    named = {option.key: option.name for option in known.values}
    shown = f"{value:,}" if isinstance(value, int) else str(value)
    return named.get(str(value), Text(shown, shown))


def _join(parts: list[Text]) -> Text:
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))
