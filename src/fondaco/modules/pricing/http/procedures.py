"""Routes of pricing procedures, for staff."""

from typing import Annotated, Any

from litestar import Response, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct, field

from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.errors import NoSuchProcedure
from fondaco.modules.pricing.model.procedure import GoodsKey, Key, Op, OwnerKey, Procedure, Requirement, Step
from fondaco.modules.pricing.model.sound import ROUNDINGS
from fondaco.modules.pricing.types import Kind
from fondaco.platform.transaction import Database
from fondaco.platform.web.version import etag, versioned

Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9_-]*$", examples=["standard"])]
Area = Annotated[str, Meta(max_length=40, examples=["DE01"])]
Word = Annotated[str, Meta(min_length=1, max_length=60, examples=["discount"])]
Number = Annotated[int, Meta(ge=1, le=9999, examples=[20])]


class KeyBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One access: for whom and for what records are looked for, in this order.

    `closes` names a group of steps that are left out once a record was found here; with `breaks_inherit` the quantity
    breaks of all owners count together.
    """

    owner: OwnerKey
    goods: Annotated[list[GoodsKey], Meta(min_length=1, max_length=3)] = field(default_factory=lambda: [*GoodsKey])
    closes: Word | None = None
    breaks_inherit: bool = False


class RequirementBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step counts only if a field of the buyer is as said: `country` `is` `DE`."""

    of: Word
    op: Op
    values: Annotated[list[Annotated[str, Meta(max_length=60)]], Meta(max_length=100)]


class StepBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step: which condition type, where its records are looked for, and how what it makes is rounded.

    `base` is the number of the step a percentage is taken of, the price so far if there is none.
    """

    number: Number
    type: Word
    kind: Kind
    accesses: Annotated[list[KeyBody], Meta(max_length=20)] = []
    base: Number | None = None
    group: Word | None = None
    best_of: Word | None = None
    requires: Annotated[list[RequirementBody], Meta(max_length=10)] = []
    manual: Word | None = None
    statistical: bool = False
    places: Annotated[int, Meta(ge=0, le=6)] = 4
    rounding: Annotated[str, Meta(max_length=20, examples=[ROUNDINGS[0]])] = ROUNDINGS[0]


class ProcedureBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pricing procedure and the sales areas that work by it, "" for all that have none of their own."""

    steps: Annotated[list[StepBody], Meta(max_length=100)]
    converts: bool = False
    areas: Annotated[list[Area], Meta(max_length=100)] = []


class ProcedureOut(Struct, frozen=True, kw_only=True):
    """A pricing procedure as it is in force."""

    code: str
    version: int
    steps: list[StepBody]
    converts: bool
    areas: list[str]


class ProceduresOut(Struct, frozen=True, kw_only=True):
    """All procedures."""

    items: list[ProcedureOut]


@get(
    "/v1/pricing-procedures",
    operation_id="list_pricing_procedures",
    summary="Pricing procedures",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_pricing_procedures(database: NamedDependency[Database]) -> ProceduresOut:
    """List all procedures with their steps."""
    with database.transaction() as tx:
        return ProceduresOut(items=[_procedure(*one) for one in pricing.procedures(tx=tx)])


@get(
    "/v1/pricing-procedures/{code:str}",
    operation_id="get_pricing_procedure",
    summary="A pricing procedure",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def get_pricing_procedure(code: FromPath[Code], database: NamedDependency[Database]) -> Response[ProcedureOut]:
    """Read one procedure."""
    with database.transaction() as tx:
        found = [one for one in pricing.procedures(tx=tx) if one[0].code == code]
    if not found:
        raise NoSuchProcedure(code=code)
    return versioned(_procedure(*found[0]), found[0][2])


@put(
    "/v1/pricing-procedures/{code:str}",
    operation_id="set_pricing_procedure",
    summary="Set a pricing procedure",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def set_pricing_procedure(
    code: FromPath[Code],
    data: JSONBody[ProcedureBody],
    database: NamedDependency[Database],
    expected_version: NamedDependency[int],
) -> Response[ProcedureOut]:
    """Make or replace a procedure (`If-Match: "0"` for a new one); from now on its sales areas are priced by it."""
    stated = Procedure(code=code, steps=tuple(_step(step) for step in data.steps), converts=data.converts)
    areas = sorted(set(data.areas))
    with database.transaction() as tx:
        version = pricing.set_procedure(tx=tx, procedure=stated, areas=areas, expected_version=expected_version)
    return Response(_procedure(stated, tuple(areas), version), headers={"ETag": etag(version)})


@delete(
    "/v1/pricing-procedures/{code:str}",
    operation_id="drop_pricing_procedure",
    summary="Drop a pricing procedure",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def drop_pricing_procedure(
    code: FromPath[Code], database: NamedDependency[Database], expected_version: NamedDependency[int]
) -> None:
    """Forget a procedure; its sales areas are priced by the house's again."""
    with database.transaction() as tx:
        pricing.drop_procedure(tx=tx, code=code, expected_version=expected_version)


def _step(body: StepBody) -> Step:
    return Step(
        number=body.number,
        type=body.type,
        kind=body.kind,
        accesses=tuple(
            Key(owner=key.owner, goods=tuple(key.goods), closes=key.closes, breaks_inherit=key.breaks_inherit)
            for key in body.accesses
        ),
        base=body.base,
        group=body.group,
        best_of=body.best_of,
        requires=tuple(Requirement(field=need.of, op=need.op, values=tuple(need.values)) for need in body.requires),
        manual=body.manual,
        statistical=body.statistical,
        places=body.places,
        rounding=body.rounding,
    )


def _procedure(stated: Procedure, areas: tuple[str, ...], version: int) -> ProcedureOut:
    return ProcedureOut(
        code=stated.code,
        version=version,
        steps=[_step_out(step) for step in stated.steps],
        converts=stated.converts,
        areas=list(areas),
    )


def _step_out(step: Step) -> StepBody:
    return StepBody(
        number=step.number,
        type=step.type,
        kind=step.kind,
        accesses=[
            KeyBody(owner=key.owner, goods=list(key.goods), closes=key.closes, breaks_inherit=key.breaks_inherit)
            for key in step.accesses
        ],
        base=step.base,
        group=step.group,
        best_of=step.best_of,
        requires=[RequirementBody(of=need.field, op=need.op, values=list(need.values)) for need in step.requires],
        manual=step.manual,
        statistical=step.statistical,
        places=step.places,
        rounding=step.rounding,
    )


ROUTES: list[Any] = [
    list_pricing_procedures,
    get_pricing_procedure,
    set_pricing_procedure,
    drop_pricing_procedure,
]
