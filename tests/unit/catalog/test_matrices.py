"""Price matrices as files, alone and with the prices that use them."""

from decimal import Decimal

import pytest

from configurator.catalog.model import PriceModel
from configurator.values.problem import Severity
from tests.factories.catalog_files import read_catalog, tiny_files

HEAD = "offering,charge,period,model,amount,matrix,evidence,included\n"
PRICE = HEAD + "SBC-100,recurring,month,matrix,,lines,A,\n"


def load(matrix, prices=PRICE):
    return read_catalog(
        tiny_files() | {"price_matrices/lines.csv": matrix.encode(), "prices/extra.csv": prices.encode()}
    )


def findings(loaded):
    return [
        (each.location.file, each.location.line, each.location.column, each.code)
        for each in loaded.problems
        if each.severity is not Severity.INFO
    ]


def test_matrix_has_its_columns_rows_and_places():
    loaded = load("quantity,tls,amount,evidence,source,note\n1..5,on,12.5,S,S:list,\n*,*,10,A,,rest\n")
    assert findings(loaded) == []
    matrix = loaded.catalog.matrices["lines"]
    assert (matrix.key, matrix.columns) == ("lines", ("quantity", "tls"))
    assert [(row.cells, row.amount) for row in matrix.rows] == [
        (("1..5", "on"), Decimal("12.5")),
        (("*", "*"), Decimal(10)),
    ]
    assert (matrix.rows[1].location.file, matrix.rows[1].location.line) == ("price_matrices/lines.csv", 3)


def test_price_has_the_lowest_rate_of_its_matrix_as_its_tier():
    loaded = load("tls,amount,evidence\non,12.5,A\noff,10,A\n")
    price = next(each for each in loaded.catalog.prices["SBC-100"] if each.model is PriceModel.MATRIX)
    assert price.terms.matrix == "lines"
    (tier,) = price.tiers
    assert (tier.from_quantity, tier.amount, tier.location.line) == (1, Decimal(10), 3)


def test_price_of_a_matrix_without_rows_has_no_rate():
    assert ("price_matrices/lines.csv", 1, 1, "table_empty") in findings(load("tls,amount,evidence\n"))


@pytest.mark.parametrize(
    "matrix",
    [
        "quantity,amount,evidence\n1..20,5,A\n",
        "quantity,amount,evidence\n1..9,5,A\n10..,4,A\n",
        "quantity,tls,amount,evidence\n1..9,on,5,A\n1..9,off,4,A\n10,*,3,A\n11|12..,off,2,A\n11..20,on,1,A\n",
        "cards,amount,evidence\nyes,5,A\nno,4,A\n",
        "sla,amount,evidence\nsilver|gold,5,A\n",
        "mlps,amount,evidence\n0,5,A\n2..3,4,A\n",
        "sites,amount,evidence\n1..10,5,A\n11..5000,4,A\n",
        "beds,amount,evidence\n0..10,5,A\n11..,4,A\n",
        "tls,sla,amount,evidence\non,gold,9,A\n*,silver,5,A\noff,*,4,A\n",
    ],
)
def test_every_combination_has_a_row(matrix):
    assert findings(load(matrix)) == []


@pytest.mark.parametrize(
    ("matrix", "combination"),
    [
        ("quantity,amount,evidence\n1..19,5,A\n", "quantity = 20"),
        ("quantity,amount,evidence\n1..4,5,A\n8..,4,A\n", "quantity = 5..7"),
        ("tls,amount,evidence\non,5,A\n", "tls = off"),
        ("cards,amount,evidence\nyes,5,A\n", "cards = no"),
        ("sla,amount,evidence\ngold,5,A\n", "sla = silver"),
        ("mlps,amount,evidence\n0|3,5,A\n", "mlps = 2"),
        ("sites,amount,evidence\n2..,5,A\n", "sites = 1"),
        ("beds,amount,evidence\n1..,5,A\n", "beds = 0"),
        ("tls,sla,amount,evidence\non,gold,9,A\n*,silver,5,A\n", "tls = off, sla = gold"),
        ("tls,quantity,amount,evidence\non,1..10,9,A\noff,*,5,A\n", "tls = on, quantity = 11..20"),
    ],
)
def test_combination_without_a_row_is_named(matrix, combination):
    (problem,) = [each for each in load(matrix).problems if each.code == "matrix_row_missing"]
    assert problem.params == {"matrix": "lines", "offering": "SBC-100", "combination": combination}
    assert (problem.location.file, problem.location.line, problem.location.column) == ("prices/extra.csv", 2, 33)


def test_quantity_counts_as_it_is_charged():
    prices = HEAD + "MIN-OUT,usage,month,matrix,,lines,A,1000\n"
    files = {"prices/voice.csv": tiny_files()["prices/voice.csv"].replace(b"MIN-OUT,usage", b"SIP-30,usage")}
    matrix = {"price_matrices/lines.csv": b"quantity,amount,evidence\n1..999000,5,A\n"}
    loaded = read_catalog(tiny_files() | files | matrix | {"prices/extra.csv": prices.encode()})
    assert findings(loaded) == []


@pytest.mark.parametrize(
    ("matrix", "found"),
    [
        ("size_of,amount,evidence\n*,5,A\n", [(1, 1, "matrix_column_unknown")]),
        ("tls,amount,evidence\non|off,5,A\nauto,4,A\n", [(3, 1, "matrix_value_unknown")]),
        ("tls,amount,evidence\n1..5,5,A\n*,4,A\n", [(2, 1, "matrix_value_unknown")]),
        ("quantity,amount,evidence\nmany,5,A\n*,4,A\n", [(2, 1, "matrix_value_unknown")]),
        ("quantity,amount,evidence\n21..30,5,A\n*,4,A\n", [(2, 1, "matrix_value_unknown")]),
        ("mlps,amount,evidence\n1,5,A\n*,4,A\n", [(2, 1, "matrix_value_unknown")]),
        ("cards,amount,evidence\ntrue,5,A\n*,4,A\n", [(2, 1, "matrix_value_unknown")]),
    ],
)
def test_columns_and_values_must_mean_something(matrix, found):
    assert findings(load(matrix)) == [("price_matrices/lines.csv", *each) for each in found]


def test_value_that_one_of_several_offerings_has_is_known():
    prices = PRICE + "SIP-30,usage,month,matrix,,grades,A,\n"
    files = {
        "price_matrices/lines.csv": b"quantity,amount,evidence\n1..20,5,A\n",
        "price_matrices/grades.csv": b"quantity,amount,evidence\n21..,5,A\n*,4,A\n",
        "prices/extra.csv": prices.encode(),
    }
    assert findings(read_catalog(tiny_files() | files)) == []


def test_search_that_would_take_too_long_is_given_up_and_told(monkeypatch):
    monkeypatch.setattr("configurator.catalog.matrix_coverage.MOST_STEPS", 3)
    loaded = load("tls,sla,amount,evidence\non,gold,9,A\n*,silver,5,A\noff,*,4,A\n")
    (problem,) = [each for each in loaded.problems if each.code == "matrix_too_wide"]
    assert problem.severity is Severity.INFO
    assert loaded.catalog is not None


def test_large_matrix_is_read_at_once():
    rows = "".join(f"{start}..{start + 4},{tls},{start},A\n" for start in range(1, 5000, 5) for tls in ("on", "off"))
    loaded = load("staff,tls,amount,evidence\n" + rows.replace("4996..5000", "4996.."))
    assert findings(loaded) == []
    assert len(loaded.catalog.matrices["lines"].rows) == 2000
