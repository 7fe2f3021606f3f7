"""The questions of a customer's form in the catalog's groups, so that a long form is read part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from configurator.catalog.model import Catalog
from configurator.http.refusing import say_finding
from configurator.values.problem import Problem
from configurator.values.text import Language
from configurator.web.profiles import Question
from configurator.wording import say


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions under one heading; `key` is empty for those without a group. Where a catalog has groups, the heading
    says how many questions are answered."""

    key: str
    title: str
    questions: tuple[Question, ...]
    is_counted: bool = True

    @property
    def stated(self) -> int:
        """How many questions have an answer."""
        return sum(1 for question in self.questions if question.value)

    @property
    def is_open(self) -> bool:
        """Whether there is something to see in it: an answer, or a fault."""
        return any(question.value or question.errors for question in self.questions)


def group_questions(
    catalog: Catalog,
    language: Language,
    questions: Sequence[Question],
    errors: Mapping[str, Sequence[str]] | None = None,
) -> tuple[QuestionGroup, ...]:
    """The questions with their errors (by `customer.<key>`), group by group in the catalog's order; those without a
    group stand last. A catalog without groups has one, which is not counted."""
    marked = [_mark(question, "customer", errors or {}) for question in questions]
    titles = {key: name.in_language(language) for key, name in catalog.input_groups.items()}
    titles[""] = say(language, "web.customer.more.further" if titles else "web.customer.more")
    found = (
        QuestionGroup(key, title, _pick(catalog, key, marked), is_counted=len(titles) > 1)
        for key, title in titles.items()
    )
    return tuple(group for group in found if group.questions)


def group_levels(
    catalog: Catalog, language: Language, levels: Iterable[Question], errors: Mapping[str, Sequence[str]]
) -> QuestionGroup:
    """The compliance levels with their errors (by `compliance.<key>`) as a group of their own, counted as the others
    are."""
    marked = tuple(_mark(level, "compliance", errors) for level in levels)
    return QuestionGroup("levels", say(language, "web.compliance"), marked, bool(catalog.input_groups and marked))


def say_errors(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """The sentences of the problems by the field they speak of (`customer.<key>`, `compliance.<key>`)."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        if problem.field:
            found.setdefault(problem.field, []).append(say_finding(problem)[0])
    return found


def _mark(question: Question, section: str, errors: Mapping[str, Sequence[str]]) -> Question:
    return replace(question, errors=tuple(errors.get(f"{section}.{question.key}", ())))


def _pick(catalog: Catalog, group: str, questions: Iterable[Question]) -> tuple[Question, ...]:
    return tuple(question for question in questions if catalog.inputs[question.key].group == group)
