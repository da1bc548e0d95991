"""Shopping for a customer: staff come from the console with a code, and end it by a button on every page."""

from litestar import Response, get, post
from litestar.di import NamedDependency

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import CodeIn
from fondaco.apps.pages import people, problems
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.storefront.current import CART_COOKIE

_UNAUTHORIZED = 401
_REFUSED = frozenset({400, 401, 422})


@get("/on-behalf")
async def arrive(visit: NamedDependency[Visit]) -> Response[str]:
    """Ask before the session changes: a link alone signs nobody in as somebody else."""
    return visit.page("on_behalf.html", code=visit.query("code"), refused="")


@post("/on-behalf")
async def begin(visit: NamedDependency[Visit]) -> Response[str]:
    """Open the session of the code; one that this browser had before is left, not ended."""
    try:
        session = await visit.client.begin_acting(data=CodeIn(code=await visit.field("code")))
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        return visit.page("on_behalf.html", status=problem.status, code="", refused=problems.words(problem).line)
    cookies = visit.site.cookies
    visit.remember(cookies.put(cookies.session, session.token))
    visit.remember(cookies.drop(cookies.visitor))
    visit.remember(cookies.drop(CART_COOKIE))
    return visit.go("/")


@post("/on-behalf/end")
async def end(visit: NamedDependency[Visit]) -> Response[str]:
    """End the session for the customer."""
    try:
        await visit.client.sign_out(session_id="current")
    except ApiProblem as problem:
        if problem.status != _UNAUTHORIZED:
            raise
    people.forget(visit)
    visit.remember(visit.site.cookies.drop(visit.site.cookies.session))
    visit.remember(visit.site.cookies.drop(CART_COOKIE))
    return visit.go("/sign-in", toast=_("You no longer shop for the customer."))


ROUTES = [arrive, begin, end]
