"""Planning reservations again where supply moved: behind the locks of reserving, many products at a time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fondaco.modules.availability import model, replanning, sourcing
from fondaco.modules.availability.events import PromiseChanged, StockChanged
from fondaco.modules.availability.live import Live, stocked
from fondaco.modules.availability.replanning import Claim, Ground
from fondaco.modules.availability.store import claims as store
from fondaco.modules.availability.store import world, write
from fondaco.modules.availability.store.world import World
from fondaco.modules.availability.types import Held, Supply
from fondaco.platform.transaction import Tx


def replan(*, tx: Tx, as_of: datetime, after: UUID | None = None, limit: int = 200) -> UUID | None:
    """Plan the next products again under whose reservations stock, receipts or other reservations moved.

    They are taken in the order of their ids, `after` the one named. Returns the last; None says that there are no more.
    To be called once in a transaction: its locks are those of `reserve`.
    """
    products = store.next_marked(tx=tx, after=after, limit=limit)
    if not products:
        return None
    write.lock(tx=tx, products=products)
    plan_again(tx=tx, products=products, as_of=as_of)
    return products[-1]


def plan_again(*, tx: Tx, products: Sequence[UUID], as_of: datetime, live: Live | None = None) -> None:
    """Plan all reservations of products that are locked already, and tell which promises became others.

    A source that answered `live` is not silent about what it said.

    What somebody is releasing or delivering at this moment stays as it is, and its product stays noted: it is planned
    again when they are through.
    """
    noted = store.marks(tx=tx, products=products)
    ours = store.lock(tx=tx, products=products)
    found = store.load(tx=tx, products=products)
    if found:
        _plan_all(tx, found, ours, as_of, live)
    busy = {product for product, claims in found.items() if any(claim.document not in ours for claim in claims)}
    store.unmark(tx=tx, ids=[id for id, product in noted.items() if product not in busy])


def _plan_all(
    tx: Tx, found: dict[UUID, list[Claim]], ours: frozenset[UUID], as_of: datetime, live: Live | None
) -> None:
    buyers = {claim.document: claim.buyer for claims in found.values() for claim in claims if claim.buyer}
    known = world.load(tx=tx, products=sorted(found), buyer=None, others=list(buyers.values()))
    plan = _plans(known, as_of)
    ground = Ground(heard=known.heard, today=model.days_at(known.places, as_of), as_of=as_of, plan=plan)
    planned: dict[tuple[UUID, UUID], Claim] = {}
    news: list[PromiseChanged] = []
    for product, claims in sorted(found.items()):
        counting = [claim for claim in claims if claim.expires_at is None or as_of < claim.expires_at]
        mine = [claim for claim in counting if claim.document in ours]
        others = [_held(claim) for claim in counting if claim.document not in ours]
        supply = stocked(supply=known.supplies.get(product, Supply()), live=live)
        supply = replace(supply, held=tuple(held for holds in others for held in holds))
        for before, after in zip(mine, replanning.again(claims=mine, supply=supply, ground=ground), strict=True):
            if before.held == after.held:
                continue
            planned[before.document, before.line] = after
            if replanning.told(before) != replanning.told(after):
                news.append(_changed(before, after))
    store.rewrite(tx=tx, planned=planned)
    for changed in news:
        tx.publish(changed)
    if planned:
        products = tuple(sorted({claim.product for claim in planned.values()}))
        tx.publish(StockChanged(cause="replanned", source="fondaco", products=products))


def _plans(known: World, as_of: datetime) -> Callable[[Claim], sourcing.Plan]:
    today = model.days_at(known.places, as_of)
    trips: sourcing.Trips = {}
    plans: dict[UUID, sourcing.Plan] = {}

    def plan(claim: Claim) -> sourcing.Plan:
        if claim.document not in plans:
            plans[claim.document] = sourcing.plan_for(
                buyer=claim.buyer, terms=known.terms, places=known.places, today=today, as_of=as_of, trips=trips
            )
        return plans[claim.document]

    return plan


def _held(claim: Claim) -> list[Held]:
    return [
        Held(
            product=claim.product,
            location=part.location,
            quantity=part.quantity,
            date=part.date,
            expires_at=claim.expires_at,
            document=claim.document,
            replenished=part.replenished,
            allocation=part.allocation,
        )
        for part in claim.held
        if part.location is not None and part.date is not None
    ]


def _changed(before: Claim, after: Claim) -> PromiseChanged:
    return PromiseChanged(
        document=before.document,
        line=before.line,
        product=before.product,
        revision=before.revision + 1,
        before=replanning.told(before),
        after=replanning.told(after),
    )
