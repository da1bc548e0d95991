"""The line to the ERP: two threads that follow its changes and hand it our orders, as long as the program runs."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.errors import ConnectionPaused
from fondaco.connectors.intake.types import Connection, Mode
from fondaco.connectors.simulated import loading
from fondaco.connectors.simulated import orders as carrying
from fondaco.connectors.simulated.client import ErpClient
from fondaco.connectors.simulated.types import ErpSettings
from fondaco.kernel.errors import Unavailable
from fondaco.platform.transaction import Database

_log = logging.getLogger(__name__)
_LONG_POLL = 15
_PAUSE = 1
_BETWEEN_LOOKS = 0.4


class Line:
    """Follows one connection from a position of the ERP's log; `error` says what keeps it from doing so."""

    def __init__(self, *, database: Database, connection: UUID, position: int, now: Callable[[], datetime]) -> None:
        self.error: str | None = None
        self.position = position
        self._unsettled: tuple[str, ...] = ()
        self._database = database
        self._connection = connection
        self._now = now
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._again_and_again, args=(step,), name=f"line-{name}", daemon=True)
            for name, step in (("changes", self.follow), ("orders", self.send))
        ]

    def start(self) -> None:
        """Start both threads."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop after the steps in progress; the one that waits for news is not waited for."""
        self._stopping.set()
        self._threads[1].join(timeout=10)

    def follow(self, client: ErpClient, carrier: Connection, *, wait: int = _LONG_POLL) -> None:
        """Take in what changed in the ERP since the last look."""
        with self._database.transaction() as tx:
            intake.admit_call(tx=tx, connection=carrier.id, as_of=self._now())
        try:
            found = client.changes(after=self.position, wait=min(wait, 1) if self._unsettled else wait)
        except Unavailable as failure:
            with self._database.transaction() as tx:
                intake.report_failure(tx=tx, connection=carrier.id, as_of=self._now(), error=str(failure))
            raise
        if any(row["art"] in {"preis", "bestand"} for row in found.rows):
            intake.load(
                database=self._database,
                connection=carrier.id,
                mode=Mode.DELTA,
                requested_by="changes",
                deliver=lambda _, sink: loading.deliver_changes(rows=found.rows, sink=sink),
                now=self._now,
            )
        numbers = [str(row["nr"]) for row in found.rows if row["art"] == "auftrag"]
        self._unsettled = carrying.bring_back(
            database=self._database, connection=carrier, client=client, numbers=[*self._unsettled, *numbers]
        )
        self.position = found.position
        with self._database.transaction() as tx:
            intake.report_success(tx=tx, connection=carrier.id, as_of=self._now())

    def send(self, client: ErpClient, carrier: Connection) -> None:
        """Hand over the orders that wait."""
        if not carrying.hand_over(database=self._database, connection=carrier, client=client, now=self._now):
            self._stopping.wait(_BETWEEN_LOOKS)

    def _again_and_again(self, step: Callable[[ErpClient, Connection], None]) -> None:
        client: ErpClient | None = None
        url = ""
        while not self._stopping.is_set():
            try:
                with self._database.transaction() as tx:
                    carrier = intake.connection(tx=tx, id=self._connection)
                settings = ErpSettings.of(carrier.settings)
                if client is None or settings.url != url:
                    client, url = ErpClient(settings=settings), settings.url
                step(client, carrier)
                self.error = None
            except (Unavailable, ConnectionPaused) as failure:
                # The breaker and the connection's page tell about it; here only the pace changes.
                self.error = str(failure)
                self._stopping.wait(_PAUSE)
            except Exception as error:  # noqa: BLE001 - a thread that ended would be missed by nobody
                if not self._stopping.is_set():
                    self.error = f"{type(error).__name__}: {error}"
                    _log.exception("the line to the ERP failed and goes on")
                    self._stopping.wait(_PAUSE)
        if client is not None:
            client.close()
