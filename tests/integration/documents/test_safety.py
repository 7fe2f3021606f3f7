"""What people type never becomes markup, an address, another font or another direction."""

from __future__ import annotations

import gc
from dataclasses import replace
from hashlib import sha256

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from configurator.documents.refusals import AddressRefused, AssetMissing
from configurator.documents.rendering import make_environment, render_proposal, write_html
from configurator.documents.shelf import Asset, packaged_shelf
from configurator.values.text import Text
from tests.factories.content import make_content
from tests.factories.proposal import make_header, make_proposal_content
from tests.integration.documents.printed import Printed, squeeze

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=file:///etc/passwd>",
    '"><img src="http://127.0.0.1:9/x">',
    "<style>@import url(http://127.0.0.1:9/x)</style>",
    "{{ 7*7 }}{% include '/etc/passwd' %}",
    "&lt;b&gt;&#x3c;",
    "' onload='x",
    "<!-- </title> -->",
)


def everywhere(words):
    """A content and a header with the words in every place that somebody can fill."""
    both = Text(words, words)
    content = make_content(lines=4, customer_name=words)
    lines = tuple(
        replace(
            line,
            name=both,
            description=both,
            product_line_name=both,
            unit=both,
            attributes=((both, both),),
            reasons=tuple(replace(reason, sentence=both) for reason in line.reasons),
        )
        for line in content.lines
    )
    content = replace(
        content,
        lines=lines,
        package_name=both,
        needs=tuple(replace(need, name=both, sentence=both) for need in content.needs),
        advice=tuple(replace(advice, sentence=both, severity=words) for advice in content.advice),
        clauses=tuple(replace(clause, text=both) for clause in content.clauses),
        currency=words,
        customer=replace(content.customer, size_class=words, size_rule=both, missing=(words,), industry_name=both),
    )
    return content, make_header(number=words, prepared_by=words, contact=words)


@pytest.mark.parametrize("words", HOSTILE)
def test_prints_markup_as_the_letters_that_were_typed(words):
    content, header = everywhere(words)
    assert words not in write_html(content, header, "both", packaged_shelf())
    printed = Printed(render_proposal(content, header, "both", packaged_shelf()).pdf)
    assert printed.text.count(squeeze(words)) >= 20


def test_shows_a_typed_tag_on_the_cover(print_content):
    printed = print_content(make_content(customer_name="<script>alert(1)</script><img src=file:///etc/passwd>"))
    assert squeeze("<script>alert(1)</script><img src=file:///etc/passwd>") in printed.pages[0]
    assert "root:" not in printed.text


def test_marks_letters_that_our_fonts_do_not_hold(print_content):
    printed = print_content(make_content(customer_name="𠮷野家 مرحبا 😀 ภาษา"))
    assert "〓野家" in printed.pages[0]
    assert printed.fonts == {"Noto-Sans-SC", "Noto-Sans-SC-Bold"}


def test_does_not_let_a_name_turn_the_direction_of_the_line(print_content):
    printed = print_content(make_content(customer_name="甲\u202e乙丙\u202c丁"))
    assert "甲乙丙丁" in printed.pages[0]


def test_prints_rare_letters_of_names(print_content):
    name = "张喆、李玥、王珺、赵𬱖、陈䶮、钱翀、孙璟（浙江衢州、江苏邗江）"
    assert name in print_content(make_content(customer_name=name)).pages[0]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "file:///etc/hostname",
        "data:image/png;base64,iVBORw0KGgo=",
        "logo.svg",
        "../img/logo.svg",
        "/etc/hostname",
    ],
)
def test_stops_when_a_template_asks_for_anything_but_an_asset(tmp_path, address):
    shelf = shelf_with(tmp_path, f'<img src="{address}" alt="x">')
    with pytest.raises(AddressRefused):
        render_proposal(make_content(lines=1), make_header(), "zh", shelf)


@pytest.mark.parametrize(
    "rule",
    [
        "p { background: url(http://127.0.0.1:9/x.png) }",
        "@import url(http://127.0.0.1:9/x.css);",
        "@import url(file:///etc/hostname);",
        '@font-face { font-family: X; src: url("file:///usr/share/fonts/x.ttf") } p { font-family: X }',
    ],
)
def test_stops_when_a_style_sheet_asks_for_anything_but_an_asset(tmp_path, rule):
    shelf = shelf_with(tmp_path, "<p>x</p>")
    style = tmp_path / "proposal.css"
    style.write_text(rule)
    assets = {**shelf.assets, "proposal.css": Asset(style, "text/css")}
    with pytest.raises(AddressRefused):
        render_proposal(make_content(lines=1), make_header(), "zh", replace(shelf, assets=assets))


@pytest.mark.parametrize(
    "name", ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "logo.svg", "cover.svg", "proposal.css"]
)
def test_stops_when_one_of_our_assets_is_missing(name):
    shelf = packaged_shelf()
    assets = {key: asset for key, asset in shelf.assets.items() if key != name}
    with pytest.raises(AssetMissing) as refused:
        render_proposal(make_content(lines=1), make_header(), "zh", replace(shelf, assets=assets))
    assert refused.value.params == {"name": name}


def test_says_which_font_set_up_has_not_made(tmp_path):
    shelf = replace(packaged_shelf(), fonts=(tmp_path / "NotoSansSC-Regular.ttf",))
    with pytest.raises(AssetMissing) as refused:
        render_proposal(make_content(lines=1), make_header(), "zh", shelf)
    assert refused.value.params == {"name": "NotoSansSC-Regular.ttf"}


def test_reads_templates_from_their_folder_only():
    environment = make_environment(packaged_shelf().templates)
    assert environment.autoescape is True
    for name in ("../web/base.html", "/etc/passwd", "..%2fsecret"):
        with pytest.raises(TemplateNotFound):
            environment.get_template(name)


def test_stops_at_a_name_that_the_view_does_not_hold():
    template = make_environment(packaged_shelf().templates).from_string("{{ proposal.margin }}")
    with pytest.raises(UndefinedError):
        template.render(proposal=make_header())


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_gives_the_same_bytes_for_the_same_input(language):
    first, second = (
        render_proposal(make_proposal_content(12), make_header(), language, packaged_shelf()) for _ in range(2)
    )
    assert first == second
    assert first.sha256 == sha256(first.pdf).hexdigest()


def test_gives_other_bytes_for_other_input():
    documents = {
        render_proposal(make_proposal_content(2), make_header(version=version), "zh", packaged_shelf()).sha256
        for version in (1, 2)
    }
    assert len(documents) == 2


@pytest.mark.parametrize("was_on", [True, False])
def test_leaves_garbage_collection_as_it_was(was_on):
    before = gc.isenabled()
    (gc.enable if was_on else gc.disable)()
    try:
        render_proposal(make_content(lines=1), make_header(), "zh", packaged_shelf())
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()


def shelf_with(folder, body):
    """A shelf whose template prints only this body with our style sheet."""
    (folder / "proposal.html").write_text(
        f'<html lang="zh"><head><title>t</title><link rel="stylesheet" href="asset:proposal.css"></head><body>{body}'
    )
    return replace(packaged_shelf(), templates=folder)
