"""From a trial to the request of its conversion quote."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from configurator.catalog.benefits import Trial
from configurator.programmes.trials import TrialPlan, TrialRun, plan_trial


def build_conversion(
    trial: Trial, run: TrialRun, customer: Mapping[str, object], term_months: int, day: date
) -> dict[str, object]:
    """The request, as a request file says it, of a quote for what was tried; dated `day`.

    Up to the last day of the incentive it gives the trial's promotion code; a quote made later has to do without.
    """
    request: dict[str, object] = {
        "customer": dict(customer),
        "term_months": term_months,
        "date": day.isoformat(),
        "choices": dict(run.seats),
    }
    codes = list_codes(trial, plan_trial(trial, run.start), day)
    return request | ({"codes": list(codes)} if codes else {})


def list_codes(trial: Trial, plan: TrialPlan, day: date) -> tuple[str, ...]:
    """The promotion codes that a conversion on the day gives."""
    is_in_time = plan.start <= day <= plan.convert_by
    return (trial.incentive,) if trial.incentive and is_in_time else ()
