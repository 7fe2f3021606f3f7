"""`configurator propose`: a request file in, a proposal out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from configurator.cli.opening import read_or_fail
from configurator.cli.request_file import RequestFile
from configurator.cli.speaking import help_of, message_language, read_settings, today
from configurator.cli.telling import fail, print_json
from configurator.documents.model import DocumentHeader, DocumentLanguage
from configurator.quoting.chains import Link, trace_chain
from configurator.quoting.content import (
    Content,
    ContentBenefit,
    ContentCharge,
    ContentCustomer,
    ContentFigure,
    ContentFinding,
    ContentLine,
    ContentTaxRegime,
)
from configurator.services.proposing import Proposer, RequestRefused
from configurator.services.releases import open_catalog
from configurator.services.writing import write_file
from configurator.values.money import parse_figure
from configurator.values.text import Language
from configurator.wording import say


def propose_command() -> click.Command:
    """propose REQUEST.yaml [--lang zh|en|both] [--output FILE.pdf] [--json]"""

    @click.command("propose", help=help_of("propose"))
    @click.argument("request_path", metavar="REQUEST.yaml", type=click.Path(path_type=Path))
    @click.option("--lang", type=click.Choice(["zh", "en", "both"]), default=None, help=help_of("lang"))
    @click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help=help_of("output"))
    @click.option("--json", "as_json", is_flag=True, help=help_of("json"))
    def command(request_path: Path, lang: DocumentLanguage | None, output: Path | None, as_json: bool) -> None:
        """Propose for a request file: a summary or JSON, and the PDF where a file is named for it."""
        reader = _reader_language(lang)
        file = read_or_fail(request_path, reader, as_json=as_json)
        content = _content(Proposer(open_catalog(read_settings().catalog)), file, reader, as_json)
        if output is not None:
            _write_document(content, lang or reader, output)
        if as_json:
            print_json(proposal_json(content, reader))
        else:
            click.echo(_summary(content, reader))
            for finding in content.findings:
                click.echo(_tell_finding(finding, reader), err=True)
            if output is not None:
                click.echo(say(reader, "cli.written", path=output))

    return command


def proposal_json(content: Content, language: Language) -> dict[str, Any]:
    """The answer of `propose --json`; texts in the reader's language, amounts as decimal strings."""
    customer, totals = content.customer, content.totals
    return {
        "customer": {
            "name": customer.name,
            "industry": customer.industry,
            "class_code": customer.class_code,
            "size_class": customer.size_class,
            "size_rule": customer.size_rule.in_language(language),
            "provisional": customer.provisional,
            "missing": list(customer.missing),
        },
        "package": content.package,
        "package_name": content.package_name.in_language(language),
        "catalog_release": content.catalog.release,
        "catalog_digest": content.catalog.digest,
        "proof": content.proof,
        "currency": content.currency,
        "tax_inclusive": content.tax_inclusive,
        "tax_regime": _regime_json(content.tax_regime, language),
        "exchange": asdict(content.exchange) if content.exchange else None,
        "date": content.date,
        "valid_until": content.valid_until,
        "term_months": content.term_months,
        "discount_percent": content.discount_percent,
        "needs": [{"code": need.code, "offerings": list(need.offerings)} for need in content.needs],
        "compliance": {figure.key: figure.code or figure.value.en for figure in content.compliance},
        "lines": [_line_json(line, trace_chain(content.lines, line.offering), language) for line in content.lines],
        "totals": {
            "one_time": totals.one_time,
            "monthly": totals.monthly,
            "quarterly": totals.quarterly,
            "annual": totals.annual,
            "usage_estimate": totals.usage_estimate,
            "first_year": totals.first_year,
            "tcv": totals.tcv,
            "list_tcv": totals.list_tcv,
            "tax_by_rate": dict(totals.tax_by_rate),
            "tax_of_term": [asdict(line) for line in totals.tax_of_term],
            "tcv_capitals": totals.tcv_capitals,
        },
        "benefits": [_benefit_json(benefit, language) for benefit in content.benefits],
        "advice": [
            {"rule": each.rule, "severity": each.severity, "sentence": each.sentence.in_language(language)}
            for each in content.advice
        ],
        "problems": [_finding_json(each, language) for each in content.findings],
    }


