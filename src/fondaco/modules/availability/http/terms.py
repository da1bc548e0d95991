"""Routes of delivering, for staff: days a location ships on, transport times, days a gate is open, delivery rules."""

from datetime import date, time
from typing import Annotated, Any
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel.actor import Actor
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.errors import BadTerms
from fondaco.modules.availability.http.promises import LocationId
from fondaco.modules.availability.types import Calendar, DeliveryRule, Receiving, Sourcing, Terms, TransportTime
from fondaco.platform.transaction import Database

AddressId = Annotated[str, Meta(max_length=40, examples=["adr_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
OrganisationId = Annotated[str, Meta(max_length=40, examples=["org_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", examples=["DE"])]
Weekdays = Annotated[
    list[Annotated[int, Meta(ge=1, le=7)]], Meta(min_length=1, max_length=7, examples=[[1, 2, 3, 4, 5]])
]
Dates = Annotated[list[date], Meta(max_length=400)]
Short = Annotated[str, Meta(max_length=40)]


class CalendarBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days goods leave on: weekdays (Monday is 1) without public holidays; what comes in from `cut_off` on leaves later."""

    weekdays: Weekdays
    country: Country | None = None
    subdivision: Short = ""
    closed_on: Dates = []
    opened_on: Dates = []
    cut_off: time | None = None


class TransportBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Working days of carriers to a country, or to a zone of it."""

    country: Country
    days: Annotated[int, Meta(ge=0, le=60)]
    zone: Short = ""


class ShippingBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a location ships; without a calendar on every day."""

    calendar: CalendarBody | None = None
    transport: Annotated[list[TransportBody], Meta(max_length=1000)] = []


class ReceivingBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days an address takes goods on, and the transport zone it lies in."""

    weekdays: Weekdays
    closed_on: Dates = []
    zone: Short = ""


class RuleBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many deliveries a line may come in (1: complete, null: any number), and which locations deliver in what order.

    It is kept for an organisation and all below it, or for a sales area.
    """

    organisation: OrganisationId | None = None
    sales_area: Short | None = None
    deliveries: Annotated[int, Meta(ge=1, le=100)] | None = None
    sourcing: Sourcing = Sourcing.EARLIEST
    locations: Annotated[list[LocationId], Meta(max_length=100)] = []


class RulesOut(Struct, frozen=True, kw_only=True):
    """All delivery rules."""

    items: list[RuleBody]


@get(
    "/v1/locations/{location_id:str}/shipping",
    operation_id="get_shipping",
    summary="How a location ships",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def get_shipping(location_id: FromPath[LocationId], database: NamedDependency[Database]) -> ShippingBody:
    """Read the working days and transport times of a location."""
    with database.transaction() as tx:
        return _shipping(availability.terms(tx=tx), inner_id("loc", location_id))


@put(
    "/v1/locations/{location_id:str}/shipping",
    operation_id="set_shipping",
    summary="Set how a location ships",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def set_shipping(
    location_id: FromPath[LocationId], data: JSONBody[ShippingBody], database: NamedDependency[Database]
) -> ShippingBody:
    """Replace the working days and all transport times of a location."""
    location = inner_id("loc", location_id)
    times = [TransportTime(country=to.country, zone=to.zone, days=to.days) for to in data.transport]
    with database.transaction() as tx:
        availability.set_calendar(
            tx=tx, location=location, calendar=_calendar(data.calendar) if data.calendar else None
        )
        availability.set_transport(tx=tx, location=location, times=times)
        return _shipping(availability.terms(tx=tx), location)


@put(
    "/v1/addresses/{address_id:str}/receiving",
    operation_id="set_receiving",
    summary="Set the days an address takes goods on",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def set_receiving(
    address_id: FromPath[AddressId],
    data: JSONBody[ReceivingBody],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> ReceivingBody:
    """Replace the days; promises for the address keep to them from now on."""
    receiving = Receiving(weekdays=frozenset(data.weekdays), closed_on=frozenset(data.closed_on), zone=data.zone)
    with database.transaction() as tx:
        address = accounts.address_of(tx=tx, id=inner_id("adr", address_id), actor=actor)
        availability.set_receiving(tx=tx, address=address.id, receiving=receiving)
    return data


@get(
    "/v1/delivery-rules",
    operation_id="list_delivery_rules",
    summary="Delivery rules",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def list_delivery_rules(database: NamedDependency[Database]) -> RulesOut:
    """List the rules of organisations and sales areas."""
    with database.transaction() as tx:
        rules = availability.terms(tx=tx).rules
    return RulesOut(items=[_rule(owner, rule) for owner, rule in sorted(rules.items())])


@put(
    "/v1/delivery-rules",
    operation_id="set_delivery_rule",
    summary="Set a delivery rule",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def set_delivery_rule(
    data: JSONBody[RuleBody], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> RuleBody:
    """Replace the rule of an organisation or of a sales area: exactly one of the two is named."""
    if (data.organisation is None) == (not data.sales_area):
        detail = "A rule belongs to an organisation or to a sales area."
        raise BadTerms(problems=[Problem(pointer="/organisation", code="availability.one_owner", detail=detail)])
    rule = DeliveryRule(
        deliveries=data.deliveries,
        sourcing=data.sourcing,
        places=tuple(inner_id("loc", location) for location in data.locations),
    )
    with database.transaction() as tx:
        owner: UUID | str = data.sales_area or ""
        if data.organisation:
            owner = accounts.organisation(tx=tx, id=inner_id("org", data.organisation), actor=actor).id
        availability.set_delivery_rule(tx=tx, owner=owner, rule=rule)
    return data


def _calendar(body: CalendarBody) -> Calendar:
    return Calendar(
        weekdays=frozenset(body.weekdays),
        country=body.country or "",
        subdivision=body.subdivision,
        closed_on=frozenset(body.closed_on),
        opened_on=frozenset(body.opened_on),
        cut_off=body.cut_off,
    )


def _shipping(terms: Terms, location: UUID) -> ShippingBody:
    told = terms.calendars.get(location)
    calendar = None
    if told:
        calendar = CalendarBody(
            weekdays=sorted(told.weekdays),
            country=told.country or None,
            subdivision=told.subdivision,
            closed_on=sorted(told.closed_on),
            opened_on=sorted(told.opened_on),
            cut_off=told.cut_off,
        )
    times = terms.transport.get(location, ())
    return ShippingBody(
        calendar=calendar,
        transport=[TransportBody(country=to.country, days=to.days, zone=to.zone) for to in times],
    )


def _rule(owner: str, rule: DeliveryRule) -> RuleBody:
    organisation = _organisation(owner)
    return RuleBody(
        organisation=organisation,
        sales_area=None if organisation else owner,
        deliveries=rule.deliveries,
        sourcing=rule.sourcing,
        locations=[public_id("loc", place) for place in rule.places],
    )


def _organisation(owner: str) -> str | None:
    try:
        return public_id("org", UUID(owner))
    except ValueError:
        return None


ROUTES: list[Any] = [get_shipping, set_shipping, set_receiving, list_delivery_rules, set_delivery_rule]
