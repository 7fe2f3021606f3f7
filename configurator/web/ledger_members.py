"""What the sums of a price ledger are made up of, as its page lists it: `base.0`, `spread.1`, `measure.KEY`,
`tax.0.06`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from configurator.ledgers.replaying import compute_ledger
from configurator.values.text import Text

Tree = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member: the line, where its entry stands (`payment`), the figure that counts with the factor `times`, from
    which month on (0: always), the rule and place that say so, and what it adds or came to."""

    number: int
    offering: str
    name: Text
    payment: str
    figure: str
    times: str
    month: int
    rule: str
    place: str
    amount: str


@dataclass(frozen=True, slots=True)
class SumView:
    """A sum with its members: of which kind, what it is called (a programme, a rate), what it comes to and (of what is
    spread) becomes, and what counts besides. `percent` is that of a tax."""

    kind: str
    name: str
    sum: str
    becomes: str
    elsewhere: str
    members: tuple[MemberView, ...]
    percent: str = ""


def name_rows(tree: dict[str, Any]) -> dict[str, Any]:
    """A ledger of the first edition with the rows of its tax block, which it has not told."""
    if tree["edition"] > 1:
        return tree
    told = {"edition": 2, "bases": [], "measures": [], "tax_rows": []}
    return {**tree, "tax_rows": compute_ledger({**tree, **told})["tax_rows"]}


def find_sum(tree: Tree, name: str, names: Mapping[int, Text]) -> SumView | None:
    """The sum of that name; None when the ledger has none. `names` says what lines are called."""
    kind, _, key = name.partition(".")
    find = _KINDS.get(kind)
    return find(_Reader(tree, names), key) if find else None


class _Reader:
    """A ledger with its lines by the ids of their charges."""

    def __init__(self, tree: Tree, names: Mapping[int, Text]) -> None:
        self.tree, self._names = tree, names
        self._lines = {charge["id"]: line for line in tree["lines"] for charge in line["charges"]}

    def pick(self, part: str, key: str) -> Tree | None:
        """The entry at that position of a part that older editions do not have."""
        entries = self.tree.get(part, [])
        return entries[int(key)] if key.isascii() and key.isdigit() and int(key) < len(entries) else None

    def view(self, charge: str, payment: str, figure: str, amount: str, **more: Any) -> MemberView:
        """A member that is a charge or one of its payments."""
        line = self._lines[charge]
        plain = {"times": "1", "month": 0, "rule": "", "place": ""}
        name = self._names.get(line["number"]) or Text(line["offering"], line["offering"])
        known = {"number": line["number"], "offering": line["offering"], "name": name, "payment": payment}
        return MemberView(**known, figure=figure, amount=amount, **{**plain, **more})


def show_fraction(exact: Fraction) -> str:
    """A figure in digits where it has an end, else as a fraction."""
    scaled, decimals = exact, 0
    while scaled.denominator != 1 and decimals < _MOST_DECIMALS:
        scaled, decimals = scaled * 10, decimals + 1
    if scaled.denominator != 1:
        return str(exact)
    sign, digits = "-" if scaled < 0 else "", str(abs(scaled.numerator)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


_MOST_DECIMALS = 6


def _find_base(reader: _Reader, key: str) -> SumView | None:
    base = reader.pick("bases", key)
    if base is None:
        return None
    members = tuple(member for each in base["members"] for member in _list_steps(reader, each))
    return SumView("base", "", _show_first(base["sums"]), "", "", members)


def _show_first(sums: list[list[Any]]) -> str:
    return show_fraction(Fraction(sums[0][1])) if sums else "0"


def _list_steps(reader: _Reader, member: Tree) -> Iterator[MemberView]:
    """What a charge lists, once for each month from which that changes."""
    charge, times = member["charge"], member["times"]
    for month, listed in member["listed"]:
        amount = show_fraction(Fraction(listed) * Fraction(times))
        yield reader.view(charge, f"{charge}.1", listed, amount, times=times, month=month if month > 1 else 0)


def _find_spread(reader: _Reader, key: str) -> SumView | None:
    spread = reader.pick("spreads", key)
    if spread is None:
        return None
    members = tuple(_view_spread(reader, each, spread["rule"]) for each in spread["members"])
    return SumView("spread", spread["rule"], spread["sum"], spread["becomes"], "", members)


def _view_spread(reader: _Reader, member: Tree, rule: str) -> MemberView:
    payment = member["payment"]
    return reader.view(payment.rpartition(".")[0], payment, member["old"], member["new"], rule=rule)


def _find_measure(reader: _Reader, key: str) -> SumView | None:
    found = next((each for each in reader.tree.get("measures", []) if each["programme"] == key), None)
    if found is None:
        return None
    members = tuple(_view_measured(reader, each) for each in found["members"])
    return SumView("measure", key, found["sum"], "", found.get("elsewhere", ""), members)


def _view_measured(reader: _Reader, member: Tree) -> MemberView:
    amount = show_fraction(Fraction(member["amount"]) * Fraction(member["times"]))
    return reader.view(member["charge"], f"{member['charge']}.1", member["amount"], amount, times=member["times"])


def _find_tax(reader: _Reader, key: str) -> SumView | None:
    """The rows of the block at that rate, in order of lines, and the block's tax."""
    block = next((each for each in reader.tree["totals"]["tax_of_term"] if each["rate"] == key), None)
    rows = [each for each in reader.tree.get("tax_rows", []) if each["rate"] == key]
    if block is None or not rows:
        return None
    percent = show_fraction(Fraction(key) * 100)
    return SumView("tax", key, block["tax"], "", "", tuple(_view_row(reader, each) for each in rows), percent)


def _view_row(reader: _Reader, row: Tree) -> MemberView:
    told = {name: row.get(name, "") for name in ("rule", "place")}
    return reader.view(row["charge"], f"{row['charge']}.1", row.get("part", row["net"]), row["tax"], **told)


_KINDS: Mapping[str, Callable[[_Reader, str], SumView | None]] = {
    "base": _find_base,
    "spread": _find_spread,
    "measure": _find_measure,
    "tax": _find_tax,
}
