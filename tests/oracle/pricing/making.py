"""Random quotes: catalog, lines and circumstances, from a seed. Each speaks of only some of what there is."""

from dataclasses import replace
from datetime import date

from tests.oracle.pricing.periods import add_months
from tests.oracle.pricing.world import (
    Band,
    Discount,
    Factor,
    Floor,
    Line,
    Manual,
    Matrix,
    Offer,
    Price,
    Rounding,
    Span,
    Tier,
    World,
)

FAMILIES = ("NET", "CLOUD", "LINE")
RATES = (0, 100, 600, 900, 1300)
TERMS = (1, 1, 2, 3, 6, 12, 12, 13, 18, 24, 36)
KINDS = (("one_time", None), ("recurring", "month"), ("recurring", "month"), ("recurring", "quarter"))
KINDS = (*KINDS, ("recurring", "year"), ("usage", "month"))
SELECTORS = ("@NET", "@CLOUD", "@LINE", "A-*", "B-*", "*-1", "#new")
DAY = date(2026, 11, 22).toordinal()


class Maker:
    """Draws one quote."""

    def __init__(self, chance):
        self.chance = chance
        self.luck = chance.choice((15, 35, 60))
        self.exponent = chance.choice((0, 2, 2, 2, 3))

    def happens(self, tenths=10):
        """Whether something out of the ordinary comes up, so many tenths as often as usual in this quote."""
        return self.chance.randrange(100) * 10 < self.luck * tenths

    def pick(self, *values):
        return self.chance.choice(values)

    def number(self, low, high):
        return self.chance.randint(low, high)

    def amount(self):
        """In 1/10,000: round, whole cents, or with all decimals; sometimes nothing."""
        return self.pick(
            self.number(0, 500) * 10_000,
            self.number(0, 90_000) * 100,
            self.number(0, 9_999_999),
            self.number(0, 20_000),
            0,
        )

    def minor_amount(self):
        """In 1/10,000, whole minor units."""
        step = 10 ** (4 - self.exponent)
        return self.amount() // step * step

    def percent(self):
        return self.pick(self.number(0, 100) * 100, self.number(0, 10_000), 2500, 5000, 3333)

    def make(self):
        count = self.pick(1, 1, 2, 2, 3, 4, 8)
        self.escalations = tuple((self.number(1, 1500), self.pick(1, 3, 6, 12)) for _ in range(2))
        offers = []
        for code in [f"{prefix}-{at}" for at, prefix in enumerate("AABBAABB"[:count])]:
            offers.append(self.make_offer(code, offers))
        term = self.pick(*TERMS)
        start = DAY + self.number(-20, 400) if self.happens(20) else None
        return World(
            offers=tuple(offers),
            lines=tuple(self.make_lines(offers)),
            exponent=self.exponent,
            inclusive=self.happens(),
            mode=self.pick("half_up", "half_up", "half_even"),
            day=DAY,
            term=term,
            start=start,
            end=self.make_end(start) if start is not None and self.happens() else None,
            calendar=start is not None and self.happens(),
            grade=self.pick("normal", "high"),
            tenure=self.number(0, 60),
            taxes=tuple(self.make_taxes()),
            term_discounts=self.some(lambda: (self.pick(*SELECTORS), self.pick(1, 12, 24), self.percent())),
            factors=self.some(self.make_factor),
            escalations=self.escalations,
            **self.make_policy(),
            ramps=tuple(self.make_ramps(offers, term)),
            line_discounts=tuple((each.code, self.percent()) for each in offers if self.happens()),
            quote_discount=self.percent() if self.happens() else 0,
            manual=self.make_manual(offers),
        )

    def some(self, make, most=3):
        return tuple(make() for _ in range(most) if self.happens())

    def make_end(self, start):
        return self.pick(
            start + self.number(0, 40), start + self.number(20, 900), add_months(start, self.pick(1, 3, 12, 24)) - 1
        )

    def make_offer(self, code, earlier):
        kinds = [self.pick(*KINDS) for _ in range(self.pick(1, 1, 2, 3))]
        prices = [self.make_price(*each, earlier) for each in dict.fromkeys(kinds)]
        if len(prices) > 1 and prices[0].kind != prices[-1].kind and self.happens():
            prices[-1] = self.make_share(prices[-1], code, prices[0].kind)
        return Offer(
            code=code,
            family=self.pick(*FAMILIES),
            tax=self.pick("T1", "T2"),
            prices=tuple(prices),
            pass_through=self.happens(3),
            tags=("new",) if self.happens() else (),
        )

    def make_price(self, kind, period, earlier):
        models = ["per_unit", "flat", "graduated", "volume", "package", "stair_step", "matrix"]
        bases = [each for each in earlier if self.happens(15)]
        model = self.pick(*models, *(["percent_of"] * 3 if bases else []))
        recurring = kind == "recurring"
        charges = {price.kind for each in bases for price in each.prices}
        return Price(
            kind=kind,
            period=period,
            model=model,
            tiers=self.make_tiers(model),
            cost=self.amount() // self.pick(1, 2, 5) if not self.happens(5) else None,
            block=self.pick(1, 2, 5, 10) if model == "package" else 1,
            included=self.number(0, 30) if kind == "usage" and self.happens(20) else 0,
            least_quantity=self.number(1, 40) if self.happens(5) and model != "percent_of" else 0,
            least_amount=self.amount() if self.happens(5) else None,
            due=self.pick("advance", "arrears") if recurring else "advance",
            waived_from=self.pick(1, 12, 24) if kind == "one_time" and self.happens() else None,
            free_months=self.number(1, 4) if recurring and self.happens(7) else 0,
            free_from=self.pick(1, 1, 12),
            escalation=self.pick(0, 1) if recurring and self.happens() else None,
            base=tuple(each.code for each in bases) if model == "percent_of" else (),
            base_charge=self.pick(None, *sorted(charges)) if model == "percent_of" else None,
            matrix=self.make_matrix() if model == "matrix" else None,
        )

    def make_share(self, price, code, base_charge):
        """The price as a percentage of another charge of its own line, and of the offerings that it was one of."""
        share = replace(price, model="percent_of", tiers=self.make_tiers("percent_of"), block=1, matrix=None)
        return replace(share, base=(*price.base, code), base_charge=base_charge, least_quantity=0)

    def make_tiers(self, model):
        if model == "matrix":
            return (Tier(1, 0),)
        months = (1, *sorted({self.pick(2, 7, 13) for _ in range(2)})) if self.happens(7) else (1,)
        tiered = model not in ("per_unit", "percent_of")
        found = []
        for month in months:
            more = sorted({self.number(2, 40) for _ in range(3)}) if tiered and self.happens(20) else []
            for first in (1, *more):
                found.append(Tier(first, self.number(0, 1_500_000) if model == "percent_of" else self.amount(), month))
        return tuple(found)

    def make_matrix(self):
        columns = tuple(each for each in ("quantity", "grade", "size") if self.happens(20)) or ("quantity",)
        cells = {"quantity": ("1..5", "6..20|7", "4..", "3|9", "*"), "grade": ("normal", "high|low", "*")}
        cells = {**cells, "quantity": ("1..5", "4..", "10..30", "*"), "size": ("big", "big|small", "*")}
        rows = [(tuple(self.pick(*cells[column]) for column in columns), self.amount()) for _ in range(3)]
        return Matrix(columns, (*rows, (("*",) * len(columns), self.amount())))

    def make_lines(self, offers):
        for offer in offers:
            yield self.make_line(offer)
        if self.happens(3):
            yield self.make_line(offers[0])

    def make_line(self, offer):
        quantity = self.pick(1, 1, self.number(1, 12), self.number(1, 60), 0 if self.happens(5) else 3)
        return Line(offer.code, quantity, (("size", self.pick("big", "small")),))

    def make_taxes(self):
        for category in ("T1", "T2"):
            yield category, self.pick(*RATES), 1
            for _ in range(2):
                if self.happens(6):
                    yield category, self.pick(*RATES), DAY + self.number(1, 700)

    def make_factor(self):
        kind, _ = self.pick(*KINDS)
        return Factor(self.pick(*SELECTORS), kind, self.pick("normal", "high"), self.number(1, 30_000))

    def make_policy(self):
        middle = ["manual"] + [each for each in ("term", "p1", "p2", "floor", "round") if self.happens(20)]
        if self.happens():
            self.chance.shuffle(middle)
        else:
            middle.sort(key=("term", "p1", "p2", "manual", "floor", "round").index)
        programmes = self.some(lambda: None, 4) if "p1" in middle else ()
        stages = [each for each in ("p1", "p2") if each in middle]
        discounts = tuple(self.make_discount(f"D{at}", stages) for at, _ in enumerate(programmes))
        return {
            "stages": tuple((each, "programme" if each[0] == "p" else each) for each in middle),
            "groups": (("g1", self.pick("best", "first", "all")), ("g2", self.pick("best", "first", "all"))),
            "floors": tuple(self.make_floors()),
            "roundings": self.some(self.make_rounding, 2),
            "programmes": discounts,
            "named": tuple(each.key for each in discounts if self.happens(20)),
            "codes": ("CODE",) if self.happens(20) else (),
        }

    def make_floors(self):
        for family in ("", *FAMILIES):
            if self.happens():
                yield Floor(family, self.pick(None, 0, 800, self.number(0, 5000)), self.pick(None, 0, self.percent()))

    def make_rounding(self):
        kind, _ = self.pick(*KINDS)
        step = self.pick(1, 5, 10, 50, 100) * self.pick(10_000, 10_000, 1_000)
        return Rounding((self.pick(*SELECTORS), "*")[: self.pick(1, 2)], kind, step)

    def make_discount(self, key, stages):
        measure = self.pick(
            *("none", "line_quantity", "line_monthly", "quote_monthly", "group_monthly"),
            *("contract_value", "term_months", "product_lines", "input"),
        )
        return Discount(
            key=key,
            stage=self.pick(*stages),
            applies_to=(self.pick(*SELECTORS, "*", "*"),),
            spans=tuple(self.make_spans(measure)),
            charges=self.pick(
                ("recurring",), ("recurring",), ("one_time", "usage"), ("one_time", "recurring", "usage")
            ),
            excludes=(self.pick(*SELECTORS),) if self.happens(5) else (),
            measure=measure,
            measured_on=(self.pick(*SELECTORS),) if "quote" in measure and self.happens() else (),
            input="tenure" if measure == "input" or (measure == "group_monthly" and self.happens()) else "",
            group=self.pick("", "g1", "g1", "g2"),
            code="CODE" if self.happens(5) else "",
            on_request=self.happens(5),
        )

    def make_spans(self, measure):
        first = self.pick(1, 1, 3)
        if self.happens():
            middle = first + self.number(0, 14)
            yield Span(first, middle, self.make_bands(measure))
            first = middle + self.number(1, 2)
        yield Span(first, None if self.happens(20) else first + self.number(0, 20), self.make_bands(measure))

    def make_bands(self, measure):
        if measure == "none":
            return (self.make_band(0),)
        highest = 300 if measure in ("line_monthly", "quote_monthly", "group_monthly", "contract_value") else 20
        return tuple(self.make_band(each * 10_000) for each in sorted({self.number(0, highest) for _ in range(2)}))

    def make_band(self, since):
        amount = self.minor_amount() if self.happens(7) else None
        cap = self.minor_amount() if self.happens(7) else None
        return Band(since, 0 if amount is not None else self.percent(), amount, cap)

    def make_ramps(self, offers, term):
        for offer in offers:
            if self.happens(6):
                months = sorted({self.number(1, max(1, term)) for _ in range(2)})
                yield offer.code, tuple((month, self.pick(0, 1, self.number(1, 60))) for month in months)

    def make_manual(self, offers):
        scopes = ("", *SELECTORS, *(each.code for each in offers))
        found = []
        for _ in range(3):
            if self.happens(7):
                form, scope = self.pick("percent", "amount", "target"), self.pick(*scopes)
                value = self.percent() if form == "percent" else self.pick(self.amount(), self.amount() * 10)
                measure = self.pick("one_time", "monthly", "monthly", "annual", "usage")
                found.append(Manual(scope, form, value, "monthly" if form == "percent" else measure))
        return tuple(found)
