"""Which room's door takes which kind of record."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from fondaco.connectors.intake.model.kinds import Kind
from fondaco.kernel.put_result import PutResult
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability import api as availability
from fondaco.modules.catalog import api as catalog
from fondaco.modules.orders import api as orders
from fondaco.modules.pricing import api as pricing
from fondaco.platform.transaction import Tx


class Door(Protocol):
    """A bulk door: takes drafts, answers what became of each, never raises for a bad one."""

    def __call__(self, *, tx: Tx, drafts: Sequence[Any], source: str) -> PutResult:
        """Store the drafts."""
        ...


DOORS: Mapping[Kind, Door] = MappingProxyType(
    {
        Kind.CATEGORY: catalog.put_categories,
        Kind.PRODUCT: catalog.put_products,
        Kind.ORGANISATION: accounts.put_organisations,
        Kind.ADDRESS: accounts.put_addresses,
        Kind.CONTACT: accounts.put_contacts,
        Kind.CUSTOMER_PART_NUMBER: catalog.put_customer_part_numbers,
        Kind.PRICE_LIST: pricing.put_price_lists,
        Kind.PRICE_LIST_ASSIGNMENT: pricing.assign_price_lists,
        Kind.PRICE_RECORD: pricing.put_price_records,
        Kind.LOCATION: availability.put_locations,
        Kind.STOCK: availability.put_stock,
        Kind.RECEIPT: availability.put_receipts,
        Kind.ORDER: orders.put_order_history,
    }
)
