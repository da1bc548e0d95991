"""A bad line to an ERP: an HTTP proxy that loses, cuts, delays and spoils answers when a test says so."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass(kw_only=True)
class Fault:
    """What goes wrong with the next calls of one method; `times` of them.

    `before` and `after` run around the forwarding (kill the ERP, for example). `forward=False` never asks the ERP.
    The answer is then sent whole, cut in the middle, replaced by an HTTP error or by other bytes, or not at all.
    """

    method: str = ""
    times: int = 1
    before: Callable[[], None] | None = None
    forward: bool = True
    after: Callable[[], None] | None = None
    answer: str = "whole"  # whole, half, none, error, nonsense
    hits: int = 0
    reached: threading.Event = field(default_factory=threading.Event)

    def takes(self, method: str) -> bool:
        """Tell whether this call is struck, and count it."""
        if self.hits >= self.times or not method.endswith(self.method):
            return False
        self.hits += 1
        self.reached.set()
        return True


class FaultyLine:
    """The proxy. `url` is what a client is given instead of the ERP's address."""

    def __init__(self, *, host: str = "127.0.0.1", port: int) -> None:
        self.faults: list[Fault] = []
        self.methods: list[str] = []
        self._host, self._port = host, port
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.line = self

    @property
    def url(self) -> str:
        """Return the address without the database's name."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def strike(self, fault: Fault) -> Fault:
        """Let the next matching calls go wrong."""
        self.faults.append(fault)
        return fault

    def calls(self, method: str) -> int:
        """Count the calls of a method that arrived here."""
        return sum(name.endswith(method) for name in self.methods)

    def __enter__(self) -> Self:
        """Open the line."""
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the line."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def forward(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Ask the ERP."""
        connection = HTTPConnection(self._host, self._port, timeout=120)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    line: FaultyLine


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        line = self.server.line
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        method = json.loads(body)["method"]
        line.methods.append(method)
        fault = next((fault for fault in line.faults if fault.takes(method)), None) or Fault(times=0)
        if fault.before:
            fault.before()
        status, answer = 503, b"<html>out of order</html>"
        if fault.forward:
            kept = {name: self.headers[name] for name in ("Content-Type", "Authorization") if self.headers[name]}
            try:
                status, answer = line.forward(self.path, kept, body)
            except (OSError, HTTPException):
                fault.answer = "none"
        if fault.after:
            fault.after()
        self._send(fault.answer, status, answer)

    def _send(self, how: str, status: int, answer: bytes) -> None:
        self.close_connection = how in {"half", "none"}
        if how == "none":
            return
        if how in {"error", "nonsense"}:
            status = 502 if how == "error" else 200
            answer = b"<html>bad gateway</html>"
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer[: len(answer) // 2] if how == "half" else answer)
        except OSError:
            self.close_connection = True  # the client has gone; that is what some tests want

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
