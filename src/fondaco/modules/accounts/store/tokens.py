"""Queries on sessions, API clients, access tokens and sign-in attempts."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, case, delete, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.kernel.actor import Actor, ActorKind
from fondaco.modules.accounts.model import Holder
from fondaco.modules.accounts.store.scope import scope
from fondaco.modules.accounts.tables import access_token, acting_code, api_client, session, sign_in_attempt
from fondaco.modules.accounts.tables import session as table
from fondaco.modules.accounts.types import Acting, ApiClient, Session
from fondaco.platform.transaction import Tx

# One look-up for the three kinds of token: a person's session, a client's access token, a client's own key.
_HOLDER = text("""
    SELECT CASE WHEN c.organisation IS NULL THEN 'staff' ELSE 'contact' END AS kind, c.id, c.name,
           c.organisation AS home, c.language, s.id AS session, s.expires_at, CAST(NULL AS text) AS role,
           CAST(NULL AS text[]) AS permissions, s.acts_for, s.acts_as
    FROM accounts.session s JOIN accounts.contact c ON c.id = s.contact
    WHERE s.token_hash = :hash AND s.ended_at IS NULL AND s.expires_at > :now AND NOT c.blocked
    UNION ALL
    SELECT 'machine', a.id, a.name, a.organisation, 'en', NULL, t.expires_at, a.role, t.permissions, NULL, NULL
    FROM accounts.access_token t JOIN accounts.api_client a ON a.id = t.api_client
    WHERE t.token_hash = :hash AND t.expires_at > :now AND a.revoked_at IS NULL
      AND (a.expires_at IS NULL OR a.expires_at > :now)
    UNION ALL
    SELECT 'machine', a.id, a.name, a.organisation, 'en', NULL, a.expires_at, a.role, NULL, NULL, NULL
    FROM accounts.api_client a
    WHERE a.secret_hash = :hash AND a.revoked_at IS NULL AND (a.expires_at IS NULL OR a.expires_at > :now)
""")


def holder(*, tx: Tx, token_hash: bytes, now: datetime) -> tuple[Holder, str | None] | None:
    """Find whose token it is, and the role of a machine."""
    row = tx.execute(_HOLDER, {"hash": token_hash, "now": now}).first()
    if row is None:
        return None
    found = Holder(
        kind=ActorKind(row.kind),
        id=row.id,
        name=row.name,
        home=row.home,
        language=row.language,
        session=row.session,
        expires_at=row.expires_at,
        narrowed_to=None if row.permissions is None else frozenset(row.permissions),
        acting=_acting(row),
    )
    return found, row.role


def add_session(*, tx: Tx, values: dict[str, Any]) -> None:
    """Store a new session."""
    tx.execute(insert(session).values(values))


def add_acting_code(*, tx: Tx, values: dict[str, Any], now: datetime) -> None:
    """Store a code and drop those that expired."""
    tx.execute(delete(acting_code).where(acting_code.c.expires_at < now))
    tx.execute(insert(acting_code).values(values))


def take_acting_code(*, tx: Tx, code_hash: bytes, now: datetime) -> tuple[UUID, Acting] | None:
    """Use a code up: return whose it is and for whom it stands, if it may still be used."""
    row = tx.execute(delete(acting_code).where(acting_code.c.code_hash == code_hash).returning(acting_code)).first()
    if row is None or row.expires_at <= now:
        return None
    return row.staff, Acting(organisation=row.acts_for, contact=row.acts_as)


def acting(*, tx: Tx, session: UUID) -> Acting | None:
    """Tell for whom the holder of a session acts."""
    row = tx.execute(select(table.c.acts_for, table.c.acts_as).where(table.c.id == session)).first()
    return _acting(row) if row else None


def _acting(row: Row[Any]) -> Acting | None:
    return Acting(organisation=row.acts_for, contact=row.acts_as) if row.acts_for else None


def sessions(*, tx: Tx, contact: UUID, now: datetime) -> list[Session]:
    """Load the open sessions of a person, newest first."""
    rows = tx.execute(
        select(session)
        .where(session.c.contact == contact, session.c.ended_at.is_(None), session.c.expires_at > now)
        .order_by(session.c.created_at.desc(), session.c.id)
    )
    return [
        Session(
            id=row.id,
            contact=row.contact,
            created_at=row.created_at,
            expires_at=row.expires_at,
            user_agent=row.user_agent,
        )
        for row in rows
    ]


def end_sessions(*, tx: Tx, contact: UUID, now: datetime, only: UUID | None = None) -> list[UUID]:
    """End one or all open sessions of a person and return those that were ended."""
    wanted = and_(session.c.contact == contact, session.c.ended_at.is_(None))
    if only is not None:
        wanted = and_(wanted, session.c.id == only)
    return list(tx.execute(update(session).where(wanted).values(ended_at=now).returning(session.c.id)).scalars())


def forget(*, tx: Tx, before: datetime) -> None:
    """Delete sessions, access tokens and attempts that ended before the moment."""
    tx.execute(delete(session).where(or_(session.c.expires_at < before, session.c.ended_at < before)))
    tx.execute(delete(access_token).where(access_token.c.expires_at < before))
    tx.execute(delete(sign_in_attempt).where(sign_in_attempt.c.window_start < before))


def add_client(*, tx: Tx, values: dict[str, Any]) -> None:
    """Store a new API client."""
    tx.execute(insert(api_client).values(values))


def clients(*, tx: Tx, actor: Actor) -> list[ApiClient]:
    """Load the API clients in the actor's scope that are not revoked."""
    rows = tx.execute(
        select(api_client)
        .where(scope(actor, api_client.c.organisation), api_client.c.revoked_at.is_(None))
        .order_by(api_client.c.name, api_client.c.id)
    )
    return [read_client(row) for row in rows]


