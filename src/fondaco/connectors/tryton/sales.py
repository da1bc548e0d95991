"""Writing a sale into Tryton so that it exists exactly once in effect, whatever becomes of the calls.

Tryton has no key that could refuse a second sale of the same order, and a call whose answer is lost may still be
running there. So the sale is made in steps, each safe to repeat after a look:

1. a shell: party and our reference, nothing else. Twice is harmless, an empty draft has no effect; the extra one is
   removed;
2. the lines, written under the shell's time stamp. Tryton refuses a write under an old stamp, and two writes at
   once lock each other out; so the lines come into one shell, once;
3. quote, confirm, process: changes of state, which do nothing where the state is reached already.
"""

from collections.abc import Sequence
from typing import Any

from fondaco.connectors.tryton import readers, wire
from fondaco.connectors.tryton.client import Row, TrytonClient
from fondaco.connectors.tryton.errors import NotTransferable, TrytonOvertaken, TrytonRefused
from fondaco.connectors.tryton.types import RemoteAddress, RemoteParty, RemoteProduct, SaleDraft, SaleLineDraft

_STEPS = {"draft": "quote", "quotation": "confirm", "confirmed": "process"}
_PRICE_PLACES = 4


def make_sale(client: TrytonClient, *, draft: SaleDraft) -> int:
    """Bring the sale to the state `processing` and return its id; begin or go on, wherever the last try ended.

    Raises `TrytonUnreachable` or `TrytonUncertain` where the line fails: call again later with the same draft.
    """
    shell = _shell(client, draft)
    if not shell["lines"]:
        try:
            _write_lines(client, draft, shell)
        except TrytonOvertaken:
            # An earlier call, given up as lost, came to its end in the meantime.
            shell = _shell(client, draft)
            if not shell["lines"]:
                raise
    state = shell["state"]
    while step := _STEPS.get(state):
        client.write_call(method=f"model.sale.sale.{step}", parameters=[[shell["id"]]])
        before, state = state, _state(client, shell["id"])
        if state == before:
            raise TrytonRefused("Tryton leaves the sale where it is.", step=step, state=state)
    return int(shell["id"])


def remove_doubles(client: TrytonClient, *, references: Sequence[str]) -> list[int]:
    """Remove empty drafts that carry the reference of another sale: shells of calls that were thought lost."""
    removed: list[int] = []
    found = _by_reference(client, references)
    for reference in {row["reference"] for row in found}:
        same = [row for row in found if row["reference"] == reference]
        removed += _tidy(client, same)
    return removed


def _shell(client: TrytonClient, draft: SaleDraft) -> Row:
    found = _by_reference(client, [draft.reference])
    if not found:
        values = {"party": draft.party, "company": client.context["company"], "reference": draft.reference}
        client.write_call(method="model.sale.sale.create", parameters=[[values]])
        found = _by_reference(client, [draft.reference])
    gone = _tidy(client, found)
    (kept,) = [row for row in found if row["id"] not in gone]
    return kept


def _by_reference(client: TrytonClient, references: Sequence[str]) -> list[Row]:
    return client.search_read(
        model="sale.sale",
        domain=[("reference", "in", list(references)), ("company", "=", client.context["company"])],
        fields=["reference", "state", "lines", "_timestamp"],
    )


def _tidy(client: TrytonClient, same: Sequence[Row]) -> list[int]:
    """Keep the sale that went furthest, of equals the oldest; the others must be empty drafts and go."""
    best = max(same, key=lambda row: (row["state"] != "draft", bool(row["lines"]), -row["id"]), default=None)
    spare = [row["id"] for row in same if row is not best and row["state"] == "draft" and not row["lines"]]
    if spare:
        client.write_call(method="model.sale.sale.delete", parameters=[spare])
    return spare


