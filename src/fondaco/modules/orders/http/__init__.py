"""Routes of carts, quick order, orders and exports."""

from fondaco.modules.orders.http import carts, exports, orders

ROUTES = [*carts.ROUTES, *orders.ROUTES, *exports.ROUTES]

__all__ = ["ROUTES"]
