"""The circuit breaker: when calls are let through to a system that may be down, and when it is given a rest."""

from datetime import datetime, timedelta

from fondaco.connectors.intake.types import Breaker, BreakerState

THRESHOLD = 3
_FIRST_REST = timedelta(seconds=5)
_LONGEST_REST = timedelta(minutes=5)
# A process that was let through to see and died would keep the door shut: after this time another may try.
_PROBE_LASTS = timedelta(seconds=60)


def admit(*, breaker: Breaker, as_of: datetime) -> Breaker | None:
    """Answer the breaker as it is after letting a call through, or None if the call is kept away.

    When the rest is over one call goes through; the others wait for what becomes of it.
    """
    if breaker.state is BreakerState.CLOSED:
        return breaker
    if breaker.retry_at is not None and as_of < breaker.retry_at:
        return None
    return Breaker(state=BreakerState.HALF_OPEN, failures=breaker.failures, retry_at=as_of + _PROBE_LASTS)


def succeeded() -> Breaker:
    """Close after a call that got its answer: all is well again."""
    return Breaker()


def failed(*, breaker: Breaker, as_of: datetime) -> Breaker:
    """Count a call that failed: after `THRESHOLD` in a row the circuit opens, for twice as long each further time."""
    failures = breaker.failures + 1
    if failures < THRESHOLD:
        return Breaker(state=breaker.state, failures=failures, retry_at=breaker.retry_at)
    rest = min(_LONGEST_REST, _FIRST_REST * 2 ** min(failures - THRESHOLD, 10))
    return Breaker(state=BreakerState.OPEN, failures=failures, retry_at=as_of + rest)