def _write_lines(client: TrytonClient, draft: SaleDraft, shell: Row) -> None:
    (party,) = readers.parties(client, ids=[draft.party])
    places = [address for address in readers.addresses(client, parties=[draft.party]) if address.active]
    taxes = _taxes(client, draft, party)
    invoice_to = _first(places, "invoice")
    values: dict[str, Any] = {
        "invoice_address": invoice_to,
        "shipment_address": draft.shipment_address or _first(places, "delivery"),
        "payment_term": party.payment_term,
        "price_list": party.price_list,
        "warehouse": _warehouse(client),
        "sale_date": draft.placed_on,
        "shipping_date": draft.requested_date,
        "description": draft.po_number or None,
        "comment": draft.note or None,
        "lines": [("create", [_line(line, taxes) for line in draft.lines])],
    }
    stamp = {"_timestamp": {f"sale.sale,{shell['id']}": shell["_timestamp"]}}
    client.write_call(method="model.sale.sale.write", parameters=[[shell["id"]], values], context=stamp)


def _line(line: SaleLineDraft, taxes: dict[int, list[int]]) -> dict[str, Any]:
    exponent = line.unit_price.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > _PRICE_PLACES:
        raise NotTransferable(position=line.position, unit_price=str(line.unit_price), places=_PRICE_PLACES)
    return {
        "type": "line",
        "sequence": line.position,
        "product": line.product,
        "quantity": wire.Quantity.of(line.quantity),
        "unit": line.unit,
        "unit_price": line.unit_price,
        "taxes": [("add", taxes[line.taxed_as or line.product])],
        "note": line.note or None,
    }


def _taxes(client: TrytonClient, draft: SaleDraft, party: RemoteParty) -> dict[int, list[int]]:
    """Find the taxes of each product for this party: those of its accounting category, put through his tax rule."""
    wanted = {line.taxed_as or line.product for line in draft.lines}
    products = [product for page in readers.products(client, ids=wanted) for product in page]
    if missing := wanted - {product.id for product in products}:
        raise NotTransferable(unknown_products=sorted(missing))
    if party.tax_rule is None:
        usual = readers.categories(client)
        of_category = {category.id: list(category.taxes) for category in usual.values()}
        return {product.id: of_category.get(product.account_category or 0, []) for product in products}
    by_category: dict[int | None, list[int]] = {}
    for product in products:
        if product.account_category not in by_category:
            by_category[product.account_category] = _taxes_by_rule(client, product, party)
    return {product.id: by_category[product.account_category] for product in products}


def _taxes_by_rule(client: TrytonClient, product: RemoteProduct, party: RemoteParty) -> list[int]:
    company = client.context["company"]
    line = {"product": product.id, "quantity": wire.Quantity(1), "type": "line", "company": company}
    sale = {"_parent_sale.party": party.id, "_parent_sale.company": company}
    changed = client.read_call(method="model.sale.line.on_change_product", parameters=[line | sale])
    return [added["id"] for _, added in (changed.get("taxes") or {}).get("add", [])]


def _state(client: TrytonClient, sale: int) -> str:
    (row,) = client.read(model="sale.sale", ids=[sale], fields=["state"])
    return str(row["state"])


def charge_product(client: TrytonClient) -> tuple[int, int]:
    """Find the product on which charges of whole orders are booked, and its unit, or refuse."""
    wanted = client.settings.charges
    found = client.search_read(model="product.product", domain=[("code", "=", wanted)], fields=["sale_uom"])
    if not wanted or not found:
        raise NotTransferable(setting="charges", unknown_product=wanted)
    return int(found[0]["id"]), int(found[0]["sale_uom"])


def _warehouse(client: TrytonClient) -> int | None:
    wanted = client.settings.warehouse
    found = [place.id for place in readers.locations(client) if wanted in {"", place.code}]
    if wanted and not found:
        raise NotTransferable(unknown_warehouse=wanted)
    return found[0] if found else None


def _first(places: Sequence[RemoteAddress], use: str) -> int | None:
    fitting = [place.id for place in places if getattr(place, use)]
    return next(iter(fitting or [place.id for place in places]), None)
