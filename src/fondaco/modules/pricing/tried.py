"""What a condition record of our own would do to prices, tried out before it is stored."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import public_id
from fondaco.kernel.period import Period
from fondaco.modules.pricing import documents, facts
from fondaco.modules.pricing.actions.own_records import add_price_record, change_price_record, end_price_record
from fondaco.modules.pricing.errors import NoSuchPriceRecord
from fondaco.modules.pricing.store import read
from fondaco.modules.pricing.tabled import TabledFacts
from fondaco.modules.pricing.types import LinePrice, NoPrice, PriceRecordDraft, PriceRequest
from fondaco.platform.transaction import Tx

Prices = list[LinePrice | NoPrice]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEffect:
    """The prices of lines at a moment: without a record, with it as it is stored now, and as it is to be.

    Of one that is not stored yet, the first two are the same.
    """

    as_of: datetime
    without: Prices
    now: Prices
    then: Prices


class _Tried(Exception):  # noqa: N818 - nothing failed, it only undoes what was tried
    """It was tried out."""


def new_record_effect(
    *,
    tx: Tx,
    draft: PriceRecordDraft,
    buyer: Buyer,
    lines: Sequence[PriceRequest],
    at: datetime,
    product: UUID | None = None,
    category: UUID | None = None,
    organisation: UUID | None = None,
    price_list: UUID | None = None,
) -> RecordEffect:
    """Say what a new record would do to prices of a buyer; nothing is stored.

    It is priced at the moment given if the record is in force then, else where its period begins, and as if the buyer
    belonged to its segment and arm. Refused is what adding it would refuse.
    """
    asking = _asking(buyer, valid=draft.valid, segment=draft.segment, arm=draft.arm, at=at)
    now = _priced(tx, asking, lines)
    then = now
    with _undone(tx):
        add_price_record(
            tx=tx,
            draft=draft,
            product=product,
            category=category,
            organisation=organisation,
            price_list=price_list,
        )
        then = _priced(tx, asking, lines)
    return RecordEffect(as_of=asking.as_of, without=now, now=now, then=then)


def changed_record_effect(
    *,
    tx: Tx,
    id: UUID,
    changes: Mapping[str, Any],
    buyer: Buyer,
    lines: Sequence[PriceRequest],
    at: datetime,
) -> RecordEffect:
    """Say the same of a record of our own with other values, and what prices are without it.

    Refused is what changing it would refuse.
    """
    found = read.one(tx=tx, id=id)
    if found is None:
        raise NoSuchPriceRecord(record=public_id("prc", id))
    record, version = found
    valid = changes.get("valid", record.valid)
    asking = _asking(buyer, valid=valid, segment=record.segment, arm=record.arm, at=at)
    now = _priced(tx, asking, lines)
    without, then = now, now
    with _undone(tx):
        end_price_record(tx=tx, id=id, expected_version=version)
        without = _priced(tx, asking, lines)
    with _undone(tx):
        change_price_record(tx=tx, id=id, expected_version=version, changes=changes)
        then = _priced(tx, asking, lines)
    return RecordEffect(as_of=asking.as_of, without=without, now=now, then=then)


@contextmanager
def _undone(tx: Tx) -> Iterator[None]:
    with suppress(_Tried), tx.savepoint():
        yield
        raise _Tried


def _asking(buyer: Buyer, *, valid: Period, segment: str | None, arm: str | None, at: datetime) -> Buyer:
    return replace(
        buyer,
        as_of=at if valid.contains(at) else valid.start,
        segments=buyer.segments | (frozenset({segment}) if segment else frozenset()),
        arms=buyer.arms | (frozenset({arm}) if arm else frozenset()),
    )


def _priced(tx: Tx, buyer: Buyer, lines: Sequence[PriceRequest]) -> Prices:
    source = TabledFacts(tx=tx, products=[line.product for line in lines], buyer=buyer)
    taxed = facts.dues(source, buyer)
    return [documents.line_price(source, buyer, line, taxed) for line in lines]
