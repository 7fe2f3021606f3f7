"""The check of a known package, rule by rule, against the solver's answer to the same package as choices."""

from __future__ import annotations

from random import Random

import pytest

from configurator.configuration.compiled import CompiledSituation
from configurator.configuration.model import Choice
from configurator.configuration.session import Session
from configurator.guidance.proposing import situation_of
from configurator.guidance.reading import read_request
from configurator.quoting.model import QuotedLine
from configurator.releasing.impact import Outcome
from configurator.releasing.replaying import replay
from configurator.services.releases import open_release
from tests.factories.catalog_files import changed, tiny_files
from tests.factories.releases import NEVER_BOTH, TLS_ON, TODAY, make_open_quote, make_request

VARIANTS = {
    "same": tiny_files(),
    "never both": NEVER_BOTH,
    "more controllers": changed("rules/voice.yaml", "then: SBC-*", "then: SBC-100 >= 2"),
    "one row less": changed("tables/sbc_sites.csv", "2|3,*\n", ""),
    "capacity binds": changed("rules/voice.yaml", "    severity: warning\n", ""),
    "need for minutes": changed("needs.yaml", "require: SIP-30", "require: MIN-OUT or SIP-30 >= 2"),
}
RANGES = {"SBC-100": 3, "SIP-30": 3, "MIN-OUT": 1}


def draw(chance):
    """A package of random quantities for a customer with random sites and needs."""
    quantities = {code: chance.randint(0, most) for code, most in RANGES.items()}
    sites, needs = chance.choice([1, 5, 6]), chance.choice([[], ["voice"]])
    customer = {"industry": "I65", "staff": 60, "sites": sites}
    return quantities, make_request(customer=customer, needs=needs, choices={}, term_months=24)


def ask_solver(book, request, quantities):
    checked, _ = read_request(book.catalog, request, TODAY)
    choices = [Choice(code, quantity) for code, quantity in quantities.items()]
    if quantities["SBC-100"]:
        choices.append(Choice("SBC-100", attribute="tls", value="on"))
    return Session(CompiledSituation(situation_of(book, checked)), choices).conflict() is None


@pytest.mark.parametrize("name", VARIANTS)
def test_agrees_with_the_solver_about_every_package(name):
    book, chance = open_release(VARIANTS[name], 2), Random(11)
    answers = set()
    for _ in range(40):
        quantities, request = draw(chance)
        attributes = {"SBC-100": (TLS_ON,)}
        lines = [QuotedLine(code, count, attributes.get(code, ())) for code, count in quantities.items() if count]
        if not lines:
            continue
        found = replay(make_open_quote(*lines, request=request), (book, book), TODAY)
        is_valid = ask_solver(book, request, quantities)
        answers.add(is_valid)
        assert (found.outcome is Outcome.SAME) is is_valid, (quantities, request, found.broken)
    assert answers == {True, False}
