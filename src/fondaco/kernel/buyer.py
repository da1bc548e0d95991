"""Who is buying: built once at the edge of a request and handed down as a value."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fondaco.kernel.period import Period


@dataclass(frozen=True, slots=True)
class VatExemption:
    """For how long an organisation is exempt from the value added tax of a country; without one, of every country."""

    valid: Period
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Everything that may change what one buyer sees and pays.

    `hierarchy` is the sold-to party and its parents, nearest first (site, legal entity, group): agreements
    are inherited along it. `ships_to` is the country his goods usually go to (`country` where none is known),
    `vat_number` his own or that of the nearest parent that has one; `vat_checked_at` is when it was last found to be
    registered (None: it never was, or was found not to be since), `vat_denied` says that the last answer was no.
    `contact` is the person acting with his `roles`, `on_behalf` the staff member acting for the person.
    """

    sold_to: UUID
    hierarchy: tuple[UUID, ...]
    ship_to: UUID | None = None
    bill_to: UUID | None = None
    contact: UUID | None = None
    on_behalf: UUID | None = None
    sales_area: str = "DE01"
    country: str = "DE"
    ships_to: str | None = None
    vat_number: str | None = None
    vat_checked_at: datetime | None = None
    vat_denied: bool = False
    vat_exemptions: tuple[VatExemption, ...] = ()
    currency: str = "EUR"
    language: str = "de"
    segments: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    arms: frozenset[str] = frozenset()
    as_of: datetime
