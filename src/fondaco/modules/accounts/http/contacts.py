"""Routes for contacts and their roles."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from fondaco.kernel.actor import Actor
from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.period import Period
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.http.organisations import Language, Name, ShortText, given
from fondaco.modules.accounts.types import ROLES, STAFF_ROLES, Contact, Membership
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import PageOut
from fondaco.platform.web.version import etag, versioned


class RoleOut(Struct, frozen=True, kw_only=True):
    """A named set of permissions."""

    role: Annotated[str, Meta(examples=["buyer"])]
    staff: bool
    permissions: list[str]


class ContactOut(Struct, frozen=True, kw_only=True):
    """A person with an e-mail address."""

    id: Annotated[str, Meta(examples=["con_01jd0000000000000000000000"])]
    organisation: str | None
    name: str
    email: Annotated[str, Meta(examples=["einkauf@kunde.example"])]
    phone: str | None
    language: str
    blocked: bool
    version: int


class ContactIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new person of an organisation; with a password he can sign in at once."""

    name: Name
    email: Annotated[str, Meta(max_length=254, pattern="^[^@\\s]+@[^@\\s]+$", examples=["einkauf@kunde.example"])]
    role: Annotated[str, Meta(max_length=60, examples=["buyer"])] = "viewer"
    phone: ShortText | None = None
    language: Language = "de"
    password: Annotated[str, Meta(min_length=12, max_length=200)] | None = None


class ContactPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changed fields; those left out stay."""

    name: Name | UnsetType = UNSET
    phone: ShortText | UnsetType | None = UNSET
    language: Language | UnsetType = UNSET
    blocked: bool | UnsetType = UNSET


class MembershipBody(Struct, frozen=True, kw_only=True):
    """A role in an organisation and everything below it; without an organisation: in the house (staff)."""

    role: Annotated[str, Meta(max_length=60, examples=["buyer"])]
    organisation: Annotated[str, Meta(max_length=60, examples=["org_01jd0000000000000000000000"])] | None = None
    valid_from: Annotated[datetime, Meta(tz=True)] | None = None
    valid_until: Annotated[datetime, Meta(tz=True)] | None = None


class MembershipsBody(Struct, frozen=True, kw_only=True):
    """All roles of a contact within the scope."""

    items: Annotated[list[MembershipBody], Meta(max_length=200)]


@get(
    "/v1/roles",
    operation_id="list_roles",
    summary="Roles and their permissions",
    tags=["accounts"],
    opt={"signed_in": True},
    sync_to_thread=False,
)
def list_roles() -> PageOut[RoleOut]:
    """List the named sets of permissions."""
    return PageOut(
        items=[
            RoleOut(role=role, staff=role in STAFF_ROLES, permissions=sorted(permissions))
            for role, permissions in ROLES.items()
        ]
    )


@get(
    "/v1/organisations/{organisation_id:str}/contacts",
    operation_id="list_contacts",
    summary="Contacts of an organisation",
    tags=["accounts"],
    opt={"permission": ["organisation.manage", "staff.customers"]},
    sync_to_thread=True,
)
def list_contacts(
    organisation_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> PageOut[ContactOut]:
    """List the people of an organisation of the scope."""
    with database.transaction() as tx:
        found = accounts.contacts(tx=tx, actor=actor, organisation_id=inner_id("org", organisation_id))
    return PageOut(items=[contact_out(contact) for contact in found])


@post(
    "/v1/organisations/{organisation_id:str}/contacts",
    operation_id="create_contact",
    summary="Add a contact",
    tags=["accounts"],
    opt={"permission": ["organisation.manage", "staff.customers"]},
    sync_to_thread=True,
)
def create_contact(
    organisation_id: FromPath[str],
    data: JSONBody[ContactIn],
    once: NamedDependency[Once],
    actor: NamedDependency[Actor],
) -> Response[ContactOut]:
    """Add a person with a role in an organisation of the scope."""

    def work(tx: Tx) -> ContactOut:
        new = accounts.add_contact(
            tx=tx,
            actor=actor,
            organisation_id=inner_id("org", organisation_id),
            name=data.name,
            email=data.email,
            role=data.role,
            phone=data.phone,
            language=data.language,
        )
        if data.password:
            accounts.set_password(tx=tx, contact=new.id, email=new.email, password=data.password, now=now())
            new = accounts.contact(tx=tx, id=new.id)
        return contact_out(new)

    return once.run(work, headers=lambda out: {"ETag": etag(out.version)})


@get(
    "/v1/contacts/{contact_id:str}",
    operation_id="contact",
    summary="One contact",
    tags=["accounts"],
    opt={"permission": ["organisation.manage", "staff.customers"]},
    sync_to_thread=True,
)
def get_contact(
    contact_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[ContactOut]:
    """Read one person of the scope."""
    with database.transaction() as tx:
        found = accounts.contact(tx=tx, id=inner_id("con", contact_id), actor=actor)
    return versioned(contact_out(found), found.version)


@patch(
    "/v1/contacts/{contact_id:str}",
    operation_id="change_contact",
    summary="Change or block a contact",
    tags=["accounts"],
    opt={"permission": ["organisation.manage", "staff.customers"]},
    sync_to_thread=True,
)
def change_contact(
    contact_id: FromPath[str],
    data: JSONBody[ContactPatch],
    actor: NamedDependency[Actor],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[ContactOut]:
    """Change some fields; a block ends all sessions."""
    with database.transaction() as tx:
        changed = accounts.change_contact(
            tx=tx,
            actor=actor,
            id=inner_id("con", contact_id),
            expected_version=expected_version,
            changes=given(data),
            now=now(),
        )
    return versioned(contact_out(changed), changed.version)


@get(
    "/v1/contacts/{contact_id:str}/memberships",
    operation_id="list_memberships",
    summary="Roles of a contact",
    tags=["accounts"],
    opt={"permission": ["organisation.manage", "staff.customers"]},
    sync_to_thread=True,
)
def list_memberships(
    contact_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> MembershipsBody:
    """List the roles of a person that lie within the scope."""
    id = inner_id("con", contact_id)
    with database.transaction() as tx:
        accounts.contact(tx=tx, id=id, actor=actor)
        return _memberships(actor, accounts.memberships(tx=tx, contact=id))


@put(
    "/v1/contacts/{contact_id:str}/memberships",
    operation_id="set_memberships",
    summary="Give a contact roles",
    description="Replaces the roles within the scope; nobody gives permissions he lacks or changes his own roles.",
    tags=["accounts"],
    opt={"permission": ["organisation.manage", "staff.customers"]},
    sync_to_thread=True,
)
def set_memberships(
    contact_id: FromPath[str],
    data: JSONBody[MembershipsBody],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> MembershipsBody:
    """Replace the roles of a person."""
    id = inner_id("con", contact_id)
    moment = now()
    wanted = [
        Membership(
            contact=id,
            organisation=inner_id("org", item.organisation) if item.organisation else None,
            role=item.role,
            valid=Period(item.valid_from or moment, item.valid_until),
        )
        for item in data.items
    ]
    with database.transaction() as tx:
        return _memberships(actor, accounts.set_memberships(tx=tx, actor=actor, id=id, wanted=wanted))


def contact_out(contact: Contact) -> ContactOut:
    """Write a contact for the outside."""
    plain: dict[str, Any] = {name: getattr(contact, name) for name in ContactOut.__struct_fields__}
    organisation = public_id("org", contact.organisation) if contact.organisation else None
    return ContactOut(**plain | {"id": public_id("con", contact.id), "organisation": organisation})


def _memberships(actor: Actor, memberships: Any) -> MembershipsBody:  # noqa: ANN401 - any sequence of them
    return MembershipsBody(
        items=[
            MembershipBody(
                role=m.role,
                organisation=public_id("org", m.organisation) if m.organisation else None,
                valid_from=m.valid.start,
                valid_until=m.valid.end,
            )
            for m in memberships
            if actor.organisations is None or (m.organisation and actor.sees(m.organisation))
        ]
    )


ROUTES = [
    list_roles,
    list_contacts,
    create_contact,
    get_contact,
    change_contact,
    list_memberships,
    set_memberships,
]
