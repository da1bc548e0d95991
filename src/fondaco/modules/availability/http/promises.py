"""Routes of availability: promises by date, locations, and the stock that staff may correct."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from fondaco.kernel import clock
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem, Refusal
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.api import Board, Live, LiveCheck, Occasion
from fondaco.modules.availability.errors import BadAvailabilityLines
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    BackorderPolicy,
    Day,
    Location,
    Promise,
    ScheduleLine,
    Stock,
    Suggestion,
)
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import RelationKind
from fondaco.platform.transaction import Database
from fondaco.platform.web.version import versioned

ProductId = Annotated[str, Meta(max_length=40, examples=["prd_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
LocationId = Annotated[str, Meta(max_length=40, examples=["loc_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,6})?$", examples=["100"])]
Unit = Annotated[str, Meta(max_length=10, examples=["PCE"])]


class AvailabilityLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product and a quantity, without a unit in the product's base unit; wanted on `requested_on` and not before."""

    product: ProductId
    quantity: Amount = "1"
    unit: Unit | None = None
    requested_on: date | None = None


class AvailabilityIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The lines to promise, each by itself."""

    lines: Annotated[list[AvailabilityLineIn], Meta(min_length=1, max_length=1000)]


class ScheduleLineOut(Struct, frozen=True, kw_only=True):
    """A quantity in base units, the day it leaves and the day it arrives; without a day nobody knows yet.

    `delivered_on` is null where nobody told how long goods travel. So much of it is neither there nor expected yet and
    rests on the lead time of replenishment.
    """

    quantity: Decimal
    date: date | None
    delivered_on: Day | None = None
    replenished: Decimal = Decimal(0)


class LocationStockOut(Struct, frozen=True, kw_only=True):
    """What one location has at once and expects; null where its source is silent, or with `noted_at` by data of that age."""

    id: LocationId
    name: str
    now: Decimal | None
    receipts: list[ScheduleLineOut]
    told_at: datetime
    noted_at: datetime | None = None


class InsteadOut(Struct, frozen=True, kw_only=True):
    """A product that can be had instead: a successor or substitute, how much in base units, and when.

    With `noted_at` a date rests on data of that age.
    """

    product: ProductId
    sku: str
    name: str
    kind: RelationKind
    unit: Unit
    quantity: Decimal
    schedule: list[ScheduleLineOut]
    noted_at: datetime | None = None


class PromiseOut(Struct, frozen=True, kw_only=True):
    """The answer to one line: the schedule sums to the quantity, in base units.

    `in_time` says whether all of it arrives by the requested day; null where no day was requested. `orderable` is how much
    of it may be ordered, and `reason` the backorder policy by which it is no more; null where all of it may.
    Where it is late, `suggestions` come in time instead, or sooner where no day was requested. `drawn` is how much of it
    comes from what is kept for the buyer, in base units; `kept_for_others` says that it is late and something is kept for others.

    `noted_at` is not null where a date rests on data that has to be told with its age: its ERP is silent, or was to be asked
    live and gave no answer in time. It is the moment as of which the data is known; show it with the date.
    """

    product: ProductId
    unit: Unit
    quantity: Decimal
    known: bool
    schedule: list[ScheduleLineOut]
    locations: list[LocationStockOut]
    told_at: datetime | None
    in_time: bool | None = None
    orderable: Decimal
    reason: BackorderPolicy | None = None
    drawn: Decimal = Decimal(0)
    kept_for_others: bool = False
    noted_at: datetime | None = None
    suggestions: list[InsteadOut] = []


class PromisesOut(Struct, frozen=True, kw_only=True):
    """One answer for each line, in their order."""

    items: list[PromiseOut]


class LocationOut(Struct, frozen=True, kw_only=True):
    """A place with stock."""

    id: LocationId
    name: str
    country: str
    zone: str
    system: str


class LocationsOut(Struct, frozen=True, kw_only=True):
    """All places with stock, in the order in which they deliver."""

    items: list[LocationOut]


class StockOut(Struct, frozen=True, kw_only=True):
    """What a source told about a product at a location, in base units."""

    product: ProductId
    location: LocationId
    on_hand: Decimal
    blocked: Decimal
    safety: Decimal
    told_at: datetime
    system: str
    version: int


class StockPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A correction by hand; what is left out stays."""

    on_hand: Amount | UnsetType = UNSET
    blocked: Amount | UnsetType = UNSET


@post(
    "/v1/availability",
    operation_id="get_availability",
    summary="Quantities by date",
    tags=["availability"],
    opt={"permission": "catalog.view"},
    status_code=200,
)
async def get_availability(
    data: JSONBody[AvailabilityIn],
    buyer: NamedDependency[Buyer],
    board: NamedDependency[Board],
    shelf: NamedDependency[Shelf],
    live: NamedDependency[LiveCheck],
) -> PromisesOut:
    """Promise up to 1,000 lines, each by itself; nothing is held. All bad lines are named at once.

    Where the buyer's ERPs are to be asked live, they are: once for all lines, within the time that is set for it.
    """
    told = await live.check(
        products=lambda: (inner_id("prd", line.product) for line in data.lines), buyer=buyer, occasion=Occasion.PRODUCT
    )
    return await sync_to_thread(_promised, data.lines, buyer, board, shelf, told)


