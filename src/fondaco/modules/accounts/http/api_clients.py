"""Routes for machines: API clients and OAuth 2 client credentials (RFC 6749, 4.4)."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import unquote_plus

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Body, FromPath, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel.actor import Actor
from fondaco.kernel.clock import now
from fondaco.kernel.errors import Refusal
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.errors import RoleBeyondOwn
from fondaco.modules.accounts.types import ApiClient
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import PageOut


class ApiClientIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A machine that shall call the API, for an organisation or (staff only) for the house."""

    name: Annotated[str, Meta(min_length=1, max_length=300, examples=["Web shop of Müller KG"])]
    role: Annotated[str, Meta(max_length=60, examples=["buyer"])]
    organisation: Annotated[str, Meta(max_length=60, examples=["org_01jd0000000000000000000000"])] | None = None
    expires_at: datetime | None = None


class ApiClientOut(Struct, frozen=True, kw_only=True):
    """A machine that calls the API."""

    id: Annotated[str, Meta(examples=["key_01jd0000000000000000000000"])]
    name: str
    role: str
    organisation: str | None
    created_at: datetime
    expires_at: datetime | None


class ApiClientCreated(ApiClientOut, frozen=True, kw_only=True):
    """A new API client. The secret is told this once (a repeat with the same Idempotency-Key does not tell it)."""

    secret: Annotated[str, Meta(examples=["fdk_…"])] | None


class TokenRequest(Struct, frozen=True, kw_only=True):
    """RFC 6749, 4.4.2: client id and secret here or by HTTP Basic."""

    grant_type: Annotated[str, Meta(max_length=100, examples=["client_credentials"])] = ""
    client_id: Annotated[str, Meta(max_length=300)] | None = None
    client_secret: Annotated[str, Meta(max_length=300)] | None = None
    scope: Annotated[str, Meta(max_length=2000, examples=["catalog.view prices.view"])] | None = None


class TokenOut(Struct, frozen=True, kw_only=True):
    """RFC 6749, 5.1."""

    access_token: Annotated[str, Meta(examples=["fdt_…"])]
    token_type: Annotated[str, Meta(examples=["Bearer"])]
    expires_in: Annotated[int, Meta(description="seconds", examples=[3600])]
    scope: str


class TokenError(Struct, frozen=True, kw_only=True):
    """RFC 6749, 5.2."""

    error: Annotated[str, Meta(examples=["invalid_client"])]
    error_description: str


@get(
    "/v1/api-clients",
    operation_id="list_api_clients",
    summary="API clients",
    tags=["accounts"],
    opt={"permission": "organisation.manage"},
    sync_to_thread=True,
)
def list_api_clients(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> PageOut[ApiClientOut]:
    """List the API clients in the actor's scope."""
    with database.transaction() as tx:
        found = accounts.api_clients(tx=tx, actor=actor)
    return PageOut(items=[ApiClientOut(**_fields(client)) for client in found])


@post(
    "/v1/api-clients",
    operation_id="create_api_client",
    summary="Make an API client",
    tags=["accounts"],
    opt={"permission": "organisation.manage"},
    sync_to_thread=True,
)
def create_api_client(
    data: JSONBody[ApiClientIn], once: NamedDependency[Once], actor: NamedDependency[Actor]
) -> Response[ApiClientCreated]:
    """Make a machine's entrance."""

    def work(tx: Tx) -> ApiClientCreated:
        new = accounts.add_api_client(
            tx=tx,
            actor=actor,
            name=data.name,
            role=data.role,
            organisation=inner_id("org", data.organisation) if data.organisation else None,
            now=now(),
            expires_at=data.expires_at,
        )
        return ApiClientCreated(**_fields(new.client), secret=new.secret)

    return once.run(work, stored=lambda created: msgspec.structs.replace(created, secret=None))


@delete(
    "/v1/api-clients/{client_id:str}",
    operation_id="revoke_api_client",
    summary="Revoke an API client",
    tags=["accounts"],
    opt={"permission": "organisation.manage"},
    sync_to_thread=True,
)
def revoke_api_client(
    client_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> None:
    """Let a machine and its tokens enter no more."""
    with database.transaction() as tx:
        accounts.revoke_api_client(tx=tx, actor=actor, id=inner_id("key", client_id), now=now())


@post(
    "/v1/oauth/token",
    operation_id="oauth_token",
    summary="Get an access token (OAuth 2 client credentials)",
    tags=["accounts"],
    opt={"public": True},
    responses={
        400: ResponseSpec(data_container=TokenError, description="The request is not one of RFC 6749."),
        401: ResponseSpec(data_container=TokenError, description="Client and secret do not belong together."),
        429: ResponseSpec(data_container=TokenError, description="Too many attempts."),
    },
    status_code=200,
    sync_to_thread=True,
)
def oauth_token(
    data: Annotated[TokenRequest, Body(media_type=RequestEncodingType.URL_ENCODED)],
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
) -> Response[TokenOut]:
    """Give an API client a short-lived token."""
    client, secret, basic = _client_of(data, request)
    moment = now()
    if data.grant_type != "client_credentials":
        return _error(400, "unsupported_grant_type", "Only client_credentials is offered.")
    address = request.client.host if request.client else ""
    try:
        with database.transaction() as tx:
            accounts.admit_attempt(tx=tx, email=client, network_address=address, now=moment)
        with database.transaction() as tx:
            token = accounts.issue_access_token(
                tx=tx,
                client=inner_id("key", client),
                secret=secret,
                scopes=frozenset(data.scope.split()) if data.scope else None,
                now=moment,
            )
            accounts.clear_attempts(tx=tx, email=client, network_address=address)
    except RoleBeyondOwn:
        return _error(400, "invalid_scope", "The client may not do all that was asked for.")
    except Refusal as refusal:
        if refusal.status == 429:  # noqa: PLR2004 - HTTP's number for it
            retry = {"Retry-After": str(refusal.facts.get("retry_after", 60))}
            return _error(429, "temporarily_unavailable", refusal.detail, retry)
        return _invalid_client(basic=basic)
    answer = TokenOut(
        access_token=token.token,
        token_type="Bearer",  # noqa: S106 - a type, not a secret
        expires_in=token.expires_in,
        scope=" ".join(sorted(token.permissions)),
    )
    return Response(answer, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})


def _client_of(data: TokenRequest, request: Request[Any, Any, Any]) -> tuple[str, str, bool]:
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", "", True
        return unquote_plus(client), unquote_plus(secret), True
    return data.client_id or "", data.client_secret or "", False


def _invalid_client(*, basic: bool) -> Response[Any]:
    headers = {"WWW-Authenticate": 'Basic realm="fondaco"'} if basic else {}
    return _error(401, "invalid_client", "Client and secret do not belong together.", headers)


def _error(status: int, error: str, description: str, headers: dict[str, str] | None = None) -> Response[Any]:
    return Response(
        TokenError(error=error, error_description=description),
        status_code=status,
        headers={"Cache-Control": "no-store"} | (headers or {}),
    )


def _fields(client: ApiClient) -> dict[str, Any]:
    return {
        "id": public_id("key", client.id),
        "name": client.name,
        "role": client.role,
        "organisation": public_id("org", client.organisation) if client.organisation else None,
        "created_at": client.created_at,
        "expires_at": client.expires_at,
    }


ROUTES = [list_api_clients, create_api_client, revoke_api_client, oauth_token]
