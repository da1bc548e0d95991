"""Carts: made, filled, changed, emptied; every change counts the version up and checks all its lines at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import new_id
from fondaco.kernel.page import Page
from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.orders.actions import offer
from fondaco.modules.orders.errors import BadLines, CartChanged, CartClosed, NoSuchCart, NoSuchLine, TooManyLines
from fondaco.modules.orders.model.goods import quantity_problems
from fondaco.modules.orders.store import carts as store
from fondaco.modules.orders.types import Cart, CartLine, CartState, CartSummary, LineChange, LineDraft
from fondaco.platform.transaction import Tx
from fondaco.platform.web.page import cut, read_cursor

MOST_LINES = 1000


def create_cart(*, tx: Tx, actor: Actor, buyer: Buyer, name: str = "") -> Cart:
    """Make an empty cart for the buyer's organisation."""
    actor.require("carts.edit")
    id = new_id()
    store.create(
        tx=tx,
        values={
            "id": id,
            "organisation": buyer.sold_to,
            "contact": buyer.contact,
            "name": name.strip(),
            "currency": buyer.currency,
            "created_at": buyer.as_of,
            "updated_at": buyer.as_of,
        },
    )
    return cart(tx=tx, actor=actor, id=id)


def carts(
    *, tx: Tx, actor: Actor, organisation: UUID | None = None, cursor: str | None = None, limit: int = 50
) -> Page[CartSummary]:
    """Open carts the actor sees, the latest change first."""
    after: tuple[datetime, UUID] | None = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
    rows = store.listing(tx=tx, actor=actor, organisation=organisation, after=after, limit=limit + 1)
    return cut(rows, limit, lambda row: (row.updated_at, row.id))


def cart(*, tx: Tx, actor: Actor, id: UUID) -> Cart:
    """One cart with its lines; `NoSuchCart` also when it belongs to somebody else."""
    found = store.load(tx=tx, actor=actor, id=id)
    if found is None:
        raise NoSuchCart
    return found


def rename_cart(
    *, tx: Tx, actor: Actor, id: UUID, name: str, as_of: datetime, expected_version: int | None = None
) -> Cart:
    """Give the cart another name."""
    found = open_cart(tx=tx, actor=actor, id=id, expected_version=expected_version)
    version = store.touch(tx=tx, id=id, at=as_of, name=name.strip())
    return replace(found, name=name.strip(), version=version, updated_at=as_of)


def discard_cart(*, tx: Tx, actor: Actor, id: UUID, as_of: datetime) -> None:
    """Give the cart up; discarding it again changes nothing."""
    actor.require("carts.edit")
    found = store.load(tx=tx, actor=actor, id=id, lock=True)
    if found is None:
        raise NoSuchCart
    if found.state is CartState.ORDERED:
        raise CartClosed(state=found.state.value)
    if found.state is CartState.OPEN:
        store.touch(tx=tx, id=id, at=as_of, state=CartState.DISCARDED.value)


