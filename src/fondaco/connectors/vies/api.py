"""The door of the register's connector: check what is due, one number after the other, each on record at once."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from fondaco.connectors.vies.client import ViesClient
from fondaco.connectors.vies.errors import BadRequester, RegisterAway
from fondaco.connectors.vies.model.number import COUNTRIES, parts
from fondaco.connectors.vies.types import FORM, VIES, Answer, Checked, Register
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.errors import OtherVatNumber
from fondaco.modules.accounts.types import CheckOutcome, DueNumber, VatCheck
from fondaco.modules.pricing import api as pricing
from fondaco.platform.transaction import Database

__all__ = ["ViesClient", "check_due", "register_at"]

# As many as a run may ask for: the rest is due at the next one.
_PORTION = 200
_AWAY = Answer(outcome=CheckOutcome.UNREACHABLE)
_NO_NUMBER = Answer(outcome=CheckOutcome.NOT_REGISTERED)


def register_at(*, url: str, requester: str | None = None) -> ViesClient:
    """Open a line to the register at an address; `requester` is the house's own VAT number."""
    split = parts(requester) if requester else None
    if requester and split is None:
        raise BadRequester(requester=requester)
    return ViesClient(url=url, requester=split)


def check_due(*, database: Database, register: Register, now: Callable[[], datetime], limit: int = _PORTION) -> Checked:
    """Look up every number that is due and put each answer on record in a transaction of its own.

    No transaction waits for the register. Where a member state's register is away, its other numbers are put on record as
    unreachable without asking; where the whole register is, the run ends.
    """
    with database.transaction() as tx:
        older_than = pricing.taxes(tx=tx).confirmed_for / 2
        due = accounts.vat_numbers_due(tx=tx, countries=COUNTRIES, older_than=older_than, as_of=now(), limit=limit)
    away: set[str] = set()
    told: Counter[CheckOutcome] = Counter()
    stopped = ""
    for one in due:
        split = parts(one.number)
        try:
            answer = _ask(register, split, away)
        except RegisterAway as failure:
            answer, stopped = _AWAY, str(failure)
        told[answer.outcome] += _record(database, one, answer, by=VIES if split else FORM, moment=now())
        if stopped:
            break
    return Checked(
        registered=told[CheckOutcome.REGISTERED],
        not_registered=told[CheckOutcome.NOT_REGISTERED],
        unreachable=told[CheckOutcome.UNREACHABLE],
        stopped=stopped,
    )


def _ask(register: Register, number: tuple[str, str] | None, away: set[str]) -> Answer:
    if number is None:
        return _NO_NUMBER
    country, rest = number
    if country in away:
        return _AWAY
    answer = register.look_up(country=country, number=rest)
    if answer.state_away:
        away.add(country)
    return answer


def _record(database: Database, due: DueNumber, answer: Answer, *, by: str, moment: datetime) -> int:
    check = VatCheck(
        organisation=due.organisation,
        number=due.number,
        checked_at=moment,
        outcome=answer.outcome,
        by=by,
        reference=answer.reference,
    )
    try:
        with database.transaction() as tx:
            accounts.record_vat_check(tx=tx, check=check, as_of=moment)
    except OtherVatNumber:
        # It was given another number while the register was asked; that one is due now.
        return 0
    return 1
