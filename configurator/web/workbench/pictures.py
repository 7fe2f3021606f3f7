"""Pictures of what rules tie together: a family, an offering's surroundings, the whole catalog by families; and the
same connections as a table for readers who look at no picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.catalog.model import Catalog, Rule, RuleKind
from configurator.http.access import needs
from configurator.http.languages import get_language
from configurator.http.refusing import say_refusal
from configurator.http.services import get_services
from configurator.http.sessions import require_user
from configurator.rules.rulebook import RuleBook
from configurator.values.text import Text
from configurator.web.blueprint import pages
from configurator.web.context import translate
from configurator.web.workbench.opening import Opened, need_book, open_piece, show_bench
from configurator.workbench.connections import (
    Connection,
    End,
    FamilyTie,
    connect_family,
    connect_surroundings,
    tie_families,
)
from configurator.workbench.drawing import Drawing, DrawnEdge, DrawnNode
from configurator.workbench.pictures import draw_connections, draw_families
from configurator.workbench.refusals import PictureRefused

VIEWS = ("whole", "family", "offering")
STEPS = (1, 2)
LONGEST_NAME = 22


@dataclass(frozen=True, slots=True)
class View:
    """Which picture is wanted, with what it shows as drawing and as table."""

    kind: str
    subject: str
    steps: int
    drawing: Drawing
    connections: tuple[Connection, ...] = ()
    ties: tuple[FamilyTie, ...] = ()


@pages.get("/workbench/<key>/picture")
@needs(Permission.MAINTAIN_CATALOG)
def show_picture(key: str) -> ResponseReturnValue:
    """The picture in a page, with its legend and its table."""
    opened = open_piece(key)
    book = need_book(opened)
    view = _read_view(opened, book)
    svg, refused = _draw(view.drawing)
    return show_bench(
        "picture",
        opened,
        "picture",
        catalog=book.catalog,
        view=view,
        svg=svg,
        refused=refused,
        views=VIEWS,
        steps=STEPS,
        end_name=lambda end: " ".join(_name_end(book.catalog, end)),
        end_address=_address_ends(opened.key),
        legend=_draw(_draw_legend())[0],
    )


@pages.get("/workbench/<key>/picture.svg")
@needs(Permission.MAINTAIN_CATALOG)
def download_picture(key: str) -> ResponseReturnValue:
    """The picture by itself."""
    opened = open_piece(key)
    view = _read_view(opened, need_book(opened))
    svg = get_services().workbench.draw(require_user(), view.drawing)
    return svg, 200, {"Content-Type": "image/svg+xml; charset=utf-8"}


def _draw(drawing: Drawing) -> tuple[str, str]:
    """The SVG, or why there is none."""
    try:
        return get_services().workbench.draw(require_user(), drawing), ""
    except PictureRefused as refusal:
        return "", say_refusal(refusal)


def _read_view(opened: Opened, book: RuleBook) -> View:
    """The view that the address names: an offering's surroundings, a family, else the whole."""
    code, family = request.args.get("offering", ""), request.args.get("family", "")
    steps = 2 if request.args.get("steps") == "2" else 1
    if code:
        if code not in book.catalog.offerings:
            abort(404)
        found = connect_surroundings(book, code, steps)
        return View("offering", code, steps, _draw_rules(opened, book, code, found, End("offering", code)), found)
    if family:
        if family not in book.catalog.families:
            abort(404)
        found = connect_family(book, family)
        return View("family", family, 1, _draw_rules(opened, book, family, found, None), found)
    ties = tie_families(book)
    drawing = draw_families(
        book.catalog.name.in_language(get_language()),
        ties,
        name_end=lambda end: _name_end(book.catalog, end),
        address_end=_address_ends(opened.key),
        name_kinds=lambda kinds: "\n".join(f"{_say_kind(RuleKind(kind))} {count}" for kind, count in kinds),
    )
    return View("whole", "", 1, drawing, ties=ties)


def _draw_rules(
    opened: Opened, book: RuleBook, title: str, found: tuple[Connection, ...], focus: End | None
) -> Drawing:
    return draw_connections(
        title,
        found,
        name_end=lambda end: _name_end(book.catalog, end),
        address_end=_address_ends(opened.key),
        name_rule=lambda rule: (_say_kind(rule.kind), rule.id),
        address_rule=lambda rule: _address_rule(opened.key, rule),
        focus=focus,
    )


def _draw_legend() -> Drawing:
    """One arrow of each kind of rule."""
    nodes = tuple(DrawnNode(f"{side}{kind.value}", ("",), "rule") for kind in RuleKind for side in ("a", "b"))
    edges = tuple(DrawnEdge(f"a{kind.value}", f"b{kind.value}", kind.value, _say_kind(kind)) for kind in RuleKind)
    return Drawing("", nodes, edges)


def _say_kind(kind: RuleKind) -> str:
    return translate(f"web.bench.kind.{kind.value}")


def _name_end(catalog: Catalog, end: End) -> tuple[str, ...]:
    """Code and name of an end, for people."""
    named: dict[str, Callable[[str], Text | None]] = {
        "offering": lambda key: catalog.offerings[key].name,
        "family": lambda key: catalog.families[key].name,
        "capacity": lambda key: catalog.capacities.get(key),
        "group": lambda key: catalog.tags.get(key.removeprefix("#")),
    }
    if end.kind == "profile":
        return (translate("web.bench.profile"),)
    name = named[end.kind](end.key)
    words = name.in_language(get_language()) if name else ""
    return (end.key, *((_shorten(words),) if words else ()))


def _shorten(words: str) -> str:
    return words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1] + "…"


def _address_rule(key: str, rule: Rule) -> str:
    return url_for("web.show_rule", key=key, rule_id=rule.id)


def _address_ends(key: str) -> Callable[[End], str]:
    def address(end: End) -> str:
        """The page of an offering or the picture of a family; other ends have none."""
        if end.kind == "offering":
            return url_for("web.show_offering", key=key, code=end.key)
        if end.kind == "family":
            return url_for("web.show_picture", key=key, family=end.key)
        return ""

    return address
