"""The answer of a bulk door: what was created, changed, left alone, and refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedDraft:
    """One draft that was not taken: its place in the sequence, the field, a stable code, the reason."""

    index: int
    field: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutResult:
    """Counts of one bulk call; the refused drafts changed nothing, the others are stored."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: Sequence[RefusedDraft] = ()
