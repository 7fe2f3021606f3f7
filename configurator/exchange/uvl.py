"""A catalog's feature model as UVL text, at the Boolean level; ids of rules and names of offerings stand in comments.

Format: Universal Variability Language, Benavides et al. (2025). Names are quoted, because codes have hyphens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from configurator.catalog.model import Catalog
from configurator.exchange.feature_models import Branch, CatalogFeatures, RuleLines
from configurator.solver import And, Formula, Is, Not, Or, Truth
from configurator.values.text import Text

_WIDTH = 100
_TAB = "\t"


def write_uvl(catalog: Catalog, features: CatalogFeatures, day: date) -> str:
    """The model as a file's text."""
    lines = [*_write_head(catalog, features, day), "", "features", *_write_branch(features.root, 1)]
    constraints = [line for rule in features.rules for line in _write_rule(rule)]
    if constraints:
        lines += ["", "constraints", *constraints]
    return "\n".join(lines) + "\n"


def _write_head(catalog: Catalog, features: CatalogFeatures, day: date) -> Iterator[str]:
    yield f"// {catalog.key} {catalog.release}, rules in force on {day}, for any customer; digest {catalog.digest[:16]}"
    yield "// Quantities are not features: offerings are taken or not, figures of the customer reach thresholds or not."
    for words, names in (
        ("Said exactly", features.exact),
        ("Only what follows for what is taken at all is said of", features.consequences),
        ("Left out", features.left_out),
    ):
        yield from _wrap(f"{words} ({len(names)}): ", names)
    yield f"// Recommendations, preferences and defaults bind nothing and are left out: {features.advice}"


def _wrap(words: str, names: Iterable[str]) -> Iterator[str]:
    line = f"// {words}"
    for name in names:
        if len(line) + len(name) > _WIDTH:
            yield line.rstrip()
            line = "//     "
        line += f"{name} "
    yield line.rstrip()


def _write_branch(branch: Branch, depth: int) -> Iterator[str]:
    mark = " {abstract}" if branch.is_abstract else ""
    yield f"{_TAB * depth}{quote(branch.name)}{mark}{_comment(branch.title)}"
    for kind, children in branch.groups:
        yield f"{_TAB * (depth + 1)}{kind}"
        for child in children:
            yield from _write_branch(child, depth + 2)


def _comment(title: Text | None) -> str:
    if title is None:
        return ""
    words = title.zh if title.zh == title.en else f"{title.zh} · {title.en}"
    return f" // {_plain(words)}"


def _plain(words: str) -> str:
    return " ".join(words.split()).replace("*/", "* /")


def _write_rule(rule: RuleLines) -> Iterator[str]:
    yield f"{_TAB}// {rule.name}: {_plain(rule.sentence.en)}"
    for part in rule.require:
        said = write_formula(part)
        yield f"{_TAB}{said}" if rule.when is None else f"{_TAB}{write_formula(rule.when)} => {said}"


def write_formula(node: Formula) -> str:
    """A formula in negation normal form; every junction in brackets."""
    match node:
        case Is(name):
            return quote(name)
        case Not(Is(name)):
            return f"!{quote(name)}"
        case And(parts):
            return f"({' & '.join(map(write_formula, parts))})"
        case Or(parts):
            return f"({' | '.join(map(write_formula, parts))})"
        case Truth(value):
            return quote("catalog") if value else f"!{quote('catalog')}"
        case _:
            raise AssertionError(f"no normal form: {node}")


def quote(name: str) -> str:
    """A feature's name between quotation marks."""
    return f'"{name}"'
