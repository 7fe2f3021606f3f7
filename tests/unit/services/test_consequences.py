"""Consequences: lines that come, go or change besides what was asked for."""

from __future__ import annotations

from dataclasses import replace

from configurator.configuration.model import Choice
from configurator.quoting.content import Content, ContentLine
from configurator.services.consequences import Consequence, ValueShift, list_consequences
from configurator.values.text import Text
from tests.factories.catalog import make_attribute, make_catalog, make_offering, make_text
from tests.factories.content import make_content

ON, OFF, TLS = make_text("on"), make_text("off"), make_text("tls")
CATALOG = make_catalog(
    offerings=[make_offering("A-1"), make_offering("B-1", attributes=(make_attribute("tls"),)), make_offering("C-1")]
)


def content(**quantities: int) -> Content:
    return content_of({key.replace("_", "-"): quantity for key, quantity in quantities.items()})


def content_of(quantities: dict[str, int], tls: Text = ON) -> Content:
    plain = make_content()
    return replace(plain, lines=tuple(_line(plain.lines[0], code, n, tls) for code, n in quantities.items()))


def _line(plain: ContentLine, code: str, quantity: int, tls: Text) -> ContentLine:
    attributes = ((TLS, tls),) if code == "B-1" else ()
    return replace(plain, offering=code, name=make_text(code), quantity=quantity, attributes=attributes)


def told(now: Content, then: Content, *asked: Choice) -> list[tuple[str, int, int]]:
    return [(each.offering, each.before, each.after) for each in list_consequences(now, then, asked, CATALOG)]


def test_tells_what_comes_goes_and_changes() -> None:
    assert told(content(A_1=1, B_1=2), content(B_1=5, C_1=3)) == [("B-1", 2, 5), ("C-1", 0, 3), ("A-1", 1, 0)]
    more, *_ = list_consequences(content(B_1=2), content(B_1=5), (), CATALOG)
    less, *_ = list_consequences(content(B_1=5), content(B_1=2), (), CATALOG)
    assert (more.is_more, less.is_more) == (True, False)


def test_says_nothing_of_what_stays() -> None:
    assert told(content(A_1=1, B_1=2), content(A_1=1, B_1=2)) == []


def test_leaves_out_what_was_asked_for() -> None:
    now, then = content(A_1=1, B_1=2), content(B_1=5, C_1=3)
    assert told(now, then, Choice("C-1")) == [("B-1", 2, 5), ("A-1", 1, 0)]
    assert told(now, then, Choice("C-1", 3), Choice("A-1", 0), Choice("B-1", 5)) == []


def test_tells_other_values_but_not_those_asked_for() -> None:
    now, then = content_of({"B-1": 2}), content_of({"B-1": 2}, tls=OFF)
    (found,) = list_consequences(now, then, (), CATALOG)
    assert found == Consequence("B-1", make_text("B-1"), now.lines[0].unit, 2, 2, (ValueShift(TLS, ON, OFF),))
    assert not found.is_more
    assert told(now, then, Choice("B-1", attribute="tls", value="off")) == []
    assert told(now, then, Choice("A-1", attribute="tls", value="off")) == [("B-1", 2, 2)]


def test_a_quantity_asked_for_does_not_hide_another_value() -> None:
    (found,) = list_consequences(content_of({"B-1": 2}), content_of({"B-1": 4}, OFF), (Choice("B-1", 4),), CATALOG)
    assert (found.before, found.after, len(found.values)) == (4, 4, 1)
