"""Ending in order: the server waits for what it is answering, so whatever would go on for ever must hear of the end."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from types import FrameType


def let_starts_be_ended() -> None:
    """Let serving processes that are forked from now on leave at once when they are told to stop while they start.

    They inherit the handlers of the process that made them, which only note the signal there: it would be lost, the
    process would load to the end and serve for ever, and whoever made it would wait for its end.
    """
    os.register_at_fork(after_in_child=_leave_when_told)


def hear_stop_signals(action: Callable[[], None]) -> None:
    """Call `action` in the running loop when the process is told to stop, beside whatever else the server then does.

    Servers run a program's shutdown only after its last answer; an open stream never comes to that by itself. Where
    nobody handles the signals (another thread, no server around) they are left alone.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)
        if callable(before):
            signal.signal(number, _chained(loop, action, before))


class Ending:
    """Whether the end of this process has begun."""

    def __init__(self) -> None:
        self._begun = asyncio.Event()

    def begin(self) -> None:
        """Let all streams end; to be called in the loop."""
        self._begun.set()

    async def until(self, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Pass the parts of a stream on until it ends or the process is to end."""
        begun = asyncio.create_task(self._begun.wait())
        try:
            while not begun.done():
                coming = asyncio.create_task(_next(parts))
                try:
                    await asyncio.wait({coming, begun}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    if not coming.done():
                        coming.cancel()
                        with suppress(asyncio.CancelledError):
                            await coming
                if coming.cancelled() or (part := coming.result()) is None:
                    return
                yield part
        finally:
            begun.cancel()


def _leave_when_told() -> None:
    def leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the form of all signal handlers
        sys.exit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)


def _chained(
    loop: asyncio.AbstractEventLoop, action: Callable[[], None], before: Callable[[int, FrameType | None], object]
) -> Callable[[int, FrameType | None], None]:
    def told(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(action)
        before(number, frame)

    return told


async def _next(parts: AsyncIterator[bytes]) -> bytes | None:
    return await anext(parts, None)
