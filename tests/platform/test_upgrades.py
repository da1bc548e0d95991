"""Databases of earlier releases become today's, with their rows."""

import pytest
from sqlalchemy import text

from fondaco.kernel.actor import Actor
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.types import OrderQuery
from fondaco.platform import event_log, migrate
from fondaco.platform.subscriptions import run_until_quiet
from fondaco.platform.transaction import Database
from tests.platform.events import counted, make_seen, seen, subscription, write
from tests.platform.test_migrations import columns, indexes
from tests.support.dumps import RELEASES, dump, restore
from tests.support.release import GROSS, PO_NUMBER

HOUSE = Actor(organisations=None)
pytestmark = pytest.mark.slow


def address(database: Database) -> str:
    return database.url.set(drivername="postgresql").render_as_string(hide_password=False)


def reset(database: Database) -> None:
    with database.transaction() as tx:
        schemas = tx.execute(text("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$'"))
        for schema in schemas.scalars().all():
            tx.execute(text(f'DROP SCHEMA "{schema}" CASCADE'))
        tx.execute(text("CREATE SCHEMA public"))


def test_the_database_of_every_release_becomes_todays(empty: Database, database: Database) -> None:
    releases = sorted(RELEASES.glob("*.sql"))
    assert releases
    for release in releases:
        reset(empty)
        restore(address(empty), release.read_text())
        assert migrate.migrate(database=empty) == migrate.revisions()[-1], release.name
        assert columns(empty) == columns(database), release.name
        assert indexes(empty) == indexes(database), release.name
        with empty.transaction() as tx:
            [summary] = orders.orders(tx=tx, actor=HOUSE, query=OrderQuery()).items
            order = orders.order(tx=tx, actor=HOUSE, id=summary.id)
            assert (order.po_number, str(order.gross.amount), len(order.lines)) == (PO_NUMBER, GROSS, 2), release.name
            assert order.lines[0].because, release.name
            assert event_log.head(tx=tx) > 0, release.name


def test_a_database_of_the_first_revision_keeps_its_log_and_its_subscribers(
    empty: Database, database: Database
) -> None:
    migrate.migrate(database=empty, to="0001")
    make_seen(empty)
    write(empty, counted(0, 0), counted(0, 1))
    run_until_quiet(database=empty, subscriptions=[subscription()])
    write(empty, counted(0, 2))
    recorded = dump(address(empty))
    empty.close()
    reset(empty)
    restore(address(empty), recorded)
    migrate.migrate(database=empty)
    run_until_quiet(database=empty, subscriptions=[subscription()])
    assert seen(empty) == [(0, 0), (0, 1), (0, 2)]
    with empty.transaction() as tx:
        assert event_log.head(tx=tx) == 3
        tx.execute(text("DROP TABLE seen"))
    assert columns(empty) == columns(database)
