"""Reading products, categories, numbers and media."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Text, Uuid, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.unit import Conversions, UnitOfMeasure
from fondaco.modules.catalog.tables import category, category_ref, media, number, own_number, product, product_ref
from fondaco.modules.catalog.tables import relation as relations
from fondaco.modules.catalog.types import (
    Attribute,
    Basics,
    Category,
    Handling,
    Match,
    Media,
    NumberKind,
    Product,
    Relation,
    RelationKind,
)
from fondaco.platform.transaction import Tx

_MEDIA = (
    media.c.id, media.c.product, media.c.content_type, media.c.name, media.c.position, media.c.digest, media.c.url,
)  # fmt: skip


def among(column: Any, values: Iterable[Any], kind: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column and its type
    """Compare with any number of values, sent as one array: a statement takes at most 65,535 parameters."""
    return column == any_(literal(list(values), ARRAY(kind)))  # type: ignore[no-any-return]


def products(*, tx: Tx, ids: Sequence[UUID] | None) -> dict[UUID, Product]:
    """Load products whole, all of them for `ids=None`, in three statements."""
    chosen = select(product)
    related = (
        select(relations.c.product, relations.c.kind, product_ref.c.product.label("other"))
        .join(product_ref, (product_ref.c.system == relations.c.system) & (product_ref.c.key == relations.c.key))
        .order_by(relations.c.product, relations.c.kind, relations.c.position)
    )
    pictures = select(*_MEDIA).order_by(media.c.product, media.c.position, media.c.id)
    if ids is not None:
        chosen = chosen.where(among(product.c.id, ids, Uuid))
        related = related.where(among(relations.c.product, ids, Uuid))
        pictures = pictures.where(among(media.c.product, ids, Uuid))
    relations_of: dict[UUID, list[Relation]] = {}
    for row in tx.execute(related):
        relations_of.setdefault(row.product, []).append(Relation(kind=RelationKind(row.kind), product=row.other))
    media_of: dict[UUID, list[Media]] = {}
    for row in tx.execute(pictures):
        media_of.setdefault(row.product, []).append(_media(row))
    return {
        row.id: _product(row, tuple(relations_of.get(row.id, ())), tuple(media_of.get(row.id, ())))
        for row in tx.execute(chosen)
    }


def basics(*, tx: Tx, ids: Sequence[UUID] | None) -> dict[UUID, Basics]:
    """Load what prices and stock need to know, in two statements."""
    chosen = select(
        product.c.id, product.c.sku, product.c.base_unit, product.c.sales_unit, product.c.units, product.c.minimum,
        product.c.category, product.c.tax_class, product.c.active, product.c.system,
    )  # fmt: skip
    if ids is not None:
        chosen = chosen.where(among(product.c.id, ids, Uuid))
    chains = _chains(tx)
    return {
        row.id: Basics(
            id=row.id,
            sku=row.sku,
            active=row.active,
            handling=_handling(row, chains),
        )
        for row in tx.execute(chosen)
    }


def handlings(*, tx: Tx) -> list[tuple[Handling, bytes]]:
    """Load what the active products have in common, and the ids of those of each kind, 16 bytes each."""
    common = (
        product.c.base_unit, product.c.sales_unit, product.c.units, product.c.minimum, product.c.category,
        product.c.tax_class, product.c.system,
    )  # fmt: skip
    ids = func.string_agg(func.uuid_send(product.c.id), literal(b"")).label("ids")
    chains = _chains(tx)
    rows = tx.execute(select(*common, ids).where(product.c.active).group_by(*common))
    return [(_handling(row, chains), bytes(row.ids)) for row in rows]


def _chains(tx: Tx) -> dict[UUID | None, tuple[UUID, ...]]:
    parents = {row.id: row.parent for row in tx.execute(select(category.c.id, category.c.parent))}
    return {id: above(parents, id) for id in parents}


def _handling(row: Any, chains: Mapping[UUID | None, tuple[UUID, ...]]) -> Handling:  # noqa: ANN401 - a row of either
    return Handling(
        base_unit=row.base_unit,
        sales_unit=row.sales_unit,
        conversions=Conversions(row.base_unit, _units(row.units)),
        minimum=row.minimum,
        categories=chains.get(row.category, ()),
        tax_class=row.tax_class,
        system=row.system,
    )


def above(parents: Mapping[UUID, UUID | None], id: UUID) -> tuple[UUID, ...]:
    """Return a category and all above it, nearest first; a loop in the data ends the way up."""
    chain: list[UUID] = []
    at: UUID | None = id
    while at is not None and at in parents and at not in chain:
        chain.append(at)
        at = parents[at]
    return tuple(chain)


def categories(*, tx: Tx) -> list[Category]:
    """Load the whole tree."""
    rows = tx.execute(select(category).order_by(category.c.position, category.c.id))
    return [Category(id=row.id, parent=row.parent, names=row.names, position=row.position) for row in rows]


def by_refs(*, tx: Tx, refs: Iterable[ExternalRef]) -> dict[ExternalRef, UUID]:
    """Return the products behind keys of sources."""
    return _by_refs(tx, product_ref, product_ref.c.product, refs)


def categories_by_refs(*, tx: Tx, refs: Iterable[ExternalRef]) -> dict[ExternalRef, UUID]:
    """Return the categories behind keys of sources."""
    return _by_refs(tx, category_ref, category_ref.c.category, refs)


def by_skus(*, tx: Tx, skus: Sequence[str]) -> dict[str, UUID]:
    """Return the products with these article numbers."""
    return {
        row.sku: row.id
        for row in tx.execute(select(product.c.sku, product.c.id).where(among(product.c.sku, skus, Text)))
    }


def keys_of(*, tx: Tx, products: Sequence[UUID], system: str) -> dict[UUID, str]:
    """Return the keys by which a source knows the products."""
    rows = tx.execute(
        select(product_ref.c.product, product_ref.c.key).where(
            product_ref.c.system == system, among(product_ref.c.product, products, Uuid)
        )
    )
    return {row.product: row.key for row in rows}


def by_numbers(*, tx: Tx, hierarchy: Sequence[UUID], normals: Sequence[str]) -> dict[str, list[Match]]:
    """Return active products by normal numbers, own numbers of the organisations included."""
    own = (
        select(own_number.c.normal, product.c.id, product.c.sku)
        .join(product, product.c.id == own_number.c.product)
        .where(own_number.c.organisation.in_(hierarchy), among(own_number.c.normal, normals, Text), product.c.active)
    )
    everybody = (
        select(number.c.normal, number.c.kind, product.c.id, product.c.sku)
        .join(product, product.c.id == number.c.product)
        .where(among(number.c.normal, normals, Text), product.c.active)
    )
    found: dict[str, list[Match]] = {}
    for row in tx.execute(own):
        found.setdefault(row.normal, []).append(Match(product=row.id, sku=row.sku, by=NumberKind.OWN))
    for row in tx.execute(everybody):
        found.setdefault(row.normal, []).append(Match(product=row.id, sku=row.sku, by=NumberKind(row.kind)))
    return found


def own_numbers(*, tx: Tx, organisations: Sequence[UUID] | None = None) -> list[tuple[UUID, UUID, str]]:
    """Return (organisation, product, number) of organisations' own part numbers."""
    statement = select(own_number.c.organisation, own_number.c.product, own_number.c.number)
    if organisations is not None:
        statement = statement.where(among(own_number.c.organisation, organisations, Uuid))
    return [(row.organisation, row.product, row.number) for row in tx.execute(statement)]


