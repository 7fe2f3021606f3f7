"""`configurator catalog lint` and `configurator catalog stats`: what is wrong with a catalog, and what is in it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from configurator.catalog.model import Catalog
from configurator.cli.groups import TabledGroup
from configurator.cli.speaking import help_of, message_language, read_settings
from configurator.cli.telling import FAILED, print_json, problem_json, tell_problem
from configurator.services.releases import lint_catalog, open_catalog
from configurator.values.problem import has_errors
from configurator.wording import say

CATALOG_COMMANDS = {
    "init": ("starting", "init_command"),
    "lint": ("catalogs", "lint_command"),
    "stats": ("catalogs", "stats_command"),
    "test": ("scenario_testing", "test_command"),
    "publish": ("releasing", "publish_command"),
    "approve": ("releasing", "approve_command"),
    "reject": ("releasing", "reject_command"),
    "rollback": ("releasing", "rollback_command"),
    "releases": ("releasing", "releases_command"),
    "export": ("releasing", "export_command"),
    "sheet": ("sheets", "sheet_group"),
    "diff": ("differing", "diff_command"),
    "tmf": ("tmf", "tmf_group"),
    "uvl": ("uvl", "uvl_command"),
    "impact": ("impacting", "impact_command"),
    "prove": ("proving", "prove_command"),
}
"""Where each command of the group is made, as in `main.COMMANDS`."""


def catalog_group() -> click.Group:
    """catalog …: everything that maintainers of a catalog do."""
    return TabledGroup(CATALOG_COMMANDS, "catalog", help=help_of("catalog"))


def lint_command() -> click.Command:
    """catalog lint [DIR] [--quick] [--json]"""

    @click.command("lint", help=help_of("catalog.lint"))
    @click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
    @click.option("--quick", is_flag=True, help=help_of("catalog.quick"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def lint(folder: Path | None, quick: bool, as_json: bool) -> None:
        """Tell all findings of a catalog folder; exit code 1 where an error is among them."""
        language = message_language()
        start = perf_counter()
        problems = lint_catalog(folder or read_settings().catalog, with_proofs=not quick)
        seconds = round(perf_counter() - start, 3)
        counts = Counter(str(problem.severity) for problem in problems)
        summary = {"errors": counts["error"], "warnings": counts["warning"], "infos": counts["info"]}
        if as_json:
            found = [problem_json(problem, language) for problem in problems]
            print_json({"problems": found, **summary, "seconds": seconds})
        else:
            for problem in problems:
                click.echo(tell_problem(problem, language), err=True)
            click.echo(say(language, "cli.lint.summary", **summary))
        if has_errors(problems):
            raise click.exceptions.Exit(FAILED)

    return lint


def stats_command() -> click.Command:
    """catalog stats [DIR] [--json]"""

    @click.command("stats", help=help_of("catalog.stats"))
    @click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def stats(folder: Path | None, as_json: bool) -> None:
        """Tell what a catalog holds, as counts."""
        figures = count_catalog(open_catalog(folder or read_settings().catalog).catalog)
        if as_json:
            print_json(figures)
        else:
            for name, value in figures.items():
                click.echo(f"{name}: {value}")

    return stats


def count_catalog(catalog: Catalog) -> dict[str, Any]:
    """How much of what a catalog holds: offerings by family and line, rules by kind and severity, packages by
    industry and size."""
    lines = Counter(catalog.families[offering.family].line for offering in catalog.offerings.values())
    packages: dict[str, list[str]] = {}
    for industry, size in catalog.packages:
        packages.setdefault(industry, []).append(size)
    return {
        "catalog": catalog.key,
        "release": catalog.release,
        "digest": catalog.digest,
        "families": len({offering.family for offering in catalog.offerings.values()}),
        "offerings": len(catalog.offerings),
        "offerings_by_family": dict(Counter(offering.family for offering in catalog.offerings.values())),
        "offerings_by_line": dict(lines),
        "rules": len(catalog.rules),
        "rules_by_kind": dict(Counter(str(rule.kind) for rule in catalog.rules.values())),
        "rules_by_severity": dict(Counter(str(rule.severity) for rule in catalog.rules.values())),
        "prices": sum(len(parts) for parts in catalog.prices.values()),
        "prices_by_evidence": dict(Counter(str(part.evidence) for parts in catalog.prices.values() for part in parts)),
        "packages": len(catalog.packages),
        "packages_by_industry": packages,
        "needs": len(catalog.needs),
        "tables": len(catalog.tables),
    }
