"""An order line in Tryton's terms costs exactly what it costs here; a sale's state says how far our order is."""

import dataclasses
import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.connectors.tryton.errors import NotTransferable
from fondaco.connectors.tryton.model.order import sale_line, state_of
from fondaco.connectors.tryton.model.unit import code_of, factor
from fondaco.connectors.tryton.types import (
    RemoteInvoice,
    RemoteProduct,
    RemoteSale,
    RemoteSaleLine,
    RemoteShipment,
    RemoteUnit,
)
from fondaco.kernel.ids import new_id
from fondaco.kernel.money import Money, UnitPrice, round_fraction
from fondaco.kernel.quantity import Quantity
from fondaco.modules.orders.types import OrderLine, OrderState

UNIT = RemoteUnit(id=1, symbol="u", category=1, factor=Decimal(1), rate=Decimal(1), digits=0)
HUNDRED = RemoteUnit(id=2, symbol="C", category=1, factor=Decimal(100), rate=Decimal("0.01"), digits=2)
UNITS = {1: UNIT, 2: HUNDRED}
CODES = {code_of(unit): unit for unit in UNITS.values()}
DAY = dt.date(2026, 3, 2)


def a_product(sale_uom: int = 2) -> RemoteProduct:
    return RemoteProduct(
        id=7, template=7, code="P", names={"en": "P"}, salable=True, default_uom=1, sale_uom=sale_uom,
        list_price=Decimal(1), cost_price=None, categories=(), account_category=None,
    )  # fmt: skip


def a_line(quantity: str, unit: str, price: str, per: str, per_unit: str, position: int = 1) -> OrderLine:
    pieces = Fraction(quantity) * factor(of=CODES[unit], to=CODES[per_unit])
    amount = round_fraction(pieces * Fraction(price) / Fraction(per), places=2, mode=ROUND_HALF_EVEN)
    return OrderLine(
        id=new_id(), position=position, product=UUID(int=1), sku="P", name="P", quantity=Quantity(Decimal(quantity), unit),
        net=UnitPrice(Decimal(price), "EUR", Quantity(Decimal(per), per_unit)), amount=Money(amount, "EUR"),
        tax_rate=Decimal(19), state=OrderState.FORWARDED, system="tryton",
    )  # fmt: skip


def test_a_line_that_tryton_would_charge_otherwise_is_not_sent() -> None:
    line = a_line("250", "PCE", "3.10", "100", "PCE")
    more = dataclasses.replace(line, amount=line.amount + Money(Decimal("0.01"), "EUR"))
    assert sale_line(line=line, product=a_product(), units=UNITS).unit_price == Decimal("0.031")
    with pytest.raises(NotTransferable):
        sale_line(line=more, product=a_product(), units=UNITS)


@given(
    pieces=st.integers(1, 100_000),
    price=st.decimals(min_value=0, max_value=Decimal(999), places=4),
    per=st.sampled_from(["1", "100", "1000"]),
    boxed=st.booleans(),
)
def test_quantity_times_price_is_the_same_number(pieces: int, price: Decimal, per: str, *, boxed: bool) -> None:
    quantity, unit = (str(Decimal(pieces) / 100), "CEN") if boxed else (str(pieces), "PCE")
    line = a_line(quantity, unit, str(price), per, "PCE")
    exact = Fraction(price) * pieces / int(per)
    try:
        draft = sale_line(line=line, product=a_product(), units=UNITS)
    except NotTransferable:
        # Only a price per piece with more digits than Tryton keeps, which no other unit of the product can hold.
        assert Fraction(price) * 100 / int(per) * 10**4 % 1
        return
    assert Fraction(draft.quantity) * Fraction(draft.unit_price) == exact
    assert Fraction(draft.quantity) * factor(of=UNITS[draft.unit], to=UNIT) == pieces


def test_the_buyers_unit_is_kept_where_the_price_allows_it() -> None:
    kept = sale_line(line=a_line("250", "PCE", "3.10", "100", "PCE"), product=a_product(), units=UNITS)
    assert (kept.quantity, kept.unit, kept.unit_price) == (250, 1, Decimal("0.031"))
    changed = sale_line(line=a_line("250", "PCE", "3.1055", "100", "PCE"), product=a_product(), units=UNITS)
    assert (changed.quantity, changed.unit, changed.unit_price) == (Decimal("2.5"), 2, Decimal("3.1055"))


