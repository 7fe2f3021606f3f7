"""What a random quote may have beside prices and discounts: bundles on anchors, taxes, currencies and benefits."""

from dataclasses import replace
from random import Random

from tests.oracle.pricing.making import DAY, RATES, SELECTORS, Maker
from tests.oracle.pricing.restating import DECIMALS
from tests.oracle.pricing.world import Anchor, Exchange, Ladder, Perk, Regime, Step

SHARE = 35


def make_world(seed):
    """The quote of a seed, always the same."""
    return Mixer(Random(f"{seed} mixed")).mix(Maker(Random(seed)).make())


class Mixer(Maker):
    """Adds to a quote, each thing in about a third of all quotes."""

    def comes(self, percent=SHARE):
        return self.chance.randrange(100) < percent

    def mix(self, world):
        self.exponent = world.exponent
        world = self.add_bundles(world) if self.comes() else world
        world = self.add_conditions(world)
        world = self.add_regimes(world) if self.comes() else world
        world = self.add_exchange(world) if self.comes() else world
        return replace(
            world,
            tax_on=self.pick("line", "total") if self.comes(70) else "line",
            tax_bundles=self.make_tax_bundles(world) if self.comes(50) else (),
            ladders=tuple(self.make_ladder(f"L{at}") for at in range(self.pick(1, 1, 2))) if self.comes(40) else (),
            named=(*world.named, "L0") if self.comes() else world.named,
        )

    # Bundles that hang on anchor lines.

    def add_bundles(self, world):
        stages = [key for key, kind in world.stages if kind == "programme"]
        if not stages:
            stages = ["p1"]
            world = replace(world, stages=self.put_in(world.stages, ("p1", "programme")))
        made = [self.make_bundle(f"B{at}", stages) for at in range(self.pick(1, 1, 2))]
        programmes = (*made, *world.programmes) if self.comes(50) else (*world.programmes, *made)
        named = tuple(each.key for each in made if self.comes(70))
        return replace(world, programmes=programmes, named=(*world.named, *named))

    def put_in(self, stages, stage):
        at = self.number(0, len(stages) - 1)
        return (*stages[:at], stage, *stages[at:])

    def make_bundle(self, key, stages):
        bundle = self.make_discount(key, stages)
        after = self.pick(2, 6, 24)
        spans = (
            replace(bundle.spans[0], first=1, last=after, bands=self.make_bands("line_monthly")),
            replace(bundle.spans[0], first=after + 1, last=None, bands=self.make_bands("line_monthly")),
        )
        return replace(
            bundle,
            measure="none",
            input="",
            measured_on=(),
            applies_to=(self.pick("*", "*", *SELECTORS),),
            spans=spans if self.comes(70) else bundle.spans,
            on_request=self.comes(20),
            code="",
            anchor=self.make_anchor(),
            untouched_below=self.percent() if self.comes(30) else 0,
            most_arrears=self.pick(None, 0, 30),
        )

    def make_anchor(self):
        selectors = (self.pick("*", "A-*", "*-0", "*-1", *SELECTORS), self.pick(*SELECTORS))[: self.pick(1, 2)]
        least = self.pick(0, self.number(0, 500) * 10_000, self.amount())
        return Anchor(selectors, least, self.pick(1, 1, 2, 3), self.pick(1, 1, 2, 5))

    def add_conditions(self, world):
        """Some programmes ask for years of service, or are in force on certain days only."""
        return replace(world, programmes=tuple(self.add_condition(each) for each in world.programmes))

    def add_condition(self, programme):
        tenure = self.number(0, 60) if self.comes(10) else None
        first = DAY + self.pick(-30, -1, 0, 1) if self.comes(10) else None
        last = DAY + self.pick(-1, 0, 1, 30) if self.comes(10) else None
        last = max(last, first) if first is not None and last is not None else last
        return replace(programme, least_tenure=tenure, valid_from=first, valid_to=last)

    # Taxes and currencies.

    def add_regimes(self, world):
        regimes = tuple(self.make_regime(f"r{at}") for at in range(self.pick(1, 2)))
        return replace(world, regimes=regimes, regime=self.pick("", "r0", "r0", "r0"))

    def make_regime(self, key):
        categories = tuple((own, self.pick("R1", "R2")) for own in ("T1", "T2") if self.comes())
        treatment = self.pick("taxed", "taxed", "taxed", "reverse_charge", "zero_rated")
        rates = tuple(self.make_rates()) if treatment == "taxed" or self.comes() else ()
        return Regime(
            key=key,
            rates=rates,
            mode=self.pick("half_up", "half_even"),
            tax_on=self.pick("line", "total"),
            treatment=treatment,
            category=self.pick("", "R1"),
            categories=categories,
        )

    def make_rates(self):
        for category in ("R1", "R2", "T1", "T2"):
            yield category, self.pick(*RATES, 2000, 550), 1
            for _ in range(2):
                if self.comes(20):
                    yield category, self.pick(*RATES, 2000, 550), DAY + self.number(1, 700)

    def add_exchange(self, world):
        rate = self.pick(self.number(1, 10**8), self.number(1, 10**6), self.number(1, 3 * 10**9), 10**8, 5 * 10**7)
        modes = ((code, self.pick("half_up", "half_even")) for code in sorted(DECIMALS) if self.comes())
        return replace(world, exchange=Exchange(self.pick(*sorted(DECIMALS)), rate), currency_modes=tuple(modes))

    def make_tax_bundles(self, world):
        """Price bundles of different offerings, by their codes or all beginning alike."""
        codes = [offer.code for offer in world.offers]
        if self.comes(20):
            return tuple((f"{prefix}-*",) for prefix in self.pick("A", "B", "AB"))
        self.chance.shuffle(codes)
        at = self.number(1, len(codes))
        return tuple(part for part in (tuple(codes[:at]), tuple(codes[at:])) if part)

    # Benefits.

    def make_ladder(self, key):
        steps = [self.make_step(f"{key}s{at}") for at in range(self.pick(1, 2, 3))]
        return Ladder(
            key=key,
            steps=tuple(steps),
            measured_on=(self.pick(*SELECTORS),) if self.comes(25) else (),
            on_request=self.comes(30),
        )

    def make_step(self, key):
        ways = tuple(
            (self.pick(0, self.amount(), self.number(0, 300) * 10_000), self.pick(1, 1, 12, 24))
            for _ in range(self.pick(0, 1, 1, 2))
        )
        perks = tuple(self.make_perk(f"{key}p{at}") for at in range(self.pick(0, 1, 2, 4)))
        return Step(key, perks, ways, self.pick(0, 10_000, self.percent(), self.number(0, 2000)))

    def make_perk(self, key):
        return Perk(
            key=key,
            quantity=self.pick(1, 1, self.number(1, 12)),
            value=self.pick(0, self.amount(), self.number(0, 2000) * 100),
            cost=self.pick(0, self.amount()),
            percent=self.number(0, 1500) if self.comes(25) else None,
            cost_percent=self.pick(10_000, 4000, self.percent()),
            yearly=self.comes(60),
        )
