"""One site: how a request becomes a page, a fragment of a page, a redirect, or words about what went wrong."""

from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from jinja2 import Environment
from litestar import Response
from litestar.datastructures import Cookie, FormMultiDict
from litestar.enums import MediaType

from fondaco.apps.client.generated import Client
from fondaco.apps.client.transport import Headers, Transport, Unreachable
from fondaco.apps.pages import language
from fondaco.apps.pages.assets import Assets
from fondaco.apps.pages.session import AnyRequest, Cookies, form_token, new_visitor
from fondaco.apps.pages.templating import environment
from fondaco.platform.web.ending import Ending, hear_stop_signals

FRAGMENT: Final = "fondaco-fragment"
SCHEMES: Final = ("auto", "light", "dark")
SCHEME_COOKIE: Final = "fondaco_scheme"
_TOAST_COOKIE: Final = "fondaco_toast"
_PAGE_HEADERS = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language, Fondaco-Fragment"}


class Site:
    """What all pages of one site share: its name, templates, files, cookies, and the way to the API."""

    def __init__(self, *, name: str, title: str, folder: Path, transport: Transport, secure: bool) -> None:
        self.title = title
        self.assets = Assets()
        self.templates: Environment = environment(folders=[folder / "templates"], assets=self.assets)
        self.cookies = Cookies(site=name, secure=secure)
        self.ending = Ending()
        self._transport = transport

    def client(self, token: str | None) -> Client:
        """Return a client for one session that speaks the language in force."""
        spoken: Headers = [(b"accept-language", language.current().encode())]
        return Client(self._transport, token=token, extra=spoken)

    async def api_is_ready(self) -> bool:
        """Tell whether the API answers and can do its work."""
        try:
            answer = await self._transport.send("GET", "/health/ready", "", (), b"")
        except Unreachable:
            return False
        return answer.status == HTTPStatus.OK

    async def open(self) -> None:
        """Let open streams end as soon as the process is told to."""
        hear_stop_signals(self.ending.begin)

    async def close(self) -> None:
        """Let the connections to the API go."""
        await self._transport.close()


class Visit:
    """One request of one browser: who it is, in which language, and the answers it can get."""

    def __init__(self, site: Site, request: AnyRequest) -> None:
        self.site = site
        self.request = request
        self.token: str | None = request.cookies.get(site.cookies.session) or None
        self.client: Client = site.client(self.token)
        self.fragment: str | None = request.headers.get(FRAGMENT)
        self.always: dict[str, Any] = {"me": None, "changes_url": ""}
        self._cookies: list[Cookie] = []

    @property
    def scheme(self) -> str:
        """The colours the reader chose: as the device, light or dark."""
        chosen = self.request.cookies.get(SCHEME_COOKIE, "auto")
        return chosen if chosen in SCHEMES else "auto"

    def query(self, name: str, default: str = "") -> str:
        """Return one parameter of the address."""
        value = self.request.query_params.get(name, default)
        return value.strip() if isinstance(value, str) else default

    async def form(self) -> FormMultiDict:
        """Return the form that was sent."""
        return await self.request.form()

    async def field(self, name: str, default: str = "") -> str:
        """Return one text field of the form."""
        value = (await self.request.form()).get(name, default)
        return value.strip() if isinstance(value, str) else default

    def remember(self, cookie: Cookie) -> None:
        """Send a cookie with the answer."""
        self._cookies.append(cookie)

    def page(self, template: str, /, *, status: int = 200, toast: str = "", **data: Any) -> Response[str]:  # noqa: ANN401 - whatever a template shows
        """Render a page, or only its main part when the browser asked for a fragment."""
        headers = dict(_PAGE_HEADERS)
        if self.fragment:
            if toast:
                headers["Fondaco-Toast"] = quote(toast)
        else:
            toast = toast or self._taken_toast()
        text = self.render(template, toast=toast, toast_kind="good", **data)
        return self._answer(text, status, headers)

    def render(self, template: str, /, **data: Any) -> str:  # noqa: ANN401 - whatever a template shows
        """Render a template with what every page needs."""
        shared: dict[str, Any] = {
            "language": language.current(),
            "scheme": self.scheme,
            "site_title": self.site.title,
            "csrf": self._form_token(),
            "fragment": bool(self.fragment),
            "key_list": (),
            "toast": "",
        }
        return self.site.templates.get_template(template).render(shared | self.always | data)

    def piece(self, template: str, /, *, toast: str = "", **data: Any) -> Response[str]:  # noqa: ANN401 - whatever a template shows
        """Render a part of a page that is only ever fetched by script."""
        told = {"Fondaco-Toast": quote(toast)} if toast else {}
        return self._answer(self.render(template, **data), 200, _PAGE_HEADERS | told)

    def go(self, address: str, *, toast: str = "") -> Response[str]:
        """Send the browser to another page of ours; script follows by a header, so that the whole page changes."""
        if toast:
            self.remember(self.site.cookies.put(_TOAST_COOKIE, quote(toast)))
        if self.fragment:
            return self._answer("", 200, {"Fondaco-Location": address, "Cache-Control": "no-store"})
        return self._answer("", 303, {"Location": address, "Cache-Control": "no-store"})

    def refuse(self, text: str, *, status: int) -> Response[str]:
        """Tell script that nothing was changed, in words for a toast."""
        return self._answer("", status, {"Fondaco-Toast": quote(text), "Cache-Control": "no-store"})

    def _answer(self, text: str, status: int, headers: dict[str, str]) -> Response[str]:
        return Response(text, status_code=status, media_type=MediaType.HTML, headers=headers, cookies=self._cookies)

    def _taken_toast(self) -> str:
        waiting = self.request.cookies.get(_TOAST_COOKIE)
        if not waiting:
            return ""
        self.remember(self.site.cookies.drop(_TOAST_COOKIE))
        return unquote(waiting)

    def _form_token(self) -> str:
        holder = self.site.cookies.holder(self.request)
        if holder is None:
            holder = new_visitor()
            self.remember(self.site.cookies.put(self.site.cookies.visitor, holder))
        return form_token(holder)


def own_path(address: str) -> str:
    """Return the address if it leads to a page of this site, else the start page (no open redirect)."""
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if own and address.isprintable() else "/"
