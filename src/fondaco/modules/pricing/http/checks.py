"""The staff's price check of many part numbers at once, in one answer."""

from dataclasses import replace
from typing import Annotated, Any

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import text_in
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.api import PriceBook
from fondaco.modules.pricing.http.numbered import NumberedLineIn, understand
from fondaco.modules.pricing.http.prices import line_price
from fondaco.modules.pricing.http.schemas import Language, LinePriceOut, Moment, OrganisationId, ProductId
from fondaco.platform.transaction import Database

MOST_LINES = 50


class ChecksIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose prices of which part numbers, and a day if not now, and the language of names and reasons."""

    organisation: OrganisationId
    lines: Annotated[list[NumberedLineIn], Meta(min_length=1, max_length=MOST_LINES, examples=[[{"number": "933-M8"}]])]
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
    with database.transaction() as tx:
        buyer = accounts.buyer_for(
            tx=tx, actor=actor, organisation=inner_id("org", data.organisation), as_of=clock.now(), looking=True
        )
        lines = understand(tx=tx, buyer=buyer, shelf=shelf, lines=data.lines)
    right = replace(buyer, as_of=data.as_of) if data.as_of else buyer
    language = data.language or actor.language
    requests = [request for line in lines if (request := line.request) is not None]
    prices = iter(pricing.price_lines(book=book, buyer=right, lines=requests))
    return ChecksOut(
        items=[
            CheckedLineOut(
                number=line.asked.number,
                product=public_id("prd", line.product.id) if line.product else None,
                sku=line.product.sku if line.product else "",
                name=text_in(line.product.names, language) if line.product else "",
                candidates=list(line.candidates),
                price=line_price(next(prices), right, language) if line.product else None,
            )
            for line in lines
        ]
    )


ROUTES: list[Any] = [check_prices]
