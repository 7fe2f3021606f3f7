"""From a trial to the request of its conversion quote."""

from datetime import date

import pytest

from configurator.programmes.converting import build_conversion
from configurator.programmes.trials import Entity, TrialRun
from tests.factories.benefits import make_trial

RUN = TrialRun("TRIAL-30", Entity("R1"), (("A-1", 12),), date(2027, 1, 1))
CUSTOMER = {"name": "Acme", "industry": "retail", "staff": 12, "sites": 1}


def convert(day, **changes):
    return build_conversion(make_trial(**changes), RUN, CUSTOMER, 12, day)


def test_asks_for_what_was_tried():
    assert convert(date(2027, 1, 22)) == {
        "customer": CUSTOMER,
        "term_months": 12,
        "date": "2027-01-22",
        "choices": {"A-1": 12},
        "codes": ["TRIAL-7D"],
    }


@pytest.mark.parametrize(
    ("day", "has_code"),
    [(date(2027, 1, 1), True), (date(2027, 1, 29), True), (date(2027, 1, 30), False), (date(2026, 12, 31), False)],
)
def test_gives_the_code_until_seven_days_after_the_quote(day, has_code):
    assert ("codes" in convert(day)) is has_code


def test_a_trial_without_incentive_gives_no_code():
    assert "codes" not in convert(date(2027, 1, 22), incentive="")


def test_a_customer_changed_later_does_not_change_the_request():
    customer = dict(CUSTOMER)
    request = build_conversion(make_trial(), RUN, customer, 12, date(2027, 1, 22))
    customer["staff"] = 99
    assert request["customer"] == CUSTOMER
