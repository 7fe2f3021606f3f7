"""Files of benefits that go with the tiny catalog."""

from __future__ import annotations

from tests.factories.catalog_files import tiny_files

PRICING = """\
stages:
  - {key: loyalty, kind: programme, name: {zh: 忠诚, en: Loyalty}}
  - {key: manual, kind: manual, name: {zh: 手工, en: Manual}}
  - {key: points, kind: redemption, name: {zh: 积分, en: Points}}
"""
TIERS = """\
tiers:
  PLANS:
    name: {zh: 套餐, en: Plans}
    sentence: {zh: 权益, en: Benefits}
    on_request: yes
    measured_on: ["#border"]
    window_months: 6
    warn_after: 1
    downgrade_after: 4
    hint_at: 80
    tiers:
      basic: {name: {zh: 基础, en: Basic}}
      plus:
        name: {zh: 优享, en: Plus}
        ways: [{monthly: 1000}, {term: 24}, {monthly: 500, term: 12}]
        cap_percent: 6
        benefits:
          scan: {name: {zh: 扫描, en: Scan}, unit: unit, quantity: 2, value: 299.5, cost: 203, expiry: contract, offering: SBC-100}
          credit: {name: {zh: 额度, en: Credit}, unit: unit, percent: 5, cost_percent: 40}
    valid_from: 2026-01-01
    evidence: S
    source: S:SKT
"""  # noqa: E501  (one line of the file)
PARTNERS = """\
partner_benefits:
  MONTHLY:
    name: {zh: 伙伴, en: Partners}
    sentence: {zh: 权益, en: Benefits}
    on_request: yes
    when: staff >= 2
    least_tier: basic
    double: size in (micro, small)
    factor: 2
    most: 3
    release_percent: 50
    validity_days: 7
    rest_months: 2
    partner_percent: 60
    holdout_percent: 10
    partners: {coffee: {zh: 咖啡, en: Coffee}, printing: {zh: 打印, en: Printing}}
    offers:
      january: {month: 2027-01, partner: coffee, name: {zh: 券, en: Voucher}, unit: unit, quantity: 5, quota: 400, value: 20, cost: 12.5, channels: [app, portal]}
      march: {month: 2027-03, partner: coffee, name: {zh: 券, en: Voucher}, unit: unit, quota: 40, value: 20, cost: 12.5}
    evidence: A
"""  # noqa: E501  (one line of the file)
TRIALS = """\
discounts:
  CONVERSION:
    name: {zh: 转正, en: Conversion}
    sentence: {zh: 优惠, en: Off}
    stage: loyalty
    applies_to: [SBC-100]
    code: TRY-7D
    bands: [{percent: 10}]
    evidence: A
trials:
  TRY:
    name: {zh: 试用, en: Trial}
    applies_to: [SBC-100]
    excludes: [MIN-*]
    days: 30
    criteria: {users: {zh: 用户, en: Users}, quality: {zh: 质量, en: Quality}}
    midpoint_day: 15
    quote_day: 21
    most_seats: 10
    most_spent: 3000
    rest_months: 12
    incentive: TRY-7D
    convert_days: 5
    suspend_after: 2
    delete_after: 20
    evidence: A
"""
LOYALTY = """\
loyalty:
  POINTS:
    name: {zh: 积分, en: Points}
    sentence: {zh: 积分, en: Points}
    bands: [{since_years: 0, per_hundred: 1}, {since_years: 3, per_hundred: 1.5}]
    value: 0.5
    months_valid: 36
    redeem_on: ["#border"]
    stage: points
    input: beds
    balance: phones
    levels: {silver: {name: {zh: 银, en: Silver}, least: 5000}, gold: {name: {zh: 金, en: Gold}, least: 20000}}
    level_months: 6
    funding: {operator: 100}
    evidence: A
"""


def benefit_files(*texts: str) -> dict[str, bytes]:
    """The tiny catalog with stages, and with these texts as its files of programmes."""
    files = {f"programmes/{number}.yaml": text.encode() for number, text in enumerate(texts)}
    return {**tiny_files(), "pricing.yaml": PRICING.encode(), **files}
