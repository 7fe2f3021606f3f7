"""The chain from what the customer asked for to a component is short, starts at an origin, and ends."""

from __future__ import annotations

from configurator.quoting.chains import trace_chain
from configurator.quoting.content import ContentLine, ContentReason
from configurator.values.text import Text


def make_line(code: str, *reasons: tuple[str, str, tuple[str, ...]]) -> ContentLine:
    """A line with reasons of (kind, key, because)."""
    text = Text(code, code)
    told = tuple(ContentReason(kind, key, text, because) for kind, key, because in reasons)
    return ContentLine(1, code, text, None, "F", text, "L", text, text, 1, (), told, ())


NEED = make_line("TRUNK", ("need", "voice", ()))
BORDER = make_line("BORDER", ("package", "P", ()), ("rule", "R1", ("TRUNK",)))
LICENCE = make_line("LICENCE", ("rule", "R2", ("BORDER", "TOWER")), ("package", "P", ()))
TOWER = make_line("TOWER", ("rule", "R3", ("LICENCE",)))
DUTY = make_line("DUTY", ("rule", "LAW", ()))
EXTRA = make_line("EXTRA", ("package", "P", ()))
PART = make_line("PART", ("rule", "R4", ("EXTRA",)), ("package", "P", ()))
LINES = (NEED, BORDER, LICENCE, TOWER, DUTY, EXTRA, PART)


def tell(code: str) -> list[tuple[str, str]]:
    return [(link.offering, link.reason.key) for link in trace_chain(LINES, code)]


def test_goes_back_over_components_to_the_need() -> None:
    assert tell("LICENCE") == [("TRUNK", "voice"), ("BORDER", "R1"), ("LICENCE", "R2")]
    assert tell("TOWER") == [("TRUNK", "voice"), ("BORDER", "R1"), ("LICENCE", "R2"), ("TOWER", "R3")]


def test_a_need_or_a_duty_is_an_origin_itself() -> None:
    assert tell("TRUNK") == [("TRUNK", "voice")]
    assert tell("DUTY") == [("DUTY", "LAW")]


def test_the_package_is_an_origin_where_nothing_better_is() -> None:
    assert tell("EXTRA") == [("EXTRA", "P")]
    assert tell("PART") == [("EXTRA", "P"), ("PART", "R4")]


def test_components_that_ask_for_each_other_end_in_the_package() -> None:
    pair = (make_line("A", ("rule", "R", ("B",)), ("package", "P", ())), make_line("B", ("rule", "R", ("A",))))
    assert [link.offering for link in trace_chain(pair, "B")] == ["A", "B"]
    assert [link.offering for link in trace_chain(pair, "A")] == ["A"]


def test_without_an_origin_or_a_line_there_is_no_chain() -> None:
    alone = (make_line("A", ("rule", "R", ("GONE",))),)
    assert trace_chain(alone, "A") == () == trace_chain(alone, "B")
