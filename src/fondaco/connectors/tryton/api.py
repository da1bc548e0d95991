"""The door of the Tryton connector: load everything, look for changes, forward orders, read back what became of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Connection, Mode, Report, Run
from fondaco.connectors.tryton import load, progress, readers, store
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.forward import Forwarded, forward_orders
from fondaco.connectors.tryton.line import KIND, admitted, client_for, settings_of
from fondaco.connectors.tryton.live import stock_now
from fondaco.kernel.period import BEGINNING
from fondaco.modules.orders import api as orders
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import Reckoning, Rounding, TaxBase, TaxPer
from fondaco.platform.transaction import Database

__all__ = ["KIND", "Forwarded", "carry_out", "forward", "load_all", "look", "read_back", "settings_of", "stock_now"]

# A change is stamped when its transaction begins and seen when it ends: so far back is looked again each time.
OVERLAP = timedelta(seconds=30)
_CHANGES, _SALES = "changes", "sales"
Now = Callable[[], datetime]


def load_all(*, database: Database, connection: UUID, requested_by: str, now: Now) -> tuple[Run, Report]:
    """Take over everything that Tryton has; what it no longer has is ended."""
    with database.transaction() as tx:
        run = intake.begin_run(tx=tx, connection=connection, mode=Mode.FULL, requested_by=requested_by, as_of=now())
    return carry_out(database=database, run=run, now=now)


def carry_out(*, database: Database, run: Run, now: Now) -> tuple[Run, Report]:
    """Do a run of a Tryton connection that was begun or taken; a delta begins at the bookmark."""

    def deliver(carrier: Connection, sink: intake.Sink) -> None:
        started = now()
        client = client_for(carrier)
        if not run.dry_run:
            _state_reckoning(database, carrier, client)
        since = None if run.mode is Mode.FULL else _bookmark(database, carrier, _CHANGES)
        if since is None:
            load.deliver_all(client=client, sink=sink, as_of=started)
        else:
            changed = readers.changed_since(client, since=since - OVERLAP, until=started + OVERLAP)
            load.deliver_changes(client=client, sink=sink, changed=changed, as_of=started)
        if not run.dry_run:
            _mark(database, carrier, _CHANGES, started)

    return intake.carry_out(database=database, run=run, deliver=deliver, now=now)


def look(*, database: Database, connection: Connection, now: Now) -> Run | None:
    """Look for changes since the last look and take them over; None where there are none. The first look is a full load."""
    since = _bookmark(database, connection, _CHANGES)
    if since is not None:
        started = now()
        with admitted(database=database, connection=connection, now=now) as client:
            changed = readers.changed_since(client, since=since - OVERLAP, until=started + OVERLAP)
        if load.is_nothing(changed):
            _mark(database, connection, _CHANGES, started)
            return None
    mode = Mode.FULL if since is None else Mode.DELTA
    with database.transaction() as tx:
        run = intake.begin_run(tx=tx, connection=connection.id, mode=mode, requested_by="schedule", as_of=now())
    return carry_out(database=database, run=run, now=now)[0]


def forward(*, database: Database, connection: Connection, now: Now) -> Forwarded:
    """Send the orders that wait for this Tryton; nothing is called where none is due."""
    with database.transaction() as tx:
        if not orders.next_exports(tx=tx, system=connection.system, limit=1, as_of=now()):
            return Forwarded()
    with admitted(database=database, connection=connection, now=now) as client:
        result = forward_orders(database=database, client=client, now=now)
        if result.failure:
            raise result.failure
    return result


def read_back(*, database: Database, connection: Connection, now: Now) -> int:
    """Take over what became of our orders since the last look; return how many sales were told about."""
    since, started = _bookmark(database, connection, _SALES) or BEGINNING + OVERLAP, now()
    with admitted(database=database, connection=connection, now=now) as client:
        told = progress.read_back(database=database, client=client, since=since - OVERLAP)
    _mark(database, connection, _SALES, started)
    return told


def _state_reckoning(database: Database, connection: Connection, client: TrytonClient) -> None:
    """State how Tryton reckons: halves to even, and tax of the amounts before they are rounded."""
    per = TaxPer.LINE if readers.tax_per_line(client) else TaxPer.DOCUMENT
    reckoning = Reckoning(rounding=Rounding.HALF_EVEN, tax_base=TaxBase.EXACT, tax_per=per)
    with database.transaction() as tx:
        pricing.put_reckoning(tx=tx, system=connection.system, reckoning=reckoning)


def _bookmark(database: Database, connection: Connection, subject: str) -> datetime | None:
    with database.transaction() as tx:
        return store.looked_until(tx=tx, connection=connection.id, subject=subject)


def _mark(database: Database, connection: Connection, subject: str, until: datetime) -> None:
    with database.transaction() as tx:
        store.looked(tx=tx, connection=connection.id, subject=subject, until=until)
