"""Pictures: what people see, and what a label that somebody wrote on purpose cannot do."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from configurator.catalog.model import RuleKind
from configurator.workbench import drawing
from configurator.workbench.drawing import (
    MOST_EDGES,
    MOST_NODES,
    Drawing,
    DrawnEdge,
    DrawnNode,
    clean_svg,
    draw_svg,
    write_dot,
)
from configurator.workbench.refusals import PictureRefused

ONE, OTHER = (
    DrawnNode("n0", ("SBC-100", "边界控制器"), "offering", "/workbench/current/offerings/SBC-100"),
    DrawnNode("n1", ("requires", "VOICE-01"), "rule"),
)
NASTY = (
    "<script>alert(1)</script>",
    '<<IMG SRC="/etc/passwd"/>>',
    '"];n9 [image="/etc/passwd"];"',
    "\\N \\G \\l",
    "a\x00b\nc",
    "<b>not markup</b>",
)


def picture(*nodes: DrawnNode, edges: tuple[DrawnEdge, ...] = ()) -> Drawing:
    return Drawing("t", nodes, edges)


def text_of(svg: str) -> str:
    return " ".join(element.text or "" for element in ElementTree.fromstring(svg).iter() if element.text)


def test_draws_labels_and_links():
    svg = draw_svg(picture(ONE, OTHER, edges=(DrawnEdge("n0", "n1", "requires", "要求 3"),)))
    assert "边界控制器" in text_of(svg)
    assert "要求 3" in text_of(svg)
    assert re.findall(r'href="([^"]*)"', svg) == ["/workbench/current/offerings/SBC-100"]


def test_sizes_are_plain_numbers():
    root = ElementTree.fromstring(draw_svg(picture(ONE)))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width", "").isdigit()
    assert root.get("height", "").isdigit()


@pytest.mark.parametrize("label", NASTY)
def test_a_label_is_only_ever_text(label):
    svg = draw_svg(
        picture(DrawnNode("n0", (label,), "offering"), OTHER, edges=(DrawnEdge("n0", "n1", "limit", label),))
    )
    root = ElementTree.fromstring(svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "g", "a", "polygon", "polyline", "path", "ellipse", "text"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not attributes & {"style", "onload", "onclick", "{http://www.w3.org/1999/xlink}href"}


def test_markup_in_a_label_is_seen_as_it_was_written():
    assert "<b>not markup</b>" in text_of(draw_svg(picture(DrawnNode("n0", ("<b>not markup</b>",), "offering"))))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//elsewhere.example/x", "https://elsewhere.example", "x"])
def test_links_lead_nowhere_but_to_our_pages(address):
    assert "href" not in draw_svg(picture(DrawnNode("n0", ("a",), "offering", address)))


def test_every_kind_of_rule_has_a_line_of_its_own():
    """As it is drawn: two heads of Graphviz may have names of their own and look the same."""
    edges = [DrawnEdge("n0", "n1", kind.value) for kind in RuleKind]
    arrows = {(_list_shapes(edge), drawing._STROKES[edge.stroke]["style"]) for edge in edges}
    assert len(arrows) == len(edges)


def _list_shapes(edge: DrawnEdge) -> tuple[tuple[str, ...], ...]:
    """The elements of a drawing with one arrow: corners, and how each is filled."""
    root = ElementTree.fromstring(draw_svg(picture(ONE, OTHER, edges=(edge,))))
    return tuple(
        (each.tag, each.get("fill", ""), each.get("points", ""))
        for each in root.iter()
        if each.tag.rpartition("}")[2] in ("polygon", "polyline", "ellipse")
    )


def test_a_headless_edge_keeps_the_line():
    source = write_dot(picture(ONE, OTHER, edges=(DrawnEdge("n0", "n1", "excludes", headless=True),)))
    assert "style=dashed" in source
    assert "arrowhead=none" in source


def test_labels_of_a_dense_picture_take_no_room():
    edges = (DrawnEdge("n0", "n1", "requires", "a long label\nof two lines"),)
    plain, dense = picture(ONE, OTHER, edges=edges), Drawing("t", (ONE, OTHER), edges, is_dense=True)
    assert "xlabel=" in write_dot(dense)
    assert "xlabel=" not in write_dot(plain)
    assert "of two lines" in text_of(draw_svg(dense))


def test_too_large_a_picture_is_trimmed_with_its_edges():
    nodes = tuple(DrawnNode(f"n{number}", (str(number),), "offering") for number in range(MOST_NODES + 5))
    edges = (DrawnEdge("n0", f"n{MOST_NODES + 1}", "requires"), DrawnEdge("n0", "n1", "requires"))
    whole = picture(*nodes, edges=edges)
    assert whole.is_too_large
    assert len(whole.trim().nodes) == MOST_NODES
    assert [edge.target for edge in whole.trim().edges] == ["n1"]
    assert not picture(ONE).is_too_large
    assert picture(ONE, OTHER, edges=(DrawnEdge("n0", "n1", "limit"),) * (MOST_EDGES + 1)).is_too_large


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html/>",
        b"<svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><g></svg>',
        b"<svg>no namespace but known</svg",
        b'<!DOCTYPE x [<!ENTITY e "boom">]><svgx/>',
    ],
)
def test_what_is_no_svg_is_refused(content):
    with pytest.raises(PictureRefused):
        clean_svg(content)


def test_cleaning_drops_styles_scripts_and_foreign_elements():
    dirty = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()"'
        b' viewBox="0 0 1 1"><style>*{}</style><script>x()</script><foreignObject/>'
        b'<image xlink:href="/etc/passwd"/><!-- a -->'
        b'<g style="fill:red" fill="red"><a xlink:href="javascript:x()"><text x="1">t</text></a></g></svg>'
    )
    assert clean_svg(dirty) == (
        '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg" width="" height="">'
        '<g fill="red"><a><text x="1">t</text></a></g></svg>'
    )


def test_without_graphviz_the_picture_is_refused(monkeypatch):
    monkeypatch.setattr(drawing.shutil, "which", lambda name: None)
    with pytest.raises(PictureRefused):
        draw_svg(picture(ONE))


def test_a_layout_that_takes_too_long_is_given_up(monkeypatch, tmp_path):
    slow = tmp_path / "dot"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(drawing.shutil, "which", lambda name: str(slow))
    monkeypatch.setattr(drawing, "MOST_SECONDS", 1)
    with pytest.raises(PictureRefused) as caught:
        draw_svg(picture(ONE))
    assert caught.value.params["reason"] == "time"


def test_a_layout_that_fails_is_refused(monkeypatch, tmp_path):
    failing = tmp_path / "dot"
    failing.write_text("#!/bin/sh\ncat >/dev/null\nexit 3\n")
    failing.chmod(0o755)
    monkeypatch.setattr(drawing.shutil, "which", lambda name: str(failing))
    with pytest.raises(PictureRefused):
        draw_svg(picture(ONE))
