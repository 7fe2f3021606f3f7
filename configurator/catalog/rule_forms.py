"""The forms in which rules are written → `when` and `require` expressions (docs/catalog/rules.md).

What an author wrote goes into a larger expression only between brackets, and the larger one remembers where every part
was written (`Expression.place_of`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from configurator.catalog.model import CombinationTable, Rule, RuleKind
from configurator.catalog.prices import read_validity
from configurator.catalog.records import Entry
from configurator.catalog.sheets import Grid, check_width
from configurator.catalog.sources import Evidence, Expression
from configurator.values.problem import Severity, SourceLocation

_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*", re.ASCII)
_ATTRIBUTES = re.compile(r"[#@]?[A-Za-z][A-Za-z0-9*_-]*\.[a-z][a-z0-9_]*", re.ASCII)
_WORD = re.compile(r"[a-z][a-z0-9_]*|[0-9]{1,9}", re.ASCII)
_SELECTOR = re.compile(r"[#@]?[A-Za-z*][A-Za-z0-9*_-]*", re.ASCII)
_CONDITION_COUNT = re.compile(r"[0-9]{1,3}", re.ASCII)
_COMPARISONS = (("exactly", "="), ("at_least", ">="), ("at_most", "<="))
_ALWAYS_ALLOWED = frozenset(
    {"id", "kind", "owner", "severity", "sentence", "evidence", "source", "valid_from", "valid_to", "if"}
)


class Form(NamedTuple):
    """How one kind is written: fields it must have, of which at least one, what it means, fields it may have, and
    whether it is soft (then it has no severity of its own)."""

    needed: tuple[str, ...]
    one_of: tuple[str, ...]
    require: Callable[[Entry], Expression | None]
    when: Callable[[Entry], Expression | None] = lambda entry: entry.get("if")
    may_have: tuple[str, ...] = ()
    is_soft: bool = False


def compose(*parts: str | Expression) -> Expression:
    """One expression from fixed words and authors' expressions, with the places of the latter."""
    source = ""
    places: list[tuple[int, SourceLocation]] = []
    for part in parts:
        if isinstance(part, Expression):
            places.append((len(source), part.location))
            source += part.source
        else:
            source += part
    return Expression(source, places[0][1] if places else SourceLocation(""), tuple(places))


def _join(word: str, parts: Sequence[tuple[str | Expression, ...]]) -> list[str | Expression]:
    joined: list[str | Expression] = []
    for number, part in enumerate(parts):
        joined += [word, *part] if number else part
    return joined


def _form_exclusion(entry: Entry) -> Expression:
    conditions = [("any(", condition, ")") for condition in entry["never_together"]]
    return compose("at_most(1, ", *_join(", ", conditions), ")")


def _form_group(entry: Entry) -> Expression | None:
    members = _join(", ", [(member,) for member in entry["of"]])
    counted = []
    for name in ("exactly", "at_least", "at_most"):
        if name in entry:
            count = entry[name].source
            if not _CONDITION_COUNT.fullmatch(count):
                entry.report("group_count", name, count=count[:40])
            counted.append((f"{name}({count}, ", *members, ")"))
    return compose(*_join(" and ", counted))


def _form_quantity(entry: Entry) -> Expression:
    quantity = entry["quantity"]
    bounds = [("(", quantity, f") {sign} (", entry[name], ")") for name, sign in _COMPARISONS if name in entry]
    return compose(*_join(" and ", bounds))


def _when_taken(entry: Entry) -> Expression:
    condition: Expression | None = entry.get("if")
    if condition is not None:
        return condition
    quantity: Expression = entry["quantity"]
    return quantity if _SELECTOR.fullmatch(quantity.source) else compose("(", quantity, ") >= 1")


def _form_capacity(entry: Entry) -> Expression:
    return compose("(", entry["provided"], ") >= (", entry["required"], ")")


def _form_tiers(entry: Entry) -> Expression:
    limits = [(f"({code} implies (", entry["by"], f") <= {limit})") for code, limit in entry["tiers"].items()]
    return compose(*_join(" and ", limits))


def _form_then(entry: Entry) -> Expression:
    required: Expression = entry["then"]
    return required


def _form_preference(entry: Entry) -> Expression:
    preferred: Expression = entry["prefer"]
    return preferred


def _form_default(entry: Entry) -> Expression | None:
    return _form_set_value(entry) if "set" in entry else _form_taken(entry)


def _form_taken(entry: Entry) -> Expression | None:
    taken: Expression = entry["take"]
    if not _CODE.fullmatch(taken.source):
        entry.report("default_of_one", "take", written=taken.source[:80])
    if "value" in entry:
        entry.report("rule_field_extra", "value", kind=str(entry["kind"]), field="value")
    return compose(taken, " = ceil(", entry["quantity"], ")") if "quantity" in entry else taken


