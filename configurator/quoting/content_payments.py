"""What a content says of payments: when which amounts fall due, and what programmes take off. Plain and complete."""

from __future__ import annotations

from dataclasses import dataclass

from configurator.values.text import Text


@dataclass(frozen=True, slots=True)
class ContentPayment:
    """`count` equal payments of a charge, the first for the contract month `first_month`, the last for `last_month`.

    `share` is the part of the period that is charged, empty for a whole one, and `days` says it as it was counted
    (`17/31`). Payments that cost nothing say why: `waived` is `free`, `one_time` or empty. `is_regular` marks the
    payment whose figures are those of the charge.
    """

    first_month: int
    last_month: int
    count: int
    quantity: int
    list: str
    net: str
    ex_tax: str
    tax_rate: str
    tax: str
    is_regular: bool
    share: str = ""
    days: str = ""
    waived: str = ""


@dataclass(frozen=True, slots=True)
class ContentSchedulePart:
    """Months of the contract, both inclusive, in which the same comes every month."""

    first_month: int
    last_month: int
    amount: str


@dataclass(frozen=True, slots=True)
class ContentSaving:
    """What a programme takes off: over the contract, and every month where that changes (none: nothing monthly)."""

    programme: str
    name: Text
    amount: str
    phases: tuple[ContentSchedulePart, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentContract:
    """When the contract runs, where that is agreed: days in ISO form, empty where they are not."""

    start: str
    end: str = ""
    calendar_billing: bool = False
