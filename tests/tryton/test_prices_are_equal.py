"""Our price is Tryton's price: for any customer, product, quantity and day, to the last digit."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from fondaco.connectors.tryton import readers
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.model.unit import code_of, factor
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from tests.support.tryton_house import House

pytestmark = [pytest.mark.tryton, pytest.mark.slow, pytest.mark.xdist_group("tryton")]

ASKED = 500
BY_THE_PIECE = (
    "1",
    "2",
    "4",
    "5",
    "9",
    "10",
    "12",
    "20",
    "24",
    "25",
    "49",
    "50",
    "100",
    "249",
    "250",
    "500",
    "1000",
    "5000",
)
WITH_DECIMALS = ("0.25", "0.5", "1.5", "2.5", "7.75", "12.25", "99.99")


@pytest.mark.parametrize("from_memory", [False, True], ids=["tables", "book"])
def test_for_random_customer_product_quantity_and_day(house: House, client: TrytonClient, *, from_memory: bool) -> None:
    rng = random.Random(500)
    units = readers.units(client)
    parties = readers.parties(client)
    products = [product for page in readers.products(client) for product in page]
    ours = house.products([product.id for product in products])
    book = PriceBook() if from_memory else None
    with house.database.transaction() as tx:
        if book is not None:
            book.load(tx=tx)
        compared = none = 0
        for _ in range(ASKED):
            party, product = rng.choice(parties), rng.choice(products)
            unit = units[product.sale_uom]
            quantity = Decimal(rng.choice(BY_THE_PIECE if not unit.digits else BY_THE_PIECE + WITH_DECIMALS))
            day = dt.datetime.now(dt.UTC) + dt.timedelta(days=rng.randrange(-30, 300))
            live = readers.prices(
                client, products=[product.id], quantity=quantity, price_list=party.price_list, day=day.date()
            )[product.id]
            request = PriceRequest(product=ours[product.id], quantity=Quantity(quantity, code_of(unit)))
            buyer = house.buyer(party.id, as_of=day)
            (found,) = pricing.price_lines(buyer=buyer, lines=[request], tx=tx, book=book)
            if live is None:
                assert not isinstance(found, LinePrice), (party, product, quantity)
                none += 1
                continue
            assert isinstance(found, LinePrice), (party, product, quantity)
            per = found.net.per.value / Decimal(int(factor(of=unit, to=units[product.default_uom])))
            assert found.net.amount / per == live, (party, product, quantity)
            compared += 1
    assert compared > ASKED * 3 // 4
    assert none > 0


def test_formulas_that_are_not_plain_are_asked_of_tryton(house: House, client: TrytonClient) -> None:
    price_list = next(found for found in readers.price_lists(client) if found.name == "By formula")
    party = next(party for party in readers.parties(client) if party.price_list == price_list.id)
    (products, *_) = readers.products(client)
    ours = house.products([product.id for product in products])
    units = readers.units(client)
    for quantity in (Decimal(1), Decimal(12), Decimal(99), Decimal(100)):
        live = readers.prices(
            client, products=list(ours), quantity=quantity, price_list=price_list.id, day=dt.datetime.now(dt.UTC).date()
        )
        requests = [
            PriceRequest(product=ours[product.id], quantity=Quantity(quantity, code_of(units[product.sale_uom])))
            for product in products
        ]
        with house.database.transaction() as tx:
            found = pricing.price_lines(buyer=house.buyer(party.id), lines=requests, tx=tx)
        assert [price.net.amount if isinstance(price, LinePrice) else None for price in found] == [
            live[product.id] for product in products
        ]


def test_a_load_of_the_same_changes_nothing(house: House) -> None:
    with house.database.transaction() as tx:
        before = pricing.price_lists(tx=tx)
    house.load()
    with house.database.transaction() as tx:
        assert pricing.price_lists(tx=tx) == before