def content(*, tx: Tx, id: UUID) -> tuple[Media, bytes | None] | None:
    """Load one picture or document with its bytes."""
    row = tx.execute(select(*_MEDIA, media.c.content).where(media.c.id == id)).first()
    return (_media(row), row.content) if row else None


def _by_refs(tx: Tx, table: Any, owner: Any, refs: Iterable[ExternalRef]) -> dict[ExternalRef, UUID]:  # noqa: ANN401 - tables of this room
    keys: dict[str, set[str]] = {}
    for ref in refs:
        keys.setdefault(ref.system, set()).add(ref.key)
    return {
        ExternalRef(system, row.key): row.owner
        for system, wanted in sorted(keys.items())
        for row in tx.execute(
            select(table.c.key, owner.label("owner")).where(table.c.system == system, among(table.c.key, wanted, Text))
        )
    }


def _units(stored: Iterable[Sequence[str]]) -> tuple[UnitOfMeasure, ...]:
    return tuple(UnitOfMeasure(code, Fraction(factor)) for code, factor in stored)


def _media(row: Row[Any]) -> Media:
    return Media(
        id=row.id,
        content_type=row.content_type,
        name=row.name,
        position=row.position,
        digest=row.digest,
        url=row.url,
        product=row.product,
    )


def _product(row: Row[Any], related: tuple[Relation, ...], pictures: tuple[Media, ...]) -> Product:
    return Product(
        id=row.id,
        sku=row.sku,
        names=row.names,
        descriptions=row.descriptions,
        category=row.category,
        base_unit=row.base_unit,
        sales_unit=row.sales_unit,
        units=_units(row.units),
        minimum=row.minimum,
        multiple=row.multiple,
        gtin=row.gtin,
        manufacturer=row.manufacturer,
        manufacturer_number=row.manufacturer_number,
        tax_class=row.tax_class,
        family=row.family,
        varying=tuple(row.varying),
        attributes=tuple(msgspec.convert(item, Attribute) for item in row.attributes),
        relations=related,
        media=pictures,
        active=row.active,
        system=row.system,
        version=row.version,
    )
