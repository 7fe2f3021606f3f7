"""Ways out as commands tell them: as JSON, and as one line each."""

from __future__ import annotations

from typing import Any

from configurator.configuration.model import Choice
from configurator.services.consequences import Consequence
from configurator.services.mending import PricedRepair
from configurator.values.text import Language
from configurator.wording import say

FIGURES = ("one_time", "monthly", "tcv")


def way_out_json(way: PricedRepair, language: Language) -> dict[str, Any]:
    """A way out with its amounts as decimal strings; null where there is no price, or no present one to compare."""
    changed = [change for change in way.repair.changes if change.instead]
    return {
        "give_up": [_choice_json(choice) for choice in way.repair.dropped],
        "change": [{"from": _choice_json(each.choice), "to": _choice_json(each.instead)} for each in changed],
        "take": [_choice_json(choice) for choice in way.repair.wanted],
        "give_up_needs": list(way.needs),
        **{name: getattr(way.totals, name) if way.totals else None for name in FIGURES},
        **{f"{name}_change": getattr(way, f"{name}_change") or None for name in FIGURES},
        "consequences": [_consequence_json(each, language) for each in way.consequences],
    }


def way_out_line(way: PricedRepair, number: int, language: Language) -> str:
    """`Way out 1: give up PBX-200; change AP-IN × 2 to AP-IN × 4 (monthly 120.00, contract value 4320.00)`."""
    acts = [say(language, "cli.way.need", need=need) for need in way.needs]
    for change in way.repair.changes:
        key = "cli.way.change" if change.instead else "cli.way.give_up"
        acts.append(say(language, key, choice=_brief(change.choice), instead=_brief(change.instead)))
    said = (say(language, "cli.way.and")).join(acts)
    monthly, tcv = (way.totals.monthly, way.totals.tcv) if way.totals else ("–", "–")
    return say(language, "cli.way", number=number, acts=said, monthly=monthly, tcv=tcv)


def _brief(choice: Choice | None) -> str:
    """A choice by its codes."""
    if choice is None:
        return ""
    if choice.excludes:
        return f"!{choice.offering}"
    if choice.attribute is not None:
        return f"{choice.offering} {choice.attribute}={choice.value}"
    return choice.offering if choice.quantity is None else f"{choice.offering} × {choice.quantity}"


def _consequence_json(consequence: Consequence, language: Language) -> dict[str, Any]:
    return {
        "offering": consequence.offering,
        "before": consequence.before,
        "after": consequence.after,
        "values": [
            {
                "attribute": shift.attribute.in_language(language),
                "before": shift.before.in_language(language),
                "after": shift.after.in_language(language),
            }
            for shift in consequence.values
        ],
    }


def _choice_json(choice: Choice | None) -> dict[str, Any]:
    if choice is None:
        return {}
    stated = {"quantity": choice.quantity, "attribute": choice.attribute, "value": choice.value}
    return {"offering": choice.offering, **{key: value for key, value in stated.items() if value is not None}}
