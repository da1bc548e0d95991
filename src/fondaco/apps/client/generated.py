"""The API's client. Written by `fondaco client generate` from the OpenAPI document; do not change it by hand."""
# ruff: noqa

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from fondaco.apps.client import base
from fondaco.apps.client.base import ApiProblem, ApiUnavailable, Upload
from fondaco.apps.client.transport import Answer, AsgiTransport, HttpTransport, Transport

__all__ = ["Answer", "ApiProblem", "ApiUnavailable", "AsgiTransport", "Client", "HttpTransport", "Transport", "Upload"]

OrganisationKind = Literal['group', 'legal_entity', 'site']


class AddressIn(Struct, frozen=True, kw_only=True):
    """A new address."""

    name: str
    street: str
    postal_code: str
    city: str
    addition: str | None = None
    region: str | None = None
    country: str = 'DE'
    ship_to: bool = True
    bill_to: bool = False
    default: bool = False


class AddressOut(Struct, frozen=True, kw_only=True):
    """A place goods (ship-to) or invoices (bill-to) go."""

    id: str
    organisation: str
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


class AddressPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: list[AddressOut]
    next: str | None = None


class AddressPatch(Struct, frozen=True, kw_only=True):
    """Changed fields; those left out stay."""

    name: str | UnsetType = UNSET
    addition: str | None | UnsetType = UNSET
    street: str | UnsetType = UNSET
    postal_code: str | UnsetType = UNSET
    city: str | UnsetType = UNSET
    region: str | None | UnsetType = UNSET
    country: str | UnsetType = UNSET
    ship_to: bool | UnsetType = UNSET
    bill_to: bool | UnsetType = UNSET
    default: bool | UnsetType = UNSET


class ApiClientCreated(Struct, frozen=True, kw_only=True):
    """A new API client. The secret is told this once (a repeat with the same Idempotency-Key does not tell it)."""

    id: str
    name: str
    role: str
    organisation: str | None
    created_at: str
    expires_at: str | None
    secret: str | None


class ApiClientIn(Struct, frozen=True, kw_only=True):
    """A machine that shall call the API, for an organisation or (staff only) for the house."""

    name: str
    role: str
    organisation: str | None = None
    expires_at: str | None = None


class ApiClientOut(Struct, frozen=True, kw_only=True):
    """A machine that calls the API."""

    id: str
    name: str
    role: str
    organisation: str | None
    created_at: str
    expires_at: str | None


class ApiClientPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: list[ApiClientOut]
    next: str | None = None


class ContactIn(Struct, frozen=True, kw_only=True):
    """A new person of an organisation; with a password he can sign in at once."""

    name: str
    email: str
    role: str = 'viewer'
    phone: str | None = None
    language: str = 'de'
    password: str | None = None


class ContactOut(Struct, frozen=True, kw_only=True):
    """A person with an e-mail address."""

    id: str
    organisation: str | None
    name: str
    email: str
    phone: str | None
    language: str
    blocked: bool
    version: int


class ContactPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: list[ContactOut]
    next: str | None = None


class ContactPatch(Struct, frozen=True, kw_only=True):
    """Changed fields; those left out stay."""

    name: str | UnsetType = UNSET
    phone: str | None | UnsetType = UNSET
    language: str | UnsetType = UNSET
    blocked: bool | UnsetType = UNSET


class Me(Struct, frozen=True, kw_only=True):
    """Who holds the token, for which organisation this request works and what is permitted there."""

    id: str
    kind: str
    name: str
    language: str
    organisation: str | None
    organisation_name: str | None
    currency: str | None
    country: str | None
    permissions: list[str]
    organisations: list[OrganisationChoice]


class MembershipBody(Struct, frozen=True, kw_only=True):
    """A role in an organisation and everything below it; without an organisation: in the house (staff)."""

    role: str
    organisation: str | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


class MembershipsBody(Struct, frozen=True, kw_only=True):
    """All roles of a contact within the scope."""

    items: list[MembershipBody]


class OrganisationChoice(Struct, frozen=True, kw_only=True):
    """An organisation one can work for: send its id as header Fondaco-Organisation."""

    id: str
    name: str
    roles: list[str]


class OrganisationIn(Struct, frozen=True, kw_only=True):
    """A new organisation."""

    name: str
    kind: OrganisationKind = 'legal_entity'
    parent: str | None = None
    number: str | None = None
    sales_area: str = 'DE01'
    country: str = 'DE'
    currency: str = 'EUR'
    language: str = 'de'
    vat_number: str | None = None
    payment_terms: str | None = None


class OrganisationOut(Struct, frozen=True, kw_only=True):
    """A buying company or a part of one."""

    id: str
    name: str
    kind: OrganisationKind
    parent: str | None
    number: str | None
    sales_area: str
    country: str
    currency: str
    language: str
    vat_number: str | None
    payment_terms: str | None
    blocked: bool
    segments: list[str]
    refs: list[RefOut]
    version: int


class OrganisationPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: list[OrganisationOut]
    next: str | None = None


class OrganisationPatch(Struct, frozen=True, kw_only=True):
    """Changed fields; those left out stay."""

    name: str | UnsetType = UNSET
    parent: str | None | UnsetType = UNSET
    number: str | None | UnsetType = UNSET
    country: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    vat_number: str | None | UnsetType = UNSET
    payment_terms: str | None | UnsetType = UNSET
    blocked: bool | UnsetType = UNSET


class PasswordIn(Struct, frozen=True, kw_only=True):
    """The present and the new password."""

    current: str
    new: str


class ProblemBody(Struct, frozen=True, kw_only=True, rename={'type_': 'type'}):
    """A refusal (RFC 9457) with a stable code and all the offending parts."""

    type_: str
    title: str
    status: int
    detail: str
    code: str
    problems: list[ProblemPart] = []
    facts: dict[str, Any] = {}


class ProblemPart(Struct, frozen=True, kw_only=True):
    """One offending part of a request."""

    pointer: str
    code: str
    detail: str
    facts: dict[str, Any] = {}


class RefOut(Struct, frozen=True, kw_only=True):
    """The key under which an outside system knows it."""

    system: str
    key: str


class RoleOut(Struct, frozen=True, kw_only=True):
    """A named set of permissions."""

    role: str
    staff: bool
    permissions: list[str]


class RolePage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: list[RoleOut]
    next: str | None = None


class SessionCreated(Struct, frozen=True, kw_only=True):
    """A new session; the token is told this once and goes into `Authorization: Bearer …`."""

    id: str
    token: str
    expires_at: str


class SessionOut(Struct, frozen=True, kw_only=True):
    """A place where the person is signed in."""

    id: str
    created_at: str
    expires_at: str
    user_agent: str
    current: bool


class SessionPage(Struct, frozen=True, kw_only=True):
    """Some items and, where there are more, the cursor for the next call."""

    items: list[SessionOut]
    next: str | None = None


class SignInIn(Struct, frozen=True, kw_only=True):
    """A person's e-mail address and password."""

    email: str
    password: str


class TokenError(Struct, frozen=True, kw_only=True):
    """RFC 6749, 5.2."""

    error: str
    error_description: str


