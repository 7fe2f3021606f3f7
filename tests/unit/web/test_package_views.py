"""The comparison of alternatives."""

from __future__ import annotations

from dataclasses import replace

from configurator.quoting.content import Content
from configurator.services.proposing import Alternative
from configurator.web.package_views import DIFFERENCES, REASONS, show_packages, top_reasons
from tests.factories.catalog import make_catalog
from tests.factories.content import make_content


def make_alternatives(essential: Content) -> list[Alternative]:
    return [Alternative("essential", essential, (), ()), Alternative("standard", make_content(), (), ())]


def test_package_is_compared_with_the_standard_one() -> None:
    content = make_content()
    first, *others = content.lines
    less = replace(content, lines=(replace(first, quantity=first.quantity + 1), *others[1:]))
    essential, standard = show_packages(make_alternatives(less), make_catalog())
    assert standard.differences == ()
    more, gone = essential.differences
    assert (more.here, more.there, more.is_more) == (first.quantity + 1, first.quantity, True)
    assert (gone.here, gone.there, gone.is_more) == (0, others[0].quantity, False)


def test_many_differences_are_counted_and_not_listed() -> None:
    essential, _ = show_packages(make_alternatives(make_content(lines=1)), make_catalog())
    missing = len(make_content().lines) - 1
    assert len(essential.differences) == DIFFERENCES
    assert essential.further == missing - DIFFERENCES


def test_reasons_are_few_and_each_sentence_stands_once() -> None:
    reasons = top_reasons(make_content())
    sentences = [sentence for _, sentence in reasons]
    assert 0 < len(sentences) <= REASONS
    assert len(set(sentences)) == len(sentences)
