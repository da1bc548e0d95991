"""Sources: when each was heard from, what its silence means for promises, and where it is asked live; pure decisions.

Of a source that was heard from within its patience everything counts. When it is silent for longer, its policy decides:
nothing is promised (`unknown`), it is promised with the age of the data (`promise_with_note`) or as ever (`promise`).
`ask_live` asks the source itself at the edge; where it gives no answer in time, its fallback decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from fondaco.modules.availability.types import Stock


class Silence(StrEnum):
    """What is promised of a source that has been silent for longer than its patience."""

    UNKNOWN = "unknown"
    NOTE = "promise_with_note"
    PROMISE = "promise"
    ASK = "ask_live"


class Occasion(StrEnum):
    """Where a buyer is told a date: on the product page, in the cart, with the order."""

    PRODUCT = "product"
    CART = "cart"
    ORDER = "order"


class Hearing(NamedTuple):
    """When a source was last heard from, its patience in seconds, and what its silence means without asking it."""

    at: datetime
    patience: int
    silence: Silence = Silence.UNKNOWN


Heard = Mapping[str, Hearing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of stock and what is kept for it; `patience` is in seconds.

    `silence` is its policy; where that is to ask it live, it is given `limit_ms` and then the `fallback` counts, which never
    is to ask. On the occasions in `checks` every buyer's question is put to it live, within the same limit.
    """

    system: str
    heard_at: datetime
    patience: int
    silence: Silence = Silence.UNKNOWN
    fallback: Silence = Silence.UNKNOWN
    limit_ms: int = 300
    checks: frozenset[Occasion] = frozenset()
    version: int = 1

    @property
    def hearing(self) -> Hearing:
        """What promises from memory need to know of it."""
        return Hearing(self.heard_at, self.patience, self.fallback if self.silence is Silence.ASK else self.silence)

    def silent(self, as_of: datetime) -> bool:
        """Tell whether it has been silent for longer than its patience."""
        return as_of > silent_from(self.hearing)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRule:
    """On which occasions the ERPs are asked live for an organisation and all below it, within so many milliseconds."""

    occasions: frozenset[Occasion] = frozenset()
    limit_ms: int = 300
    version: int = 0


def silent_from(hearing: Hearing) -> datetime:
    """Return the last moment at which a source still counts as heard from."""
    return hearing.at + timedelta(seconds=hearing.patience)


def fresh(*, heard: Heard, system: str, as_of: datetime) -> bool:
    """Tell whether a source was heard from within its patience."""
    known = heard.get(system)
    return known is not None and as_of <= silent_from(known)


def counts(*, stock: Stock, heard: Heard, as_of: datetime) -> bool:
    """Tell whether something may be promised of a stock: its source was heard from, or just asked, or its policy says so."""
    if stock.live or fresh(heard=heard, system=stock.system, as_of=as_of):
        return True
    known = heard.get(stock.system)
    return known is not None and known.silence in {Silence.NOTE, Silence.PROMISE}


def noted_at(*, stock: Stock, heard: Heard, as_of: datetime) -> datetime | None:
    """Return as of when a stock is known where a promise of it has to say so; None where it need not, or nothing counts.

    It has to when the source is silent and its policy says so, and when somebody insisted on asking it and got no answer.
    """
    known = heard.get(stock.system)
    if known is None or stock.live or not counts(stock=stock, heard=heard, as_of=as_of):
        return None
    silent = as_of > silent_from(known)
    return known.at if stock.live is False or (silent and known.silence is Silence.NOTE) else None
