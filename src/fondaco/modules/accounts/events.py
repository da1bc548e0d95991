"""Facts that accounts publishes."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from fondaco.kernel.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanged(Event):
    """An organisation is new or has another name, parent, country, currency, block or the like."""

    TYPE: ClassVar[str] = "accounts.organisation_changed.v1"
    organisation: UUID

    @property
    def subject(self) -> str:
        """The organisation."""
        return str(self.organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class VatNumberChecked(Event):
    """A check of an organisation's VAT number had another outcome than the last one: registered, not_registered or unreachable."""

    TYPE: ClassVar[str] = "accounts.vat_number_checked.v1"
    organisation: UUID
    outcome: str

    @property
    def subject(self) -> str:
        """The organisation."""
        return str(self.organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class VatExemptionsChanged(Event):
    """An organisation has new, changed or fewer exemptions from value added tax."""

    TYPE: ClassVar[str] = "accounts.vat_exemptions_changed.v1"
    organisation: UUID

    @property
    def subject(self) -> str:
        """The organisation."""
        return str(self.organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressesChanged(Event):
    """An organisation has new, changed or fewer addresses."""

    TYPE: ClassVar[str] = "accounts.addresses_changed.v1"
    organisation: UUID

    @property
    def subject(self) -> str:
        """The organisation."""
        return str(self.organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged(Event):
    """A contact is new or has other data, roles or a new password."""

    TYPE: ClassVar[str] = "accounts.contact_changed.v1"
    contact: UUID

    @property
    def subject(self) -> str:
        """The contact."""
        return str(self.contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Event):
    """A session was ended by its owner or by a new password."""

    TYPE: ClassVar[str] = "accounts.session_ended.v1"
    session: UUID
    contact: UUID

    @property
    def subject(self) -> str:
        """The contact."""
        return str(self.contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActingBegan(Event):
    """A member of staff began to act for a customer, as one of its people or as none."""

    TYPE: ClassVar[str] = "accounts.acting_began.v1"
    session: UUID
    staff: UUID
    organisation: UUID
    contact: UUID | None

    @property
    def subject(self) -> str:
        """The organisation."""
        return str(self.organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActingEnded(Event):
    """A member of staff stopped acting for a customer; a session that runs out by itself says nothing."""

    TYPE: ClassVar[str] = "accounts.acting_ended.v1"
    session: UUID
    staff: UUID
    organisation: UUID
    contact: UUID | None

    @property
    def subject(self) -> str:
        """The organisation."""
        return str(self.organisation)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClientRevoked(Event):
    """An API client may not enter any more, nor any token it got."""

    TYPE: ClassVar[str] = "accounts.api_client_revoked.v1"
    client: UUID

    @property
    def subject(self) -> str:
        """The client."""
        return str(self.client)


ACCESS_EVENTS: tuple[type[Event], ...] = (
    OrganisationChanged,
    VatNumberChecked,
    VatExemptionsChanged,
    AddressesChanged,
    ContactChanged,
    SessionEnded,
    ApiClientRevoked,
)
"""After any of these somebody's access may be another."""
