"""A page of a longer list, and the cursor that leads to the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """Some items and, where there are more, an opaque cursor for the next call."""

    items: Sequence[Item]
    next: str | None = None
