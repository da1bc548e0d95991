"""The memory of a process that holds much to read from, and the search for rubbish in it.

Python looks for objects that only refer to each other, and while it looks nobody is answered: a quarter of a second where
a million objects are held. What a projection takes in stays; looking through it again and again finds nothing.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

# What took longer has left so much behind that it is set aside.
_MUCH_SECONDS = 0.1
# A search that took longer went through so much that what it left is set aside, too.
_LONG_SECONDS = 0.02
_EVERYTHING = 2


@contextmanager
def taking_in() -> Iterator[None]:
    """Take in what stays, without a search meanwhile; where it was much, no later search looks through it."""
    searching = gc.isenabled()
    gc.disable()
    began = time.perf_counter()
    try:
        yield
    finally:
        if searching:
            if time.perf_counter() - began > _MUCH_SECONDS:
                gc.freeze()
            gc.enable()


@contextmanager
def short_searches() -> Iterator[None]:
    """After a long search set aside what it proved to be in use (what requests remember), so that the next is short.

    What becomes rubbish later is freed as ever, unless it refers to itself.
    """
    began = 0.0

    def searched(phase: str, told: dict[str, int]) -> None:
        nonlocal began
        if phase == "start":
            began = time.perf_counter()
        elif told["generation"] == _EVERYTHING and time.perf_counter() - began > _LONG_SECONDS:
            gc.freeze()

    gc.callbacks.append(searched)
    try:
        yield
    finally:
        gc.callbacks.remove(searched)
