"""TMF620 resources of another system → catalog files, as far as they can be mapped.

Codes and keys are made of ids and names; what has no counterpart here is reported with its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from configurator.exchange.drafts import (
    AttributeDraft,
    FamilyDraft,
    OfferingDraft,
    bilingual,
    write_family,
    write_yaml,
)
from configurator.exchange.json_trees import Part
from configurator.exchange.patching import write_lines
from configurator.exchange.tmf_foreign_prices import MOST_DECIMALS, SOURCE, ForeignPrice, PriceReader
from configurator.exchange.tmf_names import SIGNS, Names, clean
from configurator.exchange.tmf_resources import Resources, read_currency
from configurator.values.digits import show_digits
from configurator.values.problem import Severity
from configurator.values.text import Text
from configurator.wording import say_everywhere

LINE = "general"
OWNER = "imported"
_FAMILY, _TAX = "GENERAL", "NONE"
_REQUIRES = frozenset({"requires", "dependson", "dependency", "relieson", "relyon", "prerequisite"})
_EXCLUDES = frozenset({"excludes", "exclusion", "exclusive", "incompatible", "incompatibility"})
_ENDED = frozenset({"retired", "obsolete", "rejected"})
_WITHOUT_MINOR = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})

# Fields of an offering that are mapped, or that say nothing a catalog would.
_READ = frozenset({
    "id", "href", "name", "description", "isBundle", "isSellable", "lifecycleStatus", "lastUpdate", "version",
    "statusReason", "validFor", "category", "productSpecification", "productOfferingPrice",
    "productOfferingRelationship", "bundledProductOffering", "@type", "@baseType", "@schemaLocation",
})  # fmt: skip


def import_foreign(resources: Resources) -> dict[str, bytes]:
    """The files of a catalog of the resources; everything that is left out or assumed is noted."""
    return _Foreign(resources).write()


class _Foreign:
    """Collects families, offerings, prices, rules and what they need."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._codes, self._families_by_name = Names("OFFER", "-"), Names("FAMILY", "-")
        self._units, self._taxes = Names("unit", "_"), Names("TAX", "-")
        self._families: dict[str, FamilyDraft] = {}
        self._drafts: dict[str, OfferingDraft] = {}
        self._unit_names: dict[str, str] = {}
        self._rates: dict[str, Decimal] = {}
        self._unmapped: Counter[str] = Counter()
        self._first_unmapped: dict[str, Part] = {}
        self._currency = self._find_currency()

    def write(self) -> dict[str, bytes]:
        """All files."""
        for part in self._resources.offerings:
            self._take(part)
        if not self._drafts:
            self._resources.root.report("tmf_nothing")
            return {}
        rules = self._write_rules()
        self._tell()
        files: dict[str, bytes] = {}
        for family in self._families.values():
            files |= write_family(family)
        return files | self._write_heads(has_rules=bool(rules)) | rules

    def _find_currency(self) -> str:
        """The currency of most prices."""
        prices = [price for part in self._resources.offerings for price in self._resources.prices_of(part)]
        units = Counter(unit for price in prices if re.fullmatch("[A-Z]{3}", unit := read_currency(price)))
        return units.most_common(1)[0][0] if units else "CNY"

    def _take(self, part: Part) -> None:
        name = clean(part.text("name")) or clean(part.text("id"))
        if part.text("lifecycleStatus").lower() in _ENDED:
            part.report("tmf_offering_ended", severity=Severity.INFO, name=name[:80])
            return
        identity = part.text("id") or name
        if identity in self._drafts:
            part.report("tmf_offering_twice", severity=Severity.WARNING, name=name[:80])
            return
        prices = PriceReader(self._currency).read(list(self._resources.prices_of(part)))
        if not prices:
            part.report("tmf_offering_unpriced", severity=Severity.WARNING, name=name[:80])
            return
        draft = self._make_draft(part, name, prices)
        family = self._find_family(part)
        family.offerings[draft.code] = draft
        family.prices += [{"offering": draft.code, **price.cells} for price in prices]
        self._drafts[identity] = draft
        self._note_unmapped(part)

    def _make_draft(self, part: Part, name: str, prices: list[ForeignPrice]) -> OfferingDraft:
        code, description = self._codes.make(part.text("id"), name), clean(part.text("description"))
        draft = OfferingDraft(
            code=code,
            name=_name_or(Text(name, name), code),
            unit=self._find_unit(prices),
            tax=self._find_tax(prices),
            description=Text(description, description) if description else None,
        )
        specification = self._resources.specification_of(part)
        keys = Names("attribute", "_")
        for characteristic in specification.objects("productSpecCharacteristic") if specification else ():
            attribute = read_attribute(characteristic)
            if attribute is None:
                self._count("productSpecCharacteristic", characteristic)
            else:
                key = keys.make(characteristic.text("name"), characteristic.text("id"))
                draft.attributes[key] = replace(attribute, name=_name_or(attribute.name, key))
        return draft

    def _find_unit(self, prices: list[ForeignPrice]) -> str:
        words = next((price.unit for price in prices if price.unit), "unit")
        key = self._units.make(words)
        self._unit_names[key] = clean(words) or key
        return key

    def _find_tax(self, prices: list[ForeignPrice]) -> str:
        words, rate = next(
            ((price.tax, price.rate) for price in prices if price.tax or price.rate is not None), ("", None)
        )
        code = (
            self._taxes.make(words)
            if words
            else _TAX
            if rate is None
            else self._taxes.make(f"TAX-{rate.normalize():f}")
        )
        known = self._rates.setdefault(code, rate or Decimal(0))
        if rate is not None and rate != known:
            prices[0].part.report(
                "tmf_tax_differs", severity=Severity.WARNING, category=code, rate=str(rate), known=str(known)
            )
        return code

    def _find_family(self, part: Part) -> FamilyDraft:
        reference = next(part.objects("category"), None)
        identity = reference.text("id") if reference else ""
        category = self._resources.categories.get(identity) or reference
        name = clean(category.text("name") or identity) if category else _FAMILY.capitalize()
        code = self._families_by_name.make(identity or name, name)
        return self._families.setdefault(code, FamilyDraft(code, Text(name or code, name or code), LINE))

    def _note_unmapped(self, part: Part) -> None:
        for name in part.names():
            value = part.get(name)
            if name not in _READ and value is not None and (value.is_object or any(value.list_objects())):
                self._count(name, part)

    def _count(self, name: str, part: Part) -> None:
        self._unmapped[name] += 1
        self._first_unmapped.setdefault(name, part)

    def _tell(self) -> None:
        root = self._resources.root
        for name, count in self._unmapped.items():
            self._first_unmapped[name].report(
                "tmf_field_unmapped", severity=Severity.WARNING, field=name[:80], count=count
            )
        root.report("tmf_one_language", severity=Severity.INFO)
        root.report("tmf_tax_convention", severity=Severity.INFO)
        if _TAX in self._rates:
            root.report("tmf_tax_missing", severity=Severity.WARNING, category=_TAX)

    def _write_rules(self) -> dict[str, bytes]:
        relations = dict.fromkeys(relation for part in self._resources.offerings for relation in self._relate(part))
        drafts = {draft.code: draft for draft in self._drafts.values()}
        rules = [
            _write_rule(number, kind, drafts[one], drafts[other])
            for number, (kind, one, other) in enumerate(relations, start=1)
        ]
        return {"rules/imported.yaml": write_yaml({"owner": OWNER, "rules": rules})} if rules else {}

    def _relate(self, part: Part) -> Iterator[tuple[str, str, str]]:
        own = self._drafts.get(part.text("id") or clean(part.text("name")))
        if own is None:
            return
        for relation in part.objects("productOfferingRelationship"):
            kind = SIGNS.sub("", relation.text("relationshipType")).lower()
            other = self._drafts.get(relation.text("id"))
            if other is None or other is own or kind not in _REQUIRES | _EXCLUDES:
                relation.report(
                    "tmf_relation_unmapped", severity=Severity.WARNING,
                    kind=relation.text("relationshipType")[:80], name=relation.text("id")[:80],
                )  # fmt: skip
            elif kind in _REQUIRES:
                yield "requires", own.code, other.code
            else:
                yield "excludes", min(own.code, other.code), max(own.code, other.code)
        for member in part.objects("bundledProductOffering"):
            other = self._drafts.get(member.text("id"))
            if other is None or other is own:
                member.report(
                    "tmf_relation_unmapped", severity=Severity.WARNING,
                    kind="bundledProductOffering", name=member.text("id")[:80],
                )  # fmt: skip
            else:
                yield "requires", own.code, other.code

    def _write_heads(self, *, has_rules: bool) -> dict[str, bytes]:
        catalog = next(iter(self._resources.catalogs), None)
        name = clean(catalog.text("name")) if catalog else ""
        release = SIGNS.sub(".", catalog.text("version") if catalog else "").strip(".")[:60]
        head = {
            "key": Names("catalog", "_").make(name, "imported"),
            "name": bilingual(Text(name, name) if name else say_everywhere("exchange.tmf.catalog")),
            "release": release or "1",
            "currency": self._currency,
            "currency_exponent": "0" if self._currency in _WITHOUT_MINOR else "2",
            "tax_inclusive": "no",
            "rate_decimals": str(MOST_DECIMALS),
        }
        owners = {"owners": {OWNER: bilingual(say_everywhere("exchange.tmf.owner"))}} if has_rules else {}
        vocabulary = {
            "lines": {LINE: bilingual(say_everywhere("exchange.tmf.line"))},
            "units": {key: {"zh": words, "en": words} for key, words in self._unit_names.items()},
        }
        rates = [[code, show_digits(rate), "", "", "A", SOURCE] for code, rate in self._rates.items()]
        header = ["category", "rate", "valid_from", "valid_to", "evidence", "source"]
        return {
            "catalog.yaml": write_yaml(head | owners),
            "vocabulary.yaml": write_yaml(vocabulary),
            "tax.yaml": write_yaml({"categories": {code: {"zh": code, "en": code} for code in self._rates}}),
            "tax.csv": write_lines([header, *rates]).encode(),
        }


