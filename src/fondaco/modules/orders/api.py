"""The door of orders: carts, quick order, placing, reading, reordering, cancelling, and the exchange with the ERPs."""

from fondaco.modules.orders.actions.carts import (
    add_lines,
    cart,
    carts,
    change_line,
    create_cart,
    discard_cart,
    remove_line,
    rename_cart,
)
from fondaco.modules.orders.actions.export import (
    begin_export,
    erp_keys,
    export_list,
    export_row,
    mark_export_failed,
    mark_exported,
    next_exports,
    queues,
    retry_export,
)
from fondaco.modules.orders.actions.history import put_order_history
from fondaco.modules.orders.actions.offer import sales_units, view_cart
from fondaco.modules.orders.actions.place_order import place_order
from fondaco.modules.orders.actions.progress import cancel_order, order_at, put_order_state
from fondaco.modules.orders.actions.promises import change_promise
from fondaco.modules.orders.actions.quick_order import quick_order
from fondaco.modules.orders.actions.read_orders import names_of, order, orders
from fondaco.modules.orders.actions.reorder import reorder
from fondaco.modules.orders.model.pasted import lines_of as lines_of_text

__all__ = [
    "add_lines",
    "begin_export",
    "cancel_order",
    "cart",
    "carts",
    "change_line",
    "change_promise",
    "create_cart",
    "discard_cart",
    "erp_keys",
    "export_list",
    "export_row",
    "lines_of_text",
    "mark_export_failed",
    "mark_exported",
    "names_of",
    "next_exports",
    "order",
    "order_at",
    "orders",
    "place_order",
    "put_order_history",
    "put_order_state",
    "queues",
    "quick_order",
    "remove_line",
    "rename_cart",
    "reorder",
    "retry_export",
    "sales_units",
    "view_cart",
]
