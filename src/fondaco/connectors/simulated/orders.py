"""Orders out and their fate back: each order once in the ERP, whatever becomes of the calls."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Connection
from fondaco.connectors.simulated.client import ErpClient
from fondaco.connectors.simulated.errors import ErpAway, ErpRefused, ErpUncertain
from fondaco.connectors.simulated.records import CUSTOMERS
from fondaco.kernel.errors import Refusal
from fondaco.kernel.money import Money
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.errors import NoSuchExport
from fondaco.modules.orders.types import ErpOrderState, Export, Invoice, OrderState, Shipment, ShippedLine
from fondaco.platform.transaction import Database, Tx

_STATES = {
    "erfasst": OrderState.FORWARDED,
    "bestaetigt": OrderState.CONFIRMED,
    "geliefert": OrderState.SHIPPED,
    "verrechnet": OrderState.COMPLETED,
}
_UNITS = {"PCE": "Stk", "MTR": "m", "BX": "Karton", "RO": "Rolle"}


def hand_over(*, database: Database, connection: Connection, client: ErpClient, now: Callable[[], datetime]) -> int:
    """Hand waiting orders to the ERP in order of placing; stop at the first that fails. Return how many went over."""
    with database.transaction() as tx:
        waiting = orders.next_exports(tx=tx, system=connection.system, as_of=now())
    done = 0
    for export in waiting:
        if not _hand_over_one(database, connection, client, export, now):
            break
        done += 1
    return done


def _hand_over_one(
    database: Database, connection: Connection, client: ErpClient, export: Export, now: Callable[[], datetime]
) -> bool:
    with database.transaction() as tx:
        intake.admit_call(tx=tx, connection=connection.id, as_of=now())
    with database.transaction() as tx:
        if not orders.begin_export(tx=tx, export=export.id, as_of=now()):
            return False
        body = _body(tx, export)
    try:
        # The ERP books whatever it is told. So it is asked first, every time: an earlier call may have got through.
        known = client.orders_with(export.reference)
        number = str(known[0]["nr"]) if known else client.book(body)
    except Refusal as refusal:
        _failed(database, connection, export, refusal, now)
        return False
    with database.transaction() as tx:
        orders.mark_exported(tx=tx, export=export.id, external_ref=number, external_number=number, as_of=now())
        intake.report_success(tx=tx, connection=connection.id, as_of=now())
    return True


def _failed(
    database: Database, connection: Connection, export: Export, refusal: Refusal, now: Callable[[], datetime]
) -> None:
    with database.transaction() as tx:
        orders.mark_export_failed(
            tx=tx,
            export=export.id,
            error=str(refusal),
            as_of=now(),
            unsure=isinstance(refusal, ErpUncertain),
            final=isinstance(refusal, ErpRefused),
        )
        if isinstance(refusal, ErpAway | ErpUncertain):
            intake.report_failure(tx=tx, connection=connection.id, as_of=now(), error=str(refusal))


def bring_back(
    *, database: Database, connection: Connection, client: ErpClient, numbers: Sequence[str]
) -> tuple[str, ...]:
    """Ask how far these orders are and tell the orders room; return those to ask for again.

    The ERP may speak of an order of ours before we know that it has it: its answer was lost, or is still on its way.
    Orders of others are passed over.
    """
    again = []
    for number in dict.fromkeys(numbers):
        found = client.order(number)
        try:
            with database.transaction() as tx:
                orders.put_order_state(tx=tx, system=connection.system, key=number, state=state_of(found))
        except NoSuchExport:
            if str(found.get("referenz", "")).endswith(f"/{connection.system}"):
                again.append(number)
    return tuple(again)


def state_of(found: Mapping[str, Any]) -> ErpOrderState:
    """Read an order of the ERP."""
    number = str(found["nr"])
    return ErpOrderState(
        state=_STATES[found["status"]],
        number=number,
        shipments=tuple(
            Shipment(
                key=row["nr"],
                number=row["nr"],
                state="done",
                shipped_on=date.fromisoformat(row["datum"]),
                tracking=row["sendung"],
                lines=tuple(
                    ShippedLine(position=int(line["pos"]), quantity=Decimal(line["menge"]))
                    for line in row["positionen"]
                ),
            )
            for row in found["lieferungen"]
        ),
        invoices=tuple(
            Invoice(
                key=row["nr"],
                number=row["nr"],
                state="posted",
                issued_on=date.fromisoformat(row["datum"]),
                due_on=date.fromisoformat(row["faellig"]),
                net=Money(Decimal(row["netto"]), row["waehrung"]),
                tax=Money(Decimal(row["mwst"]), row["waehrung"]),
                gross=Money(Decimal(row["brutto"]), row["waehrung"]),
            )
            for row in found["rechnungen"]
        ),
    )


def _body(tx: Tx, export: Export) -> dict[str, Any]:
    keys = catalog.keys_of(tx=tx, products=[line.product for line in export.lines], system=export.system)
    owner = accounts.organisation(tx=tx, id=export.organisation)
    customer = next((ref.key for ref in owner.refs if ref.system == CUSTOMERS), owner.number or owner.name)
    return {
        "referenz": export.reference,
        "kunde": customer,
        "bestellnummer": export.po_number,
        "waehrung": export.currency,
        "lieferadresse": list(export.ship_to_lines),
        "wunschtermin": export.requested_date.isoformat() if export.requested_date else None,
        "positionen": [
            {
                "pos": line.position,
                "artikel": keys.get(line.product, line.sku),
                "menge": f"{line.quantity.value:f}",
                "einheit": _UNITS.get(line.quantity.unit, line.quantity.unit),
                "preis": f"{line.net.amount:f}",
                "je": f"{line.net.per.value:f}",
                "betrag": f"{line.amount.amount:f}",
                "mwst": f"{line.tax_rate:f}",
            }
            for line in export.lines
        ],
        "zuschlaege": [
            {"art": charge.type, "text": charge.text, "betrag": f"{amount:f}", "mwst": f"{rate:f}"}
            for charge, rate, amount in export.charged()
        ],
    }
