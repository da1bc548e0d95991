"""The tables of intake."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(schema="intake")


def _moment(name: str, *, nullable: bool = False, default: bool = False) -> Column[object]:
    return Column(
        name, DateTime(timezone=True), nullable=nullable, server_default=func.clock_timestamp() if default else None
    )


# One row a line to an outside system, with the circuit breaker that all processes share.
connection = Table(
    "connection",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("settings", JSONB, nullable=False),
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    Column("breaker", Text, nullable=False),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    _moment("retry_at", nullable=True),
    _moment("last_success_at", nullable=True),
    Column("lag_seconds", Integer, nullable=True),
    Column("error", Text, nullable=False, server_default=text("''")),
    _moment("error_at", nullable=True),
    Column("version", Integer, nullable=False),
)

# How questions about stock of this moment went over a connection, and their own circuit breaker: a buyer waits less long
# than a line that follows, and what is too late for him says nothing about the line.
live_line = Table(
    "live_line",
    metadata,
    Column("connection", Uuid, primary_key=True),
    Column("breaker", Text, nullable=False),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    _moment("retry_at", nullable=True),
    Column("asked", BigInteger, nullable=False, server_default=text("0")),
    Column("answered", BigInteger, nullable=False, server_default=text("0")),
    Column("late", BigInteger, nullable=False, server_default=text("0")),
    Column("failed", BigInteger, nullable=False, server_default=text("0")),
    Column("differed", BigInteger, nullable=False, server_default=text("0")),
    _moment("answered_at", nullable=True),
    Column("error", Text, nullable=False, server_default=text("''")),
    _moment("error_at", nullable=True),
)

run = Table(
    "run",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("connection", Uuid, nullable=False),
    Column("mode", Text, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    _moment("created_at"),
    _moment("started_at", nullable=True),
    _moment("finished_at", nullable=True),
    _moment("heartbeat_at", nullable=True),
    Column("files", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("progress", Text, nullable=False, server_default=text("''")),
    Column("counts", JSONB, nullable=False, server_default=text("'{}'")),
    Column("problems", JSONB, nullable=False, server_default=text("'[]'")),
    Column("error", Text, nullable=False, server_default=text("''")),
    Index("run_connection", "connection", "id"),
    # A connection carries one run at a time.
    Index("run_in_progress", "connection", unique=True, postgresql_where=text("state IN ('waiting', 'running')")),
)

# What was uploaded for a run, in pieces, so that any worker can read it; removed when the run has ended.
upload = Table(
    "upload",
    metadata,
    Column("run", Uuid, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("connection", Uuid, nullable=False),
    Column("run", Uuid, nullable=True),
    Column("kind", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("line", BigInteger, nullable=True),
    Column("column", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("fields", JSONB, nullable=False),
    Column("raw", JSONB, nullable=False),
    Column("systems", JSONB, nullable=False, server_default=text("'{}'")),
    Column("state", Text, nullable=False),
    _moment("created_at"),
    _moment("changed_at"),
    Column("changed_by", Text, nullable=False, server_default=text("''")),
    Column("version", Integer, nullable=False),
    Index("quarantine_connection", "connection", "id"),
    Index("quarantine_open", "connection", postgresql_where=text("state IN ('open', 'corrected')")),
    Index("quarantine_run", "run"),
)

# What each connection has delivered and not ended since: a full load ends what it no longer names.
delivery = Table(
    "delivery",
    metadata,
    Column("connection", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("run", Uuid, nullable=False),
    Column("fields", JSONB, nullable=False),
    Column("systems", JSONB, nullable=False, server_default=text("'{}'")),
    Column("file", Text, nullable=False),
)
