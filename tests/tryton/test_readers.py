"""What is read is what Tryton knows: prices to the last digit, stock per warehouse, and what changed since a moment."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest

from fondaco.connectors.tryton import readers
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.model.price_list import LineFinder
from fondaco.connectors.tryton.model.unit import convert_price, factor
from fondaco.connectors.tryton.types import ChangedSince, RemoteProduct
from fondaco.kernel.quantity import exact_decimal

pytestmark = [pytest.mark.tryton, pytest.mark.slow, pytest.mark.xdist_group("tryton")]

TODAY = dt.datetime.now(dt.UTC).date()
QUANTITIES = [Decimal(q) for q in ("0.5", "1", "2.5", "5", "11", "12", "25", "50", "99", "100", "250", "1000")]


@pytest.fixture
def all_products(client: TrytonClient) -> list[RemoteProduct]:
    return [product for page in readers.products(client) for product in page]


def test_plain_lists_price_every_product_at_every_quantity_as_tryton_does(
    client: TrytonClient, all_products: list[RemoteProduct]
) -> None:
    units = readers.units(client)
    parents = {category.id: category.parent for category in readers.categories(client).values()}
    ids = [product.id for product in all_products]
    compared = asked = 0
    for price_list in readers.price_lists(client):
        finder = LineFinder(price_list=price_list, parents=parents)
        steps = {product.id: finder.steps(product=product, units=units) for product in all_products}
        for quantity in QUANTITIES[:: 1 if len(price_list.lines) < 100 else 3]:
            live = readers.prices(client, products=ids, quantity=quantity, price_list=price_list.id, day=TODAY)
            for product in all_products:
                of, to = units[product.sale_uom], units[product.default_uom]
                bought = quantity
                if not price_list.in_sale_unit:
                    bought = exact_decimal(Fraction(quantity) * factor(of=of, to=to))
                reached = [step for step in steps[product.id] if step.minimum <= bought]
                if reached and reached[-1].price is None:
                    asked += 1
                    continue
                compared += 1
                assert (reached[-1].price if reached else None) == live[product.id], (
                    price_list.name,
                    product,
                    quantity,
                )
    assert compared > 40_000
    assert asked > 5_000


def test_without_a_list_the_list_price_per_sale_unit_holds(
    client: TrytonClient, all_products: list[RemoteProduct]
) -> None:
    units = readers.units(client)
    ids = [product.id for product in all_products]
    live = readers.prices(client, products=ids, quantity=Decimal(1), price_list=None, day=TODAY)
    for product in all_products:
        assert product.list_price is not None
        own = convert_price(product.list_price, of=units[product.default_uom], to=units[product.sale_uom])
        assert own == live[product.id]


def test_stock_is_asked_for_with_a_location(client: TrytonClient, all_products: list[RemoteProduct]) -> None:
    main, second = readers.locations(client)
    ids = [product.id for product in all_products]
    found = {
        location.code: {
            row.product: row.quantity
            for rows in readers.stock(client, products=ids, location=location, day=TODAY)
            for row in rows
        }
        for location in (main, second)
    }
    assert set(found) == {"WH", "HH"}
    assert set(found["WH"]) == set(found["HH"]) == set(ids)
    assert found["WH"] != found["HH"]
    # The trap: no location, no error, no stock.
    silent = client.read(model="product.product", ids=ids, fields=["quantity"])
    assert all(row["quantity"] == 0 for row in silent)
    assert sum(found["WH"].values()) > 0


def test_parties_and_addresses_are_complete(client: TrytonClient) -> None:
    parties = readers.parties(client)
    places = readers.addresses(client, parties=[party.id for party in parties])
    assert len(parties) == 36
    assert len(places) == 72
    assert {party.language for party in parties} == {"de"}
    assert sum(party.price_list is None for party in parties) == 4
    assert {place.country for place in places} == {"DE", "AT", "CH"}
    assert all(party.email.endswith("@example.com") for party in parties)


class Changes:
    """What changed between two looks, by Tryton's own clock."""

    def __init__(self, client: TrytonClient) -> None:
        self._client = client
        self._since = self._now()

    def look(self) -> ChangedSince:
        until = self._now()
        found = readers.changed_since(self._client, since=self._since, until=until)
        self._since = until
        return found

    def _now(self) -> dt.datetime:
        """Let Tryton's database say what time it is: it stamps what it writes."""
        (marker,) = self._client.write_call(method="model.res.user.warning.create", parameters=[[MARKER]])
        (row,) = self._client.read(model="res.user.warning", ids=[marker], fields=["create_date"])
        moment = row["create_date"]
        assert isinstance(moment, dt.datetime)
        return moment


