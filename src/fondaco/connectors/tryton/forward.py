"""Our orders into Tryton: in order of placing, each exactly once in effect, whatever breaks in between.

The intent is stored before the call, the reference never changes, and `sales.make_sale` looks before it writes. One
order that Tryton refuses is parked for a person and holds up nobody; a line that fails ends the pass, and the next
pass begins at the same order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import text

from fondaco.connectors.tryton import follow, readers, sales
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.errors import (
    NotTransferable,
    TrytonLoginRefused,
    TrytonOvertaken,
    TrytonUncertain,
    TrytonUnreachable,
)
from fondaco.connectors.tryton.model.order import reference_of, sale_line
from fondaco.connectors.tryton.types import RemoteAddress, SaleDraft, SaleLineDraft
from fondaco.kernel.errors import Refusal, Unavailable
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import Address
from fondaco.modules.catalog import api as catalog
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.types import Export
from fondaco.platform.transaction import Database, Tx

# What says nothing about the order but about the line: the order waits. Anything else it cannot get over by waiting.
_LINE = (Unavailable, TrytonOvertaken, TrytonLoginRefused)
# Charges stand behind all lines that an order can have.
_BEHIND = 100_001
_ONE_AT_A_TIME = text("SELECT pg_try_advisory_xact_lock(hashtextextended('tryton.forward.' || :system, 0))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """What one pass did; `failure` is why it ended before the queue was empty."""

    exported: int = 0
    parked: int = 0
    failure: Refusal | None = None


def forward_orders(*, database: Database, client: TrytonClient, now: Callable[[], datetime]) -> Forwarded:
    """Send what waits for this Tryton; return at the first failure of the line or when nothing is due."""
    exported = parked = 0
    with database.transaction() as guard:
        # Held for the whole pass, and released by PostgreSQL if this process dies.
        if not guard.execute(_ONE_AT_A_TIME, {"system": client.settings.system}).scalar_one():
            return Forwarded()
        while export := _next(database, client.settings.system, now()):
            try:
                sale, number = _send(database, client, export)
            except _LINE as refusal:
                _failed(database, export, refusal, now(), unsure=_unsure(export, refusal))
                return Forwarded(exported=exported, parked=parked, failure=refusal)
            except Refusal as refusal:
                _failed(database, export, refusal, now(), final=True)
                parked += 1
                continue
            with database.transaction() as tx:
                orders.mark_exported(
                    tx=tx, export=export.id, external_ref=str(sale), external_number=number, as_of=now()
                )
            exported += 1
    return Forwarded(exported=exported, parked=parked)


class _NotBegunError(TrytonUnreachable):
    """The look before the first write failed: nothing was written in this attempt."""


def _unsure(export: Export, refusal: Refusal) -> bool:
    return export.begun or not isinstance(refusal, _NotBegunError)


def _next(database: Database, system: str, at: datetime) -> Export | None:
    with database.transaction() as tx:
        ready = orders.next_exports(tx=tx, system=system, limit=1, as_of=at)
        if not ready or not orders.begin_export(tx=tx, export=ready[0].id, as_of=at):
            return None
        return ready[0]


def _failed(
    database: Database, export: Export, refusal: Refusal, at: datetime, *, unsure: bool = False, final: bool = False
) -> None:
    with database.transaction() as tx:
        orders.mark_export_failed(tx=tx, export=export.id, error=str(refusal), as_of=at, unsure=unsure, final=final)


def _send(database: Database, client: TrytonClient, export: Export) -> tuple[int, str]:
    with database.transaction() as tx:
        ordered = _ordered(tx, export, client.settings.system)
    try:
        draft = _draft(client, export, ordered)
    except (TrytonUnreachable, TrytonUncertain) as error:
        raise _NotBegunError(str(error)) from error
    sale = sales.make_sale(client, draft=draft)
    (found,) = follow.sales(client, ids=[sale])
    return sale, found.number


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ordered:
    party: int
    products: dict[int, int]
    ship_to: Address | None


def _ordered(tx: Tx, export: Export, system: str) -> _Ordered:
    """Find what Tryton calls the buyer and the products; the buyer goes by the nearest organisation it knows."""
    party = next(
        (
            int(ref.key)
            for organisation in accounts.hierarchy(tx=tx, organisation=export.organisation)
            for ref in accounts.organisation(tx=tx, id=organisation).refs
            if ref.system == system
        ),
        None,
    )
    keys = catalog.keys_of(tx=tx, products=[line.product for line in export.lines], system=system)
    unknown = [line.sku for line in export.lines if line.product not in keys]
    if party is None or unknown:
        raise NotTransferable(buyer_known=party is not None, unknown_products=unknown)
    return _Ordered(
        party=party,
        products={line.position: int(keys[line.product]) for line in export.lines},
        ship_to=accounts.address_of(tx=tx, id=export.ship_to) if export.ship_to else None,
    )


def _draft(client: TrytonClient, export: Export, ordered: _Ordered) -> SaleDraft:
    units = readers.units(client)
    wanted = set(ordered.products.values())
    products = {product.id: product for page in readers.products(client, ids=wanted) for product in page}
    if missing := wanted - products.keys():
        raise NotTransferable(deleted_products=sorted(missing))
    return SaleDraft(
        reference=reference_of(reference=export.reference, export=export.id),
        party=ordered.party,
        placed_on=export.placed_at.date(),
        po_number=export.po_number,
        note=export.note,
        requested_date=export.requested_date,
        shipment_address=_ship_to(client, ordered),
        lines=(
            *(
                sale_line(line=line, product=products[ordered.products[line.position]], units=units)
                for line in export.lines
            ),
            *_charges(client, export, ordered),
        ),
    )


def _charges(client: TrytonClient, export: Export, ordered: _Ordered) -> list[SaleLineDraft]:
    """Write what the order costs besides its lines as lines of their own, taxed as the lines that bear it are."""
    charged = export.charged()
    if not charged:
        return []
    product, unit = sales.charge_product(client)
    of_rate = {line.tax_rate: ordered.products[line.position] for line in reversed(export.lines)}
    return [
        SaleLineDraft(
            position=_BEHIND + number,
            product=product,
            quantity=Decimal(1),
            unit=unit,
            unit_price=amount,
            note=charge.text,
            taxed_as=of_rate[rate],
        )
        for number, (charge, rate, amount) in enumerate(charged)
    ]


def _ship_to(client: TrytonClient, ordered: _Ordered) -> int | None:
    """Find the address in Tryton by what stands on it; make it there where a buyer has added it here."""
    if ordered.ship_to is None:
        return None
    mine = ordered.ship_to
    for place in readers.addresses(client, parties=[ordered.party]):
        if place.active and _written(place) == _written(mine):
            return place.id
    country = client.search_read(model="country.country", domain=[("code", "=", mine.country)], fields=["code"])
    values = {
        "party": ordered.party,
        "party_name": mine.name,
        "street_unstructured": mine.street,
        "postal_code": mine.postal_code,
        "city": mine.city,
        "country": country[0]["id"] if country else None,
        "delivery": True,
    }
    # Made twice after a lost answer it is found at the next look; an address too many has no effect.
    (made,) = client.write_call(method="model.party.address.create", parameters=[[values]])
    return int(made)


def _written(address: RemoteAddress | Address) -> tuple[str, ...]:
    """Say an address in a form that spaces and capitals do not change."""
    parts = (address.street, address.postal_code, address.city, address.country)
    return tuple(" ".join(part.split()).casefold() for part in parts)
