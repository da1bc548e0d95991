"""The door of simulated: connect, load everything, follow and hand over."""

from fondaco.connectors.simulated.client import ErpClient
from fondaco.connectors.simulated.line import Line
from fondaco.connectors.simulated.loading import connect, load
from fondaco.connectors.simulated.orders import hand_over

__all__ = ["ErpClient", "Line", "connect", "hand_over", "load"]
