"""Asking the ERP about its stock of this moment: one call for all articles, over a line that the process keeps."""

import threading
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from fondaco.connectors.intake.types import Connection, StockAnswer, StockQuestion
from fondaco.connectors.simulated.client import ErpClient
from fondaco.connectors.simulated.errors import ErpUncertain
from fondaco.connectors.simulated.types import ErpSettings

_MOST = Decimal(10) ** 15
_lock = threading.Lock()
_clients: dict[str, ErpClient] = {}


def stock_now(*, connection: Connection, question: StockQuestion, within: float) -> StockAnswer:
    """Ask within so many seconds. What the ERP tells in a form that makes no sense is as if it had not told it.

    Refused with `Unavailable`: it is away, or what it says is no answer at all.
    """
    client = _client_for(ErpSettings.of(connection.settings))
    found = client.stock_now(articles=question.products, orders=question.orders, within=within)
    return StockAnswer(
        on_hand=_figures(found.get("bestand"), "artikel", "lager"),
        open=_figures(found.get("offen"), "auftrag", "artikel"),
    )


def close_clients() -> None:
    """Close the lines of this process."""
    with _lock:
        for client in _clients.values():
            client.close()
        _clients.clear()


def _client_for(settings: ErpSettings) -> ErpClient:
    with _lock:
        if settings.url not in _clients:
            _clients[settings.url] = ErpClient(settings=settings)
        return _clients[settings.url]


def _figures(rows: Any, first: str, second: str) -> dict[tuple[str, str], Decimal]:  # noqa: ANN401 - whatever the ERP says
    if not isinstance(rows, list):
        raise ErpUncertain(call="bestandsauskunft", reason="no list")
    found = {}
    for row in rows:
        quantity = _quantity(row.get("menge")) if isinstance(row, Mapping) else None
        if quantity is not None:
            found[str(row.get(first)), str(row.get(second))] = quantity
    return found


def _quantity(value: object) -> Decimal | None:
    try:
        quantity = Decimal(str(value))
    except InvalidOperation:
        return None
    return quantity if quantity.is_finite() and abs(quantity) < _MOST else None
