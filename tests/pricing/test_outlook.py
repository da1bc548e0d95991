"""What a price will be: every change is told, and between two changes there is none."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fondaco.kernel.period import Period
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import LinePrice, PriceRecordDraft, PriceRequest
from fondaco.platform.transaction import Tx
from tests.pricing.test_book import NOW, drafts, house, product, put, record

ONE = Quantity(Decimal(1), "PCE")
DAY = timedelta(days=1)


def test_the_next_prices_are_told_with_their_day(tx: Tx) -> None:
    buyer = house(tx)
    put(
        tx,
        record("now", amount=Decimal(10), valid=Period(NOW - DAY, NOW + 10 * DAY)),
        record("then", amount=Decimal(12), valid=Period(NOW + 10 * DAY, NOW + 20 * DAY)),
        record("same", amount=Decimal(12), valid=Period(NOW + 20 * DAY, NOW + 30 * DAY)),
        record("far", amount=Decimal(1), valid=Period(NOW + 400 * DAY, None)),
    )
    book = pricing.PriceBook()
    book.load(tx=tx)
    told = pricing.price_outlook(book=book, buyer=buyer, product=product(tx), quantity=ONE)
    prices = [(moment, price.net.amount if isinstance(price, LinePrice) else None) for moment, price in told]
    assert prices == [(NOW + 10 * DAY, 12), (NOW + 30 * DAY, None)]
    in_furlongs = Quantity(Decimal(1), "XXX")
    assert pricing.price_outlook(book=book, buyer=buyer, product=product(tx), quantity=in_furlongs) == []


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stated=drafts(), hours=st.integers(0, 24 * 30))
def test_between_two_changes_there_is_none(tx: Tx, stated: list[PriceRecordDraft], hours: int) -> None:
    with tx.connection.begin_nested() as savepoint:
        buyer = house(tx)
        pricing.put_price_records(tx=tx, drafts=stated, source="erp")
        book = pricing.PriceBook()
        book.load(tx=tx)

        def cost(moment_hours: int) -> object:
            at = replace(buyer, as_of=NOW + timedelta(hours=moment_hours))
            [price] = pricing.price_lines(book=book, buyer=at, lines=[PriceRequest(product=product(tx), quantity=ONE)])
            return price.net if isinstance(price, LinePrice) else None

        told = pricing.price_outlook(book=book, buyer=buyer, product=product(tx), quantity=ONE)
        known = cost(0)
        for moment, price in told:
            if moment <= NOW + timedelta(hours=hours):
                known = price.net if isinstance(price, LinePrice) else None
        assert cost(hours) == known
        savepoint.rollback()
