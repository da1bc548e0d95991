"""How to reach the simulated ERP, and what it says about an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KIND = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErpSettings:
    """Address and patience, in milliseconds: until somebody answers the door, and for one answer."""

    url: str
    connect_ms: int = 1000
    patience_ms: int = 6000

    @classmethod
    def of(cls, settings: Mapping[str, object]) -> "ErpSettings":
        """Read the settings of a connection."""
        return cls(url=str(settings["url"]).rstrip("/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the ERP's log holds after a position, and where it ends."""

    position: int
    rows: tuple[Mapping[str, Any], ...]
