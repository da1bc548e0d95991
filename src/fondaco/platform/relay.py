"""The relay: moves facts from the outbox to the event log as soon as they are committed."""

from fondaco.platform import event_log, outbox
from fondaco.platform.background import Loop
from fondaco.platform.transaction import Database

# A writer killed between its commit and its notice costs at most this much delay.
_POLL_SECONDS = 0.1
# Transactions that commit within this time are moved together.
_REST_SECONDS = 0.02


class Relay:
    """Runs in the worker; more than one may run at once, they take turns."""

    def __init__(self, *, database: Database) -> None:
        self._database = database
        self._loop = Loop(
            database=database,
            name="relay",
            channel=outbox.CHANNEL,
            step=self._step,
            poll=_POLL_SECONDS,
            rest=_REST_SECONDS,
        )

    @property
    def error(self) -> str | None:
        """What keeps it from working, None if nothing does."""
        return self._loop.error

    def start(self) -> None:
        """Start moving facts in a thread."""
        self._loop.start()

    def stop(self) -> None:
        """Stop after the batch in progress."""
        self._loop.stop()

    def _step(self) -> bool:
        return event_log.relay(database=self._database) is not None
