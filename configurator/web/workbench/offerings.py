"""Offerings and rules of a workpiece: lists, and one page for each with everything that is known of it."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from configurator.access.permissions import Permission
from configurator.catalog.model import Catalog, Offering, Rule, RuleKind
from configurator.catalog.sources import Evidence
from configurator.http.access import needs
from configurator.http.paging import Paging, read_page_number
from configurator.web.blueprint import pages
from configurator.web.workbench.opening import need_book, need_catalog, open_piece, show_bench
from configurator.workbench.excerpts import cut_excerpt
from configurator.workbench.where_used import find_scenarios, find_use

PAGE_SIZE = 50
AROUND = 8


@pages.get("/workbench/<key>/offerings")
@needs(Permission.MAINTAIN_CATALOG)
def list_offerings(key: str) -> ResponseReturnValue:
    """Offerings found by code or name in either language, by family, product line and evidence of their prices."""
    opened = open_piece(key)
    book = need_book(opened)
    wanted = {name: request.args.get(name, "").strip()[:100] for name in ("text", "family", "line", "evidence")}
    found = [each for each in book.catalog.offerings.values() if _is_wanted(book.catalog, each, **wanted)]
    paging = Paging(read_page_number(), len(found), PAGE_SIZE)
    shown = found[(paging.number - 1) * PAGE_SIZE :][:PAGE_SIZE]
    return show_bench(
        "offerings",
        opened,
        "offerings",
        catalog=book.catalog,
        rows=[(offering, len(find_use(book, offering.code).rules)) for offering in shown],
        wanted=wanted,
        paging=paging,
        evidences=tuple(Evidence),
    )


@pages.get("/workbench/<key>/offerings/<code>")
@needs(Permission.MAINTAIN_CATALOG)
def show_offering(key: str, code: str) -> ResponseReturnValue:
    """One offering: texts, attributes, prices with tiers and origin, and where it is used."""
    opened = open_piece(key)
    book = need_book(opened)
    offering = book.catalog.offerings.get(code)
    if offering is None:
        abort(404)
    return show_bench(
        "offering",
        opened,
        "offerings",
        catalog=book.catalog,
        offering=offering,
        prices=book.catalog.prices.get(code, ()),
        use=find_use(book, code),
        scenarios=find_scenarios(opened.piece, offering=code),
    )


@pages.get("/workbench/<key>/rules")
@needs(Permission.MAINTAIN_CATALOG)
def list_rules(key: str) -> ResponseReturnValue:
    """Rules found by id, sentence or expression, by kind and owner."""
    opened = open_piece(key)
    catalog = need_catalog(opened)
    wanted = {name: request.args.get(name, "").strip()[:100] for name in ("text", "kind", "owner")}
    found = [rule for rule in catalog.rules.values() if _is_rule_wanted(rule, **wanted)]
    paging = Paging(read_page_number(), len(found), PAGE_SIZE)
    rows = found[(paging.number - 1) * PAGE_SIZE :][:PAGE_SIZE]
    return show_bench(
        "rules", opened, "rules", catalog=catalog, rows=rows, wanted=wanted, paging=paging, kinds=tuple(RuleKind)
    )


@pages.get("/workbench/<key>/rules/<rule_id>")
@needs(Permission.MAINTAIN_CATALOG)
def show_rule(key: str, rule_id: str) -> ResponseReturnValue:
    """One rule: sentence, condition, requirement, table, the offerings that it speaks of, and its place."""
    opened = open_piece(key)
    book = need_book(opened)
    parsed = next((each for each in book.rules if each.rule.id == rule_id), None)
    if parsed is None:
        abort(404)
    catalog = book.catalog
    return show_bench(
        "rule",
        opened,
        "rules",
        catalog=catalog,
        rule=parsed.rule,
        table=catalog.tables.get(parsed.rule.table or ""),
        scenarios=find_scenarios(opened.piece, rule=rule_id),
        mentions=[offering for code, offering in catalog.offerings.items() if code in parsed.mentions],
        excerpt=cut_excerpt(opened.piece.files, parsed.rule.location, AROUND),
    )


def _is_wanted(catalog: Catalog, offering: Offering, *, text: str, family: str, line: str, evidence: str) -> bool:
    names = f"{offering.code} {offering.name.zh} {offering.name.en}".casefold()
    evidences = {price.evidence.value for price in catalog.prices.get(offering.code, ())}
    return (
        text.casefold() in names
        and family in ("", offering.family)
        and line in ("", catalog.families[offering.family].line)
        and (not evidence or evidence in evidences)
    )


def _is_rule_wanted(rule: Rule, *, text: str, kind: str, owner: str) -> bool:
    expressions = " ".join(each.source for each in (rule.when, rule.require) if each)
    words = f"{rule.id} {rule.sentence.zh} {rule.sentence.en} {expressions}".casefold()
    return text.casefold() in words and kind in ("", rule.kind.value) and owner in ("", rule.owner)
