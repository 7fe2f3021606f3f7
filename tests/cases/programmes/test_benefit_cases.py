"""Runs the cases of benefits against the telecom catalog: worked figures in the maintainers' words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
import yaml

from configurator.catalog.reading import load_catalog
from configurator.configuration.model import Configuration, ConfigurationLine
from configurator.pricing import price
from configurator.pricing.model import PricingContext
from configurator.programmes.converting import build_conversion
from configurator.programmes.coupons import Coupon, account_for
from configurator.programmes.partner_offers import count_released, count_shares, find_last_day, find_offer
from configurator.programmes.points import Credited, Paid, Redeemed, find_level, open_account
from configurator.programmes.tier_changes import judge_tier
from configurator.programmes.tiers import grant_tier
from configurator.programmes.trials import Entity, TrialRun, check_trial, plan_trial
from configurator.resources import catalog_dir
from configurator.values.money import Money
from configurator.values.refusal import Refusal
from tests.factories.benefits import make_facts, make_line

FOLDER = Path(__file__).parent
ACME = Entity(registration="91310000MA1FL0001X")


@cache
def telecom():
    load = load_catalog(catalog_dir())
    assert load.catalog is not None, load.problems
    return load.catalog


def read(name):
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def cases_of(name, part="cases"):
    return [pytest.param(case, id=case.get("name") or case["trial"]) for case in read(name)[part]]


def yuan(amount):
    return Money.of(Decimal(amount), telecom().currency)


TIERS, CHANGES, PARTNERS, LOYALTY = (read(name) for name in ("tiers", "tier_changes", "partner_benefits", "loyalty"))


def test_every_file_is_run():
    known = {"tiers", "tier_changes", "partner_benefits", "trials", "loyalty"}
    ours = {
        path.stem for path in FOLDER.glob("*.yaml") if "subject" in yaml.safe_load(path.read_text(encoding="utf-8"))
    }
    assert ours == known


@pytest.mark.parametrize("case", cases_of("tiers"))
def test_tiers(case):
    ladder = telecom().benefits.ladders[TIERS["programme"]]
    facts = make_facts(telecom(), make_line("DIA-20", case["monthly"]), term=case["term"])
    found = grant_tier(ladder, facts, TIERS["start"])
    (tier,) = found.tiers
    assert tier.tier == case["tier"]
    assert str(tier.most) == case.get("most", str(tier.most))
    if "granted" in case:
        assert [benefit.key for benefit in found.granted] == case["granted"]
        assert [benefit.key for benefit in found.left_out] == case.get("left_out", [])
        assert str(tier.worth) == case["worth"]
    if "cost" in case:
        assert str(found.cost(telecom().currency)) == case["cost"]
    last_days = {benefit.key: benefit.use_by for benefit in found.granted}
    assert last_days | case.get("use_by", {}) == last_days
    assert all(last_days[key] is None for key in case.get("unlimited", ()))
    if "hint" in case:
        assert [_say_hint(hint) for hint in found.hints] == ([case["hint"]] if case["hint"] else [])


def _say_hint(hint):
    return {
        "tier": hint.tier,
        "monthly": str(hint.missing_monthly),
        "months": hint.missing_months,
        "percent": hint.reached_percent,
    }


@pytest.mark.parametrize("case", cases_of("tier_changes"))
def test_tier_changes(case):
    ladder = telecom().benefits.ladders[CHANGES["programme"]]
    tiers = {tier.key: tier for tier in ladder.tiers}
    charges = [Fraction(Decimal(charge)) for charge in case["charges"]]
    verdict = judge_tier(ladder, tiers[CHANGES["tier"]], charges, case.get("term", CHANGES["term"]), case["month"])
    assert verdict.action == case["action"]
    assert verdict.tier == tiers[case.get("to", CHANGES["tier"])]
    assert verdict.since == case.get("since", verdict.since)
    assert verdict.average == Fraction(Decimal(case["average"])) if "average" in case else True
    assert verdict.months_below == case.get("months_below", verdict.months_below)


@pytest.mark.parametrize("case", cases_of("partner_benefits", "shares"))
def test_partner_shares(case):
    plain = {"arrears_days": 0, "partner_offers": True, "company_age_years": 9, "tenure_years": 5, "size": "large"}
    facts = make_facts(telecom(), inputs=plain | case["given"])
    programme = telecom().benefits.partners[PARTNERS["programme"]]
    assert count_shares(programme, facts, frozenset({"essential"})) == case["shares"]


def test_partner_releases_and_codes():
    programme = telecom().benefits.partners[PARTNERS["programme"]]
    offer = find_offer(programme, date(2027, 1, 1))
    assert {day: count_released(programme, offer, day) for day in PARTNERS["released"]} == PARTNERS["released"]
    assert {day: find_last_day(programme, day) for day in PARTNERS["codes"]} == PARTNERS["codes"]


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case["day"])) for case in PARTNERS["accounts"]])
def test_partner_accounts(case):
    programme = telecom().benefits.partners[PARTNERS["programme"]]
    offer = find_offer(programme, case["day"])
    coupons = [_read_coupon(programme, each) for each in PARTNERS["coupons"]]
    found = account_for(programme, offer, coupons, case["day"], telecom().currency)
    counts = {name: getattr(found, name) for name in ("issued", "redeemed", "expired")}
    amounts = {name: str(getattr(found, name)) for name in ("owed", "owed_by_partner", "spent")}
    assert {"day": case["day"], **counts, **amounts} == case


def _read_coupon(programme, said):
    last_day = find_last_day(programme, said["issued"])
    return Coupon(said["customer"], said["shares"], said["issued"], last_day, said.get("redeemed"))


@pytest.mark.parametrize("case", cases_of("trials", "dates"))
def test_trial_dates(case):
    plan = plan_trial(telecom().benefits.trials[case["trial"]], case["start"])
    assert {name: getattr(plan, name) for name in case if name != "trial"} == {
        name: day for name, day in case.items() if name != "trial"
    }


@pytest.mark.parametrize("case", cases_of("trials", "limits"))
def test_trial_limits(case):
    trial = telecom().benefits.trials[case["trial"]]
    criteria = frozenset(criterion.key for criterion in trial.criteria)
    spent = yuan(case["spent"]) if "spent" in case else None
    run = TrialRun(trial.key, ACME, tuple(case["seats"].items()), date(2027, 1, 1), spent, criteria)
    history = [replace(run, seats=((code, 1),), start=day) for code, day in case.get("tried", {}).items()]
    assert [problem.code for problem in check_trial(telecom(), trial, run, history)] == case["found"]


@pytest.mark.parametrize("case", cases_of("trials", "conversions"))
def test_trial_conversions(case):
    trial = telecom().benefits.trials["TRIAL-APPLICATIONS"]
    run = TrialRun(trial.key, ACME, (("UCC-1", 20),), date(2027, 1, 1))
    request = build_conversion(trial, run, {"industry": "software", "staff": 20, "sites": 1}, 24, case["day"])
    lines = tuple(ConfigurationLine(code, seats) for code, seats in request["choices"].items())
    context = PricingContext(case["day"], request["term_months"], codes=frozenset(request.get("codes", ())))
    totals = price(telecom(), Configuration(lines, "optimal"), context).totals
    names = ("monthly", "one_time", "first_year", "tcv")
    assert {name: str(getattr(totals, name)) for name in names} == {name: case[name] for name in names}


def _read_events(case):
    kinds = {"paid": Paid, "credited": Credited}
    for event in case["events"]:
        for name, kind in kinds.items():
            if name in event:
                yield kind(event["day"], event["invoice"], yuan(event[name]))
        if "redeemed" in event:
            yield Redeemed(event["day"], event["redeemed"])


def _account_by(programme, case, day):
    """The account as it stands at the end of the day."""
    return open_account(programme, LOYALTY["since"], [event for event in _read_events(case) if event.day <= day])


@pytest.mark.parametrize("case", cases_of("loyalty"))
def test_loyalty(case):
    programme = telecom().benefits.loyalty[LOYALTY["programme"]]
    for day, balance in case.get("balance", {}).items():
        assert (day, _account_by(programme, case, day).balance(day)) == (day, balance)
    for day, level in case.get("level", {}).items():
        found = find_level(programme, _account_by(programme, case, day), day)
        assert (day, found.key if found else None) == (day, level)


@pytest.mark.parametrize("case", cases_of("loyalty", "refused"))
def test_loyalty_refusals(case):
    programme = telecom().benefits.loyalty[LOYALTY["programme"]]
    with pytest.raises(Refusal) as refusal:
        open_account(programme, LOYALTY["since"], _read_events(case))
    assert refusal.value.code == case["code"]
