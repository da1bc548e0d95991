"""The door of catalog."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef, new_id, public_id
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.catalog import model
from fondaco.modules.catalog.actions.assortments import add_assortment, change_assortment, drop_assortment
from fondaco.modules.catalog.errors import UnknownAssortment, UnknownMedia, UnknownProduct
from fondaco.modules.catalog.events import CategoriesChanged, CustomerPartNumbersChanged, ProductsChanged
from fondaco.modules.catalog.shelf import Shelf
from fondaco.modules.catalog.sights import Assortments, Sight
from fondaco.modules.catalog.store import assortments as stored_assortments
from fondaco.modules.catalog.store import read, write
from fondaco.modules.catalog.types import (
    Assortment,
    Basics,
    Category,
    CategoryDraft,
    CustomerPartNumberDraft,
    Handling,
    Match,
    Media,
    Product,
    ProductDraft,
)
from fondaco.platform.transaction import Tx

__all__ = [
    "Assortments", "Shelf", "Sight", "add_assortment", "assortment", "assortments", "basics", "categories", "change_assortment",
    "drop_assortment", "end_missing_products", "find_by_part_numbers", "find_by_refs", "find_by_skus",
    "find_categories_by_refs", "handlings", "keys_of", "media", "own_numbers", "product", "products", "put_categories",
    "put_customer_part_numbers", "put_products",
]  # fmt: skip


def put_categories(*, tx: Tx, drafts: Sequence[CategoryDraft], source: str) -> PutResult:
    """Store categories with their parents, which may stand anywhere in the drafts or be known already."""
    wanted = [draft.ref for draft in drafts] + [draft.parent for draft in drafts if draft.parent]
    ids = read.categories_by_refs(tx=tx, refs=wanted)
    before = {item.id: item for item in read.categories(tx=tx)}
    known = set(ids)
    for draft in drafts:
        ids.setdefault(draft.ref, new_id())
    refused, rows, created, changed = [], [], 0, 0
    for index, draft in enumerate(drafts):
        if draft.parent and draft.parent not in ids:
            refused.append(_refused(index, "parent", draft.parent))
            continue
        value = Category(
            id=ids[draft.ref],
            parent=ids[draft.parent] if draft.parent else None,
            names=dict(draft.names),
            position=draft.position,
        )
        if before.get(value.id) != value:
            created, changed = created + (draft.ref not in known), changed + (draft.ref in known)
            rows.append((draft.ref, value))
    if rows:
        write.categories(tx=tx, rows=rows)
        tx.publish(CategoriesChanged(source=source))
    unchanged = len(drafts) - len(refused) - created - changed
    return PutResult(created=created, changed=changed, unchanged=unchanged, refused=tuple(refused))


def put_products(*, tx: Tx, drafts: Sequence[ProductDraft], source: str) -> PutResult:
    """Store products by article number, thousands at a time, in a few statements.

    A draft of another source than the one that made the product only adds its key. A draft with a flaw or an unknown
    category is refused and changes nothing.
    """
    refused = model.refusals(drafts)
    categories = read.categories_by_refs(tx=tx, refs=[draft.category for draft in drafts if draft.category])
    for index, draft in enumerate(drafts):
        if index not in refused and draft.category and draft.category not in categories:
            refused[index] = _refused(index, "category", draft.category)
    good = {index: draft for index, draft in enumerate(drafts) if index not in refused}
    named = read.by_refs(tx=tx, refs=[draft.ref for draft in good.values()])
    stored = write.known(tx=tx, skus=[draft.sku for draft in good.values()], ids=list(named.values()))
    by_id, by_sku = {known.id: known for known in stored}, {known.sku: known for known in stored}
    rows, parts, owners = [], {}, {}
    created = changed = 0
    for draft in good.values():
        mark = write.digest(draft)
        # The article number says which product is meant; a source may give its own product another, free number.
        known = by_sku.get(draft.sku)
        if known is None and draft.ref in named and by_id[named[draft.ref]].system == draft.ref.system:
            known = by_id[named[draft.ref]]
        product = known.id if known else new_id()
        owners[draft.ref.system, draft.ref.key] = product
        if known is not None and (known.digest == mark or known.system != draft.ref.system):
            continue
        created, changed = created + (known is None), changed + (known is not None)
        rows.append(
            write.row(product, draft, category=categories[draft.category] if draft.category else None, mark=mark)
        )
        parts[product] = draft
    write.products(tx=tx, rows=rows)
    write.refs(tx=tx, owners=owners)
    write.parts(tx=tx, drafts=parts)
    if parts:
        tx.publish(ProductsChanged(source=source, products=tuple(parts)))
    return PutResult(
        created=created,
        changed=changed,
        unchanged=len(good) - created - changed,
        refused=tuple(refused[index] for index in sorted(refused)),
    )


def end_missing_products(*, tx: Tx, system: str, keep: Sequence[str], source: str) -> int:
    """End the products of a source which its full load did not state; return how many."""
    ended = write.end_missing(tx=tx, system=system, keep=keep)
    if ended:
        tx.publish(ProductsChanged(source=source, products=tuple(ended)))
    return len(ended)


def put_customer_part_numbers(
    *,
    tx: Tx,
    drafts: Sequence[CustomerPartNumberDraft],
    source: str,
    organisations: Mapping[ExternalRef, UUID],
) -> PutResult:
    """Store organisations' own part numbers; one number may mean several products.

    `organisations` are the ids behind the drafts' keys: catalog stands beside accounts and cannot ask it.
    """
    products = read.by_refs(tx=tx, refs=[draft.product for draft in drafts])
    rows: dict[tuple[UUID, str, UUID], str] = {}
    refused = []
    for index, draft in enumerate(drafts):
        normal = model.normal(draft.number)
        organisation, product = organisations.get(draft.organisation), products.get(draft.product)
        if organisation is None or product is None or not normal:
            field = "organisation" if organisation is None else "product" if product is None else "number"
            refused.append(_refused(index, field, getattr(draft, field)))
        else:
            rows[organisation, normal, product] = draft.number
    stored = write.own_numbers(tx=tx, rows=rows)
    if stored:
        changed = tuple(sorted({organisation for organisation, _, _ in stored}))
        tx.publish(CustomerPartNumbersChanged(source=source, organisations=changed))
    return PutResult(created=len(stored), unchanged=len(drafts) - len(refused) - len(stored), refused=tuple(refused))


def _refused(index: int, field: str, stated: ExternalRef | str) -> RefusedDraft:
    if isinstance(stated, ExternalRef):
        detail = f"There is no {field} {stated.key!r} of {stated.system!r}."
        return RefusedDraft(index=index, field=field, code=f"catalog.unknown_{field}", detail=detail)
    detail = "A part number has a letter or a digit."
    return RefusedDraft(index=index, field=field, code="catalog.bad_number", detail=detail)


def find_by_refs(*, tx: Tx, system: str, keys: Sequence[str]) -> dict[str, UUID]:
    """Return the products which a source knows by these keys."""
    return {ref.key: id for ref, id in read.by_refs(tx=tx, refs=[ExternalRef(system, key) for key in keys]).items()}


def find_categories_by_refs(*, tx: Tx, system: str, keys: Sequence[str]) -> dict[str, UUID]:
    """Return the categories which a source knows by these keys."""
    refs = [ExternalRef(system, key) for key in keys]
    return {ref.key: id for ref, id in read.categories_by_refs(tx=tx, refs=refs).items()}


def find_by_skus(*, tx: Tx, skus: Sequence[str]) -> dict[str, UUID]:
    """Return the products with these article numbers."""
    return read.by_skus(tx=tx, skus=skus)


def keys_of(*, tx: Tx, products: Sequence[UUID], system: str) -> dict[UUID, str]:
    """Return the keys by which a source knows the products."""
    return read.keys_of(tx=tx, products=products, system=system)


def find_by_part_numbers(*, tx: Tx, buyer: Buyer, numbers: Sequence[str]) -> dict[str, list[Match]]:
    """Return what each number may mean for the buyer, in any spelling.

    Where the number is an own one of the buyer's organisation or of one above it, only those meanings count.
    """
    normals = {number: model.normal(number) for number in numbers}
    found = read.by_numbers(
        tx=tx, hierarchy=buyer.hierarchy, normals=sorted({normal for normal in normals.values() if normal})
    )
    return {number: model.best(found.get(normal, ())) for number, normal in normals.items()}


def products(*, tx: Tx, ids: Sequence[UUID]) -> dict[UUID, Product]:
    """Load products; unknown ids are left out."""
    return read.products(tx=tx, ids=ids)


def product(*, tx: Tx, id: UUID) -> Product:
    """Load one product or refuse."""
    found = read.products(tx=tx, ids=[id]).get(id)
    if found is None:
        raise UnknownProduct(product=str(id))
    return found


def basics(*, tx: Tx, ids: Sequence[UUID] | None = None) -> dict[UUID, Basics]:
    """Load what prices and stock need to know of products, ended ones too; all products without `ids`."""
    return read.basics(tx=tx, ids=ids)


def handlings(*, tx: Tx) -> list[tuple[Handling, bytes]]:
    """Load what prices and stock need to know of all active products: each kind once, with the ids, 16 bytes each."""
    return read.handlings(tx=tx)


def categories(*, tx: Tx) -> list[Category]:
    """Load the whole tree of categories."""
    return read.categories(tx=tx)


def own_numbers(*, tx: Tx, organisations: Sequence[UUID] | None = None) -> list[tuple[UUID, UUID, str]]:
    """Return (organisation, product, number) of own part numbers, of all organisations unless some are named."""
    return read.own_numbers(tx=tx, organisations=organisations)


def assortments(*, tx: Tx) -> list[Assortment]:
    """Load all assortments by code."""
    return stored_assortments.all_of_them(tx=tx)


def assortment(*, tx: Tx, id: UUID) -> Assortment:
    """Load one assortment or refuse."""
    found = stored_assortments.one(tx=tx, id=id)
    if found is None:
        raise UnknownAssortment(assortment=public_id("ast", id))
    return found


def media(*, tx: Tx, id: UUID) -> tuple[Media, bytes | None]:
    """Load a picture or document with its bytes, or refuse."""
    found = read.content(tx=tx, id=id)
    if found is None:
        raise UnknownMedia(media=str(id))
    return found
