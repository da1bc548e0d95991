"""What a price will be: the moments at which something that concerns it begins or ends, and what it is from then on."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import facts
from fondaco.modules.pricing.model.find import Goods
from fondaco.modules.pricing.types import LinePrice, NoPrice

_AHEAD = timedelta(days=120)
# Who has more changes to come than this reads a price list.
_MOST = 20


def upcoming(
    source: facts.Facts, *, buyer: Buyer, goods: Goods, quantity: Quantity, most: int = _MOST
) -> list[tuple[datetime, LinePrice | NoPrice]]:
    """Return the next changes of a price, in their order: from which moment on, and what it is then.

    Changes within four months of the buyer's moment, by records, price lists, exchange rates or quotations that are
    stated already; what changes back and forth at one moment is no change.
    """
    moments = sorted({buyer.as_of, *_moments(source, buyer, goods)})[: most + 1]
    told = [
        (moment, facts.by_reference(source, buyer=replace(buyer, as_of=moment), goods=goods, quantity=quantity))
        for moment in moments
    ]
    return [(moment, after) for (_, before), (moment, after) in pairwise(told) if _cost(before) != _cost(after)]


def _moments(source: facts.Facts, buyer: Buyer, goods: Goods) -> set[datetime]:
    until = buyer.as_of + _AHEAD
    found: set[datetime] = set()
    for record in source.records(goods, buyer):
        found |= {record.valid.start, record.valid.end or until}
    for series in (*source.rules.rates.values(), *source.rules.quotations.values()):
        found.update(series.starts)
    return {moment for moment in found if buyer.as_of < moment < until}


def _cost(price: LinePrice | NoPrice) -> object:
    return (price.net, price.amount) if isinstance(price, LinePrice) else None
