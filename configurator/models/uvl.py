"""UVL at its boolean level: features in a tree of groups, constraints across it.

Read line by line with a stack of indentations. Attributes in braces, types, feature cardinalities, imports and
language levels carry no boolean meaning and are passed over; where that loses something a finding says so.
Format: Universal Variability Language, Benavides et al., "UVL: Feature modelling with the Universal Variability
Language" (2025).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from configurator.models.expressions import Misread, parse_expression, unquote
from configurator.models.findings import Findings
from configurator.models.limits import EQUIVALENCE, MOST_CONSTRAINTS, MOST_FEATURES, MOST_WORDS
from configurator.models.lines import Line, read_lines
from configurator.models.model import CrossConstraint, Feature, FeatureModel, Group, GroupKind
from configurator.solver.deadline import ENDLESS, Deadline

_SECTION = re.compile(r"(namespace|include|imports|features|constraints)\b\s*(.*)", re.DOTALL)
_PART = r"""(?:"[^"]*"|[^\s"{}\[\]()<>=&|!,+*/]+)"""
_FEATURE = re.compile(rf"(?:(?P<kind>Boolean|Integer|Real|String)\s+)?(?P<name>{_PART}(?:\.{_PART})*)\s*", re.DOTALL)
_FEATURE_CARDINALITY = re.compile(r"cardinality\s*\[[^\]]*\]\s*")
_GROUP = re.compile(r"(mandatory|optional|or|alternative)\Z|\[\s*([0-9]+)\s*(?:\.\.\s*([0-9]+|\*)\s*)?\]\Z")
_CARRIED_CONSTRAINT = re.compile(r"[{,]\s*(constraints?)\b")
_QUOTED = re.compile(r"""\"[^"]*\"|'[^']*'""")
_BOUNDS: Mapping[str, tuple[int, int | None]] = {
    "mandatory": (0, None),
    "optional": (0, None),
    "or": (1, None),
    "alternative": (1, 1),
}


@dataclass(slots=True)
class _Branch:
    """A group being read."""

    kind: GroupKind
    parent: str
    line: Line
    low: int
    high: int | None
    children: list[str] = field(default_factory=list)


def parse_uvl(source: str, findings: Findings, deadline: Deadline = ENDLESS) -> FeatureModel | None:
    """The model in a text; None when a finding is an error."""
    reader = _Document(findings)
    for line in deadline.keep_to(read_lines(source, findings)):
        reader.take(line)
        if reader.is_over:
            break
    return reader.finish()


