"""Promotions as they are asked for: one, all, and what one would do to prices."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import public_id
from fondaco.kernel.page import Page
from fondaco.modules.pricing import documents, facts
from fondaco.modules.pricing.actions.promotions import as_audience, trying
from fondaco.modules.pricing.errors import NoSuchPromotion
from fondaco.modules.pricing.store import promotions as store
from fondaco.modules.pricing.tabled import TabledFacts
from fondaco.modules.pricing.types import LinePrice, NoPrice, PriceRequest, Promotion, PromotionState
from fondaco.platform.transaction import Tx
from fondaco.platform.web.page import cut, read_cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The price of a line for somebody the promotion is for: without it, and with it."""

    before: LinePrice | NoPrice
    after: LinePrice | NoPrice


class _Tried(Exception):  # noqa: N818 - nothing failed, it only undoes what was tried
    """It was tried out."""


def promotion(*, tx: Tx, id: UUID) -> Promotion:
    """Load a promotion; refuse one that is not there (`NoSuchPromotion`)."""
    found = store.one(tx=tx, id=id)
    if found is None:
        raise NoSuchPromotion(promotion=public_id("prm", id))
    return found


def promotions(*, tx: Tx, state: PromotionState | None, cursor: str | None, limit: int) -> Page[Promotion]:
    """List promotions, the one that begins last first."""
    after = read_cursor(cursor, tuple[datetime, UUID]) if cursor else None
    found = store.page(tx=tx, state=state, after=after, limit=limit + 1)
    return cut(found, limit, lambda one: (one.stated.valid.start, one.id))


def promotion_effect(
    *, tx: Tx, promotion: Promotion, buyer: Buyer, lines: Sequence[PriceRequest], at: datetime
) -> list[Effect]:
    """Say what a promotion does to prices of a buyer, as if he belonged to those whom it is for.

    It is priced at a moment of its period: at the one given, or else where it begins. Nothing is stored.
    """
    asking = as_audience(buyer=buyer, promotion=promotion, at=at)
    after: list[LinePrice | NoPrice] = []
    with suppress(_Tried), tx.savepoint():
        trying(tx=tx, promotion=promotion)
        after = _priced(tx, asking, lines, without=None)
        raise _Tried
    before = _priced(tx, asking, lines, without=promotion)
    return [Effect(before=one, after=other) for one, other in zip(before, after, strict=True)]


def _priced(
    tx: Tx, buyer: Buyer, lines: Sequence[PriceRequest], *, without: Promotion | None
) -> list[LinePrice | NoPrice]:
    source = TabledFacts(tx=tx, products=[line.product for line in lines], buyer=buyer)
    if without is not None:
        source.leave_out(f"promotion/{without.id}/")
    taxed = facts.dues(source, buyer)
    return [documents.line_price(source, buyer, line, taxed) for line in lines]
