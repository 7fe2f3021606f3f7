"""The waterfall as bars of a picture."""

from __future__ import annotations

from configurator.ledgers.waterfalling import Drop, Margin, Waterfall
from configurator.values.money import Money
from configurator.web.waterfall_views import ROW, WIDTH, FallPicture, draw_waterfall
from tests.factories.catalog import CNY


def money(major: int) -> Money:
    return Money(major * 100, CNY)


def name(step: str, rule: str) -> str:
    return f"{step} {rule}".strip()


FALL = Waterfall(
    money(1000),
    (
        Drop("list", "", money(1000), money(1000)),
        Drop("factor", "", money(200), money(1200)),
        Drop("programme", "P", money(-300), money(900)),
    ),
    money(900),
)


def draw(margin: Margin | None = None, waterfall: Waterfall = FALL) -> FallPicture:
    return draw_waterfall(waterfall, margin, name)


def test_every_drop_is_a_row_and_the_net_ends_it() -> None:
    bars = draw().bars
    assert [(bar.label, bar.look, bar.change, bar.amount) for bar in bars] == [
        ("list", "total", "", "1000.00"),
        ("factor", "more", "200.00", "1200.00"),
        ("programme P", "less", "-300.00", "900.00"),
        ("total", "total", "", "900.00"),
    ]
    assert [bar.y for bar in bars] == [0, ROW, 2 * ROW, 3 * ROW]


def test_bars_hang_between_what_was_and_what_is() -> None:
    listed, factor, programme, total = draw().bars
    assert factor.x == listed.joint
    assert programme.x == total.joint
    assert abs(programme.x + programme.length - factor.joint) <= 1
    assert all(bar.x + bar.length <= WIDTH for bar in draw().bars)


def test_cost_and_margin_follow_the_net_where_they_may_be_seen() -> None:
    bars = draw(Margin(money(600), money(300), "33.33")).bars
    assert [(bar.look, bar.change, bar.amount) for bar in bars[-2:]] == [
        ("cost", "-600.00", "300.00"),
        ("margin", "", "300.00"),
    ]
    assert draw(Margin(money(600), money(300), "33.33")).height == ROW * 6


def test_a_loss_stays_within_the_picture() -> None:
    bars = draw(Margin(money(1500), money(-600), "-66.67")).bars
    assert (bars[-1].amount, bars[-2].change) == ("-600.00", "-1500.00")
    assert all(bar.x >= 0 and bar.length > 0 for bar in bars)


def test_nothing_falls_on_an_empty_quote() -> None:
    (only,) = draw(waterfall=Waterfall(money(0), (), money(0))).bars
    assert (only.amount, only.length) == ("0.00", 2)


def test_long_names_are_shortened_by_their_width() -> None:
    drops = (Drop("programme", "云网融合与多产品组合优惠计划二零二六", money(-1), money(1)),)
    found = draw(waterfall=Waterfall(money(2), drops, money(1))).bars[0]
    assert found.short.endswith("…") and found.label.endswith("二零二六")
