"""How pages break: from one line to three hundred, and names of any length."""

from __future__ import annotations

from dataclasses import replace

import pytest

from configurator.documents.rendering import write_html
from configurator.documents.shelf import packaged_shelf
from configurator.values.text import Text
from tests.factories.content import make_content
from tests.factories.proposal import make_header, make_proposal_content

TABLE_HEADING = "No.ComponentQuantityListDiscountNetincl.taxTaxrateExcl.taxTax"


def test_repeats_the_heading_of_a_table_that_goes_on(print_sample):
    printed = print_sample("en", 300)
    first, after = (
        next(page for _, title, page in printed.outline if title == wanted)
        for wanted in ("4.2 Monthly charges", "4.3 Annual charges")
    )
    assert after - first >= 3
    assert all(TABLE_HEADING in page for page in printed.pages[first - 1 : after - 1])


def test_prints_three_hundred_lines_each_with_its_number(print_sample):
    printed = print_sample("en", 300)
    assert "300Level3assessment" in printed.text
    # one by one in the components, and once in the prices for every charge
    for line in make_proposal_content(300).lines:
        name = "".join(line.name.en.split())
        assert printed.text.count(f"{line.number}{name}") >= 1 + len(line.charges)


@pytest.mark.parametrize("lines", [5, 14, 23, 37, 60])
def test_leaves_no_heading_alone_at_the_foot_of_a_page(print_sample, lines):
    printed = print_sample("en", lines)
    for _, title, page in printed.outline[1:]:
        text = printed.pages[page - 1]
        heading = "".join(title.split())
        below = text[text.index(heading) + len(heading) :]
        assert len(below) > 60, title


@pytest.mark.parametrize("lines", [5, 14, 23, 37, 60])
def test_leaves_no_sum_alone_on_a_page(print_sample, lines):
    for page in print_sample("en", lines).pages:
        assert not page.partition("V2")[2].startswith(TABLE_HEADING + "Subtotal")


def test_sums_each_price_table_once(print_sample):
    assert print_sample("en", 60).text.count("Subtotal") == 4


def test_wraps_names_of_any_length(print_content):
    content = make_content(lines=3)
    name = Text("长" * 500, "Long" * 125)
    lines = tuple(replace(line, name=name) for line in content.lines)
    printed = print_content(replace(content, lines=lines), "both")
    assert printed.text.count("长") >= 3 * 500 * 2
    assert printed.fonts == {"Noto-Sans-SC", "Noto-Sans-SC-Bold"}


def test_prints_a_customer_name_of_five_hundred_letters_on_the_cover(print_content):
    name = "上海浦东新区张江高科技园区" * 38 + "有限责任公司"
    assert len(name) == 500
    assert name in print_content(make_content(lines=2, customer_name=name)).pages[0]


def test_prints_amounts_of_billions_on_one_line(print_content):
    content = make_content(lines=10)
    totals = replace(content.totals, tcv="9123456789012.00", first_year="9123456789011.00")
    printed = print_content(replace(content, totals=totals))
    assert "9,123,456,789,012.00" in printed.text and "9,123,456,789,011.00" in printed.text


def test_lays_tables_out_by_their_first_row():
    style = (packaged_shelf().templates / "proposal.css").read_text()
    assert "table-layout: fixed" in style


def test_keeps_one_text_and_no_box_in_the_cells_of_figures():
    html = write_html(make_content(lines=4), make_header(), "zh", packaged_shelf())
    figures = [cell.partition("</td>")[0] for cell in html.split('<td class="n">')[1:]]
    assert len(figures) > 20
    assert all("<" not in figure for figure in figures)
