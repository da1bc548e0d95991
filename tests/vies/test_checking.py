"""The run that checks what is due, against a register that is there, away, or away for one country."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from fondaco.apps import rooms
from fondaco.apps.demo.register import RegisterServer
from fondaco.connectors.vies import api as vies
from fondaco.connectors.vies import handlers
from fondaco.connectors.vies.errors import BadRequester
from fondaco.connectors.vies.types import Checked, Register
from fondaco.kernel.actor import Actor, ActorKind
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import OrganisationDraft, VatCheck
from fondaco.modules.pricing import api as pricing
from fondaco.platform.transaction import Database
from tests.support.house import SYSTEM, ref

STAFF = Actor(kind=ActorKind.STAFF, organisations=None)
NUMBERS = {"known": "ATU 1358 5627", "unknown": "ATU57194903", "french": "FR40303265045", "typo": "ATU13585628"}
OWN = "DE136695976"


class Clock:
    """A clock that a test puts forward."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **span: float) -> None:
        self.moment += timedelta(**span)


@pytest.fixture
def now() -> Clock:
    return Clock()


@pytest.fixture
def register() -> Iterator[RegisterServer]:
    server = RegisterServer(known=[NUMBERS["known"], NUMBERS["french"]])
    server.start()
    yield server
    server.close()


@pytest.fixture
def firms(database: Database) -> dict[str, UUID]:
    drafts = [OrganisationDraft(ref=ref(key), name=key, vat_number=number) for key, number in NUMBERS.items()]
    with database.transaction() as tx:
        assert not accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM).refused
        return accounts.find_by_refs(tx=tx, system=SYSTEM, keys=list(NUMBERS))


def run(database: Database, register: RegisterServer, now: Clock, requester: str | None = None) -> Checked:
    with vies.register_at(url=register.url, requester=requester) as line:
        return vies.check_due(database=database, register=line, now=now)


def last(database: Database, firm: UUID) -> VatCheck:
    with database.transaction() as tx:
        return accounts.vat_checks(tx=tx, actor=STAFF, organisation_id=firm)[1][0]


def confirmed(database: Database, firm: UUID, as_of: datetime) -> datetime | None:
    with database.transaction() as tx:
        return accounts.buyer_for(tx=tx, actor=STAFF, organisation=firm, as_of=as_of, looking=True).vat_checked_at


def test_new_numbers_are_looked_up_once_and_each_answer_is_on_record(
    database: Database, register: RegisterServer, firms: dict[str, UUID], now: Clock
) -> None:
    assert run(database, register, now, OWN) == Checked(registered=2, not_registered=2)
    told = {key: last(database, firm) for key, firm in firms.items()}
    assert {key: (check.outcome.value, check.by) for key, check in told.items()} == {
        "known": ("registered", "vies"),
        "french": ("registered", "vies"),
        "unknown": ("not_registered", "vies"),
        "typo": ("not_registered", "form"),
    }
    assert told["known"].reference.startswith("WAPI")
    assert {(one["countryCode"], one["vatNumber"]) for one in register.entries.asked} == {
        ("AT", "U13585627"), ("AT", "U57194903"), ("FR", "40303265045"),
    }  # fmt: skip
    assert {(one["requesterMemberStateCode"], one["requesterNumber"]) for one in register.entries.asked} == {
        ("DE", "136695976")
    }
    now.pass_by(days=44)
    assert run(database, register, now) == Checked()
    now.pass_by(days=1)
    assert run(database, register, now) == Checked(registered=2, not_registered=2)
    assert last(database, firms["known"]).reference == "", "without a requester there is no proof"


