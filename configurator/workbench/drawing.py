"""Drawings → SVG: Graphviz lays them out in a bounded process; what comes back is rebuilt from what we know.

Labels are text, never Graphviz' own markup, and Graphviz is told that it works for a server, so that no file that
a label names is ever opened. Of its answer only shapes, texts and links to our own pages remain, without styles or
scripts, so that it may stand in a page under our content policy.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from xml.etree import ElementTree

import graphviz
from defusedxml import ElementTree as SafeTree

from configurator.workbench.refusals import PictureRefused

MOST_NODES = 150
MOST_EDGES = 400
MOST_SECONDS = 10
MOST_MEMORY = 1_500_000_000
MOST_BYTES = 4_000_000

SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = frozenset({"svg", "g", "a", "title", "polygon", "polyline", "path", "ellipse", "text"})
_GEOMETRY = frozenset({"viewBox", "width", "height", "transform", "points", "d", "cx", "cy", "rx", "ry", "x", "y"})
_ATTRIBUTES = _GEOMETRY | {"fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor", "font-size"}
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "SERVER_NAME": "configurator", "GV_FILE_PATH": "/nonexistent"}

_INK, _LINE, _PAPER = "#17212b", "#566472", "#ffffff"
_SHAPES: Mapping[str, Mapping[str, str]] = {
    "offering": {"shape": "box", "style": "rounded,filled", "fillcolor": "#e4f0ef"},
    "focus": {"shape": "box", "style": "rounded,filled,bold", "fillcolor": "#fdf3dc", "penwidth": "2.5"},
    "group": {"shape": "box3d", "style": "filled", "fillcolor": "#e8eff9"},
    "capacity": {"shape": "cylinder", "style": "filled", "fillcolor": "#e8eff9"},
    "family": {"shape": "folder", "style": "filled", "fillcolor": "#e8eff9"},
    "profile": {"shape": "oval", "style": "filled", "fillcolor": "#f4f5f3"},
    "rule": {"shape": "plaintext"},
}
_STROKES: Mapping[str, Mapping[str, str]] = {
    "requires": {"style": "solid", "arrowhead": "normal"},
    "compliance": {"style": "solid", "arrowhead": "normalnormal"},
    "combination": {"style": "solid", "arrowhead": "odot"},
    "sizing": {"style": "bold", "arrowhead": "vee"},
    "capacity": {"style": "bold", "arrowhead": "diamond"},
    "tier": {"style": "bold", "arrowhead": "dot"},
    "excludes": {"style": "dashed", "arrowhead": "tee"},
    "conflict": {"style": "dashed", "arrowhead": "box"},
    "limit": {"style": "dashed", "arrowhead": "obox"},
    "group": {"style": "dashed", "arrowhead": "odiamond"},
    "preference": {"style": "dotted", "arrowhead": "onormal"},
    "default": {"style": "dotted", "arrowhead": "crow"},
}


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node with its lines of text; `look` names its shape, `address` is the page that it leads to."""

    id: str
    lines: tuple[str, ...]
    look: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """An arrow; `stroke` is the kind of rule, told by line, head and label alike. `headless`: the middle of a way."""

    source: str
    target: str
    stroke: str
    label: str = ""
    headless: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn, with its title. `is_dense`: labels of arrows take no room of their own in the layout."""

    title: str
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    is_dense: bool = False

    @property
    def is_too_large(self) -> bool:
        """Whether only a part would be drawn in a size that anybody can read."""
        return len(self.nodes) > MOST_NODES or len(self.edges) > MOST_EDGES

    def trim(self) -> Drawing:
        """The first nodes, and of the edges those between them."""
        kept = {node.id for node in self.nodes[:MOST_NODES]}
        edges = [edge for edge in self.edges if edge.source in kept and edge.target in kept]
        return Drawing(self.title, self.nodes[:MOST_NODES], tuple(edges[:MOST_EDGES]), self.is_dense)


def draw_svg(drawing: Drawing) -> str:
    """The drawing as an SVG element; PictureRefused when Graphviz is missing, fails or takes too long."""
    return clean_svg(_lay_out(write_dot(drawing.trim())))


def write_dot(drawing: Drawing) -> str:
    """The drawing in Graphviz' language."""
    graph = graphviz.Digraph(
        graph_attr={"rankdir": "LR", "bgcolor": "transparent", "nodesep": "0.18", "ranksep": "0.55", "pad": "0.1"},
        node_attr={
            "fontsize": "12",
            "fontname": "sans-serif",
            "fontcolor": _INK,
            "color": _LINE,
        },
        edge_attr={"fontsize": "10", "fontname": "sans-serif", "fontcolor": _INK, "color": _LINE},
    )
    for node in drawing.nodes:
        link = {"URL": graphviz.escape(node.address)} if node.address else {}
        graph.node(node.id, label=_label(node.lines), **_SHAPES[node.look], **link)
    for edge in drawing.edges:
        stroke = dict(_STROKES[edge.stroke])
        if edge.headless:
            stroke["arrowhead"] = "none"
        graph.edge(edge.source, edge.target, **_label_edge(edge, drawing.is_dense), **stroke)
    return str(graph.source)


