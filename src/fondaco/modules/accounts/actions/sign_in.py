"""Signing in and out: passwords by argon2id, sessions by tokens of which only the hash is kept, attempts throttled."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fondaco.kernel.ids import new_id
from fondaco.modules.accounts import model
from fondaco.modules.accounts.errors import BadCredentials, NoSuchSession, TooManySignIns
from fondaco.modules.accounts.events import ActingEnded, ContactChanged, SessionEnded
from fondaco.modules.accounts.store import people, tokens
from fondaco.modules.accounts.types import Session, SignedIn
from fondaco.platform.transaction import Tx

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_LONGEST_AGENT = 200


def hash_token(token: str) -> bytes:
    """Hash a token of 256 random bits; such a one needs no slow hash."""
    return sha256(token.encode()).digest()


def new_token(prefix: str) -> str:
    """Make a token; the prefix lets scanners of leaked secrets find it."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def shown_agent(user_agent: str) -> str:
    """Return what is kept of a browser's own words about itself."""
    return "".join(c for c in user_agent if c.isprintable())[:_LONGEST_AGENT]


def admit_attempt(*, tx: Tx, email: str, network_address: str, now: datetime) -> None:
    """Count an attempt to sign in, or refuse it; commit this before the password is looked at."""
    attempts, began = tokens.count_attempt(
        tx=tx, key=_attempt_key(email, network_address), now=now, window=model.ATTEMPTS_WINDOW
    )
    if attempts > model.ATTEMPTS:
        rest = began + model.ATTEMPTS_WINDOW - now
        raise TooManySignIns(retry_after=max(1, int(rest.total_seconds())))


def clear_attempts(*, tx: Tx, email: str, network_address: str) -> None:
    """Forget the attempts of somebody who got in."""
    tokens.clear_attempts(tx=tx, key=_attempt_key(email, network_address))


def sign_in(
    *, tx: Tx, email: str, password: str, now: datetime, user_agent: str = "", network_address: str = ""
) -> SignedIn:
    """Open a session for the person with this e-mail address and password."""
    found = people.by_email(tx=tx, email=email.strip().lower())
    stored = found[1] if found else None
    right = _fits(password, stored or _nobodys_hash())
    if found is None or stored is None or not right or found[0].blocked:
        raise BadCredentials
    contact = found[0]
    clear_attempts(tx=tx, email=email, network_address=network_address)
    token = new_token("fds")
    session, expires_at = new_id(), now + model.SESSION_LASTS
    tokens.add_session(
        tx=tx,
        values={
            "id": session,
            "contact": contact.id,
            "token_hash": hash_token(token),
            "user_agent": shown_agent(user_agent),
            "created_at": now,
            "expires_at": expires_at,
            "ended_at": None,
        },
    )
    return SignedIn(session=session, contact=contact.id, token=token, expires_at=expires_at)


def sign_out(*, tx: Tx, contact: UUID, session: UUID, now: datetime) -> None:
    """End one open session of the person, and with it acting for a customer."""
    acting = tokens.acting(tx=tx, session=session)
    if not tokens.end_sessions(tx=tx, contact=contact, now=now, only=session):
        raise NoSuchSession
    if acting is not None:
        tx.publish(
            ActingEnded(session=session, staff=contact, organisation=acting.organisation, contact=acting.contact)
        )
    tx.publish(SessionEnded(session=session, contact=contact))


def sessions(*, tx: Tx, contact: UUID, now: datetime) -> Sequence[Session]:
    """List the open sessions of the person, newest first."""
    return tokens.sessions(tx=tx, contact=contact, now=now)


def set_password(*, tx: Tx, contact: UUID, email: str, password: str, now: datetime) -> None:
    """Give a person a password; all open sessions end."""
    model.demand_password(password=password, email=email)
    people.set_password(tx=tx, id=contact, password_hash=_HASHER.hash(password))
    for session in tokens.end_sessions(tx=tx, contact=contact, now=now):
        tx.publish(SessionEnded(session=session, contact=contact))
    tx.publish(ContactChanged(contact=contact))


def set_passwords(*, tx: Tx, contacts: Sequence[UUID], password: str) -> None:
    """Give many people one password, hashed once: for demonstrations, where everybody may know it."""
    model.demand_password(password=password, email="")
    hashed = _HASHER.hash(password)
    for contact in contacts:
        people.set_password(tx=tx, id=contact, password_hash=hashed)
        tx.publish(ContactChanged(contact=contact))


def _fits(password: str, stored: str) -> bool:
    if len(password) > model.LONGEST_PASSWORD:
        return False
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """Make a hash to compare with where there is no contact, so that the time tells nothing."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def _attempt_key(email: str, network_address: str) -> bytes:
    return sha256(f"{email.strip().lower()}\n{network_address}".encode()).digest()
