"""`configurator catalog prove`: the least margin of any valid configuration, and the most that packages cost."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from configurator.catalog.model import Catalog
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.cli.telling import FAILED, print_json, problem_json, tell_problem
from configurator.proving.margins import LeastMargin
from configurator.proving.packages import PackageCost
from configurator.proving.phrases import say_customer, say_lines, say_parts, say_scope, say_stack
from configurator.proving.proving import ProofReport, prove
from configurator.proving.repricing import Part
from configurator.services.releases import open_catalog
from configurator.values.money import Money
from configurator.values.problem import has_errors
from configurator.values.text import Language, Text
from configurator.wording import say

MOST_SECONDS = 600
_NONE = "–"


def prove_command() -> click.Command:
    """catalog prove [DIR] [--family CODE]… [--time-limit SECONDS] [--json]"""

    @click.command("prove", help=help_of("catalog.prove"))
    @click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
    @click.option("--family", "families", multiple=True, metavar="CODE", help=help_of("catalog.prove.family"))
    @click.option("--time-limit", type=click.IntRange(1), default=MOST_SECONDS, help=help_of("catalog.prove.time"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def command(folder: Path | None, families: tuple[str, ...], time_limit: int, as_json: bool) -> None:
        """Prove a catalog, with progress on the error stream; exit code 1 where a limit does not hold."""
        language, start = message_language(), perf_counter()
        book = open_catalog(folder or read_settings().catalog)
        unknown = [family for family in families if family not in book.catalog.families]
        if unknown:
            known = ", ".join(book.catalog.families)
            raise click.UsageError(say(language, "cli.prove.unknown_family", family=unknown[0], known=known))

        def tell(found: LeastMargin | PackageCost) -> None:
            click.echo(tell_progress(book.catalog, found, language), err=True)

        report = prove(book, today(), Decimal(time_limit), families, tell)
        seconds = round(perf_counter() - start, 1)
        if as_json:
            print_json({**report_json(book.catalog, report, language), "seconds": seconds})
        else:
            _tell_report(book.catalog, report, language)
        if has_errors(report.problems):
            raise click.exceptions.Exit(FAILED)

    return command


def tell_progress(catalog: Catalog, found: LeastMargin | PackageCost, language: Language) -> str:
    """One finding on one line, as soon as it is there."""
    if isinstance(found, PackageCost):
        return _tell_package(found, language)
    return _tell_margin(catalog, found, language)


def _tell_margin(catalog: Catalog, found: LeastMargin, language: Language) -> str:
    scope = say_scope(catalog, found.scope).in_language(language)
    if found.margin is None:
        key = "none" if found.proof == "optimal" else "unknown"
        return say(language, f"cli.prove.margin.{key}", scope=scope, bound=_show(found.bound))
    key = f"cli.prove.margin.{found.proof}"
    return say(language, key, scope=scope, margin=str(found.margin), bound=_show(found.bound))


def _tell_package(found: PackageCost, language: Language) -> str:
    return say(
        language,
        f"cli.prove.package.{found.proof}",
        package=found.package.name.in_language(language),
        measure=say(language, f"seeking.measure.{found.measure}"),
        lines=_show_money(found.lines),
        proposed=_show_money(found.proposed),
        bound=_show_money(found.bound),
        staff=_NONE if found.staff is None else f"{found.staff:,}",
    )


def _tell_report(catalog: Catalog, report: ProofReport, language: Language) -> None:
    for margin in report.margins:
        click.echo(_tell_margin(catalog, margin, language))
        for words in _describe(catalog, margin):
            click.echo(f"    {words.in_language(language)}")
        if margin.without_cost:
            click.echo("    " + say(language, "cli.prove.without_cost", offerings=", ".join(margin.without_cost)))
        if margin.dependent:
            click.echo("    " + say(language, "cli.prove.dependent", offerings=", ".join(margin.dependent)))
    for package in report.packages:
        click.echo(_tell_package(package, language))
    for problem in report.problems:
        click.echo(tell_problem(problem, language), err=True)
    if report.loose:
        click.echo(say(language, "cli.prove.loose", names=", ".join(report.loose)))
    click.echo(say(language, "cli.prove.summary", count=len(report.problems)))


def _describe(catalog: Catalog, found: LeastMargin) -> tuple[Text, ...]:
    if found.example is None or found.stack is None:
        return ()
    return (
        say_lines(found.example),
        say_stack(catalog, found.stack),
        say_customer(catalog, found.example),
        *say_parts(found),
    )


def report_json(catalog: Catalog, report: ProofReport, language: Language) -> dict[str, Any]:
    """The report for machines."""
    return {
        "catalog": catalog.key,
        "release": catalog.release,
        "digest": catalog.digest,
        "day": report.day.isoformat(),
        "discount_percent": str(report.discount_percent),
        "margins": [_margin_json(found) for found in report.margins],
        "packages": [_package_json(found) for found in report.packages],
        "not_linear": list(report.loose),
        "problems": [problem_json(problem, language) for problem in report.problems],
    }


def _margin_json(found: LeastMargin) -> dict[str, Any]:
    example, stack = found.example, found.stack
    return {
        "family": found.scope.family or None,
        "margin_percent": _text(found.margin),
        "proof": found.proof,
        "bound_percent": _text(found.bound),
        "without_cost": list(found.without_cost),
        "dependent": list(found.dependent),
        "term_months": stack.term_months if stack else None,
        "discount_percent": str(stack.discount_percent) if stack else None,
        "programmes": sorted(stack.named) if stack else [],
        "codes": sorted(stack.codes) if stack else [],
        "parts": [_part_json(part) for part in found.parts],
        "lines": dict(example.quantities) if example else {},
        "attributes": {f"{code}.{key}": value for (code, key), value in example.attributes.items()} if example else {},
        "customer": dict(example.stated) if example else {},
        "needs": list(example.needs) if example else [],
    }


def _part_json(part: Part) -> dict[str, Any]:
    return {
        "step": part.step,
        "rule": part.rule,
        "change": str(part.change.amount),
        "file": part.location.file,
        "line": part.location.line,
    }


def _package_json(found: PackageCost) -> dict[str, Any]:
    return {
        "industry": found.package.industry,
        "size": found.package.size,
        "measure": found.measure,
        "lines": _money_text(found.lines),
        "proposed": _money_text(found.proposed),
        "bound": _money_text(found.bound),
        "proof": found.proof,
        "staff": found.staff,
    }


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)


def _money_text(amount: Money | None) -> str | None:
    return None if amount is None else str(amount)


def _show(figure: Decimal | None) -> str:
    return _NONE if figure is None else str(figure)


def _show_money(amount: Money | None) -> str:
    return _NONE if amount is None else f"{amount.amount:,}"
