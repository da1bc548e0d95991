"""Contacts and their roles, one at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from fondaco.kernel.actor import Actor
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import new_id
from fondaco.modules.accounts import model
from fondaco.modules.accounts.actions import sign_in
from fondaco.modules.accounts.actions.organisations import organisation
from fondaco.modules.accounts.errors import BadDraft, EmailTaken, NoSuchContact, RoleBeyondOwn
from fondaco.modules.accounts.events import ContactChanged, SessionEnded
from fondaco.modules.accounts.store import people, tokens
from fondaco.modules.accounts.tables import contact as table
from fondaco.modules.accounts.types import ROLES, STAFF_ROLES, Contact, Membership
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand


def contacts(*, tx: Tx, actor: Actor, organisation_id: UUID) -> Sequence[Contact]:
    """List the contacts of an organisation of the actor's scope."""
    organisation(tx=tx, id=organisation_id, actor=actor)
    return people.of_organisation(tx=tx, organisation=organisation_id)


def contacts_by_email(*, tx: Tx, emails: Sequence[str]) -> dict[str, UUID]:
    """Find people by their e-mail addresses in any spelling; unknown ones are left out."""
    return people.ids_by_email(tx=tx, emails=[email.strip().lower() for email in emails])


def names(*, tx: Tx, contacts: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of people by id; unknown ones are left out."""
    rows = tx.execute(select(table.c.id, table.c.name).where(table.c.id.in_(contacts)))
    return {row.id: row.name for row in rows}


def contact(*, tx: Tx, id: UUID, actor: Actor | None = None) -> Contact:
    """Load one contact; with an actor, only from his scope."""
    found = people.one(tx=tx, actor=actor, id=id)
    if found is None:
        raise NoSuchContact
    return found


def memberships(*, tx: Tx, contact: UUID) -> Sequence[Membership]:
    """List all roles of a contact, past and future ones too."""
    return people.memberships(tx=tx, contacts=[contact])


def add_contact(
    *, tx: Tx, actor: Actor, organisation_id: UUID, name: str, email: str, role: str, phone: str | None, language: str
) -> Contact:
    """Add a person with a role in an organisation of the actor's scope; the password is set separately."""
    organisation(tx=tx, id=organisation_id, actor=actor)
    email = email.strip().lower()
    _demand_fields({"name": name, "email": email, "phone": phone, "language": language})
    _demand_role(actor, role, organisation_id)
    if people.by_email(tx=tx, email=email):
        raise EmailTaken(email=email)
    id = new_id()
    values = {"id": id, "organisation": organisation_id, "name": name, "email": email, "phone": phone}
    tx.execute(insert(table).values(**values, language=language, blocked=False, source="house", version=1))
    people.add_memberships(tx=tx, memberships=[Membership(contact=id, organisation=organisation_id, role=role)])
    tx.publish(ContactChanged(contact=id))
    return contact(tx=tx, id=id)


def change_contact(
    *, tx: Tx, actor: Actor, id: UUID, expected_version: int, changes: dict[str, Any], now: datetime
) -> Contact:
    """Change name, phone, language or block of a contact in the actor's scope; a block ends all sessions."""
    before = contact(tx=tx, id=id, actor=actor)
    _demand_not_above(tx, actor, id)
    tx.execute(select(table.c.id).where(table.c.id == id).with_for_update())
    demand(expected=expected_version, actual=contact(tx=tx, id=id).version)
    _demand_fields(changes)
    people.change(tx=tx, id=id, values=changes)
    if changes.get("blocked"):
        for session in tokens.end_sessions(tx=tx, contact=id, now=now):
            tx.publish(SessionEnded(session=session, contact=id))
    tx.publish(ContactChanged(contact=before.id))
    return contact(tx=tx, id=id)


def set_memberships(*, tx: Tx, actor: Actor, id: UUID, wanted: Sequence[Membership]) -> Sequence[Membership]:
    """Replace the roles of a contact within the actor's scope; roles elsewhere stay as they are.

    Nobody gives a role with permissions that he lacks, and nobody changes his own.
    """
    before = contact(tx=tx, id=id, actor=actor)
    if before.id == actor.id:
        raise RoleBeyondOwn("Nobody changes his own roles.")
    _demand_not_above(tx, actor, id)
    kept = [
        m
        for m in people.memberships(tx=tx, contacts=[id])
        if actor.organisations is not None and (m.organisation is None or not actor.sees(m.organisation))
    ]
    for membership in wanted:
        _demand_role(actor, membership.role, membership.organisation)
        if membership.organisation:
            organisation(tx=tx, id=membership.organisation, actor=actor)
    people.replace_memberships(tx=tx, contact=id, memberships=[*kept, *(replace(m, contact=id) for m in wanted)])
    tx.publish(ContactChanged(contact=id))
    return people.memberships(tx=tx, contacts=[id])


def add_staff(*, tx: Tx, name: str, email: str, password: str, role: str, now: datetime) -> UUID:
    """Make sure that a member of staff exists with this role and password; return the contact."""
    email = email.strip().lower()
    _demand_fields({"name": name, "email": email})
    if role not in STAFF_ROLES:
        raise BadDraft(f"{role} is no role of staff.", roles=sorted(STAFF_ROLES))
    found = people.by_email(tx=tx, email=email)
    if found and found[0].organisation:
        raise EmailTaken(email=email)
    id = found[0].id if found else new_id()
    if not found:
        values = {"id": id, "organisation": None, "name": name, "email": email, "phone": None, "language": "de"}
        tx.execute(insert(table).values(**values, blocked=False, source="house", version=1))
    people.replace_memberships(tx=tx, contact=id, memberships=[Membership(contact=id, organisation=None, role=role)])
    sign_in.set_password(tx=tx, contact=id, email=email, password=password, now=now)
    return id


def _demand_role(actor: Actor, role: str, organisation: UUID | None) -> None:
    if role not in ROLES or (organisation is not None) == (role in STAFF_ROLES):
        fitting = sorted(STAFF_ROLES if organisation is None else ROLES.keys() - STAFF_ROLES)
        detail = f"The role is one of {', '.join(fitting)}."
        raise BadDraft(problems=[Problem(pointer="/role", code="accounts.no_such_role", detail=detail)])
    if not ROLES[role] <= actor.permissions:
        raise RoleBeyondOwn(role=role)


def _demand_not_above(tx: Tx, actor: Actor, id: UUID) -> None:
    """Refuse to change somebody who may do more than the actor, as far as the actor's scope goes."""
    for membership in people.memberships(tx=tx, contacts=[id]):
        inside = membership.organisation is None or actor.sees(membership.organisation)
        if inside and not ROLES.get(membership.role, frozenset()) <= actor.permissions:
            raise RoleBeyondOwn(role=membership.role)


def _demand_fields(fields: dict[str, Any]) -> None:
    problems = [
        Problem(pointer=f"/{field}", code="accounts.bad_field", detail=f"The {field} {reason}.")
        for field, reason in model.bad_fields(fields)
    ]
    if problems:
        raise BadDraft(problems=problems)
