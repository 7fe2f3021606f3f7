"""The catalog of this folder's cases as files: two families, a capacity, a tag, attributes, inputs of every kind."""

FILES = {
    "catalog.yaml": """\
key: words
name: {zh: 语言目录, en: Language catalog}
release: 2026.11
currency: CNY
owners: {demo: {zh: 产品部, en: Products}}
""",
    "vocabulary.yaml": """\
lines: {demo: {zh: 演示, en: Demo}}
units: {unit: {zh: 个, en: unit}}
capacities: {sessions: {zh: 会话, en: sessions}}
tags: {border: {zh: 边界, en: Border}}
""",
    "offerings/net.yaml": """\
family: NET
name: {zh: 网络, en: Network}
line: demo
tax: G13
offerings:
  AP-IN: {name: {zh: 接入点, en: Access point}, unit: unit, quantity: 1..500}
  SW-24: {name: {zh: 交换机, en: Switch}, unit: unit, quantity: 1..50}
  LINE-A: {name: {zh: 专线甲, en: Line A}, unit: unit, quantity: 1..9}
  LINE-B: {name: {zh: 专线乙, en: Line B}, unit: unit, quantity: 1..9}
""",
    "offerings/voice.yaml": """\
family: VOICE
name: {zh: 语音, en: Voice}
line: demo
tax: G13
offerings:
  SBC-25:
    name: {zh: 边界 25, en: Border 25}
    unit: unit
    quantity: 1..3
    provides: {sessions: 25}
    tags: [border]
    attributes:
      tls:
        name: {zh: 加密, en: Encryption}
        values: {on: {zh: 开, en: enabled}, off: {zh: 关, en: disabled}}
        default: off
  SBC-100:
    name: {zh: 边界 100, en: Border 100}
    unit: unit
    quantity: 1..2
    provides: {sessions: 100}
    tags: [border]
    attributes:
      tls:
        name: {zh: 加密, en: Encryption}
        values: {on: {zh: 开, en: enabled}, off: {zh: 关, en: disabled}}
        default: off
  SIPT: {name: {zh: 中继, en: Trunk}, unit: unit, quantity: 1..20}
""",
    "prices/all.csv": """\
offering,charge,period,model,from,amount,cost,valid_from,valid_to,evidence,source,note
AP-IN,one_time,,per_unit,1,900,600,,,A,,
SW-24,one_time,,per_unit,1,3000,2000,,,A,,
LINE-A,recurring,month,per_unit,1,500,300,,,A,,
LINE-B,recurring,month,per_unit,1,400,300,,,A,,
SBC-25,one_time,,per_unit,1,9000,6000,,,A,,
SBC-100,one_time,,per_unit,1,32000,24000,,,A,,
SIPT,recurring,month,per_unit,1,120,90,,,A,,
""",
    "profile.yaml": """\
given:
  industry: {zh: 行业, en: Industry}
  size: {zh: 规模, en: Size}
  sizes:
    micro: {zh: 微, en: Micro}
    small: {zh: 小, en: Small}
    medium: {zh: 中, en: Medium}
    large: {zh: 大, en: Large}
inputs:
  staff: {name: {zh: 人数, en: Staff}, kind: integer, minimum: 1, maximum: 100000, default: 50}
  beds: {name: {zh: 床位, en: Beds}, kind: integer, default: 0}
  cards: {name: {zh: 银行卡, en: Cards}, kind: flag, default: no}
  sla:
    name: {zh: 可用性, en: Availability}
    kind: choice
    values: {silver: {zh: 银, en: Silver}, gold: {zh: 金, en: Gold}, platinum: {zh: 白金, en: Platinum}}
    default: silver
compliance:
  mlps: {name: {zh: 等保, en: MLPS}, values: [0, 2, 3], default: 0}
""",
    "tax.yaml": "categories: {G13: {zh: 货物, en: Goods}}\n",
    "tax.csv": "category,rate,valid_from,valid_to,evidence,source\nG13,0.13,,,S,S:VAT\n",
    "terms.yaml": "terms:\n  - {months: 12, name: {zh: 12 个月, en: 12 months}, default: yes}\n",
}
