"""What the solver refuses, each with its evidence: a faulty model, a conflict, no answer in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from configurator.values.refusal import Refusal

if TYPE_CHECKING:
    from configurator.solver.facts import Explanation


class ModelRefusal(Refusal):
    """A model, fact or objective cannot be understood; `fault` says why and `subject` names the culprit."""

    code = "solver_model"

    def __init__(self, fault: str, subject: str) -> None:
        self.fault = fault
        self.subject = subject
        super().__init__(fault=fault, subject=subject)


class ConflictFound(Refusal):
    """The facts cannot hold together; `explanation` is a minimal set of labels and facts that clash."""

    code = "solver_conflict"

    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation
        super().__init__(labels=explanation.labels, facts=explanation.facts)


class NotForbidden(Refusal):
    """An explanation was asked for a goal that is possible."""

    code = "solver_not_forbidden"

    def __init__(self, goal: object) -> None:
        self.goal = goal
        super().__init__(goal=goal)


class Undecided(Refusal):
    """No answer was found within the time limit."""

    code = "solver_undecided"


class LimitsUnreachable(Refusal):
    """No assignment that keeps the facts keeps all the limits of a search as well: proven."""

    code = "solver_limits"
