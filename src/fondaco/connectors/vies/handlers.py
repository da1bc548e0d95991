"""What the connector does by the clock: ask the register, where the settings name one."""

import logging

from fondaco.connectors.vies import api
from fondaco.kernel import clock
from fondaco.platform.jobs import Job
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database

_log = logging.getLogger(__name__)


def check_numbers(*, database: Database, url: str | None = None, requester: str | None = None) -> None:
    """Check the numbers that are due; without an address, in the call or in the settings, nothing is asked."""
    settings = Settings.from_environment()
    address = url or settings.vat_register
    if address is None:
        return
    with api.register_at(url=address, requester=requester or settings.vat_requester) as register:
        checked = api.check_due(database=database, register=register, now=clock.now)
    if checked.stopped:
        # What could not be asked is on record as such, and due again.
        _log.warning("the register of VAT numbers does not answer: %s", checked.stopped)


CHECK = Job(name="vies.check_numbers", run=check_numbers, every="*/5 * * * *", attempts=1)
JOBS: tuple[Job, ...] = (CHECK,)
