"""What a quote would cost today beside what it costs as it stands: the differences by charge and total, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from configurator.quoting.content import Content, ContentCharge, ContentLine, ContentTotals, ContentTrace
from configurator.values.text import Text

MEASURES = ("one_time", "monthly", "quarterly", "annual", "usage_estimate", "first_year", "tcv")
"""The totals that are compared, in their order."""

ADDED, REMOVED, QUANTITY = "added", "removed", "quantity"
EXCHANGE = "exchange"

_REASONS: Mapping[str, str] = {
    "list": "list",
    "factor": "list",
    "escalation": "list",
    "part": "list",
    "waiver": "list",
    "term_discount": "term",
    "programme": "programme",
    "manual_discount": "manual",
    "spread": "manual",
    "floor": "floor",
    "round": "floor",
    "home_tax": "tax",
    "exchange": EXCHANGE,
    "tax": "tax",
}
"""The reason for which a step's part in a price differs; the net has none of its own."""

# What a step says of the amounts that it started from or led to: these follow from steps before it.
_FOLLOWING = frozenset({"base", "before", "floor", "new", "old", "quantity", "shown", "start", "tax", "tier"})

_Key = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class ChargeChange:
    """A charge of a component that comes to something else: net and tax of one payment before and after, None where
    there is no such charge. `reasons` are added, removed, quantity, list, term, programme, manual, floor, exchange and
    tax."""

    offering: str
    name: Text
    kind: str
    period: str | None
    before: str | None
    after: str | None
    tax_before: str | None
    tax_after: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TotalChange:
    """A total before and after; equal ones are told too, so that nobody wonders, but not where both are nothing."""

    measure: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Repricing:
    """The comparison of two contents, each in its own currency; the charges are those that differ."""

    before: Content
    after: Content
    charges: tuple[ChargeChange, ...]
    totals: tuple[TotalChange, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every reason once, in the order of the first charge that has it."""
        return tuple(dict.fromkeys(reason for charge in self.charges for reason in charge.reasons))

    @property
    def is_same(self) -> bool:
        """Whether nothing that the customer pays differs, and nothing is stated otherwise."""
        pinned = self.before.exchange == self.after.exchange and self.before.currency == self.after.currency
        return not self.charges and pinned and all(each.before == each.after for each in self.totals)


def compare_prices(before: Content, after: Content) -> Repricing:
    """What differs between a content and the one that would take its place."""
    old, new = _index_charges(before), _index_charges(after)
    keys = dict.fromkeys((*old, *new))
    changes = (_compare(old.get(key), new.get(key)) for key in keys)
    return Repricing(
        before, after, tuple(change for change in changes if change is not None), tuple(_list_totals(before, after))
    )


_Found = tuple[ContentLine, ContentCharge]


def _index_charges(content: Content) -> dict[_Key, _Found]:
    return {
        (line.offering, charge.kind, charge.period): (line, charge) for line in content.lines for charge in line.charges
    }


def _compare(old: _Found | None, new: _Found | None) -> ChargeChange | None:
    found = new or old
    assert found is not None
    line, charge = found
    before, after = old and old[1], new and new[1]
    if before and after and (before.net, before.tax) == (after.net, after.tax):
        return None
    return ChargeChange(
        offering=line.offering,
        name=line.name,
        kind=charge.kind,
        period=charge.period,
        before=before.net if before else None,
        after=after.net if after else None,
        tax_before=before.tax if before else None,
        tax_after=after.tax if after else None,
        reasons=tuple(_list_reasons(old, new)),
    )


def _list_reasons(old: _Found | None, new: _Found | None) -> Iterator[str]:
    if old is None or new is None:
        yield ADDED if old is None else REMOVED
        return
    if old[0].quantity != new[0].quantity:
        yield QUANTITY
    before, after = _index_steps(old[1].trace), _index_steps(new[1].trace)
    differing = (step for step in _REASONS if before.get(step) != after.get(step))
    yield from dict.fromkeys(_REASONS[step] for step in differing)


def _index_steps(trace: Sequence[ContentTrace]) -> dict[str, list[object]]:
    """What each kind of step did: its rules with what they say beside amounts that follow from the steps before."""
    found: dict[str, list[object]] = {}
    for step in trace:
        said = tuple(pair for pair in step.params if pair[0] not in _FOLLOWING)
        found.setdefault(step.step, []).append((step.rule, said))
    return found


def _list_totals(before: Content, after: Content) -> Iterator[TotalChange]:
    for measure in MEASURES:
        old, new = _read(before.totals, measure), _read(after.totals, measure)
        if any(figure and Decimal(figure) for figure in (old, new)):
            yield TotalChange(measure, old, new)


def _read(totals: ContentTotals, measure: str) -> str:
    """A total that contents of an earlier release did not state is empty."""
    return str(getattr(totals, measure, "") or "")
