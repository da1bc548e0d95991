"""Stating who may see what."""

from uuid import UUID

from fondaco.kernel.ids import new_id, public_id
from fondaco.modules.catalog import assorting
from fondaco.modules.catalog.errors import AssortmentTaken, BadAssortment, UnknownAssortment
from fondaco.modules.catalog.events import AssortmentsChanged
from fondaco.modules.catalog.store import assortments as store
from fondaco.modules.catalog.types import Assortment, AssortmentDraft
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand


def add_assortment(*, tx: Tx, draft: AssortmentDraft) -> Assortment:
    """State a new assortment; refused where its code is taken or it cannot be meant."""
    _check(draft)
    if store.by_code(tx=tx, code=draft.code) is not None:
        raise AssortmentTaken(assortment=draft.code)
    made = Assortment(id=new_id(), stated=draft, version=1)
    store.put(tx=tx, found=made)
    tx.publish(AssortmentsChanged(assortments=(made.id,)))
    return made


def change_assortment(*, tx: Tx, id: UUID, draft: AssortmentDraft, expected_version: int) -> Assortment:
    """State an assortment anew; a stale version is refused."""
    _check(draft)
    found = _locked(tx, id, expected_version)
    owner = store.by_code(tx=tx, code=draft.code)
    if owner not in (None, id):
        raise AssortmentTaken(assortment=draft.code)
    if found.stated == draft:
        return found
    changed = Assortment(id=id, stated=draft, version=found.version + 1)
    store.put(tx=tx, found=changed)
    tx.publish(AssortmentsChanged(assortments=(id,)))
    return changed


def drop_assortment(*, tx: Tx, id: UUID, expected_version: int) -> None:
    """Forget an assortment; a stale version is refused."""
    _locked(tx, id, expected_version)
    store.remove(tx=tx, id=id)
    tx.publish(AssortmentsChanged(assortments=(id,)))


def _locked(tx: Tx, id: UUID, expected_version: int) -> Assortment:
    found = store.one(tx=tx, id=id, lock=True)
    if found is None:
        raise UnknownAssortment(assortment=public_id("ast", id))
    demand(expected=expected_version, actual=found.version)
    return found


def _check(draft: AssortmentDraft) -> None:
    if problems := list(assorting.flaws(draft)):
        raise BadAssortment(problems=problems)
