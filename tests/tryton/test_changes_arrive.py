"""What changes in Tryton arrives here at the next look, and nothing else does; a connection without a line says so."""

import datetime as dt
from decimal import Decimal

import pytest

from fondaco.connectors.intake.types import Mode, RunState
from fondaco.connectors.tryton import api, readers
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.kernel.errors import Unavailable
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from tests.support.tryton_house import House
from tests.support.tryton_server import TrytonServer

pytestmark = [pytest.mark.tryton, pytest.mark.slow, pytest.mark.xdist_group("tryton")]


def own_price(house: House, party: int, product: int) -> Decimal | None:
    request = PriceRequest(product=house.products([product])[product], quantity=Quantity(Decimal(1), "PCE"))
    with house.database.transaction() as tx:
        (price,) = pricing.price_lines(buyer=house.buyer(party), lines=[request], tx=tx)
    return price.net.amount if isinstance(price, LinePrice) else None


def test_a_changed_price_arrives_at_the_next_look(house: House, client: TrytonClient) -> None:
    (page, *_) = readers.products(client)
    product = next(found for found in page[100:] if found.sale_uom == 1)
    lists = {found.id: found.name for found in readers.price_lists(client)}
    party = next(found for found in readers.parties(client) if lists.get(found.price_list or 0) == "Retail partners")
    before = own_price(house, party.id, product.id)
    try:
        client.write_call(
            method="model.product.template.write", parameters=[[product.template], {"list_price": Decimal("123.45")}]
        )
        run = api.look(database=house.database, connection=house.connection, now=house.now)
        assert run is not None
        assert (run.state, run.mode) == (RunState.SUCCEEDED, Mode.DELTA)
        assert own_price(house, party.id, product.id) == Decimal("111.1050") != before
        assert run.counts["price_record"].ended == 0
    finally:
        values = {"list_price": product.list_price}
        client.write_call(method="model.product.template.write", parameters=[[product.template], values])
    api.look(database=house.database, connection=house.connection, now=house.now)
    assert own_price(house, party.id, product.id) == before


def test_a_line_deleted_from_a_price_list_leaves_no_price_behind(house: House, client: TrytonClient) -> None:
    lists = readers.price_lists(client)
    gaps = next(found for found in lists if found.name == "Gaps")
    party = next(found for found in readers.parties(client) if found.price_list == gaps.id)
    (page, *_) = readers.products(client)
    parents = {found.id: found.parent for found in readers.categories(client).values()}
    covered = next(
        found for found in page
        if found.sale_uom == 1 and gaps.lines[0].category in {*found.categories, *map(parents.get, found.categories)}
    )  # fmt: skip
    assert own_price(house, party.id, covered.id) is not None
    line = {"category": gaps.lines[0].category, "formula": gaps.lines[0].formula, "sequence": 0}
    change = {"lines": [("delete", [gaps.lines[0].id])]}
    client.write_call(method="model.product.price_list.write", parameters=[[gaps.id], change])
    try:
        api.look(database=house.database, connection=house.connection, now=house.now)
        assert own_price(house, party.id, covered.id) is None
    finally:
        back = {"lines": [("create", [line])]}
        client.write_call(method="model.product.price_list.write", parameters=[[gaps.id], back])


def test_a_look_at_a_tryton_that_is_down_is_on_record_and_changes_nothing(house: House, tryton: TrytonServer) -> None:
    tryton.kill()
    with pytest.raises(Unavailable):
        api.look(database=house.database, connection=house.connection, now=house.now)
    assert house.connection.breaker.failures == 1
    assert house.connection.error
    tryton.restart()
    house.now.pass_by(seconds=60)
    api.look(database=house.database, connection=house.connection, now=house.now)
    assert house.connection.error == ""
    assert house.connection.last_success_at > dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
