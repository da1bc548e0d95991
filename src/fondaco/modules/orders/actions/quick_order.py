"""Quick order: every typed or pasted line is answered; what is unambiguous goes into the cart."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import Match
from fondaco.modules.orders.actions import offer
from fondaco.modules.orders.actions.carts import add_lines
from fondaco.modules.orders.errors import TooManyLines
from fondaco.modules.orders.model.goods import Goods, least, quantity_problems
from fondaco.modules.orders.model.pasted import Reading, readings
from fondaco.modules.orders.types import Cart, LineDraft, QuickAnswer, QuickLine, QuickMatch, QuickOutcome
from fondaco.platform.transaction import Tx

MOST_LINES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A line with the reading that was understood."""

    reading: Reading
    matches: Sequence[Match]


def quick_order(
    *,
    tx: Tx,
    actor: Actor,
    buyer: Buyer,
    lines: Sequence[QuickLine],
    cart: UUID | None = None,
    shelf: Shelf | None = None,
) -> tuple[list[QuickAnswer], Cart | None]:
    """Find the product of each line and answer all of them in order.

    Numbers are looked up in one go: the organisation's own first, then SKU, manufacturer's number, GTIN, in any
    spelling. With `cart`, the lines found are added to it; the others leave no trace there.
    """
    if len(lines) > MOST_LINES:
        raise TooManyLines(limit=MOST_LINES, wanted=len(lines))
    understood = _understood(tx, buyer, lines)
    ids = {match.product for read in understood if read for match in read.matches}
    goods = offer.goods(tx=tx, shelf=shelf, buyer=buyer, ids=sorted(ids))
    answers = [
        _answer(index, line, read, goods) for index, (line, read) in enumerate(zip(lines, understood, strict=True))
    ]
    drafts = [
        LineDraft(product=answer.matches[0].product, quantity=answer.quantity)
        for answer in answers
        if answer.outcome is QuickOutcome.FOUND and answer.quantity is not None
    ]
    filled = None
    if cart is not None and drafts:
        filled = add_lines(tx=tx, actor=actor, buyer=buyer, cart=cart, drafts=drafts, shelf=shelf)
    return answers, filled


def _understood(tx: Tx, buyer: Buyer, lines: Sequence[QuickLine]) -> list[_Read | None]:
    ways = [readings(line) for line in lines]
    numbers = {reading.number: None for way in ways for reading in way if reading.number}
    found = catalog.find_by_part_numbers(tx=tx, buyer=buyer, numbers=list(numbers))
    understood: list[_Read | None] = []
    for way in ways:
        hit = next((reading for reading in way if found.get(reading.number)), None)
        understood.append(_Read(reading=hit, matches=found[hit.number]) if hit else None)
    return understood


def _answer(index: int, line: QuickLine, read: _Read | None, goods: dict[UUID, Goods]) -> QuickAnswer:
    pointer = f"/lines/{index}"
    matches = tuple(
        QuickMatch(product=match.product, sku=goods[match.product].sku, name=goods[match.product].name, by=match.by)
        for match in (read.matches if read else ())
        if match.product in goods
    )
    if read is None or not matches:
        problem = Problem(
            pointer=pointer,
            code="orders.unknown_number",
            detail="No product has this number.",
            facts={"text": line.text},
        )
        return QuickAnswer(index=index, text=line.text, outcome=QuickOutcome.UNKNOWN, problem=problem)
    if len({match.product for match in matches}) > 1:
        problem = Problem(
            pointer=pointer, code="orders.ambiguous_number", detail="Several products have this number; choose one."
        )
        return QuickAnswer(
            index=index,
            text=line.text,
            outcome=QuickOutcome.AMBIGUOUS,
            quantity=_quantity(read.reading, goods[matches[0].product]),
            matches=matches,
            problem=problem,
        )
    known = goods[matches[0].product]
    quantity = _quantity(read.reading, known)
    problems = quantity_problems(goods=known, quantity=quantity, pointer=f"{pointer}/quantity")
    return QuickAnswer(
        index=index,
        text=line.text,
        outcome=QuickOutcome.REFUSED if problems else QuickOutcome.FOUND,
        quantity=quantity,
        matches=matches,
        problem=problems[0] if problems else None,
    )


def _quantity(reading: Reading, goods: Goods) -> Quantity:
    if reading.quantity is None:
        return least(goods)
    return Quantity(reading.quantity, reading.unit or goods.sales_unit)
