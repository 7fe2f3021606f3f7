"""Small ledgers written by hand: one payment with its steps, or several payments with spreads."""

from __future__ import annotations

from typing import Any

from configurator.ledgers.ledger_text import EDITION, FORMAT

Tree = dict[str, Any]


def make_payment(id: str, *steps: Tree, **changes: Any) -> Tree:
    """A regular payment of the first month with these steps before its net and a tax of 6 %."""
    settled = [*steps, {"step": "net"}, {"step": "tax", "rate": "0.06"}]
    plain = {"id": id, "first_month": 1, "count": 1, "share": "1", "regular": True, "quantity": 1, "steps": settled}
    return {**plain, **changes}


def make_charge(*payments: Tree, kind: str = "recurring", period: str | None = "month") -> Tree:
    """A monthly charge with these payments."""
    path = payments[0]["id"].rpartition(".")[0] if payments else ""
    return {"id": path, "kind": kind, "period": period, "component": "A-1", "payments": list(payments)}


def make_tree(*charges: Tree, spreads: tuple[Tree, ...] = (), **changes: Any) -> Tree:
    """A ledger of one line; amounts contain their tax and have two decimals."""
    plain = {
        "format": FORMAT,
        "edition": EDITION,
        "currency": {"code": "CNY", "decimals": 2},
        "rounding": "half_up",
        "tax_rounding": "half_up",
        "tax_on": "line",
        "tax_bundles": [],
        "tax_rows": [],
        "bases": [],
        "measures": [],
        "tax_inclusive": True,
        "lines": [{"number": 1, "offering": "A-1", "quantity": 1, "charges": list(charges)}],
        "spreads": list(spreads),
        "totals": {},
    }
    return {**plain, **changes}
