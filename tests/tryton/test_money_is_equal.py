"""An order costs here what the sale costs in Tryton: each line, untaxed, tax and total, to the cent."""

import random
from collections import Counter
from decimal import Decimal

import pytest

from fondaco.connectors.tryton import api, follow, readers
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.model.unit import code_of
from fondaco.kernel.money import Money
from fondaco.kernel.quantity import Quantity
from fondaco.modules.orders.types import Order
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from tests.support.tryton_house import House

pytestmark = [pytest.mark.tryton, pytest.mark.slow, pytest.mark.xdist_group("tryton")]

SALES = {"DE": 36, "AT": 12, "CH": 8}
BY_THE_PIECE = ("1", "2", "3", "5", "7", "10", "25", "50", "99", "125")
WITH_DECIMALS = ("1.25", "1.5", "2.5", "7.75", "12.25")
REASONS = {"DE": "domestic", "AT": "intra_community", "CH": "export"}


def ordered(house: House, client: TrytonClient, seed: int) -> list[tuple[str, Order]]:
    """Order baskets of random goods for random customers of each country."""
    rng = random.Random(seed)
    units = readers.units(client)
    country = {place.party: place.country for place in readers.addresses(client)}
    products = [product for page in readers.products(client) for product in page if product.salable]
    ours = house.products([product.id for product in products])
    placed = []
    for wanted, count in SALES.items():
        parties = [party for party in readers.parties(client) if country.get(party.id) == wanted]
        for _ in range(count):
            party = rng.choice(parties)
            basket = {}
            for product in rng.sample(products, 12):
                unit = units[product.sale_uom]
                quantity = rng.choice(BY_THE_PIECE + WITH_DECIMALS if unit.digits else BY_THE_PIECE)
                basket[product.id] = Quantity(Decimal(quantity), code_of(unit))
            requests = [PriceRequest(product=ours[id], quantity=quantity) for id, quantity in basket.items()]
            with house.database.transaction() as tx:
                found = pricing.price_lines(buyer=house.buyer(party.id), lines=requests, tx=tx)
            lines = [line for line, price in zip(basket.items(), found, strict=True) if isinstance(price, LinePrice)]
            if len(lines) > 1:
                placed.append((wanted, house.order(party.id, lines)))
    return placed


@pytest.mark.parametrize("per", ["document", "line"])
def test_sales_of_random_goods_to_customers_at_home_and_abroad(house: House, client: TrytonClient, per: str) -> None:
    client.write_call(method="model.account.configuration.write", parameters=[[1], {"tax_rounding": per}])
    try:
        house.load()
        placed = ordered(house, client, seed=len(per))
        sent = api.forward(database=house.database, connection=house.connection, now=house.now)
        assert sent == api.Forwarded(exported=len(placed))
        keys = {order.id: int(house.read(order.id).parts[0].external_key or 0) for _, order in placed}
        sales = {sale.id: sale for sale in follow.sales(client, ids=list(keys.values()))}
    finally:
        client.write_call(method="model.account.configuration.write", parameters=[[1], {"tax_rounding": "document"}])
    told: Counter[str] = Counter()
    for country, order in placed:
        sale = sales[keys[order.id]]
        assert [line.amount for line in sale.lines] == [line.amount.amount for line in order.lines]
        assert (sale.untaxed, sale.tax, sale.total) == (order.net.amount, order.tax.amount, order.gross.amount)
        assert {line.because[-1]["reason"] for line in order.lines} == {REASONS[country]}
        assert (order.tax.amount > 0) is (country == "DE")
        told[country] += 1
        told["half a cent"] += sum(_is_half(line.net.amount, line.quantity, line.net.per) for line in order.lines)
        told["not of rounded amounts"] += order.tax != _of_rounded(order)
    assert sum(told[country] for country in SALES) >= 50
    assert all(told[country] for country in SALES)
    # The sample holds what commercial rounding of rounded amounts gets wrong, else it would prove nothing.
    assert told["half a cent"] > 0
    assert told["not of rounded amounts"] > 0


def _is_half(amount: Decimal, quantity: Quantity, per: Quantity) -> bool:
    return quantity.unit == per.unit and (amount * quantity.value * 100 / per.value) % 1 == Decimal("0.5")


def _of_rounded(order: Order) -> Money:
    by_rate: dict[Decimal, Decimal] = {}
    for line in order.lines:
        by_rate[line.tax_rate] = by_rate.get(line.tax_rate, Decimal(0)) + line.amount.amount
    taxes = (Money(base * rate / 100, "EUR").rounded().amount for rate, base in by_rate.items())
    return Money(sum(taxes, Decimal(0)), "EUR")
