"""Questions about stock of this moment: who may be asked, with which keys, what the answer means, and how it went."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fondaco.connectors.intake.actions.connections import connection as found_connection
from fondaco.connectors.intake.actions.connections import connections
from fondaco.connectors.intake.model import breaker as breakers
from fondaco.connectors.intake.model.fields import storable
from fondaco.connectors.intake.store import live as store
from fondaco.connectors.intake.types import (
    Breaker,
    BreakerState,
    Connection,
    LiveLine,
    LiveOutcome,
    StockAnswer,
    StockQuestion,
)
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import SourceAsked, Told
from fondaco.modules.catalog import api as catalog
from fondaco.modules.orders import api as orders
from fondaco.platform.transaction import Tx

# Of more orders than that on one product nobody needs to know what is left: all that they hold is subtracted.
MOST_ORDERS = 200
_LONGEST_ERROR = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One question in the words of an ERP, the line it goes over, and which ids its keys stand for."""

    asked: SourceAsked
    connection: Connection
    question: StockQuestion
    products: Mapping[str, UUID]
    locations: Mapping[str, UUID]
    documents: Mapping[str, UUID]

    def told(self, *, answer: StockAnswer, at: datetime) -> Told:
        """Say in our words what the ERP said; what it was not asked is passed over."""
        return Told(
            at=at,
            on_hand={
                (self.products[product], self.locations[location]): quantity
                for (product, location), quantity in answer.on_hand.items()
                if product in self.products and location in self.locations
            },
            open={
                (self.documents[order], self.products[product]): quantity
                for (order, product), quantity in answer.open.items()
                if order in self.documents and product in self.products
            },
        )


def live_line(*, tx: Tx, connection: UUID) -> LiveLine:
    """Tell how live questions over a connection went."""
    found_connection(tx=tx, id=connection)
    return store.lines(tx=tx, connections=[connection]).get(connection, LiveLine())


def errands(
    *, tx: Tx, questions: Sequence[SourceAsked], kinds: Collection[str], as_of: datetime
) -> tuple[list[Errand], list[str]]:
    """Prepare questions for those ERPs that can be asked; commit before asking them. Also name those that are spared.

    Asked is who has a connection of one of these `kinds` that is not paused, and is not known to be away: neither by the
    circuit breaker of the line nor by that of live questions.
    """
    lines: dict[str, Connection] = {}
    for one in connections(tx=tx):
        if one.kind in kinds and not one.paused:
            lines.setdefault(one.system, one)
    wanted = [(asked, lines[asked.system]) for asked in questions if asked.system in lines]
    known = store.lines(tx=tx, connections=[connection.id for _, connection in wanted])
    found, spared = [], []
    for asked, connection in wanted:
        line = known.get(connection.id, LiveLine())
        if _resting(connection.breaker, as_of) or not _admitted(tx, connection, line, as_of):
            spared.append(asked.system)
        else:
            found.append(_errand(tx, asked, connection))
    return found, spared


def note_live(
    *, tx: Tx, connection: UUID, outcome: LiveOutcome, as_of: datetime, differed: bool = False, error: str = ""
) -> None:
    """Count what became of a live question; after several that got no answer in time none is put for a while."""
    line = store.locked(tx=tx, connection=connection)
    good = outcome is LiveOutcome.ANSWERED
    after = breakers.succeeded() if good else breakers.failed(breaker=line.breaker, as_of=as_of)
    store.note(
        tx=tx,
        connection=connection,
        outcome=outcome,
        breaker=after,
        differed=differed,
        moment=as_of,
        error=storable(error)[:_LONGEST_ERROR],
    )


def _resting(breaker: Breaker, as_of: datetime) -> bool:
    """Tell whether the line itself is given a rest; whether it works again, those find out who follow it."""
    return breaker.state is BreakerState.OPEN and breaker.retry_at is not None and as_of < breaker.retry_at


def _admitted(tx: Tx, connection: Connection, line: LiveLine, as_of: datetime) -> bool:
    if line.breaker.state is BreakerState.CLOSED:
        return True
    if breakers.admit(breaker=line.breaker, as_of=as_of) is None:
        return False
    # Somebody else may be let through at this moment: only one is.
    admitted = breakers.admit(breaker=store.locked(tx=tx, connection=connection.id).breaker, as_of=as_of)
    if admitted is not None:
        store.set_breaker(tx=tx, connection=connection.id, breaker=admitted)
    return admitted is not None


def _errand(tx: Tx, asked: SourceAsked, connection: Connection) -> Errand:
    system = connection.system
    products = catalog.keys_of(tx=tx, products=asked.products, system=system)
    documents = asked.documents if len(asked.documents) <= MOST_ORDERS else ()
    keys = orders.erp_keys(tx=tx, system=system, orders=documents)
    return Errand(
        asked=asked,
        connection=connection,
        question=StockQuestion(products=tuple(sorted(products.values())), orders=tuple(sorted(keys.values()))),
        products={key: id for id, key in products.items()},
        locations={place.key: place.id for place in availability.locations(tx=tx) if place.system == system},
        documents={key: id for id, key in keys.items()},
    )
