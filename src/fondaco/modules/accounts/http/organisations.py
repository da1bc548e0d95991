"""Routes for organisations and their addresses."""

from typing import Annotated, Any

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, Meta, Struct, UnsetType, to_builtins

from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import inner_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import Address, Organisation, OrganisationDraft, OrganisationKind
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import Cursor, Limit, PageOut, page_out
from fondaco.platform.web.version import etag, versioned

Name = Annotated[str, Meta(min_length=1, max_length=300)]
Country = Annotated[str, Meta(pattern="^[A-Z]{2}$", examples=["DE"])]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$", examples=["EUR"])]
Language = Annotated[str, Meta(pattern="^[a-z]{2}(-[A-Z]{2})?$", examples=["de"])]
ShortText = Annotated[str, Meta(max_length=300)]


class RefOut(Struct, frozen=True, kw_only=True):
    """The key under which an outside system knows it."""

    system: Annotated[str, Meta(examples=["erp-sued"])]
    key: Annotated[str, Meta(examples=["4711"])]


class OrganisationOut(Struct, frozen=True, kw_only=True):
    """A buying company or a part of one."""

    id: Annotated[str, Meta(examples=["org_01jd0000000000000000000000"])]
    name: Annotated[str, Meta(examples=["Müller Maschinenbau GmbH"])]
    kind: OrganisationKind
    parent: str | None
    number: Annotated[str, Meta(examples=["D-10042"])] | None
    sales_area: Annotated[str, Meta(examples=["DE01"])]
    country: Annotated[str, Meta(examples=["DE"])]
    currency: Annotated[str, Meta(examples=["EUR"])]
    language: Annotated[str, Meta(examples=["de"])]
    vat_number: Annotated[str, Meta(examples=["DE123456789"])] | None
    payment_terms: Annotated[str, Meta(examples=["30 days net"])] | None
    blocked: bool
    segments: list[str]
    refs: list[RefOut]
    version: int


class OrganisationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new organisation."""

    name: Name
    kind: OrganisationKind = OrganisationKind.LEGAL_ENTITY
    parent: Annotated[str, Meta(max_length=60)] | None = None
    number: ShortText | None = None
    sales_area: Annotated[str, Meta(min_length=1, max_length=40)] = "DE01"
    country: Country = "DE"
    currency: Currency = "EUR"
    language: Language = "de"
    vat_number: ShortText | None = None
    payment_terms: ShortText | None = None


class OrganisationPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changed fields; those left out stay."""

    name: Name | UnsetType = UNSET
    parent: Annotated[str, Meta(max_length=60)] | UnsetType | None = UNSET
    number: ShortText | UnsetType | None = UNSET
    country: Country | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    vat_number: ShortText | UnsetType | None = UNSET
    payment_terms: ShortText | UnsetType | None = UNSET
    blocked: bool | UnsetType = UNSET


class AddressOut(Struct, frozen=True, kw_only=True):
    """A place goods (ship-to) or invoices (bill-to) go."""

    id: Annotated[str, Meta(examples=["adr_01jd0000000000000000000000"])]
    organisation: Annotated[str, Meta(examples=["org_01jd0000000000000000000000"])]
    name: str
    addition: str | None
    street: str
    postal_code: str
    city: str
    region: str | None
    country: str
    ship_to: bool
    bill_to: bool
    default: bool
    version: int


class AddressIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new address."""

    name: Name
    street: Name
    postal_code: ShortText
    city: Name
    addition: ShortText | None = None
    region: ShortText | None = None
    country: Country = "DE"
    ship_to: bool = True
    bill_to: bool = False
    default: bool = False


class AddressPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changed fields; those left out stay."""

    name: Name | UnsetType = UNSET
    addition: ShortText | UnsetType | None = UNSET
    street: Name | UnsetType = UNSET
    postal_code: ShortText | UnsetType = UNSET
    city: Name | UnsetType = UNSET
    region: ShortText | UnsetType | None = UNSET
    country: Country | UnsetType = UNSET
    ship_to: bool | UnsetType = UNSET
    bill_to: bool | UnsetType = UNSET
    default: bool | UnsetType = UNSET


