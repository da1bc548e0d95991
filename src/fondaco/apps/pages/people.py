"""Who is reading: asked of the API once a minute per session, since it seldom changes and every page shows it.

What a person may do is decided by the API on every call; a stale answer here can only show a button that is then refused.
"""

import time
from dataclasses import dataclass
from hashlib import sha256

from fondaco.apps.pages.site import Visit

_KEPT_SECONDS = 60
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Reader:
    """The person of this session as pages show it."""

    id: str
    name: str
    organisation: str
    organisation_id: str
    permissions: frozenset[str]
    # For whom a member of staff shops: the person, else the organisation; empty for everybody else.
    acts_for: str = ""

    def may(self, permission: str) -> bool:
        """Tell whether a button for this makes sense."""
        return permission in self.permissions


_known: dict[bytes, tuple[float, Reader]] = {}


async def reader(visit: Visit) -> Reader:
    """Return who is reading; refuses (401) where nobody is signed in."""
    known = remembered(visit)
    if known is not None:
        return known
    me = await visit.client.me()
    person = Reader(
        id=me.id,
        name=me.name,
        organisation=me.organisation_name or "",
        organisation_id=me.organisation or "",
        permissions=frozenset(me.permissions),
        acts_for=(me.acting.contact_name or me.acting.organisation_name) if me.acting else "",
    )
    if len(_known) >= _MOST:
        _known.clear()
    _known[_key(visit)] = (time.monotonic() + _KEPT_SECONDS, person)
    return person


def remembered(visit: Visit) -> Reader | None:
    """Return who is reading if that is still known, without asking the API."""
    found = _known.get(_key(visit))
    return found[1] if found is not None and time.monotonic() < found[0] else None


def forget(visit: Visit) -> None:
    """Drop what is known of this session."""
    _known.pop(_key(visit), None)


def _key(visit: Visit) -> bytes:
    return sha256((visit.token or "").encode()).digest()
