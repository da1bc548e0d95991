"""Orders placed here become sales in Tryton, once and in order, through every failure; what becomes of them comes back."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from fondaco.connectors.intake.errors import CircuitOpen
from fondaco.connectors.intake.types import ConnectionState
from fondaco.connectors.tryton import api, follow, readers
from fondaco.connectors.tryton.client import Row, TrytonClient
from fondaco.connectors.tryton.model.order import reference_of
from fondaco.connectors.tryton.types import RemoteSale
from fondaco.kernel.errors import Unavailable
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.quantity import Quantity
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.types import ExportState, Order, OrderState
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import Calculation, Kind, LinePrice, PriceRecordDraft, PriceRequest
from tests.support.tryton import SYSTEM, settings_for
from tests.support.tryton_faults import Beside, HeldUp
from tests.support.tryton_house import House
from tests.support.tryton_proxy import Fault, FaultyLine
from tests.support.tryton_server import TrytonServer

pytestmark = [pytest.mark.tryton, pytest.mark.slow, pytest.mark.xdist_group("tryton")]

PARTY = 2  # the first customer; he buys by a price list
FEW = Quantity(Decimal(3), "PCE")


@pytest.fixture
def by_bad_line(house: House, tryton: TrytonServer, line: FaultyLine) -> House:
    """The house with a connection that goes over the bad line."""
    house.connect(settings_for(tryton, url=line.url, patience=Decimal(60)))
    return house


@pytest.fixture
def in_stock(client: TrytonClient) -> list[int]:
    """Products by the piece that lie in the main warehouse."""
    main = readers.locations(client)[0]
    (page, *_) = readers.products(client)
    by_piece = [product.id for product in page if product.sale_uom == 1]
    (rows,) = readers.stock(client, products=by_piece, location=main, day=dt.datetime.now(dt.UTC).date())
    return [row.product for row in rows if row.quantity > 500]


def forward(house: House) -> api.Forwarded:
    return api.forward(database=house.database, connection=house.connection, now=house.now)


def forward_until_done(house: House) -> int:
    """Let time pass and try again, as the clock's job does; return how many passes failed."""
    for failures in range(20):
        # After a failure the head of the queue and the circuit both have a pause.
        house.now.pass_by(minutes=20)
        try:
            result = forward(house)
        except (Unavailable, CircuitOpen):
            continue
        if not result.exported and not result.parked:
            return failures
    raise AssertionError("the queue does not empty")


def sale_of(client: TrytonClient, order: Order) -> RemoteSale:
    (row,) = rows_of(client, order)
    (sale,) = follow.sales(client, ids=[row["id"]])
    return sale


def rows_of(client: TrytonClient, order: Order) -> list[Row]:
    (part,) = order.parts
    reference = reference_of(reference=f"{order.number}/{SYSTEM}", export=part.id)
    return client.search_read(model="sale.sale", domain=[("reference", "=", reference)], fields=["state", "lines"])


def assert_arrived(client: TrytonClient, placed: list[Order]) -> None:
    """Each exists exactly once, with its lines, and in order of placing."""
    sales = [sale_of(client, order) for order in placed]
    for order, sale in zip(placed, sales, strict=True):
        assert sale.state == "processing"
        assert [(line.sequence, line.quantity) for line in sale.lines] == [
            (line.position, line.quantity.value) for line in order.lines
        ]
        assert [line.unit_price for line in sale.lines] == [line.net.amount for line in order.lines]
    assert [sale.id for sale in sales] == sorted(sale.id for sale in sales)
    assert [int(sale.number) for sale in sales] == sorted(int(sale.number) for sale in sales)


def reads_and_orders(house: House, product: int) -> Order:
    """Read a price and order, as buyers go on doing."""
    buyer = house.buyer(PARTY)
    request = PriceRequest(product=house.products([product])[product], quantity=FEW)
    with house.database.transaction() as tx:
        (price,) = pricing.price_lines(buyer=buyer, lines=[request], tx=tx)
    assert isinstance(price, LinePrice)
    return house.order(PARTY, [(product, FEW)])


def test_an_order_arrives_as_a_sale_with_the_same_lines_prices_and_total(
    house: House, client: TrytonClient, in_stock: list[int]
) -> None:
    wanted = [(product, Quantity(Decimal(at), "PCE")) for at, product in enumerate(in_stock[:12], 1)]
    order = house.order(PARTY, wanted, po_number="4500017")
    assert forward(house) == api.Forwarded(exported=1)
    sale = sale_of(client, order)
    assert [(line.product, line.quantity) for line in sale.lines] == [(id, amount.value) for id, amount in wanted]
    assert [line.unit_price for line in sale.lines] == [line.net.amount for line in order.lines]
    assert [line.amount for line in sale.lines] == [line.amount.amount for line in order.lines]
    assert sale.untaxed == order.net.amount
    read = house.read(order.id)
    (part,) = read.parts
    assert (part.state, part.external_key, part.external_number) == (ExportState.EXPORTED, str(sale.id), sale.number)
    assert read.state is OrderState.FORWARDED
    assert forward(house) == api.Forwarded()


