"""Tryton is asked about its stock of the moment: what moved and was not followed yet is seen, nothing is subtracted twice."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest

from fondaco.apps.http.live import LiveStock
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import LiveLine, StockQuestion
from fondaco.connectors.tryton import api, follow, readers
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.kernel.errors import Unavailable
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import Board, Live, Occasion
from fondaco.modules.availability.types import AvailabilityRequest
from fondaco.platform.follower import Follower
from tests.support.house import run
from tests.support.tryton import SYSTEM
from tests.support.tryton_house import House
from tests.support.tryton_server import TrytonServer

pytestmark = [pytest.mark.tryton, pytest.mark.slow, pytest.mark.xdist_group("tryton")]

PARTY = 2
LONG = 30_000


@pytest.fixture
def bolts(client: TrytonClient) -> list[int]:
    """Two products by the piece that lie in the main warehouse."""
    main = readers.locations(client)[0]
    (page, *_) = readers.products(client)
    by_piece = [product.id for product in page if product.sale_uom == 1]
    (rows,) = readers.stock(client, products=by_piece, location=main, day=dt.datetime.now(dt.UTC).date())
    return [row.product for row in rows if row.quantity > 500][:2]


def stock(client: TrytonClient, product: int) -> Decimal:
    main = readers.locations(client)[0]
    ((row,),) = readers.stock(client, products=[product], location=main, day=dt.datetime.now(dt.UTC).date())
    return row.quantity


def count(client: TrytonClient, product: int, quantity: Decimal) -> None:
    """Book so many pieces in the main warehouse, as after counting them by hand."""
    main = readers.locations(client)[0]
    values = {
        "location": main.storage,
        "company": client.context["company"],
        "lines": [("create", [{"product": product, "quantity": float(quantity)}])],
    }
    (made,) = client.write_call(method="model.stock.inventory.create", parameters=[[values]])
    client.write_call(method="model.stock.inventory.confirm", parameters=[[made]])


def asks(house: House, products: list[UUID]) -> tuple[Live | None, list[Decimal]]:
    """Ask live as the API does, and promise what is there now."""
    board = Board()
    follower = Follower(database=house.database, projections=[board])
    follower.load()
    live = LiveStock(database=house.database, board=board)
    try:
        told = run(live.check(products=lambda: products, buyer=house.buyer(PARTY), occasion=Occasion.PRODUCT))
        live.settle()
    finally:
        live.close()
    requests = [AvailabilityRequest(product=product, quantity=Decimal(10**6)) for product in products]
    answers = availability.promise(board=board, requests=requests, as_of=house.now(), live=told)
    return told, [sum((place.available for place in answer.locations), Decimal(0)) for answer in answers]


def line_of(house: House) -> LiveLine:
    """Tell how live questions went so far."""
    with house.database.transaction() as tx:
        return intake.live_line(tx=tx, connection=house.connection.id)


@pytest.fixture
def insisting(house: House) -> House:
    """The house with a customer who insists on live figures."""
    with house.database.transaction() as tx:
        availability.set_live_rule(
            tx=tx, organisation=house.organisation(PARTY), expected_version=0, limit_ms=10_000,
            occasions=frozenset({Occasion.PRODUCT}),
        )  # fmt: skip
    return house


def test_what_moved_in_tryton_and_was_not_followed_yet_is_seen(
    insisting: House, client: TrytonClient, bolts: list[int]
) -> None:
    house = insisting
    products = [house.products(bolts)[bolt] for bolt in bolts]
    _, before = asks(house, products)
    # Other tests move goods in this Tryton too: it may have differed before.
    first = line_of(house)
    lying = stock(client, bolts[0])
    count(client, bolts[0], lying - 7)
    try:
        told, now = asks(house, products)
        assert told is not None
        assert now == [before[0] - 7, before[1]]
        line = line_of(house)
        assert (first.asked, line.asked, line.answered, line.failed, line.late) == (1, 2, 2, 0, 0)
        assert line.differed - first.differed == 1
    finally:
        count(client, bolts[0], lying)


def test_an_order_of_ours_that_tryton_has_taken_off_is_not_subtracted_twice(
    insisting: House, client: TrytonClient, bolts: list[int]
) -> None:
    house, [bolt, _] = insisting, bolts
    product = house.products([bolt])[bolt]
    _, [before] = asks(house, [product])
    order = house.order(PARTY, [(bolt, Quantity(Decimal(5), "PCE"))])
    # Tryton does not know it yet: it is subtracted.
    assert asks(house, [product])[1] == [before - 5]
    assert api.forward(database=house.database, connection=house.connection, now=house.now).exported == 1
    known = stock(client, bolt)
    assert asks(house, [product])[1] == [before - 5]
    # Now it is assigned and picked there, and that is not followed here.
    [part] = house.read(order.id).parts
    # Houses of other tests number their orders as this one does; the last sale is ours.
    (*_, row) = sorted(
        client.search_read(
            model="sale.sale", domain=[("reference", "like", f"{order.number}/{SYSTEM}%")], fields=["shipments"]
        ),
        key=lambda sale: int(sale["id"]),
    )
    assert part.system == SYSTEM
    for step in ("assign_try", "pick", "pack", "do"):
        client.write_call(method=f"model.stock.shipment.out.{step}", parameters=[row["shipments"]])
        assert asks(house, [product])[1] == [before - 5], step
    assert stock(client, bolt) == known - 5
    [sale] = follow.sales(client, ids=[row["id"]])
    assert sale.shipments[0].state == "done"
    answer = api.stock_now(
        connection=house.connection,
        question=StockQuestion(products=(str(bolt),), orders=(str(sale.id),)),
        within=30,
        as_of=house.now(),
    )
    assert answer.open == {(str(sale.id), str(bolt)): 0}
    # When it is followed, all of that is known by itself.
    api.read_back(database=house.database, connection=house.connection, now=house.now)
    api.look(database=house.database, connection=house.connection, now=house.now)
    assert asks(house, [product])[1] == [before - 5]


def test_a_tryton_that_is_down_gives_no_answer_and_the_buyer_gets_what_is_remembered(
    insisting: House, tryton: TrytonServer, bolts: list[int]
) -> None:
    house = insisting
    product = house.products(bolts)[bolts[0]]
    told, _ = asks(house, [product])
    assert told is not None
    assert told.told
    with house.database.transaction() as tx:
        request = AvailabilityRequest(product=product, quantity=Decimal(1))
        [known] = availability.promise(tx=tx, requests=[request], as_of=house.now())
    tryton.kill()
    with pytest.raises(Unavailable):
        api.stock_now(
            connection=house.connection, question=StockQuestion(products=(str(bolts[0]),)), within=5, as_of=house.now()
        )
    told, now = asks(house, [product])
    assert told is not None
    assert (told.told, now) == ({}, [sum(place.available for place in known.locations)])
    with house.database.transaction() as tx:
        line = intake.live_line(tx=tx, connection=house.connection.id)
    assert (line.asked, line.failed, line.breaker.failures) == (2, 1, 1)
    # The line that follows was not asked for anything: its circuit knows nothing of it.
    assert house.connection.breaker.failures == 0
