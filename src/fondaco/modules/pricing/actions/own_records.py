"""Condition records of our own, which no ERP keeps: added, changed and ended one by one."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef, public_id
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.errors import UnknownProduct
from fondaco.modules.pricing.actions.staged import staged_row
from fondaco.modules.pricing.errors import AmbiguousPrice, BadPriceRecord, NoSuchPriceRecord, StatedElsewhere
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


def add_price_record(
    *, tx: Tx, draft: PriceRecordDraft, product: UUID, organisation: UUID | None = None
) -> tuple[PriceRecord, int]:
    """Store a record for one product, for an organisation or for everybody; return it with its version.

    Refused, with nothing stored: `UnknownProduct`, `BadPriceRecord` with the field, `AmbiguousPrice` where another
    record of its kind, owner and scale is in force at the same time.
    """
    return _store(tx, draft, product, organisation)


def change_price_record(
    *, tx: Tx, id: UUID, expected_version: int, changes: Mapping[str, Any]
) -> tuple[PriceRecord, int]:
    """Change fields of a record of our own (of `PriceRecordDraft`, by name) and return it with its new version.

    Refused, with nothing changed: `NoSuchPriceRecord`, `StatedElsewhere` for one that an ERP keeps, a version that is
    not the stored one, and whatever adding it would refuse.
    """
    old, product = _own(tx, id, expected_version)
    draft = PriceRecordDraft(
        ref=ExternalRef(OWN_SYSTEM, old.key),
        **({name: getattr(old, name) for name in _KEPT} | dict(changes)),
    )
    return _store(tx, draft, product, old.organisation, version=expected_version)


def end_price_record(*, tx: Tx, id: UUID, expected_version: int) -> None:
    """End a record of our own, with the same refusals; that there was one stays known."""
    _, product = _own(tx, id, expected_version)
    tx.publish(PricesChanged(source=OWN_SYSTEM, load=load.end(tx=tx, id=id), products=(product,)))


def _own(tx: Tx, id: UUID, expected_version: int) -> tuple[PriceRecord, UUID]:
    """Lock a record of our own and return it with its product, which every one of them has."""
    found = read.one(tx=tx, id=id, lock=True)
    if found is None:
        raise NoSuchPriceRecord(record=public_id("prc", id))
    record, version = found
    if record.system != OWN_SYSTEM or record.product is None:
        raise StatedElsewhere(system=record.system)
    demand(expected=expected_version, actual=version)
    return record, record.product


def _store(
    tx: Tx, draft: PriceRecordDraft, product: UUID, organisation: UUID | None, version: int = 0
) -> tuple[PriceRecord, int]:
    """Store a draft and return the record with its version, which stays as it was if nothing is new."""
    basics = catalog.basics(tx=tx, ids=[product]).get(product)
    if basics is None:
        raise UnknownProduct(product=str(product))
    # The rules look at which references are stated, not at what they name.
    mark = ExternalRef(OWN_SYSTEM, "")
    wrong = flaw(replace(draft, product=mark, organisation=mark if organisation else None))
    if wrong is None and draft.calculation is not Calculation.METAL and not basics.conversions.knows(draft.unit):
        wrong = ("unit", "pricing.unknown_unit", f"The product is not handled in {draft.unit!r}.")
    if wrong is not None:
        field, code, detail = wrong
        raise BadPriceRecord(problems=[Problem(pointer=f"/{field}", code=code, detail=detail)])
    row = staged_row(
        line=0,
        draft=draft,
        organisation=organisation,
        product=product,
        in_base=basics.conversions.factor(draft.unit, basics.base_unit)
        if basics.conversions.knows(draft.unit)
        else Fraction(1),
    )
    staged = load.stage(tx=tx, batches=[[row]], identity=IDENTITY)
    merged = load.merge(tx=tx, system=OWN_SYSTEM, staged=staged, complete=False)
    if merged.ambiguous:
        raise AmbiguousPrice(
            problems=[
                Problem(
                    pointer=f"/{field}", code="pricing.ambiguous", detail="Another record says something else here."
                )
                for field in _IDENTIFYING
            ],
            records=sorted(public_id("prc", id) for id in merged.rivals),
        )
    if merged.inserted or merged.updated:
        version = merged.load
        tx.publish(PricesChanged(source=OWN_SYSTEM, load=version, products=(product,)))
    return read.by_refs(tx=tx, refs=[(OWN_SYSTEM, draft.ref.key)])[OWN_SYSTEM, draft.ref.key], version
