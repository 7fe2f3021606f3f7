"""`configurator bench engine --peers`, `bench completion`, `bench shape`: the engine beside others and itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import click
import yaml

from configurator.benching.completing import (
    CompletionReport,
    CompletionRow,
    list_requests,
    measure_completions,
    summarise,
)
from configurator.benching.conversing import make_sessions
from configurator.benching.engine import SCALES
from configurator.benching.generating import make_catalog
from configurator.benching.lookalikes import family_of, make_lookalike, offering_of
from configurator.benching.peering import (
    PeerKind,
    PeerResult,
    PeerRow,
    PeerState,
    PeerSubject,
    average_ratios,
    keep_booleans,
    measure_peers,
)
from configurator.benching.structure import Structure, average_structures, measure_structure
from configurator.catalog.model import Catalog
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.cli.telling import print_json
from configurator.rules.rulebook import RuleBook
from configurator.services.proposing import Proposer
from configurator.services.releases import open_catalog
from configurator.solver import CompiledModel, Model, compile
from configurator.values.text import Language
from configurator.wording import say

COMPARED_SCALES = (1.0, 2.0)
"""The made-up catalogs whose boolean part is compared with other engines."""

STATES = {PeerState.LATE: "late", PeerState.MISSING: "absent", PeerState.FAILED: "failed"}
"""The keys of what is said of an engine that did not answer everything."""

SHAPED = 8
"""How many customers, and how many made-up catalogs of each scale, a shape is the median of."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How to compare: clicks on each model, the seed, where the others are installed, seconds for each and model."""

    clicks: int
    seed: int
    folder: Path
    seconds: int


def compare(models: Path | None, read: Sequence[tuple[str, Model]], how: Comparison, *, as_json: bool) -> None:
    """Measure the others on the models, on made-up catalogs and on the catalog in force, and print what came of it."""
    language = message_language()
    rows = measure_peers(_list_subjects(models, read, how.seed), how.clicks, how.seed, how.folder, how.seconds)
    if as_json:
        found = list(rows)
        means = {str(kind): mean for kind, mean in average_ratios(found).items()}
        print_json(rounded({"rows": [asdict(row) for row in found], "mean_ratios": means}))
        return
    click.echo(say(language, "cli.bench.peers.head"))
    found = []
    for row in rows:
        found.append(row)
        for line in _peer_lines(row, language):
            click.echo(line)
    for kind, mean in average_ratios(found).items():
        click.echo(say(language, "cli.bench.peers.mean", engine=_name_of(kind, language), ratio=f"{mean:.3g}"))
    for kind in _list_missing(found):
        click.echo(say(language, "cli.bench.peers.missing", engine=_name_of(kind, language)), err=True)


