"""Contents of quote versions for tests: of any number of lines, with figures that add up to the last fen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import cycle, islice
from typing import Any

from configurator.quoting.content import (
    Content,
    ContentAdvice,
    ContentBenefit,
    ContentCatalog,
    ContentCharge,
    ContentClause,
    ContentCustomer,
    ContentFigure,
    ContentLine,
    ContentNeed,
    ContentReason,
    ContentServiceLevel,
    ContentTaxLine,
    ContentTotals,
    ContentTrace,
)
from configurator.values.text import Text

FEN = Decimal("0.01")
CATALOG_DIGEST = "c0ffee" * 10 + "c0de"


@dataclass(frozen=True, slots=True)
class Sample:
    """One component to quote: what it is and what a unit costs, tax included."""

    offering: str
    name: Text
    description: Text | None
    family: str
    family_name: Text
    product_line: str
    product_line_name: Text
    unit: Text
    quantity: int
    kind: str
    period: str | None
    price: str
    rate: str
    attributes: tuple[tuple[Text, Text], ...] = ()
    one_time_price: str | None = None


SITE = Text("处", "site")
SEAT = Text("席", "seat")
SET = Text("套", "set")
GIGABYTE = Text("GB", "GB")
NETWORK = ("network", Text("网络与连接", "Network and connectivity"))
CLOUD = ("cloud", Text("云与算力", "Cloud and computing"))
VOICE = ("voice", Text("语音与协作", "Voice and collaboration"))
SECURITY = ("security", Text("安全与合规", "Security and compliance"))
MOBILE = ("mobile", Text("移动与物联", "Mobile and IoT"))
SERVICES = ("services", Text("集成与服务", "Integration and services"))

SAMPLES: tuple[Sample, ...] = (
    Sample(
        "LINE-200",
        Text("互联网专线 200M", "Leased internet line 200 Mbit/s"),
        Text("上下行对等、带固定地址的光纤专线", "Symmetric fibre line with fixed addresses"),
        "LINE",
        Text("专线", "Leased lines"),
        *NETWORK,
        SITE,
        2,
        "recurring",
        "month",
        "3800",
        "0.09",
        (
            (Text("保护", "Protection"), Text("双路由", "Two routes")),
            (Text("地址", "Addresses"), Text("8 个", "8")),
        ),
        one_time_price="1000",
    ),
    Sample(
        "WAN-EDGE",
        Text("组网网关", "Wide-area edge gateway"),
        None,
        "WAN",
        Text("广域组网", "Wide-area networking"),
        *NETWORK,
        SITE,
        6,
        "recurring",
        "month",
        "420.50",
        "0.06",
    ),
    Sample(
        "HOST-8",
        Text("云主机 8 核 16G", "Cloud host 8 vCPU, 16 GB"),
        Text("用于业务系统的通用云主机", "General cloud host for business systems"),
        "HOST",
        Text("云主机", "Cloud hosts"),
        *CLOUD,
        SET,
        5,
        "recurring",
        "month",
        "519.99",
        "0.06",
    ),
    Sample(
        "VAULT",
        Text("云备份容量", "Backup capacity"),
        None,
        "VAULT",
        Text("云备份", "Backup"),
        *CLOUD,
        GIGABYTE,
        12000,
        "recurring",
        "month",
        "0.20",
        "0.06",
    ),
    Sample(
        "SEAT-STD",
        Text("云总机坐席", "Cloud telephony seat"),
        Text("每位员工一个分机号", "One extension for each employee"),
        "SEAT",
        Text("云总机", "Cloud telephony"),
        *VOICE,
        SEAT,
        320,
        "recurring",
        "month",
        "18",
        "0.06",
    ),
    Sample(
        "MINUTES",
        Text("外呼时长", "Outbound minutes"),
        None,
        "SEAT",
        Text("云总机", "Cloud telephony"),
        *VOICE,
        Text("分钟", "minute"),
        9000,
        "usage",
        "month",
        "0.11",
        "0.09",
    ),
    Sample(
        "AUDIT-180",
        Text("日志审计 180 天", "Log audit, 180 days"),
        Text(
            "按等级保护要求保存日志不少于六个月",
            "Keeps logs for the six months that graded protection demands",
        ),
        "AUDIT",
        Text("安全审计", "Security audit"),
        *SECURITY,
        SET,
        1,
        "recurring",
        "year",
        "46800",
        "0.06",
    ),
    Sample(
        "WALL-10G",
        Text("下一代防火墙 10G", "Next-generation firewall 10G"),
        None,
        "WALL",
        Text("边界防护", "Perimeter protection"),
        *SECURITY,
        SET,
        2,
        "one_time",
        None,
        "68999.90",
        "0.13",
    ),
    Sample(
        "SIM-POOL",
        Text("物联网流量池", "IoT data pool"),
        None,
        "SIM",
        Text("物联卡", "IoT cards"),
        *MOBILE,
        Text("张", "card"),
        450,
        "recurring",
        "month",
        "6.35",
        "0.06",
        ((Text("制式", "Technology"), Text("LTE Cat.1", "LTE Cat.1")),),
    ),
    Sample(
        "GRADE-3",
        Text("等级保护三级测评", "Level 3 assessment"),
        Text("由具备资质的机构完成", "Done by an accredited body"),
        "GRADE",
        Text("合规服务", "Compliance services"),
        *SERVICES,
        Text("次", "assessment"),
        1,
        "one_time",
        None,
        "90000",
        "0.06",
    ),
)


def make_content(
    *,
    lines: int = len(SAMPLES),
    customer_name: str = "示例市第一人民医院",
    discount_percent: str = "5",
    term_months: int = 24,
    date: str = "2026-11-22",
    valid_until: str = "2026-12-22",
    **changes: Any,
) -> Content:
    """A content of this many lines (the samples repeat) whose totals are their sums; `changes` are fields."""
    rate = Decimal(discount_percent) / 100
    made = tuple(_line(number, sample, rate) for number, sample in enumerate(islice(cycle(SAMPLES), lines), start=1))
    plain = Content(
        catalog=ContentCatalog(
            "telecom", Text("企业通信目录", "Enterprise telecom catalog"), "2026.11", CATALOG_DIGEST
        ),
        customer=make_customer(customer_name),
        package="hospital/medium/standard",
        package_name=Text("医院标准方案", "Standard package for hospitals"),
        needs=_needs(made),
        compliance=(ContentFigure("mlps", Text("等级保护", "Graded protection"), Text("三级", "Level 3")),),
        currency="CNY",
        tax_inclusive=True,
        date=date,
        valid_until=valid_until,
        term_months=term_months,
        discount_percent=discount_percent,
        proof="optimal",
        lines=made,
        totals=sum_totals(made, term_months),
        advice=(
            ContentAdvice(
                "ADVICE-1",
                "warning",
                Text("建议为核心机房配备备用线路。", "A standby line for the core room is advised."),
            ),
        ),
        clauses=_CLAUSES,
    )
    return replace(plain, **changes)


def make_service_levels() -> tuple[ContentServiceLevel, ...]:
    """Two levels, of which the second is agreed."""
    return (
        ContentServiceLevel(
            "silver", Text("银级", "Silver"), "99.5", "216", Text("单路接入", "Single access"), (("99.5", "5"),), False
        ),
        ContentServiceLevel(
            "gold",
            Text("金级", "Gold"),
            "99.95",
            "21.6",
            Text("双路接入", "Dual access"),
            (("99.95", "10"), ("99", "25")),
            True,
        ),
    )


def make_benefits() -> tuple[ContentBenefit, ...]:
    """A yearly benefit of a tier, one for the whole contract, and a partner's."""
    packages, classic = Text("服务套餐", "Service packages"), Text("尊享", "Classic")
    return (
        ContentBenefit(
            packages,
            Text("漏洞扫描", "Vulnerability scan"),
            2,
            Text("次", "scans"),
            "6000.00",
            "2027-11-21",
            True,
            classic,
        ),
        ContentBenefit(packages, Text("7×24 支持", "Support 7×24"), 1, Text("项", "service"), "", "", False, classic),
        ContentBenefit(
            programme=Text("伙伴权益", "Partner benefits"),
            name=Text("电子发票", "E-invoices"),
            quantity=1200,
            unit=Text("份", "documents"),
            worth="1440.00",
            use_by="2026-12-05",
            yearly=False,
            partner=Text("票据平台", "Invoice platform"),
        ),
    )


