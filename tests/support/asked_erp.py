"""An ERP that is asked about its stock of the moment, in the words of the simulated one; it answers as it is told to."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Connection, ConnectionDraft
from fondaco.connectors.simulated import api as simulated
from fondaco.platform.transaction import Database


class AskedErp:
    """The running ERP: `stock` by article and place, `still_open` by order and article, and every question it was asked.

    `answers` goes before both: any text. While it is `held`, it takes questions and gives no answer.
    """

    def __init__(self) -> None:
        self.stock: dict[tuple[str, str], object] = {}
        self.still_open: dict[tuple[str, str], object] = {}
        self.questions: list[dict[str, Any]] = []
        self.answers: str | None = None
        self.status = 200
        self.free = threading.Event()
        self.free.set()
        self._http = _Http(("127.0.0.1", 0), _Answer)
        self._http.erp = self
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        """Open the door."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.free.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        simulated.close_clients()

    def connect(self, database: Database, *, system: str) -> Connection:
        """Make the connection over which it is asked."""
        draft = ConnectionDraft(name=system, kind=simulated.KIND, system=system, settings={"url": self.url})
        with database.transaction() as tx:
            return intake.put_connection(tx=tx, draft=draft)

    def answer(self, question: dict[str, Any]) -> tuple[int, str]:
        """Say what there is."""
        self.questions.append(question)
        self.free.wait(10)
        if self.answers is not None:
            return self.status, self.answers
        rows = [
            {"artikel": article, "lager": place, "menge": quantity}
            for (article, place), quantity in self.stock.items()
            if article in question["artikel"]
        ]
        still_open = [
            {"auftrag": order, "artikel": article, "menge": quantity}
            for (order, article), quantity in self.still_open.items()
            if order in question["auftraege"]
        ]
        return self.status, json.dumps({"bestand": rows, "offen": still_open})


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    erp: AskedErp

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hung up does not hear the answer any more."""


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_POST(self) -> None:
        """Answer a question."""
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, answer = self.server.erp.answer(json.loads(text))
        content = answer.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