def add_commands(group: click.Group) -> None:
    """bench completion [--requests DIR] [--json]; bench shape [--json]"""

    @group.command("completion", help=help_of("bench.completion"))
    @click.option(
        "--requests", type=click.Path(path_type=Path, exists=True, file_okay=False), help=help_of("bench.requests")
    )
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def completion(requests: Path | None, as_json: bool) -> None:
        """Measure each request, and tell the rows as they come and then the report."""
        language = message_language()
        book = open_catalog(read_settings().catalog)
        asked = chain(_read_requests(requests), list_requests(book.catalog))
        rows: list[CompletionRow] = []
        if not as_json:
            click.echo(say(language, "cli.bench.completion.head"))
        for row in measure_completions(book, asked, today()):
            rows.append(row)
            if not as_json:
                click.echo(_completion_line(row))
        report = summarise(rows)
        if as_json:
            listed = [{**asdict(row), "ratio": row.ratio} for row in rows]
            print_json(rounded({"rows": listed, "all": asdict(report) if report else None}))
        elif report is not None:
            click.echo(_word_report(report, language))

    @group.command("shape", help=help_of("bench.shape"))
    @click.option("--seed", type=int, default=1, show_default=True, help=help_of("bench.seed"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def shape(seed: int, as_json: bool) -> None:
        """Tell the shapes of the catalog and of made-up ones."""
        shapes = dict(_measure_shapes(open_catalog(read_settings().catalog), seed))
        if as_json:
            print_json(rounded({name: asdict(found) for name, found in shapes.items()}))
            return
        language = message_language()
        click.echo(say(language, "cli.bench.shape.head"))
        for name, found in shapes.items():
            click.echo(_shape_line(name, found))


def rounded(value: Any) -> Any:
    """Fractions to a ten-thousandth, all through a report."""
    match value:
        case dict():
            return {key: rounded(part) for key, part in value.items()}
        case list() | tuple():
            return [rounded(part) for part in value]
        case float():
            return round(value, 4)
        case _:
            return value


def _list_subjects(models: Path | None, read: Sequence[tuple[str, Model]], seed: int) -> Iterator[PeerSubject]:
    for name, model in read:
        source = models / f"{name}.uvl" if models else None
        yield PeerSubject(name, compile(model), source if source and source.exists() else None)
    for scale in COMPARED_SCALES:
        yield PeerSubject(f"look-alike {scale:g}, bools", compile(keep_booleans(make_lookalike(scale, seed))))
    book = open_catalog(read_settings().catalog)
    for session in make_sessions(book, Proposer(book), today(), Random(seed)):
        yield PeerSubject(f"catalog {book.catalog.key}", session.compiled.model)
        break


def _peer_lines(row: PeerRow, language: Language) -> Iterator[str]:
    ours = say(language, "cli.bench.peers.ours")
    yield f"{row.name:<24.24} {ours:<24} {row.ours_ms:>10.3f} {'':>10} {row.clicks:>8}"
    for result in row.results:
        yield f"{'':<24} {_name_of(result.kind, language):<24} {_peer_figures(result, language)}"
    if row.uvl is not None and row.uvl.seconds is not None:
        yield say(language, "cli.bench.peers.uvl", seconds=f"{row.uvl.seconds:.1f}")
    elif row.uvl is not None and row.uvl.state is not PeerState.MISSING:
        yield say(language, f"cli.bench.peers.uvl_{row.uvl.state}")


def _peer_figures(result: PeerResult, language: Language) -> str:
    state = say(language, f"cli.bench.peers.{STATES[result.state]}") if result.state in STATES else ""
    if result.median_ms is None or result.ratio is None:
        return f"{'-':>10} {'-':>10} {result.answered:>8} {'':>16}  {state}".rstrip()
    wrong = f"{result.wrong} / {result.states}"
    return f"{result.median_ms:>10.3f} {result.ratio:>10.3g} {result.answered:>8} {wrong:>16}  {state}".rstrip()


def _name_of(kind: PeerKind, language: Language) -> str:
    return say(language, f"cli.bench.peers.{kind}")


def _list_missing(rows: Sequence[PeerRow]) -> list[PeerKind]:
    missing = {result.kind for row in rows for result in row.results if result.state is PeerState.MISSING}
    return [kind for kind in PeerKind if kind in missing]


def _read_requests(folder: Path | None) -> Iterator[tuple[str, Mapping[str, object]]]:
    for path in sorted(folder.glob("*.yaml")) if folder else ():
        yield path.stem, yaml.safe_load(path.read_text(encoding="utf-8"))


def _completion_line(row: CompletionRow) -> str:
    return (
        f"{row.name:<28.28} {row.ambition:<10} {row.variables:>6} {row.objectives:>3} {row.first_ms:>8.1f} "
        f"{row.again_ms:>8.1f} {row.bare_ms:>8.1f} {row.ratio:>6.2f} {row.proof}"
    )


def _word_report(report: CompletionReport, language: Language) -> str:
    figures = {
        name: " / ".join(f"{figure:.0f}" for figure in (spread.median, spread.p95, spread.max))
        for name, spread in (("first", report.first), ("again", report.again))
    }
    params = {"count": report.completions, "proven": report.proven, "ratio": f"{report.ratio:.2f}"}
    return say(language, "cli.bench.completion.all", **params, **figures)


def _measure_shapes(book: RuleBook, seed: int) -> Iterator[tuple[str, Structure]]:
    catalog = book.catalog
    real = [
        _shape_catalog(session.compiled.model, catalog)
        for session, _ in zip(make_sessions(book, Proposer(book), today(), Random(seed)), range(SHAPED), strict=False)
    ]
    made = {
        f"look-alike {scale:g}": [
            measure_structure(compile(make_lookalike(scale, seed + place)), offering_of, family_of)
            for place in range(SHAPED)
        ]
        for scale in SCALES
    }
    tangled = [
        measure_structure(compile(make_catalog(1, seed + place)), _tangled_offering, family_of)
        for place in range(SHAPED)
    ]
    for name, found in {f"catalog {catalog.key}": real, **made, "tangled 1": tangled}.items():
        average = average_structures(found)
        if average is not None:
            yield name, average


def _tangled_offering(name: str) -> str | None:
    return name.removeprefix("q.") if "." in name else None


def _shape_catalog(compiled: CompiledModel, catalog: Catalog) -> Structure:
    def find_offering(name: str) -> str | None:
        code = name.partition(":")[2].partition(".")[0]
        return code if code in catalog.offerings else None

    return measure_structure(compiled, find_offering, lambda code: catalog.offerings[code].family)


def _shape_line(name: str, shape: Structure) -> str:
    parts = " ".join(map(str, shape.parts[:6]))
    arities = " ".join(f"{arity}:{share:.0%}" for arity, share in shape.arities)
    return (
        f"{name:<20.20} {shape.offerings:>6} {shape.rules:>6} {shape.open_variables:>6} {len(shape.parts):>6} "
        f"{parts:<30} {shape.across:>6.0%} {shape.unruled:>6.0%}  {arities}"
    )
