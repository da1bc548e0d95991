"""Contracts: all customers', how much of each is called off, and by which orders. Sources state them."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.console.current import prepare
from fondaco.apps.console.views.prices import find_product
from fondaco.apps.pages import language
from fondaco.apps.pages.contracts import FULL, amount, share, summary
from fondaco.apps.pages.language import ZONE
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link
from fondaco.kernel.clock import now

_PER_PAGE = 50
_FILTERS = ("organisation", "number")


@get("/contracts")
async def contracts(visit: NamedDependency[Visit]) -> Response[str]:
    """Find contracts by customer and part number."""
    await prepare(visit)
    form = {name: visit.query(name) for name in _FILTERS}
    organisations = (await visit.client.list_organisations(limit=200)).items
    product = await find_product(visit, organisations, form["number"]) if form["number"] else None
    unknown = bool(form["number"]) and product is None
    page = None
    if not unknown:
        page = await visit.client.list_contracts(
            organisation=form["organisation"] or None,
            product=product.id if product else None,
            cursor=visit.query("cursor") or None,
            limit=_PER_PAGE,
        )
    names = {one.id: one.name for one in organisations}
    return visit.page(
        "contracts.html",
        active="contracts",
        form=form,
        organisations=organisations,
        unknown=unknown,
        contracts=[_row(one, names) for one in page.items] if page else [],
        next_url=link("/contracts", **form, cursor=page.next) if page and page.next else "",
        first_url=link("/contracts", **form) if visit.query("cursor") else "",
    )


@get("/contracts/{contract_id:str}")
async def contract(visit: NamedDependency[Visit], contract_id: FromPath[str]) -> Response[str]:
    """Show one contract by its items, with the orders that called off last."""
    await prepare(visit)
    found = await visit.client.get_contract(contract_id=contract_id)
    customer = await visit.client.organisation(organisation_id=found.contract.organisation)
    items = {item.id: item for item in found.contract.items}
    return visit.page(
        "contract.html",
        active="contracts",
        c=_row(found.contract, {customer.id: customer.name}),
        system=found.contract.system,
        over=_over(str(found.contract.over)),
        lines=[_line(item) for item in found.contract.items],
        called_off=[
            {
                "url": f"/orders/{entry.order}",
                "number": entry.number,
                "at": entry.at,
                "name": items[entry.item].name or items[entry.item].sku if entry.item in items else "",
                "quantity": language.number(entry.quantity),
            }
            for entry in found.called_off
        ],
    )


def _row(one: Any, names: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    return summary(one, today=_today()) | {"customer": names.get(one.organisation, one.organisation)}


def _line(item: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    percent = share(item)
    return {
        "name": item.name or item.sku or _("several products"),
        "sku": item.sku,
        "agreed": amount(item, item.agreed),
        "used": amount(item, item.used),
        "remaining": amount(item, item.remaining),
        "share": int(min(percent, FULL)),
        "share_text": _("%(percent)s used") % {"percent": language.percent(percent)},
        "past": item.used > item.agreed,
    }


def _over(over: str) -> str:
    return {
        "refuse": _("Past what was agreed an order is refused."),
        "tell": _("Past what was agreed an order is taken, and the buyer is told."),
        "end": _("What uses up the agreed quantity ends the price."),
    }.get(over, "")


def _today() -> date:
    return now().astimezone(ZONE).date()


ROUTES = [contracts, contract]
