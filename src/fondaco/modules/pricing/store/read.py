"""Reading condition records, price lists and assignments."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select, tuple_

from fondaco.kernel.period import Period
from fondaco.modules.pricing.tables import assignment, compiled_book, ended_record, price_list, price_record, reckoning
from fondaco.modules.pricing.types import (
    Assignment,
    Calculation,
    Kind,
    PriceList,
    PriceRecord,
    Reckoning,
    RecordQuery,
    Rounding,
    ScaleBy,
    TaxBase,
    TaxPer,
)
from fondaco.platform.transaction import Tx

_BATCH = 20_000
_FEW = 500


def records(*, tx: Tx, products: Sequence[UUID] | None = None) -> Iterator[PriceRecord]:
    """Stream condition records of products and those that are for no single product; all for `products=None`."""
    statement = select(price_record)
    if products is not None:
        statement = statement.where(or_(price_record.c.product.in_(products), price_record.c.product.is_(None)))
    return _stream(tx, statement, few=products is not None and len(products) <= _FEW)


def records_of(*, tx: Tx, products: Sequence[UUID]) -> Iterator[PriceRecord]:
    """Stream the condition records that are for one of the products."""
    statement = select(price_record).where(price_record.c.product.in_(products))
    return _stream(tx, statement, few=len(products) <= _FEW)


def free_goods(*, tx: Tx, products: Sequence[UUID]) -> Iterator[PriceRecord]:
    """Load the records of free goods that are for one of the products or for no single one."""
    of_some = or_(price_record.c.product.in_(products), price_record.c.product.is_(None))
    return _stream(tx, select(price_record).where(price_record.c.kind == Kind.FREE.value, of_some), few=True)


def document_records(*, tx: Tx, types: Sequence[str]) -> Iterator[PriceRecord]:
    """Load the records of some condition types that are for whole documents."""
    whole = price_record.c.product.is_(None) & price_record.c.category.is_(None)
    return _stream(tx, select(price_record).where(whole, price_record.c.type.in_(types)), few=True)


def last_load(*, tx: Tx) -> int:
    """Return the number of the last load that changed anything."""
    latest = select(func.max(price_record.c.load)).union_all(select(func.max(ended_record.c.load)))
    return max((number for number in tx.execute(latest).scalars() if number is not None), default=0)


def records_since(*, tx: Tx, load: int) -> Iterator[PriceRecord]:
    """Stream the records that a later load stated or changed."""
    return _stream(tx, select(price_record).where(price_record.c.load > load), few=True)


def count_since(*, tx: Tx, load: int, most: int) -> int:
    """Count them, up to so many."""
    some = select(price_record.c.id).where(price_record.c.load > load).limit(most).subquery()
    return int(tx.execute(select(func.count()).select_from(some)).scalar_one())


def tokens(*, tx: Tx) -> list[UUID]:
    """Return the tokens of the compiled books that belong to this database, oldest first."""
    known = select(compiled_book.c.token).order_by(compiled_book.c.load, compiled_book.c.token)
    return list(tx.execute(known).scalars())


def by_ids(*, tx: Tx, ids: Sequence[UUID]) -> Iterator[PriceRecord]:
    """Load records by their ids."""
    return _stream(tx, select(price_record).where(price_record.c.id.in_(ids)), few=True)


def ended_since(*, tx: Tx, load: int) -> list[UUID]:
    """Return the records that a later load ended."""
    return list(tx.execute(select(ended_record.c.record).where(ended_record.c.load > load)).scalars())


def page(*, tx: Tx, where: Sequence[ColumnElement[bool]], after: UUID | None, limit: int) -> list[PriceRecord]:
    """Load up to `limit` records by id."""
    statement = select(price_record).where(*where)
    if after is not None:
        statement = statement.where(price_record.c.id > after)
    return [record(row) for row in tx.execute(statement.order_by(price_record.c.id).limit(limit))]


def search(*, tx: Tx, query: RecordQuery, after: UUID | None, limit: int) -> list[PriceRecord]:
    """Load up to `limit` records that fit, by id; by index where a product, an organisation or a list is named."""
    wanted: list[ColumnElement[bool]] = []
    for name in ("product", "organisation", "price_list"):
        value = getattr(query, name)
        if value is not None:
            wanted.append(price_record.c[name] == value)
    for name in ("type", "system", "sales_area"):
        value = getattr(query, name)
        if value:
            wanted.append(price_record.c[name] == value)
    if query.kind is not None:
        wanted.append(price_record.c.kind == query.kind.value)
    if query.on is not None:
        wanted.append(price_record.c.valid_from <= query.on)
        wanted.append(or_(price_record.c.valid_to.is_(None), price_record.c.valid_to > query.on))
    return page(tx=tx, where=wanted, after=after, limit=limit)


def one(*, tx: Tx, id: UUID, lock: bool = False) -> tuple[PriceRecord, int] | None:
    """Load one record with the number of the load that stated it, which is its version; `lock` holds it."""
    statement = select(price_record).where(price_record.c.id == id)
    row = tx.execute(statement.with_for_update() if lock else statement).first()
    return (record(row), row.load) if row else None


def price_lists(*, tx: Tx) -> dict[tuple[str, str], PriceList]:
    """Load all price lists by the keys of their sources."""
    return {
        (row.system, row.key): PriceList(id=row.id, name=row.name, currency=row.currency)
        for row in tx.execute(select(price_list).order_by(price_list.c.name))
    }


def assignments(*, tx: Tx, organisations: Sequence[UUID] | None = None) -> list[Assignment]:
    """Load who buys by which price list."""
    statement = select(assignment).order_by(assignment.c.organisation, assignment.c.valid_from)
    if organisations is not None:
        statement = statement.where(assignment.c.organisation.in_(organisations))
    return [
        Assignment(organisation=row.organisation, price_list=row.price_list, valid=Period(row.valid_from, row.valid_to))
        for row in tx.execute(statement)
    ]


def reckonings(*, tx: Tx) -> dict[str, Reckoning]:
    """Load how each source reckons money."""
    return {
        row.system: Reckoning(
            rounding=Rounding(row.rounding), tax_base=TaxBase(row.tax_base), tax_per=TaxPer(row.tax_per)
        )
        for row in tx.execute(select(reckoning))
    }


def by_refs(*, tx: Tx, refs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], PriceRecord]:
    """Return the records behind keys of sources, locked in the order of their ids."""
    rows = tx.execute(
        select(price_record)
        .where(tuple_(price_record.c.system, price_record.c.key).in_(sorted(set(refs))))
        .order_by(price_record.c.id)
        .with_for_update()
    )
    return {(row.system, row.key): record(row) for row in rows}


def record(row: Row[Any]) -> PriceRecord:
    """Read a row as a value."""
    return PriceRecord(
        id=row.id,
        kind=Kind(row.kind),
        calculation=Calculation(row.calculation),
        amount=row.amount,
        currency=row.currency,
        per=row.per,
        unit=row.unit,
        scale=row.scale,
        organisation=row.organisation,
        price_list=row.price_list,
        product=row.product,
        category=row.category,
        valid=Period(row.valid_from, row.valid_to),
        system=row.system,
        key=row.key,
        text=row.text,
        type=row.type,
        scale_by=ScaleBy(row.scale_by),
        sales_area=row.sales_area,
        segment=row.segment,
        arm=row.arm,
        metal=row.metal,
    )


def _stream(
    tx: Tx,
    statement: Any,  # noqa: ANN401 - a select of this room's table
    *,
    few: bool = False,
) -> Iterator[PriceRecord]:
    # A cursor on the server spares memory and costs four more ways there: not worth it for one document's products.
    rows = tx.execute(statement if few else statement.execution_options(yield_per=_BATCH))
    return (record(row) for row in rows)