def client_by_secret(*, tx: Tx, id: UUID, secret_hash: bytes, now: datetime) -> ApiClient | None:
    """Find the client that has this id and this secret and may still enter."""
    row = tx.execute(
        select(api_client).where(
            api_client.c.id == id,
            api_client.c.secret_hash == secret_hash,
            api_client.c.revoked_at.is_(None),
            or_(api_client.c.expires_at.is_(None), api_client.c.expires_at > now),
        )
    ).first()
    return read_client(row) if row else None


def revoke_client(*, tx: Tx, actor: Actor, id: UUID, now: datetime) -> bool:
    """Let a client of the actor's scope enter no more, nor with any of its tokens; tell whether there was one."""
    row = tx.execute(
        update(api_client)
        .where(scope(actor, api_client.c.organisation), api_client.c.id == id, api_client.c.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(api_client.c.id)
    ).first()
    if row:
        tx.execute(delete(access_token).where(access_token.c.api_client == id))
    return row is not None


def add_access_token(*, tx: Tx, values: dict[str, Any], now: datetime) -> None:
    """Store a new access token and drop those that expired."""
    tx.execute(delete(access_token).where(access_token.c.expires_at < now))
    tx.execute(insert(access_token).values(values))


def count_attempt(*, tx: Tx, key: bytes, now: datetime, window: timedelta) -> tuple[int, datetime]:
    """Count one more attempt and return how many there were in the window, and when it began."""
    over = sign_in_attempt.c.window_start < now - window
    tx.execute(delete(sign_in_attempt).where(sign_in_attempt.c.window_start < now - 10 * window))
    new = upsert(sign_in_attempt).values(key=key, attempts=1, window_start=now)
    row = tx.execute(
        new.on_conflict_do_update(
            index_elements=[sign_in_attempt.c.key],
            set_={
                "attempts": case((over, 1), else_=sign_in_attempt.c.attempts + 1),
                "window_start": case((over, now), else_=sign_in_attempt.c.window_start),
            },
        ).returning(sign_in_attempt.c.attempts, sign_in_attempt.c.window_start)
    ).one()
    return row.attempts, row.window_start


def clear_attempts(*, tx: Tx, key: bytes) -> None:
    """Forget the attempts of somebody who got in."""
    tx.execute(delete(sign_in_attempt).where(sign_in_attempt.c.key == key))


def read_client(row: Row[Any]) -> ApiClient:
    """Read a row as a value."""
    return ApiClient(
        id=row.id,
        name=row.name,
        role=row.role,
        organisation=row.organisation,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
