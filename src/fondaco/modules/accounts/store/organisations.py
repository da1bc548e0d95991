"""Queries on organisations and their addresses; what is asked for buyers takes the actor's scope."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Select, Uuid, and_, bindparam, func, or_, select, text

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import VatExemption
from fondaco.modules.accounts.model import Place
from fondaco.modules.accounts.model.vat import legal_entity
from fondaco.modules.accounts.store import refs, vat
from fondaco.modules.accounts.store.scope import scope
from fondaco.modules.accounts.tables import address, organisation, organisation_ref
from fondaco.modules.accounts.types import Address, Organisation, OrganisationKind
from fondaco.platform.transaction import Tx
from fondaco.platform.web.page import read_cursor

# A hierarchy has a handful of levels; the bound only keeps broken data from running away.
_UP = text("""
    WITH RECURSIVE up AS (
        SELECT id, parent, 0 AS level FROM accounts.organisation WHERE id = :id
        UNION ALL
        SELECT o.id, o.parent, up.level + 1 FROM accounts.organisation o JOIN up ON o.id = up.parent
        WHERE up.level < 20
    )
    SELECT id FROM up ORDER BY level
""")
_DOWN = text("""
    WITH RECURSIVE down AS (
        SELECT id FROM accounts.organisation WHERE id = :id
        UNION
        SELECT o.id FROM accounts.organisation o JOIN down ON o.parent = down.id
    )
    SELECT id FROM down
""")
_PARENTS = select(organisation.c.id, organisation.c.parent).where(organisation.c.parent.is_not(None))


def hierarchy(*, tx: Tx, id: UUID) -> tuple[UUID, ...]:
    """Return the organisation and its parents, nearest first; empty if there is none."""
    return tuple(tx.execute(_UP, {"id": id}).scalars())


def below(*, tx: Tx, id: UUID) -> frozenset[UUID]:
    """Return the organisation and everything below it."""
    return frozenset(tx.execute(_DOWN, {"id": id}).scalars())


def parents(*, tx: Tx) -> dict[UUID, UUID]:
    """Return the parent of every organisation that has one."""
    return {row.id: row.parent for row in tx.execute(_PARENTS)}


def place(*, tx: Tx, id: UUID, as_of: datetime) -> Place | None:
    """Load what a request of this moment needs to know about the organisation it works for."""
    up = hierarchy(tx=tx, id=id)
    if not up:
        return None
    rows = {row.id: row for row in tx.execute(select(organisation).where(organisation.c.id.in_(up)))}
    own = rows[id]
    holder = next((rows[one] for one in up if rows[one].vat_number), None)
    one_person = legal_entity((one, OrganisationKind(rows[one].kind)) for one in up)
    goods_to = [address for address in addresses(tx=tx, organisations=up) if address.ship_to]
    return Place(
        organisation=id,
        hierarchy=up,
        below=below(tx=tx, id=id),
        sales_area=own.sales_area,
        country=own.country,
        ships_to=next((one.country for one in sorted(goods_to, key=lambda one: not one.default)), None),
        vat_number=holder.vat_number if holder else None,
        vat_check=vat.deciding(tx=tx, organisation_id=holder.id, number=holder.vat_key, as_of=as_of)
        if holder
        else None,
        vat_exemptions=tuple(
            VatExemption(valid=found.valid, country=found.country)
            for found in vat.exemptions(tx=tx, organisations=one_person)
        ),
        currency=own.currency,
        segments=frozenset(segment for row in rows.values() for segment in row.segments),
    )


def one(*, tx: Tx, actor: Actor | None, id: UUID) -> Organisation | None:
    """Load an organisation with its outside keys; with an actor, only from his scope."""
    wanted = organisation.c.id == id
    if actor is not None:
        wanted &= scope(actor, organisation.c.id)
    row = tx.execute(select(organisation).where(wanted)).first()
    return read(row, refs.of(tx=tx, table=organisation_ref, owner=id)) if row else None


def page(*, tx: Tx, actor: Actor, query: str | None, cursor: str | None, limit: int) -> list[Organisation]:
    """Load up to `limit` organisations of the actor's scope by name, from the cursor on."""
    statement: Select[Any] = select(organisation).where(scope(actor, organisation.c.id))
    if query:
        escaped = query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(
            or_(organisation.c.name.ilike(f"%{escaped}%"), organisation.c.number.ilike(f"{escaped}%"))
        )
    if cursor:
        name, id = read_cursor(cursor, tuple[str, UUID])
        statement = statement.where(
            or_(organisation.c.name > name, and_(organisation.c.name == name, organisation.c.id > id))
        )
    rows = tx.execute(statement.order_by(organisation.c.name, organisation.c.id).limit(limit))
    return [read(row) for row in rows]


_ADDRESSES = (
    select(address)
    .where(address.c.organisation == func.any(bindparam("organisations", type_=ARRAY(Uuid))))
    .order_by(
        func.array_position(bindparam("organisations", type_=ARRAY(Uuid)), address.c.organisation),
        address.c.default.desc(),
        address.c.name,
        address.c.id,
    )
)


def addresses(*, tx: Tx, organisations: Sequence[UUID]) -> list[Address]:
    """Load the addresses of the organisations, those of the first organisation first, defaults before others."""
    return [read_address(row) for row in tx.execute(_ADDRESSES, {"organisations": list(organisations)})]


def address_of(*, tx: Tx, actor: Actor | None, id: UUID) -> Address | None:
    """Load one address; with an actor, only from his scope."""
    wanted = address.c.id == id
    if actor is not None:
        wanted &= scope(actor, address.c.organisation)
    row = tx.execute(select(address).where(wanted)).first()
    return read_address(row) if row else None


def count(*, tx: Tx) -> int:
    """Count all organisations."""
    return int(tx.execute(select(func.count()).select_from(organisation)).scalar_one())


def read(row: Row[Any], keys: Sequence[Any] = ()) -> Organisation:
    """Read a row as a value."""
    return Organisation(
        id=row.id,
        name=row.name,
        kind=OrganisationKind(row.kind),
        parent=row.parent,
        number=row.number,
        sales_area=row.sales_area,
        country=row.country,
        currency=row.currency,
        language=row.language,
        vat_number=row.vat_number,
        payment_terms=row.payment_terms,
        blocked=row.blocked,
        segments=frozenset(row.segments),
        version=row.version,
        refs=tuple(keys),
    )


def read_address(row: Row[Any]) -> Address:
    """Read a row as a value."""
    values = {name: value for name, value in row._mapping.items() if name != "source"}  # noqa: SLF001
    return Address(**values)
