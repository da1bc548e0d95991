"""The sink: canonical records go in, the rooms' doors get them in batches, and what is bad is set aside by itself.

Each batch is a transaction of its own, so buyers read on and a load that breaks leaves whole batches. A dry run does
the very same inside one transaction that is rolled back.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import psycopg
import sqlalchemy.exc

from fondaco.connectors.intake.doors import DOORS, load_price_records
from fondaco.connectors.intake.errors import TooManyBadRecords
from fondaco.connectors.intake.model import drafts, fields
from fondaco.connectors.intake.model.identity import key_of
from fondaco.connectors.intake.model.kinds import SPECS
from fondaco.connectors.intake.store import quarantine, runs
from fondaco.connectors.intake.types import (
    Connection,
    Counts,
    Kind,
    Mode,
    Origin,
    Problem,
    Record,
    Rejected,
    Report,
    Run,
)
from fondaco.kernel.errors import Refusal
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.platform.transaction import Database, Tx

Given: TypeAlias = Record | Rejected
_BATCH = 1000
# What can lie below one another should come in one call: a parent may stand anywhere in it.
_BATCHES: Mapping[Kind, int] = {Kind.CATEGORY: 20_000, Kind.ORGANISATION: 20_000, Kind.ORDER: 400}
_MOST_PROBLEMS = 200
_MOST_BAD_PRICES = 50_000
_ROWS_PER_PROGRESS = 50_000
_BAD_DATA = (
    Refusal,
    sqlalchemy.exc.DataError,
    sqlalchemy.exc.IntegrityError,
    psycopg.DataError,
    psycopg.IntegrityError,
)


class _RolledBack(Exception):  # noqa: N818 - no error: how a dry run ends
    """Everything a dry run did is undone."""


@dataclass(frozen=True, slots=True)
class _Entry:
    record: Record
    draft: object


class Sink:
    """Takes the records of one run; `report` says what became of them."""

    def __init__(
        self,
        *,
        database: Database,
        connection: Connection,
        run: Run,
        now: Callable[[], datetime],
        dry: Tx | None = None,
    ) -> None:
        self._database = database
        self._connection = connection
        self._run = run
        self._now = now
        self._dry = dry
        self._moment = now()
        self._counts: dict[Kind, Counts] = {}
        self._problems: list[tuple[Origin, Problem]] = []

    @property
    def report(self) -> Report:
        """What became of everything so far."""
        return Report(
            counts={kind.value: counts for kind, counts in self._counts.items()}, problems=tuple(self._problems)
        )

    def take(self, records: Iterable[Given]) -> None:
        """Take records in their order; a batch is stored when it is full or another kind begins."""
        batch: list[Given] = []
        kind: Kind | None = None
        for given in records:
            next_kind = given.kind if isinstance(given, Record) else given.record.kind
            if batch and kind is not None and (next_kind is not kind or len(batch) >= _BATCHES.get(kind, _BATCH)):
                self._flush(kind, batch)
                batch = []
            kind = next_kind
            batch.append(given)
        if batch and kind is not None:
            self._flush(kind, batch)

    def take_prices(self, source: Callable[[], Iterator[Given]], *, complete: bool = False) -> None:
        """Take any number of price records as one stream in one transaction; they are in force all at once.

        `source` is called a second time only to fetch the rows that pricing refused. With `complete` the records of
        this system that do not come are ended, except those that came and were bad.
        """
        bad: list[tuple[Record, Problem]] = []
        kept: list[str] = []
        with _without_collector(), self._transaction() as tx:
            result = load_price_records(
                tx=tx,
                rows=self._price_drafts(source(), bad, kept),
                source=self._connection.system,
                complete=complete,
                kept=kept,
            )
            read_bad = len(bad)
            bad += self._refused_rows(source, {row: why for row, *why in result.refused})
            self._set_aside(tx, bad)
        self._count(
            Kind.PRICE_RECORD,
            Counts(
                read=result.read + read_bad,
                changed=result.stored,
                unchanged=result.unchanged,
                refused=len(bad),
                ended=result.ended,
            ),
        )
        self._tell()

    def end_missing(self, kinds: Iterable[Kind]) -> None:
        """End what was delivered before and not by this run (a full load): deactivate, block, or set to zero."""
        if self._run.mode is not Mode.FULL:
            return
        for kind in kinds:
            ending = SPECS[kind].ending
            while ending is not None and self._end_some(kind, ending):
                pass

    def _end_some(self, kind: Kind, ending: Mapping[str, str]) -> bool:
        with self._transaction() as tx:
            rows = quarantine.missing(
                tx=tx, connection=self._connection.id, run=self._run.id, kind=kind, limit=_BATCHES.get(kind, _BATCH)
            )
            if not rows:
                return False
            records = [
                Record(
                    kind=kind,
                    fields={**fields.unflat(row.fields), **ending},
                    origin=Origin(file=row.file),
                    systems=row.systems,
                )
                for row in rows
            ]
            good, bad = self._read(records)
            result, refused = self._put(tx, kind, good)
            self._set_aside(tx, bad + refused)
            quarantine.forget(tx=tx, connection=self._connection.id, kind=kind, keys=(row.key for row in rows))
        self._count(kind, Counts(ended=result.changed + result.created, refused=len(bad) + len(refused)))
        self._tell()
        return True

    def _flush(self, kind: Kind, batch: Sequence[Given]) -> None:
        with self._transaction() as tx:
            good, bad = self._read(batch)
            tracked = SPECS[kind].ending is not None
            if tracked:
                good, twice = self._drop_known(tx, kind, good)
                bad += twice
            result, refused = self._put(tx, kind, good)
            bad += refused
            if tracked:
                self._deliver(tx, kind, good, bad)
            self._set_aside(tx, bad)
        self._count(
            kind,
            Counts(
                read=len(batch),
                created=result.created,
                changed=result.changed,
                unchanged=result.unchanged,
                refused=len(bad),
            ),
        )
        self._tell()

    def _read(self, batch: Iterable[Given]) -> tuple[list[_Entry], list[tuple[Record, Problem]]]:
        good: list[_Entry] = []
        bad: list[tuple[Record, Problem]] = []
        for given in batch:
            if isinstance(given, Rejected):
                bad.append((given.record, given.problem))
                continue
            draft = self._draft(given)
            if isinstance(draft, Problem):
                bad.append((given, draft))
            else:
                good.append(_Entry(given, draft))
        return good, bad

    def _draft(self, record: Record) -> object:
        values, problems = fields.read(kind=record.kind, fields=record.fields)
        if problems:
            return _problem(record, *problems[0])
        try:
            return drafts.build(
                kind=record.kind,
                values=values,
                system=self._connection.system,
                systems=record.systems,
                as_of=self._moment,
            )
        except Refusal as refusal:
            return _problem(record, "", refusal.code, str(refusal))

    def _drop_known(
        self, tx: Tx, kind: Kind, entries: list[_Entry]
    ) -> tuple[list[_Entry], list[tuple[Record, Problem]]]:
        """Set aside what came in this run already: of two records with one key nobody knows which is true."""
        keys = [key_of(entry.record) for entry in entries]
        known = quarantine.delivered(tx=tx, connection=self._connection.id, kind=kind, keys=keys)
        seen = {key for key, run in known.items() if run == self._run.id}
        good, twice = [], []
        for key, entry in zip(keys, entries, strict=True):
            if key in seen:
                name = SPECS[kind].identity[0]
                detail = f"{key!r} came before in this load; the first one was taken."
                twice.append((entry.record, _problem(entry.record, name, "intake.key_twice", detail)))
            else:
                seen.add(key)
                good.append(entry)
        return good, twice

    def _put(self, tx: Tx, kind: Kind, entries: Sequence[_Entry]) -> tuple[PutResult, list[tuple[Record, Problem]]]:
        """Call the door; if it fails as a whole, halve until the record to blame stands alone."""
        if not entries:
            return PutResult(), []
        try:
            with tx.savepoint():
                result = DOORS[kind](tx=tx, drafts=[entry.draft for entry in entries], source=self._connection.system)
        except _BAD_DATA as error:
            if len(entries) == 1:
                return PutResult(), [(entries[0].record, _blame(entries[0].record, error))]
            middle = len(entries) // 2
            first, first_bad = self._put(tx, kind, entries[:middle])
            second, second_bad = self._put(tx, kind, entries[middle:])
            both = PutResult(
                created=first.created + second.created,
                changed=first.changed + second.changed,
                unchanged=first.unchanged + second.unchanged,
            )
            return both, first_bad + second_bad
        return result, [(entries[r.index].record, _refused(entries[r.index].record, r)) for r in result.refused]

    def _deliver(self, tx: Tx, kind: Kind, entries: Sequence[_Entry], bad: Sequence[tuple[Record, Problem]]) -> None:
        refused = {id(record) for record, _ in bad}
        quarantine.deliver(
            tx=tx,
            connection=self._connection.id,
            run=self._run.id,
            kind=kind,
            records={key_of(e.record): e.record for e in entries if id(e.record) not in refused},
        )
        # What came and was bad is not missing: a full load leaves it as it was.
        quarantine.spare(
            tx=tx,
            connection=self._connection.id,
            run=self._run.id,
            kind=kind,
            keys=[key_of(record) for record, _ in bad],
        )

    def _price_drafts(
        self, given: Iterator[Given], bad: list[tuple[Record, Problem]], kept: list[str]
    ) -> Iterator[Any]:
        for number, record in enumerate(given):
            if number and number % _ROWS_PER_PROGRESS == 0:
                self._tell(f"{number:,} rows read".replace(",", " "))
            problem = record.problem if isinstance(record, Rejected) else None
            draft = None if isinstance(record, Rejected) else self._draft(record)
            if isinstance(draft, Problem):
                problem = draft
            if problem is None:
                yield draft
                continue
            rejected = record.record if isinstance(record, Rejected) else record
            bad.append((rejected, problem))
            kept.append(key_of(rejected))
            if len(bad) > _MOST_BAD_PRICES:
                raise TooManyBadRecords(limit=_MOST_BAD_PRICES, first=bad[0][1].detail, line=bad[0][0].origin.line)

    def _refused_rows(
        self, source: Callable[[], Iterator[Given]], refused: Mapping[int, Sequence[str]]
    ) -> list[tuple[Record, Problem]]:
        found: list[tuple[Record, Problem]] = []
        if not refused:
            return found
        number = 0
        for given in source():
            if isinstance(given, Rejected) or isinstance(self._draft(given), Problem):
                continue
            if number in refused:
                field, code, detail = refused[number]
                found.append((given, _problem(given, _FIELDS.get(field, field), code, detail)))
                if len(found) == len(refused):
                    break
            number += 1
        return found

    def _set_aside(self, tx: Tx, bad: Sequence[tuple[Record, Problem]]) -> None:
        bad = sorted(bad, key=lambda found: (found[0].origin.file, found[0].origin.line or 0))
        room = _MOST_PROBLEMS - len(self._problems)
        self._problems += [(record.origin, problem) for record, problem in bad[: max(room, 0)]]
        quarantine.add(tx=tx, connection=self._connection.id, run=self._run.id, moment=self._now(), found=bad)

    def _count(self, kind: Kind, counts: Counts) -> None:
        self._counts[kind] = self._counts.get(kind, Counts()) + counts

    def _tell(self, progress: str = "") -> None:
        """Show how far it is, at once and whatever becomes of the load."""
        with self._database.transaction() as tx:
            runs.set_progress(tx=tx, id=self._run.id, progress=progress, counts=self.report.counts, moment=self._now())

    @contextmanager
    def _transaction(self) -> Iterator[Tx]:
        if self._dry is None:
            with self._database.transaction() as tx:
                yield tx
        else:
            with self._dry.savepoint():
                yield self._dry


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare a tenth of the time: none of a million records refers to itself, so there is nothing to collect."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def open_sink(*, database: Database, connection: Connection, run: Run, now: Callable[[], datetime]) -> Iterator[Sink]:
    """Open the sink of a run; what a dry run did is rolled back at the end."""
    if not run.dry_run:
        yield Sink(database=database, connection=connection, run=run, now=now)
        return
    try:
        with database.transaction() as tx:
            yield Sink(database=database, connection=connection, run=run, now=now, dry=tx)
            raise _RolledBack  # noqa: TRY301 - the way to roll a transaction back
    except _RolledBack:
        return


# Where a room's draft calls a field by another name than the canonical record.
_FIELDS = {"ref": "key", "kind": "condition", "names": "names.de", "valid": "valid_from"}


def _refused(record: Record, refused: RefusedDraft) -> Problem:
    field = refused.field
    if field.startswith("lines/"):
        place, _, name = field.removeprefix("lines/").partition("/")
        field = f"lines.{int(place) + 1}.{name}" if place.isdigit() else field
    return _problem(record, _FIELDS.get(field, field), refused.code, refused.detail)


def _problem(record: Record, field: str, code: str, detail: str) -> Problem:
    """Name the column and the value along with the reason."""
    column = record.origin.columns.get(field) or record.origin.columns.get(field.rsplit(".", 1)[-1], "")
    value = record.origin.raw.get(column) if column in record.origin.raw else fields.write(record.fields).get(field, "")
    return Problem(field=field, code=code, detail=detail, column=column, value="" if value is None else str(value))


def _blame(record: Record, error: Exception) -> Problem:
    if isinstance(error, Refusal):
        return _problem(record, "", error.code, str(error))
    return _problem(record, "", "intake.not_storable", "The database cannot store a value of this record.")
