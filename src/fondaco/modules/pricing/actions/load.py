"""Taking in condition records: a handful or a million, the same rules, bounded memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import Product
from fondaco.modules.pricing.actions.staged import staged_row
from fondaco.modules.pricing.events import PricesChanged
from fondaco.modules.pricing.model.valid import flaw
from fondaco.modules.pricing.store import load, read
from fondaco.modules.pricing.store.load import StagedRow
from fondaco.modules.pricing.tables import IDENTITY
from fondaco.modules.pricing.types import Calculation, LoadResult, PriceRecordDraft
from fondaco.platform.transaction import Tx

_BATCH = 10_000
# An event that names more products than this would be larger than reading them anew.
_MOST_NAMED = 5_000
Flaw = tuple[str, str, str]


def put_price_records(*, tx: Tx, drafts: Sequence[PriceRecordDraft], source: str) -> PutResult:
    """Store condition records by their keys; answer every draft that is not valid, not known or ambiguous."""
    created = changed = unchanged = 0
    refused: list[RefusedDraft] = []
    for system in sorted({draft.ref.system for draft in drafts}):
        numbered = [(index, draft) for index, draft in enumerate(drafts) if draft.ref.system == system]
        answer, merged = _load(tx, numbered, source, system, complete=False, kept=[])
        created, changed = created + merged.inserted, changed + merged.updated
        unchanged += answer.unchanged
        refused += [RefusedDraft(index=i, field=f, code=c, detail=d) for i, f, c, d in answer.refused]
    return PutResult(
        created=created,
        changed=changed,
        unchanged=unchanged,
        refused=tuple(sorted(refused, key=lambda refusal: refusal.index)),
    )


def load_price_records(
    *,
    tx: Tx,
    rows: Iterable[PriceRecordDraft],
    source: str,
    system: str,
    complete: bool,
    kept: list[str] | None = None,
) -> LoadResult:
    """Store a stream of condition records of one system; `complete` ends the stored ones it does not state.

    `kept` names stored records that a complete load leaves as they are: those whose rows the caller could not read. It
    may grow while the rows are gone through. Rows are numbered from 0 in the order they come. Readers go on with the old prices until the transaction commits, and
    hear of the change by one event.
    """
    return _load(tx, enumerate(rows), source, system, complete=complete, kept=[] if kept is None else kept)[0]


def _load(
    tx: Tx,
    rows: Iterable[tuple[int, PriceRecordDraft]],
    source: str,
    system: str,
    *,
    complete: bool,
    kept: list[str],
) -> tuple[LoadResult, load.Merged]:
    refused: list[tuple[int, str, str, str]] = []
    counted = [0]
    staged = load.stage(tx=tx, batches=_checked(tx, rows, system, refused, kept, counted), identity=IDENTITY)
    merged = load.merge(tx=tx, system=system, staged=staged, complete=complete, kept=kept)
    refused += [(line, "ref", "pricing.double_key", f"The key {key!r} occurs twice.") for line, key in merged.twice]
    refused += [
        (line, "valid", "pricing.ambiguous", f"The record {key!r} would be in force together with another one.")
        for line, key in merged.ambiguous
    ]
    _tell(tx, source, merged)
    stored = merged.inserted + merged.updated
    unchanged = staged - len(merged.twice) - len(merged.ambiguous) - stored
    result = LoadResult(
        read=counted[0], stored=stored, unchanged=unchanged, ended=merged.ended, refused=tuple(sorted(refused))
    )
    return result, merged


def _tell(tx: Tx, source: str, merged: load.Merged) -> None:
    if not merged.products:
        return
    named = sorted(product for product in merged.products if product is not None)
    many = len(named) > _MOST_NAMED
    tx.publish(
        PricesChanged(
            source=source,
            load=merged.load,
            products=() if many else tuple(named),
            everything=many,
            general=None in merged.products,
        )
    )


class _Directory:
    """Looks keys up in bulk and remembers them for the rest of the load."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.products: dict[ExternalRef, UUID] = {}
        self.units: dict[UUID, Mapping[str, Fraction]] = {}
        self.organisations: dict[ExternalRef, UUID] = {}
        self.categories: dict[ExternalRef, UUID] = {}
        self.price_lists = {ExternalRef(*ref): found.id for ref, found in read.price_lists(tx=tx).items()}
        self._missing: set[tuple[str, ExternalRef]] = set()

    def learn(self, drafts: Sequence[PriceRecordDraft]) -> None:
        """Look up what the drafts name and is not known yet."""
        for system, keys in self._new("product", self.products, [draft.product for draft in drafts]):
            found = catalog.find_by_refs(tx=self._tx, system=system, keys=keys)
            self.products |= {ExternalRef(system, key): id for key, id in found.items()}
            self.units |= {id: _units(product) for id, product in self._load_products(found.values())}
        for system, keys in self._new("organisation", self.organisations, [draft.organisation for draft in drafts]):
            found = accounts.find_by_refs(tx=self._tx, system=system, keys=keys)
            self.organisations |= {ExternalRef(system, key): id for key, id in found.items()}
        for system, keys in self._new("category", self.categories, [draft.category for draft in drafts]):
            found = catalog.find_categories_by_refs(tx=self._tx, system=system, keys=keys)
            self.categories |= {ExternalRef(system, key): id for key, id in found.items()}

    def _load_products(self, ids: Iterable[UUID]) -> Iterable[tuple[UUID, Product]]:
        return catalog.products(tx=self._tx, ids=sorted(set(ids))).items()

    def _new(
        self, kind: str, known: dict[ExternalRef, UUID], refs: Iterable[ExternalRef | None]
    ) -> list[tuple[str, list[str]]]:
        wanted: dict[str, set[str]] = {}
        for ref in refs:
            if ref is not None and ref not in known and (kind, ref) not in self._missing:
                self._missing.add((kind, ref))
                wanted.setdefault(ref.system, set()).add(ref.key)
        return [(system, sorted(keys)) for system, keys in sorted(wanted.items())]


