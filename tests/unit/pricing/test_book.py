"""The price book: what is in force on a day, and that it is kept."""

from datetime import date
from decimal import Decimal

from configurator.pricing.book import open_book
from configurator.values.dates import DateRange
from tests.factories.catalog import (
    make_catalog,
    make_offering,
    make_price,
    make_tax_rate,
    make_term_discount,
    since,
    until,
)

LAST_DAY = date(2025, 12, 31)
NEW_DAY = date(2026, 1, 1)


def make_changing_catalog():
    return make_catalog(
        offerings=["A-1"],
        prices=[make_price("A-1", "1", valid=until(LAST_DAY)), make_price("A-1", "2", valid=since(NEW_DAY))],
        tax_rates=[
            make_tax_rate("I6", "0.06", until(LAST_DAY), line=2),
            make_tax_rate("I6", "0.09", since(NEW_DAY), line=3),
        ],
        term_discounts=[
            make_term_discount("A-*", 12, "5", valid=until(LAST_DAY)),
            make_term_discount("A-*", 12, "7", valid=since(NEW_DAY)),
        ],
    )


def test_knows_what_is_in_force_on_its_day_only():
    catalog = make_changing_catalog()
    before, after = open_book(catalog, LAST_DAY), open_book(catalog, NEW_DAY)
    for book, amount, rate, percent in ((before, "1", "0.06", "5"), (after, "2", "0.09", "7")):
        assert [each.tiers[0].amount for each in book.find_prices("A-1")] == [Decimal(amount)]
        assert book.tax_rates["I6"].rate == Decimal(rate)
        assert book.find_term_discount("A-1", 12).percent == Decimal(percent)


def test_has_no_price_outside_all_ranges():
    limited = DateRange(NEW_DAY, NEW_DAY)
    catalog = make_catalog(offerings=["A-1"], prices=[make_price("A-1", valid=limited)])
    assert open_book(catalog, LAST_DAY).find_prices("A-1") == ()
    assert len(open_book(catalog, NEW_DAY).find_prices("A-1")) == 1
    assert open_book(catalog, date(2026, 1, 2)).find_prices("A-1") == ()


def test_is_the_same_object_for_the_same_catalog_and_day():
    catalog = make_changing_catalog()
    assert open_book(catalog, NEW_DAY) is open_book(catalog, NEW_DAY)
    assert open_book(catalog, NEW_DAY) is not open_book(catalog, LAST_DAY)


def test_is_not_shared_between_catalogs_with_the_same_digest():
    cheap = make_catalog(offerings=["A-1"], prices=[make_price("A-1", "1")], digest="same")
    dear = make_catalog(offerings=["A-1"], prices=[make_price("A-1", "9")], digest="same")
    amounts = [open_book(each, NEW_DAY).find_prices("A-1")[0].tiers[0].amount for each in (cheap, dear)]
    assert amounts == [1, 9]


def test_takes_the_largest_discount_that_the_commitment_earns():
    discounts = [
        make_term_discount("VM-*", 12, "17"),
        make_term_discount("VM-*", 24, "30"),
        make_term_discount("@NET", 12, "8"),
        make_term_discount("#compute", 12, "20"),
    ]
    server = make_offering("VM-1", family="CLOUD", tags=frozenset({"compute"}))
    line = make_offering("DIA-1", family="NET")
    book = open_book(make_catalog(offerings=[server, line], term_discounts=discounts), NEW_DAY)
    assert book.find_term_discount("VM-1", 11) is None
    assert book.find_term_discount("VM-1", 12).id == "#compute:12"
    assert book.find_term_discount("VM-1", 24).id == "VM-*:24"
    assert book.find_term_discount("VM-1", 36).id == "VM-*:24"
    assert book.find_term_discount("DIA-1", 36).id == "@NET:12"


def test_takes_the_first_of_equal_discounts():
    discounts = [make_term_discount("A-1", 12, "8"), make_term_discount("A-*", 12, "8")]
    book = open_book(make_catalog(offerings=["A-1"], term_discounts=discounts), NEW_DAY)
    assert book.find_term_discount("A-1", 12).id == "A-1:12"
