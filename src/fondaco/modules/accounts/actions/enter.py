"""Entering: what a token opens, and for whom the request buys."""

from datetime import datetime
from uuid import UUID

from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.buyer import Buyer
from fondaco.modules.accounts import model
from fondaco.modules.accounts.errors import NoSuchOrganisation
from fondaco.modules.accounts.store import organisations, people, tokens
from fondaco.modules.accounts.types import Access, Membership
from fondaco.platform.transaction import Tx


def access_of_token(*, tx: Tx, token_hash: bytes, now: datetime, organisation: UUID | None = None) -> Access | None:
    """Work out what the token opens for the named organisation, else for the holder's own; None: it opens nothing.

    Refuses an organisation in which a buyer has no role (`NoSuchOrganisation`) and staff without
    `staff.act_on_behalf` who name one.
    """
    found = tokens.holder(tx=tx, token_hash=token_hash, now=now)
    if found is None:
        return None
    holder, role = found
    if holder.acting is not None:
        if organisation not in {None, holder.acting.organisation}:
            raise NoSuchOrganisation
        organisation = holder.acting.organisation
    memberships = (
        [Membership(contact=holder.id, organisation=holder.home, role=role)]
        if role
        else people.memberships(tx=tx, contacts=[holder.id])
    )
    working = organisation or model.working_organisation(holder=holder, memberships=memberships, as_of=now)
    place = organisations.place(tx=tx, id=working, as_of=now) if working else None
    if organisation and place is None:
        raise NoSuchOrganisation
    person = holder.acting.contact if holder.acting else None
    acted_for = people.one(tx=tx, actor=None, id=person) if person else None
    if acted_for is not None and acted_for.blocked:
        return None
    return model.access(
        holder=holder,
        memberships=memberships,
        place=place,
        chosen=organisation is not None,
        as_of=now,
        theirs=people.memberships(tx=tx, contacts=[person]) if person else (),
    )


def actor_of_token(*, tx: Tx, token_hash: bytes, now: datetime) -> Actor | None:
    """Tell who holds the token; None if it is not valid (any more)."""
    access = access_of_token(tx=tx, token_hash=token_hash, now=now)
    return access.actor if access else None


def buyer_for(
    *, tx: Tx, actor: Actor, organisation: UUID | None = None, as_of: datetime, looking: bool = False
) -> Buyer:
    """Build the buyer for an organisation in the actor's scope, his own if none is named.

    Staff act on behalf of it and need `staff.act_on_behalf`, unless they are only looking at what it would see; both
    are in the value.
    """
    wanted = organisation or actor.organisation
    place = organisations.place(tx=tx, id=wanted, as_of=as_of) if wanted and actor.sees(wanted) else None
    if place is None:
        raise NoSuchOrganisation
    of_house = actor.kind is ActorKind.STAFF or (actor.kind is ActorKind.MACHINE and actor.organisations is None)
    acting = tokens.acting(tx=tx, session=actor.session) if of_house and actor.session else None
    if of_house and not looking and acting is None:
        actor.require("staff.act_on_behalf")
    person = acting.contact if acting else None
    return model.buyer_of(actor=actor, place=place, of_house=of_house, as_of=as_of, person=person)
