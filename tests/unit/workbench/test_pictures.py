from __future__ import annotations

import pytest

from configurator.workbench.connections import End, connect_all, connect_surroundings, tie_families
from configurator.workbench.pictures import draw_connections, draw_families
from configurator.workbench.workpiece import read_workpiece
from tests.factories.catalog_files import tiny_files


@pytest.fixture(scope="module")
def book():
    return read_workpiece(tiny_files()).book


def draw(connections, focus=None):
    return draw_connections(
        "t",
        connections,
        name_end=lambda end: (end.key,),
        address_end=lambda end: f"/{end.key}",
        name_rule=lambda rule: (rule.kind.value, rule.id),
        address_rule=lambda rule: f"/rules/{rule.id}",
        focus=focus,
    )


def test_rules_stand_between_what_they_tie_together(book):
    drawing = draw(connect_all(book)[:1])
    assert [(node.look, node.lines) for node in drawing.nodes] == [
        ("rule", ("requires", "VOICE-01")),
        ("group", ("SIP-*",)),
        ("group", ("SBC-*",)),
    ]
    rule, source, target = (node.id for node in drawing.nodes)
    assert [(edge.source, edge.target, edge.headless) for edge in drawing.edges] == [
        (source, rule, True),
        (rule, target, False),
    ]
    assert {edge.stroke for edge in drawing.edges} == {"requires"}


def test_an_end_that_several_rules_share_is_one_node(book):
    ids = [node.id for node in draw(connect_all(book)).nodes]
    assert len(ids) == len(set(ids))
    names = [node.lines for node in draw(connect_all(book)).nodes]
    assert names.count(("SBC-*",)) == 1


def test_the_focus_is_there_even_when_no_rule_mentions_it(book):
    drawing = draw(connect_surroundings(book, "MIN-OUT", 1), focus=End("offering", "MIN-OUT"))
    assert [(node.look, node.lines, node.address) for node in drawing.nodes] == [("focus", ("MIN-OUT",), "/MIN-OUT")]


def test_families_are_tied_by_the_most_frequent_kind(book):
    drawing = draw_families(
        "t",
        tie_families(book),
        name_end=lambda end: (end.key or "profile",),
        address_end=lambda end: "",
        name_kinds=lambda kinds: ",".join(f"{kind} {count}" for kind, count in kinds),
    )
    assert {node.lines for node in drawing.nodes} == {("COM-VOICE",), ("profile",)}
    assert {(edge.stroke, edge.label) for edge in drawing.edges} == {
        ("requires", "requires 1,combination 1"),
        ("capacity", "capacity 1"),
    }
