"""Why orders refuses: each refusal with a stable code."""

from fondaco.kernel.errors import Conflict, Invalid, NotFound


class NoSuchCart(NotFound):
    """The cart does not exist, or belongs to somebody else."""

    code = "orders.no_such_cart"
    title = "There is no such cart."


class NoSuchLine(NotFound):
    """The cart has no such line."""

    code = "orders.no_such_line"
    title = "The cart has no such line."


class NoSuchOrder(NotFound):
    """The order does not exist, or belongs to somebody else."""

    code = "orders.no_such_order"
    title = "There is no such order."


class NoSuchExport(NotFound):
    """There is no such export."""

    code = "orders.no_such_export"
    title = "There is no such export."


class NoSuchShipTo(NotFound):
    """The organisation has no such address to ship to."""

    code = "orders.no_such_ship_to"
    title = "The organisation has no such ship-to address."


class BadLines(Invalid):
    """Some lines cannot be taken as they are; `problems` names every one, and nothing was changed."""

    code = "orders.bad_lines"
    title = "Some lines cannot be taken as they are."


class BadDetails(Invalid):
    """Something about the order besides its lines is not valid."""

    code = "orders.bad_details"
    title = "The order cannot be taken like this."


class TooManyLines(Invalid):
    """More lines than a cart holds."""

    code = "orders.too_many_lines"
    title = "A cart cannot hold that many lines."


class EmptyCart(Invalid):
    """There is nothing to order."""

    code = "orders.empty_cart"
    title = "The cart is empty."


class CartChanged(Conflict):
    """Somebody changed the cart after the buyer looked at it."""

    code = "orders.cart_changed"
    title = "The cart has changed in the meantime."


class CartClosed(Conflict):
    """The cart was ordered or given up; its lines stay as they are."""

    code = "orders.cart_closed"
    title = "The cart is closed."


class PriceChanged(Conflict):
    """Prices differ from what the buyer saw; `problems` names the lines with both amounts."""

    code = "orders.price_changed"
    title = "Prices have changed since you looked at the cart."


class CannotBeOrdered(Conflict):
    """Some lines have no price or may not be bought now; `problems` names every one."""

    code = "orders.cannot_be_ordered"
    title = "Some lines cannot be ordered now."


class BackorderRefused(Conflict):
    """Some lines are for more than may be ordered beyond what is there; `problems` names every one with what is possible."""

    code = "orders.backorder_refused"
    title = "Some lines are for more than can be delivered."


class TransitionNotAllowed(Conflict):
    """The life cycle has no way from the present state to the wanted one."""

    code = "orders.transition_not_allowed"
    title = "The order is not in a state that allows this."


class TooLateToCancel(Conflict):
    """An ERP has the order already, or is getting it right now."""

    code = "orders.too_late_to_cancel"
    title = "The order is already being processed and can no longer be cancelled here."