class _Document:
    """Takes lines one by one and sends each to its section."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._tree = _Tree(findings)
        self._constraints: list[tuple[CrossConstraint, Mapping[str, int], Line]] = []
        self._seen: set[str] = set()
        self._takers: Mapping[str, Callable[[Line], None]] = {
            "features": self._tree.take,
            "constraints": self._take_constraint,
        }
        self._taker: Callable[[Line], None] | None = None
        self._words = 0
        self.is_over = False

    def take(self, line: Line) -> None:
        """One line: it opens a section or belongs to the one that is open."""
        section = _SECTION.fullmatch(line.text) if line.indent == 0 else None
        if section is not None:
            self._open(section[1], section[2], line)
        elif self._taker is not None:
            self._taker(line)
        elif not self._seen:
            self._findings.note("uvl_section_expected", line.number, line.column, found=_clip(line.text))
            self._seen.add("")

    def finish(self) -> FeatureModel | None:
        """The model when all lines are taken; None when there were errors, which the findings name."""
        if "features" not in self._seen and not self._findings.has_errors():
            self._findings.note("uvl_no_features", 1)
        groups = self._tree.finish()
        for constraint, names, line in self._constraints:
            self._check_names(constraint, names, line)
        if self._findings.has_errors():
            return None
        constraints = tuple(constraint for constraint, _, _ in self._constraints)
        features = tuple(self._tree.features.values())
        return FeatureModel(self._findings.file, self._tree.root, features, groups, constraints)

    def _open(self, name: str, rest: str, line: Line) -> None:
        if name in self._seen:
            self._findings.note("uvl_section_twice", line.number, line.column, name=name)
        if rest and name != "namespace":
            place = line.locate(len(line.text) - len(rest))
            self._findings.note("uvl_line_end_expected", *place, found=_clip(rest))
        if name == "imports":
            self._findings.advise("uvl_imports_unread", line.number, line.column)
        self._seen.add(name)
        self._taker = self._takers.get(name, _pass_over)

    def _take_constraint(self, line: Line) -> None:
        try:
            parsed = parse_expression(line.text)
        except Misread as error:
            number, column = line.locate(error.place)
            self._findings.note(error.code, number, column, **error.params)
            return
        constraint = CrossConstraint(parsed.formula, line.text, line.number, line.column)
        self._constraints.append((constraint, parsed.names, line))
        self._words += parsed.words + (EQUIVALENCE - 1) * parsed.equivalences
        self._check_size(line)

    def _check_size(self, line: Line) -> None:
        if len(self._constraints) > MOST_CONSTRAINTS:
            self._findings.note("model_too_many_constraints", line.number, line.column, most=MOST_CONSTRAINTS)
        elif self._words > MOST_WORDS:
            self._findings.note("model_too_many_words", line.number, line.column, most=MOST_WORDS)
        else:
            return
        self.is_over = True

    def _check_names(self, constraint: CrossConstraint, names: Mapping[str, int], line: Line) -> None:
        known = self._tree.features
        for name, place in names.items():
            if name not in known:
                nearest = self._findings.nearest(name, known)
                self._findings.note("uvl_unknown_feature", *line.locate(place), name=name, nearest=nearest)


class _Tree:
    """The section `features`: a stack of open features and groups by indentation."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._stack: list[tuple[int, str | _Branch]] = []
        self._branches: list[_Branch] = []
        self._skipped: int | None = None
        self.features: dict[str, Feature] = {}
        self.root: str | None = None

    def take(self, line: Line) -> None:
        """One line: a group or a feature. What stands below a faulty line is passed over."""
        if self._skipped is not None and line.indent > self._skipped:
            return
        self._skipped = None
        if self._climb(line) and (self._take_group(line) or self._take_feature(line)):
            return
        self._skipped = line.indent

    def finish(self) -> tuple[Group, ...]:
        """All groups, those checked that could not be before."""
        if self.root is None and not self._findings.has_errors():
            self._findings.note("uvl_no_features", 1)
        return tuple(self._finish_group(branch) for branch in self._branches)

    def _climb(self, line: Line) -> bool:
        """Leave everything that is not around this line."""
        closed = None
        while self._stack and self._stack[-1][0] >= line.indent:
            closed = self._stack.pop()[0]
        if closed is not None and closed != line.indent:
            self._findings.note("uvl_indentation", line.number, line.column)
            return False
        return True

    def _take_group(self, line: Line) -> bool:
        found = _GROUP.match(line.text)
        if found is None:
            return False
        parent = self._stack[-1][1] if self._stack else None
        if not isinstance(parent, str):
            self._findings.note("uvl_feature_expected", line.number, line.column, found=line.text)
            return True
        branch = _make_branch(found, parent, line)
        if branch.high is not None and branch.low > branch.high:
            self._findings.note("uvl_empty_range", line.number, line.column, found=line.text)
        self._branches.append(branch)
        self._stack.append((line.indent, branch))
        return True

    def _take_feature(self, line: Line) -> bool:
        parent = self._stack[-1][1] if self._stack else None
        name = self._read_feature(line)
        if name is None or not self._is_in_place(name, parent, line) or not self._add(name, line):
            return False
        if isinstance(parent, _Branch):
            parent.children.append(name)
        else:
            self.root = name
        self._stack.append((line.indent, name))
        return True

    def _is_in_place(self, name: str, parent: str | _Branch | None, line: Line) -> bool:
        if isinstance(parent, str):
            self._findings.note("uvl_group_expected", line.number, line.column, found=_clip(line.text), parent=parent)
            return False
        if parent is None and self.root is not None:
            self._findings.note("uvl_second_root", line.number, line.column, name=name, root=self.root)
            return False
        return True

    def _add(self, name: str, line: Line) -> bool:
        before = self.features.get(name)
        if before is not None:
            self._findings.note("uvl_name_twice", line.number, line.column, name=name, first=before.line)
            return False
        if len(self.features) == MOST_FEATURES:
            self._findings.note("model_too_many_features", line.number, line.column, most=MOST_FEATURES)
        self.features[name] = Feature(name, line.number, line.column)
        return len(self.features) <= MOST_FEATURES

    def _read_feature(self, line: Line) -> str | None:
        """The name, after saying what is wrong with the line or lost by reading it as boolean."""
        found = _FEATURE.match(line.text)
        if found is None:
            self._findings.note("uvl_name_expected", line.number, line.column, found=_clip(line.text))
            return None
        name = unquote(found["name"])
        if found["kind"] not in (None, "Boolean"):
            self._advise("uvl_type_ignored", line, found.start(), kind=found["kind"], name=name)
        place = found.end()
        cardinality = _FEATURE_CARDINALITY.match(line.text, place)
        if cardinality is not None:
            self._advise("uvl_feature_cardinality_ignored", line, place, name=name)
            place = cardinality.end()
        return name if self._read_attributes(name, line, place) else None

    def _read_attributes(self, name: str, line: Line, place: int) -> bool:
        rest = line.text[place:]
        if not rest:
            return True
        if not (rest.startswith("{") and rest.endswith("}")):
            self._findings.note("uvl_line_end_expected", *line.locate(place), found=_clip(rest))
            return False
        carried = _CARRIED_CONSTRAINT.search(_QUOTED.sub(lambda text: " " * len(text[0]), rest))
        if carried is not None:
            self._advise("uvl_attribute_constraint_ignored", line, place + carried.start(1), name=name)
        return True

    def _advise(self, code: str, line: Line, place: int, **params: object) -> None:
        number, column = line.locate(place)
        self._findings.advise(code, number, column, **params)

    def _finish_group(self, branch: _Branch) -> Group:
        if not branch.children and not self._findings.has_errors():
            self._findings.note(
                "uvl_empty_group", branch.line.number, branch.line.column, kind=branch.line.text, parent=branch.parent
            )
        return Group(branch.kind, branch.parent, tuple(branch.children), branch.line.number, branch.low, branch.high)


def _make_branch(found: re.Match[str], parent: str, line: Line) -> _Branch:
    if found[1]:
        return _Branch(GroupKind(found[1]), parent, line, *_BOUNDS[found[1]])
    low = _read_number(found[2])
    high = low if found[3] is None else None if found[3] == "*" else _read_number(found[3])
    return _Branch(GroupKind.CARDINALITY, parent, line, low, high)


def _read_number(digits: str) -> int:
    """A number that is never larger than needed: no group has more children than features may be."""
    return min(int(digits[-9:]) if len(digits.lstrip("0")) < 9 else MOST_FEATURES + 1, MOST_FEATURES + 1)


def _pass_over(line: Line) -> None:
    """Sections without boolean meaning."""


def _clip(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
