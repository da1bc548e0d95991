"""Routes of backorders, for staff: how much of what is sold, and to whom, beyond what is there."""

from typing import Any
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from msgspec import Struct

from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.backorders import Backorders
from fondaco.modules.availability.http.promises import ProductId
from fondaco.modules.availability.http.terms import OrganisationId, Short
from fondaco.modules.availability.types import BackorderPolicy
from fondaco.modules.catalog import api as catalog
from fondaco.platform.transaction import Database
from fondaco.platform.web.page import Cursor, Limit, PageOut, page_out


class BackorderPolicyBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much is sold of a product, or to an organisation and all below it, or in a sales area: one of them is named.

    `allow`: any quantity. `dated`: what has a confirmed date. `none`: what can be had now. Null takes the policy back.
    Of the product's and the customer's the stricter counts.
    """

    policy: BackorderPolicy | None
    product: ProductId | None = None
    organisation: OrganisationId | None = None
    sales_area: Short | None = None


@get(
    "/v1/backorder-policies",
    operation_id="list_backorder_policies",
    summary="Backorder policies",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def list_backorder_policies(
    database: NamedDependency[Database], cursor: FromQuery[Cursor | None] = None, limit: FromQuery[Limit] = 50
) -> PageOut[BackorderPolicyBody]:
    """List the policies of organisations, products and sales areas."""
    with database.transaction() as tx:
        return page_out(availability.backorder_policies(tx=tx, cursor=cursor, limit=limit), _policy)


@put(
    "/v1/backorder-policies",
    operation_id="set_backorder_policy",
    summary="Set a backorder policy",
    tags=["availability"],
    opt={"permission": "staff.stock"},
    sync_to_thread=True,
)
def set_backorder_policy(
    data: JSONBody[BackorderPolicyBody], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> BackorderPolicyBody:
    """Replace the policy of a product, an organisation or a sales area."""
    with database.transaction() as tx:
        product = catalog.product(tx=tx, id=inner_id("prd", data.product)).id if data.product else None
        organisation = None
        if data.organisation:
            organisation = accounts.organisation(tx=tx, id=inner_id("org", data.organisation), actor=actor).id
        availability.set_backorder_policy(
            tx=tx, policy=data.policy, product=product, organisation=organisation, sales_area=data.sales_area
        )
    return data


def _policy(found: Backorders) -> BackorderPolicyBody:
    return BackorderPolicyBody(
        policy=found.policy,
        product=public_id("prd", UUID(found.owner)) if found.kind == "product" else None,
        organisation=public_id("org", UUID(found.owner)) if found.kind == "organisation" else None,
        sales_area=found.owner if found.kind == "sales_area" else None,
    )


ROUTES: list[Any] = [list_backorder_policies, set_backorder_policy]
