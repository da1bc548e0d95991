"""The browser's session: a cookie with the API's opaque token, and the proof that a form came from our own page.

The form token is derived from a cookie the page's script cannot read, so no secret has to be shared between processes:
who can forge the token already holds the cookie. Before sign-in a random visitor cookie takes the session's place, so
nobody can sign a stranger's browser in to an account of his own.
"""

import hmac
import secrets
from typing import Any, Final

from litestar import Request
from litestar.datastructures import Cookie
from litestar.exceptions import PermissionDeniedException

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN: Final = frozenset({"same-origin", "none"})
FIELD: Final = "_csrf_token"
HEADER: Final = "x-csrf-token"

AnyRequest = Request[Any, Any, Any]


class ForeignForm(PermissionDeniedException):
    """A changing request that did not come from a form of ours, or from one of an ended session."""


class Cookies:
    """The names and flags of one site's cookies; over https they are bound to the host."""

    def __init__(self, *, site: str, secure: bool) -> None:
        prefix = "__Host-" if secure else ""
        self._secure = secure
        self.session = f"{prefix}fondaco_{site}"
        self.visitor = f"{prefix}fondaco_{site}_visitor"

    def put(self, name: str, value: str, *, days: int | None = None, readable: bool = False) -> Cookie:
        """Make a cookie for this host only; readable ones hold a mere preference."""
        return Cookie(
            key=name,
            value=value,
            path="/",
            max_age=None if days is None else days * 86_400,
            httponly=not readable,
            secure=self._secure,
            samesite="lax",
        )

    def drop(self, name: str) -> Cookie:
        """Make the cookie that removes another."""
        return Cookie(key=name, value="", path="/", max_age=0, httponly=True, secure=self._secure, samesite="lax")

    def holder(self, request: AnyRequest) -> str | None:
        """Return the value the form token hangs on: the session's token, else the visitor's."""
        return request.cookies.get(self.session) or request.cookies.get(self.visitor)


def form_token(holder: str) -> str:
    """Return the token for the forms of whoever holds this cookie."""
    return hmac.digest(holder.encode(), b"fondaco form", "sha256").hex()


def new_visitor() -> str:
    """Return a fresh visitor cookie's value."""
    return secrets.token_urlsafe(24)


async def refuse_foreign_forms(request: AnyRequest, cookies: Cookies) -> None:
    """Refuse a changing request without the token of this very browser."""
    if request.method in _SAFE:
        return
    if request.headers.get("sec-fetch-site", "same-origin") not in _OWN:
        raise ForeignForm
    holder = cookies.holder(request)
    given = request.headers.get(HEADER) or (await request.form()).get(FIELD)
    if not holder or not isinstance(given, str) or not hmac.compare_digest(given, form_token(holder)):
        raise ForeignForm
