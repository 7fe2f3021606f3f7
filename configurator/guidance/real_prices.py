"""Searches for one request at the prices that a quote would have: with programmes, points and everything else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from configurator.catalog.model import Catalog
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.configuration.wishing import WishedModel
from configurator.guidance.branching import Ask, Brancher, Lump, Priced
from configurator.guidance.chances import NO_OUTLOOK, Outlook, list_chances
from configurator.guidance.confining import Confiner, KnownGround
from configurator.guidance.ledger import Ledger, Measure
from configurator.guidance.listed import ListPrices
from configurator.guidance.request import Request, context_of
from configurator.guidance.searching import Find, search
from configurator.pricing.facts import state_facts
from configurator.pricing.model import PricedConfiguration
from configurator.pricing.pipeline import price
from configurator.programmes.benefits import money_down
from configurator.programmes.redeeming import count_redeemed
from configurator.values.money import Money


class RealPrices:
    """Real prices in one situation. Amounts and targets that the seller spreads over lines are not searched with: they
    may change what is best, so that then nothing is said to be proven."""

    def __init__(self, catalog: Catalog, request: Request, model: WishedModel, ledger: Ledger) -> None:
        self._catalog, self._request, self._ledger = catalog, request, ledger
        context = context_of(request)
        self._spreads = any(each.form != "percent" for each in context.manual)
        self._prices = ListPrices(ledger)
        ground = KnownGround(catalog, request.profile.values, request.needs, model.wishes)
        self._confiner = Confiner(self._prices, ground, request.term_months)
        facts = state_facts(catalog, context, ())
        chances = list_chances(catalog, facts, is_asked=True)
        self.outlook: Outlook = self._confiner.begin(chances) if chances else NO_OUTLOOK
        loyalty = catalog.benefits.loyalty.values()
        points = (money_down(Fraction(each.value) * count_redeemed(each, facts), catalog.currency) for each in loyalty)
        self._lump = Lump(sum(each.minor for each in points))

    @property
    def is_by_line(self) -> bool:
        """Whether every line has its price whatever else is in the quote."""
        return not self.outlook.chances and not self._lump.most

    def search(self, ask: Ask, seconds: Decimal) -> Find:
        """The best of what is asked for, with the amounts of a ledger. LimitsUnreachable, Undecided."""
        if self._spreads:
            found = search(ask(self._ledger), seconds)
            return replace(found, proof="feasible", unproven=0, bound=None)
        if self.is_by_line:
            return search(ask(self._ledger), seconds)
        return Brancher(self._ledger, self._confiner, ask, self.weigh, self._lump, seconds).run(self.outlook)

    def weigh(self, find: Find) -> Priced:
        """What a package really comes to, and what the programmes are in it."""
        needs = (*self._request.needs, *find.granted)
        context = context_of(replace(self._request, needs=needs))
        priced = price(self._catalog, Configuration(tuple(_list_lines(find)), "feasible"), context)
        taken = [(line.number, line.offering, line.quantity) for line in priced.lines if self._has_price(line.offering)]
        lines = tuple(self._prices.state(code, quantity, number) for number, code, quantity in taken)
        return Priced(read_amounts(priced), self.outlook.observe(state_facts(self._catalog, context, lines)))

    def _has_price(self, offering: str) -> bool:
        return offering in self._ledger.first_quantities


def _list_lines(find: Find) -> Iterator[ConfigurationLine]:
    for code, quantity in find.quantities.items():
        own = {key: value for (offering, key), value in find.attributes.items() if offering == code}
        yield ConfigurationLine(code, quantity, own)


def read_amounts(priced: PricedConfiguration) -> dict[Measure, int]:
    """The totals by measure, in minor units; the cost is that of charges and benefits."""
    totals = priced.totals
    cost = _count(totals.cost) + _count(totals.benefit_cost)
    return {
        "monthly": totals.monthly.minor,
        "one_time": totals.one_time.minor,
        "annual": totals.annual.minor,
        "tcv": totals.tcv.minor,
        "cost": cost,
    }


def _count(amount: Money | None) -> int:
    return 0 if amount is None else amount.minor
