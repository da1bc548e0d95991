"""Reading and changing single organisations and addresses."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from fondaco.kernel.actor import Actor
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef, new_id
from fondaco.kernel.page import Page
from fondaco.modules.accounts import model
from fondaco.modules.accounts.actions.put_organisations import bad_fields, put_organisations
from fondaco.modules.accounts.errors import BadDraft, HierarchyLoop, NoSuchAddress, NoSuchOrganisation
from fondaco.modules.accounts.events import AddressesChanged, OrganisationChanged
from fondaco.modules.accounts.store import organisations as store
from fondaco.modules.accounts.store import refs
from fondaco.modules.accounts.tables import address, organisation_ref
from fondaco.modules.accounts.tables import organisation as table
from fondaco.modules.accounts.types import Address, Organisation, OrganisationDraft
from fondaco.platform.transaction import Tx
from fondaco.platform.web.page import cut
from fondaco.platform.web.version import demand


def add_organisation(*, tx: Tx, draft: OrganisationDraft, source: str = "house") -> Organisation:
    """Store one organisation: changed where its `ref` is known, else new. Refuses bad fields with all of them."""
    problems = [
        Problem(pointer=f"/{field}", code="accounts.bad_field", detail=f"The {field} {reason}.")
        for field, reason in bad_fields(draft)
    ]
    if problems:
        raise BadDraft(problems=problems)
    ref = draft.ref or ExternalRef("house", str(new_id()))
    result = put_organisations(tx=tx, drafts=[replace(draft, ref=ref)], source=source)
    if result.refused:
        refused = result.refused[0]
        part = Problem(pointer=f"/{refused.field}", code=refused.code, detail=refused.detail)
        raise BadDraft(refused.detail, problems=[part])
    return organisation(tx=tx, id=refs.find(tx=tx, table=organisation_ref, refs=[ref])[ref])


def organisation(*, tx: Tx, id: UUID, actor: Actor | None = None) -> Organisation:
    """Load one organisation; with an actor, only from his scope."""
    found = store.one(tx=tx, actor=actor, id=id)
    if found is None:
        raise NoSuchOrganisation
    return found


def organisations(
    *, tx: Tx, actor: Actor, query: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[Organisation]:
    """List the organisations of the actor's scope by name; `query` is part of the name or the number's beginning."""
    found = store.page(tx=tx, actor=actor, query=query, cursor=cursor, limit=limit + 1)
    return cut(found, limit, lambda o: (o.name, o.id))


def hierarchy(*, tx: Tx, organisation: UUID) -> tuple[UUID, ...]:
    """Return the organisation and its parents, nearest first."""
    return store.hierarchy(tx=tx, id=organisation)


def change_organisation(
    *, tx: Tx, actor: Actor, id: UUID, expected_version: int, changes: dict[str, Any]
) -> Organisation:
    """Change fields of an organisation that was read in this version; `parent` is an inner id."""
    before = organisation(tx=tx, id=id, actor=actor)
    demand(expected=expected_version, actual=before.version)
    problems = [
        Problem(pointer=f"/{field}", code="accounts.bad_field", detail=f"The {field} {reason}.")
        for field, reason in model.bad_fields(changes)
    ]
    if problems:
        raise BadDraft(problems=problems)
    parent = changes.get("parent")
    if parent is not None:
        organisation(tx=tx, id=parent, actor=actor)
        if model.loops(store.parents(tx=tx) | {id: parent}):
            raise HierarchyLoop
    changed = tx.execute(
        update(table)
        .where(table.c.id == id, table.c.version == expected_version)
        .values(version=expected_version + 1, **changes)
    )
    demand(expected=expected_version, actual=expected_version if changed.rowcount else expected_version + 1)
    tx.publish(OrganisationChanged(organisation=id))
    return organisation(tx=tx, id=id)


def addresses(*, tx: Tx, organisation: UUID, inherited: bool = False) -> list[Address]:
    """List the addresses of an organisation, the default first; `inherited` adds those of its parents."""
    wanted: Sequence[UUID] = hierarchy(tx=tx, organisation=organisation) if inherited else (organisation,)
    return store.addresses(tx=tx, organisations=wanted)


def addresses_along(*, tx: Tx, hierarchy: Sequence[UUID]) -> list[Address]:
    """List the addresses of a buyer's organisation and its parents, which he knows already, in the same order."""
    return store.addresses(tx=tx, organisations=hierarchy)


def address_of(*, tx: Tx, id: UUID, actor: Actor | None = None) -> Address:
    """Load one address; with an actor, only from his scope."""
    found = store.address_of(tx=tx, actor=actor, id=id)
    if found is None:
        raise NoSuchAddress
    return found


def add_address(*, tx: Tx, actor: Actor, organisation_id: UUID, fields: dict[str, Any]) -> Address:
    """Add an address to an organisation of the actor's scope."""
    organisation(tx=tx, id=organisation_id, actor=actor)
    _demand_fields(fields)
    id = new_id()
    tx.execute(insert(address).values(id=id, organisation=organisation_id, source="house", version=1, **fields))
    tx.publish(AddressesChanged(organisation=organisation_id))
    return address_of(tx=tx, id=id)


def change_address(*, tx: Tx, actor: Actor, id: UUID, expected_version: int, changes: dict[str, Any]) -> Address:
    """Change fields of an address that was read in this version."""
    before = address_of(tx=tx, id=id, actor=actor)
    demand(expected=expected_version, actual=before.version)
    _demand_fields(changes)
    changed = tx.execute(
        update(address)
        .where(address.c.id == id, address.c.version == expected_version)
        .values(version=expected_version + 1, **changes)
    )
    demand(expected=expected_version, actual=expected_version if changed.rowcount else expected_version + 1)
    tx.publish(AddressesChanged(organisation=before.organisation))
    return address_of(tx=tx, id=id)


def remove_address(*, tx: Tx, actor: Actor, id: UUID) -> None:
    """Remove an address; orders keep their own copy."""
    before = address_of(tx=tx, id=id, actor=actor)
    tx.execute(delete(address).where(address.c.id == id))
    tx.publish(AddressesChanged(organisation=before.organisation))


def find_by_refs(*, tx: Tx, system: str, keys: Sequence[str]) -> dict[str, UUID]:
    """Return the organisations behind the keys of an outside system; unknown keys are left out."""
    found = refs.find(tx=tx, table=organisation_ref, refs=[ExternalRef(system, key) for key in keys])
    return {ref.key: id for ref, id in found.items()}


def _demand_fields(fields: dict[str, Any]) -> None:
    problems = [
        Problem(pointer=f"/{field}", code="accounts.bad_field", detail=f"The {field} {reason}.")
        for field, reason in model.bad_fields(fields)
    ]
    if problems:
        raise BadDraft(problems=problems)
