"""The console: a request in the maintainer's words, and what the workpiece makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.catalog.model import Catalog, Family
from configurator.configuration.model import Explanation, OptionState
from configurator.http.access import needs
from configurator.http.services import get_services, get_today
from configurator.http.sessions import require_user
from configurator.services.proposing import Trial
from configurator.services.workbench import Tried
from configurator.web.blueprint import pages
from configurator.web.context import can
from configurator.web.quote_views import group_lines
from configurator.web.repair_views import show_repairs
from configurator.web.workbench.finding_views import FindingView, show_findings
from configurator.web.workbench.opening import Opened, need_catalog, open_piece, show_bench

LONGEST_REQUEST = 20_000
SHOWN_STATES = ("forced", "forbidden", "chosen", "default", "open", "undecided")


@dataclass(frozen=True, slots=True)
class StateRow:
    """An offering's state with the reasons of it and of the bounds of its quantity."""

    option: OptionState
    why: Explanation | None
    least: Explanation | None
    most: Explanation | None


@pages.get("/workbench/<key>/try")
@needs(Permission.MAINTAIN_CATALOG)
def show_trial(key: str) -> ResponseReturnValue:
    """The console with a request to begin with; `offering` is chosen in it."""
    opened = open_piece(key)
    catalog = need_catalog(opened)
    return _show(opened, catalog, _make_request(catalog, request.args.get("offering", "")), None)


@pages.post("/workbench/<key>/try")
@needs(Permission.MAINTAIN_CATALOG)
def try_request(key: str) -> ResponseReturnValue:
    """What comes of the request: problems, states with reasons, lines, price. Nothing is kept."""
    opened = open_piece(key)
    catalog = need_catalog(opened)
    text = request.form.get("request", "").replace("\r\n", "\n")[:LONGEST_REQUEST]
    tried = get_services().workbench.try_out(require_user(), key, text, get_today())
    return _show(opened, catalog, text, tried)


def _show(opened: Opened, catalog: Catalog, text: str, tried: Tried | None) -> ResponseReturnValue:
    wanted = request.values.get("state", "")
    content = tried.content if tried else None
    return show_bench(
        "trial",
        opened,
        "trial",
        status=422 if tried and tried.problems and content is None else 200,
        catalog=catalog,
        text=text,
        tried=tried,
        views=_show_problems(tried, text) if tried else (),
        families=_group_states(catalog, tried.trial, wanted) if tried and tried.trial else (),
        states=SHOWN_STATES,
        wanted=wanted if wanted in SHOWN_STATES else "",
        groups=group_lines(content) if content else (),
        margin=tried.evaluation.margin_percent if tried and tried.evaluation and can("view_margin") else None,
        repairs=show_repairs(tried.trial.repairs, catalog) if tried and tried.trial else (),
    )


def _show_problems(tried: Tried, text: str) -> tuple[FindingView, ...]:
    return show_findings(tried.problems, {tried.request.name: text.encode("utf-8", "replace")})


def _group_states(catalog: Catalog, trial: Trial, wanted: str) -> tuple[tuple[Family, tuple[StateRow, ...]], ...]:
    """The states by family in the catalog's order; `wanted` narrows them to one state."""
    grouped: dict[str, list[StateRow]] = {}
    for code, option in trial.options.items():
        if wanted in ("", option.state) and code in catalog.offerings:
            row = StateRow(option, trial.reasons.get(code), trial.least.get(code), trial.most.get(code))
            grouped.setdefault(catalog.offerings[code].family, []).append(row)
    return tuple((family, tuple(grouped[code])) for code, family in catalog.families.items() if code in grouped)


def _make_request(catalog: Catalog, code: str) -> str:
    """A request that the catalog can read: its first industry, a medium company, the offering if it has one."""
    industry = next(iter(catalog.industries), "")
    lines = ["customer:", f"  industry: {industry}", "  staff: 300", "  sites: 3"]
    if code in catalog.offerings:
        lines += ["choices:", f"  {code}: {catalog.offerings[code].min_quantity or 1}"]
    return "\n".join(lines) + "\n"
