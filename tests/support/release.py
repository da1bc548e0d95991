"""Record the database of a release with rows of every kind: ``python -m tests.support.release FILE``."""

import sys
import tempfile
from pathlib import Path

from fondaco.platform import embedded, event_log, migrate
from fondaco.platform.transaction import Database
from tests.orders.shop import fill, open_shop, place
from tests.support.dumps import dump

PO_NUMBER, GROSS = "4500012345", "6.90"


def main(file: Path) -> None:
    """Fill a new database through the doors and write it down."""
    with tempfile.TemporaryDirectory() as home:
        server = embedded.start(home=Path(home) / "pg")
        database = Database(server.url())
        try:
            migrate.migrate(database=database)
            with database.transaction() as tx:
                shop = open_shop(tx)
                place(tx, fill(tx, shop, [0, 1]), shop.site, po_number=PO_NUMBER)
            while event_log.relay(database=database) is not None:
                pass
            url = database.url.set(drivername="postgresql")
            file.write_text(dump(url.render_as_string(hide_password=False)))
        finally:
            database.close()
            server.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
