from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.actor import ActorKind, MissingPermission
from fondaco.kernel.period import Period
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts import model
from fondaco.modules.accounts.errors import NoSuchOrganisation
from fondaco.modules.accounts.model import Holder, Place
from fondaco.modules.accounts.types import ROLES, Access, Membership
from fondaco.platform.transaction import Tx
from tests.support.house import NOW, Api, build

GROUP, LEFT, RIGHT, PERSON = (UUID(int=n) for n in range(1, 5))
PARENT = {LEFT: GROUP, RIGHT: GROUP}
places = st.sampled_from([GROUP, LEFT, RIGHT])
days = st.integers(-2, 2).map(lambda n: NOW + timedelta(days=n))
periods = st.builds(lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(1, 3))
memberships = st.lists(
    st.builds(
        Membership,
        contact=st.just(PERSON),
        organisation=places,
        role=st.sampled_from(["viewer", "buyer", "organisation_admin"]),
        valid=periods,
    ),
    max_size=4,
)


def place(id: UUID) -> Place:
    up = (id,) if id == GROUP else (id, GROUP)
    below = frozenset({GROUP, LEFT, RIGHT}) if id == GROUP else frozenset({id})
    return Place(
        organisation=id,
        hierarchy=up,
        below=below,
        sales_area="DE01",
        country="DE",
        currency="EUR",
        segments=frozenset(),
    )


def holder(kind: ActorKind = ActorKind.CONTACT, home: UUID | None = GROUP) -> Holder:
    return Holder(kind=kind, id=PERSON, name="", home=home, language="de", session=None, expires_at=None)


def access(roles: list[Membership], working: UUID, *, chosen: bool = False) -> Access:
    return model.access(holder=holder(), memberships=roles, place=place(working), chosen=chosen, as_of=NOW)


@given(memberships, places)
def test_permissions_are_those_of_the_roles_valid_here_or_above_and_of_no_other(
    roles: list[Membership], working: UUID
) -> None:
    here = [m for m in roles if m.valid.contains(NOW) and m.organisation in place(working).hierarchy]
    opened = access(roles, working)
    assert opened.actor.permissions == frozenset().union(*(ROLES[m.role] for m in here))
    assert opened.actor.organisations == (place(working).below if here else frozenset())
    assert (opened.buyer is not None) == bool(here)


@given(memberships)
def test_a_role_in_one_branch_opens_nothing_in_another(roles: list[Membership]) -> None:
    left_only = [m for m in roles if m.organisation == LEFT]
    assert access(left_only, RIGHT).actor.permissions == frozenset()
    with pytest.raises(NoSuchOrganisation):
        access(left_only, RIGHT, chosen=True)


@given(memberships, places)
def test_until_the_answer_must_be_asked_again_nothing_would_change(roles: list[Membership], working: UUID) -> None:
    opened = access(roles, working)
    assert NOW < opened.until <= NOW + timedelta(minutes=1)
    for membership in roles:
        boundary = [m for m in (membership.valid.start, membership.valid.end) if m and NOW < m < opened.until]
        assert boundary == []


def test_staff_act_on_behalf_only_with_the_permission_and_within_the_scope() -> None:
    def staff(role: str, *, chosen: bool) -> Access:
        return model.access(
            holder=holder(ActorKind.STAFF, None),
            memberships=[Membership(contact=PERSON, organisation=None, role=role)],
            place=place(LEFT) if chosen else None,
            chosen=chosen,
            as_of=NOW,
        )

    acting = staff("sales", chosen=True)
    assert acting.buyer is not None
    assert (acting.buyer.sold_to, acting.buyer.on_behalf, acting.buyer.contact) == (LEFT, PERSON, None)
    assert (acting.actor.id, acting.actor.organisation, acting.actor.organisations) == (PERSON, LEFT, {LEFT})
    assert staff("sales", chosen=False).actor.organisations is None
    assert staff("sales", chosen=False).buyer is None
    with pytest.raises(MissingPermission):
        staff("service", chosen=True)


def test_the_buyer_inherits_the_hierarchy_and_a_group_sees_everything_below(tx: Tx) -> None:
    world = build(tx)
    token = accounts.hash_token(world.tokens["red-site-buyer"])
    opened = accounts.access_of_token(tx=tx, token_hash=token, now=NOW + timedelta(0))
    assert opened is not None
    assert opened.buyer is not None
    orgs = world.organisations
    assert opened.buyer.hierarchy == (orgs["red-site"], orgs["red"], orgs["red-group"])
    assert opened.actor.organisations == {orgs["red-site"]}
    above = accounts.access_of_token(tx=tx, token_hash=accounts.hash_token(world.tokens["red-buyer"]), now=NOW)
    assert above is not None
    assert above.actor.organisations == {orgs["red"], orgs["red-site"]}


def test_the_header_narrows_to_a_place_below_and_hides_all_others(api: Api) -> None:
    below = api.caller("red-buyer", organisation="red-site")("GET", "/v1/organisations").json["items"]
    assert [item["id"] for item in below] == [api.world.org("red-site")]
    for elsewhere in ("red-group", "blue"):
        refused = api.caller("red-buyer", organisation=elsewhere)("GET", "/v1/organisations")
        assert (refused.status, refused.code) == (404, "accounts.no_such_organisation")


def test_buyer_for_builds_the_same_buyer_as_the_token(tx: Tx) -> None:
    world = build(tx)
    opened = accounts.access_of_token(tx=tx, token_hash=accounts.hash_token(world.tokens["red-buyer"]), now=NOW)
    assert opened is not None
    assert accounts.buyer_for(tx=tx, actor=opened.actor, as_of=NOW) == opened.buyer
    with pytest.raises(NoSuchOrganisation):
        accounts.buyer_for(tx=tx, actor=opened.actor, organisation=world.organisations["blue"], as_of=NOW)
