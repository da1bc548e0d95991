"""The runtime: what one process of the program holds while it runs, put together in one place."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from fondaco.kernel.errors import Unavailable
from fondaco.platform import embedded, migrate
from fondaco.platform.follower import Follower, Projection
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database

_log = logging.getLogger(__name__)


class DatabaseIsOlder(Unavailable):
    """The database lacks migrations of this release; the facts name them."""

    code = "apps.database_is_older"
    title = "The database is older than the program: run `fondaco migrate`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """Settings, the database, and the projections that this process reads from memory."""

    settings: Settings
    database: Database
    projections: Sequence[Projection] = ()
    follower: Follower | None = None


@contextmanager
def open_database(
    settings: Settings, *, application: str = "fondaco", pool_size: int | None = None
) -> Iterator[Database]:
    """Open the database of the settings; without an address start or join the embedded server."""
    with ExitStack() as stack:
        url = settings.database_url
        if url is None:
            server = embedded.start(home=settings.home)
            stack.callback(server.close)
            url = server.url()
        database = Database(url, pool_size=pool_size or settings.pool_size, application=application)
        stack.callback(database.close)
        yield database


@contextmanager
def open_runtime(
    settings: Settings,
    *,
    role: str,
    projections: Callable[[], Sequence[Projection]] = tuple,
    pool_size: int | None = None,
) -> Iterator[Runtime]:
    """Open everything a role needs and close it at the end, in reverse order.

    The embedded database is migrated by itself; any other only by `fondaco migrate`, and a role that finds it
    older refuses to start.
    """
    with open_database(settings, application=f"fondaco-{role}", pool_size=pool_size) as database:
        prepare_database(settings, database)
        held = projections()
        if not held:
            yield Runtime(settings=settings, database=database)
            return
        follower = Follower(database=database, projections=held, name=role)
        follower.load()
        follower.start()
        try:
            yield Runtime(settings=settings, database=database, projections=held, follower=follower)
        finally:
            follower.stop()


def prepare_database(settings: Settings, database: Database) -> None:
    """See to it that the database has all migrations of this release."""
    if settings.database_url is None:
        migrate.migrate(database=database)
        return
    lacking = migrate.pending(database=database)
    if lacking:
        raise DatabaseIsOlder(lacking=lacking)
