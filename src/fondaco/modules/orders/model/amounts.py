"""Sums of an order and what differs between what the buyer saw and what holds now."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from fondaco.kernel.errors import Problem
from fondaco.kernel.money import Money
from fondaco.modules.orders.types import CartLineView, CartView, Seen


def totals(*, lines: Iterable[tuple[Money, Decimal]], currency: str) -> tuple[Money, Money, Money]:
    """Net, tax and gross of lines of (amount, tax rate in percent).

    Tax is taken on the sum of each rate and rounded once, as on a German invoice; so net + tax = gross exactly.
    """
    net, by_rate = Decimal(0), dict[Decimal, Decimal]()
    for amount, rate in lines:
        net += amount.amount
        by_rate[rate] = by_rate.get(rate, Decimal(0)) + amount.amount
    tax = sum((Money(base * rate / 100, currency).rounded().amount for rate, base in by_rate.items()), Decimal(0))
    return Money(net, currency), Money(tax, currency), Money(net + tax, currency)


def differences(*, seen: Seen, view: CartView) -> Sequence[Problem]:
    """Name every line whose amount is not what the buyer saw, and the total if it differs."""
    found = [_line_difference(index, line, seen) for index, line in enumerate(view.lines)]
    if seen.net != view.net:
        found.append(
            Problem(
                pointer="/seen/net",
                code="orders.total_changed",
                detail="The total is not the one you saw.",
                facts={"before": str(seen.net.amount), "now": str(view.net.amount), "currency": view.net.currency},
            )
        )
    return [problem for problem in found if problem is not None]


def _line_difference(index: int, line: CartLineView, seen: Seen) -> Problem | None:
    before = seen.amounts.get(line.line.id)
    now = line.amount.amount if line.amount else None
    if before is None or before == now:
        return None
    return Problem(
        pointer=f"/lines/{index}/amount",
        code="orders.line_price_changed",
        detail="The price of this line has changed.",
        facts={"position": line.line.position, "sku": line.sku, "before": str(before), "now": str(now)},
    )
