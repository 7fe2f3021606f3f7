"""Fonts, bookmarks, tags, page numbers: what makes the PDF usable for people and machines."""

from __future__ import annotations

import re

import pytest

LANGUAGES = ("zh", "en", "both")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ["draft", "final"])
def test_uses_our_fonts_and_no_other(print_sample, language, status):
    assert print_sample(language, status=status).fonts == {"Noto-Sans-SC", "Noto-Sans-SC-Bold"}


def test_bookmarks_sections_and_their_parts(print_sample):
    titles = [(level, title) for level, title, _ in print_sample("en").outline]
    assert titles == [
        (1, "Contents"),
        (1, "1 Summary"),
        (1, "2 Customer profile and compliance"),
        (1, "3 Solution components"),
        (2, "3.1 Network and connectivity"),
        (2, "3.2 Cloud and computing"),
        (2, "3.3 Voice and collaboration"),
        (2, "3.4 Security and compliance"),
        (2, "3.5 Mobile and IoT"),
        (2, "3.6 Integration and services"),
        (1, "4 Prices"),
        (2, "4.1 One-time charges"),
        (2, "4.2 Monthly charges"),
        (2, "4.3 Annual charges"),
        (2, "4.4 Usage charges (estimate)"),
        (2, "4.5 Tax over the term"),
        (2, "4.6 Totals"),
        (1, "5 Recommendations not followed"),
        (1, "6 Terms"),
        (1, "7 Assumptions and exclusions"),
        (1, "8 Signatures"),
    ]


@pytest.mark.parametrize("lines", [14, 60])
def test_lists_every_section_with_the_page_it_is_on(print_sample, lines):
    printed = print_sample("en", lines)
    for _, title, page in printed.outline[1:]:
        heading = "".join(title.split())
        assert heading in printed.pages[page - 1]
        assert re.search(rf"{re.escape(heading)}{page}(?!\d\d)", printed.pages[1])


def test_links_every_entry_of_the_contents(print_sample):
    printed = print_sample("both")
    links = [note.get_object() for note in printed.reader.pages[1]["/Annots"]]
    assert {str(link["/Subtype"]) for link in links} == {"/Link"}
    assert len(links) == 2 * (len(printed.outline) - 1)
    assert printed.tags["Link"] == len(links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_every_page_but_the_cover(print_sample, language):
    pages = print_sample(language).pages
    assert all(f"{number}/{len(pages)}" in page for number, page in enumerate(pages[1:], start=2))
    assert f"1/{len(pages)}" not in pages[0]


def test_repeats_title_and_number_of_the_quote_on_every_page(print_sample):
    pages = print_sample("en").pages
    assert all("SolutionProposal" in page and "Q-2026-000123V2" in page for page in pages)


@pytest.mark.parametrize(("language", "mark"), [("zh", "草稿"), ("en", "DRAFT"), ("both", "DRAFT")])
def test_marks_every_page_of_a_draft(print_sample, language, mark):
    assert all(mark in page for page in print_sample(language, status="draft").pages)


@pytest.mark.parametrize("mark", ["草稿", "DRAFT"])
def test_marks_no_page_of_a_final_document(print_sample, mark):
    assert mark not in print_sample("both").text


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-CN"), ("en", "en"), ("both", "zh-CN")])
def test_says_its_language_and_title(print_sample, language, tag):
    reader = print_sample(language).reader
    root = reader.trailer["/Root"]
    assert root["/Lang"] == tag
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    assert "Q-2026-000123" in reader.metadata.title
    assert reader.metadata.author == "Chen Yi 陈怡"


def test_calls_itself_an_accessible_document(print_sample):
    root = print_sample("zh").reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_tags_headings_tables_lists_and_pictures(print_sample):
    tags = print_sample("zh").tags
    assert tags["H1"] == 1
    assert tags["H2"] == 9
    assert tags["H3"] >= 12
    assert tags["Table"] == tags["THead"] == tags["TBody"] >= 12
    assert tags["L"] >= 3
    assert tags["Figure"] == 2


def test_describes_every_picture(print_sample):
    figures = [element for element in print_sample("en").elements if element["/S"] == "/Figure"]
    descriptions = [str(figure["/Alt"]) for figure in figures]
    assert descriptions[0] == "Brand mark"
    assert descriptions[1].startswith("Contract value by product line: Network and connectivity ")


def test_leads_every_cell_to_its_row_and_column_headings(print_sample):
    elements = print_sample("zh").elements
    known = {str(element["/ID"]) for element in elements if element["/S"] == "/TH" and "/ID" in element}
    cells = [element for element in elements if element["/S"] == "/TD"]
    assert len(cells) > 100
    for cell in cells:
        headings = {str(heading) for heading in cell["/A"]["/Headers"]}
        assert headings and headings <= known


def test_prints_on_a4(print_sample):
    for page in print_sample("zh").reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


@pytest.mark.parametrize("forbidden", ["/JavaScript", "/JS", "/EmbeddedFiles", "/OpenAction", "/AcroForm"])
def test_holds_nothing_that_acts(print_sample, forbidden):
    assert forbidden.encode() not in print_sample("both").pdf
    assert forbidden not in print_sample("both").reader.trailer["/Root"]
