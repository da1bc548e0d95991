"""Promotions: what is cheaper for whom and how long, as one thing with a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from fondaco.kernel.period import Period


class PromotionState(StrEnum):
    """A draft changes no price; one that waits for a second person neither; what is live counts in its period."""

    DRAFT = "draft"
    WAITING = "waiting"
    LIVE = "live"
    ENDED = "ended"


class Gives(StrEnum):
    """What an offer gives: a percentage or an amount per quantity off, or free goods of what is ordered or on top."""

    PERCENT = "percent"
    AMOUNT = "amount"
    FREE_OF = "free_of"
    FREE_ON_TOP = "free_on_top"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a promotion gives for a product, a category and all below it, or everything, from a quantity on.

    An amount is off each `per` of `unit`; of free goods `amount` is free for each `per`.
    """

    gives: Gives
    amount: Decimal
    currency: str = "EUR"
    per: Decimal = Decimal(1)
    unit: str = "PCE"
    scale: Decimal = Decimal(0)
    product: UUID | None = None
    category: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionDraft:
    """A promotion as somebody states it: for some segments, for one arm of an experiment, or for everybody."""

    code: str
    names: Mapping[str, str]
    valid: Period
    segments: tuple[str, ...] = ()
    arm: str | None = None
    sales_area: str | None = None
    offers: tuple[Offer, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A stored promotion; `asked_by` is who wants it to be live where a second person has to agree."""

    id: UUID
    stated: PromotionDraft
    state: PromotionState
    version: int
    asked_by: UUID | None = None