def _units(product: Product) -> Mapping[str, Fraction]:
    return {unit.code: unit.in_base for unit in product.units} | {product.base_unit: Fraction(1)}


def _checked(
    tx: Tx,
    rows: Iterable[tuple[int, PriceRecordDraft]],
    system: str,
    refused: list[tuple[int, str, str, str]],
    kept: list[str],
    counted: list[int],
) -> Iterator[list[StagedRow]]:
    directory = _Directory(tx)
    stream = iter(rows)
    while batch := list(islice(stream, _BATCH)):
        counted[0] += len(batch)
        directory.learn([draft for _, draft in batch])
        good: list[StagedRow] = []
        for index, draft in batch:
            wrong = _wrong(draft, system, directory)
            if wrong is None:
                good.append(_staged(index, draft, directory))
            else:
                refused.append((index, *wrong))
                kept.append(draft.ref.key)
        yield good


def _staged(index: int, draft: PriceRecordDraft, directory: _Directory) -> StagedRow:
    product = directory.products[draft.product] if draft.product else None
    return staged_row(
        line=index,
        draft=draft,
        organisation=directory.organisations[draft.organisation] if draft.organisation else None,
        price_list=directory.price_lists[draft.price_list] if draft.price_list else None,
        product=product,
        category=directory.categories[draft.category] if draft.category else None,
        in_base=directory.units[product].get(draft.unit, Fraction(1)) if product else Fraction(1),
    )


def _wrong(draft: PriceRecordDraft, system: str, directory: _Directory) -> Flaw | None:
    if draft.ref.system != system:
        return "ref", "pricing.other_system", f"This load is of {system!r}, not of {draft.ref.system!r}."
    wrong = flaw(draft)
    if wrong is not None:
        return wrong
    for field, ref, known in (
        ("product", draft.product, directory.products),
        ("organisation", draft.organisation, directory.organisations),
        ("price_list", draft.price_list, directory.price_lists),
        ("category", draft.category, directory.categories),
    ):
        if ref is not None and ref not in known:
            return field, f"pricing.unknown_{field}", f"There is no {field} {ref.key!r} of {ref.system!r}."
    # A quotation is per kilogram, whatever units the product with the metal in it is handled in.
    product = draft.product if draft.calculation is not Calculation.METAL else None
    if product is not None and draft.unit not in directory.units[directory.products[product]]:
        return "unit", "pricing.unknown_unit", f"The product is not handled in {draft.unit!r}."
    return None
