"""Calls to the simulated ERP: time limits, repetition of reads, one attempt for writes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

from fondaco.connectors.simulated.errors import ErpAway, ErpRefused, ErpUncertain
from fondaco.connectors.simulated.types import Changes, ErpSettings

_ATTEMPTS = 3
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_AWAY, _SERVER, _BAD = 503, 500, 400
_MILLI = 1000


class ErpClient:
    """A line to one ERP; may be shared by threads."""

    def __init__(self, *, settings: ErpSettings) -> None:
        patience = settings.patience_ms / _MILLI
        self._patience = patience
        self._http = httpx.Client(timeout=httpx.Timeout(patience, connect=settings.connect_ms / _MILLI))
        self._url = settings.url

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def rows(self, what: str) -> Iterator[Mapping[str, Any]]:
        """Read a whole list, page by page."""
        start: int | None = 0
        while start is not None:
            page = self._read(what, {"ab": str(start)})
            yield from page["zeilen"]
            start = page["weiter"]

    def position(self) -> int:
        """Return the end of the log of changes."""
        return int(self._read("stand", {})["stand"])

    def changes(self, *, after: int, wait: int) -> Changes:
        """Return what changed after a position; the ERP holds the call until something does, `wait` seconds at most."""
        found = self._call("GET", "aenderungen", query={"seit": str(after), "warten": str(wait)}, more=wait)
        return Changes(position=int(found["stand"]), rows=tuple(found["zeilen"]))

    def orders_with(self, reference: str) -> list[Mapping[str, Any]]:
        """Find orders by our reference."""
        return list(self._read("auftraege", {"referenz": reference})["zeilen"])

    def order(self, number: str) -> Mapping[str, Any]:
        """Return an order as it stands."""
        return self._read(f"auftraege/{number}", {})

    def book(self, order: Mapping[str, Any]) -> str:
        """Have an order booked, once, and return the ERP's number."""
        return str(self._call("POST", "auftraege", body=order)["nr"])

    def stock_now(self, *, articles: Sequence[str], orders: Sequence[str], within: float) -> Mapping[str, Any]:
        """Ask what is there of articles at this moment and what is still to be delivered of orders; once, within seconds."""
        body = {"artikel": list(articles), "auftraege": list(orders)}
        return self._call("POST", "bestandsauskunft", body=body, timeout=within)

    def _read(self, what: str, query: Mapping[str, str]) -> Mapping[str, Any]:
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._call("GET", what, query=query)
            except ErpUncertain:
                continue
        return self._call("GET", what, query=query)

    def _call(
        self,
        method: str,
        what: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        more: int = 0,
        timeout: float | None = None,
    ) -> Mapping[str, Any]:
        patience = timeout if timeout is not None else self._patience + more if more else None
        limit = httpx.USE_CLIENT_DEFAULT if patience is None else httpx.Timeout(patience)
        try:
            answer = self._http.request(method, f"{self._url}/{what}", params=query, json=body, timeout=limit)
        except _NOT_SENT as error:
            raise ErpAway(call=what, reason=type(error).__name__) from error
        except httpx.HTTPError as error:
            raise ErpUncertain(call=what, reason=type(error).__name__) from error
        try:
            found = answer.json()
        except ValueError as error:
            raise ErpUncertain(call=what, status=answer.status_code) from error
        if answer.status_code == _AWAY:
            raise ErpAway(call=what, reason=str(found.get("fehler", "")))
        if answer.status_code >= _SERVER or not isinstance(found, dict):
            raise ErpUncertain(call=what, status=answer.status_code)
        if answer.status_code >= _BAD:
            raise ErpRefused(call=what, status=answer.status_code, reason=str(found.get("fehler", "")))
        return found
