"""A product, two locations and their stock, as sources state them."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.unit import UnitOfMeasure
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import LocationDraft, StockDraft
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import ProductDraft
from fondaco.platform.transaction import Tx

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def ref(key: str) -> ExternalRef:
    return ExternalRef("erp", key)


def products(tx: Tx, *keys: str) -> list[UUID]:
    drafts = [
        ProductDraft(ref=ref(key), sku=key, names={"de": key}, units=(UnitOfMeasure("BX", Fraction(100)),))
        for key in keys
    ]
    catalog.put_products(tx=tx, drafts=drafts, source="erp")
    found = catalog.find_by_refs(tx=tx, system="erp", keys=keys)
    return [found[key] for key in keys]


def locations(tx: Tx) -> dict[str, UUID]:
    drafts = [LocationDraft(ref=ref("NORD"), name="Nord"), LocationDraft(ref=ref("SUED"), name="Süd", position=-1)]
    availability.put_locations(tx=tx, drafts=drafts, source="erp")
    return availability.find_locations_by_refs(tx=tx, system="erp", keys=["NORD", "SUED"])


def on_hand(key: str, quantity: object, place: str = "NORD", **more: object) -> StockDraft:
    values = {"told_at": NOW} | more
    return StockDraft(product=ref(key), location=ref(place), on_hand=Decimal(str(quantity)), **values)  # type: ignore[arg-type]
