"""Tax regimes, exchange rates and price bundles: their building, and what must hold between them and the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from configurator.catalog.commercial import PricingPolicy
from configurator.catalog.model import Catalog
from configurator.catalog.records import Entry
from configurator.catalog.selectors import select
from configurator.catalog.sheets import Sheets
from configurator.catalog.taxation import ExchangeRate, Rounding, TaxBundle, TaxOn, TaxRegime, Treatment
from configurator.values.currencies import EXPONENTS


def build_regimes(file: Entry | None, policy: PricingPolicy) -> dict[str, TaxRegime]:
    """The regimes by key; the home regime rounds as the pricing policy does where it says nothing itself."""
    if file is None:
        return {}
    home = file.get("home", "")
    entries = {key: entry for key, entry in file.get("regimes", {}).items() if entry.complete}
    return {key: _build_regime(key, entry, policy, is_home=key == home) for key, entry in entries.items()}


def _build_regime(key: str, entry: Entry, policy: PricingPolicy, *, is_home: bool) -> TaxRegime:
    usual = policy if is_home else PricingPolicy()
    return TaxRegime(
        key=key,
        name=entry["name"],
        is_home=is_home,
        rounding=entry.get("rounding", Rounding(usual.rounding)),
        tax_on=entry.get("tax_on", TaxOn(usual.tax_on)),
        treatment=entry.get("treatment", Treatment.TAXED),
        category=entry.get("category", ""),
        categories=entry.get("categories", {}),
        statement=entry.get("statement"),
        regulation=entry.get("regulation"),
        evidence=entry["evidence"],
        source=entry.get("source", ""),
        location=entry.location,
    )


def settle_policy(policy: PricingPolicy, regimes: Mapping[str, TaxRegime]) -> PricingPolicy:
    """The pricing policy with the rounding of the home regime, where the catalog has regimes."""
    home = next((each for each in regimes.values() if each.is_home), None)
    return replace(policy, rounding=home.rounding.value, tax_on=home.tax_on.value) if home else policy


def find_home(file: Entry | None) -> str:
    """The key of the home regime; empty where the catalog states none."""
    home: str = file.get("home", "") if file else ""
    return home


def build_currency_rules(file: Entry | None) -> dict[str, Rounding]:
    """The rounding of amounts by currency, where it is not the regime's."""
    rules = file.get("currencies", {}) if file else {}
    return {code: entry["rounding"] for code, entry in rules.items() if entry.complete}


def build_exchange_rates(rows: Iterable[Entry]) -> tuple[ExchangeRate, ...]:
    """The rates in the order of their days."""
    rates = [
        ExchangeRate(row["to"], row["rate"], row["date"], row["evidence"], row.get("source", ""), row.location)
        for row in rows
    ]
    return tuple(sorted(rates, key=lambda each: (each.day, each.currency)))


def build_bundles(file: Entry | None) -> tuple[TaxBundle, ...]:
    """The price bundles in the file's order."""
    entries = file.get("bundles", {}).items() if file else ()
    return tuple(
        TaxBundle(key, entry["name"], entry["offerings"], entry["evidence"], entry.get("source", ""), entry.location)
        for key, entry in entries
        if entry.complete
    )


def check_regimes(catalog: Catalog, sheets: Sheets) -> None:
    """What holds between regimes, rates, bundles and offerings."""
    file = sheets.single("tax_regimes")
    if file is not None:
        _check_home(catalog, file)
        _check_rounding(file, sheets.single("pricing"))
        for key, entry in file.get("regimes", {}).items():
            if key in catalog.tax_regimes:
                _check_rates(catalog, catalog.tax_regimes[key], entry)
    _check_currencies(file)
    _check_exchange(catalog, sheets.all_rows("exchange_rates"))
    _check_bundles(catalog, sheets.single("tax"))


def _check_home(catalog: Catalog, file: Entry) -> None:
    """The home regime is taxed by the offerings' own categories: it cannot be one without tax."""
    home = catalog.tax_regimes.get(file.get("home", ""))
    if home is not None and (home.treatment is not Treatment.TAXED or home.category or home.categories):
        file.report("regime_home_special", "home", regime=home.key)


def _check_rounding(file: Entry, policy: Entry | None) -> None:
    """The home regime and the pricing policy do not contradict each other."""
    home = file.get("regimes", {}).get(file.get("home"))
    for name in ("rounding", "tax_on") if home and policy else ():
        own, other = home.get(name), policy and policy.get(name)
        if own and other and str(own) != str(other):
            place = policy.at(name) if policy else home.location
            home.report("regime_rounding_differs", name, own=str(own), other=str(other), place=str(place))


def _check_rates(catalog: Catalog, regime: TaxRegime, entry: Entry) -> None:
    """Every category that the regime can meet has a rate of the regime; one without tax says why on the document."""
    if regime.treatment is not Treatment.TAXED:
        if regime.statement is None:
            entry.report("regime_statement_missing", "treatment", regime=regime.key)
        return
    if not regime.is_home:
        for category in _list_unrated(catalog, regime):
            entry.report("regime_rate_missing", "category", regime=regime.key, category=category)


def _list_unrated(catalog: Catalog, regime: TaxRegime) -> list[str]:
    wanted = {regime.find_category(offering.tax) for offering in catalog.offerings.values()}
    rated = {rate.category for rate in catalog.tax_rates if rate.regime == regime.key}
    return sorted(wanted - rated)


def _check_currencies(file: Entry | None) -> None:
    for code in file.get("currencies", {}) if file else ():
        if code not in EXPONENTS and file:
            file.report("currency_unknown", "currencies", currency=code)


def _check_exchange(catalog: Catalog, rows: Iterable[Entry]) -> None:
    """A rate leads from the catalog's currency to another one of ISO 4217, once a day."""
    seen: dict[tuple[str, object], Entry] = {}
    for row in rows:
        if row["from"] != catalog.currency.code:
            row.report("exchange_from", "from", found=row["from"], currency=catalog.currency.code)
        if row["to"] not in EXPONENTS:
            row.report("currency_unknown", "to", currency=row["to"])
        elif row["to"] == row["from"]:
            row.report("exchange_same", "to", currency=row["to"])
        first = seen.setdefault((row["to"], row["date"]), row)
        if first is not row:
            row.report("exchange_twice", "to", currency=row["to"], day=str(row["date"]), other=str(first.location))


def _check_bundles(catalog: Catalog, file: Entry | None) -> None:
    """A selector selects something, and no offering belongs to two bundles."""
    owners: dict[str, TaxBundle] = {}
    entries = file.get("bundles", {}) if file else {}
    for bundle in catalog.tax_bundles:
        for selector in bundle.offerings:
            if not select(catalog, selector):
                entries[bundle.key].report("bundle_empty", "offerings", selector=selector)
        for offering in _list_shared(catalog, bundle, owners):
            params = {"offering": offering, "other": owners[offering].key}
            entries[bundle.key].report("bundle_overlap", "offerings", **params)


def _list_shared(catalog: Catalog, bundle: TaxBundle, owners: dict[str, TaxBundle]) -> Iterator[str]:
    for offering in sorted({code for selector in bundle.offerings for code in select(catalog, selector)}):
        if owners.setdefault(offering, bundle) is not bundle:
            yield offering