def test_a_price_finer_than_trytons_is_refused() -> None:
    with pytest.raises(NotTransferable):
        sale_line(line=a_line("1", "PCE", "0.00005", "1", "PCE"), product=a_product(sale_uom=1), units={1: UNIT})


def a_sale(state: str, *shipments: RemoteShipment, invoices: tuple[RemoteInvoice, ...] = ()) -> RemoteSale:
    lines = (
        RemoteSaleLine(
            id=31, sequence=1, product=7, quantity=Decimal("2.5"), unit=2, unit_price=Decimal(3), amount=Decimal("7.50")
        ),
        RemoteSaleLine(
            id=32, sequence=2, product=7, quantity=Decimal(4), unit=1, unit_price=Decimal(1), amount=Decimal(4)
        ),
    )
    return RemoteSale(
        id=3, number="S3", reference="1/tryton", state=state, shipment_state="none", invoice_state="none",
        untaxed=Decimal("11.50"), tax=Decimal("2.19"), total=Decimal("13.69"), lines=lines, shipments=shipments,
        invoices=invoices,
    )  # fmt: skip


LINES = {1: a_line("250", "PCE", "3", "100", "PCE"), 2: a_line("4", "PCE", "1", "1", "PCE", position=2)}


def a_shipment(id: int, state: str, quantities: dict[int, str]) -> RemoteShipment:
    return RemoteShipment(
        id=id, number=f"L{id}", state=state, done_on=DAY if state == "done" else None,
        quantities={line: Decimal(quantity) for line, quantity in quantities.items()},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sale", "state"),
    [
        (a_sale("draft"), OrderState.FORWARDED),
        (a_sale("quotation"), OrderState.FORWARDED),
        (a_sale("processing"), OrderState.CONFIRMED),
        (a_sale("processing", a_shipment(1, "picked", {31: "2.5", 32: "4"})), OrderState.CONFIRMED),
        (a_sale("processing", a_shipment(1, "done", {31: "1"})), OrderState.PARTLY_SHIPPED),
        (a_sale("processing", a_shipment(1, "done", {31: "2.5", 32: "4"})), OrderState.SHIPPED),
        (
            a_sale("processing", a_shipment(1, "done", {31: "2.5"}), a_shipment(2, "done", {32: "4"})),
            OrderState.SHIPPED,
        ),
        (a_sale("done", a_shipment(1, "done", {31: "2.5", 32: "4"})), OrderState.COMPLETED),
        (a_sale("cancelled"), OrderState.CANCELLED),
    ],
)
def test_the_state_of_a_sale_is_how_far_the_order_is(sale: RemoteSale, state: OrderState) -> None:
    assert state_of(sale=sale, lines=LINES, units=UNITS, currency="EUR").state is state


def test_shipped_quantities_come_back_in_the_buyers_unit() -> None:
    sale = a_sale("processing", a_shipment(1, "done", {31: "1.25"}), a_shipment(2, "waiting", {31: "1.25", 32: "4"}))
    told = state_of(sale=sale, lines=LINES, units=UNITS, currency="EUR")
    assert {line.position: line.shipped for line in told.lines} == {1: 125, 2: 0}
    assert [(part.position, part.quantity) for part in told.shipments[1].lines] == [(1, 125), (2, 4)]
    assert told.shipments[0].shipped_on == DAY
    assert told.number == "S3"


def test_an_invoice_comes_back_with_its_amounts() -> None:
    invoice = RemoteInvoice(
        id=9, number="I9", state="posted", invoice_date=DAY, due_date=None, untaxed=Decimal("11.50"),
        tax=Decimal("2.19"), total=Decimal("13.69"), to_pay=Decimal("13.69"),
    )  # fmt: skip
    (told,) = state_of(
        sale=a_sale("processing", invoices=(invoice,)), lines=LINES, units=UNITS, currency="EUR"
    ).invoices
    assert (told.key, told.number, told.state, told.issued_on) == ("9", "I9", "posted", DAY)
    assert told.net + told.tax == told.gross == Money(Decimal("13.69"), "EUR")


def test_lines_a_person_added_in_tryton_do_not_disturb() -> None:
    sale = a_sale("processing")
    more = dataclasses.replace(sale, lines=(*sale.lines, dataclasses.replace(sale.lines[0], id=99, sequence=None)))
    assert len(state_of(sale=more, lines=LINES, units=UNITS, currency="EUR").lines) == 2
