"""Values between orders and other systems: imported history, exports, and what an ERP says about an order."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.money import UnitPrice
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability.types import ScheduleLine
from fondaco.modules.orders.types.orders import ExportState, Invoice, OrderCharge, OrderLine, OrderState, Shipment


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLineDraft:
    """A line of an imported order; `amount` is what the source charged, to the cent or finer."""

    product: ExternalRef
    quantity: Quantity
    net: UnitPrice
    amount: Decimal
    tax_rate: Decimal = Decimal(0)
    shipped: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHistoryDraft:
    """An order that was made elsewhere; parties and products are named by the keys of the source.

    `net` may be finer than a cent where the source is. Orders of the past are never exported again.
    """

    ref: ExternalRef
    number: str
    organisation: ExternalRef
    placed_at: datetime
    state: OrderState
    currency: str
    net: Decimal
    tax: Decimal = Decimal(0)
    freight: Decimal = Decimal(0)
    po_number: str = ""
    requested_date: date | None = None
    note: str = ""
    ship_to_lines: tuple[str, ...] = ()
    lines: tuple[HistoryLineDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One ERP's part of an order, ready to be sent: the lines that this ERP owns, and how it is known there.

    `charges` are those of the document, as far as these lines bear them.

    `reference` is the same in every attempt; the ERP keeps it, so that after a call whose end is unknown
    (`begun` is True) it can be asked whether it has the order.
    """

    id: UUID
    order: UUID
    system: str
    sequence: int
    reference: str
    begun: bool
    attempts: int
    organisation: UUID
    placed_at: datetime
    currency: str
    po_number: str
    ship_to: UUID | None
    ship_to_lines: tuple[str, ...]
    requested_date: date | None
    note: str
    lines: tuple[OrderLine, ...]
    charges: tuple[OrderCharge, ...] = ()

    def charged(self) -> list[tuple[OrderCharge, Decimal, Decimal]]:
        """Return each charge as ERPs book it: once for each tax rate of the lines that bear it, with its amount."""
        rates = {line.position: line.tax_rate for line in self.lines}
        found = []
        for charge in self.charges:
            amounts: dict[Decimal, Decimal] = {}
            for position, share in charge.shares.items():
                amounts[rates[position]] = amounts.get(rates[position], Decimal(0)) + share
            found += [(charge, rate, amount) for rate, amount in amounts.items() if amount]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """An export in the list that staff look at."""

    id: UUID
    order: UUID
    number: str
    organisation: UUID
    system: str
    sequence: int
    state: ExportState
    attempts: int
    error: str
    placed_at: datetime
    next_attempt_at: datetime | None
    external_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErpLineState:
    """What the ERP says about one line: how much is shipped, and when the rest is confirmed."""

    position: int
    shipped: Decimal = Decimal(0)
    schedule: tuple[ScheduleLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErpOrderState:
    """How far the ERP says its part of an order is; shipments and invoices are complete lists."""

    state: OrderState
    number: str | None = None
    lines: tuple[ErpLineState, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    invoices: tuple[Invoice, ...] = ()
