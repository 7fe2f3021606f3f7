"""Finite domains: which values are still possible, why others are not, what to give up, what is best.

Write a Model, `compile` it once, ask a Reasoner per session; `optimising.optimise` finds a best completion (imported
from its own module: its library takes a second to load) and `analyse` what a model makes impossible or unavoidable.
Knows variables, values, constraints and labels, and nothing of what they stand for.
"""

from configurator.solver.analysing import Analysis, Implications, Redundancy, analyse, find_implications, find_redundant
from configurator.solver.compiling import CompiledModel, compile
from configurator.solver.counting import Counted, count_models
from configurator.solver.facts import (
    AtLeast,
    AtMost,
    Domains,
    Exactly,
    Explanation,
    Fact,
    IsFalse,
    IsTrue,
    Repair,
    Solution,
)
from configurator.solver.model import (
    MOST,
    And,
    Bool,
    Cell,
    Constraint,
    Count,
    Formula,
    Iff,
    Implies,
    Integer,
    Is,
    Linear,
    Model,
    Not,
    Or,
    Table,
    Truth,
    Variable,
)
from configurator.solver.objectives import (
    BreachCost,
    ChangeCost,
    DistanceCost,
    GapCost,
    Limit,
    Objective,
    PiecewiseCost,
    StepCost,
)
from configurator.solver.reasoner import Reasoner
from configurator.solver.refusals import ConflictFound, LimitsUnreachable, ModelRefusal, NotForbidden, Undecided

__all__ = [
    "MOST",
    "Analysis",
    "And",
    "AtLeast",
    "AtMost",
    "Bool",
    "BreachCost",
    "Cell",
    "ChangeCost",
    "CompiledModel",
    "ConflictFound",
    "Constraint",
    "Count",
    "Counted",
    "DistanceCost",
    "Domains",
    "Exactly",
    "Explanation",
    "Fact",
    "Formula",
    "GapCost",
    "Iff",
    "Implications",
    "Implies",
    "Integer",
    "Is",
    "IsFalse",
    "IsTrue",
    "Limit",
    "LimitsUnreachable",
    "Linear",
    "Model",
    "ModelRefusal",
    "Not",
    "NotForbidden",
    "Objective",
    "Or",
    "PiecewiseCost",
    "Reasoner",
    "Redundancy",
    "Repair",
    "Solution",
    "StepCost",
    "Table",
    "Truth",
    "Undecided",
    "Variable",
    "analyse",
    "compile",
    "count_models",
    "find_implications",
    "find_redundant",
]