MARKER = {"user": 1, "name": "marker", "always": False}


@pytest.fixture
def changes(client: TrytonClient) -> Changes:
    return Changes(client)


@pytest.fixture
def price_of(client: TrytonClient, all_products: list[RemoteProduct]) -> Iterator[RemoteProduct]:
    """A product whose prices a test may change; they are put back."""
    product = all_products[90]
    yield product
    values = {"list_price": product.list_price}
    client.write_call(method="model.product.template.write", parameters=[[product.template], values])


def test_nothing_changed_is_nothing_found(changes: Changes) -> None:
    found = changes.look()
    assert not any((found.products, found.parties, found.price_lists, found.stock, found.rules_of_prices))


def test_a_changed_price_is_found_once(client: TrytonClient, changes: Changes, price_of: RemoteProduct) -> None:
    client.write_call(
        method="model.product.template.write", parameters=[[price_of.template], {"list_price": Decimal("3.21")}]
    )
    assert changes.look().products == {price_of.id}
    assert changes.look().products == frozenset()
    ((read,),) = readers.products(client, ids=[price_of.id])
    assert read.list_price == Decimal("3.21")


def test_a_changed_cost_price_is_found(
    client: TrytonClient, changes: Changes, all_products: list[RemoteProduct]
) -> None:
    # Where there is stock, Tryton lets only its wizard change what it cost.
    moved = {row["product"] for row in client.search_read(model="stock.move", domain=[], fields=["product"])}
    product = next(product for product in all_products if product.id not in moved)
    for cost in (Decimal("1.11"), product.cost_price):
        client.write_call(method="model.product.product.write", parameters=[[product.id], {"cost_price": cost}])
        assert changes.look().products == {product.id}


def test_moved_stock_is_found(client: TrytonClient, changes: Changes, all_products: list[RemoteProduct]) -> None:
    product, main = all_products[91], readers.locations(client)[0]
    ((before,),) = readers.stock(client, products=[product.id], location=main, day=TODAY)
    line = {"product": product.id, "quantity": float(before.quantity) + 7}
    (inventory,) = client.write_call(
        method="model.stock.inventory.create",
        parameters=[[{"location": main.storage, "lines": [("create", [line])]}]],
    )
    client.write_call(method="model.stock.inventory.confirm", parameters=[[inventory]])
    assert changes.look().stock == {product.id}
    ((after,),) = readers.stock(client, products=[product.id], location=main, day=TODAY)
    assert after.quantity == before.quantity + 7


def test_another_price_list_of_a_party_and_a_changed_line_are_found(client: TrytonClient, changes: Changes) -> None:
    party = readers.parties(client)[-1]
    other = next(found.id for found in readers.price_lists(client) if found.id != party.price_list)
    for wanted in (other, party.price_list):
        client.write_call(method="model.party.party.write", parameters=[[party.id], {"sale_price_list": wanted}])
        assert changes.look().parties == {party.id}
    price_list = readers.price_lists(client)[0]
    for formula in ("unit_price * 0.91", price_list.lines[0].formula):
        client.write_call(
            method="model.product.price_list.line.write", parameters=[[price_list.lines[0].id], {"formula": formula}]
        )
        assert changes.look().price_lists == {price_list.id}


def test_a_changed_address_leads_to_its_party(client: TrytonClient, changes: Changes) -> None:
    party = readers.parties(client)[5]
    place = readers.addresses(client, parties=[party.id])[0]
    for city in ("Bremen", place.city):
        client.write_call(method="model.party.address.write", parameters=[[place.id], {"city": city}])
        assert changes.look().parties == {party.id}