def test_a_price_per_hundred_arrives_per_hundred(house: House, client: TrytonClient) -> None:
    units = readers.units(client)
    (page, *_) = readers.products(client)
    product = next(product for product in page if units[product.sale_uom].symbol == "C")
    order = house.order(PARTY, [(product.id, Quantity(Decimal("2.5"), "CEN"))])
    assert forward(house).exported == 1
    (line,) = sale_of(client, order).lines
    assert (line.quantity, units[line.unit].symbol, line.amount) == (Decimal("2.5"), "C", order.lines[0].amount.amount)


def test_freight_and_a_discount_of_the_whole_order_arrive_and_the_totals_are_equal(
    house: House, client: TrytonClient, tryton: TrytonServer, in_stock: list[int]
) -> None:
    with house.database.transaction() as tx:
        for type_, kind, calculation, amount in (
            ("freight", Kind.SURCHARGE, Calculation.FIXED, "6.90"),
            ("document_discount", Kind.DISCOUNT, Calculation.PERCENT, "3"),
        ):
            draft = PriceRecordDraft(
                ref=ExternalRef(pricing.OWN_SYSTEM, type_),
                kind=kind, type=type_, calculation=calculation, amount=Decimal(amount),
            )  # fmt: skip
            pricing.add_price_record(tx=tx, draft=draft)
    parked = house.order(PARTY, [(in_stock[0], FEW)])
    # Nobody said on which article Tryton books them: not sent wrong, but set aside.
    assert forward(house) == api.Forwarded(parked=1)
    assert house.read(parked.id).parts[0].state is ExportState.PARKED
    (page, *_) = readers.products(client)
    service = next(product.code for product in page if product.id not in in_stock and product.code)
    house.connect(replace(settings_for(tryton, patience=Decimal(60)), charges=service))
    order = house.order(PARTY, [(product, FEW) for product in in_stock[1:4]])
    assert [charge.type for charge in order.charges] == ["document_discount", "freight"]
    assert forward(house) == api.Forwarded(exported=1)
    sale = sale_of(client, order)
    assert (sale.untaxed, sale.tax, sale.total) == (order.net.amount, order.tax.amount, order.gross.amount)
    booked = sorted(line.amount for line in sale.lines[len(order.lines) :])
    assert booked == sorted(charge.amount for charge in order.charges)


def test_state_shipment_and_invoice_come_back(house: House, client: TrytonClient, in_stock: list[int]) -> None:
    order = house.order(PARTY, [(in_stock[0], FEW), (in_stock[1], FEW)])
    forward(house)
    read_back(house)
    assert house.read(order.id).state is OrderState.CONFIRMED
    sale = sale_of(client, order)
    (shipment,) = sale.shipments
    for step in ("assign_try", "pick", "pack", "do"):
        client.write_call(method=f"model.stock.shipment.out.{step}", parameters=[[shipment.id]])
    read_back(house)
    shipped = house.read(order.id)
    assert shipped.state is OrderState.SHIPPED
    assert [line.shipped for line in shipped.lines] == [3, 3]
    assert [(found.state, len(found.lines)) for found in shipped.shipments] == [("done", 2)]
    (invoice,) = sale_of(client, order).invoices
    today = dt.datetime.now(dt.UTC).date()
    client.write_call(method="model.account.invoice.write", parameters=[[invoice.id], {"invoice_date": today}])
    client.write_call(method="model.account.invoice.post", parameters=[[invoice.id]])
    read_back(house)
    (told,) = house.read(order.id).invoices
    assert told.state == "posted"
    assert told.number
    assert told.net == order.net
    read_back(house)
    assert house.read(order.id).version == house.read(order.id).version


def test_a_part_delivery_comes_back_as_one(house: House, client: TrytonClient, in_stock: list[int]) -> None:
    order = house.order(PARTY, [(in_stock[2], FEW), (in_stock[3], FEW)])
    forward(house)
    (shipment,) = sale_of(client, order).shipments
    moves = client.search_read(
        model="stock.move",
        domain=[("shipment", "=", f"stock.shipment.out,{shipment.id}")],
        fields=["product", "quantity"],
    )
    # A person in the warehouse takes the second product out of the shipment.
    out = [move["id"] for move in moves if move["product"] == in_stock[3]]
    client.write_call(method="model.stock.move.write", parameters=[out, {"quantity": 1.0}])
    for step in ("assign_try", "pick", "pack", "do"):
        client.write_call(method=f"model.stock.shipment.out.{step}", parameters=[[shipment.id]])
    read_back(house)
    read = house.read(order.id)
    assert read.state is OrderState.PARTLY_SHIPPED
    assert [line.shipped for line in read.lines] == [3, 1]


def test_a_sale_cancelled_in_tryton_is_cancelled_here(house: House, client: TrytonClient, in_stock: list[int]) -> None:
    order = house.order(PARTY, [(in_stock[0], FEW)])
    forward(house)
    sale = sale_of(client, order)
    for shipment in sale.shipments:
        client.write_call(method="model.stock.shipment.out.cancel", parameters=[[shipment.id]])
    for invoice in sale.invoices:
        client.write_call(method="model.account.invoice.cancel", parameters=[[invoice.id]])
    read_back(house)
    assert house.read(order.id).state in {OrderState.CONFIRMED, OrderState.CANCELLED}


