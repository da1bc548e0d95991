"""Contracts: what an organisation has agreed to take at which prices, and how much of it was called off."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.money import Money
from fondaco.kernel.period import ALWAYS, Period
from fondaco.kernel.quantity import Quantity


class OverCall(StrEnum):
    """What becomes of a call-off past what was agreed.

    It is refused, or taken and told; or it is the last one: what reaches the agreed quantity ends the item's prices.
    """

    REFUSE = "refuse"
    TELL = "tell"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractItemDraft:
    """What is agreed for a product, as a quantity or a value, or for several as a value; `records` state the prices.

    `used` is what the source says was called off by `used_at`; what is called off here later counts on top.
    """

    position: int
    product: ExternalRef | None = None
    quantity: Quantity | None = None
    value: Money | None = None
    records: tuple[ExternalRef, ...] = ()
    used: Decimal = Decimal(0)
    used_at: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDraft:
    """A contract as a source states it: with an organisation and all below it, for a period."""

    ref: ExternalRef
    number: str
    name: str = ""
    organisation: ExternalRef
    valid: Period = ALWAYS
    over: OverCall = OverCall.TELL
    items: tuple[ContractItemDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractItem:
    """What is agreed and used: in `unit`s of the product, or money of `currency`."""

    id: UUID
    position: int
    product: UUID | None
    agreed: Decimal
    used: Decimal
    unit: str | None
    currency: str | None
    text: str = ""

    @property
    def remaining(self) -> Decimal:
        """Return what may still be called off as agreed; never less than nothing."""
        return max(self.agreed - self.used, Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A stored contract."""

    id: UUID
    number: str
    name: str
    organisation: UUID
    valid: Period
    over: OverCall
    system: str
    key: str
    items: tuple[ContractItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOff:
    """A line of a document whose price a contract's record makes: its quantity in base units, and what it costs."""

    line: UUID
    record: ExternalRef
    quantity: Decimal
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractUse:
    """What a line would call off of which contract's item, and what was left before; `past` says that it is more."""

    line: UUID
    contract: UUID
    number: str
    name: str
    item: UUID
    over: OverCall
    wanted: Decimal
    remaining: Decimal
    past: bool
    unit: str | None
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledOff:
    """An entry of the counter: what a document called off when, in base units or money."""

    item: UUID
    document: UUID
    number: str
    quantity: Decimal
    at: datetime
