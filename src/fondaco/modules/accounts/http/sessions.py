"""Routes for signing in and out, and for "who am I"."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel.actor import Actor
from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.errors import BadCredentials, NoSuchSession
from fondaco.modules.accounts.model import ATTEMPTS
from fondaco.modules.accounts.types import ROLES
from fondaco.platform.transaction import Database
from fondaco.platform.web.page import PageOut

Text = Annotated[str, Meta(max_length=300)]


class SignInIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person's e-mail address and password."""

    email: Annotated[str, Meta(max_length=300, examples=["einkauf@kunde.example"])]
    password: Annotated[str, Meta(max_length=200, examples=["correct horse battery"])]


class SessionCreated(Struct, frozen=True, kw_only=True):
    """A new session; the token is told this once and goes into `Authorization: Bearer …`."""

    id: Annotated[str, Meta(examples=["ses_01jd0000000000000000000000"])]
    token: Annotated[str, Meta(examples=["fds_…"])]
    expires_at: datetime


class SessionOut(Struct, frozen=True, kw_only=True):
    """A place where the person is signed in."""

    id: Annotated[str, Meta(examples=["ses_01jd0000000000000000000000"])]
    created_at: datetime
    expires_at: datetime
    user_agent: str
    current: bool


class OrganisationChoice(Struct, frozen=True, kw_only=True):
    """An organisation one can work for: send its id as header Fondaco-Organisation."""

    id: Annotated[str, Meta(examples=["org_01jd0000000000000000000000"])]
    name: str
    roles: list[str]


class ActingOut(Struct, frozen=True, kw_only=True):
    """For whom a member of staff acts in this session."""

    organisation: Annotated[str, Meta(examples=["org_01jd0000000000000000000000"])]
    organisation_name: str
    contact: Annotated[str, Meta(examples=["con_01jd0000000000000000000000"])] | None
    contact_name: str | None


class Me(Struct, frozen=True, kw_only=True):
    """Who holds the token, for which organisation this request works and what is permitted there."""

    id: Annotated[str, Meta(examples=["con_01jd0000000000000000000000"])]
    kind: Annotated[str, Meta(examples=["contact"])]
    name: str
    language: str
    organisation: Annotated[str, Meta(examples=["org_01jd0000000000000000000000"])] | None
    organisation_name: str | None
    currency: str | None
    country: str | None
    permissions: list[str]
    organisations: list[OrganisationChoice]
    acting: ActingOut | None = None


class PasswordIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The present and the new password."""

    current: Annotated[str, Meta(max_length=200, examples=["correct horse battery"])]
    new: Annotated[str, Meta(min_length=12, max_length=200)]


@post(
    "/v1/sessions",
    operation_id="sign_in",
    summary="Sign in",
    description=f"At most {ATTEMPTS} failed attempts in 15 minutes per e-mail address and network address.",
    tags=["accounts"],
    opt={"public": True, "repeatable": "each sign-in is a session of its own", "answers": [401]},
    sync_to_thread=True,
)
def sign_in(
    data: JSONBody[SignInIn], request: Request[Any, Any, Any], database: NamedDependency[Database]
) -> SessionCreated:
    """Open a session for a person."""
    moment = now()
    address = request.client.host if request.client else ""
    with database.transaction() as tx:
        accounts.admit_attempt(tx=tx, email=data.email, network_address=address, now=moment)
    with database.transaction() as tx:
        signed_in = accounts.sign_in(
            tx=tx,
            email=data.email,
            password=data.password,
            now=moment,
            user_agent=request.headers.get("user-agent", ""),
            network_address=address,
        )
    return SessionCreated(
        id=public_id("ses", signed_in.session), token=signed_in.token, expires_at=signed_in.expires_at
    )


@get(
    "/v1/sessions",
    operation_id="list_sessions",
    summary="Where I am signed in",
    tags=["accounts"],
    opt={"signed_in": True},
    sync_to_thread=True,
)
def list_sessions(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> PageOut[SessionOut]:
    """List the open sessions of the person."""
    with database.transaction() as tx:
        found = accounts.sessions(tx=tx, contact=actor.id, now=now()) if actor.id else ()
    return PageOut(
        items=[
            SessionOut(
                id=public_id("ses", session.id),
                created_at=session.created_at,
                expires_at=session.expires_at,
                user_agent=session.user_agent,
                current=session.id == actor.session,
            )
            for session in found
        ]
    )


@delete(
    "/v1/sessions/{session_id:str}",
    operation_id="sign_out",
    summary="Sign out",
    description="`current` ends the session of this very token.",
    tags=["accounts"],
    opt={"signed_in": True},
    sync_to_thread=True,
)
def sign_out(session_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]) -> None:
    """End one session of the person."""
    session = actor.session if session_id == "current" else inner_id("ses", session_id)
    if session is None or actor.id is None:
        raise NoSuchSession
    with database.transaction() as tx:
        accounts.sign_out(tx=tx, contact=actor.id, session=session, now=now())


@get(
    "/v1/me",
    operation_id="me",
    summary="Who I am and what I may do",
    tags=["accounts"],
    opt={"signed_in": True},
    sync_to_thread=True,
)
def me(actor: NamedDependency[Actor], database: NamedDependency[Database]) -> Me:
    """Tell who holds the token."""
    moment = now()
    choices: dict[Any, list[str]] = {}
    with database.transaction() as tx:
        for membership in accounts.memberships(tx=tx, contact=actor.id) if actor.id else ():
            if membership.organisation and membership.valid.contains(moment) and membership.role in ROLES:
                choices.setdefault(membership.organisation, []).append(membership.role)
        named = [(accounts.organisation(tx=tx, id=id), roles) for id, roles in choices.items()]
        acting = accounts.acting_of(tx=tx, session=actor.session)
        person = accounts.contact(tx=tx, id=acting.contact) if acting and acting.contact else None
        working = accounts.organisation(tx=tx, id=actor.organisation) if actor.organisation else None
    return Me(
        id=public_id("key" if actor.kind == "machine" else "con", actor.id) if actor.id else "",
        kind=actor.kind.value,
        name=actor.name,
        language=actor.language,
        organisation=public_id("org", working.id) if working else None,
        organisation_name=working.name if working else None,
        currency=working.currency if working else None,
        country=working.country if working else None,
        permissions=sorted(actor.permissions),
        organisations=[
            OrganisationChoice(id=public_id("org", org.id), name=org.name, roles=sorted(set(roles)))
            for org, roles in sorted(named, key=lambda choice: choice[0].name)
        ],
        acting=ActingOut(
            organisation=public_id("org", working.id),
            organisation_name=working.name,
            contact=public_id("con", person.id) if person else None,
            contact_name=person.name if person else None,
        )
        if acting and working
        else None,
    )


@post(
    "/v1/me/password",
    operation_id="change_password",
    summary="Change my password",
    description="All sessions of the person end, this one too.",
    tags=["accounts"],
    opt={"signed_in": True, "repeatable": "the second time the present password is the new one"},
    status_code=204,
    sync_to_thread=True,
)
def change_password(
    data: JSONBody[PasswordIn],
    actor: NamedDependency[Actor],
    request: Request[Any, Any, Any],
    database: NamedDependency[Database],
) -> None:
    """Give the person a new password after he has shown the present one."""
    moment = now()
    if actor.id is None or actor.kind == "machine":
        raise BadCredentials
    address = request.client.host if request.client else ""
    with database.transaction() as tx:
        email = accounts.contact(tx=tx, id=actor.id).email
        accounts.admit_attempt(tx=tx, email=email, network_address=address, now=moment)
    with database.transaction() as tx:
        accounts.sign_in(tx=tx, email=email, password=data.current, now=moment, network_address=address)
        accounts.set_password(tx=tx, contact=actor.id, email=email, password=data.new, now=moment)


ROUTES = [sign_in, list_sessions, sign_out, me, change_password]
