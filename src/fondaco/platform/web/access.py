"""Who may enter: the bearer token becomes an actor, and every route says what it asks of him."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from fondaco.kernel.actor import STRANGER, Actor, MissingPermission
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.clock import now
from fondaco.kernel.errors import Forbidden, Invalid

_BEARER = b"bearer "
_MOST_CACHED = 50_000
_LONGEST_TOKEN = 200
_LANGUAGES = {b"de": "de", b"en": "en"}


class NotSignedIn(Forbidden):
    """The route asks for a known actor and the request has no valid token."""

    code = "auth.not_signed_in"
    title = "Sign in first."
    status = 401


class OrganisationRequired(Invalid):
    """Staff and machines say by header for which organisation they act."""

    code = "auth.organisation_required"
    title = "Say for which organisation: send the header Fondaco-Organisation."


class RouteWithoutRule(Exception):  # noqa: N818 - a fault of the program, found at its start
    """A route that does not say who may call it."""


class Access(Protocol):
    """What a valid token opens, until when, and for whom it buys."""

    @property
    def actor(self) -> Actor:
        """Who acts."""

    @property
    def buyer(self) -> Buyer | None:
        """For whom is bought, as of any moment; None where no organisation is chosen."""

    @property
    def until(self) -> datetime:
        """The moment at which it must be asked again."""


Resolve = Callable[[bytes, str | None, datetime], Access | None]


class Doorkeeper:
    """Resolves tokens and remembers the answers of this process; events of accounts make it forget."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._known: dict[tuple[bytes, bytes], Access] = {}
        self._generation = 0

    async def access(self, token: bytes, organisation: bytes) -> Access | None:
        """Return what the token opens, from memory where it was asked before."""
        key = (token, organisation)
        moment = now()
        access = self._known.get(key)
        if access is not None and moment < access.until:
            return access
        generation = self._generation
        access = await asyncio.to_thread(
            self._resolve, sha256(token).digest(), organisation.decode("latin-1") or None, moment
        )
        if access is None:
            self._known.pop(key, None)
            return None
        if len(self._known) >= _MOST_CACHED:
            self._known.clear()
        if generation == self._generation:
            # Otherwise something changed while the database was asked: true for this request, not to be kept.
            self._known[key] = access
        return access

    def forget(self) -> None:
        """Drop all answers; the next request of each token asks the database again."""
        self._generation += 1
        self._known = {}


class Rule:
    """What one route asks of the actor, worked out once per route."""

    __slots__ = ("permissions", "public")

    def __init__(self, opt: dict[str, Any], name: str) -> None:
        asked = [key for key in ("permission", "public", "signed_in") if opt.get(key)]
        if len(asked) != 1:
            raise RouteWithoutRule(f"{name}: opt must hold exactly one of permission, public, signed_in")
        permission = opt.get("permission") or ()
        self.public = bool(opt.get("public"))
        self.permissions = frozenset((permission,) if isinstance(permission, str) else permission)

    def admit(self, actor: Actor) -> None:
        """Refuse the actor whom the route is not for."""
        if not self.public and actor.id is None:
            raise NotSignedIn
        if self.permissions and not self.permissions & actor.permissions:
            raise MissingPermission(permission=" or ".join(sorted(self.permissions)))


def check_rules(handlers: Iterable[object]) -> None:
    """Refuse to start with a route that does not say who may call it."""
    for handler in handlers:
        if isinstance(handler, HTTPRouteHandler) and not handler.opt.get("options"):
            Rule(dict(handler.opt), handler.handler_name)


def guard(doorkeeper: Doorkeeper) -> Callable[[ASGIApp], ASGIApp]:
    """Make the middleware that puts the actor into the scope and applies the route's rule."""
    rules: dict[int, Rule] = {}

    def wrap(app: ASGIApp) -> ASGIApp:
        async def enter(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            handler = scope["route_handler"]
            rule = rules.get(id(handler))
            if rule is None:
                # The OPTIONS handlers that Litestar adds tell only which methods there are.
                opt = {"public": True} if scope["method"] == "OPTIONS" else dict(handler.opt)
                rule = rules[id(handler)] = Rule(opt, str(handler))
            token, organisation = credentials(scope["headers"])
            actor = STRANGER
            if token:
                access = await doorkeeper.access(token, organisation)
                if access is not None:
                    actor = access.actor
                    scope["fondaco.access"] = access  # type: ignore[typeddict-unknown-key]
                elif not rule.public:
                    raise NotSignedIn("The token is not valid any more.")
            rule.admit(actor)
            scope["fondaco.actor"] = actor  # type: ignore[typeddict-unknown-key]
            await app(scope, receive, send)

        return enter

    return wrap


def actor(scope: Scope) -> Actor:
    """Dependency: who acts in this request, in the language he asks for."""
    found: Actor = scope["fondaco.actor"]  # type: ignore[typeddict-item]
    language = _spoken(scope["headers"], found.language)
    return found if language == found.language else replace(found, language=language)


def buyer(scope: Scope) -> Buyer:
    """Dependency: for whom this request buys, in the language asked for; refuses staff that named no organisation."""
    access: Access | None = scope.get("fondaco.access")  # type: ignore[assignment]
    if access is None:
        raise NotSignedIn
    if access.buyer is None:
        raise OrganisationRequired
    return _as_of(access.buyer, now(), _spoken(scope["headers"], access.buyer.language))


def buyer_if_any(scope: Scope) -> Buyer | None:
    """Dependency: for whom this request buys; None for staff that named no organisation and so ask about all."""
    access: Access | None = scope.get("fondaco.access")  # type: ignore[assignment]
    return buyer(scope) if access is not None and access.buyer is not None else None


def _spoken(headers: Iterable[tuple[bytes, bytes]], own: str) -> str:
    """Return the language of texts: what the request asks for first, if this house speaks it, else the person's own."""
    for name, value in headers:
        if name == b"accept-language":
            return _LANGUAGES.get(value[:2].lower(), own)
    return own


def _as_of(buyer: Buyer, moment: datetime, language: str) -> Buyer:
    return Buyer(
        sold_to=buyer.sold_to,
        hierarchy=buyer.hierarchy,
        ship_to=buyer.ship_to,
        bill_to=buyer.bill_to,
        contact=buyer.contact,
        on_behalf=buyer.on_behalf,
        sales_area=buyer.sales_area,
        country=buyer.country,
        ships_to=buyer.ships_to,
        vat_number=buyer.vat_number,
        vat_checked_at=buyer.vat_checked_at,
        vat_denied=buyer.vat_denied,
        vat_exemptions=buyer.vat_exemptions,
        currency=buyer.currency,
        language=language,
        segments=buyer.segments,
        roles=buyer.roles,
        arms=buyer.arms,
        as_of=moment,
    )


def credentials(headers: Iterable[tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """Read the bearer token and the named organisation from the headers; empty where there is none."""
    token = organisation = b""
    for name, value in headers:
        if name == b"authorization":
            if value[:7].lower() == _BEARER and len(value) <= _LONGEST_TOKEN:
                token = value[7:].strip()
        elif name == b"fondaco-organisation":
            organisation = value
    return token, organisation
