"""Events: past-tense facts that a room publishes in the same transaction as the change itself."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The base of all events; a subclass sets `TYPE` ("orders.order_placed.v1") and holds plain values.

    Fields are UUIDs, strings, numbers, Decimals, datetimes and tuples of these, so that any event can be written
    as JSON and read back. A handler may see the same event twice.
    """

    TYPE: ClassVar[str] = ""

    @property
    def subject(self) -> str:
        """Name the aggregate the fact is about; events of one subject keep their order everywhere."""
        return ""
