"""Quick order: typed or pasted part numbers, every line answered before anything lands in the cart."""

from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from fondaco.apps.client.generated import CartLineIn, LinesIn, QuickAnswerOut, QuickOrderIn, SuggestionOut
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.language import ngettext
from fondaco.apps.pages.site import Visit
from fondaco.apps.storefront.current import own_cart_id, prepare, products_by_id, today
from fondaco.apps.storefront.views import carts as show

_LONGEST = 50_000
_EXAMPLE = "933-M8x40-88V  200\n6204-2RS-RW; 10"
# Numbers that are nearly right are looked for; a pasted novel is not.
_MOST_NEAR, _NEAR_EACH, _MOST_CUT, _NEARLY = 12, 5, 3, 0.7


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
    near = await _near(visit, answers)
    for answer in answers:
        product = await _chosen(visit, answer, near.get(answer.index, []))
        if product and (answer.problem is None or answer.outcome in ("ambiguous", "unknown")):
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


async def _near(visit: Visit, answers: list[QuickAnswerOut]) -> dict[int, list[SuggestionOut]]:
    """Find what is nearly called like the numbers nobody knows, by the number of the line."""
    unknown = [answer for answer in answers if answer.outcome == "unknown"][:_MOST_NEAR]
    found = {}
    for answer in unknown:
        number = answer.text.replace(";", " ").replace(",", " ").split()
        if number:
            found[answer.index] = await _nearest(visit, number[0])
    return found


async def _nearest(visit: Visit, number: str) -> list[SuggestionOut]:
    # What is wrong is most often at the end: a letter too many, or a suffix of another maker.
    for cut in range(_MOST_CUT):
        near = (await visit.client.suggest(q=number[: len(number) - cut], limit=_NEAR_EACH)).items
        alike = [item for item in near if item.kind == "product" and _alike(item.number, number)]
        if alike:
            return alike
    return []


def _alike(number: str, typed: str) -> bool:
    """Tell whether two part numbers differ by little; what only sounds alike in words is no near miss."""
    one, other = ("".join(filter(str.isalnum, text.casefold())) for text in (number, typed))
    return SequenceMatcher(None, one, other).ratio() >= _NEARLY


async def _chosen(visit: Visit, answer: QuickAnswerOut, near: list[SuggestionOut]) -> str:
    if answer.outcome == "found":
        return answer.matches[0].product
    wanted = await visit.field(f"match-{answer.index}")
    offered = {match.product for match in answer.matches} | {item.id for item in near}
    return wanted if wanted in offered else ""


async def _page(visit: Visit, *, text: str, answers: list[QuickAnswerOut], toast: str = "") -> Response[str]:
    await prepare(visit)
    found = await products_by_id(visit, [match.product for answer in answers for match in answer.matches][:200])
    near = await _near(visit, answers)
    lines: list[dict[str, Any]] = [
        show.quick_line(answer, product=found.get(answer.matches[0].product) if answer.matches else None, today=today())
        | {"near": near.get(answer.index, [])}
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
