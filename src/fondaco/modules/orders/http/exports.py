"""Routes for staff: what is on its way to the ERPs, and trying again what was set aside."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Meta

from fondaco.kernel.ids import inner_id
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.http import schemas, write
from fondaco.modules.orders.types import ExportState
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import Cursor, Limit, PageOut, page_out

System = Annotated[str, Meta(max_length=60, examples=["erp-sued"])]


@get(
    "/v1/order-exports",
    operation_id="list_order_exports",
    summary="Orders on their way to the ERPs",
    tags=["orders"],
    opt={"permission": "staff.orders"},
    sync_to_thread=True,
)
def list_order_exports(
    database: NamedDependency[Database],
    system: FromQuery[System | None] = None,
    # The framework keeps the name `state` for itself.
    status: Annotated[ExportState | None, QueryParameter(name="state")] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[Limit] = 50,
) -> PageOut[schemas.ExportOut]:
    """List each ERP's parts of orders with their export state, the newest first."""
    with database.transaction() as tx:
        page = orders.export_list(tx=tx, system=system, state=status, cursor=cursor, limit=limit)
    return page_out(page, write.export)


@get(
    "/v1/order-exports/queues",
    operation_id="list_export_queues",
    summary="What waits for each ERP",
    tags=["orders"],
    opt={"permission": "staff.orders"},
    sync_to_thread=True,
)
def list_export_queues(database: NamedDependency[Database]) -> PageOut[schemas.QueueOut]:
    """Tell for each ERP how many orders wait or are parked, and since when the oldest waits."""
    with database.transaction() as tx:
        queues = orders.queues(tx=tx)
    return PageOut(items=[schemas.QueueOut(system=system, **queue) for system, queue in sorted(queues.items())])


@post(
    "/v1/order-exports/{export_id:str}/retry",
    operation_id="retry_order_export",
    summary="Try an export again",
    tags=["orders"],
    opt={"permission": "staff.orders"},
    sync_to_thread=True,
)
def retry_order_export(export_id: FromPath[str], once: NamedDependency[Once]) -> Response[schemas.ExportOut]:
    """Try a parked or pausing export again at once."""
    id = inner_id("exp", export_id)

    def work(tx: Tx) -> schemas.ExportOut:
        orders.retry_export(tx=tx, export=id)
        return write.export(orders.export_row(tx=tx, export=id))

    return once.run(work, status=200)


ROUTES = [list_order_exports, list_export_queues, retry_order_export]
