"""Routes of allocations, for staff: what of a product is kept for a customer or a segment, and how much of it is drawn."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.period import Period
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.http.promises import Amount, LocationId, ProductId, Unit
from fondaco.modules.availability.http.terms import OrganisationId
from fondaco.modules.availability.types import AllocationState
from fondaco.modules.catalog import api as catalog
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import Cursor, Limit, PageOut, page_out
from fondaco.platform.web.version import versioned

AllocationId = Annotated[str, Meta(max_length=40, examples=["alc_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Segment = Annotated[str, Meta(min_length=1, max_length=60, examples=["key-account"])]
Moment = Annotated[datetime, Meta(tz=True)]


class AllocationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A quantity to keep, without a unit in the product's base unit, for an organisation and all below it or for a segment.

    Exactly one of the two is named. Without a location it is kept wherever there is something first; without a beginning
    from now on, without an end for good.
    """

    product: ProductId
    quantity: Amount
    unit: Unit | None = None
    organisation: OrganisationId | None = None
    segment: Segment | None = None
    location: LocationId | None = None
    valid_from: Moment | None = None
    valid_to: Moment | None = None


class AllocationPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another quantity, in base units, or another period; what is left out stays."""

    quantity: Amount | UnsetType = UNSET
    valid_from: Moment | UnsetType = UNSET
    valid_to: Moment | UnsetType | None = UNSET


class AllocationOut(Struct, frozen=True, kw_only=True):
    """What is kept, in base units: of it so much is `held` for orders, `used` left the house, and `left` is still kept."""

    id: AllocationId
    product: ProductId
    quantity: Decimal
    used: Decimal
    held: Decimal
    left: Decimal
    organisation: OrganisationId | None
    segment: str | None
    location: LocationId | None
    valid_from: datetime
    valid_to: datetime | None
    system: str
    key: str
    version: int


@get(
    "/v1/allocations",
    operation_id="list_allocations",
    summary="Allocations",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def list_allocations(
    database: NamedDependency[Database],
    product: FromQuery[ProductId | None] = None,
    organisation: FromQuery[OrganisationId | None] = None,
    segment: FromQuery[Segment | None] = None,
    over: FromQuery[bool | None] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[Limit] = 50,
) -> PageOut[AllocationOut]:
    """List what is kept of a product, for an organisation or a segment, with what is drawn; what is over only if wanted."""
    with database.transaction() as tx:
        found = availability.list_allocations(
            tx=tx,
            as_of=clock.now(),
            product=inner_id("prd", product) if product else None,
            organisation=inner_id("org", organisation) if organisation else None,
            segment=segment,
            over=bool(over),
            cursor=cursor,
            limit=limit,
        )
    return page_out(found, _out)


@post(
    "/v1/allocations",
    operation_id="create_allocation",
    summary="Keep a quantity for a customer or a segment",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def create_allocation(
    data: JSONBody[AllocationIn], once: NamedDependency[Once], actor: NamedDependency[Actor]
) -> Response[AllocationOut]:
    """Keep it: others are promised nothing of it from now on. Who ordered or waits already comes before it."""
    now = clock.now()

    def work(tx: Tx) -> AllocationOut:
        organisation = None
        if data.organisation:
            organisation = accounts.organisation(tx=tx, id=inner_id("org", data.organisation), actor=actor).id
        made = availability.allocate(
            tx=tx,
            product=catalog.product(tx=tx, id=inner_id("prd", data.product)).id,
            quantity=Decimal(data.quantity),
            unit=data.unit,
            as_of=now,
            organisation=organisation,
            segment=data.segment,
            location=inner_id("loc", data.location) if data.location else None,
            valid=Period(data.valid_from or now, data.valid_to),
        )
        return _out(made)

    return once.run(work)


@get(
    "/v1/allocations/{allocation_id:str}",
    operation_id="get_allocation",
    summary="An allocation",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def get_allocation(
    allocation_id: FromPath[AllocationId], database: NamedDependency[Database]
) -> Response[AllocationOut]:
    """Read what is kept and how much of it is drawn."""
    with database.transaction() as tx:
        found = availability.allocation(tx=tx, id=inner_id("alc", allocation_id), as_of=clock.now())
    return versioned(_out(found), found.allocation.version)


@patch(
    "/v1/allocations/{allocation_id:str}",
    operation_id="change_allocation",
    summary="Change an allocation",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def change_allocation(
    allocation_id: FromPath[AllocationId],
    data: JSONBody[AllocationPatch],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[AllocationOut]:
    """Keep another quantity or for another period; what is drawn stays drawn."""
    id, now = inner_id("alc", allocation_id), clock.now()
    with database.transaction() as tx:
        old = availability.allocation(tx=tx, id=id, as_of=now).allocation
        start = old.valid_from if data.valid_from is UNSET else data.valid_from
        end = old.valid_to if data.valid_to is UNSET else data.valid_to
        changed = availability.change_allocation(
            tx=tx,
            id=id,
            expected_version=expected_version,
            as_of=now,
            quantity=old.quantity if data.quantity is UNSET else Decimal(data.quantity),
            valid=Period(start, end),
        )
    return versioned(_out(changed), changed.allocation.version)


@delete(
    "/v1/allocations/{allocation_id:str}",
    operation_id="end_allocation",
    summary="End an allocation",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    status_code=200,
    sync_to_thread=True,
)
def end_allocation(
    allocation_id: FromPath[AllocationId], expected_version: NamedDependency[int], database: NamedDependency[Database]
) -> Response[AllocationOut]:
    """End it now: what is left of it is free for all, what orders hold stays theirs."""
    with database.transaction() as tx:
        ended = availability.end_allocation(
            tx=tx, id=inner_id("alc", allocation_id), expected_version=expected_version, as_of=clock.now()
        )
    return versioned(_out(ended), ended.allocation.version)


def _out(state: AllocationState) -> AllocationOut:
    one = state.allocation
    return AllocationOut(
        id=public_id("alc", one.id),
        product=public_id("prd", one.product),
        quantity=one.quantity,
        used=one.used,
        held=state.held,
        left=state.left,
        organisation=public_id("org", one.organisation) if one.organisation else None,
        segment=one.segment,
        location=public_id("loc", one.location) if one.location else None,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        system=one.system,
        key=one.key,
        version=one.version,
    )


ROUTES: list[Any] = [list_allocations, create_allocation, get_allocation, change_allocation, end_allocation]
