"""Reads what pricing cases say about commercial terms: of prices, of policy and programmes, and of the quote."""

from dataclasses import replace
from decimal import Decimal

from configurator.catalog.commercial import (
    Anchor,
    Band,
    Bundle,
    CommercialRounding,
    Discount,
    Due,
    Escalation,
    Floor,
    Keep,
    Measure,
    PricingPolicy,
    Span,
    StackingGroup,
    Stage,
)
from configurator.pricing.model import ManualAdjustment, RampStep
from configurator.values.periods import ChargeKind
from configurator.values.problem import SourceLocation
from tests.factories.catalog import make_matrix, make_text


def read_charge_terms(said):
    """What a price says beside its rates."""
    fields = dict(said)
    for key, read in (("least_amount", Decimal), ("due", Due), ("base", tuple), ("base_charge", ChargeKind)):
        if key in fields:
            fields[key] = read(fields[key])
    return fields


def read_commercial_data(said):
    """The fields of a catalog: policy and programmes."""
    found = {}
    if "policy" in said:
        found["policy"] = _read_policy(said["policy"])
    discounts = {key: _read_discount(key, fields) for key, fields in said.get("discounts", {}).items()}
    bundles = {key: _read_bundle(key, fields) for key, fields in said.get("converged", {}).items()}
    if discounts or bundles:
        found["programmes"] = {**bundles, **discounts}
    if "matrices" in said:
        found["matrices"] = {key: _read_matrix(key, fields) for key, fields in said["matrices"].items()}
    return found


def _read_matrix(key, said):
    rows = {tuple(map(str, cells)): amount for *cells, amount in said["rows"]}
    return make_matrix(key, said["columns"], rows)


def read_commercial_terms(said):
    """The fields of a pricing context."""
    found = {key: said[key] for key in ("start", "end", "calendar_billing") if key in said}
    if "ramps" in said:
        ramps = said["ramps"].items()
        found["ramps"] = {code: tuple(RampStep(*step) for step in steps) for code, steps in ramps}
    if "adjustments" in said:
        found["manual"] = tuple(
            ManualAdjustment(**{**fields, "value": Decimal(fields["value"])}) for fields in said["adjustments"]
        )
    for key, name in (("programmes", "named"), ("codes", "codes"), ("needs", "needs")):
        if key in said:
            found[name] = frozenset(said[key])
    return found


def _read_policy(said):
    stages = [each if isinstance(each, dict) else {"key": each, "kind": each} for each in said["stages"]]
    return PricingPolicy(
        stages=tuple(Stage(each["key"], each["kind"], make_text(each["key"])) for each in stages),
        groups={key: StackingGroup(key, make_text(key), Keep(keep)) for key, keep in said.get("groups", {}).items()},
        floors=tuple(
            Floor(
                each.get("family", ""),
                _decimal(each.get("margin_on_cost")),
                _decimal(each.get("most_discount")),
                location=SourceLocation("pricing.yaml", line, 1),
            )
            for line, each in enumerate(said.get("floors", ()), start=1)
        ),
        roundings=tuple(
            CommercialRounding(tuple(each["applies_to"]), ChargeKind(each["charge"]), Decimal(each["step"]))
            for each in said.get("roundings", ())
        ),
        escalations={
            key: Escalation(key, make_text(key), Decimal(each["percent"]), each.get("every_months", 12))
            for key, each in said.get("escalations", {}).items()
        },
        rounding=said.get("rounding", "half_up"),
        tax_on=said.get("tax_on", "line"),
    )


def _read_discount(key, said):
    spans = said.get("spans") or [{"months": [1, None], "bands": [{"since": "0", "percent": said["percent"]}]}]
    return Discount(
        key=key,
        name=make_text(key),
        sentence=make_text(key),
        stage=said.get("stage", "programme"),
        applies_to=tuple(said["applies_to"]),
        spans=tuple(Span(*each["months"], tuple(map(_read_band, each["bands"]))) for each in spans),
        charges=frozenset(ChargeKind(each) for each in said.get("charges", ["recurring"])),
        excludes=tuple(said.get("excludes", ())),
        measure=Measure(said.get("measure", "none")),
        measured_on=tuple(said.get("measured_on", ())),
        input=said.get("input", ""),
        group=said.get("group", ""),
        code=said.get("code", ""),
        on_request=said.get("on_request", False),
        funding={party: Decimal(percent) for party, percent in said.get("funding", {}).items()},
    )


def _read_bundle(key, said):
    anchor = said["anchor"]
    return Bundle(
        discount=replace(_read_discount(key, said), measure=Measure.LINE_MONTHLY),
        anchor=Anchor(
            tuple(anchor["applies_to"]), Decimal(anchor["least_monthly"]), anchor["most"], anchor["lines_each"]
        ),
        untouched_below=Decimal(said.get("untouched_below", "0")),
    )


def _read_band(said):
    return Band(
        Decimal(said["since"]),
        Decimal(said.get("percent", "0")),
        _decimal(said.get("amount")),
        _decimal(said.get("cap")),
    )


def _decimal(text):
    return None if text is None else Decimal(text)
