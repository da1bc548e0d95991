"""Condition records of our own, which no ERP keeps: added, changed and ended one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef, public_id
from fondaco.kernel.unit import Conversions
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.errors import UnknownCategory, UnknownProduct
from fondaco.modules.pricing.actions.staged import staged_row
from fondaco.modules.pricing.errors import (
    AmbiguousPrice,
    BadPriceRecord,
    NoSuchPriceList,
    NoSuchPriceRecord,
    StatedElsewhere,
)
from fondaco.modules.pricing.events import PricesChanged
from fondaco.modules.pricing.model.valid import flaw
from fondaco.modules.pricing.store import load, read
from fondaco.modules.pricing.tables import IDENTITY
from fondaco.modules.pricing.types import Calculation, PriceRecord, PriceRecordDraft
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import demand

OWN_SYSTEM = "fondaco"
_KEPT = (
    "kind", "calculation", "amount", "currency", "per", "unit", "scale", "valid", "text", "type", "scale_by", "sales_area",
    "segment", "arm", "metal",
)  # fmt: skip


# What of a record its identity is made of: two of the same in all of these are never in force at once.
_IDENTIFYING = ("scale", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRecord:
    """One of several records to store at once: for what it is, and how what is wrong with it is pointed at."""

    draft: PriceRecordDraft
    product: UUID | None = None
    category: UUID | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """For whom and for what a record is."""

    product: UUID | None = None
    category: UUID | None = None
    organisation: UUID | None = None
    price_list: UUID | None = None


def add_price_record(
    *,
    tx: Tx,
    draft: PriceRecordDraft,
    product: UUID | None = None,
    category: UUID | None = None,
    organisation: UUID | None = None,
    price_list: UUID | None = None,
) -> tuple[PriceRecord, int]:
    """Store a record for a product, a category or everything, for an organisation, a price list or everybody.

    Returns it with its version. Refused, with nothing stored: `UnknownProduct`, `UnknownCategory`, `NoSuchPriceList`,
    `BadPriceRecord` with the field, `AmbiguousPrice` where another record of its kind, owner and scale is in force at the
    same time.
    """
    place = _Place(product=product, category=category, organisation=organisation, price_list=price_list)
    return _store(tx, draft, place)


def change_price_record(
    *, tx: Tx, id: UUID, expected_version: int, changes: Mapping[str, Any]
) -> tuple[PriceRecord, int]:
    """Change fields of a record of our own (of `PriceRecordDraft`, by name) and return it with its new version.

    Refused, with nothing changed: `NoSuchPriceRecord`, `StatedElsewhere` for one that an ERP keeps, a version that is
    not the stored one, and whatever adding it would refuse.
    """
    old = _own(tx, id, expected_version)
    draft = PriceRecordDraft(
        ref=ExternalRef(OWN_SYSTEM, old.key),
        **({name: getattr(old, name) for name in _KEPT} | dict(changes)),
    )
    place = _Place(product=old.product, category=old.category, organisation=old.organisation, price_list=old.price_list)
    return _store(tx, draft, place, version=expected_version)


def end_price_record(*, tx: Tx, id: UUID, expected_version: int) -> None:
    """End a record of our own, with the same refusals; that there was one stays known."""
    old = _own(tx, id, expected_version)
    tx.publish(_changed(load.end(tx=tx, id=id), old.product))


def put_own_records(*, tx: Tx, records: Sequence[OwnRecord]) -> None:
    """Store several records, all or none; what stands there under their keys is replaced. The refusals are the same."""
    places = [_Place(product=one.product, category=one.category) for one in records]
    rows = [
        _row(tx, one.draft, place, line=line, pointer=one.pointer)
        for line, (one, place) in enumerate(zip(records, places, strict=True))
    ]
    merged = load.merge(
        tx=tx, system=OWN_SYSTEM, staged=load.stage(tx=tx, batches=[rows], identity=IDENTITY), complete=False
    )
    wrong = sorted({records[line].pointer for line, _ in (*merged.ambiguous, *merged.twice)})
    if wrong:
        raise AmbiguousPrice(
            problems=[_ambiguous(pointer) for pointer in wrong],
            records=sorted(public_id("prc", id) for id in merged.rivals),
        )
    if merged.inserted or merged.updated:
        _tell(tx, merged)


def end_own_records(*, tx: Tx, keys: Sequence[str]) -> None:
    """End records of our own by their keys; those that are not there are passed over."""
    found = read.by_refs(tx=tx, refs=[(OWN_SYSTEM, key) for key in keys])
    for record in found.values():
        tx.publish(_changed(load.end(tx=tx, id=record.id), record.product))


def _tell(tx: Tx, merged: load.Merged) -> None:
    products = tuple(sorted(id for id in merged.products if id is not None))
    general = None in merged.products
    tx.publish(PricesChanged(source=OWN_SYSTEM, load=merged.load, products=products, general=general))


def _ambiguous(pointer: str) -> Problem:
    return Problem(pointer=pointer, code="pricing.ambiguous", detail="Another record says something else here.")


def _changed(number: int, product: UUID | None) -> PricesChanged:
    products = () if product is None else (product,)
    return PricesChanged(source=OWN_SYSTEM, load=number, products=products, general=product is None)


def _own(tx: Tx, id: UUID, expected_version: int) -> PriceRecord:
    """Lock a record of our own and return it."""
    found = read.one(tx=tx, id=id, lock=True)
    if found is None:
        raise NoSuchPriceRecord(record=public_id("prc", id))
    record, version = found
    if record.system != OWN_SYSTEM:
        raise StatedElsewhere(system=record.system)
    demand(expected=expected_version, actual=version)
    return record


def _conversions(tx: Tx, place: _Place) -> Conversions | None:
    """Return the units of the product, if the record is for one; refuse what nobody knows."""
    if place.category is not None and place.category not in {one.id for one in catalog.categories(tx=tx)}:
        raise UnknownCategory(category=str(place.category))
    if place.price_list is not None and place.price_list not in {one.id for one in read.price_lists(tx=tx).values()}:
        raise NoSuchPriceList(price_list=public_id("plt", place.price_list))
    if place.product is None:
        return None
    basics = catalog.basics(tx=tx, ids=[place.product]).get(place.product)
    if basics is None:
        raise UnknownProduct(product=str(place.product))
    return basics.conversions


def _row(tx: Tx, draft: PriceRecordDraft, place: _Place, *, line: int = 0, pointer: str = "") -> load.StagedRow:
    """Check a draft and arrange it to be stored."""
    units = _conversions(tx, place)
    # The rules look at which references are stated, not at what they name.
    mark = ExternalRef(OWN_SYSTEM, "")
    wrong = flaw(
        replace(
            draft,
            product=mark if place.product else None,
            category=mark if place.category else None,
            organisation=mark if place.organisation else None,
            price_list=mark if place.price_list else None,
        )
    )
    known = units is None or units.knows(draft.unit)
    if wrong is None and draft.calculation is not Calculation.METAL and not known:
        wrong = ("unit", "pricing.unknown_unit", f"The product is not handled in {draft.unit!r}.")
    if wrong is not None:
        field, code, detail = wrong
        raise BadPriceRecord(problems=[Problem(pointer=f"{pointer}/{field}", code=code, detail=detail)])
    return staged_row(
        line=line,
        draft=draft,
        organisation=place.organisation,
        price_list=place.price_list,
        product=place.product,
        category=place.category,
        in_base=units.factor(draft.unit, units.base) if units is not None and known else Fraction(1),
    )


def _store(tx: Tx, draft: PriceRecordDraft, place: _Place, version: int = 0) -> tuple[PriceRecord, int]:
    """Store a draft and return the record with its version, which stays as it was if nothing is new."""
    staged = load.stage(tx=tx, batches=[[_row(tx, draft, place)]], identity=IDENTITY)
    merged = load.merge(tx=tx, system=OWN_SYSTEM, staged=staged, complete=False)
    if merged.ambiguous:
        raise AmbiguousPrice(
            problems=[_ambiguous(f"/{field}") for field in _IDENTIFYING],
            records=sorted(public_id("prc", id) for id in merged.rivals),
        )
    if merged.inserted or merged.updated:
        version = merged.load
        tx.publish(_changed(version, place.product))
    return read.by_refs(tx=tx, refs=[(OWN_SYSTEM, draft.ref.key)])[OWN_SYSTEM, draft.ref.key], version
