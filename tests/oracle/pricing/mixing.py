"""What a random quote may have beside prices and discounts: bundles on anchors, taxes, currencies and benefits."""

from dataclasses import replace
from datetime import date
from random import Random

from tests.oracle.pricing.granting import monthly_of
from tests.oracle.pricing.making import DAY, RATES, SELECTORS, Maker
from tests.oracle.pricing.ratios import ZERO, Ratio
from tests.oracle.pricing.restating import DECIMALS
from tests.oracle.pricing.world import Anchor, Exchange, Ladder, Loyalty, MonthEnd, Partners, Perk, Regime, Span, Step

SHARE = 35


def month_begin(ordinal):
    """The first day of the day's month."""
    return ordinal - date.fromordinal(ordinal).day + 1


def make_world(seed):
    """The quote of a seed, always the same."""
    return Mixer(Random(f"{seed} mixed")).mix(Maker(Random(seed)).make())


class Mixer(Maker):
    """Adds to a quote, each thing in about a third of all quotes."""

    def comes(self, percent=SHARE):
        return self.chance.randrange(100) < percent

    def mix(self, world):
        self.exponent = world.exponent
        world = self.make_plain(world) if self.comes(15) else world
        if self.comes(20):
            twice = self.pick(*world.offers)
            world = replace(world, lines=(*world.lines, self.make_line(twice)))
        world = self.add_points(world) if self.comes() else world
        world = self.add_bundles(world) if self.comes(60) else world
        world = self.add_conditions(world)
        world = self.add_regimes(world) if self.comes() else world
        world = self.add_exchange(world) if self.comes() else world
        return replace(
            world,
            tax_on=self.pick("line", "total") if self.comes(70) else "line",
            tax_bundles=self.make_tax_bundles(world) if self.comes(50) else (),
            ends=self.make_ends(world),
            ladders=tuple(self.make_ladder(f"L{at}") for at in range(self.pick(1, 1, 2))) if self.comes(40) else (),
            partners=tuple(self.make_partners(world)),
            named=(*world.named, "L0", "P0") if self.comes() else world.named,
        )

    def make_plain(self, world):
        """Rates of a few whole units, so that parts and halves are often equal."""
        return replace(world, offers=tuple(replace(each, prices=self.plain_prices(each)) for each in world.offers))

    def plain_prices(self, offer):
        return tuple(
            each if each.model == "percent_of" else replace(each, tiers=tuple(map(self.plain_tier, each.tiers)))
            for each in offer.prices
        )

    def plain_tier(self, tier):
        return replace(tier, amount=self.pick(1, 2, 3, 5, 9) * self.pick(10_000, 100_000))

    # Bundles that hang on anchor lines.

    def add_bundles(self, world):
        world = self.add_contracts(world)
        stages = [key for key, kind in world.stages if kind == "programme"]
        if not stages:
            stages = ["p1"]
            world = replace(world, stages=self.put_in(world.stages, ("p1", "programme")))
        made = [self.make_bundle(f"B{at}", stages, world) for at in range(self.pick(1, 1, 2))]
        programmes = (*made, *world.programmes) if self.comes(50) else (*world.programmes, *made)
        named = tuple(each.key for each in made if self.comes(80))
        world = replace(world, term=self.pick(12, 24, 36)) if self.comes() and not world.ramps else world
        return replace(world, programmes=programmes, named=(*world.named, *named))

    def add_contracts(self, world):
        """Some more offerings that cost something every month, so that there is something to carry."""
        self.escalations = world.escalations
        more = tuple(self.make_contract(code, world.offers) for code in ("A-8", "B-8", "A-9")[: self.pick(1, 2, 3)])
        lines = (*world.lines, *(self.make_line(offer) for offer in more))
        return replace(world, offers=(*world.offers, *more), lines=lines)

    def make_contract(self, code, earlier):
        offer = self.make_offer(code, earlier)
        monthly = self.make_price("recurring", self.pick("month", "month", "quarter", "year"), [])
        others = [each for each in offer.prices if each.kind != "recurring" and code not in each.base]
        return replace(offer, prices=(monthly, *others), pass_through=self.comes(10))

    def put_in(self, stages, stage):
        at = self.number(0, len(stages) - 1)
        return (*stages[:at], stage, *stages[at:])

    def make_bundle(self, key, stages, world):
        bundle = self.make_discount(key, stages)
        after = self.pick(1, 2, 3, 6, 12, 24)
        spans = (
            Span(1, after, self.make_own_bands(world)),
            Span(after + 1, None, self.make_own_bands(world)),
        )
        return replace(
            bundle,
            measure="none",
            input="",
            measured_on=(),
            applies_to=(self.pick("*", "*", "*", *SELECTORS),),
            charges=self.pick(("recurring",), ("recurring",), ("recurring",), ("one_time", "recurring", "usage")),
            spans=spans if self.comes(70) else bundle.spans,
            on_request=self.comes(20),
            code="",
            anchor=self.make_anchor(world),
            untouched_below=self.make_untouched(world) if self.comes(40) else 0,
            most_arrears=self.pick(None, 0, 30, 30),
            funding=self.make_funding(),
        )

    def make_untouched(self, world):
        """Some percentage, or exactly what a discount of the quote leaves."""
        off = [percent for _, _, percent in world.term_discounts] + [percent for _, percent in world.line_discounts]
        return 10_000 - self.pick(*off, world.quote_discount, self.percent(), 10_000)

    def make_anchor(self, world):
        codes = [offer.code for offer in world.offers]
        selectors = (self.pick("*", self.pick(*codes), "A-*", *SELECTORS), self.pick(*codes))[: self.pick(1, 2)]
        least = self.pick(0, 0, self.own_charges(world), self.number(0, 500) * 10_000, self.amount())
        return Anchor(selectors, least, self.pick(1, 1, 2, 3), self.pick(1, 1, 2, 5))

    def make_funding(self):
        return tuple((party, self.number(0, 5000)) for party in ("p", "q") if self.comes(30))

    def make_ends(self, world):
        """Ends of months of the running contract: some lines are gone, or bills unpaid."""
        if not any(each.anchor for each in world.programmes):
            return ()
        numbers = range(1, len(world.lines) + 1)
        months = sorted({self.pick(self.number(1, 4), self.number(1, 30), 24) for _ in range(4)})
        return tuple(
            MonthEnd(each, tuple(at for at in numbers if self.comes(15)), self.pick(0, 0, 0, 1, 30, 31))
            for each in months
        )

    def own_charges(self, world):
        """What a line costs every month, in 1/10,000 rounded down."""
        line = self.pick(*world.lines)
        monthly = monthly_of(world, line) if line.quantity else ZERO
        return (monthly * Ratio(10 ** (4 - world.exponent))).floor()

    def make_own_bands(self, world):
        """Read from a line's monthly charges; mostly one of them is within reach."""
        bounds = {0 if self.comes(60) else self.number(0, 200) * 10_000, self.number(0, 300) * 10_000}
        bounds.add(self.own_charges(world))
        return tuple(self.make_band(each) for each in sorted(bounds)[-self.pick(1, 2, 3) :])

    def add_conditions(self, world):
        """Some programmes ask for years of service, or are in force on certain days only."""
        return replace(world, programmes=tuple(self.add_condition(each) for each in world.programmes))

    def add_condition(self, programme):
        tenure = self.number(0, 60) if self.comes(10) else None
        first = DAY + self.pick(-30, -1, 0, 1) if self.comes(10) else None
        last = DAY + self.pick(-1, 0, 1, 30) if self.comes(10) else None
        last = max(last, first) if first is not None and last is not None else last
        funding = self.make_funding() if programme.anchor is None else programme.funding
        return replace(programme, funding=funding, least_tenure=tenure, valid_from=first, valid_to=last)

    # Taxes and currencies.

    def add_regimes(self, world):
        regimes = tuple(self.make_regime(f"r{at}") for at in range(self.pick(1, 2)))
        inclusive = world.inclusive or self.comes()
        return replace(world, regimes=regimes, regime=self.pick("", "r0", "r0", "r0", "r0"), inclusive=inclusive)

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

    def add_points(self, world):
        loyalty = Loyalty(
            key="PTS",
            redeem_on=(self.pick("*", "*", "*", *SELECTORS),),
            value=self.pick(5000, 10_000, self.number(1, 20_000)),
            funding=self.make_funding(),
        )
        if not any(price.kind == "one_time" for offer in world.offers for price in offer.prices):
            self.escalations = world.escalations
            fee = replace(self.make_offer("B-7X", []), prices=(self.make_price("one_time", None, []),))
            world = replace(world, offers=(*world.offers, fee), lines=(*world.lines, self.make_line(fee)))
        if self.comes():
            paid = [offer for offer in world.offers if any(price.kind == "one_time" for price in offer.prices)]
            world = replace(world, lines=(*world.lines, self.make_line(self.pick(*paid))))
        stages = (*world.stages, ("points", "redemption"))
        points = self.pick(0, *(self.number(1, most) for most in (300, 3000, 3000, 10**6)))
        return replace(world, stages=stages, loyalty=(loyalty,), points=points)

    def make_partners(self, world):
        for at in range(self.pick(0, 0, 1, 2)):
            begin = world.day if world.start is None else world.start
            months = {month_begin(begin), month_begin(begin + self.pick(-40, 40))}
            yield Partners(
                key=f"P{at}",
                offers=tuple(
                    (each, self.number(1, 100), self.pick(0, self.amount()), self.amount()) for each in sorted(months)
                ),
                least_tenure=self.number(0, 60) if self.comes(20) else None,
                least_tier=self.pick("L0s0", "L0s1") if self.comes(20) else "",
                double_tenure=self.number(0, 60) if self.comes() else None,
                factor=self.pick(1, 2, 3),
                most=self.pick(1, 2, 2),
                validity=self.number(7, 30),
                borne=self.percent(),
                on_request=self.comes(20),
            )

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
