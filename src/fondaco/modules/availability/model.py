"""Decisions of availability: who gets what from which supply, on which date. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from fondaco.modules.availability.types import (
    Location,
    LocationQuantity,
    Position,
    Promise,
    ReceiptDraft,
    ScheduleLine,
    StockDraft,
    Supply,
)

NOTHING = Decimal(0)


def schedule(*, position: Position, quantity: Decimal, today: date, requested_on: date | None) -> list[ScheduleLine]:
    """Cover the quantity from the supplies in their order; what no supply covers gets no date.

    Nothing is promised before today or before the requested date. Parts of one location and date are kept apart by
    the supply they come from, so that they can be held there.
    """
    earliest = max(today, requested_on) if requested_on else today
    lines, missing = [], quantity
    for supply in position.supplies:
        if missing <= 0:
            break
        part = min(missing, supply.free)
        if part > 0:
            day = max(supply.on, earliest) if supply.on else earliest
            lines.append(ScheduleLine(quantity=part, date=day, location=supply.location, receipt=supply.receipt))
            missing -= part
    lines.sort(key=lambda line: line.date or date.max)
    if missing > 0:
        lines.append(ScheduleLine(quantity=missing, date=None))
    return lines


def by_date(lines: Iterable[ScheduleLine]) -> tuple[ScheduleLine, ...]:
    """Put parts of one date together, as a buyer reads them."""
    merged: dict[date | None, Decimal] = {}
    for line in lines:
        merged[line.date] = merged.get(line.date, NOTHING) + line.quantity
    return tuple(ScheduleLine(quantity=quantity, date=day) for day, quantity in merged.items())


def promise(
    *,
    position: Position,
    quantity: Decimal,
    today: date,
    requested_on: date | None,
    locations: Mapping[UUID, Location],
) -> Promise:
    """Answer one request; a product whose stock nobody told gets no date, whatever receipts there are."""
    known = position.told_at is not None
    covered = schedule(
        position=position if known else replace(position, supplies=()),
        quantity=quantity,
        today=today,
        requested_on=requested_on,
    )
    return Promise(
        product=position.product,
        quantity=quantity,
        schedule=by_date(covered),
        locations=tuple(
            LocationQuantity(location=supply.location, name=locations[supply.location].name, quantity=supply.free)
            for supply in position.supplies
            if supply.on is None and supply.location in locations
        ),
        known=known,
        told_at=position.told_at,
    )


def take(*, position: Position, lines: Sequence[ScheduleLine]) -> Position:
    """Return what is left after the lines were taken from the supplies they name."""
    taken: dict[tuple[UUID | None, UUID | None], Decimal] = {}
    for line in lines:
        taken[line.location, line.receipt] = taken.get((line.location, line.receipt), NOTHING) + line.quantity
    supplies = tuple(
        replace(supply, free=supply.free - taken.get((supply.location, supply.receipt), NOTHING))
        for supply in position.supplies
    )
    return replace(position, supplies=supplies)


def free(*, on_hand: Decimal, blocked: Decimal, safety: Decimal, reserved: Decimal) -> Decimal:
    """Return what of a stock can be promised; never less than nothing."""
    return max(on_hand - blocked - safety - reserved, NOTHING)


def ordered(supplies: Iterable[Supply], places: Mapping[UUID, int]) -> tuple[Supply, ...]:
    """Put supplies in the order of use: stock by location, then receipts by date and location."""
    return tuple(
        sorted(supplies, key=lambda s: (s.on or date.min, places.get(s.location, 0), str(s.location), str(s.receipt)))
    )


def flaw_of_stock(draft: StockDraft) -> tuple[str, str, str] | None:
    """Return the first thing wrong with a stock as (field, code, reason), or None.

    Stock below zero is taken: ERPs have it, and it promises nothing.
    """
    for field, value in (("on_hand", draft.on_hand), ("blocked", draft.blocked), ("safety", draft.safety)):
        if not value.is_finite():
            return field, "availability.bad_quantity", "A quantity is a finite number."
    for field, value in (("blocked", draft.blocked), ("safety", draft.safety)):
        if value < 0:
            return field, "availability.negative", "This quantity is zero or more."
    return None


def flaw_of_receipt(draft: ReceiptDraft) -> tuple[str, str, str] | None:
    """Return the first thing wrong with a receipt as (field, code, reason), or None."""
    if not draft.quantity.is_finite() or draft.quantity < 0:
        return "quantity", "availability.negative", "An expected quantity is zero or more."
    return None
