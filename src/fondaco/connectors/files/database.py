"""Opening the database for the command line: the one of the settings, or the embedded one, brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

from fondaco.platform import embedded, migrate
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """Open the database; the embedded one is started or joined, and migrated."""
    server = None if settings.database_url else embedded.start(home=settings.home)
    database = Database(settings.database_url or server.url(), application="fondaco-import")  # type: ignore[union-attr]
    try:
        if server is not None:
            migrate.migrate(database=database)
        yield database
    finally:
        database.close()
        if server is not None:
            server.close()
