"""Price check: what a customer pays for a product on a day, and every condition record that was looked at."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import AvailabilityIn, AvailabilityLineIn, OrganisationOut, ProductOut
from fondaco.apps.console.current import prepare
from fondaco.apps.pages import because, language, problems, units, waterfall
from fondaco.apps.pages.language import ZONE
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.kernel.clock import now

_FIELDS = ("organisation", "product", "quantity", "as_of")
_REFUSED = frozenset({400, 403, 404, 409, 422})


class NotFoundHere(Exception):  # noqa: N818 - said on the page, nothing failed
    """What was typed does not name a thing."""


@get("/price-check")
async def price_check(visit: NamedDependency[Visit]) -> Response[str]:
    """Ask for customer, product, quantity and day; answer with the price and its reasons."""
    form = {name: visit.query(name) for name in _FIELDS}
    await prepare(visit)
    organisations = (await visit.client.list_organisations(limit=200)).items
    result, refused = None, ""
    if form["organisation"] and form["product"]:
        try:
            result = await _checked(visit, form, organisations)
        except NotFoundHere as missing:
            refused = str(missing)
        except ApiProblem as problem:
            if problem.status not in _REFUSED:
                raise
            refused = problems.words(problem).line
    return visit.page(
        "price_check.html",
        active="price-check",
        organisations=organisations,
        form=form,
        result=result,
        refused=refused,
    )


async def _checked(visit: Visit, form: dict[str, str], organisations: list[OrganisationOut]) -> dict[str, Any]:
    customer = next((one for one in organisations if one.id == form["organisation"]), None)
    found = (await visit.client.acting_for(form["organisation"]).list_products(q=form["product"], limit=1)).items
    if not found:
        raise NotFoundHere(_("We know no product by this number."))
    product = found[0]
    try:
        quantity = language.typed_number(form["quantity"]) if form["quantity"] else Decimal(product.minimum)
    except language.BadNumber:
        raise NotFoundHere(_("This is not a valid quantity.")) from None
    day = datetime.combine(datetime.fromisoformat(form["as_of"]), time(12), ZONE) if form["as_of"] else None
    answer = await visit.client.check_price(
        organisation=form["organisation"],
        product=product.id,
        quantity=f"{quantity:f}",
        unit=product.sales_unit,
        as_of=day,
        language="de" if language.current() == "de" else "en",
    )
    price = answer.price
    if price.net is None or price.amount is None:
        raise NotFoundHere(_("There is no price for this customer, quantity and day."))
    return {
        "product": f"{product.name} ({product.sku})",
        "customer": customer.name if customer else "",
        "value": price.quantity,
        "unit": price.unit,
        "price": {
            "amount": price.net.amount,
            "currency": price.net.currency,
            "per_value": price.net.per,
            "per_unit": price.net.unit,
        },
        "amount": price.amount,
        "dates": await _dates(visit, form, product, quantity, day),
        "because": because.rows(price.because, currency=price.net.currency),
        "needs_approval": price.needs_approval,
        "picture": waterfall.picture(price, price.net.currency),
        "upcoming": [
            {"since": one.since, "amount": one.net.amount if one.net else None, "currency": price.net.currency}
            for one in answer.upcoming
        ],
    }


async def _dates(
    visit: Visit, form: dict[str, str], product: ProductOut, quantity: Decimal, day: datetime | None
) -> list[dict[str, str]]:
    """Say when the quantity leaves and arrives, were it ordered now and wanted on the day."""
    today = now().astimezone(ZONE).date()
    wanted = day.date() if day is not None and day.date() > today else None
    line = AvailabilityLineIn(
        product=product.id, quantity=f"{quantity:f}", unit=product.sales_unit, requested_on=wanted
    )
    try:
        answer = await visit.client.acting_for(form["organisation"]).get_availability(data=AvailabilityIn(lines=[line]))
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        return []
    return [
        {
            "quantity": units.quantity(one.quantity, product.base_unit),
            "leaves": language.day(one.date) if one.date else _("not known yet"),
            "arrives": language.day(one.delivered_on) if one.delivered_on else "–",
        }
        for one in answer.items[0].schedule
    ]


ROUTES = [price_check]
