"""Rate limits: a bucket of tokens per caller, refilled evenly; kept per process."""

import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b

from litestar.types import Scope

_MOST_CALLERS = 100_000


class RateLimit:
    """At most `burst` requests at once and `per_second` in the long run, per token, or per network address without one.

    Each process counts for itself: with several behind a balancer the limit is that of one times their number.
    """

    def __init__(self, *, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_second
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[bytes | str, tuple[float, float]] = OrderedDict()

    def wait(self, scope: Scope) -> int:
        """Take a token for the caller; return 0, or in how many seconds to come back."""
        return self.take(_caller(scope))

    def take(self, caller: bytes | str) -> int:
        """Take a token from the caller's bucket; return 0, or in how many seconds there will be one."""
        moment = self._clock()
        tokens, last = self._buckets.pop(caller, (float(self._burst), moment))
        tokens = min(float(self._burst), tokens + (moment - last) * self._rate)
        wait = 0 if tokens >= 1 else max(1, round((1 - tokens) / self._rate))
        self._buckets[caller] = (tokens - (0 if wait else 1), moment)
        if len(self._buckets) > _MOST_CALLERS:
            self._buckets.popitem(last=False)
        return wait


def _caller(scope: Scope) -> bytes | str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            return blake2b(value, digest_size=12).digest()
    client = scope.get("client")
    return client[0] if client else ""
