"""The ERP "Alpin" on the loopback: JSON over HTTP, prices that take their time, and outages, planned and wanted."""

import json
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fondaco.apps.demo.alpin.books import Books
from fondaco.apps.demo.alpin.stockroom import Stockroom

_PAGE = 2000
_LONGEST_WAIT = 20.0
_LARGEST_BODY = 2_000_000


@dataclass
class Manners:
    """How slow it is, and when it is not there: `maintenance` are hours of the UTC day, `stopped` is the button.

    What is `garbled` it says whenever it is asked about its stock of the moment.
    """

    slow: tuple[float, float] = (0.3, 2.0)
    quick: tuple[float, float] = (0.01, 0.04)
    maintenance: tuple[tuple[int, int], ...] = ((2 * 60, 2 * 60 + 20),)
    stopped: bool = False
    fail_after_taking: int = 0
    garbled: dict[str, Any] | None = None
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - delays are no secret

    def away(self, moment: datetime) -> str:
        """Say why it does not answer now, or nothing."""
        minute = moment.hour * 60 + moment.minute
        if self.stopped:
            return "angehalten"
        return "Wartung" if any(start <= minute < end for start, end in self.maintenance) else ""


class AlpinServer:
    """The running ERP: `url`, and what its operators can do to it."""

    def __init__(self, *, books: Books, stockroom: Stockroom, manners: Manners | None = None, port: int = 0) -> None:
        self.books = books
        self.stockroom = stockroom
        self.manners = manners or Manners()
        self._http = _Http(("127.0.0.1", port), _Answer)
        self._http.erp = self
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, name="erp-alpin", daemon=True
        )

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/api"

    def start(self) -> None:
        """Open the door."""
        self._thread.start()

    def close(self) -> None:
        """Close the door."""
        # Whoever waits for news is told within a second that nobody is here any more.
        self.manners.stopped = True
        self._http.closing = True
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def change_prices(self, *, key: str, ratio: Decimal) -> None:
        """Give an article other prices and say so in the log of changes."""
        for row in self.stockroom.repriced(key, ratio):
            self.books.note("preis", row)

    def change_stock(self, *, key: str, quantity: str) -> None:
        """Book another stock of an article."""
        row = next(row for row in self.stockroom.stock() if row["artikel"] == key)
        self.books.note("bestand", {**row, "menge": quantity})


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    closing = False
    erp: AlpinServer

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the library calls it
        """Say what broke, except that somebody was still waiting for news at the end, or hung up."""
        if not self.closing and not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_GET(self) -> None:
        """Answer a question."""
        erp = self.server.erp
        address = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        what = address.path.removeprefix("/api/")
        lists: dict[str, tuple[Callable[[], list[dict[str, Any]]], bool]] = {
            "gruppen": (erp.stockroom.groups, False),
            "artikel": (erp.stockroom.articles, False),
            "preise": (erp.stockroom.prices, True),
            "lager": (erp.stockroom.places, False),
            "bestand": (erp.stockroom.stock, False),
            "wareneingaenge": (erp.stockroom.expected, False),
            "auftragsarchiv": (erp.stockroom.archive, False),
        }
        if not self._present(slow=what in lists and lists[what][1]):
            return
        if what in lists:
            self._page(lists[what][0](), query)
        elif what == "stand":
            self._send(200, {"stand": erp.books.position()})
        elif what == "aenderungen":
            self._changes(query)
        elif what == "auftraege":
            self._send(200, {"zeilen": erp.books.orders_with(query.get("referenz", ""))})
        elif what.startswith("auftraege/") and what[10:].isdigit():
            found = erp.books.order(int(what[10:]))
            self._send(200 if found else 404, found or {"fehler": "unbekannt"})
        else:
            self._send(404, {"fehler": "unbekannt"})

    def do_POST(self) -> None:
        """Take an order, or tell the stock of this moment."""
        erp = self.server.erp
        length = min(int(self.headers.get("Content-Length") or 0), _LARGEST_BODY)
        text = self.rfile.read(length)
        asking = self.path == "/api/bestandsauskunft"
        if not self._present(slow=not asking):
            return
        try:
            body = json.loads(text)
        except ValueError:
            self._send(400, {"fehler": "kein JSON"})
            return
        if asking:
            asked = {name: [str(key) for key in body.get(name, ())] for name in ("artikel", "auftraege")}
            found = erp.stockroom.at_this_moment(articles=asked["artikel"], orders=asked["auftraege"])
            self._send(200, erp.manners.garbled or found)
            return
        known = erp.stockroom.mine
        unknown = [line.get("artikel") for line in body.get("positionen", ()) if line.get("artikel") not in known]
        if self.path != "/api/auftraege" or unknown or not body.get("positionen"):
            self._send(422, {"fehler": "unbekannte Artikel", "artikel": unknown})
            return
        number = erp.books.take_order(body)
        if erp.manners.fail_after_taking:
            # The order is in the books and the answer is lost: what every caller of an ERP has to live with.
            erp.manners.fail_after_taking -= 1
            self.close_connection = True
            return
        self._send(201, {"nr": number})

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _present(self, *, slow: bool) -> bool:
        manners = self.server.erp.manners
        time.sleep(manners.chance.uniform(*(manners.slow if slow else manners.quick)))
        away = manners.away(datetime.now(UTC))
        if away:
            self._send(503, {"fehler": away}, retry=True)
        return not away

    def _page(self, rows: list[dict[str, Any]], query: dict[str, str]) -> None:
        start = int(query.get("ab", "0"))
        end = start + _PAGE
        self._send(200, {"zeilen": rows[start:end], "weiter": end if end < len(rows) else None})

    def _changes(self, query: dict[str, str]) -> None:
        erp = self.server.erp
        until = time.monotonic() + min(float(query.get("warten", "0")), _LONGEST_WAIT)
        while True:
            # It looks up now and then, so that a stopped ERP does not answer out of its sleep.
            position, found = erp.books.changes(
                after=int(query.get("seit", "0")), wait=min(1.0, max(0.0, until - time.monotonic()))
            )
            away = erp.manners.away(datetime.now(UTC))
            if away:
                self._send(503, {"fehler": away}, retry=True)
                return
            if found or time.monotonic() >= until:
                break
        self._send(200, {"stand": position, "zeilen": [{"art": kind, **body} for kind, body in found]})

    def _send(self, status: int, body: object, *, retry: bool = False) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if retry:
            self.send_header("Retry-After", "5")
        self.end_headers()
        self.wfile.write(content)
