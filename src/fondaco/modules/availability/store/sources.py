"""Reading and storing what is kept for sources, and for whom they are asked live."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from fondaco.modules.availability.sources import LiveRule, Occasion, Silence, Source
from fondaco.modules.availability.tables import live_rule, source
from fondaco.platform.transaction import Tx


def sources(*, tx: Tx) -> dict[str, Source]:
    """Load all sources by name."""
    return {row.system: _source(row) for row in tx.execute(select(source).order_by(source.c.system))}


def find(*, tx: Tx, system: str, lock: bool = False) -> Source | None:
    """Load one source."""
    chosen = select(source).where(source.c.system == system)
    row = tx.execute(chosen.with_for_update() if lock else chosen).first()
    return _source(row) if row else None


def put(*, tx: Tx, told: Source) -> None:
    """Store what is kept for a source; when it was heard from stays."""
    values = {
        "patience": told.patience,
        "silence": told.silence.value,
        "fallback": told.fallback.value,
        "limit_ms": told.limit_ms,
        "checks": sorted(told.checks),
        "version": told.version,
    }
    tx.execute(update(source).where(source.c.system == told.system).values(**values))


def rules(*, tx: Tx) -> dict[UUID, LiveRule]:
    """Load the rules of live checks by organisation."""
    return {row.organisation: _rule(row) for row in tx.execute(select(live_rule))}


def rule(*, tx: Tx, organisation: UUID) -> LiveRule | None:
    """Load the rule of one organisation."""
    row = tx.execute(select(live_rule).where(live_rule.c.organisation == organisation)).first()
    return _rule(row) if row else None


def put_rule(*, tx: Tx, organisation: UUID, told: LiveRule) -> bool:
    """Store the rule that follows the version before it; tell whether that was still the last one."""
    values = {"occasions": sorted(told.occasions), "limit_ms": told.limit_ms, "version": told.version}
    statement = upsert(live_rule).values(organisation=organisation, **values)
    known = statement.on_conflict_do_update(
        index_elements=["organisation"], set_=values, where=live_rule.c.version == told.version - 1
    )
    return tx.execute(known.returning(live_rule.c.version)).first() is not None


def _source(row: Row[Any]) -> Source:
    return Source(
        system=row.system,
        heard_at=row.heard_at,
        patience=row.patience,
        silence=Silence(row.silence),
        fallback=Silence(row.fallback),
        limit_ms=row.limit_ms,
        checks=frozenset(map(Occasion, row.checks)),
        version=row.version,
    )


def _rule(row: Row[Any]) -> LiveRule:
    return LiveRule(occasions=frozenset(map(Occasion, row.occasions)), limit_ms=row.limit_ms, version=row.version)
