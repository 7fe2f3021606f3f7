"""A shop of phones and servers with a rule of every kind, and its scenario files, for tests of the scenarios room."""

from __future__ import annotations

from configurator.catalog.reading import read_catalog
from configurator.rules.rulebook import RuleBook, read_rules
from configurator.scenarios.model import Result, Scenario, ScenarioLoad
from configurator.scenarios.reading import read_scenarios
from configurator.scenarios.running import run_scenarios
from tests.factories.catalog_files import tiny_files

OFFERINGS = """\
family: SHOP
name: {zh: 商店, en: Shop}
line: uc
tax: G13
offerings:
  PHONE: {name: {zh: 话机, en: Phone}, unit: unit, quantity: 1..100}
  SWITCH-S: {name: {zh: 小交换机, en: Small switch}, unit: unit, quantity: 1..10, provides: {sessions: 10}}
  SWITCH-L: {name: {zh: 大交换机, en: Large switch}, unit: unit, quantity: 1..10, provides: {sessions: 100}}
  SPARE: {name: {zh: 备件, en: Spare part}, unit: unit, quantity: 1..50}
  CARE-S: {name: {zh: 小维保, en: Small care}, unit: unit, quantity: 1..1}
  CARE-L: {name: {zh: 大维保, en: Large care}, unit: unit, quantity: 1..1}
  VAULT:
    name: {zh: 保险库, en: Vault}
    unit: unit
    quantity: 1..3
    attributes:
      lock:
        name: {zh: 锁, en: Lock}
        values: {plain: {zh: 普通, en: plain}, double: {zh: 双重, en: double}, triple: {zh: 三重, en: triple}}
        default: plain
"""

RULES = """\
owner: voice
rules:
  - {id: NEEDS-SWITCH, kind: requires, if: PHONE, then: SWITCH-*,
     sentence: {zh: 话机须接交换机。, en: Phones need a switch.}}
  - {id: ENOUGH, kind: capacity, if: PHONE, provided: total(sessions), required: PHONE,
     sentence: {zh: "{PHONE} 台话机需要 {PHONE} 个端口。", en: "{PHONE} phones need {PHONE} ports."}}
  - {id: ONE-CARE, kind: group, at_most: 1, of: [CARE-S, CARE-L], sentence: {zh: 维保选一种。, en: One care only.}}
  - {id: CARE-TIER, kind: tier, by: PHONE, tiers: {CARE-S: 20, CARE-L: 60},
     sentence: {zh: 维保按话机数选择。, en: Care follows the phones.}}
  - {id: SPARES, kind: sizing, if: SWITCH-L, quantity: SPARE, at_least: 2 * SWITCH-L,
     sentence: {zh: 每台大交换机两件备件。, en: Two spares for each large switch.}}
  - {id: NO-MIX, kind: excludes, never_together: [SWITCH-S, VAULT], sentence: {zh: 两者不同时。, en: Never both.}}
  - {id: LOCKED, kind: compliance, if: mlps >= 3 and VAULT, then: VAULT.lock = double,
     sentence: {zh: 三级须双重锁。, en: Level 3 needs a double lock.}}
  - {id: SITES, kind: combination, table: allowed, sentence: {zh: 大交换机按站点。, en: Large switches by site.}}
  - {id: SPARE-HINT, kind: requires, severity: warning, if: PHONE >= 5, then: SPARE,
     sentence: {zh: 宜备件。, en: A spare is advised.}}
  - {id: OLD, kind: requires, if: PHONE, then: VAULT, valid_to: 2025-12-31,
     sentence: {zh: 旧规则。, en: An old rule.}}
  - {id: DEF-CARE, kind: default, if: PHONE, take: CARE-S, sentence: {zh: 默认小维保。, en: Small care by default.}}
"""