@pytest.mark.parametrize("step", ["sale.create", "sale.write", "sale.confirm"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_tryton_killed_around_a_call(
    by_bad_line: House,
    tryton: TrytonServer,
    client: TrytonClient,
    line: FaultyLine,
    in_stock: list[int],
    step: str,
    moment: str,
) -> None:
    house = by_bad_line
    placed = [house.order(PARTY, [(product, FEW)]) for product in in_stock[:2]]
    line.strike(Fault(method=step, answer="none", **{moment: tryton.kill}))  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        forward(house)
    assert tryton.killed
    assert house.connection.error
    placed.append(reads_and_orders(house, in_stock[2]))
    tryton.restart()
    forward_until_done(house)
    assert_arrived(client, placed)
    assert house.connection.state is ConnectionState.ACTIVE


def test_tryton_killed_in_the_middle_of_writing(
    house: House, tryton: TrytonServer, client: TrytonClient, in_stock: list[int]
) -> None:
    placed = [house.order(PARTY, [(product, FEW)]) for product in in_stock[:2]]
    with HeldUp(tryton=tryton, table="sale_line") as held:
        passing = Beside(lambda: forward(house))
        held.wait_for_callers()
        # The call hangs in Tryton; buyers notice nothing.
        placed.append(reads_and_orders(house, in_stock[3]))
        tryton.kill()
    with pytest.raises(Unavailable):
        passing.result()
    tryton.restart()
    forward_until_done(house)
    assert_arrived(client, placed)


@pytest.mark.parametrize("answer", ["half", "error", "nonsense"])
def test_bad_answers_on_the_way(
    by_bad_line: House, client: TrytonClient, line: FaultyLine, in_stock: list[int], answer: str
) -> None:
    house = by_bad_line
    placed = [house.order(PARTY, [(product, FEW)]) for product in in_stock[:2]]
    for step in ("sale.create", "sale.write", "sale.quote", "sale.confirm"):
        line.strike(Fault(method=step, answer=answer))
    assert forward_until_done(house) > 0
    assert_arrived(client, placed)


def test_a_tryton_that_is_too_slow(
    house: House, tryton: TrytonServer, client: TrytonClient, in_stock: list[int]
) -> None:
    placed = [house.order(PARTY, [(product, FEW)]) for product in in_stock[:2]]
    house.connect(settings_for(tryton, patience=Decimal(1)))
    with HeldUp(tryton=tryton, table="sale_line"):
        with pytest.raises(Unavailable):
            forward(house)
        placed.append(reads_and_orders(house, in_stock[4]))
    house.connect(settings_for(tryton, patience=Decimal(60)))
    forward_until_done(house)
    assert_arrived(client, placed)


def test_a_long_outage_opens_the_circuit_and_nothing_is_called(
    by_bad_line: House, tryton: TrytonServer, client: TrytonClient, line: FaultyLine, in_stock: list[int]
) -> None:
    house = by_bad_line
    tryton.kill()
    placed = [house.order(PARTY, [(in_stock[0], FEW)])]
    for _ in range(3):
        with pytest.raises(Unavailable):
            forward(house)
        house.now.pass_by(seconds=30)
        placed.append(reads_and_orders(house, in_stock[1]))
    assert house.connection.state is ConnectionState.BROKEN
    house.now.pass_by(seconds=-29)
    called = len(line.methods)
    with pytest.raises(CircuitOpen):
        read_back(house)
    assert len(line.methods) == called
    tryton.restart()
    forward_until_done(house)
    assert_arrived(client, placed)
    assert house.connection.state is ConnectionState.ACTIVE
    assert house.connection.error == ""


def test_an_order_that_tryton_refuses_is_parked_and_holds_up_nobody(
    house: House, client: TrytonClient, in_stock: list[int]
) -> None:
    refused = house.order(PARTY, [(in_stock[0], FEW)])
    fine = house.order(PARTY, [(in_stock[60], FEW)])
    template = client.read(model="product.product", ids=[in_stock[0]], fields=["template"])[0]["template"]
    off_sale, on_sale = {"salable": False}, {"salable": True}
    client.write_call(method="model.product.template.write", parameters=[[template], off_sale])
    try:
        assert forward(house) == api.Forwarded(exported=1, parked=1)
    finally:
        client.write_call(method="model.product.template.write", parameters=[[template], on_sale])
    (part,) = house.read(refused.id).parts
    assert part.state is ExportState.PARKED
    assert part.error
    assert house.connection.state is ConnectionState.ACTIVE
    with house.database.transaction() as tx:
        orders.retry_export(tx=tx, export=part.id)
    assert forward(house).exported == 1
    assert sale_of(client, refused).state == sale_of(client, fine).state == "processing"


def read_back(house: House) -> int:
    return api.read_back(database=house.database, connection=house.connection, now=house.now)
