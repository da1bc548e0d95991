"""Suggesting what can be had instead of products that are late, from memory."""

from collections.abc import Sequence
from datetime import date

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability import suggestions
from fondaco.modules.availability.board import Board
from fondaco.modules.availability.types import AvailabilityRequest, Promise, Suggestion
from fondaco.modules.catalog.api import Shelf


def suggest(
    *, shelf: Shelf, board: Board, promises: Sequence[Promise], requested_on: Sequence[date | None], buyer: Buyer
) -> list[tuple[Suggestion, ...]]:
    """Suggest for each promise that is late what comes in time instead, in the order of the promises; mostly nothing.

    In time is by the requested day; where none was requested, sooner than the product itself comes. A suggestion is
    promised by itself: what a cart takes of it already is not counted.
    """
    today = buyer.as_of.date()
    asked = [
        (index, promise, kind, other, suggestions.quantity_of(product=other, in_base=promise.quantity))
        for index, promise in enumerate(promises)
        if suggestions.late(promise=promise, today=today) and (product := shelf.product(promise.product))
        for kind, other in suggestions.candidates(product=product, find=shelf.product)
    ]
    found: list[list[Suggestion]] = [[] for _ in promises]
    if not asked:
        return [() for _ in promises]
    requests = [
        AvailabilityRequest(product=other.id, quantity=quantity, requested_on=requested_on[index])
        for index, _, _, other, quantity in asked
    ]
    answers = board.promise(requests=requests, buyer=buyer, as_of=buyer.as_of)
    for (index, promise, kind, other, _), answer in zip(asked, answers, strict=True):
        if len(found[index]) < suggestions.MOST and suggestions.better(other=answer, than=promise):
            found[index].append(
                Suggestion(
                    kind=kind,
                    product=other.id,
                    sku=other.sku,
                    name=other.name_in(buyer.language),
                    unit=other.base_unit,
                    promise=answer,
                )
            )
    return [tuple(one) for one in found]
