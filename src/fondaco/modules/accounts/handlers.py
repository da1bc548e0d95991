"""What accounts does by the clock: forget sessions and tokens that ended long ago."""

from datetime import timedelta

from fondaco.kernel.clock import now
from fondaco.modules.accounts.store import tokens
from fondaco.platform.jobs import Job
from fondaco.platform.transaction import Database

_KEPT = timedelta(days=90)


def forget_old_sign_ins(*, database: Database) -> None:
    """Delete what ended more than three months ago; until then it answers who was signed in when."""
    with database.transaction() as tx:
        tokens.forget(tx=tx, before=now() - _KEPT)


JOBS = (Job(name="accounts.forget_old_sign_ins", run=forget_old_sign_ins, every="41 3 * * *"),)
