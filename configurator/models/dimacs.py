"""DIMACS CNF: clauses over numbered variables, with names from comments `c <number> <name>`.

Format: "Satisfiability Suggested Format", DIMACS (1993).
"""

from __future__ import annotations

import re
from itertools import islice

from configurator.models.findings import Findings
from configurator.models.limits import MOST_CONSTRAINTS, MOST_FEATURES, MOST_WORDS
from configurator.models.model import CrossConstraint, Feature, FeatureModel
from configurator.solver import Formula, Is, Not, Or
from configurator.solver.deadline import ENDLESS, Deadline

_NAME = re.compile(r"\s*c\s+([0-9]{1,9})\$?\s+(\S.*?)\s*\Z")
_HEADER = re.compile(r"\s*p\s+cnf\s+([0-9]{1,9})\s+([0-9]{1,9})\s*\Z")
_LITERAL = re.compile(r"-?[0-9]{1,9}\Z")
_WORD = re.compile(r"\S+")


def parse_dimacs(source: str, findings: Findings, deadline: Deadline = ENDLESS) -> FeatureModel | None:
    """The model in a text, its clauses as constraints; None when a finding is an error."""
    reader = _Document(findings)
    number = 0
    for number, line in enumerate(deadline.keep_to(source.split("\n")), 1):
        reader.take(number, line)
        if reader.is_over:
            break
    return reader.finish(number)


class _Document:
    """Takes lines one by one: names, the header, then clauses that may go over several lines."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._named: dict[int, tuple[str, int]] = {}
        self._size: tuple[int, int] | None = None
        self._clause: list[int] = []
        self._start = (0, 0)
        self._clauses: list[tuple[tuple[int, ...], int, int]] = []
        self._words = 0
        self.is_over = False

    def take(self, number: int, line: str) -> None:
        """One line by its first sign: comment with a name, header, end mark or literals."""
        kind = line.lstrip()[:1]
        if kind == "c":
            self._take_name(number, line)
        elif kind == "p":
            self._take_header(number, line)
        elif kind == "%":
            self.is_over = True
        elif self._size is not None:
            self._take_literals(number, line, self._size[0])
        elif line.strip():
            self._findings.note("dimacs_header_expected", number, found=line.strip()[:40])
            self.is_over = True

    def finish(self, last: int) -> FeatureModel | None:
        """The model when all lines are taken; None when there were errors, which the findings name."""
        if self._size is None:
            if not self._findings.has_errors():
                self._findings.note("dimacs_header_expected", last or 1, found="")
            return None
        if self._clause:
            self._findings.note("dimacs_clause_not_ended", *self._start)
        if len(self._clauses) != self._size[1]:
            self._findings.advise("dimacs_clause_count", last, found=len(self._clauses), declared=self._size[1])
        features = self._name_features(self._size[0])
        return None if self._findings.has_errors() else self._assemble(features)

    def _take_name(self, number: int, line: str) -> None:
        found = _NAME.match(line)
        if found is not None:
            self._named.setdefault(int(found[1]), (found[2], number))

    def _take_header(self, number: int, line: str) -> None:
        found = _HEADER.match(line)
        if found is None or self._size is not None:
            self._findings.note("dimacs_header_expected", number, found=line.strip()[:40])
            self.is_over = True
        elif int(found[1]) > MOST_FEATURES:
            self._findings.note("model_too_many_features", number, most=MOST_FEATURES)
            self.is_over = True
        else:
            self._size = (int(found[1]), int(found[2]))

    def _take_literals(self, number: int, line: str, most: int) -> None:
        for word in _WORD.finditer(line):
            column = word.start() + 1
            literal = int(word[0]) if _LITERAL.match(word[0]) else None
            if literal is None:
                self._findings.note("dimacs_literal_expected", number, column, found=word[0][:40])
            elif abs(literal) > most:
                self._findings.note("dimacs_literal_too_large", number, column, found=literal, most=most)
            elif literal:
                if not self._clause:
                    self._start = (number, column)
                self._clause.append(literal)
                self._words += 1
            else:
                place = self._start if self._clause else (number, column)
                self._clauses.append((tuple(self._clause), *place))
                self._clause = []
        self._check_size(number)

    def _check_size(self, number: int) -> None:
        if len(self._clauses) > MOST_CONSTRAINTS:
            self._findings.note("model_too_many_constraints", number, most=MOST_CONSTRAINTS)
        elif self._words > MOST_WORDS:
            self._findings.note("model_too_many_words", number, most=MOST_WORDS)
        else:
            return
        self.is_over = True

    def _name_features(self, size: int) -> dict[int, Feature]:
        lines: dict[str, int] = {}
        features: dict[int, Feature] = {}
        for variable in range(1, size + 1):
            name, line = self._named.get(variable, (str(variable), 1))
            if name in lines:
                self._findings.note("uvl_name_twice", line, name=name, first=lines[name])
            lines.setdefault(name, line)
            features[variable] = Feature(name, line)
        return features

    def _assemble(self, features: dict[int, Feature]) -> FeatureModel:
        constraints = tuple(
            CrossConstraint(_make_clause(clause, features), _word_clause(clause, features), line, column)
            for clause, line, column in self._clauses
        )
        return FeatureModel(self._findings.file, None, tuple(features.values()), (), constraints)


def _make_clause(clause: tuple[int, ...], features: dict[int, Feature]) -> Formula:
    parts = tuple(_make_literal(literal, features) for literal in clause)
    return parts[0] if len(parts) == 1 else Or(parts)


def _make_literal(literal: int, features: dict[int, Feature]) -> Formula:
    atom = Is(features[abs(literal)].name)
    return atom if literal > 0 else Not(atom)


def _word_clause(clause: tuple[int, ...], features: dict[int, Feature]) -> str:
    """The clause with names, for people; of a very long one the beginning."""
    words = [("" if literal > 0 else "!") + features[abs(literal)].name for literal in islice(clause, 50)]
    return " | ".join(words) + (" | …" if len(clause) > len(words) else "")
