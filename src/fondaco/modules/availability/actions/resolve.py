"""From the keys of sources to products, locations and base units; what cannot be is a flaw of one draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.put_result import RefusedDraft
from fondaco.kernel.quantity import InexactConversion, Quantity
from fondaco.kernel.unit import UnknownConversion
from fondaco.modules.availability.store import read
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import Basics
from fondaco.platform.transaction import Tx


class Flaw(Exception):  # noqa: N818 - it never leaves the door
    """Why a draft cannot be stored: its field, a code, and words."""

    def __init__(self, field: str, code: str, detail: str) -> None:
        """Name the field."""
        super().__init__(detail)
        self.field, self.code, self.detail = field, code, detail

    def refused(self, index: int) -> RefusedDraft:
        """Make the answer for the draft at a place."""
        return RefusedDraft(index=index, field=self.field, code=self.code, detail=self.detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Products and locations by the keys of their sources."""

    products: Mapping[ExternalRef, Basics]
    locations: Mapping[ExternalRef, UUID]

    def product(self, ref: ExternalRef) -> Basics:
        """Return a product, or tell the flaw."""
        found = self.products.get(ref)
        if found is None:
            detail = f"There is no product {ref.key!r} of {ref.system!r}."
            raise Flaw("product", "availability.unknown_product", detail)
        return found

    def location(self, ref: ExternalRef) -> UUID:
        """Return a location, or tell the flaw."""
        found = self.locations.get(ref)
        if found is None:
            detail = f"There is no location {ref.key!r} of {ref.system!r}."
            raise Flaw("location", "availability.unknown_location", detail)
        return found


def resolve(*, tx: Tx, products: Iterable[ExternalRef], locations: Iterable[ExternalRef]) -> Known:
    """Find products and locations by their keys; unknown ones are left out."""
    keys: dict[str, set[str]] = {}
    for ref in products:
        keys.setdefault(ref.system, set()).add(ref.key)
    ids = {
        ExternalRef(system, key): id
        for system, wanted in sorted(keys.items())
        for key, id in catalog.find_by_refs(tx=tx, system=system, keys=sorted(wanted)).items()
    }
    basics = catalog.basics(tx=tx, ids=sorted(set(ids.values())))
    return Known(
        products={ref: basics[id] for ref, id in ids.items()},
        locations=read.locations_by_refs(tx=tx, refs=set(locations)),
    )


def in_base(*, product: Basics, value: Decimal, unit: str | None) -> Decimal:
    """Convert to base units, or tell the flaw."""
    given = unit or product.base_unit
    try:
        return product.conversions.convert(Quantity(value, given), product.base_unit).value
    except (UnknownConversion, InexactConversion) as error:
        raise Flaw("unit", "availability.bad_unit", f"{value} {given}: {error.detail}") from None


def demand_not_negative(*, field: str, quantity: Decimal) -> None:
    """Tell the flaw of a quantity below zero."""
    if quantity < 0:
        raise Flaw(field, "availability.negative", "This quantity is zero or more.")
