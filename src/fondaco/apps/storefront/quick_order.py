"""Quick order: typed or pasted part numbers, every line answered before anything lands in the cart."""

from decimal import Decimal
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from fondaco.apps.client.generated import CartLineIn, LinesIn, QuickAnswerOut, QuickOrderIn
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.language import ngettext
from fondaco.apps.pages.site import Visit
from fondaco.apps.storefront.current import own_cart_id, prepare, products_by_id, today
from fondaco.apps.storefront.views import carts as show

_LONGEST = 50_000
_EXAMPLE = "DIN933-M8X40-8.8  200\n6204-2RS; 10\n4711-0815\t4"


@get("/quick-order")
async def ask(visit: NamedDependency[Visit]) -> Response[str]:
    """Show the empty field."""
    return await _page(visit, text="", answers=[])


@post("/quick-order")
async def check(visit: NamedDependency[Visit]) -> Response[str]:
    """Answer every line; nothing is put anywhere."""
    text = (await visit.field("text"))[:_LONGEST]
    if not text:
        return await _page(visit, text="", answers=[])
    return await _page(visit, text=text, answers=await _answers(visit, text))


@post("/quick-order/cart")
async def put(visit: NamedDependency[Visit]) -> Response[str]:
    """Put the lines that can be ordered into the cart; the others stay in the field."""
    text = (await visit.field("text"))[:_LONGEST]
    answers = await _answers(visit, text)
    lines, rest = [], []
    for answer in answers:
        product = await _chosen(visit, answer)
        if product and (answer.problem is None or answer.outcome == "ambiguous"):
            lines.append(CartLineIn(product=product, quantity=answer.quantity or Decimal(1), unit=answer.unit))
        else:
            rest.append(answer.text)
    if lines:
        await visit.client.add_cart_lines(cart_id=await own_cart_id(visit), data=LinesIn(lines=lines))
    told = ngettext("%(num)s line is in the cart.", "%(num)s lines are in the cart.", len(lines)) % {"num": len(lines)}
    if not rest:
        return visit.go("/cart", toast=told)
    left = "\n".join(rest)
    return await _page(visit, text=left, answers=await _answers(visit, left), toast=told)


async def _answers(visit: Visit, text: str) -> list[QuickAnswerOut]:
    return (await visit.client.quick_order(data=QuickOrderIn(text=text))).answers


async def _chosen(visit: Visit, answer: QuickAnswerOut) -> str:
    if answer.outcome == "found":
        return answer.matches[0].product
    wanted = await visit.field(f"match-{answer.index}")
    return wanted if any(match.product == wanted for match in answer.matches) else ""


async def _page(visit: Visit, *, text: str, answers: list[QuickAnswerOut], toast: str = "") -> Response[str]:
    await prepare(visit)
    found = await products_by_id(visit, [match.product for answer in answers for match in answer.matches][:200])
    lines: list[dict[str, Any]] = [
        show.quick_line(answer, product=found.get(answer.matches[0].product) if answer.matches else None, today=today())
        for answer in answers
    ]
    return visit.page(
        "quick_order.html",
        toast=toast,
        active="quick-order",
        text=text,
        example=_EXAMPLE,
        lines=lines,
        good=sum(line["good"] for line in lines),
        checked=_("Checked lines"),
    )


ROUTES = [ask, check, put]
