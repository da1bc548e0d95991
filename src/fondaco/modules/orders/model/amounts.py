"""What of a line is taxed, and what differs between what the buyer saw and what holds now."""

from collections.abc import Sequence
from fractions import Fraction

from fondaco.kernel.errors import Problem
from fondaco.modules.orders.model.goods import Goods
from fondaco.modules.orders.types import CartLineView, CartView, Seen
from fondaco.modules.pricing.types import LinePrice, TaxBase, TaxedLine


def taxed(*, price: LinePrice, goods: Goods) -> TaxedLine:
    """Say a priced line as its source will tax it: where that is its wont, with what it costs before rounding."""
    exact = _exact(price, goods) if price.reckoning.tax_base is TaxBase.EXACT else None
    return TaxedLine(
        system=goods.system, amount=price.amount, exact=exact, rate=price.tax_rate, reckoning=price.reckoning
    )


def _exact(price: LinePrice, goods: Goods) -> Fraction:
    per = price.net.per
    quantity = price.quantity.value - (price.free.quantity.value if price.free and price.free.inclusive else 0)
    exact = Fraction(price.net.amount) * Fraction(quantity) / Fraction(per.value)
    exact *= goods.conversions.factor(price.quantity.unit, per.unit)
    fixed = Fraction(price.fixed.amount) if price.fixed else Fraction(0)
    return max(exact + fixed, Fraction(0))


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
    if seen.gross is not None and seen.gross != view.gross:
        # Another country may tax another way, at the same net prices.
        found.append(
            Problem(
                pointer="/seen/gross",
                code="orders.gross_changed",
                detail="The total with tax is not the one you saw.",
                facts={"before": str(seen.gross.amount), "now": str(view.gross.amount), "currency": view.net.currency},
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
