"""`configurator seek`: the best package for a goal, or three clearly different ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from configurator.cli.opening import read_or_fail
from configurator.cli.proposing import proposal_json
from configurator.cli.request_file import MOST_BYTES, RequestFile
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.cli.telling import fail, print_json
from configurator.configuration.aiming import Baseline
from configurator.guidance.contrasting import MOST_APART
from configurator.guidance.goal import AIMS
from configurator.guidance.ledger import BUDGET_MEASURES
from configurator.guidance.seeking import SEEK_SECONDS
from configurator.services.proposing import Proposer, RequestRefused
from configurator.services.releases import open_catalog
from configurator.services.seeking import Alternative, Answer, Seeker, baseline_of_lines
from configurator.values.problem import Problem
from configurator.values.text import Language
from configurator.wording import say

_LONGEST = 600


def seek_command() -> click.Command:
    """seek REQUEST.yaml [--need CODE]… [--optional CODE[=WEIGHT]]… [--budget-monthly AMOUNT] … [--json]"""

    @click.command("seek", help=help_of("seek"))
    @click.argument("request_path", metavar="REQUEST.yaml", type=click.Path(path_type=Path))
    @click.option("--need", "needs", multiple=True, help=help_of("seek.need"))
    @click.option("--optional", "optional", multiple=True, metavar="CODE[=WEIGHT]", help=help_of("seek.optional"))
    @click.option("--aim", type=click.Choice(AIMS), default=None, help=help_of("seek.aim"))
    @click.option("--measure", type=click.Choice(BUDGET_MEASURES), default=None, help=help_of("seek.measure"))
    @click.option("--budget-monthly", "monthly", metavar="AMOUNT", help=help_of("seek.monthly"))
    @click.option("--budget-one-time", "one_time", metavar="AMOUNT", help=help_of("seek.one_time"))
    @click.option("--budget-tcv", "tcv", metavar="AMOUNT", help=help_of("seek.tcv"))
    @click.option("--least-margin", "margin", metavar="PERCENT", help=help_of("seek.margin"))
    @click.option(
        "--closest-to", "earlier", metavar="FILE", type=click.Path(path_type=Path), help=help_of("seek.earlier")
    )
    @click.option("--alternatives", "apart", type=click.IntRange(0, MOST_APART), help=help_of("seek.alternatives"))
    @click.option("--time-limit", type=click.IntRange(1, _LONGEST), default=SEEK_SECONDS, help=help_of("seek.seconds"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def command(
        request_path: Path,
        needs: tuple[str, ...],
        earlier: Path | None,
        apart: int | None,
        time_limit: int,
        as_json: bool,
        **wanted: object,
    ) -> None:
        """Seek one best package, or three different ones; exit code 1 where nothing fits."""
        language = message_language()
        file = read_or_fail(request_path, language, as_json=as_json)
        raw = _with_needs(file, needs)
        seeker = Seeker(Proposer(open_catalog(read_settings().catalog)))
        try:
            if apart is not None:
                found = seeker.alternatives(raw, today(), apart, Decimal(time_limit))
                _tell_alternatives(found, language, as_json=as_json)
                return
            baseline = None if earlier is None else _read_baseline(seeker, earlier, language, as_json)
            answer = seeker.seek(raw, wanted, today(), baseline, Decimal(time_limit))
        except RequestRefused as refusal:
            fail((_locate(file, problem) for problem in refusal.problems), language, as_json=as_json)
            raise
        shows_margin = bool(wanted["margin"])
        if as_json:
            print_json({**answer_json(answer, language, shows_margin=shows_margin), "problems": []})
        else:
            click.echo(_summary(answer, seeker, language))

    return command


def answer_json(answer: Answer, language: Language, *, shows_margin: bool = False) -> dict[str, Any]:
    """The answer of `seek --json`; the margin only when one was asked for."""
    margin = {"margin_percent": str(answer.margin_percent)} if shows_margin else {}
    return {
        "aim": answer.aim,
        "measure": answer.measure,
        "proof": answer.proof,
        "bound": answer.bound,
        "seconds": f"{answer.seconds:.3f}",
        "time_limit": f"{answer.time_limit:f}",
        "covered": list(answer.covered),
        "left_out": [asdict(each) for each in answer.left_out],
        "changed": list(answer.changed),
        **margin,
        "request": answer.request,
        "proposal": proposal_json(answer.content, language),
    }


def alternative_json(alternative: Alternative, language: Language) -> dict[str, Any]:
    """One entry of the answer of `seek --alternatives --json`."""
    return {
        "grade": alternative.grade,
        "apart": list(alternative.apart),
        "most_apart": alternative.most_apart,
        "further": list(alternative.further),
        **answer_json(alternative.answer, language),
    }


def _locate(file: RequestFile, problem: Problem) -> Problem:
    """What is wrong with the goal stands on the command line, not in the file."""
    return problem if problem.code.startswith("seek_") else file.locate(problem)


def _with_needs(file: RequestFile, needs: tuple[str, ...]) -> Mapping[str, object]:
    content: Any = file.content
    return {**content, "needs": list(needs)} if needs and isinstance(content, dict) else content


def _read_baseline(seeker: Seeker, path: Path, language: Language, as_json: bool) -> Baseline:
    """The package of a JSON answer, or the ordinary proposal for a request file."""
    if path.suffix.lower() != ".json":
        file = read_or_fail(path, language, as_json=as_json)
        try:
            return seeker.baseline_of(file.content, today())
        except RequestRefused as refusal:
            fail((file.locate(problem) for problem in refusal.problems), language, as_json=as_json)
            raise
    lines = _read_lines(path)
    if lines is None:
        problem = Problem("seek_baseline_unreadable", field="--closest-to", params={"file": path.name})
        fail([problem], language, as_json=as_json)
    return baseline_of_lines(seeker.catalog, lines or ())


def _read_lines(path: Path) -> list[Mapping[str, object]] | None:
    try:
        if path.stat().st_size > MOST_BYTES * 10:
            return None
        answer = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if isinstance(answer, dict):
        answer = answer.get("proposal", answer)
    lines = answer.get("lines") if isinstance(answer, dict) else None
    return lines if isinstance(lines, list) and all(isinstance(line, dict) for line in lines) else None


def _tell_alternatives(found: tuple[Alternative, ...], language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json({"alternatives": [alternative_json(each, language) for each in found], "problems": []})
        return
    for each in found:
        click.echo(_alternative_summary(each, language))


def _alternative_summary(alternative: Alternative, language: Language) -> str:
    answer = alternative.answer
    rows = [f"== {say(language, f'seeking.grade.{alternative.grade}')}", *_figures(answer, language)]
    if alternative.apart:
        apart = ", ".join(map(str, alternative.apart))
        rows.append(_row(language, "apart", apart))
    if alternative.most_apart is not None:
        rows.append(say(language, "seeking.most_apart", count=alternative.most_apart))
    rows.append(_row(language, "further", len(alternative.further)))
    return "\n".join(rows)


def _summary(answer: Answer, seeker: Seeker, language: Language) -> str:
    rows = _figures(answer, language)
    if answer.aim == "closest":
        rows.append(_row(language, "changed", len(answer.changed)))
    for code in answer.covered:
        rows.append(_row(language, "covered", seeker.catalog.needs[code].name.in_language(language)))
    for missing in answer.left_out:
        name = seeker.catalog.needs[missing.code].name.in_language(language)
        key = "left_out" if missing.adds else "left_out_impossible"
        params = {"need": name, "adds": _amount(missing.adds, answer), "measure": _measure(missing.measure, language)}
        rows.append(say(language, f"seeking.{key}", **params))
    return "\n".join(rows)


def _figures(answer: Answer, language: Language) -> list[str]:
    totals = answer.content.totals
    rows = [
        _row(language, "components", len(answer.content.lines)),
        _row(language, "monthly", _amount(totals.monthly, answer)),
        _row(language, "one_time", _amount(totals.one_time, answer)),
        _row(language, "tcv", _amount(totals.tcv, answer)),
    ]
    limit = {"seconds": f"{answer.seconds:.1f}", "limit": f"{answer.time_limit:f}"}
    rows.append(say(language, f"seeking.proof.{answer.proof}", **limit))
    if answer.bound:
        bound = _amount(answer.bound, answer)
        rows.append(say(language, "seeking.bound", bound=bound, measure=_measure(answer.measure, language)))
    return rows


def _row(language: Language, key: str, value: object) -> str:
    return f"{say(language, f'seeking.row.{key}')}: {value}"


def _measure(measure: str, language: Language) -> str:
    return say(language, f"seeking.measure.{measure}")


def _amount(text: str, answer: Answer) -> str:
    return f"{Decimal(text):,} {answer.content.currency}" if text else ""
