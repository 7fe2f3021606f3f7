"""Package files → packages: the base of a size class with an industry's overlay put over it."""

from __future__ import annotations

from collections.abc import Mapping

from configurator.catalog.classification import Industry
from configurator.catalog.model import Package, PackageLine
from configurator.catalog.records import Entry
from configurator.catalog.sources import Expression
from configurator.values.problem import Severity
from configurator.values.text import Text

BASE = "base"
_Layers = dict[str, dict[str, Entry]]


def build_packages(
    files: tuple[Entry, ...], industries: Mapping[str, Industry], size_names: Mapping[str, Text]
) -> dict[tuple[str, str], Package]:
    """A package for every industry and size class for which there is a base or an overlay.

    One without a name of its own is called after its industry and size class.
    """
    layers = _sort_layers(files)
    found: dict[tuple[str, str], Package] = {}
    for industry in industries.values():
        for size, size_name in size_names.items():
            base, overlay = layers.get(BASE, {}).get(size), layers.get(industry.key, {}).get(size)
            if base or overlay:
                found[industry.key, size] = _build_package(industry, size, base, overlay, size_name)
    return found


def _sort_layers(files: tuple[Entry, ...]) -> _Layers:
    layers: _Layers = {}
    for file in files:
        key = file.get("industry", BASE)
        if key in layers:
            file.report("package_industry_twice", "industry", industry=key)
        sizes: Mapping[str, Entry] = file.get("sizes", {})
        layers[key] = {size: entry for size, entry in sizes.items() if entry.complete}
    return layers


def _build_package(
    industry: Industry, size: str, base: Entry | None, overlay: Entry | None, size_name: Text
) -> Package:
    lines = _read_lines(base, BASE)
    for code in overlay.get("remove", ()) if overlay else ():
        if lines.pop(code, None) is None and overlay:
            overlay.report("package_removes_nothing", "remove", severity=Severity.WARNING, offering=code)
    lines |= _read_lines(overlay, industry.key)
    top = overlay or base
    assert top is not None
    return Package(
        key=f"{industry.key}-{size}",
        industry=industry.key,
        size=size,
        name=(overlay.get("name") if overlay else None) or _name_package(industry, size_name),
        lines=tuple(lines.values()),
        needs=_merge_needs(base, overlay),
        compliance={**_levels(base), **_levels(overlay)},
        location=top.location,
    )


def _read_lines(layer: Entry | None, package: str) -> dict[str, PackageLine]:
    lines: dict[str, PackageLine] = {}
    for code, written in (layer.get("lines", {}) if layer else {}).items():
        if isinstance(written, Expression):
            lines[code] = PackageLine(code, written, package=package, location=written.location)
        elif written.complete:
            lines[code] = PackageLine(
                code,
                written["quantity"],
                written.get("when"),
                written.get("reason"),
                package,
                written.location,
            )
    return lines


def _merge_needs(base: Entry | None, overlay: Entry | None) -> tuple[str, ...]:
    needs = [need for layer in (base, overlay) if layer for need in layer.get("needs", ())]
    return tuple(dict.fromkeys(needs))


def _levels(layer: Entry | None) -> Mapping[str, int]:
    levels: Mapping[str, int] = layer.get("compliance", {}) if layer else {}
    return levels


def _name_package(industry: Industry, size: Text) -> Text:
    return Text(f"{industry.name.zh} · {size.zh}", f"{industry.name.en} · {size.en}")
