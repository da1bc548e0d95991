"""The runtime: what one process of the program holds while it runs, put together in one place."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from fondaco.kernel.errors import Unavailable
from fondaco.platform import embedded, heap, migrate
from fondaco.platform.follower import Follower, Projection
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database

_log = logging.getLogger(__name__)


class DatabaseIsOlder(Unavailable):
    """The database lacks migrations of this release; the facts name them."""

    code = "apps.database_is_older"
    title = "The database is older than the program: run `fondaco migrate`."


class DatabaseAway(Unavailable):
    """The database of the settings does not answer; the facts name its address, without user and password."""

    code = "apps.database_away"
    title = "The database does not answer; see FONDACO_DATABASE_URL."


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
            with heap.short_searches():
                yield Runtime(settings=settings, database=database, projections=held, follower=follower)
        finally:
            follower.stop()


def prepare_database(settings: Settings, database: Database) -> None:
    """See to it that the database has all migrations of this release."""
    if settings.database_url is None:
        migrate.migrate(database=database)
        return
    try:
        lacking = migrate.pending(database=database)
    except OperationalError as error:
        url = database.url
        raise DatabaseAway(host=url.host, port=url.port, database=url.database) from error
    if lacking:
        raise DatabaseIsOlder(lacking=lacking)


def refuse_unfit_database(settings: Settings) -> None:
    """Refuse to start in front of a database that is away or older, before any serving process is made.

    What a serving process finds wrong at its start can only be told as a traceback; here it is one line. The embedded
    server is left to the serving process, which starts and migrates it.
    """
    if settings.database_url is not None:
        with open_database(settings, application="fondaco-start", pool_size=1) as database:
            prepare_database(settings, database)
