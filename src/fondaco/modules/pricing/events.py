"""Facts that pricing publishes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from fondaco.kernel.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesChanged(Event):
    """A source changed condition records of these products.

    `everything` is set where too many products changed to name them, `general` where records for a category or for
    all products changed. `load` marks the records that are new or changed.
    """

    TYPE: ClassVar[str] = "pricing.prices_changed.v1"
    source: str
    load: int
    products: tuple[UUID, ...] = ()
    everything: bool = False
    general: bool = False

    @property
    def subject(self) -> str:
        """Name the source: its changes keep their order."""
        return self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListsChanged(Event):
    """Price lists or their assignments to organisations changed."""

    TYPE: ClassVar[str] = "pricing.price_lists_changed.v1"
    source: str

    @property
    def subject(self) -> str:
        """Name the source."""
        return self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionChanged(Event):
    """A promotion was stated, asked for, started, ended or dropped."""

    TYPE: ClassVar[str] = "pricing.promotion_changed.v1"
    promotion: UUID
    code: str
    state: str

    @property
    def subject(self) -> str:
        """Name the promotion."""
        return str(self.promotion)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractChanged(Event):
    """A source stated a contract anew."""

    TYPE: ClassVar[str] = "pricing.contract_changed.v1"
    contract: UUID
    organisation: UUID

    @property
    def subject(self) -> str:
        """Name the contract."""
        return str(self.contract)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractCalledOff(Event):
    """A document called something off a contract's item, or gave it back (less than nothing)."""

    TYPE: ClassVar[str] = "pricing.contract_called_off.v1"
    contract: UUID
    organisation: UUID
    position: int
    document: UUID
    quantity: Decimal
    remaining: Decimal

    @property
    def subject(self) -> str:
        """Name the contract."""
        return str(self.contract)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractUsedUp(Event):
    """As much as was agreed of a contract's item has been called off."""

    TYPE: ClassVar[str] = "pricing.contract_used_up.v1"
    contract: UUID
    organisation: UUID
    position: int

    @property
    def subject(self) -> str:
        """Name the contract."""
        return str(self.contract)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePolicySet(Event):
    """Somebody stated above how many percent a second person decides about prices; None: never."""

    TYPE: ClassVar[str] = "pricing.price_policy_set.v1"
    above_percent: str | None
    contact: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChangeProposed(Event):
    """Somebody proposed a change of a price that a second person decides about."""

    TYPE: ClassVar[str] = "pricing.price_change_proposed.v1"
    proposal: UUID
    action: str
    contact: UUID
    record: UUID | None = None

    @property
    def subject(self) -> str:
        """Name the proposal."""
        return str(self.proposal)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChangeDecided(Event):
    """A second person decided about a proposed change."""

    TYPE: ClassVar[str] = "pricing.price_change_decided.v1"
    proposal: UUID
    action: str
    accepted: bool
    contact: UUID
    record: UUID | None = None

    @property
    def subject(self) -> str:
        """Name the proposal."""
        return str(self.proposal)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReckoningChanged(Event):
    """A source rounds the money of what it invoices in another way."""

    TYPE: ClassVar[str] = "pricing.reckoning_changed.v1"
    system: str

    @property
    def subject(self) -> str:
        """Name the source."""
        return self.system


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesChanged(Event):
    """A procedure, exchange rates or quotations changed: any price may be another one."""

    TYPE: ClassVar[str] = "pricing.rules_changed.v1"
    what: str

    @property
    def subject(self) -> str:
        """Say what changed: changes of one kind keep their order."""
        return self.what


@dataclass(frozen=True, slots=True, kw_only=True)
class MetalsChanged(Event):
    """A product holds more or less of a metal."""

    TYPE: ClassVar[str] = "pricing.metals_changed.v1"
    product: UUID

    @property
    def subject(self) -> str:
        """Name the product."""
        return str(self.product)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCompiled(Event):
    """All records up to a load were compiled into a file that processes can share."""

    TYPE: ClassVar[str] = "pricing.book_compiled.v1"
    load: int

    @property
    def subject(self) -> str:
        """Name the one book there is."""
        return "book"
