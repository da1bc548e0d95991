"""Which room's door takes which kind of record."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from fondaco.connectors.intake.model.kinds import Kind
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.put_result import PutResult
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability import api as availability
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import CustomerPartNumberDraft
from fondaco.modules.orders import api as orders
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import LoadResult, PriceRecordDraft
from fondaco.platform.transaction import Tx


class Door(Protocol):
    """A bulk door: takes drafts, answers what became of each, never raises for a bad one."""

    def __call__(self, *, tx: Tx, drafts: Sequence[Any], source: str) -> PutResult:
        """Store the drafts."""
        ...


def _put_customer_part_numbers(*, tx: Tx, drafts: Sequence[CustomerPartNumberDraft], source: str) -> PutResult:
    keys: dict[str, set[str]] = {}
    for draft in drafts:
        keys.setdefault(draft.organisation.system, set()).add(draft.organisation.key)
    organisations = {
        ExternalRef(system, key): id
        for system in sorted(keys)
        for key, id in accounts.find_by_refs(tx=tx, system=system, keys=sorted(keys[system])).items()
    }
    return catalog.put_customer_part_numbers(tx=tx, drafts=drafts, source=source, organisations=organisations)


DOORS: Mapping[Kind, Door] = MappingProxyType(
    {
        Kind.CATEGORY: catalog.put_categories,
        Kind.PRODUCT: catalog.put_products,
        Kind.ORGANISATION: accounts.put_organisations,
        Kind.ADDRESS: accounts.put_addresses,
        Kind.CONTACT: accounts.put_contacts,
        Kind.CUSTOMER_PART_NUMBER: _put_customer_part_numbers,
        Kind.PRICE_LIST: pricing.put_price_lists,
        Kind.PRICE_LIST_ASSIGNMENT: pricing.assign_price_lists,
        Kind.PRICE_RECORD: pricing.put_price_records,
        Kind.LOCATION: availability.put_locations,
        Kind.STOCK: availability.put_stock,
        Kind.RECEIPT: availability.put_receipts,
        Kind.REPLENISHMENT: availability.put_replenishments,
        Kind.ALLOCATION: availability.put_allocations,
        Kind.ORDER: orders.put_order_history,
    }
)


def load_price_records(
    *, tx: Tx, rows: Iterable[PriceRecordDraft], source: str, complete: bool, kept: list[str]
) -> LoadResult:
    """Give pricing a stream of records of one system; `kept` grows by the keys of rows that could not be read."""
    return pricing.load_price_records(tx=tx, rows=rows, source=source, system=source, complete=complete, kept=kept)