def test_a_state_that_is_away_confirms_nothing_takes_nothing_back_and_does_not_hold_up_the_others(
    database: Database, register: RegisterServer, firms: dict[str, UUID], now: Clock
) -> None:
    began = now()
    assert run(database, register, now).registered == 2
    now.pass_by(days=60)
    register.entries.failing["AT"] = "MS_UNAVAILABLE"
    register.entries.asked.clear()
    assert run(database, register, now) == Checked(registered=1, not_registered=1, unreachable=2)
    assert [one["countryCode"] for one in register.entries.asked].count("AT") == 1
    assert confirmed(database, firms["known"], now()) == began
    assert confirmed(database, firms["french"], now()) == now()
    now.pass_by(minutes=59)
    assert run(database, register, now) == Checked()
    now.pass_by(minutes=1)
    register.entries.failing.clear()
    assert run(database, register, now) == Checked(registered=1, not_registered=1)
    assert confirmed(database, firms["known"], now()) == now()


def test_a_register_that_does_not_answer_at_all_is_left_alone_after_one_question(
    database: Database, register: RegisterServer, firms: dict[str, UUID], now: Clock
) -> None:
    register.entries.stopped = True
    checked = run(database, register, now)
    assert (checked.unreachable, checked.registered, checked.not_registered) == (1, 0, 0)
    assert checked.stopped
    assert len(register.entries.asked) == 1
    assert all(confirmed(database, firm, now()) is None for firm in firms.values())


def test_where_nobody_opens_the_door_nothing_is_confirmed(
    database: Database, firms: dict[str, UUID], now: Clock
) -> None:
    gone = RegisterServer()
    gone.start()
    gone.close()
    checked = run(database, gone, now)
    assert (checked.unreachable, checked.registered, bool(checked.stopped)) == (1, 0, True)
    assert all(confirmed(database, firm, now()) is None for firm in firms.values())


def test_the_policy_says_when_numbers_are_looked_up_again(
    database: Database, register: RegisterServer, firms: dict[str, UUID], now: Clock
) -> None:
    with database.transaction() as tx:
        pricing.set_tax_policy(tx=tx, confirmation_days=10)
    assert run(database, register, now).registered == 2
    now.pass_by(days=5)
    assert run(database, register, now).registered == 2


def test_a_number_that_changed_while_the_register_was_asked_is_not_confirmed_by_its_answer(
    database: Database, register: RegisterServer, now: Clock
) -> None:
    def put(number: str) -> None:
        with database.transaction() as tx:
            draft = OrganisationDraft(ref=ref("f"), name="f", vat_number=number)
            accounts.put_organisations(tx=tx, drafts=[draft], source=SYSTEM)

    put(NUMBERS["known"])
    with vies.register_at(url=register.url) as line:

        class Slow(Register):
            """A register during whose answer the ERP states another number."""

            def look_up(self, *, country: str, number: str) -> object:  # type: ignore[override]
                put(NUMBERS["unknown"])
                return line.look_up(country=country, number=number)

        assert vies.check_due(database=database, register=Slow(), now=now) == Checked()  # type: ignore[arg-type]
    with database.transaction() as tx:
        firm = accounts.find_by_refs(tx=tx, system=SYSTEM, keys=["f"])["f"]
        assert accounts.vat_checks(tx=tx, actor=STAFF, organisation_id=firm) == ("ATU57194903", [])


def test_nothing_is_asked_until_the_settings_name_a_register(
    database: Database, register: RegisterServer, firms: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert handlers.CHECK in rooms.JOBS
    monkeypatch.delenv("FONDACO_VAT_REGISTER", raising=False)
    handlers.check_numbers(database=database)
    assert register.entries.asked == []
    monkeypatch.setenv("FONDACO_VAT_REGISTER", register.url)
    monkeypatch.setenv("FONDACO_VAT_REQUESTER", OWN)
    handlers.check_numbers(database=database)
    assert len(register.entries.asked) == 3
    monkeypatch.setenv("FONDACO_VAT_REQUESTER", "DE123")
    with pytest.raises(BadRequester):
        handlers.check_numbers(database=database)
    assert len(register.entries.asked) == 3
