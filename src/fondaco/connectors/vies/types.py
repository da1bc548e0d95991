"""What a register of VAT numbers is asked and answers."""

from dataclasses import dataclass
from typing import Protocol

from fondaco.modules.accounts.types import CheckOutcome

VIES = "vies"
"""By whom a check is that the register answered."""
FORM = "form"
"""By whom a check is for which the register was not asked, because the number cannot be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the register said about one number; `error` is its word for why it could not say."""

    outcome: CheckOutcome
    reference: str = ""
    error: str = ""

    @property
    def state_away(self) -> bool:
        """Whether the member state's own register is away, so that its other numbers need not be asked either."""
        return self.error.startswith("MS_")


class Register(Protocol):
    """Where a number can be looked up."""

    def look_up(self, *, country: str, number: str) -> Answer:
        """Ask for one number of a country, without the country's code. Refused with `RegisterAway`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How many numbers a run put on record, by outcome; `stopped` tells why it ended early."""

    registered: int = 0
    not_registered: int = 0
    unreachable: int = 0
    stopped: str = ""
