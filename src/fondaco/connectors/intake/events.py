"""What intake tells the house: connections that changed, runs that ended."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fondaco.kernel.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionChanged(Event):
    """A connection is new, was paused or resumed, broke or works again."""

    TYPE: ClassVar[str] = "intake.connection_changed.v1"
    connection: UUID
    state: str

    @property
    def subject(self) -> str:
        """The connection."""
        return str(self.connection)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded(Event):
    """A run succeeded or failed; dry runs are not told."""

    TYPE: ClassVar[str] = "intake.run_ended.v1"
    connection: UUID
    run: UUID
    state: str
    read: int
    refused: int

    @property
    def subject(self) -> str:
        """The connection."""
        return str(self.connection)
