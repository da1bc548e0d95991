"""Adding one condition record of our own, which no ERP keeps."""

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.errors import UnknownProduct
from fondaco.modules.pricing.actions.staged import staged_row
from fondaco.modules.pricing.errors import AmbiguousPrice, BadPriceRecord
from fondaco.modules.pricing.events import PricesChanged
from fondaco.modules.pricing.model.valid import flaw
from fondaco.modules.pricing.store import load, read
from fondaco.modules.pricing.tables import IDENTITY
from fondaco.modules.pricing.types import Calculation, PriceRecord, PriceRecordDraft
from fondaco.platform.transaction import Tx

OWN_SYSTEM = "fondaco"


def add_price_record(
    *, tx: Tx, draft: PriceRecordDraft, product: UUID, organisation: UUID | None = None
) -> PriceRecord:
    """Store a record for one product, for an organisation or for everybody.

    Refused, with nothing stored: `UnknownProduct`, `BadPriceRecord` with the field, `AmbiguousPrice` where another
    record of its kind, owner and scale is in force at the same time.
    """
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
        raise AmbiguousPrice
    tx.publish(PricesChanged(source=OWN_SYSTEM, load=merged.load, products=(product,)))
    return read.by_refs(tx=tx, refs=[(OWN_SYSTEM, draft.ref.key)])[OWN_SYSTEM, draft.ref.key]
