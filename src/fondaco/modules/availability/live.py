"""The live check of stock: whom to ask, and what ERPs said just now merged into what is remembered; pure decisions.

An ERP's figure replaces the remembered stock of that product at that location, as far as no later statement is known.
Everything else stays: what is blocked and kept back, receipts, allocations, and what we reserved.

No piece is counted twice. What more is there than was remembered may be a receipt that came in, so it is taken off the next
receipts there: by no day more is counted than what is there, or what was remembered with the receipts until then.

No piece is subtracted twice either. An order that its ERP does not know yet is in none of its figures, so all that it holds is
subtracted. Of an order that it knows, some of the goods may have left its figure already while the news of that did not
reach us; so it says with the figure how much of the order it has still to take off, and no more than that is subtracted.
It says what is open, not what is gone: that stays right whatever of it we have been told already.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Protocol, runtime_checkable
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability.model import Today
from fondaco.modules.availability.sources import LiveRule, Occasion, Silence, Source
from fondaco.modules.availability.types import Held, Receipt, Stock, Supply

_NOTHING = Decimal(0)
Spot = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAsked:
    """What one source is asked: its products, the documents that hold something of them, and how long it may take.

    `remembered` is the stock by product and location as it is known; `insisted` says that somebody wants it from the source,
    whether it is silent or not.
    """

    system: str
    products: tuple[UUID, ...]
    documents: tuple[UUID, ...]
    remembered: Mapping[Spot, Decimal]
    limit_ms: int
    insisted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one source said: on hand by product and location, and what it has still to take off for documents.

    Both in base units; `open` is by document and product and names only documents that the source knows. `at` is the moment
    before it was asked.
    """

    at: datetime
    on_hand: Mapping[Spot, Decimal]
    open: Mapping[Spot, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What the sources said, by name; of those that somebody `insisted` on, what they did not say is told with its age."""

    told: Mapping[str, Told]
    insisted: frozenset[str] = frozenset()


@runtime_checkable
class LiveCheck(Protocol):
    """Asks ERPs at the edge, where no transaction is open."""

    async def check(self, *, products: Callable[[], Iterable[UUID]], buyer: Buyer, occasion: Occasion) -> Live | None:
        """Ask whom this buyer's question about products is to be put to, all at once; mostly nobody: None.

        The products are looked up only where somebody is asked, outside of the event loop. It never takes longer than the
        time that the buyer's rule or the source gives, and never fails: what was not answered is not in the answer.
        """


def limits(
    *,
    sources: Mapping[str, Source],
    rules: Mapping[UUID, LiveRule],
    buyer: Buyer,
    occasion: Occasion,
) -> dict[str, tuple[int, bool]]:
    """Say how many milliseconds each source has that is to be asked, and whether somebody insists on it.

    The rule of the buyer's organisation counts, or of the nearest parent that has one; its time goes before the source's own.
    """
    rule = next((rules[id] for id in buyer.hierarchy if id in rules), None)
    if rule is not None and occasion in rule.occasions:
        return dict.fromkeys(sources, (rule.limit_ms, True))
    return {
        system: (source.limit_ms, occasion in source.checks)
        for system, source in sources.items()
        if occasion in source.checks or (source.silence is Silence.ASK and source.silent(buyer.as_of))
    }


def asked(*, limits: Mapping[str, tuple[int, bool]], supplies: Mapping[UUID, Supply]) -> list[SourceAsked]:
    """Put together one question for each source: about all products at once."""
    remembered: dict[str, dict[Spot, Decimal]] = {}
    documents: dict[str, set[UUID]] = {}
    for product, supply in supplies.items():
        systems = {stock.location: stock.system for stock in supply.stock if stock.system in limits}
        for stock in supply.stock:
            if stock.system in limits:
                remembered.setdefault(stock.system, {})[product, stock.location] = stock.on_hand
        for held in supply.held:
            if held.document is not None and held.location in systems:
                documents.setdefault(systems[held.location], set()).add(held.document)
    return [
        SourceAsked(
            system=system,
            products=tuple(sorted({product for product, _ in spots})),
            documents=tuple(sorted(documents.get(system, ()))),
            remembered=spots,
            limit_ms=limits[system][0],
            insisted=limits[system][1],
        )
        for system, spots in sorted(remembered.items())
    ]


def differs(*, question: SourceAsked, told: Told) -> bool:
    """Tell whether a source said another figure than was remembered of it."""
    return any(told.on_hand.get(spot, quantity) != quantity for spot, quantity in question.remembered.items())


def merged(*, supply: Supply, live: Live | None, today: Today) -> Supply:
    """Return the supply with what was said of it just now."""
    if live is None:
        return supply
    stock = _stock(supply, live)
    if stock == supply.stock:
        return supply
    gone = _gone(supply, stock, live)
    used: dict[UUID, Decimal] = {}
    held = []
    for number, one in enumerate(supply.held):
        left = gone.get(number, _NOTHING)
        if one.allocation is not None:
            used[one.allocation] = used.get(one.allocation, _NOTHING) + left
        if left < one.quantity:
            rest = one.quantity - left
            held.append(replace(one, quantity=rest, replenished=min(one.replenished, rest)) if left else one)
    # What has left the house of an allocation is used of it, as it will be when that is told.
    allocations = tuple(replace(one, used=one.used + used.get(one.id, _NOTHING)) for one in supply.allocations)
    receipts = _still_to_come(supply, stock, today)
    return replace(supply, stock=stock, held=tuple(held), allocations=allocations, receipts=receipts)


def statements(*, supply: Supply, live: Live, today: Today) -> list[Stock]:
    """Return the stocks that are now other than remembered, to be kept as what their source stated.

    Not where goods of ours left that we do not know to be gone, or a receipt may have come in: such a figure is kept when
    its source tells the rest of it.
    """
    stock = _stock(supply, live)
    if _gone(supply, stock, live) or _still_to_come(supply, stock, today) != supply.receipts:
        return []
    return [new for old, new in zip(supply.stock, stock, strict=True) if new.on_hand != old.on_hand]


def stocked(*, supply: Supply, live: Live | None) -> Supply:
    """Return the supply knowing only which stock its source was asked for just now."""
    if live is None:
        return supply
    stock = zip(supply.stock, _stock(supply, live), strict=True)
    return replace(supply, stock=tuple(replace(old, live=new.live) for old, new in stock))


def _stock(supply: Supply, live: Live) -> tuple[Stock, ...]:
    return tuple(_asked(one, live) for one in supply.stock)


def _asked(stock: Stock, live: Live) -> Stock:
    told = live.told.get(stock.system)
    figure = told.on_hand.get((stock.product, stock.location)) if told else None
    if told is None or figure is None:
        return replace(stock, live=False) if stock.system in live.insisted else stock
    if stock.told_at > told.at:
        # Its source has spoken again since it was asked: that is what it says now.
        return replace(stock, live=True)
    return replace(stock, on_hand=figure, told_at=told.at, live=True)


def _gone(supply: Supply, stock: tuple[Stock, ...], live: Live) -> dict[int, Decimal]:
    """Say how much of each reservation (by its place) is in no figure any more, the earliest dates first."""
    systems = {one.location: one.system for one in stock if one.live}
    by_document: dict[tuple[str, UUID], list[int]] = {}
    for number, held in enumerate(supply.held):
        if held.document is not None and held.location in systems:
            by_document.setdefault((systems[held.location], held.document), []).append(number)
    gone: dict[int, Decimal] = {}
    for (system, document), numbers in by_document.items():
        open_ = live.told[system].open.get((document, supply.held[numbers[0]].product))
        if open_ is None:
            continue
        too_much = sum((supply.held[number].quantity for number in numbers), _NOTHING) - max(open_, _NOTHING)
        for number in sorted(numbers, key=lambda number: _order(supply.held[number], number)):
            less = min(too_much, supply.held[number].quantity)
            if less > 0:
                gone[number] = less
                too_much -= less
    return gone


def _still_to_come(supply: Supply, stock: tuple[Stock, ...], today: Today) -> tuple[Receipt, ...]:
    """Take what more is there than was remembered off the next receipts of its location."""
    more = {new.location: new.on_hand - old.on_hand for old, new in zip(supply.stock, stock, strict=True)}
    less: dict[int, Decimal] = {}
    for number, receipt in sorted(enumerate(supply.receipts), key=lambda one: (one[1].date, one[0])):
        arrived = min(more.get(receipt.location, _NOTHING), receipt.quantity)
        # What is overdue promises nothing as it is.
        if arrived > 0 and receipt.date >= today(receipt.location):
            less[number] = arrived
            more[receipt.location] -= arrived
    return tuple(
        replace(receipt, quantity=receipt.quantity - less[number]) if number in less else receipt
        for number, receipt in enumerate(supply.receipts)
        if less.get(number) != receipt.quantity
    )


def _order(held: Held, number: int) -> tuple[object, int]:
    return held.date, number
