"""What a policy of backorders says about a line: how much of it may be ordered, in the buyer's own unit."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability.errors import BackorderNotAllowed
from fondaco.modules.availability.types import BackorderPolicy
from fondaco.modules.orders.model.goods import Goods, possible
from fondaco.modules.orders.model.parts import Part, on_top


def problem_of(
    *, goods: Goods, quantity: Quantity, orderable: Decimal, reason: BackorderPolicy | None, pointer: str
) -> Problem | None:
    """Name what speaks against the quantity where only so many base units of it are orderable, with what is possible."""
    if reason is None or reason is BackorderPolicy.ALLOW:
        return None
    left = possible(goods=goods, in_base=orderable, unit=quantity.unit)
    facts = {"sku": goods.sku, "possible": f"{left.normalize():f}", "unit": quantity.unit}
    if reason is BackorderPolicy.DATED:
        code = "orders.only_with_date" if left else "orders.no_date"
        detail = "Only what has a confirmed delivery date can be ordered of this."
    else:
        code = "orders.only_in_stock" if left else "orders.out_of_stock"
        detail = "Only what is in stock can be ordered of this."
    return Problem(pointer=pointer, code=code, detail=detail, facts=facts)


def problems_of(*, parts: Sequence[Part], refusal: BackorderNotAllowed, goods: Mapping[UUID, Goods]) -> list[Problem]:
    """Name the lines of the cart whose parts were refused, with what of the whole line is possible."""
    told = {problem.facts["line"]: problem.facts for problem in refusal.problems}
    lines: dict[UUID, list[Part]] = {}
    for part in parts:
        lines.setdefault(part.view.line.id, []).append(part)
    found = []
    for index, asked in enumerate(lines.values()):
        short = [told[part.id] for part in asked if part.id in told]
        if not short:
            continue
        rest = (part.in_base for part in asked if part.id not in told and not on_top(part))
        view = asked[0].view
        problem = problem_of(
            goods=goods[view.line.product],
            quantity=view.line.quantity,
            orderable=sum((facts["orderable"] for facts in short), sum(rest, Decimal(0))),
            reason=short[0]["reason"],
            pointer=f"/lines/{index}/quantity",
        )
        found += [problem] if problem else []
    return found
