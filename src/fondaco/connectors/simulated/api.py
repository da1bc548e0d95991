"""The door of simulated: connect, load everything, follow and hand over, ask about this moment."""

from fondaco.connectors.simulated.client import ErpClient
from fondaco.connectors.simulated.line import Line
from fondaco.connectors.simulated.live import close_clients, stock_now
from fondaco.connectors.simulated.loading import connect, load
from fondaco.connectors.simulated.orders import hand_over
from fondaco.connectors.simulated.types import KIND

__all__ = ["KIND", "ErpClient", "Line", "close_clients", "connect", "hand_over", "load", "stock_now"]
