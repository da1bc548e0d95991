"""The console's first page: what needs a person, and how the connections are."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from fondaco.apps.console.connections import tile
from fondaco.apps.console.current import prepare
from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit


@get("/")
async def overview(visit: NamedDependency[Visit]) -> Response[str]:
    """Show what needs a person, as far as the reader may see it."""
    person = await prepare(visit)
    client = visit.client
    figures: list[dict[str, Any]] = []
    connections = (await client.list_connections()).items if person.may("staff.connections") else []
    if person.may("staff.connections"):
        working = sum(one.state == "active" for one in connections)
        figures.append(
            _figure(
                "/connections", f"{working} / {len(connections)}", _("connections working"), working < len(connections)
            )
        )
    if person.may("staff.quarantine"):
        aside = sum(one.open_quarantine for one in connections)
        figures.append(_figure("/quarantine", language.number(aside), _("records set aside"), aside > 0))
    if person.may("staff.orders"):
        queues = (await client.list_export_queues()).items
        waiting, parked = sum(one.open for one in queues), sum(one.parked for one in queues)
        figures.append(_figure("/orders", language.number(waiting), _("orders on their way to an ERP"), alarm=False))
        figures.append(_figure("/orders", language.number(parked), _("orders that need a person"), parked > 0))
    return visit.page(
        "overview.html", active="overview", figures=figures, connections=[tile(one) for one in connections]
    )


def _figure(url: str, value: str, name: str, alarm: bool) -> dict[str, Any]:  # noqa: FBT001 - says what it is by its name
    return {"url": url, "value": value, "name": name, "badge": _("Needs a look") if alarm else "", "kind": "warn"}


ROUTES = [overview]