def _promised(
    lines: Sequence[AvailabilityLineIn], buyer: Buyer, board: Board, shelf: Shelf, live: Live | None
) -> PromisesOut:
    requests, units = _requests(lines, shelf)
    promises = availability.promise(board=board, requests=requests, as_of=buyer.as_of, buyer=buyer, live=live)
    wanted_on = [request.requested_on for request in requests]
    instead = availability.suggest(shelf=shelf, board=board, promises=promises, requested_on=wanted_on, buyer=buyer)
    names = {place.id: place.name for place in board.locations()}
    answers = zip(promises, units, instead, strict=True)
    return PromisesOut(items=[_promise(promise, unit, names, suggested) for promise, unit, suggested in answers])


@get(
    "/v1/locations",
    operation_id="list_locations",
    summary="Places with stock",
    tags=["availability"],
    opt={"permission": "catalog.view"},
    sync_to_thread=False,
)
def list_locations(board: NamedDependency[Board]) -> LocationsOut:
    """List all locations."""
    return LocationsOut(items=[_location(place) for place in board.locations()])


@get(
    "/v1/stock/{product_id:str}/{location_id:str}",
    operation_id="get_stock",
    summary="Stock of a product at a location",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def get_stock(
    product_id: FromPath[ProductId], location_id: FromPath[LocationId], database: NamedDependency[Database]
) -> Response[StockOut]:
    """Read what was told last."""
    with database.transaction() as tx:
        found = availability.stock(tx=tx, product=inner_id("prd", product_id), location=inner_id("loc", location_id))
    return versioned(_stock(found), found.version)


@patch(
    "/v1/stock/{product_id:str}/{location_id:str}",
    operation_id="change_stock",
    summary="Correct a stock",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def change_stock(
    product_id: FromPath[ProductId],
    location_id: FromPath[LocationId],
    data: JSONBody[StockPatch],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[StockOut]:
    """Correct what is on hand or blocked; the next statement of the source counts again."""
    with database.transaction() as tx:
        changed = availability.change_stock(
            tx=tx,
            product=inner_id("prd", product_id),
            location=inner_id("loc", location_id),
            expected_version=expected_version,
            as_of=clock.now(),
            on_hand=None if data.on_hand is UNSET else Decimal(data.on_hand),
            blocked=None if data.blocked is UNSET else Decimal(data.blocked),
        )
    return versioned(_stock(changed), changed.version)


def _requests(lines: Iterable[AvailabilityLineIn], shelf: Shelf) -> tuple[list[AvailabilityRequest], list[str]]:
    requests, units, problems = [], [], []
    for index, line in enumerate(lines):
        product = shelf.product(inner_id("prd", line.product))
        pointer = f"/lines/{index}"
        if product is None:
            problems.append(_problem(f"{pointer}/product", "catalog.unknown_product", "There is no such product."))
        elif not Decimal(line.quantity):
            detail = "The quantity must be more than zero."
            problems.append(_problem(f"{pointer}/quantity", "availability.not_positive", detail))
        else:
            unit = line.unit or product.base_unit
            try:
                quantity = product.conversions.convert(Quantity(Decimal(line.quantity), unit), product.base_unit)
            except Refusal as refusal:
                problems.append(_problem(f"{pointer}/unit", refusal.code, refusal.detail))
                continue
            units.append(product.base_unit)
            requests.append(
                AvailabilityRequest(product=product.id, quantity=quantity.value, requested_on=line.requested_on)
            )
    if problems:
        raise BadAvailabilityLines(problems=problems)
    return requests, units


def _problem(pointer: str, code: str, detail: str) -> Problem:
    return Problem(pointer=pointer, code=code, detail=detail)


def _promise(promise: Promise, unit: str, names: dict[UUID, str], suggested: Iterable[Suggestion]) -> PromiseOut:
    return PromiseOut(
        product=public_id("prd", promise.product),
        unit=unit,
        quantity=promise.quantity,
        known=promise.known,
        schedule=_schedule(promise.schedule),
        locations=[
            LocationStockOut(
                id=public_id("loc", place.location),
                name=names.get(place.location, ""),
                now=place.available if place.known else None,
                receipts=_schedule(place.expected),
                told_at=place.told_at,
                noted_at=place.noted_at,
            )
            for place in promise.locations
        ],
        told_at=promise.told_at,
        in_time=promise.in_time,
        orderable=promise.orderable,
        reason=promise.reason,
        drawn=promise.drawn,
        kept_for_others=promise.kept_for_others,
        noted_at=promise.noted_at,
        suggestions=[_suggestion(one) for one in suggested],
    )


def _suggestion(found: Suggestion) -> InsteadOut:
    return InsteadOut(
        product=public_id("prd", found.product),
        sku=found.sku,
        name=found.name,
        kind=found.kind,
        unit=found.unit,
        quantity=found.promise.quantity,
        schedule=_schedule(found.promise.schedule),
        noted_at=found.promise.noted_at,
    )


def _schedule(lines: Iterable[ScheduleLine]) -> list[ScheduleLineOut]:
    return [
        ScheduleLineOut(
            quantity=line.quantity, date=line.date, delivered_on=line.delivered_on, replenished=line.replenished
        )
        for line in lines
    ]


def _location(place: Location) -> LocationOut:
    return LocationOut(
        id=public_id("loc", place.id), name=place.name, country=place.country, zone=place.zone, system=place.system
    )


def _stock(stock: Stock) -> StockOut:
    return StockOut(
        product=public_id("prd", stock.product),
        location=public_id("loc", stock.location),
        on_hand=stock.on_hand,
        blocked=stock.blocked,
        safety=stock.safety,
        told_at=stock.told_at,
        system=stock.system,
        version=stock.version,
    )


ROUTES: list[Any] = [get_availability, list_locations, get_stock, change_stock]
