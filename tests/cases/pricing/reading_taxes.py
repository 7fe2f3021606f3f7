"""Reads what pricing cases say about tax regimes, price bundles and the quote's currency."""

from decimal import Decimal

from configurator.catalog.taxation import ExchangeRate, Rounding, TaxBundle, TaxOn, TaxRegime, Treatment
from tests.factories.catalog import make_text


def read_tax_data(said):
    """The fields of a catalog."""
    found = {}
    if "regimes" in said:
        found["tax_regimes"] = {key: _read_regime(key, fields) for key, fields in said["regimes"].items()}
    if "bundles" in said:
        bundles = said["bundles"].items()
        found["tax_bundles"] = tuple(TaxBundle(key, make_text(key), tuple(offerings)) for key, offerings in bundles)
    if "currency_rounding" in said:
        found["currency_rounding"] = {code: Rounding(mode) for code, mode in said["currency_rounding"].items()}
    return found


def read_tax_terms(said):
    """The fields of a pricing context."""
    found = {"tax_regime": said["tax_regime"]} if "tax_regime" in said else {}
    if "exchange" in said:
        given = said["exchange"]
        rate = ExchangeRate(given["currency"], Decimal(given["rate"]), given["date"], source=given.get("source", ""))
        found["exchange"] = rate
    return found


def _read_regime(key, said):
    return TaxRegime(
        key=key,
        name=make_text(key),
        is_home=said.get("home", False),
        rounding=Rounding(said.get("rounding", "half_up")),
        tax_on=TaxOn(said.get("tax_on", "line")),
        treatment=Treatment(said.get("treatment", "taxed")),
        category=said.get("category", ""),
        categories=said.get("categories", {}),
    )
