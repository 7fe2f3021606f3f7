"""Reading a request that was made for another catalog release: what the present one no longer has is set aside, so that
there is a way out for the seller and not only an error."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from configurator.catalog.model import Catalog, Offering
from configurator.catalog.selectors import selection_of
from configurator.configuration.model import Choice
from configurator.guidance.reading import read_request
from configurator.guidance.reading_programmes import list_codes, list_programmes
from configurator.guidance.request import Request

_LONGEST_CODE = 60
_NAMED: Mapping[str, Callable[[Catalog], Collection[str]]] = {"programmes": list_programmes, "codes": list_codes}
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Salvage:
    """A request whose choices include those that the catalog does not offer (`set_aside`) or not in that quantity.

    `needs` are codes that the catalog does not know; `raw` is the mapping without all of these.
    """

    request: Request
    raw: Mapping[str, object]
    set_aside: tuple[Choice, ...]
    needs: tuple[str, ...]


def salvage_request(catalog: Catalog, raw: object, today: date) -> Salvage | None:
    """What can be made of a request that `read_request` refuses; None when it is wrong in other ways than being out of
    date."""
    if not isinstance(raw, Mapping):
        return None
    sorter = _Sorter(catalog, raw)
    readable = sorter.sort()
    if not (sorter.set_aside or sorter.needs or sorter.has_lost_discounts):
        return None
    request, _ = read_request(catalog, readable, today)
    if request is None:
        return None
    whole = replace(request, choices=(*request.choices, *sorter.set_aside))
    return Salvage(whole, readable, tuple(sorter.set_aside), tuple(sorter.needs))


def list_wishes(raw: Mapping[str, object]) -> tuple[Choice, ...]:
    """Every choice that a request states, whether the catalog has it or not."""
    choices, excluded = raw.get("choices"), raw.get("exclude")
    stated = choices.items() if isinstance(choices, Mapping) else ()
    taken = [choice for code, wish in stated for choice in _list_wishes(str(code), wish)]
    left_out = excluded if isinstance(excluded, (list, tuple)) else ()
    return (*taken, *(Choice(str(code)[:_LONGEST_CODE], 0) for code in left_out))


class _Sorter:
    """Parts one request into what the catalog can read and what it cannot."""

    def __init__(self, catalog: Catalog, raw: Mapping[str, object]) -> None:
        self._catalog, self._raw = catalog, raw
        self.set_aside: list[Choice] = []
        self.needs: list[str] = []
        self.has_lost_discounts = False

    def sort(self) -> dict[str, object]:
        """The readable part of the request, in its own order; what is not even of the right kind stays as it is."""
        return {key: self._sort_key(key, value) for key, value in self._raw.items()}

    def _sort_key(self, key: str, value: object) -> object:
        if key == "choices" and isinstance(value, Mapping):
            return dict(self._sort_choices(value))
        if key in ("line_discounts", "ramps") and isinstance(value, Mapping):
            return self._sort_discounts(value)
        if key in _NAMED and isinstance(value, (list, tuple)):
            return self._sort_names(value, _NAMED[key](self._catalog))
        if key == "adjustments" and isinstance(value, (list, tuple)):
            return self._sort_adjustments(value)
        if key == "exclude" and isinstance(value, (list, tuple)):
            return [code for code in value if self._keeps_exclusion(str(code))]
        if key == "needs" and isinstance(value, (list, tuple)):
            return [code for code in value if self._keeps_need(str(code))]
        return value

    def _sort_choices(self, choices: Mapping[str, object]) -> Iterator[tuple[str, object]]:
        for code, wish in choices.items():
            offering = self._catalog.offerings.get(str(code))
            if offering is None:
                self.set_aside += _list_wishes(str(code), wish)
            elif isinstance(wish, Mapping):
                kept = {key: value for key, value in wish.items() if self._keeps(offering, str(key), value)}
                yield from ((code, kept),) if kept else ()
            elif self._keeps(offering, "quantity", wish):
                yield code, wish

    def _keeps(self, offering: Offering, key: str, value: object) -> bool:
        """Whether the catalog can read one wish about a known offering; what it cannot is set aside."""
        if key == "quantity":
            quantity = _read_quantity(value)
            is_known = quantity is None or quantity == 0 or _is_sold(offering, quantity)
        else:
            known = next((each for each in offering.attributes if each.key == key), None)
            is_known = known is not None and any(each.key == str(value) for each in known.values)
        if not is_known:
            self.set_aside += _list_wishes(offering.code, {key: value})
        return is_known

    def _sort_discounts(self, discounts: Mapping[str, object]) -> dict[str, object]:
        kept = {code: percent for code, percent in discounts.items() if str(code) in self._catalog.offerings}
        self.has_lost_discounts = self.has_lost_discounts or len(kept) < len(discounts)
        return kept

    def _sort_names(self, names: Sequence[object], known: Collection[str]) -> list[object]:
        kept = [name for name in names if str(name) in known]
        self.has_lost_discounts = self.has_lost_discounts or len(kept) < len(names)
        return kept

    def _sort_adjustments(self, adjustments: Sequence[object]) -> list[object]:
        kept = [each for each in adjustments if not isinstance(each, Mapping) or self._has_scope(each.get("scope"))]
        self.has_lost_discounts = self.has_lost_discounts or len(kept) < len(adjustments)
        return kept

    def _has_scope(self, scope: object) -> bool:
        return not scope or bool(selection_of(self._catalog).members(str(scope)))

    def _keeps_exclusion(self, code: str) -> bool:
        if code in self._catalog.offerings:
            return True
        self.set_aside.append(Choice(code[:_LONGEST_CODE], 0))
        return False

    def _keeps_need(self, code: str) -> bool:
        if code in self._catalog.needs:
            return True
        self.needs.append(code[:_LONGEST_CODE])
        return False


def _is_sold(offering: Offering, quantity: int) -> bool:
    return offering.min_quantity <= quantity <= offering.max_quantity


def _list_wishes(code: str, wish: object) -> list[Choice]:
    """The choices of one entry under `choices`."""
    offering = code[:_LONGEST_CODE]
    if not isinstance(wish, Mapping):
        return [Choice(offering, _read_quantity(wish))]
    return [
        Choice(offering, _read_quantity(value))
        if key == "quantity"
        else Choice(offering, attribute=str(key)[:_LONGEST_CODE], value=str(value)[:_LONGEST_CODE])
        for key, value in wish.items()
    ]


def _read_quantity(wish: object) -> int | None:
    """A whole number; None for `any`, and for what is no quantity at all."""
    text = str(wish)
    is_number = not isinstance(wish, bool) and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None
