"""Keeping what the silence of a source means, and for whom ERPs are asked live."""

from dataclasses import replace
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.modules.availability.errors import BadTerms, NoSuchSource
from fondaco.modules.availability.events import LiveRulesChanged, SourceHeard
from fondaco.modules.availability.sources import LiveRule, Occasion, Silence, Source
from fondaco.modules.availability.store import claims
from fondaco.modules.availability.store import sources as store
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import StaleVersion, demand

_LIMITS = range(10, 10_001)
_PATIENCE = range(1, 366 * 24 * 3600)


def sources(*, tx: Tx) -> list[Source]:
    """List all sources of stock that were ever heard from, by name."""
    return list(store.sources(tx=tx).values())


def source(*, tx: Tx, system: str) -> Source:
    """Load a source of stock, or refuse."""
    found = store.find(tx=tx, system=system)
    if found is None:
        raise NoSuchSource(system=system)
    return found


def set_source(
    *,
    tx: Tx,
    system: str,
    expected_version: int,
    patience: int,
    silence: Silence,
    fallback: Silence,
    limit_ms: int,
    checks: frozenset[Occasion],
) -> Source:
    """Keep for a source how long its silence is borne (in seconds), what it means then, and where it is asked live.

    Who waits for its goods is planned again.
    Refused: a source that was never heard from, an older version, asking as the answer to a question nobody answered, a time
    of less than 10 ms or more than 10 s, a patience of less than a second or more than a year.
    """
    old = store.find(tx=tx, system=system, lock=True)
    if old is None:
        raise NoSuchSource(system=system)
    demand(expected=expected_version, actual=old.version)
    problems = _limit(limit_ms)
    if patience not in _PATIENCE:
        problems.append(_problem("/patience", "availability.bad_patience", "Patience lasts a second to a year."))
    if fallback is Silence.ASK:
        problems.append(_problem("/fallback", "availability.bad_fallback", "Who gave no answer is not asked again."))
    if problems:
        raise BadTerms(problems=problems)
    new = replace(
        old,
        patience=patience,
        silence=silence,
        fallback=fallback,
        limit_ms=limit_ms,
        checks=checks,
        version=old.version,
    )
    if new == old:
        return old
    new = replace(new, version=old.version + 1)
    store.put(tx=tx, told=new)
    claims.mark_source(tx=tx, system=system)
    tx.publish(SourceHeard(source=system))
    return new


def live_rule(*, tx: Tx, organisation: UUID) -> LiveRule:
    """Return on which occasions ERPs are asked live for an organisation; without a rule of its own on none, version 0."""
    return store.rule(tx=tx, organisation=organisation) or LiveRule()


def set_live_rule(
    *, tx: Tx, organisation: UUID, expected_version: int, occasions: frozenset[Occasion], limit_ms: int
) -> LiveRule:
    """Ask the ERPs live for an organisation and all below it on these occasions, within so many milliseconds for all.

    It stands before a rule of a parent, also where it names no occasion. Refused: an older version, a time of less than 10 ms
    or more than 10 s.
    """
    if problems := _limit(limit_ms):
        raise BadTerms(problems=problems)
    demand(expected=expected_version, actual=live_rule(tx=tx, organisation=organisation).version)
    new = LiveRule(occasions=occasions, limit_ms=limit_ms, version=expected_version + 1)
    if not store.put_rule(tx=tx, organisation=organisation, told=new):
        raise StaleVersion(expected=expected_version)
    tx.publish(LiveRulesChanged(organisation=organisation))
    return new


def _limit(limit_ms: int) -> list[Problem]:
    if limit_ms in _LIMITS:
        return []
    return [_problem("/limit_ms", "availability.bad_limit", "An ERP is given 10 to 10,000 milliseconds.")]


def _problem(pointer: str, code: str, detail: str) -> Problem:
    return Problem(pointer=pointer, code=code, detail=detail)