def _finding_json(finding: ContentFinding, language: Language) -> dict[str, Any]:
    """A warning of the price, in the same shape as other problems."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.sentence.in_language(language),
        "hint": finding.hint.in_language(language),
        "field": finding.field,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
    }


def _benefit_json(benefit: ContentBenefit, language: Language) -> dict[str, Any]:
    named = {"tier": benefit.tier, "partner": benefit.partner}
    return {
        "programme": benefit.programme.in_language(language),
        **{key: name.in_language(language) if name else None for key, name in named.items()},
        "name": benefit.name.in_language(language),
        "quantity": benefit.quantity,
        "unit": benefit.unit.in_language(language),
        "worth": benefit.worth or None,
        "use_by": benefit.use_by or None,
        "yearly": benefit.yearly,
    }


def _regime_json(regime: ContentTaxRegime | None, language: Language) -> dict[str, Any] | None:
    if regime is None:
        return None
    texts = {"name": regime.name, "statement": regime.statement, "regulation": regime.regulation}
    plain = {name: getattr(regime, name) for name in ("key", "rounding", "tax_on", "treatment")}
    return {**plain, **{name: text.in_language(language) if text else None for name, text in texts.items()}}


def _line_json(line: ContentLine, chain: Sequence[Link], language: Language) -> dict[str, Any]:
    return {
        "number": line.number,
        "offering": line.offering,
        "name": line.name.in_language(language),
        "quantity": line.quantity,
        "unit": line.unit.in_language(language),
        "attributes": {name.in_language(language): value.in_language(language) for name, value in line.attributes},
        "reasons": [
            {
                "kind": reason.kind,
                "key": reason.key,
                "sentence": reason.sentence.in_language(language),
                "because": list(reason.because),
            }
            for reason in line.reasons
        ],
        "chain": [{"offering": link.offering, "kind": link.reason.kind, "key": link.reason.key} for link in chain],
        "charges": [_charge_json(charge, language) for charge in line.charges],
    }


def _charge_json(charge: ContentCharge, language: Language) -> dict[str, Any]:
    return {
        "kind": charge.kind,
        "period": charge.period,
        "list": charge.list,
        "net": charge.net,
        "ex_tax": charge.ex_tax,
        "tax_rate": charge.tax_rate,
        "tax": charge.tax,
        "trace": [
            {
                "step": step.step,
                "amount": step.amount,
                "change": step.change,
                "rule": step.rule,
                "place": step.place,
                "params": dict(step.params),
            }
            for step in charge.trace
        ],
    }


def _reader_language(lang: DocumentLanguage | None) -> Language:
    return lang if lang in ("zh", "en") else message_language()


def _content(proposer: Proposer, file: RequestFile, language: Language, as_json: bool) -> Content:
    try:
        return proposer.content_of(file.content, today())
    except RequestRefused as refusal:
        fail((file.locate(problem) for problem in refusal.problems), language, as_json=as_json)
        raise


def _write_document(content: Content, language: DocumentLanguage, output: Path) -> None:
    from configurator.documents.rendering import render_proposal  # here, because layout takes a second to load
    from configurator.documents.shelf import packaged_shelf

    header = DocumentHeader("—", 1, "", "", "draft", date.fromisoformat(content.date))
    document = render_proposal(content, header, language, packaged_shelf())
    write_file(output, document.pdf)


def _tell_finding(finding: ContentFinding, language: Language) -> str:
    """A warning of the price as `field: severity [code] sentence`, and its remedy on a line of its own."""
    severity = say(language, f"cli.severity.{finding.severity}")
    sentence, hint = finding.sentence.in_language(language), finding.hint.in_language(language)
    return f"{finding.field}: {severity} [{finding.code}] {sentence}\n    {hint}"


def _summary(content: Content, language: Language) -> str:
    customer, totals = content.customer, content.totals
    rows = [
        (say(language, "cli.summary.customer"), f"{customer.name} · {customer.industry_name.in_language(language)}"),
        (say(language, "cli.summary.size"), _size_name(customer, language)),
        *_compliance_rows(content, language),
        (say(language, "cli.summary.package"), content.package_name.in_language(language)),
        (say(language, "cli.summary.lines"), str(len(content.lines))),
        (say(language, "cli.summary.one_time"), _amount(totals.one_time, content)),
        (say(language, "cli.summary.monthly"), _amount(totals.monthly, content)),
        *_quarterly_rows(content, language),
        (say(language, "cli.summary.annual"), _amount(totals.annual, content)),
        (say(language, "cli.summary.usage"), _amount(totals.usage_estimate, content)),
        (say(language, "cli.summary.first_year"), _amount(totals.first_year, content)),
        (say(language, "cli.summary.tcv", months=content.term_months), _amount(totals.tcv, content)),
        *_benefit_rows(content, language),
    ]
    return "\n".join(f"{name}: {value}" for name, value in rows)


def _compliance_rows(content: Content, language: Language) -> list[tuple[str, str]]:
    """One row with the regimes that are met and their levels; none where there are none."""
    levels = "; ".join(_figure(figure, language) for figure in content.compliance)
    return [(say(language, "cli.summary.compliance"), levels)] if levels else []


def _quarterly_rows(content: Content, language: Language) -> list[tuple[str, str]]:
    """A row for what comes every quarter; none where nothing does."""
    amount = content.totals.quarterly
    return [(say(language, "cli.summary.quarterly"), _amount(amount, content))] if parse_figure(amount or "0") else []


def _benefit_rows(content: Content, language: Language) -> list[tuple[str, str]]:
    """A row with the benefits that come with the contract; none where there are none."""
    names = "; ".join(benefit.name.in_language(language) for benefit in content.benefits)
    return [(say(language, "cli.summary.benefits"), names)] if names else []


def _figure(figure: ContentFigure, language: Language) -> str:
    name, value = figure.name.in_language(language), figure.value.in_language(language)
    return say(language, "cli.summary.figure", name=name, value=value)


def _size_name(customer: ContentCustomer, language: Language) -> str:
    if customer.size_name is not None:
        return customer.size_name.in_language(language)
    return say(language, f"cli.size.{customer.size_class}")


def _amount(text: str, content: Content) -> str:
    return f"{Decimal(text):,} {content.currency}"
