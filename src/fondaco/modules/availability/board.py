"""The board: all stock, receipts and reservations in the memory of one process, with what cards say ready to send."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import repeat
from uuid import UUID

import msgspec

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.event import Event
from fondaco.modules.availability import allocations, model, sourcing
from fondaco.modules.availability import live as checks
from fondaco.modules.availability.events import (
    OF_RESERVATIONS,
    LiveRulesChanged,
    SourceHeard,
    StockChanged,
    TermsChanged,
)
from fondaco.modules.availability.live import Live, SourceAsked
from fondaco.modules.availability.sources import Heard, LiveRule, Occasion, Source
from fondaco.modules.availability.store import read
from fondaco.modules.availability.store import sources as heard_of
from fondaco.modules.availability.store import terms as stored
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    Held,
    Location,
    Promise,
    StockTag,
    Supply,
    Terms,
)
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.events import ProductsChanged
from fondaco.platform.transaction import Tx

_encode = msgspec.json.Encoder(decimal_format="string").encode
_NOTHING = Supply()
_QUARTER = timedelta(minutes=15)
_NEVER = datetime(1900, 1, 1, tzinfo=UTC)


class Board:
    """A projection: loaded once, then kept by events. Reading never waits and never touches the database."""

    EVENTS: tuple[type[Event], ...] = (
        StockChanged, SourceHeard, LiveRulesChanged, TermsChanged, ProductsChanged,
    )  # fmt: skip

    def __init__(self) -> None:
        self._units: dict[UUID, str] = {}
        # By the number of the product's id: whole numbers are found faster than ids.
        self._supplies: dict[int, Supply] = {}
        self._heard: Heard = {}
        self._sources: dict[str, Source] = {}
        self._live_rules: dict[UUID, LiveRule] = {}
        self._locations: dict[UUID, Location] = {}
        # Trips are remembered for the terms and places they were found by, and change with them.
        self._ways: tuple[Terms, sourcing.Trips] = (Terms(), {})
        self._frees: dict[int, tuple[Supply, datetime, datetime, model.Free]] = {}
        self._tags: dict[int, tuple[Supply, datetime, datetime, bytes]] = {}
        self._days: tuple[datetime, model.Today] = (_NEVER, model.days_at({}, _NEVER))

    def load(self, *, tx: Tx) -> None:
        """Read everything."""
        self._units = {id: basics.base_unit for id, basics in catalog.basics(tx=tx).items()}
        self._take_sources(tx)
        self._live_rules = heard_of.rules(tx=tx)
        self._ways = (stored.load(tx=tx), {})
        supplies = read.supplies(tx=tx, products=None, places=self._locations)
        self._supplies = {product.int: supply for product, supply in supplies.items()}
        self._frees, self._tags = {}, {}

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:
        """Fetch what changed."""
        changed = [event for event in events if isinstance(event, StockChanged)]
        stocked = {id for event in changed if event.cause not in OF_RESERVATIONS for id in event.products}
        # What leaves the house is used of its allocation too.
        stocked |= {
            id for event in changed if event.cause == "delivered" for id in event.products if self._allocated(id)
        }
        # By far the most frequent news is that an order holds something; it tells all there is to know.
        holding = [event for event in changed if event.document is not None]
        held = {
            id for event in changed if event.cause in OF_RESERVATIONS for id in event.products if not event.document
        }
        self._take_kept(tx, {type(event) for event in events})
        if stocked:
            found = read.supplies(tx=tx, products=sorted(stocked), places=self._locations)
            for product in stocked:
                self._supplies[product.int] = found.get(product, _NOTHING)
        for event in holding:
            self._hold(event, besides=held | stocked)
        if held - stocked:
            for product, holds in read.held(tx=tx, products=sorted(held - stocked)).items():
                known = self._supplies.get(product.int, _NOTHING)
                self._supplies[product.int] = replace(known, held=holds)
        made = {id for event in events if isinstance(event, ProductsChanged) for id in event.products}
        if made:
            self._units |= {id: basics.base_unit for id, basics in catalog.basics(tx=tx, ids=sorted(made)).items()}
        for product in made:
            self._tags.pop(product.int, None)

    def _hold(self, event: StockChanged, *, besides: Container[UUID]) -> None:
        """Take in what a document holds, unless the tables told it already."""
        new: dict[UUID, list[Held]] = {}
        for product, location, quantity, day, replenished, allocation in zip(
            event.products,
            event.locations,
            event.quantities,
            event.dates,
            event.replenished or repeat(model.NOTHING, len(event.products)),
            event.allocations or repeat(None, len(event.products)),
            strict=True,
        ):
            if product not in besides:
                new.setdefault(product, []).append(
                    Held(
                        product=product,
                        location=location,
                        quantity=quantity,
                        date=day,
                        expires_at=event.expires_at,
                        document=event.document,
                        replenished=replenished,
                        allocation=allocation,
                    )
                )
        for product, holds in new.items():
            known = self._supplies.get(product.int, _NOTHING)
            if all(held.document != event.document for held in known.held):
                self._supplies[product.int] = replace(known, held=(*known.held, *holds))

    def _allocated(self, product: UUID) -> bool:
        return bool(self._supplies.get(product.int, _NOTHING).allocations)

    def locations(self) -> list[Location]:
        """Return all locations by name."""
        return list(self._locations.values())

    def live_limits(self, *, buyer: Buyer, occasion: Occasion) -> dict[str, tuple[int, bool]]:
        """Say how many milliseconds each source has that is to be asked before a buyer is answered, and who insists."""
        return checks.limits(sources=self._sources, rules=self._live_rules, buyer=buyer, occasion=occasion)

    def questions(self, *, limits: Mapping[str, tuple[int, bool]], products: Iterable[UUID]) -> list[SourceAsked]:
        """Say what each of these sources is to be asked about products; those that hold nothing of them are not asked."""
        return checks.asked(limits=limits, supplies={id: self._supplies.get(id.int, _NOTHING) for id in products})

    def promise(
        self,
        *,
        requests: Sequence[AvailabilityRequest],
        buyer: Buyer | None,
        as_of: datetime,
        together: bool = False,
        live: Live | None = None,
    ) -> list[Promise]:
        """Answer each quantity by schedule lines; `together` they share what there is, in their order.

        What sources said `live` goes before what is remembered of them.
        """
        today, (terms, trips) = self._today(as_of), self._ways
        remembered = {one.product: self._supplies.get(one.product.int, _NOTHING) for one in requests}
        supplies = {id: checks.merged(supply=one, live=live, today=today) for id, one in remembered.items()}

        def reckon(supply: Supply) -> model.Free:
            return allocations.reckon(supply=supply, heard=self._heard, today=today, as_of=as_of)

        def free(product: UUID) -> model.Free:
            supply = supplies[product]
            return self._free(product, as_of) if supply is remembered[product] else reckon(supply)

        return sourcing.promises(
            requests=requests,
            supplies=supplies,
            reckon=reckon,
            free=free,
            plan=sourcing.plan_for(
                buyer=buyer, terms=terms, places=self._locations, today=today, as_of=as_of, trips=trips
            ),
            together=together,
        )

    def page(self, ids: Iterable[UUID], *, as_of: datetime, buyer: Buyer | None = None) -> list[bytes]:
        """Return what the cards of products say about availability: a `StockTag` each, as JSON, in their order.

        What is kept for the buyer is told to him, and to nobody else.
        """
        tags, supplies, found = self._tags, self._supplies, []
        for id in ids:
            number = id.int
            tag = tags.get(number)
            # Of another supply it may still be written down by a reader whom the news overtook.
            if tag is None or tag[0] is not supplies.get(number, _NOTHING) or not tag[1] <= as_of < tag[2]:
                supply, since, until, free = self._reckoned(number, as_of)
                tag = tags[number] = (supply, since, until, self._tag(id, free))
            if buyer is not None and tag[0].allocations:
                mine = allocations.for_buyer(free=self._free(id, as_of), buyer=buyer)
                found.append(self._tag(id, mine))
            else:
                found.append(tag[3])
        return found

    def _free(self, id: UUID, as_of: datetime) -> model.Free:
        return self._reckoned(id.int, as_of)[3]

    def _reckoned(self, number: int, as_of: datetime) -> tuple[Supply, datetime, datetime, model.Free]:
        """Return what is free of a product, reckoned once for as long as the mere passing of time changes nothing."""
        frees, supply = self._frees, self._supplies.get(number, _NOTHING)
        known = frees.get(number)
        if known is None or known[0] is not supply or not known[1] <= as_of < known[2]:
            free = allocations.reckon(supply=supply, heard=self._heard, today=self._today(as_of), as_of=as_of)
            until = model.next_change(supply=supply, heard=self._heard, as_of=as_of)
            soon = _next_quarter(as_of)
            known = frees[number] = (supply, as_of, min(until, soon) if until else soon, free)
        return known

    def _tag(self, id: UUID, free: model.Free) -> bytes:
        at = free.locations
        coming = sorted((line.date, line.quantity) for place in at for line in place.expected if line.date is not None)
        tag = StockTag(
            known=any(place.known for place in at),
            available=sum((place.available for place in at), model.NOTHING),
            unit=self._units.get(id, ""),
            next_date=coming[0][0] if coming else None,
            next_quantity=coming[0][1] if coming else None,
            noted_at=min(
                (place.noted_at for place in at if place.noted_at and (place.available or place.expected)), default=None
            ),
        )
        return _encode(tag)

    def _today(self, as_of: datetime) -> model.Today:
        until, today = self._days
        if not until - _QUARTER <= as_of < until:
            # No zone's midnight lies inside of a quarter of an hour.
            today = model.days_at(self._locations, as_of)
            self._days = (_next_quarter(as_of), today)
        return today

    def _take_kept(self, tx: Tx, kinds: Container[type[Event]]) -> None:
        """Fetch anew what is kept for sources and customers, where something of it changed."""
        if SourceHeard in kinds:
            self._take_sources(tx)
            self._frees, self._tags = {}, {}
        if LiveRulesChanged in kinds:
            self._live_rules = heard_of.rules(tx=tx)
        if TermsChanged in kinds:
            self._ways = (stored.load(tx=tx), {})

    def _take_sources(self, tx: Tx) -> None:
        self._sources = heard_of.sources(tx=tx)
        self._heard = {system: source.hearing for system, source in self._sources.items()}
        self._locations = read.locations(tx=tx)
        self._days = (_NEVER, self._days[1])
        self._ways = (self._ways[0], {})


def _next_quarter(moment: datetime) -> datetime:
    return (
        moment
        - timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
        + _QUARTER
    )
