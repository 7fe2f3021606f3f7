"""Ways out on pages: names for codes, codes for what is gone, margins only for who may see them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from configurator.configuration.model import Change, Choice, Repair
from configurator.quoting.model import totals_of
from configurator.quoting.states import QuoteState
from configurator.services.consequences import Consequence
from configurator.services.mending import PricedRepair
from configurator.values.text import Text
from configurator.web.repair_views import SHOWN, Baseline, ChoiceView, find_baseline, show_choice, show_repairs
from tests.factories.catalog import make_attribute, make_catalog, make_offering, make_text
from tests.factories.content import make_content
from tests.factories.quotes import make_quote, make_version

CATALOG = make_catalog(offerings=[make_offering("A-1", attributes=(make_attribute("tls"),)), make_offering("B-1")])
CONTENT = make_content()
LINE = Consequence("B-1", make_text("B-1"), make_text("unit"), 0, 3)
WAY = PricedRepair(
    Repair((Change(Choice("A-1", 2), Choice("A-1", 4)), Change(Choice("OLD-1", 3))), (Choice("B-1"),)),
    {"choices": {}},
    CONTENT,
    "+1.00",
    "-2.00",
    "+3.00",
    Decimal("31.5"),
    Decimal("-1.25"),
    (LINE,) * (SHOWN + 2),
    ("gone",),
)


def test_shows_what_is_changed_and_what_is_given_up() -> None:
    (view,) = show_repairs([WAY], CATALOG)
    changed, dropped = view.changes
    assert changed.instead == ChoiceView(make_text("A-1"), 4, None, None)
    assert (dropped.choice.name, dropped.choice.quantity, dropped.instead) == (Text("OLD-1", "OLD-1"), 3, None)
    assert (view.needs, [each.name for each in view.wanted]) == (("gone",), [make_text("B-1")])
    assert (view.one_time_change, view.monthly_change, view.tcv_change) == ("+1.00", "-2.00", "+3.00")
    assert (len(view.shown), len(view.further), view.has_present) == (SHOWN, 2, True)


def test_margin_is_hidden_unless_the_reader_may_see_it() -> None:
    (hidden,) = show_repairs([WAY], CATALOG)
    assert (hidden.margin_percent, hidden.margin_change) == (None, None)
    (shown,) = show_repairs([WAY], CATALOG, with_margin=True)
    assert (shown.margin_percent, shown.margin_change) == (Decimal("31.5"), Decimal("-1.25"))


def test_without_a_present_price_it_compares_with_what_was_saved_last() -> None:
    bare = replace(WAY, one_time_change="", monthly_change="", tcv_change="", margin_change=None, consequences=())
    (alone,) = show_repairs([bare], CATALOG)
    assert (alone.tcv, alone.tcv_change, alone.has_present) == (CONTENT.totals.tcv, "", False)
    (compared,) = show_repairs([bare], CATALOG, baseline=Baseline(totals_of(CONTENT)))
    assert Decimal(compared.tcv_change) == 0
    assert not compared.has_present
    assert compared.consequences == ()
    assert compared.key == alone.key


def test_a_way_out_without_price_has_no_figures() -> None:
    bare = PricedRepair(Repair((), ()), {})
    (view,) = show_repairs([bare], CATALOG, baseline=Baseline(totals_of(CONTENT)))
    assert (view.tcv, view.tcv_change) == ("", "")


def test_what_the_catalog_no_longer_has_keeps_its_codes() -> None:
    assert show_choice(Choice("A-1", None, "tls", "on"), CATALOG).value == make_text("on")
    lost = show_choice(Choice("A-1", None, "colour", "red"), CATALOG)
    assert (lost.attribute, lost.value) == (Text("colour", "colour"), Text("red", "red"))
    assert show_choice(Choice("A-1", None, "tls", "maybe"), CATALOG).value == Text("maybe", "maybe")


def test_compares_with_an_earlier_version_line_by_line() -> None:
    bare = replace(WAY, one_time_change="", monthly_change="", tcv_change="", consequences=())
    earlier = replace(CONTENT, lines=CONTENT.lines[1:])
    catalog = make_catalog(offerings=[make_offering(line.offering) for line in CONTENT.lines])
    (view,) = show_repairs([bare], catalog, baseline=Baseline(totals_of(earlier), earlier, 1))
    assert [(each.offering, each.before) for each in view.consequences] == [(CONTENT.lines[0].offering, 0)]
    assert view.baseline is not None and view.baseline.version == 1


def test_the_present_goes_before_any_baseline() -> None:
    (view,) = show_repairs([WAY], CATALOG, baseline=Baseline(totals_of(CONTENT), CONTENT, 1))
    assert (view.baseline, view.tcv_change, view.consequences) == (None, "+3.00", WAY.consequences)


def test_the_latest_submitted_version_is_the_baseline_else_the_saved_totals() -> None:
    draft = make_version(3)
    old, newer = (make_version(number, QuoteState.WITHDRAWN) for number in (1, 2))
    found = find_baseline(make_quote(old, newer, draft), draft)
    assert found is not None and (found.version, found.content) == (2, CONTENT)
    assert find_baseline(make_quote(draft), draft) is None
    saved = replace(draft, totals=totals_of(CONTENT))
    assert find_baseline(make_quote(saved), saved) == Baseline(totals_of(CONTENT))
