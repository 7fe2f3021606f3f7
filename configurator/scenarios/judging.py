"""Whether a trial is as a scenario expects: one check per kind of expectation, each miss worded with its grounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from configurator.configuration.model import Explanation, Reason, State
from configurator.pricing.model import PricedConfiguration
from configurator.rules.sentences import fill
from configurator.scenarios.model import (
    Advised,
    Conflicting,
    Expectation,
    Grounded,
    LeftOut,
    Priced,
    Proposed,
    Ranging,
    Scenario,
    Standing,
    Validity,
    Valued,
)
from configurator.scenarios.trying import Trial
from configurator.solver import Undecided
from configurator.values.money import Money, total
from configurator.values.problem import Problem
from configurator.values.refusal import Refusal
from configurator.values.text import Text
from configurator.wording import say_everywhere

Params = dict[str, object]
Check = Callable[[Trial, Any, bool], Params | None]
"""None when the expectation is met, else what its text tells: `expected`, `found`, `because`. The flag says whether
grounds are to be worded, which takes time."""


def judge(trial: Trial, scenario: Scenario, *, worded: bool = True) -> Iterator[Problem]:
    """The misses, in the order of the expectations. Choices that contradict the rules unexpectedly are one miss."""
    expected = scenario.expectations
    if not _is_valid(trial):
        expected = tuple(one for one in expected if isinstance(one, (Validity, Conflicting)))
        if not expected:
            yield _miss(Validity(scenario.location, True), scenario, _check_validity_of(trial, True, worded) or {})
            return
    for expectation in expected:
        yield from _judge_one(trial, scenario, expectation, worded)


def _is_valid(trial: Trial) -> bool:
    """Whether the choices can hold; when that is not known in time, the checks tell."""
    try:
        return trial.is_valid
    except Undecided:
        return True


def _judge_one(trial: Trial, scenario: Scenario, expectation: Expectation, worded: bool) -> Iterator[Problem]:
    try:
        params = CHECKS[type(expectation)](trial, expectation, worded)
    except Refusal as refusal:
        found = {"scenario": scenario.id, "name": scenario.name, "refusal": refusal.code}
        yield Problem("scenario_unanswered", location=expectation.location, params=found)
        return
    if params is not None:
        yield _miss(expectation, scenario, params)


def _miss(expectation: Expectation, scenario: Scenario, params: Params) -> Problem:
    code = f"scenario_missed_{_name_miss(expectation)}"
    return Problem(code, location=expectation.location, params={"scenario": scenario.id, **params})


def _name_miss(expectation: Expectation) -> str:
    match expectation:
        case Validity(wanted=False):
            return "contradiction"
        case Advised(shown=False):
            return "silence"
        case _:
            return _MISSES[type(expectation)]


def _check_validity(trial: Trial, expectation: Validity, worded: bool) -> Params | None:
    return _check_validity_of(trial, expectation.wanted, worded)


def _check_validity_of(trial: Trial, wanted: bool, worded: bool) -> Params | None:
    if trial.is_valid is wanted:
        return None
    return {"because": _word(trial.conflict if worded else None)}


def _check_conflict(trial: Trial, expectation: Conflicting, worded: bool) -> Params | None:
    if not trial.is_valid and trial.is_in_conflict(expectation.rule):
        return None
    return {"rule": expectation.rule, "because": _word(trial.conflict if worded else None)}


def _check_state(trial: Trial, expectation: Standing, worded: bool) -> Params | None:
    option = trial.stand(expectation.offering)
    found = option.state
    if found is State.OPEN and expectation.state is State.DEFAULT and trial.find_line(expectation.offering):
        found = State.DEFAULT
    if found is expectation.state:
        return None
    bound = found in (State.FORCED, State.FORBIDDEN) and worded
    return {
        "offering": expectation.offering,
        "expected": _name_state(expectation.state),
        "found": _name_state(found),
        "because": _word(trial.session.explain(option) if bound else None),
    }


def _check_reason(trial: Trial, expectation: Grounded, worded: bool) -> Params | None:
    offering, attribute = expectation.offering, expectation.attribute
    if trial.is_ground(expectation.rule, offering, attribute):
        return None
    found = sorted(trial.find_grounds(offering, attribute)) if worded else []
    names = tuple(label.partition(":")[2] for label in found)
    subject = f"{offering}.{attribute}" if attribute else offering
    return {"rule": expectation.rule, "subject": subject, "found": names or say_everywhere("scenarios.nothing")}


def _check_range(trial: Trial, expectation: Ranging, worded: bool) -> Params | None:
    low, high = trial.measure(expectation.offering, as_chosen=False)
    if expectation.low in (None, low) and expectation.high in (None, high):
        return None
    wanted = f"{_or_blank(expectation.low)}..{_or_blank(expectation.high)}"
    because = _explain_range(trial, expectation, low, high) if worded else None
    return {"offering": expectation.offering, "expected": wanted, "found": f"{low}..{high}", "because": _word(because)}


def _explain_range(trial: Trial, expectation: Ranging, low: int, high: int) -> Explanation | None:
    """Why the range is narrower than expected; nothing to tell where it is wider."""
    code = expectation.offering
    session = trial.session
    for choice in trial.request.choices:
        session = session.retract(choice) if choice.offering == code and choice.attribute is None else session
    if expectation.low is not None and low > expectation.low:
        return session.explain_bound(code, below=low - 1)
    if expectation.high is not None and high < expectation.high:
        return session.explain_bound(code, above=high + 1)
    return None


def _check_value(trial: Trial, expectation: Valued, worded: bool) -> Params | None:
    possible = trial.list_values(expectation.offering, expectation.attribute)
    if _VALUE_CHECKS[expectation.state](trial, expectation, possible):
        return None
    return {
        "attribute": f"{expectation.offering}.{expectation.attribute}",
        "expected": _name_state(expectation.state),
        "value": expectation.value,
        "found": tuple(sorted(possible)) or say_everywhere("scenarios.nothing"),
    }


def _is_proposed_with(trial: Trial, expectation: Valued, possible: frozenset[str]) -> bool:
    line = trial.find_line(expectation.offering)
    return line is not None and line.attributes.get(expectation.attribute) == expectation.value


_VALUE_CHECKS: Mapping[State, Callable[[Trial, Valued, frozenset[str]], bool]] = {
    State.OPEN: lambda trial, expectation, possible: len(possible) > 1,
    State.FORCED: lambda trial, expectation, possible: possible == {expectation.value},
    State.FORBIDDEN: lambda trial, expectation, possible: expectation.value not in possible,
    State.DEFAULT: _is_proposed_with,
}


def _check_line(trial: Trial, expectation: Proposed, worded: bool) -> Params | None:
    line = trial.find_line(expectation.offering)
    if line is not None and expectation.quantity in (None, line.quantity):
        if expectation.values.items() <= line.attributes.items():
            return None
    return {
        "offering": expectation.offering,
        "expected": _word_line(expectation.quantity, expectation.values),
        "found": _word_line(line.quantity, line.attributes) if line else say_everywhere("scenarios.no_line"),
        "because": _word_reasons(line.reasons if line and worded else ()),
    }


def _check_absence(trial: Trial, expectation: LeftOut, worded: bool) -> Params | None:
    line = trial.find_line(expectation.offering)
    if line is None:
        return None
    found = _word_line(line.quantity, line.attributes)
    return {"offering": expectation.offering, "found": found, "because": _word_reasons(line.reasons)}


def _check_advice(trial: Trial, expectation: Advised, worded: bool) -> Params | None:
    broken = trial.breaks_advice(expectation.rule)
    if (broken is not None) is expectation.shown:
        return None
    found: object = fill(broken.rule.sentence, trial.bare) if broken else ()
    lines = tuple(f"{code} × {quantity}" for code, quantity in trial.list_bare()[:12])
    return {"rule": expectation.rule, "found": found or lines or say_everywhere("scenarios.nothing")}


def _check_price(trial: Trial, expectation: Priced, worded: bool) -> Params | None:
    found = _TOTALS.get(expectation.measure, _read_total)(trial.proposal.quoted, expectation).amount
    if found == expectation.amount:
        return None
    lines = tuple(f"{line.offering} × {line.quantity}" for line in trial.proposal.configuration.lines[:12])
    measure = say_everywhere(f"scenarios.measure.{expectation.measure}", detail=expectation.detail)
    return {"measure": measure, "expected": str(expectation.amount), "found": str(found), "lines": lines}


def _read_total(priced: PricedConfiguration, expectation: Priced) -> Money:
    measured: Money = getattr(priced.totals, expectation.measure)
    return measured


def _read_month(priced: PricedConfiguration, expectation: Priced) -> Money:
    """What comes in that month; nothing outside the contract."""
    totals = priced.totals
    month = int(expectation.detail)
    parts = (part.monthly for part in totals.schedule if part.first_month <= month <= part.last_month)
    return next(parts, Money.zero(totals.monthly.currency))


def _read_saving(priced: PricedConfiguration, expectation: Priced) -> Money:
    """What the programme takes off; nothing where it grants nothing."""
    totals = priced.totals
    found = (saving.amount for saving in totals.savings if saving.programme == expectation.detail)
    return next(found, Money.zero(totals.monthly.currency))


def _read_worth(priced: PricedConfiguration, expectation: Priced) -> Money:
    """What the benefits are worth that the programme grants; nothing where it grants none."""
    found = [benefit.worth for benefit in priced.benefits.granted if benefit.programme == expectation.detail]
    return total(found, priced.currency)


_TOTALS: Mapping[str, Callable[[PricedConfiguration, Priced], Money]] = {
    "monthly_from": _read_month,
    "saving": _read_saving,
    "worth": _read_worth,
}


CHECKS: Mapping[type[Expectation], Check] = {
    Validity: _check_validity,
    Conflicting: _check_conflict,
    Standing: _check_state,
    Grounded: _check_reason,
    Ranging: _check_range,
    Valued: _check_value,
    Proposed: _check_line,
    LeftOut: _check_absence,
    Advised: _check_advice,
    Priced: _check_price,
}

_MISSES: Mapping[type[Expectation], str] = {
    Validity: "validity",
    Conflicting: "conflict",
    Standing: "state",
    Grounded: "reason",
    Ranging: "quantity",
    Valued: "value",
    Proposed: "line",
    LeftOut: "absence",
    Advised: "advice",
    Priced: "price",
}


def _name_state(state: State) -> Text:
    return say_everywhere(f"scenarios.state.{state}")


def _or_blank(bound: int | None) -> str:
    return "" if bound is None else str(bound)


def _word_line(quantity: int | None, values: Mapping[str, str]) -> Text:
    figure: object = say_everywhere("scenarios.any") if quantity is None else str(quantity)
    settings = tuple(f"{key}: {value}" for key, value in values.items())
    return (
        say_everywhere("scenarios.line_with", quantity=figure, values=", ".join(settings))
        if settings
        else (say_everywhere("scenarios.line", quantity=figure))
    )


def _word(explanation: Explanation | None) -> Text:
    return _word_reasons(explanation.reasons if explanation else ())


def _word_reasons(reasons: Iterable[Reason]) -> Text:
    """The reasons' sentences with the names of their rules, one behind the other."""
    found = [(f"[{reason.key}] ", reason.sentence) for reason in reasons]
    if not found:
        return say_everywhere("scenarios.no_ground")
    return Text(" ".join(key + text.zh for key, text in found), " ".join(key + text.en for key, text in found))
