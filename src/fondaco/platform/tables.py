"""The platform's tables: outbox, event log, subscriptions with their retries and dead letters, idempotency keys."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(schema="platform")


def _moment(name: str, *, nullable: bool = False, default: bool = True) -> Column[object]:
    return Column(
        name, DateTime(timezone=True), nullable=nullable, server_default=func.clock_timestamp() if default else None
    )


# Facts of committed transactions that the relay has not numbered yet. `xid` and `seq` give them their order.
outbox = Table(
    "outbox",
    metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("data", JSONB, nullable=False),
    _moment("occurred_at"),
)

# The log: position 1, 2, 3 … without gaps, in an order that respects cause and effect; never changed.
event_log = Table(
    "event_log",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Uuid, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("data", JSONB, nullable=False),
    _moment("occurred_at", default=False),
    _moment("recorded_at"),
    Index("event_log_subject", "subject", "position"),
    Index("event_log_type", "type", "position"),
)

# One row: the last position given. The relay that updates it owns the numbering until it commits.
event_log_head = Table(
    "event_log_head",
    metadata,
    Column("one", SmallInteger, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
)

# How far each subscriber has read.
subscription = Table(
    "subscription",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("types", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    _moment("updated_at"),
)

# What a subscriber could not do: tried again with growing pauses, then set aside as a dead letter for a person.
subscription_failure = Table(
    "subscription_failure",
    metadata,
    Column("subscription", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    _moment("failed_at"),
    _moment("retry_at", nullable=True, default=False),
    _moment("dead_at", nullable=True, default=False),
    Index("subscription_failure_due", "subscription", "retry_at", postgresql_where=text("retry_at IS NOT NULL")),
    Index("subscription_failure_subject", "subscription", "subject"),
)

# Answers already given to a request with an Idempotency-Key: the repeated request gets the same answer.
idempotency_key = Table(
    "idempotency_key",
    metadata,
    Column("actor", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer, nullable=True),
    Column("headers", JSONB, nullable=True),
    Column("body", LargeBinary, nullable=True),
    _moment("created_at"),
    Index("idempotency_key_created", "created_at"),
)
