"""`configurator try`: a request file in, the state of every option out, with reasons and ways out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from configurator.cli.opening import read_or_fail
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.cli.telling import fail, print_json, problem_json
from configurator.cli.ways_out import way_out_json, way_out_line
from configurator.configuration.model import Explanation, OptionState, Reason, State
from configurator.services.proposing import Proposer, Trial
from configurator.services.releases import open_catalog
from configurator.values.problem import has_errors
from configurator.values.text import Language
from configurator.wording import say


def try_command() -> click.Command:
    """try REQUEST.yaml [--json]"""

    @click.command("try", help=help_of("try"))
    @click.argument("request_path", metavar="REQUEST.yaml", type=click.Path(path_type=Path))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def command(request_path: Path, as_json: bool) -> None:
        """Tell the state of every option after the choices of a request; exit code 1 where they cannot hold."""
        language = message_language()
        file = read_or_fail(request_path, language, as_json=as_json)
        trial = Proposer(open_catalog(read_settings().catalog)).examine(file.content, today())
        located = tuple(file.locate(problem) for problem in trial.problems)
        if not trial.options and has_errors(located):
            fail(located, language, as_json=as_json)
        if as_json:
            answer = {
                "problems": [problem_json(problem, language) for problem in located],
                "conflict": _explanation_json(trial.conflict, language) if trial.conflict else None,
                "repairs": [way_out_json(way, language) for way in trial.repairs],
                "options": {code: _option_json(state, trial, language) for code, state in trial.options.items()},
            }
            print_json(answer)
        else:
            for state in trial.options.values():
                click.echo(_option_line(state, trial.reasons.get(state.offering), language))
            for number, way in enumerate(trial.repairs, 1):
                click.echo(way_out_line(way, number, language))
        if has_errors(located):
            if not as_json:
                fail(located, language, as_json=False)
            raise click.exceptions.Exit(1)

    return command


def _option_json(state: OptionState, trial: Trial, language: Language) -> dict[str, Any]:
    code = state.offering
    return {
        "state": str(state.state),
        "min": state.low,
        "max": state.high,
        "quantity": state.quantity,
        "attributes": {
            key: {value: str(known) for value, known in values.items()} for key, values in state.attributes.items()
        },
        "reasons": _explanation_json(trial.reasons.get(code), language),
        "min_reasons": _explanation_json(trial.least.get(code), language),
        "max_reasons": _explanation_json(trial.most.get(code), language),
        "thresholds": list(state.thresholds),
        "threshold_reasons": {
            str(mark.value): _explanation_json(Explanation(mark.reasons), language) for mark in state.marks
        },
        "repairs": _ways_out_json(trial, code, language),
    }


def _ways_out_json(trial: Trial, code: str, language: Language) -> list[dict[str, Any]] | None:
    """The ways to an option; null when time ran out before one was found."""
    is_undecided = code in trial.reasons and trial.options[code].high == 0 and code not in trial.ways_out
    return None if is_undecided else [way_out_json(way, language) for way in trial.ways_out.get(code, ())]


def _explanation_json(explanation: Explanation | None, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "kind": reason.kind,
            "key": reason.key,
            "sentence": reason.sentence.in_language(language),
            "owner": reason.owner or None,
            "place": str(reason.location) if reason.location else None,
        }
        for reason in (explanation.reasons if explanation else ())
    ]


def _option_line(state: OptionState, explanation: Explanation | None, language: Language) -> str:
    word = say(language, f"cli.state.{state.state}")
    reach = f"{state.low}–{state.high}"
    why = "; ".join(_brief(reason, language) for reason in explanation.reasons) if explanation else ""
    shown = state.quantity if state.state not in (State.OPEN, State.FORBIDDEN) else ""
    return f"{state.offering:<14} {word:<10} {reach:>12} {shown!s:>8}  {why}".rstrip()


def _brief(reason: Reason, language: Language) -> str:
    sentence = reason.sentence.in_language(language)
    return f"{reason.key}: {sentence}" if reason.kind == "rule" else sentence
