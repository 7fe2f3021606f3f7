"""`configurator model …`: feature models of others (UVL, DIMACS) analysed, stepped through, explained, repaired."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from configurator.benching.metering import Meter, metering
from configurator.cli.counting import count_json, word_count
from configurator.cli.speaking import help_of, message_language
from configurator.cli.telling import FAILED, fail, print_json, problem_json, tell_problem
from configurator.models.analysing import ModelAnalysis, analyse_model
from configurator.models.asking import Choice, Grounds, Inquiry, UnknownFeatures
from configurator.models.model import FeatureModel
from configurator.models.reading import load_model
from configurator.models.translating import Origin, Translation, translate
from configurator.solver import CompiledModel, ConflictFound, Counted, IsFalse, IsTrue, Undecided, compile
from configurator.solver.deadline import Deadline
from configurator.values.problem import Problem
from configurator.values.text import Language
from configurator.wording import say

MOST_SECONDS = 120
COUNT_SECONDS = 2
"""How long an analysis counts configurations; `model count` may take longer."""

SHOWN = 20
"""How many names a line for people lists."""

LONGEST = 400
"""How many characters of a constraint a sentence quotes; `text` has all."""


def model_group() -> click.Group:
    """model analyse FILE; model count FILE; model step FILE; model explain FILE --value NAME; model repair FILE"""
    group = click.Group("model", help=help_of("model"))
    for make in (_make_analyse, _make_count, _make_step, _make_explain, _make_repair):
        group.add_command(make())
    return group


class Bench:
    """One model opened for a command, with the time that each stage took, in seconds."""

    def __init__(self, path: Path, meter: Meter, time_limit: int, *, as_json: bool) -> None:
        self.language = message_language()
        self.as_json = as_json
        self.time_limit = time_limit
        self.seconds: dict[str, float] = {}
        self.deadline = Deadline(time_limit)
        self._meter = meter
        with _collecting_later():
            with self.time("read"):
                self.source = self._open(path)
            with self.time("compile"):
                self.translation: Translation = translate(self.source, self.deadline)
                self.compiled: CompiledModel = compile(self.translation.model, self.deadline)
        self.inquiry = Inquiry(self.translation, self.compiled, self.deadline.compute_rest())

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Measure a stage, and the solver's part of it."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = perf_counter() - start
            self.seconds["solver"] = self._meter.seconds

    def read_seconds(self) -> dict[str, float]:
        """The seconds of every stage so far, to the microsecond."""
        return {stage: round(seconds, 6) for stage, seconds in self.seconds.items()}

    def fail(self, problems: Sequence[Problem], answer: dict[str, Any], lines: Iterable[str]) -> None:
        """Say problems and what there is to say about them, and leave with exit code 1."""
        if self.as_json:
            print_json({"problems": [problem_json(problem, self.language) for problem in problems], **answer})
        else:
            for problem in problems:
                click.echo(tell_problem(problem, self.language), err=True)
            for line in lines:
                click.echo(f"    {line}", err=True)
        raise click.exceptions.Exit(FAILED)

    def _open(self, path: Path) -> FeatureModel:
        load = load_model(path, self.deadline)
        if load.model is None:
            fail(load.problems, self.language, as_json=self.as_json)
        for problem in load.problems:
            click.echo(tell_problem(problem, self.language), err=True)
        assert load.model is not None
        return load.model


Work = Callable[[Bench, tuple[Choice, ...], str | None], None]


def _make_analyse() -> click.Command:
    def work(bench: Bench, choices: tuple[Choice, ...], value: str | None) -> None:
        """Analyse the model and count its configurations."""
        with bench.time("analyse"):
            found = analyse_model(bench.translation, bench.compiled, bench.deadline.compute_rest())
        with bench.time("count"):
            counted = bench.inquiry.count((), min(bench.time_limit, COUNT_SECONDS))
        answer = _analysis_json(bench, found, counted)
        if bench.as_json:
            print_json(answer)
        else:
            _tell_analysis(answer, bench.language)
            click.echo(word_count(counted, bench.language))

    return _make_command("analyse", work)


def _make_count() -> click.Command:
    def work(bench: Bench, choices: tuple[Choice, ...], value: str | None) -> None:
        """Count the configurations that the choices leave."""
        with bench.time("count"):
            counted = bench.inquiry.count(choices, bench.time_limit)
        if bench.as_json:
            print_json({"configurations": count_json(counted), "seconds": bench.read_seconds()})
        else:
            click.echo(word_count(counted, bench.language))

    return _make_command("count", work, with_choices=True)


def _make_step() -> click.Command:
    def work(bench: Bench, choices: tuple[Choice, ...], value: str | None) -> None:
        """Tell what the choices force and forbid, and how many features stay open."""
        with bench.time("step"):
            step = bench.inquiry.step(choices)
        answer = {
            "chosen": [choice.name for choice in choices if isinstance(choice, IsTrue)],
            "rejected": [choice.name for choice in choices if isinstance(choice, IsFalse)],
            "forced_true": step.forced_true,
            "forced_false": step.forced_false,
            "open": len(step.open),
            "undecided": step.undecided,
            "seconds": bench.read_seconds(),
        }
        if bench.as_json:
            print_json(answer)
            return
        for key in ("forced_true", "forced_false", "undecided"):
            _tell_names(key, getattr(step, key), bench.language)
        click.echo(say(bench.language, "cli.model.open", count=len(step.open)))

    return _make_command("step", work, with_choices=True)


def _make_explain() -> click.Command:
    def work(bench: Bench, choices: tuple[Choice, ...], value: str | None) -> None:
        """Tell why the value is forced or forbidden; that it is open is a failure."""
        assert value is not None
        with bench.time("explain"):
            reason = bench.inquiry.explain(choices, value)
        if reason is None:
            problem = Problem("model_feature_is_open", field="--value", params={"name": value})
            bench.fail([problem], {"value": value, "state": "open"}, ())
            return
        state = "forced_true" if reason.forced else "forced_false"
        if bench.as_json:
            grounds = _grounds_json(reason.grounds, bench.language)
            seconds = bench.read_seconds()
            is_minimal = reason.grounds.is_minimal
            print_json({"value": value, "state": state, "reasons": grounds, "minimal": is_minimal, "seconds": seconds})
            return
        click.echo(say(bench.language, f"cli.model.why.{state}", name=value))
        for line in _word_grounds(reason.grounds, bench.language):
            click.echo(f"    {line}")

    return _make_command("explain", work, with_choices=True, with_value=True)


def _make_repair() -> click.Command:
    def work(bench: Bench, choices: tuple[Choice, ...], value: str | None) -> None:
        """Tell the smallest sets of choices to give up; that there is none is a failure."""
        with bench.time("repair"):
            found = bench.inquiry.repair(choices, value)
        wanted = None if found.wanted is None else _choice_json(found.wanted)
        repairs = [{"give_up": list(map(_choice_json, repair))} for repair in found.repairs]
        answer = {"wanted": wanted, "repairs": repairs, "seconds": bench.read_seconds()}
        if not found.repairs:
            bench.fail([Problem("model_no_repair", field="--value" if value else None)], answer, ())
        if bench.as_json:
            print_json(answer)
            return
        for number, repair in enumerate(found.repairs, 1):
            listed = "; ".join(_word_choice(choice, bench.language) for choice in repair)
            click.echo(f"{number}. {listed or say(bench.language, 'cli.model.nothing_to_give_up')}")

    return _make_command("repair", work, with_choices=True, with_value=True, is_value_needed=False)


def _make_command(
    name: str,
    work: Work,
    *,
    with_choices: bool = False,
    with_value: bool = False,
    is_value_needed: bool = True,
) -> click.Command:
    def command(
        path: Path,
        as_json: bool,
        time_limit: int,
        choose: tuple[str, ...] = (),
        reject: tuple[str, ...] = (),
        value: str | None = None,
    ) -> None:
        """Read the model and do the work within the time limit; running out of it is a failure."""
        choices: tuple[Choice, ...] = (*map(IsTrue, choose), *map(IsFalse, reject))
        try:
            with metering() as meter:
                bench = Bench(path, meter, time_limit, as_json=as_json)
                _run(work, bench, choices, value)
        except Undecided:
            fail([Problem("model_undecided", params={"seconds": time_limit})], message_language(), as_json=as_json)

    parameters: list[click.Parameter] = [
        click.Argument(["path"], metavar="FILE", type=click.Path(path_type=Path)),
        click.Option(["--json", "as_json"], is_flag=True, help=help_of("json")),
        click.Option(
            ["--time-limit"],
            type=click.IntRange(1),
            default=MOST_SECONDS,
            metavar="SECONDS",
            help=help_of("model.time"),
        ),
    ]
    if with_choices:
        parameters += [
            click.Option([f"--{verb}"], multiple=True, metavar="NAME", help=help_of(f"model.{verb}"))
            for verb in ("choose", "reject")
        ]
    if with_value:
        parameters.append(
            click.Option(["--value"], required=is_value_needed, metavar="NAME", help=help_of("model.value"))
        )
    return click.Command(name, params=parameters, callback=command, help=help_of(f"model.{name}"))


def _run(work: Work, bench: Bench, choices: tuple[Choice, ...], value: str | None) -> None:
    """Do the work; unknown names and choices that clash are answered with exit code 1."""
    try:
        work(bench, choices, value)
    except UnknownFeatures as refusal:
        bench.fail(refusal.problems, {}, ())
    except ConflictFound as refusal:
        grounds = bench.inquiry.word_grounds(refusal.explanation)
        problem = Problem("model_choices_clash" if grounds.choices else "model_void")
        answer = {"conflict": _grounds_json(grounds, bench.language), "repairs": _list_ways_out(bench, choices)}
        bench.fail([problem], answer, _word_grounds(grounds, bench.language))


def _list_ways_out(bench: Bench, choices: tuple[Choice, ...]) -> list[dict[str, Any]]:
    """What to give up; nothing when the time is up."""
    try:
        found = () if bench.deadline.is_over() else bench.inquiry.repair(choices).repairs
    except Undecided:
        found = ()
    return [{"give_up": list(map(_choice_json, repair))} for repair in found]


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Build a large model without looking for garbage: there is none, and looking takes half the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _analysis_json(bench: Bench, found: ModelAnalysis, counted: Counted) -> dict[str, Any]:
    """All findings; `seconds` is what they took, without the count."""
    language = bench.language
    apart = ("solver", "count")
    return {
        "file": bench.source.file,
        "features": len(bench.source.features),
        "constraints": len(bench.source.constraints),
        "components": found.components,
        "void": found.void,
        "core": found.core,
        "dead": found.dead,
        "false_optional": found.false_optional,
        "redundant": [_origin_json(origin, language) for origin in found.redundant],
        "conflict": [_origin_json(origin, language) for origin in found.conflict],
        "configurations": count_json(counted),
        "undecided": found.undecided,
        "untested": [_origin_json(origin, language) for origin in found.untested],
        "seconds": round(sum(seconds for stage, seconds in bench.seconds.items() if stage not in apart), 6),
        "stages": bench.read_seconds(),
    }


def _tell_analysis(answer: dict[str, Any], language: Language) -> None:
    counts = {key: answer[key] for key in ("features", "constraints", "components", "seconds")}
    click.echo(say(language, "cli.model.counts", **counts))
    if answer["void"] is not False:
        click.echo(say(language, "cli.model.void" if answer["void"] else "cli.model.void_undecided"))
    for key in ("core", "dead", "false_optional", "undecided"):
        _tell_names(key, answer[key], language)
    for key in ("redundant", "conflict", "untested"):
        _tell_names(key, [origin["sentence"] for origin in answer[key]], language, separator="\n    ")


def _tell_names(key: str, names: Sequence[str], language: Language, separator: str = " ") -> None:
    """How many there are, and the first of them."""
    shown = separator.join(names[:SHOWN]) + (f"{separator}…" if len(names) > SHOWN else "")
    if names or key not in ("undecided", "conflict", "untested"):
        click.echo(say(language, f"cli.model.{key}", count=len(names)) + (f"\n    {shown}" if names else ""))


def _grounds_json(grounds: Grounds, language: Language) -> list[dict[str, Any]]:
    lines = [_origin_json(origin, language) for origin in grounds.origins]
    choices = [
        {"kind": "choice", **_choice_json(choice), "sentence": _word_choice(choice, language)}
        for choice in grounds.choices
    ]
    return lines + choices


def _word_grounds(grounds: Grounds, language: Language) -> list[str]:
    return [reason["sentence"] for reason in _grounds_json(grounds, language)]


def _origin_json(origin: Origin, language: Language) -> dict[str, Any]:
    stated = {"text": origin.text} if origin.text else {"features": origin.features}
    sentence = _word_origin(origin, language)
    return {"kind": str(origin.kind), "line": origin.line, "column": origin.column, **stated, "sentence": sentence}


def _word_origin(origin: Origin, language: Language) -> str:
    first, *others = origin.features or ("",)
    return say(
        language,
        f"cli.model.origin.{origin.kind}",
        line=origin.line,
        text=origin.text if len(origin.text) <= LONGEST else origin.text[:LONGEST] + "…",
        first=first,
        others=", ".join(others[:SHOWN]) + (", …" if len(others) > SHOWN else ""),
        low=origin.low,
        high=len(others) if origin.high is None else origin.high,
    )


def _choice_json(choice: Choice) -> dict[str, Any]:
    return {"name": choice.name, "value": isinstance(choice, IsTrue)}


def _word_choice(choice: Choice, language: Language) -> str:
    return say(language, f"cli.model.choice.{'choose' if isinstance(choice, IsTrue) else 'reject'}", name=choice.name)
