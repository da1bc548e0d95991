"""Contracts: what was agreed, how much of it is called off, and calling off more."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.pages.contracts import summary
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link
from fondaco.apps.storefront.current import prepare, products_by_id, today
from fondaco.apps.storefront.views import contracts as show

_PER_PAGE = 20


@get("/contracts")
async def contracts(visit: NamedDependency[Visit]) -> Response[str]:
    """List the organisation's contracts and those it inherits, with how much of each is used."""
    cursor = visit.query("cursor")
    await prepare(visit)
    page = await visit.client.list_contracts(cursor=cursor or None, limit=_PER_PAGE)
    return visit.page(
        "contracts.html",
        active="contracts",
        contracts=[summary(one, today=today()) for one in page.items],
        next_url=link("/contracts", cursor=page.next) if page.next else "",
        first_url="/contracts" if cursor else "",
    )


@get("/contracts/{contract_id:str}")
async def contract(visit: NamedDependency[Visit], contract_id: FromPath[str]) -> Response[str]:
    """Show one contract by its items, and what was called off last."""
    await prepare(visit)
    found = await visit.client.get_contract(contract_id=contract_id)
    goods = await products_by_id(visit, [item.product for item in found.contract.items if item.product])
    return visit.page("contract.html", active="contracts", c=show.detail(found, goods=goods, today=today()))


ROUTES = [contracts, contract]
