"""What a worker tells about itself over HTTP: that it lives, whether it can work, and figures for Prometheus."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, generate_latest

from fondaco.platform.web import problem
from fondaco.platform.web.metrics import CONTENT_TYPE

Answer = tuple[int, str, bytes]


@contextmanager
def told(*, host: str, port: int, registry: CollectorRegistry, errors: Callable[[], Sequence[str]]) -> Iterator[int]:
    """Serve `/health/live`, `/health/ready` and `/metrics` while the block runs; give the port (asked for by 0).

    The worker is ready as long as nothing of it fails: `errors` says what does.
    """

    def live() -> Answer:
        return 200, "application/json", b'{"status":"live"}'

    def ready() -> Answer:
        failing = len(errors())
        if failing:
            body = problem.not_ready({"failing": failing})
            return body.status, problem.MEDIA_TYPE, problem.encode(body)
        return 200, "application/json", b'{"ready":true}'

    def figures() -> Answer:
        return 200, CONTENT_TYPE, generate_latest(registry)

    server = ThreadingHTTPServer(
        (host, port), _handler({"/health/live": live, "/health/ready": ready, "/metrics": figures})
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="health", daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(answers: dict[str, Callable[[], Answer]]) -> type[BaseHTTPRequestHandler]:
    def missing() -> Answer:
        body = problem.of_status(404)
        return body.status, problem.MEDIA_TYPE, problem.encode(body)

    class Handler(BaseHTTPRequestHandler):
        """Answers probes; its own log lines would name who asks."""

        def do_GET(self) -> None:
            status, media_type, body = answers.get(urlsplit(self.path).path, missing)()
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
