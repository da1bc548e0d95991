"""Identity: UUIDv7 inside, `ord_…` at the door, and the keys other systems use."""

import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from fondaco.kernel.errors import NotFound

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class _Digits(dict[int, str]):
    """Python's own digits of base 32 for those of the alphabet, and for every other character one that is no digit."""

    def __missing__(self, character: int) -> str:
        return "!"


_DIGITS = _Digits(zip(map(ord, _ALPHABET), "0123456789abcdefghijklmnopqrstuv", strict=True))
# Two characters at a time: pages show hundreds of ids.
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_SHIFTS = range(120, -1, -10)
_LENGTH = 26
_lock = threading.Lock()
_last = 0


class UnknownId(NotFound):
    """A public id that is not of the form this kind of thing has."""

    code = "kernel.unknown_id"
    title = "This is not an id of the expected kind."


@dataclass(frozen=True, slots=True, order=True)
class ExternalRef:
    """The key under which an outside system knows a thing, for example ("erp-sued", "4711")."""

    system: str
    key: str


def new_id() -> UUID:
    """Return a new UUIDv7 (RFC 9562), strictly increasing within the process."""
    global _last  # noqa: PLW0603 - the one counter that keeps ids increasing
    with _lock:
        # 48 bits of milliseconds and 12 bits of a millisecond's fraction (method 3 of RFC 9562, 6.2).
        nanoseconds = time.time_ns()
        stamp = (nanoseconds // 1_000_000 << 12) | (nanoseconds % 1_000_000 * 4096 // 1_000_000)
        _last = stamp = max(stamp, _last + 1)
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62
    return UUID(int=value | int.from_bytes(os.urandom(8)) & (1 << 62) - 1)


def public_id(prefix: str, inner: UUID) -> str:
    """Write an id as it is shown outside: `ord_01jd…`, 26 characters of Crockford's base 32."""
    number = inner.int
    return f"{prefix}_{''.join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])}"


def inner_id(prefix: str, outer: str) -> UUID:
    """Read a public id back; refuse another prefix, length or alphabet with `UnknownId`."""
    head, _, body = outer.partition("_")
    if head == prefix and len(body) == _LENGTH:
        # Of 26 characters some say more than 128 bits.
        with suppress(ValueError):
            return UUID(int=int(body.translate(_DIGITS), 32))
    raise UnknownId(expected=f"{prefix}_…", got=outer[:40])
