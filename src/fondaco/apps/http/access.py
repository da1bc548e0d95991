"""How this process knows who may enter: it asks accounts once per token and forgets when accounts says so."""

from collections.abc import Sequence
from datetime import datetime

from fondaco.kernel.event import Event
from fondaco.kernel.ids import inner_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.events import ACCESS_EVENTS
from fondaco.modules.accounts.types import Access
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.access import Doorkeeper


class AccessProjection:
    """Makes the doorkeepers of this process forget what somebody changed elsewhere."""

    EVENTS: tuple[type[Event], ...] = ACCESS_EVENTS

    def __init__(self) -> None:
        self.doorkeepers: list[Doorkeeper] = []

    def load(self, *, tx: Tx) -> None:  # noqa: ARG002 - the form of all projections
        """Start with nothing."""
        self._forget()

    def apply(self, *, tx: Tx, events: Sequence[Event]) -> None:  # noqa: ARG002 - the form of all projections
        """Forget everything: such changes are rare and an answer is soon asked again."""
        self._forget()

    def _forget(self) -> None:
        for doorkeeper in self.doorkeepers:
            doorkeeper.forget()


def doorkeeper_of(database: Database) -> Doorkeeper:
    """Make the doorkeeper that asks accounts."""

    def resolve(token_hash: bytes, organisation: str | None, now: datetime) -> Access | None:
        named = inner_id("org", organisation) if organisation else None
        with database.transaction() as tx:
            return accounts.access_of_token(tx=tx, token_hash=token_hash, now=now, organisation=named)

    return Doorkeeper(resolve)
