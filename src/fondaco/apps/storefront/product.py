"""The product page, and its parts that are fetched again when a price or a stock changes."""

import asyncio
from collections import defaultdict
from decimal import Decimal
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import (
    AvailabilityIn,
    AvailabilityLineIn,
    ProductDetailOut,
    ProductPriceOut,
    PromiseOut,
)
from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.people import Reader
from fondaco.apps.pages.site import Visit
from fondaco.apps.storefront.current import prepare, products_by_id, today
from fondaco.apps.storefront.views import contracts, goods
from fondaco.apps.storefront.views import product as show

_MOST_CONTRACTS = 3
_RELATED = 8
_REFUSALS = frozenset({400, 404, 422})


@get("/products/{product_id:str}")
async def product(visit: NamedDependency[Visit], product_id: FromPath[str]) -> Response[str]:
    """Show one product with everything a buyer decides by."""
    person, found = await asyncio.gather(prepare(visit), visit.client.get_product(product_id=product_id))
    offered, relations = await asyncio.gather(_offer(visit, found, person), _relations(visit, found, person))
    way = [(place.name, f"/categories/{place.id}") for place in found.path]
    return visit.page(
        "product.html",
        active="products",
        p=show.described(found, may_order=person.may("orders.place")),
        trail=[(_("Products"), "/categories"), *way, (found.name, "")],
        offer=offered,
        relations=relations,
    )


@get("/products/{product_id:str}/offer")
async def offer(visit: NamedDependency[Visit], product_id: FromPath[str]) -> Response[str]:
    """Show the offer anew: for another quantity, or because something changed."""
    person, found = await asyncio.gather(prepare(visit), visit.client.get_product(product_id=product_id))
    offered = await _offer(visit, found, person)
    described = show.described(found, may_order=person.may("orders.place"))
    return visit.piece("parts/offer.html", p=described, offer=offered)


@get("/products/{product_id:str}/card")
async def card(visit: NamedDependency[Visit], product_id: FromPath[str]) -> Response[str]:
    """Show price and availability of a card anew."""
    person = await prepare(visit)
    found = (await products_by_id(visit, [product_id])).get(product_id)
    if found is None:
        return visit.refuse(_("This product is no longer available to you."), status=404)
    return visit.piece("parts/card.html", c=goods.card(found, today=today(), may_order=person.may("orders.place")))


async def _offer(visit: Visit, found: ProductDetailOut, person: Reader) -> dict[str, Any]:
    known = goods.factors(found)
    unit = visit.query("unit")
    unit = unit if unit in known else found.sales_unit
    quantity = _quantity(visit.query("quantity"), goods.least_in(found, unit))
    price, promise = await asyncio.gather(
        _price(visit, found, quantity, unit) if person.may("prices.view") else _nothing(),
        _promise(visit, found, quantity, unit),
    )
    offered = show.offer(found, answer=price, promise=promise, quantity=quantity, unit=unit, today=today())
    if price and price.price.because and price.price.because[0].access == "contract":
        agreed = await visit.client.list_contracts(product=found.id, limit=_MOST_CONTRACTS)
        offered["contracts"] = contracts.said(agreed.items, found.id)
    return offered


async def _price(visit: Visit, found: ProductDetailOut, quantity: Decimal, unit: str) -> ProductPriceOut | None:
    try:
        return await visit.client.get_product_price(
            product_id=found.id,
            quantity=f"{quantity:f}",
            unit=unit,
            language="de" if language.current() == "de" else "en",
        )
    except ApiProblem as problem:
        if problem.status not in _REFUSALS:
            raise
        return None


async def _promise(visit: Visit, found: ProductDetailOut, quantity: Decimal, unit: str) -> PromiseOut | None:
    line = AvailabilityLineIn(product=found.id, quantity=f"{quantity:f}", unit=unit)
    try:
        answer = await visit.client.get_availability(data=AvailabilityIn(lines=[line]))
    except ApiProblem as problem:
        if problem.status not in _REFUSALS:
            raise
        return None
    return answer.items[0]


async def _nothing() -> None:
    return None


async def _relations(visit: Visit, found: ProductDetailOut, person: Reader) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for relation in found.relations:
        if relation.kind != "successor" and len(groups[relation.kind]) < _RELATED:
            groups[relation.kind].append(relation.id)
    known = await products_by_id(visit, [id for ids in groups.values() for id in ids])
    names = {"accessory": _("Goes with it"), "spare_part": _("Spare parts"), "substitute": _("Instead of it")}
    allowed = person.may("orders.place")
    return [
        (names.get(kind, kind), [goods.card(known[id], today=today(), may_order=allowed) for id in ids if id in known])
        for kind, ids in groups.items()
        if any(id in known for id in ids)
    ]


def _quantity(typed: str, least: Decimal) -> Decimal:
    try:
        value = language.typed_number(typed) if typed else least
    except language.BadNumber:
        return least
    return value if value > 0 else least


ROUTES = [product, offer, card]