def make_customer(name: str = "示例市第一人民医院") -> ContentCustomer:
    """A medium-sized hospital whose total assets are not known yet."""
    return ContentCustomer(
        name=name,
        industry="health",
        industry_name=Text("卫生和社会工作", "Health and social work"),
        class_code="Q84",
        size_class="medium",
        size_rule=Text("从业人员 100 人及以上、300 人以下为中型", "Medium from 100 to below 300 employees"),
        provisional=True,
        missing=("assets",),
        figures=(
            ContentFigure("staff", Text("从业人员", "Staff"), Text("860", "860"), Text("人", "staff")),
            ContentFigure("sites", Text("院区", "Sites"), Text("6", "6"), Text("个", "sites")),
        ),
    )


def sum_totals(lines: Sequence[ContentLine], term_months: int) -> ContentTotals:
    """The totals of these lines by the definitions of pricing.model.Totals."""
    charges = [charge for line in lines for charge in line.charges]
    one_time, monthly = _net(charges, "one_time", None), _net(charges, "recurring", "month")
    annual, usage = _net(charges, "recurring", "year"), _net(charges, "usage", "month")
    return ContentTotals(
        one_time=_say(one_time),
        monthly=_say(monthly),
        annual=_say(annual),
        usage_estimate=_say(usage),
        first_year=_say(one_time + min(12, term_months) * monthly + annual),
        tcv=_say(sum((_of_term(charge, charge.net, term_months) for charge in charges), Decimal(0))),
        list_tcv=_say(sum((_of_term(charge, charge.list, term_months) for charge in charges), Decimal(0))),
        tax_by_rate=_tax_by_rate(charges),
        tax_of_term=_tax_of_term(charges, term_months),
        tcv_capitals="(金额大写)",
        quarterly=_say(_net(charges, "recurring", "quarter")),
    )