def add_lines(
    *,
    tx: Tx,
    actor: Actor,
    buyer: Buyer,
    cart: UUID,
    drafts: Sequence[LineDraft],
    shelf: Shelf | None = None,
    expected_version: int | None = None,
) -> Cart:
    """Add lines; a product that is there already in the same unit, date and note gets the quantity on top.

    Either all lines are taken or none: `BadLines` names every line that is not possible.
    """
    found = open_cart(tx=tx, actor=actor, id=cart, expected_version=expected_version)
    goods = offer.goods(tx=tx, shelf=shelf, buyer=buyer, ids=[draft.product for draft in drafts])
    present = {_same(line): line for line in found.lines}
    changed: dict[UUID, CartLine] = {}
    fresh: dict[tuple[object, ...], LineDraft] = {}
    problems: list[Problem] = []
    for index, draft in enumerate(drafts):
        known = goods.get(draft.product)
        if known is None:
            problems.append(offer.no_such_product(f"/lines/{index}/product"))
            continue
        pointer = f"/lines/{index}/quantity"
        problems += quantity_problems(goods=known, quantity=draft.quantity, pointer=pointer)
        line, waiting = present.get(_same(draft)), fresh.get(_same(draft))
        if line is not None:
            line = changed.get(line.id, line)
            changed[line.id] = replace(line, quantity=line.quantity + draft.quantity)
        elif waiting is not None:
            fresh[_same(draft)] = replace(waiting, quantity=waiting.quantity + draft.quantity)
        else:
            fresh[_same(draft)] = draft
    if problems:
        raise BadLines(problems=problems)
    if len(found.lines) + len(fresh) > MOST_LINES:
        raise TooManyLines(limit=MOST_LINES, wanted=len(found.lines) + len(fresh))
    for line in changed.values():
        store.update_line(tx=tx, line=line)
    if fresh:
        first = store.reserve_positions(tx=tx, id=cart, count=len(fresh))
        rows = [(new_id(), first + place, draft) for place, draft in enumerate(fresh.values())]
        store.insert_lines(tx=tx, id=cart, lines=rows)
    store.touch(tx=tx, id=cart, at=buyer.as_of)
    return _read(tx, actor, cart)


def change_line(
    *,
    tx: Tx,
    actor: Actor,
    buyer: Buyer,
    cart: UUID,
    line: UUID,
    change: LineChange,
    shelf: Shelf | None = None,
    expected_version: int | None = None,
) -> Cart:
    """Change quantity, note or requested date of one line; a quantity that cannot be ordered is refused."""
    found = open_cart(tx=tx, actor=actor, id=cart, expected_version=expected_version)
    old = next((known for known in found.lines if known.id == line), None)
    if old is None:
        raise NoSuchLine
    new = replace(
        old,
        quantity=Quantity(change.value or old.quantity.value, change.unit or old.quantity.unit),
        note=old.note if change.note is None else change.note,
        requested_date=None if change.clear_date else change.requested_date or old.requested_date,
    )
    if new == old:
        return found
    if new.quantity != old.quantity:
        goods = offer.goods(tx=tx, shelf=shelf, buyer=buyer, ids=[old.product]).get(old.product)
        problems = (
            [offer.no_such_product("/product")]
            if goods is None
            else quantity_problems(goods=goods, quantity=new.quantity, pointer="/quantity")
        )
        if problems:
            raise BadLines(problems=problems)
    version = store.change_line(tx=tx, id=cart, line=new, at=buyer.as_of)
    lines = tuple(new if known.id == line else known for known in found.lines)
    return replace(found, lines=lines, version=version, updated_at=buyer.as_of)


def remove_line(
    *, tx: Tx, actor: Actor, cart: UUID, line: UUID, as_of: datetime, expected_version: int | None = None
) -> Cart:
    """Take a line out of the cart."""
    found = open_cart(tx=tx, actor=actor, id=cart, expected_version=expected_version)
    if all(known.id != line for known in found.lines):
        raise NoSuchLine
    store.delete_lines(tx=tx, ids=[line])
    version = store.touch(tx=tx, id=cart, at=as_of)
    lines = tuple(known for known in found.lines if known.id != line)
    return replace(found, lines=lines, version=version, updated_at=as_of)


def open_cart(*, tx: Tx, actor: Actor, id: UUID, expected_version: int | None = None) -> Cart:
    """Lock a cart that may still be changed, and check that it is the version the caller saw."""
    actor.require("carts.edit")
    found = store.load(tx=tx, actor=actor, id=id, lock=True)
    if found is None:
        raise NoSuchCart
    if found.state is not CartState.OPEN:
        raise CartClosed(state=found.state.value)
    if expected_version is not None and expected_version != found.version:
        raise CartChanged(expected=expected_version, actual=found.version)
    return found


def _read(tx: Tx, actor: Actor, id: UUID) -> Cart:
    return cart(tx=tx, actor=actor, id=id)


def _same(line: CartLine | LineDraft) -> tuple[object, ...]:
    return (line.product, line.quantity.unit, line.requested_date, line.note)