PRICES = "offering,charge,period,model,from,amount,cost,valid_from,valid_to,evidence,source,note\n" + "".join(
    f"{code},recurring,month,per_unit,1,{amount},,,,A,,\n"
    for code, amount in (
        ("PHONE", 10), ("SWITCH-S", 30), ("SWITCH-L", 200), ("SPARE", 5), ("CARE-S", 20), ("CARE-L", 50), ("VAULT", 90),
    )
)  # fmt: skip

PRICING = """\
stages:
  - {key: promotion, kind: programme, name: {zh: 促销, en: Promotion}}
  - {key: manual, kind: manual, name: {zh: 手工, en: Manual}}
"""

PROGRAMMES = """\
discounts:
  TALK:
    name: {zh: 通话, en: Talk}
    sentence: {zh: "减 {percent}%", en: "{percent} % off"}
    stage: promotion
    applies_to: [PHONE]
    spans: [{from_month: 1, to_month: 24, bands: [{percent: 10}]}]
    on_request: yes
    evidence: A
  HELLO:
    name: {zh: 迎新, en: Hello}
    sentence: {zh: "减 {percent}%", en: "{percent} % off"}
    stage: promotion
    applies_to: [PHONE]
    bands: [{percent: 20}]
    code: HELLO-2026
    evidence: A
tiers:
  CLUB:
    name: {zh: 俱乐部, en: Club}
    sentence: {zh: 权益, en: Benefits}
    on_request: yes
    tiers:
      member:
        name: {zh: 会员, en: Member}
        benefits: {visit: {name: {zh: 上门, en: Visit}, unit: unit, quantity: 2, value: 30.5}}
    evidence: A
"""

GIVEN = """\
given:
  customer: {industry: I65, staff: 40, sites: 2}
  compliance: {mlps: 0}
  date: 2026-11-22
scenarios:
"""


_REPLACED = frozenset({"rules/voice.yaml", "tables/sbc_sites.csv"})


def shop_files(rules: str = RULES, scenarios: str = "") -> dict[str, bytes]:
    """The shop's files; `scenarios` are the items of its one scenario file."""
    tiny = {path: content for path, content in tiny_files().items() if path not in _REPLACED}
    files = tiny | {
        "offerings/shop.yaml": OFFERINGS.encode(),
        "rules/shop.yaml": rules.encode(),
        "prices/shop.csv": PRICES.encode(),
        "pricing.yaml": PRICING.encode(),
        "programmes/shop.yaml": PROGRAMMES.encode(),
        "tables/allowed.csv": b"SWITCH-L,sites\n0..1,1..5\n2..10,3..5000\n",
    }
    return files | ({"scenarios/shop.yaml": (GIVEN + scenarios).encode()} if scenarios else {})


def shop_book(files: dict[str, bytes] | None = None) -> RuleBook:
    """The rule book of the shop's files, which must be without errors."""
    load = read_catalog(files or shop_files())
    assert load.catalog is not None, load.problems
    rules = read_rules(load.catalog)
    assert rules.book is not None, rules.problems
    return rules.book


def read_shop(scenarios: str) -> ScenarioLoad:
    """The scenarios of the shop, read."""
    files = shop_files(scenarios=scenarios)
    return read_scenarios(files, shop_book(files))


def write_scenario(situation: str, expect: str, name: str = "case") -> str:
    """One item of a scenario file: keys of a request, and of `expect`, each as one line of a flow mapping."""
    return (
        f"  - id: {name}\n    name: {{zh: 例, en: Case}}\n"
        + "".join(f"    {line}\n" for line in situation.splitlines())
        + f"    expect: {{{expect}}}\n"
    )


def read_one(situation: str, expect: str) -> tuple[RuleBook, Scenario]:
    """One scenario of the shop, which must be without problems."""
    files = shop_files(scenarios=write_scenario(situation, expect))
    book = shop_book(files)
    load = read_scenarios(files, book)
    assert load.problems == ()
    return book, load.scenarios[0]


def run_one(situation: str, expect: str) -> Result:
    """What comes of one scenario of the shop."""
    book, scenario = read_one(situation, expect)
    return next(iter(run_scenarios(book, [scenario])))
