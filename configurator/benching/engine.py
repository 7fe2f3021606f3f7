"""Every measurement of the engine, in one report: public models, the catalog in force, made-up catalogs, memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import mean, median
from time import perf_counter

from configurator.benching.answering import Answers, measure_answers
from configurator.benching.clicking import Click, Spread, click_randomly, measure_spread
from configurator.benching.conversing import Memory, make_sessions, measure_memory
from configurator.benching.doubling import double_model
from configurator.benching.generating import make_catalog
from configurator.benching.lookalikes import make_lookalike
from configurator.benching.metering import metering
from configurator.benching.naive import NaiveLoop
from configurator.configuration.compiled import CompiledSituation, Situation
from configurator.rules.rulebook import RuleBook
from configurator.services.proposing import Proposer
from configurator.services.releases import open_catalog
from configurator.solver import CompiledModel, Model, Reasoner, compile
from configurator.solver.deadline import Deadline

SCALES = (0.5, 1.0, 2.0, 4.0)
SITUATIONS = 8
"""How many customers the clicks on a catalog are spread over; at most one for every FEWEST clicks."""

FEWEST = 5
SAMPLES = 3
"""How many made-up catalogs of each scale share the clicks."""

COMPARED = 4
"""How many clicks of each subject the naive loop repeats."""

NAIVE_SECONDS = 15
CLICK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to click on: models that share its name and the clicks, each made when its turn comes."""

    name: str
    makers: tuple[Callable[[], CompiledModel], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What the clicks on a subject took; milliseconds, sizes and counts of its first model.

    `first_ms` is the first question of all, before any choice. Solver shares are of time inside the solver's solve and
    propagate; `unasked_share` is of clicks whose options needed neither. `ratio` is the naive loop's median over ours,
    None when the loop ran out of time; `differences` counts option states that it found otherwise.
    """

    name: str
    bools: int
    integers: int
    constraints: int
    components: int
    compile_ms: float
    first_ms: float
    clicks: int
    undecided: int
    options: Spread
    everything: Spread
    options_solver_share: float
    everything_solver_share: float
    unasked_share: float
    solves: float
    naive_ms: float | None
    ratio: float | None
    compared: int
    differences: int


@dataclass(frozen=True, slots=True)
class EngineReport:
    """All rows; `answers` are explanations and ways out on the catalog in force."""

    rows: tuple[Row, ...]
    answers: Answers
    memory: Memory


def measure_engine(
    catalog: Path,
    models: Sequence[tuple[str, Model]],
    clicks: int,
    seed: int,
    day: date,
    sessions: int,
    *,
    tangled: bool = False,
) -> Iterator[Row | Answers | Memory]:
    """Measure one thing after the other: models, the catalog, the same catalog twice, then made-up catalogs of each of
    SCALES in order, look-alikes of the telecom catalog and, if asked for, the tangled ones."""
    for name, model in models:
        yield measure_subject(Subject(name, (_maker(model),)), clicks, seed)
    book = open_catalog(catalog)
    subject = _catalog_subject(book, day, clicks, seed)
    yield measure_subject(subject, clicks, seed)
    yield measure_subject(Subject(f"{subject.name} twice", tuple(map(_doubled, subject.makers))), clicks, seed)
    for name, make in (("look-alike", make_lookalike), ("tangled", make_catalog))[: 1 + tangled]:
        for scale in SCALES:
            made = tuple(_maker(make(scale, seed + sample)) for sample in range(SAMPLES))
            yield measure_subject(Subject(f"{name} {scale:g}", made), clicks, seed)
    yield measure_answers((make() for make in _catalog_subject(book, day, clicks, seed).makers), Random(seed))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        yield process.submit(measure_memory, catalog, day, sessions, seed).result()


def collect(found: Iterable[Row | Answers | Memory]) -> EngineReport:
    """The whole report from its parts."""
    parts = list(found)
    return EngineReport(
        tuple(part for part in parts if isinstance(part, Row)),
        next(part for part in parts if isinstance(part, Answers)),
        next(part for part in parts if isinstance(part, Memory)),
    )


def measure_subject(subject: Subject, clicks: int, seed: int) -> Row:
    """Click so often in all, then repeat some clicks with the naive loop."""
    chance, share = Random(seed), max(1, clicks // len(subject.makers))
    done: list[Click] = []
    compiled_in, answered_in, first = [], [], None
    compared: list[tuple[float | None, float, int]] = []
    with metering() as meter:
        for make in subject.makers:
            start = perf_counter()
            compiled = make()
            ready = perf_counter()
            reasoner = Reasoner(compiled, CLICK_SECONDS)
            reasoner.domains(())
            answered_in.append(perf_counter() - ready)
            compiled_in.append(ready - start)
            first = first or compiled
            made = list(click_randomly(reasoner, meter, share, chance))
            done += made
            compared += _compare(compiled, made[:: max(1, len(made) // -(-COMPARED // len(subject.makers)))])
    assert first is not None
    return _make_row(subject.name, first, median(compiled_in), median(answered_in), done, compared)


def _compare(compiled: CompiledModel, clicks: Sequence[Click]) -> Iterator[tuple[float | None, float, int]]:
    """For some clicks: the naive loop's milliseconds (None: ran out of time), ours, and how many states differ."""
    loop, deadline = NaiveLoop(compiled), Deadline(NAIVE_SECONDS)
    for click in clicks:
        start = perf_counter()
        possible = loop.find_possible(click.facts, deadline)
        if possible is None:
            yield None, click.options_ms, 0
            return
        took = (perf_counter() - start) * 1000
        yield took, click.options_ms, sum(possible[name] != values for name, values in click.possible.items())


def _make_row(
    name: str,
    compiled: CompiledModel,
    compile_seconds: float,
    first_seconds: float,
    clicks: Sequence[Click],
    compared: Sequence[tuple[float | None, float, int]],
) -> Row:
    bools = sum(map(compiled.is_bool, range(len(compiled.variables))))
    naive = [(theirs, ours) for theirs, ours, _ in compared if theirs is not None]
    options, everything = [click.options_ms for click in clicks], [click.everything_ms for click in clicks]
    in_options = sum(click.options_solver_ms for click in clicks)
    in_everything = in_options + sum(click.bounds_solver_ms for click in clicks)
    return Row(
        name,
        bools,
        len(compiled.variables) - bools,
        len(compiled.model.constraints),
        len(compiled.components),
        compile_seconds * 1000,
        first_seconds * 1000,
        len(clicks),
        sum(click.undecided for click in clicks),
        measure_spread(options),
        measure_spread(everything),
        in_options / sum(options) if options else 0,
        in_everything / sum(everything) if everything else 0,
        mean(click.options_solver_ms == 0 for click in clicks) if clicks else 0,
        mean(click.options_solves for click in clicks) if clicks else 0,
        median(theirs for theirs, _ in naive) if naive else None,
        median(theirs / ours for theirs, ours in naive) if naive else None,
        len(naive),
        sum(different for _, _, different in compared),
    )


def _maker(model: Model) -> Callable[[], CompiledModel]:
    return lambda: compile(model)


def _situation_maker(situation: Situation) -> Callable[[], CompiledModel]:
    return lambda: CompiledSituation(situation).model


def _doubled(make: Callable[[], CompiledModel]) -> Callable[[], CompiledModel]:
    return lambda: compile(double_model(make().model))


def _catalog_subject(book: RuleBook, day: date, clicks: int, seed: int) -> Subject:
    """The catalog for several customers; making includes translating the rules for the customer."""
    sessions = make_sessions(book, Proposer(book), day, Random(seed))
    situations = [each.compiled.situation for each in islice(sessions, max(1, min(SITUATIONS, clicks // FEWEST)))]
    return Subject(
        f"catalog {book.catalog.key}",
        tuple(map(_situation_maker, situations)),
    )
