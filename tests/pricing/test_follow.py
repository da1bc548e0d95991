"""A book that followed the changes gives what a book loaded anew gives, and both what the tables say."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import UnitOfMeasure
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import ProductDraft
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing import book as books
from fondaco.modules.pricing.types import LinePrice, PriceRecordDraft, PriceRequest
from fondaco.platform.transaction import Tx
from tests.pricing.test_book import drafts, house, product, put, record, ref, unexplained


def agree(tx: Tx, book: pricing.PriceBook, buyer: Buyer) -> None:
    """Compare the followed book with a fresh one and with the tables."""
    fresh = pricing.PriceBook()
    fresh.load(tx=tx)
    for key in ("p1", "p2"):
        for quantity, unit in (("1", "PCE"), ("10", "PCE"), ("5", "BX")):
            asked = [PriceRequest(product=product(tx, key), quantity=Quantity(Decimal(quantity), unit))]
            told = [unexplained(one) for one in pricing.price_lines(tx=tx, buyer=buyer, lines=asked)]
            for one in (book, fresh):
                assert [unexplained(x) for x in pricing.price_lines(book=one, buyer=buyer, lines=asked)] == told
        assert book.page(buyer=buyer, products=[product(tx, key)]) == fresh.page(
            buyer=buyer, products=[product(tx, key)]
        )


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=drafts(), after=drafts(), complete=st.booleans(), few=st.sampled_from([0, 2_000]))
def test_following_is_loading_anew(
    tx: Tx, before: list[PriceRecordDraft], after: list[PriceRecordDraft], *, complete: bool, few: int
) -> None:
    with tx.connection.begin_nested() as savepoint, pytest.MonkeyPatch.context() as patch:
        patch.setattr(books, "_FEW", few)
        buyer = house(tx)
        pricing.put_price_records(tx=tx, drafts=before, source="erp")
        book = pricing.PriceBook()
        book.load(tx=tx)
        known = len(tx.events)
        pricing.load_price_records(tx=tx, rows=after, source="erp", system="erp", complete=complete)
        book.apply(tx=tx, events=tx.events[known:])
        agree(tx, book, buyer)
        savepoint.rollback()


def test_a_box_of_another_size_reaches_other_scales(tx: Tx) -> None:
    buyer = house(tx)
    put(tx, record("list"), record("bulk", amount=Decimal(8), scale=Decimal(5), unit="BX"))
    book = pricing.PriceBook()
    book.load(tx=tx)
    known = len(tx.events)
    draft = ProductDraft(
        ref=ref("p1"), sku="p1", names={"en": "p1"}, units=(UnitOfMeasure("BX", Fraction(2)),), sales_unit="BX"
    )
    assert not catalog.put_products(tx=tx, drafts=[draft], source="erp").refused
    book.apply(tx=tx, events=tx.events[known:])
    asked = [PriceRequest(product=product(tx), quantity=Quantity(Decimal(10), "PCE"))]
    (line,) = pricing.price_lines(book=book, buyer=buyer, lines=asked)
    assert isinstance(line, LinePrice)
    assert line.net.amount == 8
    agree(tx, book, buyer)


def test_a_product_that_is_new_is_priced_by_what_was_stated_for_it(tx: Tx) -> None:
    buyer = house(tx)
    book = pricing.PriceBook()
    book.load(tx=tx)
    known = len(tx.events)
    draft = ProductDraft(ref=ref("p3"), sku="p3", names={"en": "p3"})
    assert not catalog.put_products(tx=tx, drafts=[draft], source="erp").refused
    put(tx, record("third", product=ref("p3"), amount=Decimal("3.30")))
    book.apply(tx=tx, events=tx.events[known:])
    asked = [PriceRequest(product=product(tx, "p3"), quantity=Quantity(Decimal(1), "PCE"))]
    (line,) = pricing.price_lines(book=book, buyer=buyer, lines=asked)
    assert isinstance(line, LinePrice)
    assert line.net.amount == Decimal("3.30")


def test_what_whole_numbers_cannot_hold_is_priced_all_the_same(tx: Tx) -> None:
    buyer = house(tx)
    long = "K" * 60
    put(tx, record(long, amount=Decimal("0.000000125"), per=Decimal(1)))
    book = pricing.PriceBook()
    book.load(tx=tx)
    asked = [PriceRequest(product=product(tx), quantity=Quantity(Decimal(10**7), "PCE"))]
    (line,) = pricing.price_lines(book=book, buyer=buyer, lines=asked)
    assert isinstance(line, LinePrice)
    assert (line.amount.amount, line.because[0].record.key) == (Decimal("1.25"), long)
    agree(tx, book, buyer)


def test_a_box_and_its_pieces_are_one_scale_and_refused_together(tx: Tx) -> None:
    house(tx)
    pieces = record("pieces", scale=Decimal(10))
    box = replace(record("box", amount=Decimal(9), scale=Decimal(1)), unit="BX")
    assert not pricing.put_price_records(tx=tx, drafts=[pieces], source="erp").refused
    answer = pricing.put_price_records(tx=tx, drafts=[box], source="erp")
    assert [refusal.code for refusal in answer.refused] == ["pricing.ambiguous"]
    assert answer.created == 0
