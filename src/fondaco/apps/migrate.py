"""`fondaco migrate`: bring the database to this release, or tell what it lacks."""

import argparse
from collections.abc import Sequence

from fondaco.apps.runtime import open_database
from fondaco.platform import migrate
from fondaco.platform.settings import Settings


def main(arguments: Sequence[str]) -> int:
    """Migrate; with `--check` change nothing and answer 1 if something is lacking."""
    parser = argparse.ArgumentParser(prog="fondaco migrate", description="Bring the database to this release.")
    parser.add_argument("--check", action="store_true", help="only tell what is lacking")
    given = parser.parse_args(arguments)
    with open_database(Settings.from_environment(), application="fondaco-migrate") as database:
        lacking = migrate.pending(database=database)
        if given.check:
            print(f"lacking: {', '.join(lacking)}" if lacking else "nothing is lacking")
            return 1 if lacking else 0
        revision = migrate.migrate(database=database)
        print(f"{len(lacking)} migrations run; the database is at revision {revision}")
    return 0
