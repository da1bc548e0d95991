"""Holding quantities for a document, and letting them go."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from fondaco.kernel.ids import new_id
from fondaco.modules.availability import model
from fondaco.modules.availability.errors import AlreadyReserved
from fondaco.modules.availability.events import StockChanged
from fondaco.modules.availability.store import positions, write
from fondaco.modules.availability.types import Position, ReservationLine, Reserved
from fondaco.platform.transaction import Tx

_ZONE = "Europe/Berlin"


def reserve(
    *, tx: Tx, document: UUID, lines: Sequence[ReservationLine], as_of: datetime, expires_at: datetime | None = None
) -> list[Reserved]:
    """Hold as much as there is for each line, in base units; what nothing covers is answered without a date.

    The rows of all products are locked in one order, so that buyers wait for each other and never deadlock; lines are
    served in the order given. Refuses a document that holds something already. `expires_at=None` holds until released.
    """
    if write.has_reservations(tx=tx, document=document):
        raise AlreadyReserved(document=str(document))
    places = positions.locations(tx=tx)
    products = sorted({line.product for line in lines})
    found = positions.positions(tx=tx, products=products, places=places, lock=True)
    today = as_of.astimezone(ZoneInfo(next(iter(places.values())).zone if places else _ZONE)).date()
    answers, rows = [], []
    for line in lines:
        position = found.get(line.product, Position(product=line.product))
        covered = model.schedule(position=position, quantity=line.quantity, today=today, requested_on=line.requested_on)
        held = [part for part in covered if part.location is not None]
        found[line.product] = model.take(position=position, lines=held)
        rows += [
            {
                "id": new_id(),
                "document": document,
                "line": line.line,
                "product": line.product,
                "location": part.location,
                "receipt": part.receipt,
                "quantity": part.quantity,
                "expires_at": expires_at,
            }
            for part in held
        ]
        answers.append(Reserved(line=line.line, product=line.product, schedule=model.by_date(covered)))
    write.add_reservations(tx=tx, rows=rows)
    if rows:
        concerned = sorted({answer.product for answer in answers})
        tx.publish(StockChanged(source="reservation", products=tuple(concerned)))
    return answers


def release(*, tx: Tx, document: UUID) -> None:
    """Let go of everything a document holds; nothing held is fine."""
    products = write.release(tx=tx, document=document)
    if products:
        tx.publish(StockChanged(source="reservation", products=tuple(products)))


def expire(*, tx: Tx, as_of: datetime) -> int:
    """Let go of reservations whose time is over; return of how many products."""
    products = write.expire(tx=tx, as_of=as_of)
    if products:
        tx.publish(StockChanged(source="reservation", products=tuple(products)))
    return len(products)
