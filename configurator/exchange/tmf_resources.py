"""The resources of a TMF620 document by kind, whatever version and shape it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from configurator.exchange.json_trees import Part
from configurator.values.digits import show_digits

_KINDS = {
    "catalog": "catalog",
    "productcatalog": "catalog",
    "category": "category",
    "categorie": "category",
    "productoffering": "offering",
    "productofferingprice": "price",
    "productspecification": "specification",
}


@dataclass(frozen=True, slots=True)
class Resources:
    """Catalogs and offerings in their order; categories, specifications and prices by id."""

    root: Part
    catalogs: tuple[Part, ...]
    categories: dict[str, Part]
    offerings: tuple[Part, ...]
    specifications: dict[str, Part]
    prices: dict[str, Part]

    def specification_of(self, offering: Part) -> Part | None:
        """The offering's specification, by reference or by value."""
        reference = offering.get("productSpecification")
        if reference is None:
            return None
        return self.specifications.get(reference.text("id"), reference)

    def prices_of(self, offering: Part) -> Iterator[Part]:
        """The offering's prices, by reference or by value, composite ones taken apart."""
        pending = list(offering.objects("productOfferingPrice"))[::-1]
        seen: set[str] = set()
        while pending:
            reference = pending.pop()
            identity = reference.text("id")
            price = self.prices.get(identity, reference)
            if identity and identity in seen:
                continue
            seen.add(identity)
            parts = list(price.objects("bundledPopRelationship"))
            if parts and price.get("price") is None:
                pending += parts[::-1]
            else:
                yield price


def collect_resources(root: Part) -> Resources:
    """Sort what a document holds: lists by their names, or objects by their `@type`."""
    found: dict[str, list[Part]] = {kind: [] for kind in _KINDS.values()}
    if root.is_object and not _is_resource(root):
        for name in root.names():
            kind = _KINDS.get(name.lower().removesuffix("s"), "")
            value = root.get(name)
            if kind and value is not None:
                found[kind] += value.list_objects()
    else:
        for part in root.list_objects():
            found[_kind_of_object(part) or "offering"].append(part)
    return Resources(
        root,
        tuple(found["catalog"]),
        _by_id(found["category"]),
        tuple(found["offering"]),
        _by_id(found["specification"]),
        _by_id(found["price"]),
    )


def _is_resource(part: Part) -> bool:
    """Whether an object is one resource itself, and no collection of them."""
    has_offerings = any(_KINDS.get(name.lower().removesuffix("s")) == "offering" for name in part.names())
    return bool(_kind_of_object(part)) or (bool(part.text("name")) and not has_offerings)


def _kind_of_object(part: Part) -> str:
    return _KINDS.get((part.text("@baseType") or part.text("@type")).lower(), "")


def _by_id(parts: list[Part]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in parts:
        found.setdefault(part.text("id"), part)
    return found


def read_period(part: Part) -> tuple[str, str]:
    """First and last day of `validFor` as written; empty where it is open."""
    valid = part.get("validFor")
    if valid is None:
        return "", ""
    return valid.text("startDateTime")[:10], valid.text("endDateTime")[:10]


def read_price_amount(part: Part) -> str:
    """The price's amount as a plain figure, empty when there is none; before tax where both are given."""
    price = part.get("price")
    if price is None:
        return ""
    for holder in (price, price.get("dutyFreeAmount"), price.get("taxIncludedAmount")):
        figure = holder.figure("value") if holder is not None else None
        if figure is not None:
            return show_digits(figure)
    return ""


def read_currency(part: Part) -> str:
    """The price's currency."""
    price = part.get("price")
    if price is None:
        return ""
    holders = (price, price.get("dutyFreeAmount"), price.get("taxIncludedAmount"))
    return next((unit for holder in holders if holder is not None and (unit := holder.text("unit"))), "")
