"""The staff's price check of many part numbers at once, in one answer."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import Match, Product, text_in
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.errors import BadPriceLines
from fondaco.modules.pricing.http.prices import line_price
from fondaco.modules.pricing.http.schemas import Amount, Language, LinePriceOut, Moment, OrganisationId, ProductId, Unit
from fondaco.modules.pricing.types import PriceRequest
from fondaco.platform.transaction import Database

MOST_LINES = 50


class CheckLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part number in any spelling, the customer's own too; without a quantity the least that can be ordered."""

    number: Annotated[str, Meta(min_length=1, max_length=60, examples=["933-M8"])]
    quantity: Amount | None = None
    unit: Unit | None = None


class ChecksIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose prices of which part numbers, a day if not now, and the language of names and reasons."""

    organisation: OrganisationId
    lines: Annotated[list[CheckLineIn], Meta(min_length=1, max_length=MOST_LINES, examples=[[{"number": "933-M8"}]])]
    as_of: Moment | None = None
    language: Language | None = None


class CheckedLineOut(Struct, frozen=True, kw_only=True):
    """A part number with what it means; `product` is null for one nobody knows, or that means several (`candidates`)."""

    number: str
    product: ProductId | None
    sku: str
    name: str
    candidates: list[str]
    price: LinePriceOut | None


class ChecksOut(Struct, frozen=True, kw_only=True):
    """One answer for each line, in their order."""

    items: list[CheckedLineOut]


@post(
    "/v1/price-check",
    operation_id="check_prices",
    summary="The prices an organisation would get, by part numbers",
    tags=["pricing"],
    opt={"permission": "staff.price_check"},
    status_code=200,
    sync_to_thread=True,
)
def check_prices(
    data: JSONBody[ChecksIn],
    actor: NamedDependency[Actor],
    book: NamedDependency[PriceBook],
    shelf: NamedDependency[Shelf],
    database: NamedDependency[Database],
) -> ChecksOut:
    """Price up to 50 lines as the organisation would see them, at any day; numbers nobody knows are answered too."""
    wrong = [
        Problem(
            pointer=f"/lines/{place}/quantity",
            code="pricing.bad_quantity",
            detail="The quantity must be more than zero.",
        )
        for place, line in enumerate(data.lines)
        if line.quantity is not None and not Decimal(line.quantity)
    ]
    if wrong:
        raise BadPriceLines(problems=wrong)
    with database.transaction() as tx:
        buyer = accounts.buyer_for(
            tx=tx, actor=actor, organisation=inner_id("org", data.organisation), as_of=clock.now(), looking=True
        )
        meant = catalog.find_by_part_numbers(
            tx=tx, buyer=buyer, numbers=list(dict.fromkeys(line.number for line in data.lines))
        )
    right = replace(buyer, as_of=data.as_of) if data.as_of else buyer
    return ChecksOut(items=_checked(data.lines, meant, right, data.language or actor.language, book, shelf))


def _checked(
    lines: list[CheckLineIn],
    meant: dict[str, list[Match]],
    buyer: Buyer,
    language: str,
    book: PriceBook,
    shelf: Shelf,
) -> list[CheckedLineOut]:
    found: list[tuple[CheckLineIn, list[str], Product | None]] = []
    for line in lines:
        several = {match.product: match.sku for match in meant.get(line.number, ())}
        known = shelf.product(next(iter(several))) if len(several) == 1 else None
        found.append((line, sorted(several.values()) if len(several) > 1 else [], known))
    requests = [_request(line, product) for line, _, product in found if product is not None]
    prices = iter(pricing.price_lines(book=book, buyer=buyer, lines=requests))
    return [
        CheckedLineOut(
            number=line.number,
            product=public_id("prd", product.id) if product else None,
            sku=product.sku if product else "",
            name=text_in(product.names, language) if product else "",
            candidates=candidates,
            price=line_price(next(prices), buyer, language) if product else None,
        )
        for line, candidates, product in found
    ]


def _request(line: CheckLineIn, product: Product) -> PriceRequest:
    quantity = Decimal(line.quantity) if line.quantity else max(product.minimum, Decimal(1))
    return PriceRequest(product=product.id, quantity=Quantity(quantity, line.unit or product.sales_unit))


ROUTES: list[Any] = [check_prices]
