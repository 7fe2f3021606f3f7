"""What availability costs: the graded lines of the telecom catalog follow the level that the customer wants."""

from __future__ import annotations

from decimal import Decimal

import pytest

from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing.model import PricingContext
from configurator.pricing.pipeline import price
from configurator.values.periods import ChargeKind
from tests.integration.telecom.test_packages import BOOK, TODAY

GRADED = [code for code, offering in BOOK.catalog.offerings.items() if "sla_graded" in offering.tags]


def net_of(code: str, level: str | None) -> dict[ChargeKind, int]:
    context = PricingContext(TODAY, 1, inputs={} if level is None else {"sla": level})
    priced = price(BOOK.catalog, Configuration((ConfigurationLine(code, 1),), "feasible"), context)
    return {charge.kind: charge.net.minor for charge in priced.lines[0].charges}


@pytest.mark.parametrize(
    ("level", "factor"), [("silver", "0.75"), ("standard", "0.9"), ("gold", "1"), ("platinum", "1.5")]
)
@pytest.mark.parametrize("code", GRADED)
def test_recurring_charges_of_graded_offerings_follow_the_level(code: str, level: str, factor: str) -> None:
    plain, graded = net_of(code, None), net_of(code, level)
    assert graded[ChargeKind.RECURRING] == plain[ChargeKind.RECURRING] * Decimal(factor)
    assert graded.get(ChargeKind.ONE_TIME) == plain.get(ChargeKind.ONE_TIME)


def test_dedicated_lines_and_the_sd_wan_overlay_are_graded_and_broadband_is_not() -> None:
    assert {code.split("-")[0] for code in GRADED} == {"DIA", "PL", "MPLS", "IPLC", "SDW"}
    assert net_of("BB-300", "platinum") == net_of("BB-300", None)


def test_every_level_that_can_be_wanted_is_promised_with_its_credits() -> None:
    levels = BOOK.catalog.service_levels
    assert levels is not None
    assert list(levels.levels) == [value.key for value in BOOK.catalog.inputs[levels.input].values]
    promised = [(level.availability, level.credits[0].below) for level in levels.levels.values()]
    assert all(availability == below for availability, below in promised)
    assert promised == sorted(promised)
