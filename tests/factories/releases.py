"""Releases of the tiny catalog for tests: as values, and as files that were checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from configurator.access.roles import Role
from configurator.quoting.model import QuotedLine
from configurator.quoting.states import QuoteState
from configurator.releasing.impact import OpenQuote
from configurator.releasing.model import CatalogRelease, Decision, ReleaseDecision
from configurator.services.releases import CatalogFiles, CheckedCatalog, check_release
from configurator.values.text import Text
from tests.factories.catalog_files import changed, tiny_files
from tests.factories.quotes import MOMENT

TODAY = date(2026, 11, 22)
NEVER = """\
  - id: NEW-01
    kind: excludes
    never_together: [SBC-100, SIP-30]
    evidence: A
    sentence: {zh: 二者不可同时选。, en: Never both.}
  - id: VOICE-07
"""
NEVER_BOTH = changed("rules/voice.yaml", "  - id: VOICE-07\n", NEVER)


def make_release(number: int = 1, **changes: Any) -> CatalogRelease:
    """A release of the tiny catalog, published at once."""
    plain = CatalogRelease(number, "tiny", number, "2026.10", f"{number:064x}", "User 5", 5, MOMENT, TODAY)
    return replace(plain, **changes)


def make_decision(outcome: Decision = Decision.APPROVED) -> ReleaseDecision:
    """The administrator's decision."""
    return ReleaseDecision(outcome, "User 6", 6, MOMENT, "seen")


def dearer(amount: str = "33000") -> dict[str, bytes]:
    """The tiny catalog with another price of its first offering."""
    return changed("prices/voice.csv", ",32000,", f",{amount},")


def check(files: Mapping[str, bytes] | None = None) -> CheckedCatalog:
    """The tiny catalog's files, or these, checked for publication."""
    return check_release(CatalogFiles(files or tiny_files()))


TLS_ON = (Text("传输加密", "Transport encryption"), Text("开启", "enabled"))


def make_open_quote(*lines: QuotedLine, **changes: Any) -> OpenQuote:
    """An open quote of the tiny catalog: a trunk and the border controller that it needs, if no lines are given."""
    plain = OpenQuote(
        quote_id=1,
        number="Q-2026-000001",
        version=1,
        state=QuoteState.SENT,
        customer="示例软件公司",
        owner="User 1",
        owner_role=Role.REP,
        request=make_request(),
        lines=lines or (QuotedLine("SBC-100", 1, (TLS_ON,)), QuotedLine("SIP-30", 2)),
        discount=Decimal(5),
        totals=None,
    )
    return replace(plain, **changes)


def make_request(**changes: Any) -> dict[str, Any]:
    """What a software company of 60 asks the tiny catalog for."""
    plain = {
        "customer": {"industry": "I65", "staff": 60, "sites": 2},
        "needs": ["voice"],
        "choices": {"SBC-100": 1, "SIP-30": 2},
        "discount_percent": "5",
        "term_months": 24,
    }
    return {**plain, **changes}
