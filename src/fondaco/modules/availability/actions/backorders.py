"""Setting how much of a product, and to whom, is sold beyond what is there."""

from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.page import Page
from fondaco.modules.availability.backorders import Backorders
from fondaco.modules.availability.errors import BadTerms
from fondaco.modules.availability.events import TermsChanged
from fondaco.modules.availability.store import backorders as store
from fondaco.modules.availability.types import BackorderPolicy
from fondaco.platform.transaction import Tx
from fondaco.platform.web.page import cut, read_cursor


def set_backorder_policy(
    *,
    tx: Tx,
    policy: BackorderPolicy | None,
    product: UUID | None = None,
    organisation: UUID | None = None,
    sales_area: str | None = None,
) -> None:
    """Set the policy of a product, or of an organisation and all below it, or of a sales area: exactly one is named.

    None takes it back: then the next above counts, and where there is none, backorders are allowed.
    """
    named = {"product": product, "organisation": organisation, "sales_area": sales_area}
    owners = [(kind, str(owner)) for kind, owner in named.items() if owner]
    if len(owners) != 1:
        detail = "A policy belongs to a product, to an organisation or to a sales area."
        raise BadTerms(problems=[Problem(pointer="/product", code="availability.one_owner", detail=detail)])
    [(kind, owner)] = owners
    store.put(tx=tx, kind=kind, owner=owner, policy=policy)
    tx.publish(TermsChanged(of=owner))


def backorder_policies(*, tx: Tx, cursor: str | None = None, limit: int = 50) -> Page[Backorders]:
    """List all policies page by page."""
    after: tuple[str, str] | None = read_cursor(cursor, tuple[str, str]) if cursor else None
    rows = store.listing(tx=tx, after=after, limit=limit + 1)
    return cut(rows, limit, lambda row: (row.kind, row.owner))
