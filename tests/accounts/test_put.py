from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts import model, tables
from fondaco.modules.accounts.events import AddressesChanged, ContactChanged, OrganisationChanged
from fondaco.modules.accounts.types import AddressDraft, ContactDraft, OrganisationDraft
from fondaco.platform.transaction import Tx
from tests.support.house import SYSTEM, ref

KEYS = ("a", "b", "c", "d")
ids = {key: UUID(int=number) for number, key in enumerate(KEYS)}


def draft(key: str, parent: str | None = None, **fields: object) -> OrganisationDraft:
    return OrganisationDraft(
        ref=ref(key), name=str(fields.pop("name", key)), parent=ref(parent) if parent else None, **fields
    )  # type: ignore[arg-type]


@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(KEYS)))
def test_a_loop_is_found_exactly_where_one_comes_back_to_oneself(parents: dict[str, str]) -> None:
    def comes_back(start: str) -> bool:
        node: str | None = parents.get(start)
        for _ in KEYS:
            if node == start:
                return True
            node = parents.get(node) if node else None
        return False

    found = model.loops({ids[child]: ids[parent] for child, parent in parents.items()})
    assert found == {ids[key] for key in KEYS if comes_back(key)}


def test_storing_again_changes_nothing_and_tells_nobody(tx: Tx) -> None:
    drafts = [draft("child", "top"), draft("top")]
    first = accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM)
    assert (first.created, first.changed, first.unchanged, first.refused) == (2, 0, 0, [])
    told = len(tx.events)
    again = accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert len(tx.events) == told
    changed = accounts.put_organisations(tx=tx, drafts=[draft("top", name="New")], source=SYSTEM)
    assert (changed.created, changed.changed, changed.unchanged) == (0, 1, 0)
    top = accounts.find_by_refs(tx=tx, system=SYSTEM, keys=["top"])["top"]
    assert tx.events[-1] == OrganisationChanged(organisation=top)
    assert accounts.organisation(tx=tx, id=top).version == 2


def test_a_parent_may_come_later_and_the_hierarchy_is_nearest_first(tx: Tx) -> None:
    drafts = [draft("site", "legal"), draft("legal", "group"), draft("group")]
    accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM)
    found = accounts.find_by_refs(tx=tx, system=SYSTEM, keys=["site", "legal", "group"])
    assert accounts.hierarchy(tx=tx, organisation=found["site"]) == (found["site"], found["legal"], found["group"])


def test_bad_drafts_are_answered_by_index_and_the_good_ones_kept(tx: Tx) -> None:
    drafts = [
        draft("good"),
        draft("bad-country", country="Germany"),
        draft("orphan", "nowhere"),
        draft("orphans-child", "orphan"),
        draft("good", name="another"),
        draft("nul", name="a\x00b"),
        draft("self", "self"),
        draft("ring-1", "ring-2"),
        draft("ring-2", "ring-1"),
    ]
    answer = accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM)
    assert answer.created == 1
    assert [(r.index, r.field, r.code) for r in answer.refused] == [
        (1, "country", "accounts.bad_draft"),
        (2, "parent", "accounts.no_such_parent"),
        (3, "parent", "accounts.no_such_parent"),
        (4, "ref", "accounts.key_twice"),
        (5, "name", "accounts.bad_draft"),
        (6, "parent", "accounts.hierarchy_loop"),
        (7, "parent", "accounts.hierarchy_loop"),
        (8, "parent", "accounts.hierarchy_loop"),
    ]
    assert tx.execute(select(func.count()).select_from(tables.organisation)).scalar_one() == 1


def test_a_loop_over_two_calls_is_refused_and_nothing_moves(tx: Tx) -> None:
    accounts.put_organisations(tx=tx, drafts=[draft("a"), draft("b", "a"), draft("c", "b")], source=SYSTEM)
    answer = accounts.put_organisations(tx=tx, drafts=[draft("a", "c")], source=SYSTEM)
    assert [r.code for r in answer.refused] == ["accounts.hierarchy_loop"]
    found = accounts.find_by_refs(tx=tx, system=SYSTEM, keys=["a"])
    assert accounts.organisation(tx=tx, id=found["a"]).parent is None


def test_many_organisations_take_a_handful_of_statements(tx: Tx) -> None:
    drafts = [draft("top"), *(draft(f"o{n}", "top") for n in range(2000))]
    assert accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM).created == 2001
    addresses = [
        AddressDraft(ref=ref(f"a{n}"), organisation=ref(f"o{n}"), name="n", street="s", postal_code="1", city="c")
        for n in range(2000)
    ]
    assert accounts.put_addresses(tx=tx, drafts=addresses, source=SYSTEM).created == 2000
    people = [
        ContactDraft(organisation=ref(f"o{n}"), name="n", email=f"{n}@x.example", role="buyer") for n in range(2000)
    ]
    assert accounts.put_contacts(tx=tx, drafts=people, source=SYSTEM).created == 2000
    again = accounts.put_contacts(tx=tx, drafts=people, source=SYSTEM)
    assert (again.created, again.changed, again.unchanged, len(again.refused)) == (0, 0, 2000, 0)


def test_an_address_without_a_key_is_found_again_by_what_it_says(tx: Tx) -> None:
    accounts.put_organisations(tx=tx, drafts=[draft("o")], source=SYSTEM)
    one = AddressDraft(organisation=ref("o"), name="n", street="s", postal_code="1", city="c")
    assert accounts.put_addresses(tx=tx, drafts=[one, one], source=SYSTEM).created == 1
    again = accounts.put_addresses(tx=tx, drafts=[one], source=SYSTEM)
    assert (again.created, again.unchanged) == (0, 1)
    unknown = AddressDraft(organisation=ref("x"), name="n", street="s", postal_code="1", city="c")
    answer = accounts.put_addresses(tx=tx, drafts=[unknown], source=SYSTEM)
    assert [(r.index, r.code) for r in answer.refused] == [(0, "accounts.no_such_organisation")]
    organisation = accounts.find_by_refs(tx=tx, system=SYSTEM, keys=["o"])["o"]
    assert tx.events[-1] == AddressesChanged(organisation=organisation)


def test_contacts_keep_their_mail_address_to_themselves_and_staff_roles_stay_in_the_house(tx: Tx) -> None:
    accounts.put_organisations(tx=tx, drafts=[draft("o"), draft("p")], source=SYSTEM)
    first = ContactDraft(ref=ref("1"), organisation=ref("o"), name="n", email="A@x.example", role="buyer")
    assert accounts.put_contacts(tx=tx, drafts=[first], source=SYSTEM).created == 1
    answer = accounts.put_contacts(
        tx=tx,
        drafts=[
            ContactDraft(ref=ref("2"), organisation=ref("o"), name="m", email="b@x.example", role="administrator"),
            ContactDraft(ref=ref("3"), organisation=ref("o"), name="m", email="c@x.example", role="emperor"),
            ContactDraft(ref=ref("4"), organisation=ref("o"), name="m", email="not an address"),
            ContactDraft(ref=ref("5"), organisation=ref("o"), name="m", email="e@x.example"),
            ContactDraft(ref=ref("6"), organisation=ref("o"), name="m", email="E@x.example"),
        ],
        source=SYSTEM,
    )
    assert [(r.index, r.code) for r in answer.refused] == [
        (0, "accounts.role_of_staff"),
        (1, "accounts.no_such_role"),
        (2, "accounts.bad_draft"),
        (4, "accounts.email_taken"),
    ]
    assert answer.created == 1
    assert sum(isinstance(event, ContactChanged) for event in tx.events) == 2