class TokenOut(Struct, frozen=True, kw_only=True):
    """RFC 6749, 5.1."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class TokenRequest(Struct, frozen=True, kw_only=True):
    """RFC 6749, 4.4.2: client id and secret here or by HTTP Basic."""

    grant_type: str = ''
    client_id: str | None = None
    client_secret: str | None = None
    scope: str | None = None

_decoder_0 = msgspec.json.Decoder(AddressOut)

_decoder_9 = msgspec.json.Decoder(AddressPage)

_decoder_2 = msgspec.json.Decoder(ApiClientCreated)

_decoder_1 = msgspec.json.Decoder(ApiClientPage)

_decoder_3 = msgspec.json.Decoder(ContactOut)

_decoder_10 = msgspec.json.Decoder(ContactPage)

_decoder_5 = msgspec.json.Decoder(Me)

_decoder_4 = msgspec.json.Decoder(MembershipsBody)

_decoder_8 = msgspec.json.Decoder(OrganisationOut)

_decoder_7 = msgspec.json.Decoder(OrganisationPage)

_decoder_11 = msgspec.json.Decoder(RolePage)

_decoder_13 = msgspec.json.Decoder(SessionCreated)

_decoder_12 = msgspec.json.Decoder(SessionPage)

_decoder_6 = msgspec.json.Decoder(TokenOut)



class Client(base.BaseClient):
    """Every operation of the API, typed."""
    async def address(self, *, address_id: str) -> AddressOut:
        """One address."""
        answer = await self.call("GET", f"/v1/addresses/{base.path_part(address_id)}")
        return _decoder_0.decode(answer.body)

    async def change_address(self, *, address_id: str, version: int, data: AddressPatch) -> AddressOut:
        """Change an address."""
        answer = await self.call("PATCH", f"/v1/addresses/{base.path_part(address_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_0.decode(answer.body)

    async def change_contact(self, *, contact_id: str, version: int, data: ContactPatch) -> ContactOut:
        """Change or block a contact."""
        answer = await self.call("PATCH", f"/v1/contacts/{base.path_part(contact_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_3.decode(answer.body)

    async def change_organisation(self, *, organisation_id: str, version: int, data: OrganisationPatch) -> OrganisationOut:
        """Change an organisation."""
        answer = await self.call("PATCH", f"/v1/organisations/{base.path_part(organisation_id)}", headers={"If-Match": base.version_tag(version)}, body=base.json_body(data), media_type="application/json")
        return _decoder_8.decode(answer.body)

    async def change_password(self, *, data: PasswordIn) -> None:
        """Change my password."""
        await self.call("POST", "/v1/me/password", body=base.json_body(data), media_type="application/json")

    async def contact(self, *, contact_id: str) -> ContactOut:
        """One contact."""
        answer = await self.call("GET", f"/v1/contacts/{base.path_part(contact_id)}")
        return _decoder_3.decode(answer.body)

    async def create_address(self, *, organisation_id: str, data: AddressIn, idempotency_key: str | None = None) -> AddressOut:
        """Add an address."""
        answer = await self.call("POST", f"/v1/organisations/{base.path_part(organisation_id)}/addresses", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_0.decode(answer.body)

    async def create_api_client(self, *, data: ApiClientIn, idempotency_key: str | None = None) -> ApiClientCreated:
        """Make an API client."""
        answer = await self.call("POST", "/v1/api-clients", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_2.decode(answer.body)

    async def create_contact(self, *, organisation_id: str, data: ContactIn, idempotency_key: str | None = None) -> ContactOut:
        """Add a contact."""
        answer = await self.call("POST", f"/v1/organisations/{base.path_part(organisation_id)}/contacts", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_3.decode(answer.body)

    async def create_organisation(self, *, data: OrganisationIn, idempotency_key: str | None = None) -> OrganisationOut:
        """Add an organisation."""
        answer = await self.call("POST", "/v1/organisations", headers={"Idempotency-Key": base.new_key(idempotency_key)}, body=base.json_body(data), media_type="application/json")
        return _decoder_8.decode(answer.body)

    async def list_addresses(self, *, organisation_id: str, inherited: bool | None = None) -> AddressPage:
        """Addresses of an organisation."""
        answer = await self.call("GET", f"/v1/organisations/{base.path_part(organisation_id)}/addresses", query={"inherited": inherited})
        return _decoder_9.decode(answer.body)

    async def list_api_clients(self) -> ApiClientPage:
        """API clients."""
        answer = await self.call("GET", "/v1/api-clients")
        return _decoder_1.decode(answer.body)

    async def list_contacts(self, *, organisation_id: str) -> ContactPage:
        """Contacts of an organisation."""
        answer = await self.call("GET", f"/v1/organisations/{base.path_part(organisation_id)}/contacts")
        return _decoder_10.decode(answer.body)

    async def list_memberships(self, *, contact_id: str) -> MembershipsBody:
        """Roles of a contact."""
        answer = await self.call("GET", f"/v1/contacts/{base.path_part(contact_id)}/memberships")
        return _decoder_4.decode(answer.body)

    async def list_organisations(self, *, query: str | None = None, cursor: str | None = None, limit: int | None = None) -> OrganisationPage:
        """Organisations in my scope."""
        answer = await self.call("GET", "/v1/organisations", query={"query": query, "cursor": cursor, "limit": limit})
        return _decoder_7.decode(answer.body)

    async def list_roles(self) -> RolePage:
        """Roles and their permissions."""
        answer = await self.call("GET", "/v1/roles")
        return _decoder_11.decode(answer.body)

    async def list_sessions(self) -> SessionPage:
        """Where I am signed in."""
        answer = await self.call("GET", "/v1/sessions")
        return _decoder_12.decode(answer.body)

    async def me(self) -> Me:
        """Who I am and what I may do."""
        answer = await self.call("GET", "/v1/me")
        return _decoder_5.decode(answer.body)

    async def oauth_token(self, *, data: TokenRequest) -> TokenOut:
        """Get an access token (OAuth 2 client credentials)."""
        answer = await self.call("POST", "/v1/oauth/token", body=base.form_body(data), media_type="application/x-www-form-urlencoded")
        return _decoder_6.decode(answer.body)

    async def organisation(self, *, organisation_id: str) -> OrganisationOut:
        """One organisation."""
        answer = await self.call("GET", f"/v1/organisations/{base.path_part(organisation_id)}")
        return _decoder_8.decode(answer.body)

    async def remove_address(self, *, address_id: str) -> None:
        """Remove an address."""
        await self.call("DELETE", f"/v1/addresses/{base.path_part(address_id)}")

    async def revoke_api_client(self, *, client_id: str) -> None:
        """Revoke an API client."""
        await self.call("DELETE", f"/v1/api-clients/{base.path_part(client_id)}")

    async def set_memberships(self, *, contact_id: str, data: MembershipsBody) -> MembershipsBody:
        """Give a contact roles."""
        answer = await self.call("PUT", f"/v1/contacts/{base.path_part(contact_id)}/memberships", body=base.json_body(data), media_type="application/json")
        return _decoder_4.decode(answer.body)

    async def sign_in(self, *, data: SignInIn) -> SessionCreated:
        """Sign in."""
        answer = await self.call("POST", "/v1/sessions", body=base.json_body(data), media_type="application/json")
        return _decoder_13.decode(answer.body)

    async def sign_out(self, *, session_id: str) -> None:
        """Sign out."""
        await self.call("DELETE", f"/v1/sessions/{base.path_part(session_id)}")

    def changes(self, *, products: Sequence[str]) -> AsyncIterator[bytes]:
        """Changes of prices and stock as they happen."""
        return self.stream("/v1/changes", query={"products": products})
