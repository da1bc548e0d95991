"""The frame of both sites: language, forms, sign-in and -out, preferences, files, and what went wrong."""

from collections.abc import Callable, Sequence

import structlog
from litestar import Litestar, Request, Response, get, post
from litestar.config.compression import CompressionConfig
from litestar.di import NamedDependency, Provide
from litestar.enums import ScopeType
from litestar.types import ASGIApp, ControllerRouterHandler, Receive, Scope, Send

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import SignInIn
from fondaco.apps.pages import language, people, problems
from fondaco.apps.pages.assets import static_route
from fondaco.apps.pages.headers import HEADERS, security_headers
from fondaco.apps.pages.health import health_routes
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.people import Reader
from fondaco.apps.pages.session import AnyRequest, refuse_foreign_forms
from fondaco.apps.pages.site import SCHEME_COOKIE, SCHEMES, Site, Visit, own_path

_log = structlog.get_logger("fondaco.pages")
_UNAUTHORIZED = 401
_YEAR = 365
Frame = Callable[[Visit, Reader], None]


def build(*, site: Site, routes: Sequence[ControllerRouterHandler], frame: Frame) -> Litestar:
    """Put a site together; `frame` puts what is around every page of it into a visit."""

    async def visit(request: AnyRequest) -> Visit:
        return Visit(site, request)

    async def check(request: AnyRequest) -> None:
        await refuse_foreign_forms(request, site.cookies)

    return Litestar(
        route_handlers=[
            static_route(site.assets),
            *health_routes(site),
            preferences,
            sign_in_page,
            sign_in,
            sign_out,
            *routes,
        ],
        dependencies={"visit": Provide(visit)},
        middleware=[_speak],
        before_request=check,
        response_headers=security_headers(),
        compression_config=CompressionConfig(
            backend="gzip",
            gzip_compress_level=4,
            minimum_size=800,
            # Static files are packed already, and packing would hold news back until there is enough of it.
            exclude=["^/static/", "^/changes$"],
        ),
        exception_handlers={Exception: _tell(site, frame)},
        openapi_config=None,
        request_max_body_size=2_000_000,
        on_startup=[site.open],
        on_shutdown=[site.close],
        logging_config=None,
    )


def _speak(app: ASGIApp) -> ASGIApp:
    """Put the reader's language in force before anything is said."""

    async def with_language(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            _listen(Request(scope))
        await app(scope, receive, send)

    return with_language


def _listen(request: AnyRequest) -> None:
    accepted = request.headers.get("accept-language", "")
    language.use(language.negotiate(cookies=request.cookies, accepted=accepted))


def _tell(site: Site, frame: Frame) -> Callable[[AnyRequest, Exception], Response[str]]:
    def tell(request: AnyRequest, error: Exception) -> Response[str]:
        # An unknown address is refused before any middleware has listened.
        _listen(request)
        answer = said(request, error)
        answer.headers.update(HEADERS)
        return answer

    def said(request: AnyRequest, error: Exception) -> Response[str]:
        visit = Visit(site, request)
        if isinstance(error, ApiProblem) and error.status == _UNAUTHORIZED:
            visit.remember(site.cookies.drop(site.cookies.session))
            back = request.url.path if request.method == "GET" and not visit.fragment else "/"
            query = f"?{request.url.query}" if request.url.query and back != "/" else ""
            return visit.go(f"/sign-in?next={problems.quoted(back + query)}")
        told = problems.words(error)
        if told.status >= 500:  # noqa: PLR2004 - faults, not refusals
            _log.error("page_failed", path=request.url.path, code=told.code, exc_info=error)
        if visit.fragment:
            return visit.refuse(told.line, status=told.status)
        # The API is not asked: it may be what went wrong.
        person = people.remembered(visit)
        if person is not None:
            frame(visit, person)
        return visit.page(
            "problem.html" if person else "bare_problem.html",
            status=told.status,
            heading=told.heading,
            explanation=told.explanation,
            details=told.details,
            code=told.code,
        )

    return tell


@post("/preferences", include_in_schema=False)
async def preferences(visit: NamedDependency[Visit]) -> Response[str]:
    """Remember language and colours in this browser."""
    cookies = visit.site.cookies
    chosen = await visit.field("language")
    if chosen in language.LANGUAGES:
        visit.remember(cookies.put(language.COOKIE, chosen, days=_YEAR))
    scheme = await visit.field("scheme")
    if scheme in SCHEMES:
        visit.remember(cookies.put(SCHEME_COOKIE, scheme, days=_YEAR))
    came_from = visit.request.headers.get("referer", "/")
    path = came_from.removeprefix(str(visit.request.base_url).rstrip("/"))
    return visit.go(own_path(path))


@get("/sign-in", include_in_schema=False)
async def sign_in_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Ask who is there."""
    next_page = own_path(visit.request.query_params.get("next", "/"))
    return visit.page("sign_in.html", next=next_page, email="", refused="")


@post("/sign-in", include_in_schema=False)
async def sign_in(visit: NamedDependency[Visit]) -> Response[str]:
    """Open a session at the API and keep its token in the cookie; never say which half was wrong."""
    email = await visit.field("email")
    password = (await visit.form()).get("password", "")
    next_page = own_path(await visit.field("next", "/"))
    try:
        session = await visit.client.sign_in(data=SignInIn(email=email, password=str(password)))
    except ApiProblem as problem:
        refused = problems.words(problem).line
        return visit.page("sign_in.html", status=problem.status, next=next_page, email=email, refused=refused)
    cookies = visit.site.cookies
    visit.remember(cookies.put(cookies.session, session.token))
    visit.remember(cookies.drop(cookies.visitor))
    return visit.go(next_page)


@post("/sign-out", include_in_schema=False)
async def sign_out(visit: NamedDependency[Visit]) -> Response[str]:
    """End the session at the API and here."""
    if visit.token:
        try:
            await visit.client.sign_out(session_id="current")
        except ApiProblem as problem:
            if problem.status != _UNAUTHORIZED:
                raise
    people.forget(visit)
    visit.remember(visit.site.cookies.drop(visit.site.cookies.session))
    return visit.go("/sign-in", toast=_("You are signed out."))
