"""`fondaco staff`: make the first members of staff, or give one a new password."""

import argparse
import getpass
import os
from collections.abc import Sequence

from fondaco.apps.runtime import open_database, prepare_database
from fondaco.kernel.clock import now
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import STAFF_ROLES
from fondaco.platform.settings import Settings


def main(arguments: Sequence[str]) -> int:
    """Store the person; the password is asked for, or read from `FONDACO_STAFF_PASSWORD`, never from the command line."""
    parser = argparse.ArgumentParser(prog="fondaco staff", description="Make or change a member of staff.")
    parser.add_argument("email")
    parser.add_argument("--name", required=True)
    parser.add_argument("--role", default="administrator", choices=sorted(STAFF_ROLES))
    given = parser.parse_args(arguments)
    password = os.environ.get("FONDACO_STAFF_PASSWORD") or getpass.getpass("Password (at least 12 characters): ")
    settings = Settings.from_environment()
    with open_database(settings, application="fondaco-staff") as database:
        prepare_database(settings, database)
        with database.transaction() as tx:
            accounts.add_staff(tx=tx, name=given.name, email=given.email, password=password, role=given.role, now=now())
    print(f"{given.email} can sign in to the console as {given.role}")
    return 0