@get(
    "/v1/organisations",
    operation_id="list_organisations",
    summary="Organisations in my scope",
    tags=["accounts"],
    opt={"permission": "organisation.view"},
    sync_to_thread=True,
)
def list_organisations(
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    search: Annotated[str | None, QueryParameter(name="query", max_length=100)] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[Limit] = 50,
) -> PageOut[OrganisationOut]:
    """List by name; `query` is a part of the name or the beginning of the number."""
    with database.transaction() as tx:
        found = accounts.organisations(tx=tx, actor=actor, query=search, cursor=cursor, limit=limit)
    return page_out(found, organisation_out)


@post(
    "/v1/organisations",
    operation_id="create_organisation",
    summary="Add an organisation",
    tags=["accounts"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def create_organisation(
    data: JSONBody[OrganisationIn], once: NamedDependency[Once], actor: NamedDependency[Actor]
) -> Response[OrganisationOut]:
    """Add an organisation, below another one or at the top."""

    def work(tx: Tx) -> OrganisationOut:
        fields = {name: getattr(data, name) for name in data.__struct_fields__ if name != "parent"}
        new = accounts.add_organisation(tx=tx, draft=OrganisationDraft(**fields))
        if data.parent:
            parent = inner_id("org", data.parent)
            new = accounts.change_organisation(
                tx=tx, actor=actor, id=new.id, expected_version=new.version, changes={"parent": parent}
            )
        return organisation_out(new)

    return once.run(work, headers=lambda out: {"ETag": etag(out.version)})


@get(
    "/v1/organisations/{organisation_id:str}",
    operation_id="organisation",
    summary="One organisation",
    tags=["accounts"],
    opt={"permission": "organisation.view"},
    sync_to_thread=True,
)
def get_organisation(
    organisation_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[OrganisationOut]:
    """Read one organisation of the scope."""
    with database.transaction() as tx:
        found = accounts.organisation(tx=tx, id=inner_id("org", organisation_id), actor=actor)
    return versioned(organisation_out(found), found.version)


@patch(
    "/v1/organisations/{organisation_id:str}",
    operation_id="change_organisation",
    summary="Change an organisation",
    tags=["accounts"],
    opt={"permission": "staff.customers"},
    sync_to_thread=True,
)
def change_organisation(
    organisation_id: FromPath[str],
    data: JSONBody[OrganisationPatch],
    actor: NamedDependency[Actor],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[OrganisationOut]:
    """Change some fields of the version that was read."""
    changes: dict[str, Any] = given(data)
    if changes.get("parent"):
        changes["parent"] = inner_id("org", changes["parent"])
    with database.transaction() as tx:
        changed = accounts.change_organisation(
            tx=tx,
            actor=actor,
            id=inner_id("org", organisation_id),
            expected_version=expected_version,
            changes=changes,
        )
    return versioned(organisation_out(changed), changed.version)


@get(
    "/v1/organisations/{organisation_id:str}/addresses",
    operation_id="list_addresses",
    summary="Addresses of an organisation",
    description="`inherited=true` adds the addresses of the organisations above it.",
    tags=["accounts"],
    opt={"permission": "organisation.view"},
    sync_to_thread=True,
)
def list_addresses(
    organisation_id: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    inherited: FromQuery[bool] = False,  # noqa: FBT002 - Litestar calls it by name
) -> PageOut[AddressOut]:
    """List the addresses, the default first."""
    id = inner_id("org", organisation_id)
    with database.transaction() as tx:
        accounts.organisation(tx=tx, id=id, actor=actor)
        found = accounts.addresses(tx=tx, organisation=id, inherited=inherited)
    return PageOut(items=[address_out(address) for address in found])


@post(
    "/v1/organisations/{organisation_id:str}/addresses",
    operation_id="create_address",
    summary="Add an address",
    tags=["accounts"],
    opt={"permission": ["organisation.manage", "staff.customers"]},
    sync_to_thread=True,
)
def create_address(
    organisation_id: FromPath[str],
    data: JSONBody[AddressIn],
    once: NamedDependency[Once],
    actor: NamedDependency[Actor],
) -> Response[AddressOut]:
    """Add an address to an organisation of the scope."""
    fields = {name: getattr(data, name) for name in data.__struct_fields__}
    id = inner_id("org", organisation_id)
    return once.run(
        lambda tx: address_out(accounts.add_address(tx=tx, actor=actor, organisation_id=id, fields=fields)),
        headers=lambda out: {"ETag": etag(out.version)},
    )


@get(
    "/v1/addresses/{address_id:str}",
    operation_id="address",
    summary="One address",
    tags=["accounts"],
    opt={"permission": "organisation.view"},
    sync_to_thread=True,
)
def get_address(
    address_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> Response[AddressOut]:
    """Read one address of the scope."""
    with database.transaction() as tx:
        found = accounts.address_of(tx=tx, id=inner_id("adr", address_id), actor=actor)
    return versioned(address_out(found), found.version)


@patch(
    "/v1/addresses/{address_id:str}",
    operation_id="change_address",
    summary="Change an address",
    tags=["accounts"],
    opt={"permission": ["organisation.manage", "staff.customers"]},
    sync_to_thread=True,
)
def change_address(
    address_id: FromPath[str],
    data: JSONBody[AddressPatch],
    actor: NamedDependency[Actor],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[AddressOut]:
    """Change some fields of the version that was read."""
    with database.transaction() as tx:
        changed = accounts.change_address(
            tx=tx,
            actor=actor,
            id=inner_id("adr", address_id),
            expected_version=expected_version,
            changes=given(data),
        )
    return versioned(address_out(changed), changed.version)


@delete(
    "/v1/addresses/{address_id:str}",
    operation_id="remove_address",
    summary="Remove an address",
    tags=["accounts"],
    opt={"permission": ["organisation.manage", "staff.customers"]},
    sync_to_thread=True,
)
def remove_address(
    address_id: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> None:
    """Remove an address; orders keep their copy."""
    with database.transaction() as tx:
        accounts.remove_address(tx=tx, actor=actor, id=inner_id("adr", address_id))


def given(data: Struct) -> dict[str, Any]:
    """Take the fields that a patch states."""
    fields: dict[str, Any] = to_builtins(data)
    return fields


def organisation_out(organisation: Organisation) -> OrganisationOut:
    """Write an organisation for the outside."""
    return OrganisationOut(
        id=public_id("org", organisation.id),
        name=organisation.name,
        kind=organisation.kind,
        parent=public_id("org", organisation.parent) if organisation.parent else None,
        number=organisation.number,
        sales_area=organisation.sales_area,
        country=organisation.country,
        currency=organisation.currency,
        language=organisation.language,
        vat_number=organisation.vat_number,
        payment_terms=organisation.payment_terms,
        blocked=organisation.blocked,
        segments=sorted(organisation.segments),
        refs=[RefOut(system=ref.system, key=ref.key) for ref in organisation.refs],
        version=organisation.version,
    )


def address_out(address: Address) -> AddressOut:
    """Write an address for the outside."""
    plain = {name: getattr(address, name) for name in AddressOut.__struct_fields__}
    return AddressOut(
        **plain | {"id": public_id("adr", address.id), "organisation": public_id("org", address.organisation)}
    )


ROUTES = [
    list_organisations,
    create_organisation,
    get_organisation,
    change_organisation,
    list_addresses,
    create_address,
    get_address,
    change_address,
    remove_address,
]
