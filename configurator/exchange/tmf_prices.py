"""Price rows as TMF620 ProductOfferingPrices: one per price, a composite one with its tiers as parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from configurator.catalog.model import Catalog, Offering, PriceModel
from configurator.exchange.price_rows import SPECIAL, PriceRow
from configurator.exchange.tmf_shapes import EXTENSION, PRICE_TYPES, Heading, Json, range_json
from configurator.values.dates import DateRange
from configurator.values.digits import show_digits


def _name_tier(row: PriceRow) -> str:
    return f"{row.key.start}:{row.key.month}" if row.key.month > 1 else str(row.key.start)


class PriceResources:
    """Writes the prices of one catalog; tax rates are those of the day."""

    def __init__(self, catalog: Catalog, rows: Iterable[PriceRow], heading: Heading, day: date) -> None:
        self._catalog, self._heading, self._day = catalog, heading, day
        self._rows: dict[str, list[PriceRow]] = {}
        for row in rows:
            self._rows.setdefault(row.key.offering, []).append(row)

    def group_rows(self, offering: Offering) -> list[list[PriceRow]]:
        """The offering's rows by price, in the order in which the prices first appear."""
        rows = self._rows.get(offering.code, [])
        first: dict[tuple[object, ...], int] = {}
        for row in rows:
            first.setdefault(row.key.component, len(first))
        ordered = sorted(rows, key=lambda row: first[row.key.component])
        return [list(group) for _, group in groupby(ordered, key=lambda row: row.key.component)]

    def name_price(self, rows: Sequence[PriceRow]) -> str:
        """The id of a price."""
        key = rows[0].key
        parts = (key.offering, key.charge, key.period or "", key.first or "")
        return ":".join(map(str, parts)).rstrip(":")

    def write(self, offering: Offering) -> list[Json]:
        """The offering's prices; one with tiers is followed by them."""
        prices: list[Json] = []
        for rows in self.group_rows(offering):
            identity = self.name_price(rows)
            if len(rows) == 1:
                prices.append(self._write_price(identity, rows[0]))
            else:
                tiers = [self._write_price(f"{identity}:{_name_tier(row)}", row) for row in rows]
                prices += [self._write_composite(identity, rows, tiers), *tiers]
        return prices

    def _write_composite(self, identity: str, rows: Sequence[PriceRow], tiers: Sequence[Json]) -> Json:
        model = str(rows[0].model)
        return {
            **self._price_head(identity, rows[0]),
            "isBundle": True,
            "bundledPopRelationship": [
                self._heading.refer("productOfferingPrice", "ProductOfferingPrice", tier["id"], tier["name"])
                | {"@type": "BundledProductOfferingPriceRelationship"}
                for tier in tiers
            ],
            "pricingLogicAlgorithm": [
                {"id": model, "@type": "PricingLogicAlgorithm", "name": model, "plaSpecId": f"configurator:{model}"}
            ],
        }

    def _price_head(self, identity: str, row: PriceRow) -> Json:
        head = self._heading.head("productOfferingPrice", "ProductOfferingPrice", identity, identity)
        period = {"recurringChargePeriodType": str(row.key.period), "recurringChargePeriodLength": 1}
        valid = range_json(DateRange(row.key.first, row.key.last))
        return {
            **head,
            "priceType": PRICE_TYPES[row.key.charge],
            **(period if row.key.period else {}),
            **({"validFor": valid} if valid else {}),
        }

    def _write_price(self, identity: str, row: PriceRow) -> Json:
        offering = self._catalog.offerings[row.key.offering]
        return {
            **self._price_head(identity, row),
            "isBundle": False,
            **self._write_amount(row),
            "unitOfMeasure": {"amount": 1, "units": offering.unit},
            "tax": self._write_tax(offering.tax),
            EXTENSION: {
                "offering": row.key.offering,
                "model": str(row.model),
                "from": row.key.start,
                "cost": "" if row.cost is None else show_digits(row.cost),
                "evidence": str(row.evidence),
                "source": row.source,
                "note": row.note,
                **{name: text for name, text in row.cells().items() if text and name in SPECIAL},
            },
        }

    def _write_amount(self, row: PriceRow) -> Json:
        """A price by matrix has no amount of its own; a percentage is one in both standards."""
        if row.amount is None:
            return {}
        if row.model is PriceModel.PERCENT_OF:
            return {"percentage": row.amount}
        return {"price": {"unit": self._catalog.currency.code, "value": row.amount}}

    def _write_tax(self, category: str) -> list[Json]:
        """The rate of the day in percent."""
        rates = [one for one in self._catalog.tax_rates if not one.regime]
        rate = next((one.rate for one in rates if one.category == category and one.valid.contains(self._day)), None)
        item: Json = {"@type": "TaxItem", "taxCategory": category}
        return [item if rate is None else item | {"taxRate": rate * 100}]
