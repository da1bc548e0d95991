"""API clients: machines with a secret that is an API key, and OAuth 2 client credentials for short-lived tokens."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import new_id
from fondaco.modules.accounts import model
from fondaco.modules.accounts.actions.sign_in import hash_token, new_token
from fondaco.modules.accounts.errors import BadCredentials, BadDraft, NoSuchApiClient, NoSuchOrganisation, RoleBeyondOwn
from fondaco.modules.accounts.events import ApiClientRevoked
from fondaco.modules.accounts.store import tokens
from fondaco.modules.accounts.types import ROLES, AccessToken, ApiClient, NewApiClient
from fondaco.platform.transaction import Tx


def add_api_client(
    *,
    tx: Tx,
    actor: Actor,
    name: str,
    role: str,
    organisation: UUID | None,
    now: datetime,
    expires_at: datetime | None = None,
) -> NewApiClient:
    """Make a client with a role, for an organisation of the actor's scope or (staff only) for the house.

    Nobody makes a client that may do more than he himself.
    """
    bad = model.bad_fields({"name": name})
    if bad or role not in ROLES:
        raise BadDraft(fields=[field for field, _ in bad] or ["role"])
    if not ROLES[role] <= actor.permissions:
        raise RoleBeyondOwn(role=role)
    if actor.organisations is not None and (organisation is None or not actor.sees(organisation)):
        raise NoSuchOrganisation
    secret = new_token("fdk")
    client = ApiClient(
        id=new_id(), name=name, role=role, organisation=organisation, created_at=now, expires_at=expires_at
    )
    tokens.add_client(
        tx=tx,
        values={
            "id": client.id,
            "name": name,
            "role": role,
            "organisation": organisation,
            "secret_hash": hash_token(secret),
            "created_at": now,
            "expires_at": expires_at,
            "revoked_at": None,
        },
    )
    return NewApiClient(client=client, secret=secret)


def api_clients(*, tx: Tx, actor: Actor) -> Sequence[ApiClient]:
    """List the clients in the actor's scope."""
    return tokens.clients(tx=tx, actor=actor)


def revoke_api_client(*, tx: Tx, actor: Actor, id: UUID, now: datetime) -> None:
    """Let a client and all its tokens enter no more."""
    if not tokens.revoke_client(tx=tx, actor=actor, id=id, now=now):
        raise NoSuchApiClient
    tx.publish(ApiClientRevoked(client=id))


def issue_access_token(
    *, tx: Tx, client: UUID, secret: str, scopes: frozenset[str] | None, now: datetime
) -> AccessToken:
    """Give a client that shows its secret a token for an hour, for all its permissions or the scopes among them."""
    found = tokens.client_by_secret(tx=tx, id=client, secret_hash=hash_token(secret), now=now)
    if found is None:
        raise BadCredentials
    permissions = ROLES.get(found.role, frozenset())
    if scopes is not None:
        if not scopes <= permissions:
            raise RoleBeyondOwn(scopes=sorted(scopes - permissions))
        permissions = scopes
    token = new_token("fdt")
    tokens.add_access_token(
        tx=tx,
        values={
            "token_hash": hash_token(token),
            "api_client": client,
            "permissions": sorted(permissions),
            "expires_at": now + model.TOKEN_LASTS,
        },
        now=now,
    )
    return AccessToken(token=token, expires_in=int(model.TOKEN_LASTS.total_seconds()), permissions=permissions)