def _form_set_value(entry: Entry) -> Expression | None:
    for name in ("take", "quantity"):
        if name in entry:
            entry.report("rule_field_extra", name, kind=str(entry["kind"]), field=name)
    if "value" not in entry:
        entry.report("rule_field_missing", "kind", kind=str(entry["kind"]), field="value")
        return None
    attribute, value = entry["set"], entry["value"]
    for name, pattern, part in (("set", _ATTRIBUTES, attribute), ("value", _WORD, value)):
        if not pattern.fullmatch(part.source):
            entry.report("default_of_attribute", name, written=part.source[:80])
    return compose("every(", attribute, " = ", value, ")")


_REQUIRES = Form(("if", "then"), (), _form_then)
_EXCLUDES = Form(("never_together",), (), _form_exclusion)
_SIZING = Form(("quantity",), ("exactly", "at_least", "at_most"), _form_quantity, _when_taken)

FORMS: dict[RuleKind, Form] = {
    RuleKind.REQUIRES: _REQUIRES,
    RuleKind.COMPLIANCE: _REQUIRES,
    RuleKind.EXCLUDES: _EXCLUDES,
    RuleKind.CONFLICT: _EXCLUDES,
    RuleKind.GROUP: Form(("of",), ("exactly", "at_least", "at_most"), _form_group),
    RuleKind.SIZING: _SIZING,
    RuleKind.LIMIT: _SIZING,
    RuleKind.CAPACITY: Form(("provided", "required"), (), _form_capacity),
    RuleKind.TIER: Form(("by", "tiers"), (), _form_tiers),
    RuleKind.COMBINATION: Form(("table",), (), lambda entry: None),
    RuleKind.PREFERENCE: Form(("prefer", "weight"), (), _form_preference, is_soft=True),
    RuleKind.DEFAULT: Form((), ("take", "set"), _form_default, may_have=("quantity", "value"), is_soft=True),
}


def build_rules(files: tuple[Entry, ...]) -> dict[str, Rule]:
    """All rules by id, in the order of files and lines."""
    rules: dict[str, Rule] = {}
    for file in files:
        for entry in file.get("rules", ()):
            rule = _build_rule(entry, file) if entry.complete else None
            if rule is not None:
                rules.setdefault(rule.id, rule)
    return rules


def _build_rule(entry: Entry, file: Entry) -> Rule | None:
    form = FORMS[entry["kind"]]
    if not _fits_form(entry, form) or not _has_owner(entry, file):
        return None
    return Rule(
        id=entry["id"],
        kind=entry["kind"],
        severity=Severity.INFO if form.is_soft else entry.get("severity", Severity.ERROR),
        owner=entry.get("owner", file.get("owner", "")),
        sentence=entry["sentence"],
        require=form.require(entry),
        when=form.when(entry),
        table=entry.get("table"),
        valid=read_validity(entry),
        evidence=entry.get("evidence", Evidence.ASSUMED),
        source=entry.get("source", ""),
        location=entry.at("id"),
        weight=entry.get("weight", 0),
    )


def _has_owner(entry: Entry, file: Entry) -> bool:
    if "owner" not in entry and "owner" not in file:
        entry.report("field_missing", field="owner")
        return False
    return True


def _fits_form(entry: Entry, form: Form) -> bool:
    kind = str(entry["kind"])
    missing = [name for name in form.needed if name not in entry]
    for name in missing:
        entry.report("rule_field_missing", "kind", kind=kind, field=name)
    lacks_bound = bool(form.one_of) and not any(name in entry for name in form.one_of)
    if lacks_bound:
        entry.report("rule_field_missing", "kind", kind=kind, field=" / ".join(form.one_of))
    extra = set(entry.nodes) - _ALWAYS_ALLOWED - {*form.needed, *form.one_of, *form.may_have}
    if form.is_soft:
        extra |= set(entry.nodes) & {"severity"}
    for name in sorted(extra):
        entry.report("rule_field_extra", name, kind=kind, field=name)
    return not (missing or lacks_bound or extra)


def build_tables(grids: Iterable[Grid]) -> dict[str, CombinationTable]:
    """The combination tables by name: the header's expressions and the cells as texts."""
    tables: dict[str, CombinationTable] = {}
    for grid in grids:
        page, (header, *rows) = grid
        for cell in header.cells:
            if not cell.text:
                page.report("column_nameless", cell.line, cell.column)
        fitting = [row for row in rows if check_width(row, header.cells, page)]
        for row in fitting:
            for cell in row.cells:
                if not cell.text:
                    page.report("table_cell_empty", cell.line, cell.column)
        if not fitting:
            page.report("table_empty", 1, 1)
        tables[grid.name] = CombinationTable(
            name=grid.name,
            columns=tuple(Expression(cell.text, page.at(cell.line, cell.column)) for cell in header.cells),
            rows=tuple(tuple(cell.text for cell in row.cells) for row in fitting),
            row_locations=tuple(page.at(row.line, row.cells[0].column) for row in fitting),
            location=page.at(1, 1),
        )
    return tables
