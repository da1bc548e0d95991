"""Promising quantities by date, and holding what was promised for a document."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.modules.availability import allocations, model, sourcing
from fondaco.modules.availability import live as checks
from fondaco.modules.availability.actions.replan import plan_again
from fondaco.modules.availability.board import Board
from fondaco.modules.availability.errors import AlreadyReserved, BackorderNotAllowed
from fondaco.modules.availability.events import StockChanged
from fondaco.modules.availability.live import Live
from fondaco.modules.availability.store import claims, world, write
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    Promise,
    ReservationLine,
    Reserved,
    Supply,
)
from fondaco.platform.transaction import Tx


def promise(
    *,
    tx: Tx | None = None,
    board: Board | None = None,
    requests: Sequence[AvailabilityRequest],
    as_of: datetime,
    buyer: Buyer | None = None,
    together: bool = False,
    live: Live | None = None,
) -> list[Promise]:
    """Answer each quantity by schedule lines, from memory (`board`) or from the tables (`tx`), by the same rule.

    The answers stand in the order of the requests. Nothing is held. Each is answered by itself, and two requests may be
    promised the same goods; `together`, as lines of one document, they share what there is. With a `buyer` the days of
    arrival are told, by his delivery rule, and what is kept for him is his; without one the days goods are ready. What sources
    said `live` goes before what is remembered of them. Of an unknown product nothing is promised.
    """
    if board is not None:
        return board.promise(requests=requests, buyer=buyer, as_of=as_of, together=together, live=live)
    if tx is None:
        raise TypeError("promise needs a board or a transaction")
    known = world.load(tx=tx, products=sorted({request.product for request in requests}), buyer=buyer)
    today = model.days_at(known.places, as_of)
    return sourcing.promises(
        requests=requests,
        supplies=_merged(known.supplies, live, today),
        reckon=lambda supply: allocations.reckon(supply=supply, heard=known.heard, today=today, as_of=as_of),
        plan=sourcing.plan_for(buyer=buyer, terms=known.terms, places=known.places, today=today, as_of=as_of),
        together=together,
    )


def reserve(
    *,
    tx: Tx,
    document: UUID,
    lines: Sequence[ReservationLine],
    as_of: datetime,
    expires_at: datetime | None = None,
    grace: timedelta | None = None,
    buyer: Buyer | None = None,
    live: Live | None = None,
) -> list[Reserved]:
    """Hold what can be promised for the lines of a document, in their order; never one unit twice.

    The products are locked in one order until the transaction ends. What cannot be promised is held nowhere and stands
    in the answer without a date: it waits, and is the first to get what becomes free (`replan`). The `buyer` and his
    delivery rule count as in `promise`; what is kept for him is drawn before what is free for all. `expires_at=None` holds
    until released; with `grace` it holds at least so long after the last day that is promised. What sources said `live` is
    kept as their statement, as far as it stands by itself: or planning again would know nothing of it. Refused, with nothing
    held: a document that reserved already (`AlreadyReserved`), and more than a policy of backorders lets be ordered
    (`BackorderNotAllowed`), but for lines that may wait.
    """
    products = sorted({line.product for line in lines})
    write.lock(tx=tx, products=products)
    # Only now, behind the locks: what was held while we waited for them has to be seen.
    known = world.load(tx=tx, products=products, buyer=buyer, document=document)
    if known.reserved:
        raise AlreadyReserved(document=str(document))
    today = model.days_at(known.places, as_of)
    if live is not None:
        _state(tx, known.supplies, live, today)
    if known.moved or live is not None:
        # Who reserved or waits already comes first.
        plan_again(tx=tx, products=products if live else known.moved, as_of=as_of, live=live)
        known = world.load(tx=tx, products=products, buyer=buyer, document=document)
    supplies, heard = _merged(known.supplies, live, today), known.heard
    plan = sourcing.plan_for(buyer=buyer, terms=known.terms, places=known.places, today=today, as_of=as_of)
    answers, holds, refused = list[Reserved](), list[write.Hold](), list[Problem]()
    for index, line in enumerate(lines):
        supply = supplies.get(line.product, Supply())
        free = allocations.reckon(supply=supply, heard=heard, today=today, as_of=as_of)
        request = AvailabilityRequest(product=line.product, quantity=line.quantity, requested_on=line.requested_on)
        answer, taken = sourcing.promise(request=request, free=free, plan=plan)
        if answer.reason and not line.may_wait:
            facts = {"line": line.line, "orderable": answer.orderable, "reason": answer.reason}
            problem = Problem(
                pointer=f"/lines/{index}",
                code=BackorderNotAllowed.code,
                detail="This is more than may be ordered.",
                facts=facts,
            )
            refused.append(problem)
        supplies[line.product] = model.with_held(
            supply=supply, product=line.product, lines=taken, expires_at=expires_at
        )
        answers.append(Reserved(line=line.line, product=line.product, schedule=answer.schedule))
        holds += [
            write.Hold(
                line=line.line,
                product=line.product,
                location=part.location,
                quantity=part.quantity,
                date=part.date,
                delivered_on=part.delivered_on,
                replenished=part.replenished,
                allocation=part.allocation,
            )
            for part in taken
            if part.location is not None and part.date is not None
        ]
    if refused:
        raise BackorderNotAllowed(problems=refused)
    if expires_at is not None and grace is not None and holds:
        expires_at = max(expires_at, datetime.combine(max(hold.date for hold in holds), time(), UTC) + grace)
    write.hold(tx=tx, document=document, lines=lines, holds=holds, expires_at=expires_at, buyer=buyer)
    if holds:
        tx.publish(
            StockChanged(
                cause="reserved",
                source="fondaco",
                products=tuple(hold.product for hold in holds),
                locations=tuple(hold.location for hold in holds),
                quantities=tuple(hold.quantity for hold in holds),
                dates=tuple(hold.date for hold in holds),
                replenished=tuple(hold.replenished for hold in holds),
                allocations=tuple(hold.allocation for hold in holds),
                document=document,
                expires_at=expires_at,
            )
        )
    return answers


def release(*, tx: Tx, document: UUID, lines: Sequence[UUID] | None = None) -> list[UUID]:
    """Free what is held for a document, or for some of its lines; return the products concerned."""
    products = sorted(set(write.release(tx=tx, document=document, lines=lines)))
    _publish(tx, "released", products)
    return products


def prolong(*, tx: Tx, document: UUID, until: datetime) -> None:
    """Let a document hold, and wait, until a moment if that is later than before; what holds until released still does."""
    products = tuple(sorted(set(write.prolong(tx=tx, document=document, until=until))))
    if products:
        tx.publish(StockChanged(cause="prolonged", source="fondaco", products=products))


def deliver(*, tx: Tx, document: UUID, quantities: Mapping[UUID, Decimal]) -> list[UUID]:
    """Free what of a document's lines has left the house, in base units, the earliest dates first; return the products.

    From then on the source's own stock is less by it: held any longer, the goods would count twice.
    """
    products = sorted(set(write.deliver(tx=tx, document=document, quantities=quantities)))
    _publish(tx, "delivered", products)
    return products


def expire(*, tx: Tx, as_of: datetime) -> int:
    """Forget reservations that are over; promises have ignored them since the moment they expired."""
    products = write.expire(tx=tx, as_of=as_of)
    _publish(tx, "expired", products)
    return len(products)


def _merged(supplies: Mapping[UUID, Supply], live: Live | None, today: model.Today) -> dict[UUID, Supply]:
    return {product: checks.merged(supply=supply, live=live, today=today) for product, supply in supplies.items()}


def _state(tx: Tx, supplies: Mapping[UUID, Supply], live: Live, today: model.Today) -> None:
    """Keep what sources said as their statement. They do not count as heard from: they were asked about little."""
    said = [stock for supply in supplies.values() for stock in checks.statements(supply=supply, live=live, today=today)]
    stored = write.stock(
        tx=tx,
        rows={(one.product, one.location): write.Levels(one.on_hand, one.blocked, one.safety) for one in said},
        told={(one.product, one.location): (one.told_at, one.system) for one in said},
    )
    if stored:
        _publish(tx, "stock", [product for product, _ in stored])


def _publish(tx: Tx, cause: str, products: Iterable[UUID]) -> None:
    changed = tuple(sorted(set(products)))
    if changed:
        claims.mark(tx=tx, changed=(), new=changed)
        tx.publish(StockChanged(cause=cause, source="fondaco", products=changed))
