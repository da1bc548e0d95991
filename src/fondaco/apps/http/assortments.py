"""Routes of assortments, for staff: who may see and buy what, and why somebody does not see something.

They stand here because they speak of organisations too, of which the catalogue knows nothing but their ids.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor
from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.period import ALWAYS, Period
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Assortments
from fondaco.modules.catalog.errors import BadAssortment, UnknownProduct
from fondaco.modules.catalog.types import (
    Assortment,
    AssortmentDraft,
    AssortmentMode,
    Audience,
    Pick,
    PickKind,
)
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.version import versioned

AssortmentId = Annotated[str, Meta(max_length=40, examples=["ast_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
OrganisationId = Annotated[str, Meta(max_length=40, examples=["org_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
ProductId = Annotated[str, Meta(max_length=40, examples=["prd_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", examples=["NO-HAZARDOUS"])]
Word = Annotated[str, Meta(min_length=1, max_length=60)]
Moment = Annotated[datetime, Meta(tz=True)]
_PREFIX = {PickKind.CATEGORY: "cat", PickKind.PRODUCT: "prd"}
_MOST_PICKS = 2000


class PickBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Some products: everything, a category with all below or a product by its `id`, a maker, a value of an attribute."""

    kind: PickKind
    id: Annotated[str, Meta(max_length=40)] | None = None
    code: Annotated[str, Meta(max_length=60)] = ""
    value: Annotated[str, Meta(max_length=200)] = ""


class AudienceBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom it is: all that is named must fit; nothing named is everybody. An organisation means all below it too."""

    organisation: OrganisationId | None = None
    role: Word | None = None
    sales_area: Word | None = None
    segment: Word | None = None


class AssortmentIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Products that are shown to an audience, or hidden from it, for a period.

    Who has no inclusion sees everything, who has some sees what they show; what an exclusion hides nobody of its audience
    sees.
    """

    code: Code
    name: Annotated[str, Meta(min_length=1, max_length=120, examples=["Ohne Gefahrstoffe"])]
    mode: AssortmentMode
    picks: Annotated[list[PickBody], Meta(min_length=1, max_length=_MOST_PICKS, examples=[[{"kind": "everything"}]])]
    audience: AudienceBody | None = None
    valid_from: Moment | None = None
    valid_to: Moment | None = None


class AssortmentOut(Struct, frozen=True, kw_only=True):
    """A stored assortment."""

    id: AssortmentId
    version: int
    code: Code
    name: str
    mode: AssortmentMode
    picks: list[PickBody]
    audience: AudienceBody
    valid_from: datetime | None
    valid_to: datetime | None


class AssortmentsOut(Struct, frozen=True, kw_only=True):
    """All assortments by code."""

    items: list[AssortmentOut]


class SeenOut(Struct, frozen=True, kw_only=True):
    """Whether somebody sees a product, and the assortments that decide it.

    Hidden is what one of `hides` hides, what is not sold any more (`ended`), and what none of `among` shows if there is any.
    """

    seen: bool
    ended: bool
    hides: list[AssortmentOut]
    shows: list[AssortmentOut]
    among: list[AssortmentOut]


@get(
    "/v1/assortments",
    operation_id="list_assortments",
    summary="Assortments",
    tags=["catalog"],
    opt={"permission": "staff.catalog"},
    sync_to_thread=True,
)
def list_assortments(database: NamedDependency[Database]) -> AssortmentsOut:
    """List all assortments, those that are over too."""
    with database.transaction() as tx:
        return AssortmentsOut(items=[_out(one) for one in catalog.assortments(tx=tx)])


@post(
    "/v1/assortments",
    operation_id="create_assortment",
    summary="State an assortment",
    tags=["catalog"],
    opt={"permission": "staff.catalog"},
    sync_to_thread=True,
)
def create_assortment(
    data: JSONBody[AssortmentIn], once: NamedDependency[Once], actor: NamedDependency[Actor]
) -> Response[AssortmentOut]:
    """State it: from the moment it is valid its audience sees accordingly, everywhere."""

    def work(tx: Tx) -> AssortmentOut:
        return _out(catalog.add_assortment(tx=tx, draft=_draft(tx, actor, data)))

    return once.run(work)


@get(
    "/v1/assortments/{assortment_id:str}",
    operation_id="get_assortment",
    summary="An assortment",
    tags=["catalog"],
    opt={"permission": "staff.catalog"},
    sync_to_thread=True,
)
def get_assortment(
    assortment_id: FromPath[AssortmentId], database: NamedDependency[Database]
) -> Response[AssortmentOut]:
    """Read one assortment."""
    with database.transaction() as tx:
        found = catalog.assortment(tx=tx, id=inner_id("ast", assortment_id))
    return versioned(_out(found), found.version)


