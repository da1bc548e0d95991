"""Checks of VAT numbers and exemptions: what a buyer brings along, what is on record, what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.buyer import Buyer, VatExemption
from fondaco.kernel.period import Period
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.errors import BadDraft, NoSuchExemption, NoSuchOrganisation, OtherVatNumber
from fondaco.modules.accounts.events import OrganisationChanged, VatExemptionsChanged, VatNumberChecked
from fondaco.modules.accounts.types import (
    CheckOutcome,
    DueNumber,
    ExemptionDraft,
    OrganisationDraft,
    OrganisationKind,
    VatCheck,
)
from fondaco.platform.transaction import Tx
from fondaco.platform.web.version import StaleVersion
from tests.support.house import SYSTEM, ref

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STAFF = Actor(kind=ActorKind.STAFF, organisations=None)
REGISTERED, DENIED, UNREACHABLE = CheckOutcome.REGISTERED, CheckOutcome.NOT_REGISTERED, CheckOutcome.UNREACHABLE
NUMBER, OTHER = "ATU13585627", "ATU57194903"
CERTIFICATE = ExemptionDraft(certificate="B-1", reason="Diplomatic mission", valid=Period(NOW, NOW + DAY))


def put(tx: Tx, *drafts: OrganisationDraft) -> dict[str, UUID]:
    assert not accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM).refused
    return accounts.find_by_refs(tx=tx, system=SYSTEM, keys=[d.ref.key for d in drafts if d.ref])


def draft(key: str, **fields: object) -> OrganisationDraft:
    return OrganisationDraft(ref=ref(key), name=key, **fields)  # type: ignore[arg-type]


def firm(tx: Tx, number: str | None = NUMBER, **fields: object) -> UUID:
    return put(tx, draft("firm", vat_number=number, **fields))["firm"]


def check(
    tx: Tx, organisation: UUID, outcome: CheckOutcome, at: datetime, number: str = NUMBER, by: str = "vies"
) -> None:
    made = VatCheck(organisation=organisation, number=number, checked_at=at, outcome=outcome, by=by)
    accounts.record_vat_check(tx=tx, check=made, as_of=NOW)


def buyer(tx: Tx, organisation: UUID, as_of: datetime = NOW) -> Buyer:
    return accounts.buyer_for(tx=tx, actor=STAFF, organisation=organisation, as_of=as_of, looking=True)


def standing(tx: Tx, organisation: UUID, as_of: datetime = NOW) -> tuple[datetime | None, bool]:
    found = buyer(tx, organisation, as_of)
    return found.vat_checked_at, found.vat_denied


def outcomes(tx: Tx, organisation: UUID) -> list[tuple[CheckOutcome, datetime]]:
    _, found = accounts.vat_checks(tx=tx, actor=STAFF, organisation_id=organisation)
    return [(one.outcome, one.checked_at) for one in found]


CHECKS = st.lists(st.tuples(st.sampled_from(CheckOutcome), st.integers(0, 5)), max_size=6, unique_by=lambda one: one[1])


@given(made=CHECKS, days=st.integers(-1, 6))
def test_the_last_answer_up_to_the_moment_counts_whatever_could_not_be_asked(
    made: list[tuple[CheckOutcome, int]], days: int, tx: Tx
) -> None:
    with tx.connection.begin_nested() as savepoint:
        organisation = firm(tx)
        for outcome, day in made:
            check(tx, organisation, outcome, NOW - (5 - day) * DAY)
        as_of = NOW - (5 - days) * DAY
        answers = [(day, outcome) for outcome, day in made if day <= days and outcome is not UNREACHABLE]
        last = max(answers, default=(0, UNREACHABLE))
        expected = (NOW - (5 - last[0]) * DAY if last[1] is REGISTERED else None, last[1] is DENIED)
        assert standing(tx, organisation, as_of) == expected
        savepoint.rollback()


def test_a_check_that_could_not_be_made_takes_nothing_back_and_only_the_last_one_is_kept(tx: Tx) -> None:
    organisation = firm(tx)
    known = len(tx.events)
    check(tx, organisation, REGISTERED, NOW - 9 * HOUR)
    for hours in (3, 2, 1):
        check(tx, organisation, UNREACHABLE, NOW - hours * HOUR)
    assert standing(tx, organisation) == (NOW - 9 * HOUR, False)
    assert outcomes(tx, organisation) == [(UNREACHABLE, NOW - HOUR), (REGISTERED, NOW - 9 * HOUR)]
    check(tx, organisation, DENIED, NOW)
    assert standing(tx, organisation) == (None, True)
    told = [event.outcome for event in tx.events[known:] if isinstance(event, VatNumberChecked)]
    assert told == ["registered", "unreachable", "not_registered"]


def test_an_answer_that_comes_after_a_check_in_vain_but_is_of_before_is_news(tx: Tx) -> None:
    organisation = firm(tx)
    check(tx, organisation, UNREACHABLE, NOW)
    known = len(tx.events)
    check(tx, organisation, REGISTERED, NOW - DAY)
    assert list(tx.events[known:]) == [VatNumberChecked(organisation=organisation, outcome="registered")]
    check(tx, organisation, DENIED, NOW - 2 * DAY)
    assert standing(tx, organisation) == (NOW - DAY, False)
    assert len(tx.events) == known + 1, "what was answered earlier is no news"


def test_a_number_is_one_however_it_is_written_and_another_one_has_to_be_checked_anew(tx: Tx) -> None:
    organisation = firm(tx, "at u 135.85627")
    check(tx, organisation, REGISTERED, NOW - DAY, "at u 135.85627")
    assert standing(tx, organisation) == (NOW - DAY, False)
    assert firm(tx, NUMBER) == organisation
    assert standing(tx, organisation) == (NOW - DAY, False)
    firm(tx, OTHER)
    assert standing(tx, organisation) == (None, False)
    with pytest.raises(OtherVatNumber):
        check(tx, organisation, REGISTERED, NOW)
    firm(tx, None)
    assert standing(tx, organisation) == (None, False)
    with pytest.raises(OtherVatNumber):
        check(tx, organisation, REGISTERED, NOW, "")
    assert outcomes(tx, organisation) == [(REGISTERED, NOW - DAY)]


def test_the_number_and_its_checks_are_those_of_the_nearest_parent_that_has_one(tx: Tx) -> None:
    found = put(
        tx,
        draft("group", kind=OrganisationKind.GROUP, vat_number=OTHER),
        draft("firm", parent=ref("group"), vat_number=NUMBER),
        draft("site", parent=ref("firm"), kind=OrganisationKind.SITE),
    )
    check(tx, found["group"], DENIED, NOW - DAY, OTHER)
    check(tx, found["firm"], REGISTERED, NOW - DAY)
    assert standing(tx, found["site"]) == (NOW - DAY, False)
    assert standing(tx, found["group"]) == (None, True)


def test_a_check_of_the_future_or_of_strangers_is_refused_and_leaves_nothing(tx: Tx) -> None:
    organisation = firm(tx)
    known = len(tx.events)
    made = VatCheck(organisation=organisation, number=NUMBER, checked_at=NOW + HOUR, outcome=REGISTERED, by="staff")
    with pytest.raises(BadDraft) as bad:
        accounts.record_vat_check(tx=tx, check=replace(made, reference="x" * 101), as_of=NOW)
    assert [problem.pointer for problem in bad.value.problems] == ["/checked_at", "/reference"]
    stranger = Actor(kind=ActorKind.CONTACT, organisations=frozenset())
    with pytest.raises(NoSuchOrganisation):
        accounts.record_vat_check(tx=tx, check=replace(made, checked_at=NOW), as_of=NOW, actor=stranger)
    with pytest.raises(NoSuchOrganisation):
        accounts.vat_checks(tx=tx, actor=stranger, organisation_id=organisation)
    assert outcomes(tx, organisation) == []
    assert len(tx.events) == known


def test_a_source_vouches_for_a_number_once_and_only_where_it_says_so(tx: Tx) -> None:
    drafts = [
        draft("plain", vat_number=NUMBER),
        draft("vouched", vat_number=NUMBER, vat_confirmed_at=NOW - DAY),
        draft("without", vat_confirmed_at=NOW - DAY),
    ]
    found = put(tx, *drafts)
    told = [event for event in tx.events if isinstance(event, VatNumberChecked)]
    assert told == [VatNumberChecked(organisation=found["vouched"], outcome="registered")]
    assert [standing(tx, found[key]) for key in ("plain", "vouched", "without")] == [
        (None, False),
        (NOW - DAY, False),
        (None, False),
    ]
    known = len(tx.events)
    again = accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)
    newer = replace(drafts[1], vat_confirmed_at=NOW)
    renewed = accounts.put_organisations(tx=tx, drafts=[newer], source=SYSTEM)
    assert (renewed.created, renewed.changed, renewed.unchanged) == (0, 1, 0)
    assert list(tx.events[known:]) == [], "it was registered before and is so now"
    assert standing(tx, found["vouched"]) == (NOW, False)
    number, [last, _] = accounts.vat_checks(tx=tx, actor=STAFF, organisation_id=found["vouched"])
    assert (last.by, last.number, number) == (SYSTEM, NUMBER, NUMBER)
    both = accounts.put_organisations(
        tx=tx, drafts=[replace(newer, name="New", vat_number=OTHER, vat_confirmed_at=NOW - HOUR)], source=SYSTEM
    )
    assert (both.created, both.changed, both.unchanged) == (0, 1, 0)
    assert [type(event) for event in tx.events[known:]] == [OrganisationChanged, VatNumberChecked]


def test_numbers_are_due_that_nobody_checked_that_aged_or_that_could_not_be_asked(tx: Tx) -> None:
    keys = ("aged", "blocked", "denied", "foreign", "missed", "missed-now", "new", "numberless", "young")
    numbers = {"foreign": "CHE-123.456.788", "numberless": None}
    found = put(tx, *(draft(key, vat_number=numbers.get(key, NUMBER), blocked=key == "blocked") for key in keys))
    for key, outcome, at in (
        ("aged", REGISTERED, NOW - 45 * DAY),
        ("young", REGISTERED, NOW - 44 * DAY),
        ("denied", DENIED, NOW - 45 * DAY),
        ("missed", REGISTERED, NOW - 2 * DAY),
        ("missed", UNREACHABLE, NOW - HOUR),
        ("missed-now", UNREACHABLE, NOW - HOUR + timedelta(seconds=1)),
    ):
        check(tx, found[key], outcome, at)

    def due(limit: int = 9) -> list[DueNumber]:
        return accounts.vat_numbers_due(tx=tx, countries=["AT", "DE"], older_than=45 * DAY, as_of=NOW, limit=limit)

    told = {one.organisation for one in due()}
    assert told == {found[key] for key in ("new", "aged", "denied", "missed")}
    assert due(1) == [DueNumber(organisation=found["new"], number=NUMBER)]


def test_an_exemption_is_of_the_legal_entity_and_its_sites_and_not_of_the_group(tx: Tx) -> None:
    found = put(
        tx,
        draft("group", kind=OrganisationKind.GROUP),
        draft("firm", parent=ref("group")),
        draft("site", parent=ref("firm"), kind=OrganisationKind.SITE),
    )
    of_group = replace(CERTIFICATE, certificate="G", valid=Period(NOW))
    accounts.add_vat_exemption(tx=tx, actor=STAFF, organisation_id=found["group"], draft=of_group)
    accounts.add_vat_exemption(
        tx=tx, actor=STAFF, organisation_id=found["firm"], draft=replace(CERTIFICATE, country="DE")
    )
    assert buyer(tx, found["group"]).vat_exemptions == (VatExemption(Period(NOW), None),)
    for key in ("firm", "site"):
        assert buyer(tx, found[key]).vat_exemptions == (VatExemption(Period(NOW, NOW + DAY), "DE"),)


def test_an_exemption_is_put_on_file_ended_and_removed_each_in_the_version_that_was_read(tx: Tx) -> None:
    organisation = firm(tx)
    known = len(tx.events)
    made = accounts.add_vat_exemption(tx=tx, actor=STAFF, organisation_id=organisation, draft=CERTIFICATE)
    assert (made.certificate, made.reason, made.valid, made.version) == (
        "B-1",
        "Diplomatic mission",
        CERTIFICATE.valid,
        1,
    )
    shorter = replace(CERTIFICATE, valid=Period(NOW, NOW + HOUR))
    changed = accounts.change_vat_exemption(tx=tx, actor=STAFF, id=made.id, draft=shorter, expected_version=1)
    assert (changed.valid, changed.version) == (shorter.valid, 2)
    for attempt in (accounts.change_vat_exemption, accounts.remove_vat_exemption):
        more = {"draft": CERTIFICATE} if attempt is accounts.change_vat_exemption else {}
        with pytest.raises(StaleVersion):
            attempt(tx=tx, actor=STAFF, id=made.id, expected_version=1, **more)  # type: ignore[operator]
    stranger = Actor(kind=ActorKind.CONTACT, organisations=frozenset())
    with pytest.raises(NoSuchExemption):
        accounts.vat_exemption(tx=tx, actor=stranger, id=made.id)
    with pytest.raises(BadDraft) as bad:
        accounts.change_vat_exemption(
            tx=tx, actor=STAFF, id=made.id, expected_version=2,
            draft=replace(CERTIFICATE, certificate=" ", reason="a\x00b", country="Germany"),
        )  # fmt: skip
    assert [problem.pointer for problem in bad.value.problems] == ["/certificate", "/country", "/reason"]
    assert accounts.vat_exemptions(tx=tx, actor=STAFF, organisation_id=organisation) == [changed]
    accounts.remove_vat_exemption(tx=tx, actor=STAFF, id=made.id, expected_version=2)
    assert accounts.vat_exemptions(tx=tx, actor=STAFF, organisation_id=organisation) == []
    assert list(tx.events[known:]) == [VatExemptionsChanged(organisation=organisation)] * 3
