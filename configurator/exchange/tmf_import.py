"""A TMF620 document → the files of a catalog folder: our own exports wholly, others as far as they can be mapped.

What is not mapped is a problem with its line; what would not read as a catalog gives no files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from configurator.catalog.notebook import Notebook
from configurator.catalog.reading import read_catalog
from configurator.catalog.sheets import find_kind
from configurator.exchange.drafts import AttributeDraft, FamilyDraft, OfferingDraft, write_family
from configurator.exchange.json_trees import Part, read_json
from configurator.exchange.price_rows import SPECIAL
from configurator.exchange.tmf_foreign import import_foreign
from configurator.exchange.tmf_resources import Resources, collect_resources, read_period, read_price_amount
from configurator.exchange.tmf_shapes import CAPACITY_PREFIX, EXTENSION, PRICE_TYPES
from configurator.values.problem import Problem, Severity, has_errors
from configurator.values.text import Text

_CHARGES = {name: str(charge) for charge, name in PRICE_TYPES.items()}
_PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ImportedCatalog:
    """The files by path, none when a problem is an error."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def import_tmf(content: bytes, file: str) -> ImportedCatalog:
    """Read a document; `file` is what problems call it."""
    notebook = Notebook()
    root = read_json(content, notebook.page(file))
    if root is None:
        return ImportedCatalog(problems=tuple(notebook.problems))
    resources = collect_resources(root)
    if not resources.offerings:
        root.report("tmf_nothing")
        return ImportedCatalog(problems=tuple(notebook.problems))
    rest = root.get(EXTENSION)
    files = _import_own(resources, rest) if rest is not None and rest.get("files") else import_foreign(resources)
    return _finish(files, notebook)


def _finish(files: Mapping[str, bytes], notebook: Notebook) -> ImportedCatalog:
    """The files, when they read as a catalog."""
    for problem in read_catalog(files).problems if files else ():
        if problem.severity is Severity.ERROR:
            notebook.add(problem)
    problems = tuple(notebook.problems)
    return ImportedCatalog({} if has_errors(problems) else files, problems)


def _import_own(resources: Resources, rest: Part) -> dict[str, bytes]:
    """Offerings and prices from the resources, the other files as they are carried."""
    files = _read_files(rest)
    families = _read_families(resources)
    by_offering: dict[str, FamilyDraft] = {}
    for part in resources.offerings:
        own = part.get(EXTENSION)
        family = families.get(own.text("family")) if own else None
        if own is None or family is None:
            part.report("tmf_offering_unmapped", severity=Severity.WARNING, name=part.text("id")[:80])
            continue
        offering = _read_offering(part, own, resources)
        family.offerings[offering.code] = offering
        by_offering[offering.code] = family
    for part in resources.prices.values():
        _read_price(part, by_offering)
    for family in families.values():
        if family.offerings:
            files |= write_family(family)
    return files


def _read_files(rest: Part) -> dict[str, bytes]:
    """The carried files; a name that is none of a catalog's files is refused."""
    carried = rest.get("files")
    files: dict[str, bytes] = {}
    for path in carried.names() if carried else ():
        if _PATH.fullmatch(path) and find_kind(path):
            assert carried is not None, "it has names"
            files[path] = carried.text(path).encode()
        else:
            rest.report("tmf_path", path=path[:80])
    return files


def _read_families(resources: Resources) -> dict[str, FamilyDraft]:
    families: dict[str, FamilyDraft] = {}
    for part in resources.categories.values():
        own = part.get(EXTENSION)
        code = own.text("family") if own else ""
        if own is not None and code:
            families[code] = FamilyDraft(code, _read_text(own, "name", part.text("name")), own.text("line"))
    return families


def _read_text(part: Part, name: str, fallback: str) -> Text:
    value = part.get(name)
    if value is None:
        return Text(fallback, fallback)
    return Text(value.text("zh") or fallback, value.text("en") or fallback)


def _read_offering(part: Part, own: Part, resources: Resources) -> OfferingDraft:
    name = part.text("name")
    draft = OfferingDraft(
        code=part.text("id"),
        name=_read_text(own, "name", name),
        unit=own.text("unit"),
        tax=own.text("tax"),
        description=_read_text(own, "description", part.text("description")) if own.get("description") else None,
        quantity=own.text("quantity"),
        tags=own.texts("tags"),
        pass_through=own.text("passThrough") == "true",
        spec_source=own.text("specSource"),
    )
    specification = resources.specification_of(part)
    for characteristic in specification.objects("productSpecCharacteristic") if specification else ():
        _read_characteristic(characteristic, draft)
    return draft


def _read_characteristic(part: Part, draft: OfferingDraft) -> None:
    key, own, values = part.text("id"), part.get(EXTENSION), resources_values(part)
    if key.startswith(CAPACITY_PREFIX):
        amount = next((value.text("value") for value in values), "")
        if amount.isascii() and amount.isdigit() and len(amount) < 16:
            draft.provides[key.removeprefix(CAPACITY_PREFIX)] = int(amount)
            return
    elif own is not None and values:
        draft.attributes[key] = AttributeDraft(
            _read_text(own, "name", part.text("name")),
            {value.text("value"): _read_value_name(value) for value in values},
            next((value.text("value") for value in values if value.text("isDefault") == "true"), ""),
        )
        return
    part.report("tmf_characteristic_unmapped", severity=Severity.WARNING, name=key[:80])


def resources_values(part: Part) -> list[Part]:
    """The values of a characteristic, as either version calls them."""
    names = ("productSpecCharacteristicValue", "characteristicValueSpecification")
    return [value for name in names for value in part.objects(name)]


def _read_value_name(value: Part) -> Text:
    own = value.get(EXTENSION)
    key = value.text("value")
    return _read_text(own, "name", key) if own else Text(key, key)


def _read_price(part: Part, by_offering: Mapping[str, FamilyDraft]) -> None:
    own = part.get(EXTENSION)
    if own is None:
        if part.text("isBundle") != "true":
            part.report("tmf_price_unmapped", severity=Severity.WARNING, name=part.text("id")[:80])
        return
    family = by_offering.get(own.text("offering"))
    if family is None:
        part.report("tmf_price_unmapped", severity=Severity.WARNING, name=part.text("id")[:80])
        return
    first, last = read_period(part)
    family.prices.append({
        "offering": own.text("offering"),
        "charge": _CHARGES.get(part.text("priceType"), part.text("priceType")),
        "period": part.text("recurringChargePeriodType"),
        "model": own.text("model"),
        "from": own.text("from"),
        "amount": part.text("percentage") or read_price_amount(part),
        "cost": own.text("cost"),
        "valid_from": first,
        "valid_to": last,
        "evidence": own.text("evidence"),
        "source": own.text("source"),
        "note": own.text("note"),
        **{column: own.text(column) for column in SPECIAL},
    })  # fmt: skip
