"""Bookmarks: from where the next look at changes begins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from fondaco.connectors.tryton.tables import bookmark
from fondaco.platform.transaction import Tx


def looked_until(*, tx: Tx, connection: UUID, subject: str) -> datetime | None:
    """Return up to where was looked; None before the first look."""
    mine = (bookmark.c.connection == connection) & (bookmark.c.subject == subject)
    found: datetime | None = tx.execute(select(bookmark.c.looked_until).where(mine)).scalar_one_or_none()
    return found


def looked(*, tx: Tx, connection: UUID, subject: str, until: datetime) -> None:
    """Store up to where was looked."""
    statement = insert(bookmark).values(connection=connection, subject=subject, looked_until=until)
    tx.execute(statement.on_conflict_do_update(index_elements=list(bookmark.primary_key), set_={"looked_until": until}))
