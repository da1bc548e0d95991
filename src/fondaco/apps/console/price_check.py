"""Price check: what a customer pays for a product on a day, and every condition record that was looked at."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import (
    AvailabilityIn,
    AvailabilityLineIn,
    CheckedLineOut,
    ChecksIn,
    NumberedLineIn,
    OrganisationOut,
    ProductOut,
)
from fondaco.apps.console.current import prepare
from fondaco.apps.console.views import checks as views
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
        tabs=_tabs("one"),
    )


@get("/price-check/several")
async def several(visit: NamedDependency[Visit]) -> Response[str]:
    """Ask for many part numbers at once; each row of the answer leads to its full explanation."""
    form = {name: visit.query(name) for name in ("organisation", "numbers", "as_of")}
    await prepare(visit)
    rows, unknown, refused = list[dict[str, Any]](), list[str](), ""
    lines = views.asked(form["numbers"])
    if form["organisation"] and len(lines) > views.MOST_LINES:
        refused = _("Not more than %(most)s part numbers can be checked at once.") % {"most": views.MOST_LINES}
    elif form["organisation"] and lines:
        try:
            rows, unknown = await _checked_lines(visit, form, lines)
        except ApiProblem as problem:
            if problem.status not in _REFUSED:
                raise
            refused = problems.words(problem).line
    return visit.page(
        "price_check_several.html",
        active="price-check",
        organisations=(await visit.client.list_organisations(limit=200)).items,
        form=form,
        rows=rows,
        unknown=unknown,
        refused=refused,
        tabs=_tabs("several"),
    )


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    return [
        (_("One product"), "/price-check", here == "one"),
        (_("Several products"), "/price-check/several", here == "several"),
    ]


def _noon(day: str) -> datetime | None:
    try:
        return datetime.combine(datetime.fromisoformat(day), time(12), ZONE) if day else None
    except ValueError:
        return None


async def _checked_lines(
    visit: Visit, form: dict[str, str], lines: list[views.Asked]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Price all lines in one question and date them in another; return the rows, and what is wrong with other numbers."""
    day = _noon(form["as_of"])
    answer = await visit.client.check_prices(
        data=ChecksIn(
            organisation=form["organisation"],
            lines=[NumberedLineIn(number=line.number, quantity=line.quantity) for line in lines],
            as_of=day,
            language="de" if language.current() == "de" else "en",
        )
    )
    known = [one for one in answer.items if one.product and one.price]
    arrivals = await _arrivals(visit, form["organisation"], known, _wanted(day))
    rows = [
        views.row(one, arrival, organisation=form["organisation"], day=form["as_of"])
        for one, arrival in zip(known, arrivals, strict=True)
    ]
    return rows, [views.unclear(one) for one in answer.items if not one.product]


async def _arrivals(
    visit: Visit, organisation: str, lines: list[CheckedLineOut], wanted: date | None
) -> list[views.Arrival]:
    """Say when each line leaves and arrives as a whole; lines that cannot be dated have no day."""
    asked = {
        place: AvailabilityLineIn(
            product=line.product or "",
            quantity=f"{line.price.quantity:f}",
            unit=line.price.unit,
            requested_on=wanted,
        )
        for place, line in enumerate(lines)
        if line.price is not None and line.price.reason is None
    }
    client = visit.client.acting_for(organisation)
    try:
        told = (await client.get_availability(data=AvailabilityIn(lines=list(asked.values())))).items if asked else []
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        told = []
    found = {place: views.arrival(one.schedule) for place, one in zip(asked, told, strict=False)}
    return [found.get(place, views.NO_ARRIVAL) for place in range(len(lines))]


def _wanted(day: datetime | None) -> date | None:
    return day.date() if day is not None and day.date() > now().astimezone(ZONE).date() else None


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
    day = _noon(form["as_of"])
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
    line = AvailabilityLineIn(
        product=product.id, quantity=f"{quantity:f}", unit=product.sales_unit, requested_on=_wanted(day)
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


ROUTES = [price_check, several]