_CLAUSES = (
    ContentClause(
        "payment",
        "terms",
        Text("月费按月后付,账期三十天。", "Monthly fees are due within thirty days of invoice."),
    ),
    ContentClause(
        "term",
        "terms",
        Text(
            "合同期内提前终止须支付剩余月费的百分之三十。",
            "Early termination costs 30% of the remaining fees.",
        ),
    ),
    ContentClause(
        "power",
        "assumptions",
        Text("客户提供机房、电力与接地。", "The customer provides room, power and earthing."),
    ),
    ContentClause("digging", "assumptions", Text("特殊管道施工另行报价。", "Special ducting is quoted separately.")),
)


def _line(number: int, sample: Sample, discount: Decimal) -> ContentLine:
    charges = [_charge(sample, sample.kind, sample.period, sample.price, discount)]
    if sample.one_time_price is not None:
        charges.append(_charge(sample, "one_time", None, sample.one_time_price, discount))
    return ContentLine(
        number=number,
        offering=sample.offering,
        name=sample.name,
        description=sample.description,
        family=sample.family,
        family_name=sample.family_name,
        product_line=sample.product_line,
        product_line_name=sample.product_line_name,
        unit=sample.unit,
        quantity=sample.quantity,
        attributes=sample.attributes,
        reasons=_reasons(sample),
        charges=tuple(charges),
    )


def _reasons(sample: Sample) -> tuple[ContentReason, ...]:
    return (
        ContentReason(
            "rule",
            f"R-{sample.offering}",
            Text("等级保护三级要求具备该项能力。", "Level 3 requires this capability."),
        ),
        ContentReason(
            "need", "N-" + sample.product_line, Text("满足所选的业务需求。", "Meets a need that was chosen.")
        ),
        ContentReason("package", "hospital", Text("属于医院标准方案。", "Part of the standard package for hospitals.")),
    )


def _charge(sample: Sample, kind: str, period: str | None, price: str, discount: Decimal) -> ContentCharge:
    listed = _round(Decimal(price) * sample.quantity)
    net = _round(listed * (1 - discount))
    ex_tax = _round(net / (1 + Decimal(sample.rate)))
    place = f"prices/{sample.family.lower()}.csv:7:1"
    params = (("quantity", str(sample.quantity)), ("unit_price", price))
    trace = (
        ContentTrace("list", _say(listed), _say(listed), f"P-{sample.offering}", place, params),
        ContentTrace(
            "manual_discount",
            _say(net),
            _say(net - listed),
            "manual",
            "",
            (("percent", f"{discount * 100:f}"),),
        ),
        ContentTrace("net", _say(net), "0.00", "", "", ()),
        ContentTrace("tax", _say(net - ex_tax), _say(net - ex_tax), "tax", "", (("rate", sample.rate),)),
    )
    return ContentCharge(kind, period, _say(listed), _say(net), _say(ex_tax), sample.rate, _say(net - ex_tax), trace)


def _needs(lines: Iterable[ContentLine]) -> tuple[ContentNeed, ...]:
    names = {line.product_line: line.product_line_name for line in lines}
    offerings = {key: tuple(dict.fromkeys(x.offering for x in lines if x.product_line == key)) for key in names}
    sentence = Text("由下列组件满足。", "Met by the components below.")
    return tuple(ContentNeed("N-" + key, names[key], sentence, offerings[key]) for key in names)


def _net(charges: Iterable[ContentCharge], kind: str, period: str | None) -> Decimal:
    return sum((Decimal(x.net) for x in charges if (x.kind, x.period) == (kind, period)), Decimal(0))


def _of_term(charge: ContentCharge, amount: str, term_months: int) -> Decimal:
    """Usage is an estimate and counts nothing; yearly payments count once for each year begun."""
    times = {
        ("one_time", None): 1,
        ("recurring", "month"): term_months,
        ("recurring", "year"): -(-term_months // 12),
        ("recurring", "quarter"): -(-term_months // 3),
    }
    return Decimal(amount) * times.get((charge.kind, charge.period), 0)


def _tax_by_rate(charges: Iterable[ContentCharge]) -> tuple[tuple[str, str], ...]:
    sums: dict[str, Decimal] = {}
    for charge in charges:
        sums[charge.tax_rate] = sums.get(charge.tax_rate, Decimal(0)) + Decimal(charge.tax)
    return tuple((rate, _say(sums[rate])) for rate in sorted(sums))


def _tax_of_term(charges: Sequence[ContentCharge], term_months: int) -> tuple[ContentTaxLine, ...]:
    found = []
    for rate in sorted({charge.tax_rate for charge in charges}):
        gross = [_of_term(charge, charge.net, term_months) for charge in charges if charge.tax_rate == rate]
        net = sum((_round(amount / (1 + Decimal(rate))) for amount in gross), Decimal(0))
        whole = sum(gross, Decimal(0))
        found.append(ContentTaxLine(rate, _say(whole), _say(net), _say(whole - net)))
    return tuple(found)


def _round(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def _say(amount: Decimal) -> str:
    return f"{amount.quantize(FEN):f}"