def clean_svg(content: bytes) -> str:
    """The SVG without anything but known shapes, texts and links to addresses of this site."""
    start = content.find(b"<svg")
    if start < 0:
        raise PictureRefused(reason="svg")
    try:
        root = SafeTree.fromstring(content[start:])
    except (ElementTree.ParseError, ValueError):
        raise PictureRefused(reason="svg") from None
    cleaned = _clean(root)
    if cleaned is None:
        raise PictureRefused(reason="svg")
    cleaned.set("xmlns", SVG)
    for side in ("width", "height"):
        cleaned.set(side, cleaned.get(side, "").removesuffix("pt"))  # a point of Graphviz as one of the page's pixels
    return ElementTree.tostring(cleaned, encoding="unicode")


def _label_edge(edge: DrawnEdge, is_dense: bool) -> dict[str, str]:
    if not edge.label:
        return {}
    return {"xlabel" if is_dense else "label": _label(tuple(edge.label.split("\n")))}


def _label(lines: tuple[str, ...]) -> str:
    """Lines as Graphviz takes them; what would be an escape or markup of its own stays what it is."""
    joined: str = graphviz.nohtml("\\n".join(graphviz.escape(_plain(line)) for line in lines))
    return joined


def _plain(line: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in line)[:60]


def _clean(element: ElementTree.Element) -> ElementTree.Element | None:
    name = str(element.tag).removeprefix(f"{{{SVG}}}")  # a comment has a function in place of a name
    if name not in _ELEMENTS:
        return None
    made = ElementTree.Element(name, {key: value for key, value in element.attrib.items() if key in _ATTRIBUTES})
    address = element.get(_LINK, "")
    if name == "a" and address.startswith("/") and not address.startswith("//"):
        made.set("href", address)
    made.text = element.text
    # a title of Graphviz is the node's inner name, which tells nobody anything
    made.extend(child for each in element if not _is_title(each) and (child := _clean(each)) is not None)
    return made


def _is_title(element: ElementTree.Element) -> bool:
    return element.tag == f"{{{SVG}}}title"


def _lay_out(source: str) -> bytes:
    program = shutil.which("dot")
    if program is None:
        raise PictureRefused(reason="dot")
    with subprocess.Popen(
        [program, "-Tsvg"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=_ENVIRONMENT,
    ) as process:
        _bound(process.pid)
        try:
            answer, _ = process.communicate(source.encode(), timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise PictureRefused(reason="time") from None
    if process.returncode != 0 or len(answer) > MOST_BYTES:
        raise PictureRefused(reason="dot")
    return answer


def _bound(pid: int) -> None:
    """Memory and processor time of a process that was just started; one that has ended needs no bounds."""
    with suppress(OSError):
        resource.prlimit(pid, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.prlimit(pid, resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
