"""Ways to reach the API: over HTTP with kept connections, or in the same process without a socket."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

Headers = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Unreachable(Exception):  # noqa: N818 - it says what the API is
    """The API does not answer."""


class Transport(Protocol):
    """One way to reach the API."""

    async def send(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Answer:
        """Send a request and wait for the whole answer."""
        ...

    def stream(self, path: str, query: str, headers: Headers) -> AsyncIterator[bytes]:
        """Get a stream and yield its parts as they come."""
        ...

    async def close(self) -> None:
        """Let all connections go."""
        ...


class HttpTransport:
    """Over HTTP; connections are kept and used again."""

    def __init__(self, url: str, *, connections: int = 100, timeout_seconds: float = 15.0) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=httpx.Timeout(timeout_seconds, connect=3.0),
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
            trust_env=False,
        )

    async def send(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Answer:
        """Send a request and wait for the whole answer; a broken connection is `Unreachable`."""
        url = f"{path}?{query}" if query else path
        try:
            answer = await self._http.request(method, url, headers=list(headers), content=body or None)
        except httpx.TransportError as error:
            raise Unreachable(str(error)) from error
        return Answer(answer.status_code, dict(answer.headers), answer.content)

    async def stream(self, path: str, query: str, headers: Headers) -> AsyncIterator[bytes]:
        """Get a stream; without a time limit for the pauses between its parts."""
        url = f"{path}?{query}" if query else path
        timeout = httpx.Timeout(15.0, read=None)
        try:
            async with self._http.stream("GET", url, headers=list(headers), timeout=timeout) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise StreamRefused(Answer(answer.status_code, dict(answer.headers), await answer.aread()))
                async for part in answer.aiter_bytes():
                    yield part
        except httpx.TransportError as error:
            raise Unreachable(str(error)) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()


class StreamRefused(Exception):  # noqa: N818 - an answer, not a fault
    """The API answered with a refusal instead of a stream."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(str(answer.status))


class AsgiTransport:
    """Calls the API's program in this very process."""

    def __init__(self, app: Any, *, host: str = "api.internal") -> None:  # noqa: ANN401 - any ASGI program
        self._app = app
        self._host = host

    async def send(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Answer:
        """Run the program for one request."""
        status, given, parts = 500, [], []
        sent, answered = False, asyncio.Event()

        async def receive() -> dict[str, Any]:
            nonlocal sent
            if not sent:
                sent = True
                return {"type": "http.request", "body": body, "more_body": False}
            # As servers say it: who listens for the end of the connection hears it after the whole answer.
            await answered.wait()
            return {"type": "http.disconnect"}

        async def take(message: dict[str, Any]) -> None:
            nonlocal status, given
            if message["type"] == "http.response.start":
                status, given = message["status"], message["headers"]
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
                if not message.get("more_body", False):
                    answered.set()

        await self._app(self._scope(method, path, query, headers, body), receive, take)
        names = {bytes(name).decode("latin-1").lower(): bytes(value).decode("latin-1") for name, value in given}
        return Answer(status, names, b"".join(parts))

    async def stream(self, path: str, query: str, headers: Headers) -> AsyncIterator[bytes]:
        """Run the program in a task of its own and yield what it sends."""
        parts: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        gone = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if not started:
                started.append(True)
                return {"type": "http.request", "body": b"", "more_body": False}
            await gone.wait()
            return {"type": "http.disconnect"}

        async def run() -> None:
            try:
                await self._app(self._scope("GET", path, query, headers, b""), receive, _taking(parts, gone))
            finally:
                await parts.put(None)

        started: list[bool] = []
        task = asyncio.create_task(run())
        status, body = 200, b""
        try:
            while (message := await parts.get()) is not None:
                if message["type"] == "http.response.start":
                    status = message["status"]
                elif status == httpx.codes.OK:
                    if message.get("body"):
                        yield message["body"]
                else:
                    body += message.get("body", b"")
            if status != httpx.codes.OK:
                raise StreamRefused(Answer(status, {}, body))
        finally:
            gone.set()
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def close(self) -> None:
        """Nothing is open."""

    def _scope(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> dict[str, Any]:
        own = [(b"host", self._host.encode()), (b"content-length", str(len(body)).encode())]
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [*own, *headers],
            "client": ("127.0.0.1", 0),
            "server": (self._host, 80),
            "state": {},
        }


def _taking(parts: asyncio.Queue[dict[str, Any] | None], gone: asyncio.Event) -> Callable[..., Awaitable[None]]:
    async def take(message: dict[str, Any]) -> None:
        await parts.put(message)
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            gone.set()

    return take
