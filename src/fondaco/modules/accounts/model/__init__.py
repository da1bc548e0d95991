"""Decisions of accounts: what a membership opens, which drafts are good, which hierarchy has a loop."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fondaco.kernel.actor import Actor, ActorKind, MissingPermission
from fondaco.kernel.buyer import Buyer, VatExemption
from fondaco.modules.accounts.errors import NoSuchOrganisation, WeakPassword
from fondaco.modules.accounts.types import BUYER_PERMISSIONS, ROLES, Access, Acting, CheckOutcome, Membership, VatCheck

SESSION_LASTS = timedelta(hours=12)
# Long enough for a talk on the telephone and the order after it; whoever forgets to end it does no harm for long.
ACTING_LASTS = timedelta(hours=2)
ACTING_CODE_LASTS = timedelta(minutes=2)
TOKEN_LASTS = timedelta(hours=1)
ATTEMPTS = 8
ATTEMPTS_WINDOW = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
# A replica that missed an event asks again after this time at the latest.
_ASK_AGAIN = timedelta(seconds=60)
# Nobody gives people or machines access in a customer's name.
_WHILE_ACTING = BUYER_PERMISSIONS - {"organisation.manage"}
_EMAIL = re.compile(r"^[^@\s,;<>()\"]{1,64}@[^@\s,;<>()\"]{1,190}$")
_COUNTRY = re.compile(r"^[A-Z]{2}$")
_CURRENCY = re.compile(r"^[A-Z]{3}$")
_LANGUAGE = re.compile(r"^[a-z]{2}(-[A-Z]{2})?$")
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose token it is, and until when it holds."""

    kind: ActorKind
    id: UUID
    name: str
    home: UUID | None
    language: str
    session: UUID | None
    expires_at: datetime | None
    narrowed_to: frozenset[str] | None = None
    acting: Acting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The organisation a request works for: its parents, everything below it, and how it trades.

    `vat_check` is the last check of its VAT number that came to an answer.
    """

    organisation: UUID
    hierarchy: tuple[UUID, ...]
    below: frozenset[UUID]
    sales_area: str
    country: str
    currency: str
    segments: frozenset[str]
    ships_to: str | None = None
    vat_number: str | None = None
    vat_check: VatCheck | None = None
    vat_exemptions: tuple[VatExemption, ...] = ()


def working_organisation(*, holder: Holder, memberships: Sequence[Membership], as_of: datetime) -> UUID | None:
    """Choose for whom a request works that names nobody: the home, else the first organisation with a role."""
    if holder.home is not None or holder.kind is not ActorKind.CONTACT:
        return holder.home
    return next((m.organisation for m in memberships if m.organisation and m.valid.contains(as_of)), None)


def access(
    *,
    holder: Holder,
    memberships: Sequence[Membership],
    place: Place | None,
    chosen: bool,
    as_of: datetime,
    theirs: Sequence[Membership] = (),
) -> Access:
    """Work out what a token opens for the place a request works for.

    Roles count where they were given and below; a person who names a place in which he has no role is told that
    it does not exist. Staff who name a place need `staff.act_on_behalf` and are limited to it. In a session for a
    customer they may only buy, and as one of his people no more than this person, whose memberships are `theirs`.
    """
    covering = {None} | (set(place.hierarchy) if place else set())
    granted = [m for m in memberships if m.organisation in covering and m.valid.contains(as_of)]
    permissions = _permissions(granted)
    if holder.narrowed_to is not None:
        permissions &= holder.narrowed_to
    of_house = holder.kind is ActorKind.STAFF or (holder.kind is ActorKind.MACHINE and holder.home is None)
    if chosen and place:
        if of_house and "staff.act_on_behalf" not in permissions:
            raise MissingPermission(permission="staff.act_on_behalf")
        if not of_house and not granted:
            raise NoSuchOrganisation
    if holder.acting is not None:
        permissions &= _WHILE_ACTING
        if holder.acting.contact is not None:
            permissions &= _permissions(m for m in theirs if m.organisation in covering and m.valid.contains(as_of))
    scope = (place.below if granted else frozenset()) if place else (None if of_house else frozenset())
    person = holder.acting.contact if holder.acting else None
    # On behalf of a person his roles count; staff that buy for an organisation alone have none there.
    roles = [m for m in theirs if m.organisation in covering and m.valid.contains(as_of)] if person else granted
    actor = Actor(
        kind=holder.kind,
        id=holder.id,
        name=holder.name,
        organisation=place.organisation if place else None,
        organisations=scope,
        permissions=permissions,
        roles=frozenset(m.role for m in roles if m.organisation is not None),
        language=holder.language,
        session=holder.session,
    )
    buyer = (
        buyer_of(actor=actor, place=place, of_house=of_house, as_of=as_of, person=person) if place and granted else None
    )
    return Access(actor=actor, buyer=buyer, until=_until(holder, (*memberships, *theirs), as_of))


def _permissions(memberships: Iterable[Membership]) -> frozenset[str]:
    return frozenset().union(*(ROLES.get(m.role, frozenset()) for m in memberships))


def buyer_of(*, actor: Actor, place: Place, of_house: bool, as_of: datetime, person: UUID | None = None) -> Buyer:
    """Build the buyer: the person himself, or staff on behalf of the organisation or one `person` of it."""
    check = place.vat_check
    return Buyer(
        sold_to=place.organisation,
        hierarchy=place.hierarchy,
        contact=actor.id if actor.kind is ActorKind.CONTACT else person,
        on_behalf=actor.id if of_house else None,
        sales_area=place.sales_area,
        country=place.country,
        ships_to=place.ships_to,
        vat_number=place.vat_number,
        vat_checked_at=check.checked_at if check and check.outcome is CheckOutcome.REGISTERED else None,
        vat_denied=check is not None and check.outcome is CheckOutcome.NOT_REGISTERED,
        vat_exemptions=place.vat_exemptions,
        currency=place.currency,
        language=actor.language,
        segments=place.segments,
        roles=actor.roles,
        as_of=as_of,
    )


def _until(holder: Holder, memberships: Iterable[Membership], as_of: datetime) -> datetime:
    moments = [as_of + _ASK_AGAIN]
    if holder.expires_at:
        moments.append(holder.expires_at)
    for membership in memberships:
        moments += [m for m in (membership.valid.start, membership.valid.end) if m is not None and m > as_of]
    return min(moments)


def loops(parents: Mapping[UUID, UUID]) -> set[UUID]:
    """Find every organisation that lies below itself."""
    looping: set[UUID] = set()
    fine: set[UUID] = set()
    for start in parents:
        path: list[UUID] = []
        node: UUID | None = start
        while node is not None and node not in fine and node not in path and node not in looping:
            path.append(node)
            node = parents.get(node)
        if node is not None and node in path:
            looping.update(path[path.index(node) :])
        fine.update(set(path) - looping)
    return looping


def bad_fields(fields: Mapping[str, object]) -> list[tuple[str, str]]:
    """List (field, reason) for everything in the fields of a draft that cannot be stored."""
    found = []
    for name, value in fields.items():
        if not isinstance(value, str):
            continue
        reason = _bad_text(name, value)
        if reason:
            found.append((name, reason))
    return found


def _bad_text(name: str, value: str) -> str | None:
    patterns = {"email": _EMAIL, "country": _COUNTRY, "currency": _CURRENCY, "language": _LANGUAGE}
    if len(value) > LONGEST_TEXT:
        return f"longer than {LONGEST_TEXT} characters"
    if any(ord(character) < 32 or ord(character) == 127 for character in value):  # noqa: PLR2004 - control characters
        return "has control characters"
    if name in {"name", "street", "city", "sales_area", "email"} and not value.strip():
        return "is empty"
    pattern = patterns.get(name)
    return "is not of the expected form" if pattern and not pattern.match(value) else None


def demand_password(*, password: str, email: str) -> None:
    """Refuse a password that is too short, too long to hash in fair time, or the e-mail address."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or password.lower() == email:
        raise WeakPassword(shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
