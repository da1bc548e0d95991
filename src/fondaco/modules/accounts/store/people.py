"""Queries on contacts and their memberships."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, or_, select, update

from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import new_id
from fondaco.kernel.period import Period
from fondaco.modules.accounts.store.scope import scope
from fondaco.modules.accounts.tables import contact, membership
from fondaco.modules.accounts.types import Contact, Membership
from fondaco.platform.transaction import Tx


def one(*, tx: Tx, actor: Actor | None, id: UUID) -> Contact | None:
    """Load a contact; with an actor, only from his scope (staff are seen by those without a limit only)."""
    wanted = contact.c.id == id
    if actor is not None:
        wanted &= or_(scope(actor, contact.c.organisation), contact.c.id == actor.id)
    row = tx.execute(select(contact).where(wanted)).first()
    return read(row) if row else None


def by_email(*, tx: Tx, email: str) -> tuple[Contact, str | None] | None:
    """Load a contact and the hash of the password by the e-mail address in lower case."""
    row = tx.execute(select(contact).where(contact.c.email == email)).first()
    return (read(row), row.password_hash) if row else None


def ids_by_email(*, tx: Tx, emails: Sequence[str]) -> dict[str, UUID]:
    """Return the contacts that have these e-mail addresses."""
    rows = tx.execute(select(contact.c.email, contact.c.id).where(contact.c.email.in_(emails)))
    return {row.email: row.id for row in rows}


def of_organisation(*, tx: Tx, organisation: UUID) -> list[Contact]:
    """Load the contacts of an organisation by name."""
    rows = tx.execute(
        select(contact).where(contact.c.organisation == organisation).order_by(contact.c.name, contact.c.id)
    )
    return [read(row) for row in rows]


def memberships(*, tx: Tx, contacts: Sequence[UUID]) -> list[Membership]:
    """Load all memberships of the contacts, past and future ones too."""
    rows = tx.execute(
        select(membership).where(membership.c.contact.in_(contacts)).order_by(membership.c.valid_from, membership.c.id)
    )
    return [
        Membership(
            contact=row.contact,
            organisation=row.organisation,
            role=row.role,
            valid=Period(row.valid_from, row.valid_until),
        )
        for row in rows
    ]


def replace_memberships(*, tx: Tx, contact: UUID, memberships: Sequence[Membership]) -> None:
    """Store these memberships of the contact instead of all he had."""
    tx.execute(delete(membership).where(membership.c.contact == contact))
    add_memberships(tx=tx, memberships=memberships)


def add_memberships(*, tx: Tx, memberships: Sequence[Membership]) -> None:
    """Store more memberships."""
    if memberships:
        tx.execute(
            insert(membership),
            [
                {
                    "id": new_id(),
                    "contact": m.contact,
                    "organisation": m.organisation,
                    "role": m.role,
                    "valid_from": m.valid.start,
                    "valid_until": m.valid.end,
                }
                for m in memberships
            ],
        )


def set_password(*, tx: Tx, id: UUID, password_hash: str) -> None:
    """Store the hash of a new password."""
    tx.execute(
        update(contact).where(contact.c.id == id).values(password_hash=password_hash, version=contact.c.version + 1)
    )


def change(*, tx: Tx, id: UUID, values: dict[str, Any]) -> None:
    """Change fields of a contact."""
    tx.execute(update(contact).where(contact.c.id == id).values(version=contact.c.version + 1, **values))


def read(row: Row[Any]) -> Contact:
    """Read a row as a value."""
    return Contact(
        id=row.id,
        organisation=row.organisation,
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        blocked=row.blocked,
        version=row.version,
    )
