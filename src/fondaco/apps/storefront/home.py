"""The start page: what this buyer does most, one step away."""

from collections import Counter

from litestar import Response, get
from litestar.di import NamedDependency

from fondaco.apps.client.generated import OrderSummaryOut
from fondaco.apps.pages.people import Reader
from fondaco.apps.pages.site import Visit
from fondaco.apps.storefront.current import prepare, products_by_id, today
from fondaco.apps.storefront.ranges import ranges
from fondaco.apps.storefront.views import goods
from fondaco.apps.storefront.views import orders as show

_RECENT = 5
_AGAIN = 4
_RANGES = 9


@get("/")
async def start(visit: NamedDependency[Visit]) -> Response[str]:
    """Greet with quick order, what is ordered regularly, ranges and the latest orders."""
    person = await prepare(visit)
    recent = (await visit.client.list_orders(limit=_RECENT)).items if person.may("orders.view") else []
    again = await _again(visit, recent, person)
    return visit.page(
        "start.html",
        active="start",
        example="DIN933-M8X40-8.8-A2K  200\n6204-2RS; 10\n4711-0815\t4",
        again=again,
        categories=(await ranges(visit)).top()[:_RANGES],
        orders=[show.summary(order) for order in recent],
    )


async def _again(visit: Visit, recent: list[OrderSummaryOut], person: Reader) -> list[dict[str, object]]:
    """Return what stands in most of the latest orders."""
    times: Counter[str] = Counter()
    for summary in recent[:3]:
        order = await visit.client.get_order(order_id=summary.id)
        times.update({line.product for line in order.lines})
    found = await products_by_id(visit, [id for id, _count in times.most_common(_AGAIN * 2)])
    allowed = person.may("orders.place")
    return [goods.card(product, today=today(), may_order=allowed) for product in found.values()][:_AGAIN]


ROUTES = [start]
