"""Storing products, their keys, numbers, relations and media: a few statements whatever the number of drafts."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Text, Uuid, delete, insert, or_, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.kernel.ids import ExternalRef, new_id
from fondaco.modules.catalog import model
from fondaco.modules.catalog.store import read
from fondaco.modules.catalog.tables import category, category_ref, media, number, product, product_ref, relation
from fondaco.modules.catalog.types import Category, ProductDraft
from fondaco.platform.transaction import Tx


class Known(NamedTuple):
    """What is stored already: the article number, the hash of what its source stated, and that source."""

    id: UUID
    sku: str
    digest: str
    system: str


_UPDATED = (
    "sku",
    "names", "descriptions", "category", "base_unit", "sales_unit", "units", "minimum", "multiple", "gtin",
    "manufacturer", "manufacturer_number", "tax_class", "family", "varying", "attributes", "active", "digest",
)  # fmt: skip

_PUT_OWN = text("""
    INSERT INTO catalog.own_number AS own (organisation, normal, product, number)
    SELECT * FROM unnest(CAST(:o AS uuid[]), CAST(:n AS text[]), CAST(:p AS uuid[]), CAST(:s AS text[]))
    ON CONFLICT (organisation, normal, product) DO UPDATE SET number = excluded.number
    WHERE own.number <> excluded.number
    RETURNING organisation, normal, product
""")


def digest(draft: ProductDraft) -> str:
    """Return a hash of everything a source states: unchanged drafts are told by it."""
    return hashlib.sha256(msgspec.json.encode(draft, enc_hook=str)).hexdigest()


def known(*, tx: Tx, skus: Sequence[str], ids: Sequence[UUID]) -> list[Known]:
    """Return the products with these article numbers or ids; their rows are locked, in one order for everybody."""
    rows = tx.execute(
        select(product.c.id, product.c.sku, product.c.digest, product.c.system)
        .where(or_(read.among(product.c.sku, skus, Text), read.among(product.c.id, ids, Uuid)))
        .order_by(product.c.id)
        .with_for_update()
    )
    return [Known(row.id, row.sku, row.digest, row.system) for row in rows]


def row(id: UUID, draft: ProductDraft, *, category: UUID | None, mark: str) -> dict[str, Any]:
    """Write a draft as a row of the product table."""
    return {
        "id": id,
        "sku": draft.sku,
        "names": dict(draft.names),
        "descriptions": dict(draft.descriptions),
        "category": category,
        "base_unit": draft.base_unit,
        "sales_unit": draft.sales_unit or draft.base_unit,
        "units": [[unit.code, str(unit.in_base)] for unit in draft.units],
        "minimum": draft.minimum,
        "multiple": draft.multiple,
        "gtin": draft.gtin,
        "manufacturer": draft.manufacturer,
        "manufacturer_number": draft.manufacturer_number,
        "tax_class": draft.tax_class,
        "family": draft.family,
        "varying": list(draft.varying),
        "attributes": msgspec.to_builtins(draft.attributes),
        "active": draft.active,
        "system": draft.ref.system,
        "digest": mark,
        "version": 1,
    }


def products(*, tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert new products and update those whose id is known."""
    if rows:
        statement = upsert(product)
        changes: dict[str, Any] = {name: statement.excluded[name] for name in _UPDATED}
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=[product.c.id], set_=changes | {"version": product.c.version + 1}
            ),
            rows,
        )


def refs(*, tx: Tx, owners: Mapping[tuple[str, str], UUID]) -> None:
    """Store the keys of sources; a key that meant another product now means this one."""
    if owners:
        statement = upsert(product_ref)
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=[product_ref.c.system, product_ref.c.key], set_={"product": statement.excluded.product}
            ),
            [{"system": system, "key": key, "product": id} for (system, key), id in owners.items()],
        )


def parts(*, tx: Tx, drafts: Mapping[UUID, ProductDraft]) -> None:
    """Replace the numbers, relations and, where stated, the media of products."""
    if not drafts:
        return
    ids = list(drafts)
    tx.execute(delete(number).where(read.among(number.c.product, ids, Uuid)))
    tx.execute(delete(relation).where(read.among(relation.c.product, ids, Uuid)))
    pictured = [id for id, draft in drafts.items() if draft.media is not None]
    if pictured:
        tx.execute(delete(media).where(read.among(media.c.product, pictured, Uuid)))
    _insert(
        tx,
        number,
        (
            {"normal": normal, "kind": kind.value, "product": id}
            for id, draft in drafts.items()
            for kind, normal in model.numbers(draft)
        ),
    )
    _insert(
        tx,
        relation,
        (
            {"product": id, "kind": kind, "system": system, "key": key, "position": place}
            for id, draft in drafts.items()
            for place, (kind, system, key) in enumerate(
                dict.fromkeys((item.kind.value, item.to.system, item.to.key) for item in draft.relations)
            )
        ),
    )
    _insert(
        tx,
        media,
        (
            {
                "id": new_id(),
                "product": id,
                "position": item.position,
                "content_type": item.content_type,
                "name": item.name,
                "digest": hashlib.sha256(item.content or (item.url or "").encode()).hexdigest()[:32],
                "url": item.url,
                "content": item.content,
            }
            for id, draft in drafts.items()
            for item in draft.media or ()
        ),
    )


def categories(*, tx: Tx, rows: Sequence[tuple[ExternalRef, Category]]) -> None:
    """Insert new categories and update those whose id is known; store their keys."""
    statement = upsert(category)
    tx.execute(
        statement.on_conflict_do_update(
            index_elements=[category.c.id],
            set_={name: statement.excluded[name] for name in ("parent", "names", "position")},
        ),
        [{"id": v.id, "parent": v.parent, "names": dict(v.names), "position": v.position} for _, v in rows],
    )
    tx.execute(
        upsert(category_ref).on_conflict_do_nothing(),
        [{"system": ref.system, "key": ref.key, "category": value.id} for ref, value in rows],
    )


def own_numbers(*, tx: Tx, rows: Mapping[tuple[UUID, str, UUID], str]) -> list[tuple[UUID, str, UUID]]:
    """Store organisations' own numbers; return those that are new or written in another way than before."""
    if not rows:
        return []
    asked = {"o": [key[0] for key in rows], "n": [key[1] for key in rows], "p": [key[2] for key in rows]}
    stored = tx.execute(_PUT_OWN, {**asked, "s": list(rows.values())})
    return [(row.organisation, row.normal, row.product) for row in stored]


def end_missing(*, tx: Tx, system: str, keep: Iterable[str]) -> list[UUID]:
    """End the active products which a source owns and states no more; return them."""
    stated = select(product_ref.c.product).where(
        product_ref.c.system == system, read.among(product_ref.c.key, list(keep), Text)
    )
    rows = tx.execute(
        product.update()
        .where(product.c.system == system, product.c.active, product.c.id.not_in(stated))
        .values(active=False, digest="", version=product.c.version + 1)
        .returning(product.c.id)
    )
    return list(rows.scalars())


def _insert(tx: Tx, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:  # noqa: ANN401 - one of our tables
    listed = list(rows)
    if listed:
        tx.execute(insert(table), listed)
