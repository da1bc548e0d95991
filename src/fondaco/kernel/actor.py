"""Who is acting: a person of a buying organisation, a member of staff, a machine, or nobody yet."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from fondaco.kernel.errors import Forbidden


class ActorKind(StrEnum):
    """The kinds of actor."""

    STRANGER = "stranger"
    CONTACT = "contact"
    STAFF = "staff"
    MACHINE = "machine"


class MissingPermission(Forbidden):
    """The actor is known and lacks a permission; the facts name it."""

    code = "auth.missing_permission"
    title = "You lack the permission for this."


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The actor of one request: id, organisation (None for staff), permissions.

    `organisations` is the scope of buyer data: the organisation and all below it. Staff and machines of the
    house have `organisations=None`: every organisation. `roles` are those in the customer's organisation.
    """

    kind: ActorKind = ActorKind.STRANGER
    id: UUID | None = None
    name: str = ""
    organisation: UUID | None = None
    organisations: frozenset[UUID] | None = frozenset()
    permissions: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = frozenset()
    language: str = "de"
    session: UUID | None = None

    def may(self, permission: str) -> bool:
        """Tell whether the actor has the permission."""
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Refuse the actor who lacks the permission."""
        if permission not in self.permissions:
            raise MissingPermission(permission=permission)

    def sees(self, organisation: UUID) -> bool:
        """Tell whether data of the organisation is in the actor's scope."""
        return self.organisations is None or organisation in self.organisations


STRANGER = Actor()
