"""A tiny catalog as files: everything that the format has, once or twice. Tests change a file and read it again."""

from __future__ import annotations

from configurator.catalog.reading import CatalogLoad, read_catalog

FILES = {
    "catalog.yaml": """\
key: tiny
name: {zh: 小目录, en: Tiny catalog}
release: 2026.10
currency: CNY
owners:
  voice: {zh: 语音产品部, en: Voice products}
""",
    "vocabulary.yaml": """\
lines: {uc: {zh: 统一通信, en: Unified communications}}
units: {unit: {zh: 台, en: unit}, minute: {zh: 分钟, en: minute}}
capacities: {sessions: {zh: 会话, en: sessions}}
tags: {border: {zh: 边界, en: Border}}
""",
    "offerings/voice.yaml": """\
family: COM-VOICE
name: {zh: 语音, en: Voice}
line: uc
tax: G13
offerings:
  SBC-100:
    name: {zh: 边界控制器 100 并发, en: SBC 100 sessions}
    unit: unit
    quantity: 1..20
    provides: {sessions: 100}
    tags: [border]
    spec_source: S:HW
    attributes:
      tls:
        name: {zh: 传输加密, en: Transport encryption}
        values: {on: {zh: 开启, en: enabled}, off: {zh: 关闭, en: disabled}}
        default: on
  SIP-30:
    name: {zh: 中继 30 路, en: Trunk of 30 channels}
    description: {zh: 含一个号段, en: With one block of numbers}
    unit: unit
    tax: B9
    pass_through: yes
  MIN-OUT:
    name: {zh: 去话分钟, en: Outbound minutes}
    unit: minute
    quantity: 1..1000000
""",
    "prices/voice.csv": """\
offering,charge,period,model,from,amount,cost,valid_from,valid_to,evidence,source,note
SBC-100,one_time,,per_unit,1,32000,24000,,,A,,
SIP-30,recurring,month,per_unit,1,1.10,,,2026-06-30,S,S:QC,
SIP-30,recurring,month,per_unit,1,0.90,,2026-07-01,,S,S:QC,"new, lower"
MIN-OUT,usage,month,volume,1,0.15,0.1,,,S,S:QC,
MIN-OUT,usage,month,volume,10000,0.1345,0.1,,,S,S:QC,
""",
    "rules/voice.yaml": """\
owner: voice
rules:
  - id: VOICE-01
    kind: requires
    if: SIP-*
    then: SBC-*
    evidence: R
    sentence: {zh: SIP 中继需要 SBC。, en: A SIP trunk needs an SBC.}
  - id: VOICE-06
    kind: capacity
    severity: warning
    provided: total(sessions)
    required: SIP-30 * 30
    sentence: {zh: "需要 {SIP-30 * 30} 个会话。", en: "{SIP-30 * 30} sessions are needed."}
  - id: VOICE-07
    kind: combination
    if: SBC-*
    table: sbc_sites
    sentence: {zh: 每站点一台。, en: One for each site.}
""",
    "tables/sbc_sites.csv": "SBC-100,sites\n1,1..5\n2|3,*\n",
    "profile.yaml": """\
given:
  industry: {zh: 行业, en: Industry}
  size: {zh: 规模, en: Size}
  sizes:
    micro: {zh: 微型, en: Micro}
    small: {zh: 小型, en: Small}
    medium: {zh: 中型, en: Medium}
    large: {zh: 大型, en: Large}
inputs:
  staff: {name: {zh: 员工人数, en: Staff}, kind: integer, minimum: 1, maximum: 1000000, default: 50}
  sites: {name: {zh: 站点数, en: Sites}, kind: integer, minimum: 1, maximum: 5000, default: 1}
  beds: {name: {zh: 床位数, en: Beds}, kind: integer, default: ceil(staff / 2), industries: [healthcare]}
  phones: {name: {zh: 话机, en: Phones}, kind: integer, derived: yes, default: ceil(staff * 0.6)}
  cards: {name: {zh: 处理银行卡, en: Card data}, kind: flag, default: no}
  sla:
    name: {zh: 可用性, en: Availability}
    kind: choice
    values: {silver: {zh: 银, en: Silver}, gold: {zh: 金, en: Gold}}
    default: silver
compliance:
  mlps: {name: {zh: 等保级别, en: MLPS level}, values: [0, 2, 3], default: 0}
""",
    "needs.yaml": """\
needs:
  voice:
    name: {zh: 语音, en: Voice}
    sentence: {zh: 语音需要中继。, en: Voice needs a trunk.}
    require: SIP-30
""",
    "industries.yaml": """\
industries:
  healthcare: {name: {zh: 医疗, en: Healthcare}, classes: [Q84], compliance: {mlps: "if(size >= small, 3, 2)"}}
  software: {name: {zh: 软件, en: Software}, classes: [I65, I64]}
  finance: {name: {zh: 金融, en: Finance}, classes: [J]}
""",
    "sizes/cn.yaml": """\
key: cn
name: {zh: 办法, en: Method}
rule: {zh: 取最低档。, en: The lowest counts.}
table: cn.csv
indicators: {staff: {zh: 人数, en: staff}, revenue: {zh: 收入, en: revenue}}
classes: {I: software_it}
fallbacks: {Q84: other}
""",
    "sizes/cn.csv": """\
key,name_zh,name_en,classes,indicator,unit_cny,large,medium,small,evidence
software_it,软件业,Software,I65,staff,1,300,100,10,S
software_it,软件业,Software,,revenue,10000,10000,1000,50,S
info_transmission,信息传输业,Information transmission,I63 I64,staff,1,2000,100,10,S
other,其他,Other,M N,staff,1,300,100,10,S
""",
    "sizes/zz_bands.yaml": """\
key: bands
name: {zh: 分档, en: Bands}
rule: {zh: 按人数。, en: By staff.}
table: zz_bands.csv
""",
    "sizes/zz_bands.csv": """\
key,name_zh,name_en,classes,indicator,unit_cny,large,medium,small,evidence
bands,人数,Staff,*,staff,1,1001,101,11,A
""",
    "packages/base.yaml": """\
sizes:
  small:
    lines:
      SBC-100: 1
      SIP-30: {quantity: ceil(staff / 50), when: sites >= 1, reason: {zh: 每 50 人, en: For 50 staff}}
  medium:
    lines: {SBC-100: 2, MIN-OUT: staff * 10}
""",
    "packages/healthcare.yaml": """\
industry: healthcare
sizes:
  small:
    name: {zh: 小型医院, en: Small hospital}
    needs: [voice]
    compliance: {mlps: 2}
    lines: {SBC-100: sites}
    remove: [SIP-30]
""",
    "tax.yaml": "categories: {B9: {zh: 基础电信, en: Basic telecom}, G13: {zh: 货物, en: Goods}}\n",
    "tax.csv": """\
category,rate,valid_from,valid_to,evidence,source
B9,0.06,,2025-12-31,S,S:VAT
B9,0.09,2026-01-01,,S,S:VAT
G13,0.13,,,S,S:VAT
""",
    "terms.yaml": """\
terms:
  - {months: 24, name: {zh: 24 个月, en: 24 months}}
  - {months: 1, name: {zh: 按月, en: Monthly}, default: yes}
  - {months: 36, name: {zh: 36 个月, en: 36 months}}
""",
    "term_discounts.csv": """\
id,applies_to,months,percent,valid_from,valid_to,evidence,source
T-24,SIP-*,24,8,,,A,
T-36,SIP-*,36,15,,,A,
BORDER,#border,24,2.5,,2026-12-31,A,
""",
    "approvals.yaml": "limits: {rep: 5, manager: 15}\n",
    "clauses.yaml": "clauses:\n  payment: {kind: terms, zh: 按月付款。, en: Monthly payment.}\n",
}


def tiny_files() -> dict[str, bytes]:
    """The files as bytes."""
    return {path: text.encode() for path, text in FILES.items()}


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    """The files with one piece of one file replaced; the piece must be there."""
    text = FILES[path]
    assert old in text, (path, old)
    return tiny_files() | {path: text.replace(old, new, 1).encode()}


def load_tiny() -> CatalogLoad:
    """The tiny catalog, loaded."""
    return read_catalog(tiny_files())


def load_changed(path: str, old: str, new: str) -> CatalogLoad:
    """The tiny catalog with a change, loaded."""
    return read_catalog(changed(path, old, new))
