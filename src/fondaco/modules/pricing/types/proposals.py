"""Changes of prices that a second person decides, and what to look for among condition records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from fondaco.modules.pricing.types.records import Kind


class Action(StrEnum):
    """What is proposed: a new record of our own, other values for one, or its end."""

    ADD = "add"
    CHANGE = "change"
    END = "end"


class ProposalState(StrEnum):
    """How far a proposal is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change that waits for a second person, or what became of it.

    `body` holds the fields that are stated (of a `PriceRecordDraft`, as JSON); `version` is that of the record when it
    was proposed: another one since makes it void.
    """

    id: UUID
    action: Action
    record: UUID | None
    version: int | None
    body: Mapping[str, Any]
    reason: str
    state: ProposalState
    proposed_by: UUID
    proposed_at: datetime
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordQuery:
    """What to look for among condition records; what is not named does not matter. `on` is a moment it is in force at."""

    product: UUID | None = None
    organisation: UUID | None = None
    price_list: UUID | None = None
    kind: Kind | None = None
    type: str = ""
    system: str = ""
    sales_area: str = ""
    on: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePolicy:
    """Above how many percent a second person decides about prices of our own; None lets everybody decide alone."""

    above_percent: Decimal | None = None
