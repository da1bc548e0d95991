"""Shopping for a customer: the console gets a code from the API and sends the browser to the storefront with it."""

from typing import Final
from urllib.parse import quote

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.generated import ActingIn
from fondaco.apps.console.current import prepare
from fondaco.apps.pages.site import Visit

# The name under which the program's state holds where the storefront answers.
SHOP: Final = "shop"


def shop_address(visit: Visit) -> str:
    """Return where the storefront answers for this reader; nothing where it is not known."""
    told = str(visit.request.app.state.get(SHOP, ""))
    if not told.startswith(":"):
        return told.rstrip("/")
    return f"{visit.request.url.scheme}://{visit.request.url.hostname}{told}"


@post("/customers/{organisation_id:str}/acting")
async def act(visit: NamedDependency[Visit], organisation_id: FromPath[str]) -> Response[str]:
    """Open the storefront for a customer, or one of its people."""
    contact = await visit.field("contact")
    await prepare(visit)
    found = await visit.client.organisation(organisation_id=organisation_id)
    offered = await visit.client.offer_acting(data=ActingIn(organisation=organisation_id, contact=contact or None))
    address = f"{shop_address(visit)}/on-behalf?code={quote(offered.code)}"
    answer = visit.page("acting.html", active="customers", c={"id": found.id, "name": found.name}, address=address)
    # Not by a redirect: where forms may lead is limited to this site, and the storefront is another.
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


ROUTES = [act]