@put(
    "/v1/assortments/{assortment_id:str}",
    operation_id="change_assortment",
    summary="Change an assortment",
    tags=["catalog"],
    opt={"permission": "staff.catalog"},
    sync_to_thread=True,
)
def change_assortment(
    assortment_id: FromPath[AssortmentId],
    data: JSONBody[AssortmentIn],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Response[AssortmentOut]:
    """State it anew as a whole; names the version that was read."""
    with database.transaction() as tx:
        changed = catalog.change_assortment(
            tx=tx,
            id=inner_id("ast", assortment_id),
            draft=_draft(tx, actor, data),
            expected_version=expected_version,
        )
    return versioned(_out(changed), changed.version)


@delete(
    "/v1/assortments/{assortment_id:str}",
    operation_id="drop_assortment",
    summary="Remove an assortment",
    tags=["catalog"],
    opt={"permission": "staff.catalog"},
    sync_to_thread=True,
)
def drop_assortment(
    assortment_id: FromPath[AssortmentId], expected_version: NamedDependency[int], database: NamedDependency[Database]
) -> None:
    """Forget it; its audience sees as if it had never been."""
    with database.transaction() as tx:
        catalog.drop_assortment(tx=tx, id=inner_id("ast", assortment_id), expected_version=expected_version)


@get(
    "/v1/assortments/why",
    operation_id="why_seen",
    summary="Why a buyer sees a product or not",
    tags=["catalog"],
    opt={"permission": "staff.catalog"},
    sync_to_thread=True,
)
def why_seen(
    organisation: FromQuery[OrganisationId],
    product: FromQuery[ProductId],
    database: NamedDependency[Database],
    sights: NamedDependency[Assortments],
    actor: NamedDependency[Actor],
    role: FromQuery[Word | None] = None,
) -> SeenOut:
    """Say whether somebody of an organisation, in a role if one is named, sees a product, and what decides it."""
    with database.transaction() as tx:
        buyer = accounts.buyer_for(
            tx=tx, actor=actor, organisation=inner_id("org", organisation), as_of=clock.now(), looking=True
        )
    found = sights.why(product=inner_id("prd", product), buyer=buyer, roles=frozenset({role} if role else ()))
    if found is None:
        raise UnknownProduct
    return SeenOut(
        seen=found.seen,
        ended=found.ended,
        hides=[_out(one) for one in found.hides],
        shows=[_out(one) for one in found.shows],
        among=[_out(one) for one in found.among],
    )


def _draft(tx: Tx, actor: Actor, data: AssortmentIn) -> AssortmentDraft:
    audience, organisation = data.audience or AudienceBody(), None
    if audience.organisation:
        organisation = accounts.organisation(tx=tx, id=inner_id("org", audience.organisation), actor=actor).id
    if data.valid_to is not None and data.valid_from is not None and data.valid_to <= data.valid_from:
        detail = "An assortment ends after it begins."
        raise BadAssortment(problems=[Problem(pointer="/valid_to", code="catalog.bad_period", detail=detail)])
    return AssortmentDraft(
        code=data.code,
        name=data.name,
        mode=data.mode,
        picks=tuple(Pick(kind=pick.kind, id=_picked(pick), code=pick.code, value=pick.value) for pick in data.picks),
        audience=Audience(
            organisation=organisation,
            role=audience.role,
            sales_area=audience.sales_area,
            segment=audience.segment,
        ),
        valid=Period(data.valid_from or ALWAYS.start, data.valid_to),
    )


def _picked(pick: PickBody) -> UUID | None:
    prefix = _PREFIX.get(pick.kind)
    return inner_id(prefix, pick.id) if prefix and pick.id else None


def _out(found: Assortment) -> AssortmentOut:
    stated, audience = found.stated, found.stated.audience
    return AssortmentOut(
        id=public_id("ast", found.id),
        version=found.version,
        code=stated.code,
        name=stated.name,
        mode=stated.mode,
        picks=[
            PickBody(
                kind=pick.kind,
                id=public_id(_PREFIX[pick.kind], pick.id) if pick.id else None,
                code=pick.code,
                value=pick.value,
            )
            for pick in stated.picks
        ],
        audience=AudienceBody(
            organisation=public_id("org", audience.organisation) if audience.organisation else None,
            role=audience.role,
            sales_area=audience.sales_area,
            segment=audience.segment,
        ),
        valid_from=stated.valid.start if stated.valid.start != ALWAYS.start else None,
        valid_to=stated.valid.end,
    )


ROUTES: list[Any] = [
    list_assortments, create_assortment, get_assortment, change_assortment, drop_assortment, why_seen,
]  # fmt: skip
