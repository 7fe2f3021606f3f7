"""The programmes that a request names and the promotion codes that it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from configurator.catalog.commercial import reduction_of
from configurator.catalog.model import Catalog
from configurator.values.dates import ALWAYS, DateRange
from configurator.values.problem import Problem, Severity

_MOST_SHOWN = 12

Report = Callable[[Problem], None]


def read_programmes(catalog: Catalog, given: Iterable[object], day: date, report: Report) -> tuple[str, ...]:
    """The keys of programmes of the catalog, each once; one that is not in force on the day is told and has no
    effect."""
    known = list_programmes(catalog)
    found: list[str] = []
    for number, key in enumerate(given):
        if str(key) in known:
            found.append(str(key))
            _advise_dates(
                "request_programme_not_in_force", f"programmes.{number}", str(key), known[str(key)], day, report
            )
        else:
            params = {"programme": str(key)[:60], "nearest": _nearest(str(key), sorted(known))}
            report(Problem("request_programme_unknown", field=f"programmes.{number}", params=params))
    return tuple(dict.fromkeys(found))


def read_codes(catalog: Catalog, given: Iterable[object], day: date, report: Report) -> tuple[str, ...]:
    """The promotion codes that the catalog knows, each once. What is near to an unknown one is not told: a code is to
    be known by those who were given it."""
    known = list_codes(catalog)
    found: list[str] = []
    for number, code in enumerate(given):
        if str(code) not in known:
            params = {"promotion": str(code)[:60]}
            report(Problem("request_code_unknown", field=f"codes.{number}", params=params))
            continue
        found.append(str(code))
        if not any(each.contains(day) for each in known[str(code)]):
            field = f"codes.{number}"
            _advise_dates("request_code_not_in_force", field, str(code), known[str(code)][-1], day, report)
    return tuple(dict.fromkeys(found))


def list_programmes(catalog: Catalog) -> dict[str, DateRange]:
    """Every programme that a request may name, with the days on which it is in force."""
    reductions = {key: reduction_of(programme).valid for key, programme in catalog.programmes.items()}
    ladders = {key: ladder.valid for key, ladder in catalog.benefits.ladders.items()}
    return {**reductions, **ladders, **dict.fromkeys(catalog.benefits.partners, ALWAYS)}


def list_codes(catalog: Catalog) -> dict[str, Sequence[DateRange]]:
    """Every promotion code with the days of the programmes that it opens."""
    found: dict[str, list[DateRange]] = {}
    for reduction in map(reduction_of, catalog.programmes.values()):
        if reduction.code:
            found.setdefault(reduction.code, []).append(reduction.valid)
    return dict(found)


def _advise_dates(code: str, field: str, name: str, valid: DateRange, day: date, report: Report) -> None:
    if not valid.contains(day):
        params = {"name": name, "day": day.isoformat(), "dates": " – ".join(_show_days(valid))}
        report(Problem(code, Severity.WARNING, field=field, params=params))


def _show_days(valid: DateRange) -> Iterator[str]:
    return (day.isoformat() if day else "…" for day in (valid.first, valid.last))


def _nearest(text: str, known: Sequence[str]) -> str:
    """The most similar known name, or the first few when none is similar."""
    close = get_close_matches(text.upper(), known, 1)
    return close[0] if close else ", ".join(known[:_MOST_SHOWN]) or "–"
