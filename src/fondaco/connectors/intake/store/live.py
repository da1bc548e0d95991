"""Queries on how live questions over connections went."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update

from fondaco.connectors.intake.tables import live_line
from fondaco.connectors.intake.types import Breaker, BreakerState, LiveLine, LiveOutcome
from fondaco.platform.transaction import Tx

_ADD = text("""
    INSERT INTO intake.live_line (connection, breaker) VALUES (:connection, :breaker) ON CONFLICT DO NOTHING
""")
_NOTE = text("""
    UPDATE intake.live_line
    SET asked = asked + 1,
        answered = answered + CASE WHEN :outcome = 'answered' THEN 1 ELSE 0 END,
        late = late + CASE WHEN :outcome = 'late' THEN 1 ELSE 0 END,
        failed = failed + CASE WHEN :outcome = 'failed' THEN 1 ELSE 0 END,
        differed = differed + CASE WHEN :differed THEN 1 ELSE 0 END,
        answered_at = CASE WHEN :outcome = 'answered' THEN :moment ELSE answered_at END,
        error = CASE WHEN :outcome = 'answered' THEN error ELSE :error END,
        error_at = CASE WHEN :outcome = 'answered' THEN error_at ELSE :moment END,
        breaker = :breaker, failures = :failures, retry_at = CAST(:retry_at AS timestamptz)
    WHERE connection = :connection
""")


def lines(*, tx: Tx, connections: Sequence[UUID], lock: bool = False) -> dict[UUID, LiveLine]:
    """Load how it went over these connections; who was never asked is missing."""
    chosen = select(live_line).where(live_line.c.connection.in_(connections)).order_by(live_line.c.connection)
    return {row.connection: _line(row) for row in tx.execute(chosen.with_for_update() if lock else chosen)}


def set_breaker(*, tx: Tx, connection: UUID, breaker: Breaker) -> None:
    """Store the breaker of live questions."""
    values = {"breaker": breaker.state.value, "failures": breaker.failures, "retry_at": breaker.retry_at}
    tx.execute(update(live_line).where(live_line.c.connection == connection).values(**values))


def locked(*, tx: Tx, connection: UUID) -> LiveLine:
    """Load how it went, a new row where there is none yet, and keep others from noting until the transaction ends."""
    tx.execute(_ADD, {"connection": connection, "breaker": BreakerState.CLOSED.value})
    return lines(tx=tx, connections=[connection], lock=True)[connection]


def note(
    *, tx: Tx, connection: UUID, outcome: LiveOutcome, breaker: Breaker, differed: bool, moment: datetime, error: str
) -> None:
    """Count one question."""
    tx.execute(
        _NOTE,
        {
            "connection": connection,
            "outcome": outcome.value,
            "differed": differed,
            "moment": moment,
            "error": error,
            "breaker": breaker.state.value,
            "failures": breaker.failures,
            "retry_at": breaker.retry_at,
        },
    )


def _line(row: Row[Any]) -> LiveLine:
    return LiveLine(
        breaker=Breaker(state=BreakerState(row.breaker), failures=row.failures, retry_at=row.retry_at),
        asked=row.asked,
        answered=row.answered,
        late=row.late,
        failed=row.failed,
        differed=row.differed,
        answered_at=row.answered_at,
        error=row.error,
        error_at=row.error_at,
    )
