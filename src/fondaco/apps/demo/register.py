"""A register of VAT numbers on the loopback that speaks the European one's JSON: for the demonstration and for tests."""

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from stdnum.eu import vat

_LARGEST_BODY = 10_000
_CHECK = "/check-vat-number"


@dataclass
class Entries:
    """What the register holds and how it behaves.

    `known` are the registered numbers. `failing` gives the errors it answers instead, by country's code or for one
    number. While it is `stopped` it answers no question; `asked` is what came in.
    """

    known: set[str] = field(default_factory=set)
    failing: dict[str, str] = field(default_factory=dict)
    stopped: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)


class RegisterServer:
    """The running register: `url`, and what it holds."""

    def __init__(self, *, known: Iterable[str] = (), port: int = 0) -> None:
        self.entries = Entries(known={vat.compact(number) for number in known})
        self._http = _Http(("127.0.0.1", port), _Answer)
        self._http.entries = self.entries
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, name="vat-register", daemon=True
        )

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def start(self) -> None:
        """Open the door."""
        self._thread.start()

    def close(self) -> None:
        """Close the door."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    entries: Entries


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_POST(self) -> None:
        """Answer a question."""
        entries = self.server.entries
        length = min(int(self.headers.get("Content-Length") or 0), _LARGEST_BODY)
        question = json.loads(self.rfile.read(length) or b"{}")
        entries.asked.append(question)
        if entries.stopped:
            self._send(503, None)
        elif self.path != _CHECK:
            self._send(404, {"actionSucceed": False, "errorWrappers": [{"error": "NOT_FOUND"}]})
        else:
            self._send(200, answer(entries, question))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _send(self, status: int, body: dict[str, Any] | None) -> None:
        content = b"<html>Service Unavailable</html>" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if body is None else "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def answer(entries: Entries, question: dict[str, str]) -> dict[str, Any]:
    """Say what the register says; an error comes with a status that promises an answer, as the real one's do."""
    country, number = question.get("countryCode", ""), question.get("vatNumber", "")
    error = entries.failing.get(country) or entries.failing.get(country + number)
    if error:
        return {"actionSucceed": False, "errorWrappers": [{"error": error}]}
    valid = country + number in entries.known
    return {
        "countryCode": country,
        "vatNumber": number,
        "requestDate": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "valid": valid,
        "requestIdentifier": f"WAPIAAAA{len(entries.asked):08d}" if question.get("requesterNumber") else "",
        "name": "---",
        "address": "---",
    }
