"""Our orders in Tryton's terms, and Tryton's sales in ours: units and prices per unit, states, what is shipped."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from uuid import UUID

from fondaco.connectors.tryton.errors import NotTransferable
from fondaco.connectors.tryton.model.unit import code_of, factor
from fondaco.connectors.tryton.types import RemoteProduct, RemoteSale, RemoteSaleLine, RemoteUnit, SaleLineDraft
from fondaco.kernel.errors import Invalid
from fondaco.kernel.money import Money, decimals, round_fraction
from fondaco.kernel.quantity import Quantity, exact_decimal
from fondaco.modules.orders.types import (
    ErpLineState,
    ErpOrderState,
    Invoice,
    OrderLine,
    OrderState,
    Shipment,
    ShippedLine,
)

_PRICE_PLACES = 4
_GONE = frozenset({"shipped", "done"})
_STATES = {
    "draft": OrderState.FORWARDED,
    "quotation": OrderState.FORWARDED,
    "confirmed": OrderState.CONFIRMED,
    "processing": OrderState.CONFIRMED,
    "done": OrderState.COMPLETED,
    "cancelled": OrderState.CANCELLED,
}


def reference_of(*, reference: str, export: UUID) -> str:
    """Name the sale for good: our order number, and a mark that no other installation with the same numbers has.

    Without the mark a shop that was set up anew would take the sales of the old one for its own.
    """
    return f"{reference}/{export.hex[-10:]}"


def sale_line(*, line: OrderLine, product: RemoteProduct, units: Mapping[int, RemoteUnit]) -> SaleLineDraft:
    """Say an order line in the first unit in which both quantity and price have an exact form that Tryton takes.

    Tried are the unit the buyer chose, the sale unit and the default unit. Refused: a price that has more than four
    decimals in each of them, and an amount that Tryton would not come to, as with a surcharge once per line.
    """
    known = {code_of(units[key]): units[key] for key in (product.default_uom, product.sale_uom)}
    of_category = {
        code_of(unit): unit for unit in units.values() if unit.category == units[product.default_uom].category
    }
    wanted = [*([line.quantity.unit] if line.quantity.unit in of_category else []), *reversed(known)]
    for code in wanted:
        unit = of_category[code]
        try:
            quantity = _converted(line.quantity, of_category, unit)
            per = _converted(line.net.per, of_category, unit)
            price = exact_decimal(Fraction(line.net.amount) / Fraction(per))
        except (KeyError, Invalid):
            continue
        exact = _places(price) <= _PRICE_PLACES and _places(quantity) <= unit.digits
        if exact and _amount(price, quantity, line.amount.currency) == line.amount:
            return SaleLineDraft(
                position=line.position,
                product=product.id,
                quantity=quantity,
                unit=unit.id,
                unit_price=price,
                note=line.note,
            )
    raise NotTransferable(
        position=line.position,
        quantity=str(line.quantity),
        price=str(line.net.amount),
        per=str(line.net.per),
        amount=str(line.amount.amount),
    )


def state_of(
    *, sale: RemoteSale, lines: Mapping[int, OrderLine], units: Mapping[int, RemoteUnit], currency: str
) -> ErpOrderState:
    """Say how far a sale is; `lines` are ours by position. Quantities are in the unit the buyer chose."""
    ours = {line.id: (line, lines[line.sequence or 0]) for line in sale.lines if (line.sequence or 0) in lines}
    shipments = tuple(
        Shipment(
            key=str(found.id),
            number=found.number,
            state=found.state,
            shipped_on=found.done_on,
            lines=tuple(
                ShippedLine(position=own.position, quantity=_in_ours(found.quantities[id], line, own, units))
                for id, (line, own) in ours.items()
                if id in found.quantities
            ),
        )
        for found in sale.shipments
    )
    shipped = {own.position: Decimal(0) for _, own in ours.values()}
    for shipment in shipments:
        if shipment.state in _GONE:
            for part in shipment.lines:
                shipped[part.position] += part.quantity
    return ErpOrderState(
        state=_reached(sale, {own.position: own for _, own in ours.values()}, shipped),
        number=sale.number or None,
        lines=tuple(ErpLineState(position=position, shipped=quantity) for position, quantity in shipped.items()),
        shipments=shipments,
        invoices=tuple(
            Invoice(
                key=str(found.id),
                number=found.number,
                state=found.state,
                issued_on=found.invoice_date,
                due_on=found.due_date,
                net=Money(found.untaxed, currency),
                tax=Money(found.tax, currency),
                gross=Money(found.total, currency),
            )
            for found in sale.invoices
        ),
    )


def _reached(sale: RemoteSale, lines: Mapping[int, OrderLine], shipped: Mapping[int, Decimal]) -> OrderState:
    state = _STATES.get(sale.state, OrderState.FORWARDED)
    if state is not OrderState.CONFIRMED or not any(shipped.values()):
        return state
    whole = all(shipped[position] >= line.quantity.value for position, line in lines.items())
    return OrderState.SHIPPED if whole else OrderState.PARTLY_SHIPPED


def _converted(quantity: Quantity, units: Mapping[str, RemoteUnit], to: RemoteUnit) -> Decimal:
    return exact_decimal(Fraction(quantity.value) * factor(of=units[quantity.unit], to=to))


def _in_ours(quantity: Decimal, line: RemoteSaleLine, own: OrderLine, units: Mapping[int, RemoteUnit]) -> Decimal:
    of = units[line.unit]
    to = next(
        (unit for unit in units.values() if code_of(unit) == own.quantity.unit and unit.category == of.category), of
    )
    return exact_decimal(Fraction(quantity) * factor(of=of, to=to))


def _amount(price: Decimal, quantity: Decimal, currency: str) -> Money:
    """Return what Tryton makes of a line: halves to even."""
    exact = Fraction(price) * Fraction(quantity)
    return Money(round_fraction(exact, places=decimals(currency), mode=ROUND_HALF_EVEN), currency)


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
