"""Routes for staff who act for a customer."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from fondaco.kernel.actor import Actor
from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.http.sessions import SessionCreated
from fondaco.platform.transaction import Database


class ActingIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom to act: an organisation, or one of its people with what that person may do."""

    organisation: Annotated[str, Meta(max_length=40, examples=["org_01jd0000000000000000000000"])]
    contact: Annotated[str, Meta(max_length=40, examples=["con_01jd0000000000000000000000"])] | None = None


class ActingCodeOut(Struct, frozen=True, kw_only=True):
    """A code that opens one session within two minutes; it is told this once."""

    code: Annotated[str, Meta(examples=["fdc_…"])]
    expires_at: datetime


class CodeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code of `offer_acting`."""

    code: Annotated[str, Meta(max_length=200, examples=["fdc_…"])]


@post(
    "/v1/acting-codes",
    operation_id="offer_acting",
    summary="Get a code to act for a customer",
    description="The code opens one session at `begin_acting`, for example in a storefront at another address.",
    tags=["accounts"],
    opt={"permission": "staff.act_on_behalf", "repeatable": "each code is one of its own, and unused ones expire"},
    sync_to_thread=True,
)
def offer_acting(
    data: JSONBody[ActingIn], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> ActingCodeOut:
    """Give a member of staff a code for a customer."""
    with database.transaction() as tx:
        offered = accounts.offer_acting(
            tx=tx,
            actor=actor,
            organisation_id=inner_id("org", data.organisation),
            contact=inner_id("con", data.contact) if data.contact else None,
            now=now(),
        )
    return ActingCodeOut(code=offered.code, expires_at=offered.expires_at)


@post(
    "/v1/acting-sessions",
    operation_id="begin_acting",
    summary="Act for a customer",
    description="The session may do what buyers do and nothing of the house; signing out of it ends it.",
    tags=["accounts"],
    opt={"public": True, "repeatable": "a code opens one session", "answers": [401]},
    sync_to_thread=True,
)
def begin_acting(
    data: JSONBody[CodeIn], request: Request[Any, Any, Any], database: NamedDependency[Database]
) -> SessionCreated:
    """Open the session of a code."""
    with database.transaction() as tx:
        opened = accounts.begin_acting(
            tx=tx, code=data.code, now=now(), user_agent=request.headers.get("user-agent", "")
        )
    return SessionCreated(id=public_id("ses", opened.session), token=opened.token, expires_at=opened.expires_at)


ROUTES = [offer_acting, begin_acting]
