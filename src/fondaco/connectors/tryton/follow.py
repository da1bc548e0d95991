"""Reading back what became of our sales: their state, shipments with quantities, and invoices."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from fondaco.connectors.tryton.client import Row, TrytonClient
from fondaco.connectors.tryton.readers import pages
from fondaco.connectors.tryton.types import RemoteInvoice, RemoteSale, RemoteSaleLine, RemoteShipment

_SALE = [
    "number", "reference", "state", "shipment_state", "invoice_state", "untaxed_amount", "tax_amount", "total_amount",
    "shipments", "invoices",
]  # fmt: skip


def sales(client: TrytonClient, *, ids: Sequence[int]) -> list[RemoteSale]:
    """Read these sales with all that hangs on them; five calls, however many sales. A deleted one is missing."""
    rows = _all(client, "sale.sale", [("id", "in", list(ids))], _SALE)
    lines = _lines(client, [row["id"] for row in rows])
    shipments = _shipments(client, [key for row in rows for key in row["shipments"]])
    invoices = _invoices(client, [key for row in rows for key in row["invoices"]])
    return [
        RemoteSale(
            id=row["id"],
            number=row["number"] or "",
            reference=row["reference"] or "",
            state=row["state"],
            shipment_state=row["shipment_state"],
            invoice_state=row["invoice_state"],
            untaxed=row["untaxed_amount"],
            tax=row["tax_amount"],
            total=row["total_amount"],
            lines=tuple(lines.get(row["id"], ())),
            shipments=tuple(shipments[key] for key in sorted(row["shipments"]) if key in shipments),
            invoices=tuple(invoices[key] for key in sorted(row["invoices"]) if key in invoices),
        )
        for row in rows
    ]


def shipped(
    client: TrytonClient, *, ids: Sequence[int], states: Collection[str]
) -> tuple[list[tuple[int, RemoteSaleLine]], dict[int, Decimal]]:
    """Read the lines of these sales, and how much of each stands in shipments of these states; four calls."""
    rows = _all(client, "sale.sale", [("id", "in", list(ids))], ["shipments"])
    lines = _lines(client, [row["id"] for row in rows])
    quantities: dict[int, Decimal] = {}
    for shipment in _shipments(client, [key for row in rows for key in row["shipments"]]).values():
        if shipment.state in states:
            for line, quantity in shipment.quantities.items():
                quantities[line] = quantities.get(line, Decimal(0)) + quantity
    return [(sale, line) for sale, of_sale in lines.items() for line in of_sale], quantities


def _lines(client: TrytonClient, sales: Sequence[int]) -> dict[int, list[RemoteSaleLine]]:
    fields = ["sale", "sequence", "product", "quantity", "unit", "unit_price", "amount"]
    found: dict[int, list[RemoteSaleLine]] = {}
    for row in _all(client, "sale.line", [("sale", "in", list(sales)), ("type", "=", "line")], fields):
        line = RemoteSaleLine(
            id=row["id"],
            sequence=row["sequence"],
            product=row["product"],
            quantity=Decimal(row["quantity"]),
            unit=row["unit"],
            unit_price=row["unit_price"],
            amount=row["amount"],
        )
        found.setdefault(row["sale"], []).append(line)
    for lines in found.values():
        lines.sort(key=lambda line: (line.sequence or 0, line.id))
    return found


def _shipments(client: TrytonClient, ids: Sequence[int]) -> dict[int, RemoteShipment]:
    fields = ["number", "state", "effective_date", "outgoing_moves"]
    rows = _all(client, "stock.shipment.out", [("id", "in", list(ids))], fields)
    moves = [move for row in rows for move in row["outgoing_moves"]]
    origins: dict[int, tuple[int, Decimal]] = {}
    for move in _all(client, "stock.move", [("id", "in", moves), ("state", "!=", "cancelled")], ["origin", "quantity"]):
        model, _, key = (move["origin"] or "").partition(",")
        if model == "sale.line":
            origins[move["id"]] = int(key), Decimal(move["quantity"])
    return {row["id"]: _shipment(row, origins) for row in rows}


def _shipment(row: Row, origins: Mapping[int, tuple[int, Decimal]]) -> RemoteShipment:
    quantities: dict[int, Decimal] = {}
    for move in row["outgoing_moves"]:
        if move in origins:
            line, quantity = origins[move]
            quantities[line] = quantities.get(line, Decimal(0)) + quantity
    return RemoteShipment(
        id=row["id"],
        number=row["number"] or "",
        state=row["state"],
        done_on=row["effective_date"],
        quantities=quantities,
    )


def _invoices(client: TrytonClient, ids: Sequence[int]) -> dict[int, RemoteInvoice]:
    fields = [
        "number", "state", "invoice_date", "payment_term_date", "untaxed_amount", "tax_amount", "total_amount",
        "amount_to_pay",
    ]  # fmt: skip
    return {
        row["id"]: RemoteInvoice(
            id=row["id"],
            number=row["number"] or "",
            state=row["state"],
            invoice_date=row["invoice_date"],
            due_date=row["payment_term_date"],
            untaxed=row["untaxed_amount"],
            tax=row["tax_amount"],
            total=row["total_amount"],
            to_pay=row["amount_to_pay"],
        )
        for row in _all(client, "account.invoice", [("id", "in", list(ids))], fields)
    }


def _all(client: TrytonClient, model: str, domain: Sequence[Any], fields: Sequence[str]) -> list[Row]:
    return [row for page in pages(client, model=model, domain=domain, fields=fields) for row in page]
