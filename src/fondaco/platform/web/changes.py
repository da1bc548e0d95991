"""Changes as they happen: projections say which products changed, open pages hear of those they show (SSE)."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Literal
from uuid import UUID

import msgspec

from fondaco.kernel.ids import public_id

Kind = Literal["price", "stock", "product"]
HEARTBEAT_SECONDS = 15.0
MOST_PRODUCTS = 200
_MOST_WAITING = 1000


class Listener:
    """One open page: the products it shows and what has changed since it was last told."""

    def __init__(self, products: frozenset[UUID], loop: asyncio.AbstractEventLoop) -> None:
        self.products = products
        self.loop = loop
        self.waiting: dict[tuple[Kind, UUID], None] = {}
        self.wake = asyncio.Event()


class Hub:
    """The switchboard of one process: safe to be told from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[UUID, set[Listener]] = {}
        self._closed = False

    def tell(self, *, kind: Kind, products: Iterable[UUID]) -> None:
        """Say that the price, stock or data of products changed; several changes of one product are told once."""
        with self._lock:
            if not self._listeners:
                return
            concerned: dict[Listener, list[UUID]] = {}
            for product in products:
                for listener in self._listeners.get(product, ()):
                    concerned.setdefault(listener, []).append(product)
        for listener, changed in concerned.items():
            listener.loop.call_soon_threadsafe(_note, listener, kind, changed)

    def everything(self, *, kind: Kind) -> None:
        """Say that any product may have changed (a projection was loaded anew)."""
        with self._lock:
            products = list(self._listeners)
        self.tell(kind=kind, products=products)

    def close(self) -> None:
        """Let all streams end, so that the process can stop."""
        self._closed = True
        with self._lock:
            listeners = {listener for group in self._listeners.values() for listener in group}
        for listener in listeners:
            listener.loop.call_soon_threadsafe(listener.wake.set)

    async def listen(
        self,
        products: Iterable[UUID],
        *,
        heartbeat: float = HEARTBEAT_SECONDS,
        valid: Callable[[], Awaitable[bool]] | None = None,
    ) -> AsyncIterator[bytes]:
        """Stream changes of the products as server-sent events; ends where `valid` says no at a heartbeat."""
        listener = Listener(frozenset(products), asyncio.get_running_loop())
        self._add(listener)
        try:
            yield b"retry: 2000\n: open\n\n"
            while not self._closed:
                try:
                    await asyncio.wait_for(listener.wake.wait(), heartbeat)
                except TimeoutError:
                    if valid is not None and not await valid():
                        return
                    yield b": still here\n\n"
                    continue
                listener.wake.clear()
                waiting, listener.waiting = listener.waiting, {}
                for kind in ("price", "stock", "product"):
                    changed = [public_id("prd", product) for what, product in waiting if what == kind]
                    if changed:
                        yield f"event: {kind}\ndata: ".encode() + msgspec.json.encode({"products": changed}) + b"\n\n"
        finally:
            self._remove(listener)

    @property
    def listeners(self) -> int:
        """Count the open streams."""
        with self._lock:
            return len({listener for group in self._listeners.values() for listener in group})

    def _add(self, listener: Listener) -> None:
        with self._lock:
            for product in listener.products:
                self._listeners.setdefault(product, set()).add(listener)

    def _remove(self, listener: Listener) -> None:
        with self._lock:
            for product in listener.products:
                group = self._listeners.get(product, set())
                group.discard(listener)
                if not group:
                    self._listeners.pop(product, None)


def _note(listener: Listener, kind: Kind, products: list[UUID]) -> None:
    if len(listener.waiting) < _MOST_WAITING:
        listener.waiting.update(dict.fromkeys((kind, product) for product in products))
    listener.wake.set()