def read_attribute(part: Part) -> AttributeDraft | None:
    """A characteristic whose values can be chosen from; None for figures, free texts and what is fixed."""
    names = ("productSpecCharacteristicValue", "characteristicValueSpecification")
    values = [value for name in names for value in part.objects(name) if value.text("value")]
    if not values or part.text("configurable") == "false":
        return None
    keys = Names("value", "_")
    named = {keys.make(value.text("value")): value for value in values}
    name = clean(part.text("name") or part.text("id"))
    words = {key: clean(value.text("value")) or key for key, value in named.items()}
    default = next((key for key, value in named.items() if value.text("isDefault") == "true"), "")
    return AttributeDraft(Text(name, name), {key: Text(word, word) for key, word in words.items()}, default)


def _name_or(name: Text, key: str) -> Text:
    return name if name.en else Text(key, key)


def _write_rule(number: int, kind: str, one: OfferingDraft, other: OfferingDraft) -> dict[str, object]:
    conditions: dict[str, object] = (
        {"if": one.code, "then": other.code} if kind == "requires" else {"never_together": [one.code, other.code]}
    )
    sentence = say_everywhere(f"exchange.tmf.{kind}", one=_brace(one.name), other=_brace(other.name))
    return {
        "id": f"TMF-{number:03}",
        "kind": kind,
        **conditions,
        "evidence": "S",
        "source": SOURCE,
        "sentence": bilingual(sentence),
    }


def _brace(name: Text) -> str:
    """A name inside a rule's sentence, where braces would be formulas."""
    return re.sub("[{}]", "", name.en)
