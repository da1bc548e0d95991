"""Routes of promotions: stated as drafts, tried out, made live by one person or two, ended."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.errors import Forbidden
from fondaco.kernel.ids import inner_id, public_id
from fondaco.kernel.period import Period
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.http.schemas import Amount, CategoryId, Moment, OrganisationId, ProductId, Unit
from fondaco.modules.pricing.types import (
    Gives,
    LinePrice,
    NoPrice,
    Offer,
    PriceRequest,
    Promotion,
    PromotionDraft,
    PromotionState,
)
from fondaco.platform.transaction import Database
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import Cursor
from fondaco.platform.web.version import versioned

PromotionId = Annotated[str, Meta(max_length=40, examples=["prm_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", examples=["AUTUMN-26"])]
Name = Annotated[str, Meta(min_length=1, max_length=80, examples=["Autumn promotion"])]
Label = Annotated[str, Meta(min_length=1, max_length=60)]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="At most so many promotions.")]


class NobodyAnswers(Forbidden):
    """Promotions are started by persons, so that one can be held against the other."""

    code = "pricing.persons_only"
    title = "Only a person can start a promotion."


class OfferBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is given for a product, a category, or everything, from a quantity of `unit` on."""

    gives: Gives
    amount: Amount
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "EUR"
    per: Amount = "1"
    unit: Unit = "PCE"
    scale: Amount = "0"
    product: ProductId | None = None
    category: CategoryId | None = None


class PromotionNames(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What buyers read, in each language."""

    de: Name
    en: Name


class PromotionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A promotion: for segments, for one arm of an experiment, or for everybody."""

    code: Code
    names: PromotionNames
    valid_from: Moment
    valid_to: Moment
    segments: Annotated[list[Label], Meta(max_length=50)] = []
    arm: Label | None = None
    sales_area: Label | None = None
    offers: Annotated[list[OfferBody], Meta(min_length=1, max_length=200)]


class PromotionOut(Struct, frozen=True, kw_only=True):
    """A promotion and what became of it; `asked_by` wants it to be live, and a second person is to agree."""

    id: str
    code: str
    names: PromotionNames
    state: PromotionState
    valid_from: datetime
    valid_to: datetime | None
    segments: list[str]
    arm: str | None
    sales_area: str | None
    offers: list[OfferBody]
    asked_by: str | None
    version: int


class PromotionsOut(Struct, frozen=True, kw_only=True):
    """Promotions, the one that begins last first."""

    items: list[PromotionOut]
    next: str | None = None


class EffectLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product and a quantity in its base unit."""

    product: ProductId
    quantity: Amount = "1"


class EffectIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For which customer, as if the promotion were for him, and for what it is tried out."""

    organisation: OrganisationId
    lines: Annotated[list[EffectLineIn], Meta(min_length=1, max_length=50)]


class EffectLineOut(Struct, frozen=True, kw_only=True):
    """The price per quantity without the promotion and with it; null where there is none. `free` comes with it."""

    product: str
    before: Decimal | None
    after: Decimal | None
    per: Decimal
    unit: str
    currency: str
    free: Decimal


class EffectOut(Struct, frozen=True, kw_only=True):
    """What the promotion does, line by line."""

    items: list[EffectLineOut]


@get(
    "/v1/promotions",
    operation_id="list_promotions",
    summary="Promotions",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_promotions(
    database: NamedDependency[Database],
    # The framework keeps the name `state` for itself.
    status: Annotated[PromotionState | None, QueryParameter(name="state")] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[Limit] = 50,
) -> PromotionsOut:
    """List promotions, of one state or all."""
    with database.transaction() as tx:
        page = pricing.promotions(tx=tx, state=status, cursor=cursor, limit=limit)
    return PromotionsOut(items=[_out(one) for one in page.items], next=page.next)


@post(
    "/v1/promotions",
    operation_id="create_promotion",
    summary="State a promotion",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def create_promotion(data: JSONBody[PromotionIn], once: NamedDependency[Once]) -> Response[PromotionOut]:
    """Store a draft, which changes no price yet; what could never be live is refused at once."""
    return once.run(lambda tx: _out(pricing.add_promotion(tx=tx, stated=_stated(data))))


@get(
    "/v1/promotions/{promotion_id:str}",
    operation_id="get_promotion",
    summary="A promotion",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def get_promotion(promotion_id: FromPath[PromotionId], database: NamedDependency[Database]) -> Response[PromotionOut]:
    """Read a promotion."""
    with database.transaction() as tx:
        found = pricing.promotion(tx=tx, id=inner_id("prm", promotion_id))
    return versioned(_out(found), found.version)


@put(
    "/v1/promotions/{promotion_id:str}",
    operation_id="change_promotion",
    summary="State a promotion anew",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def change_promotion(
    promotion_id: FromPath[PromotionId],
    data: JSONBody[PromotionIn],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[PromotionOut]:
    """Change a draft; what is live stays as buyers were told."""
    with database.transaction() as tx:
        found = pricing.change_promotion(
            tx=tx, id=inner_id("prm", promotion_id), expected_version=expected_version, stated=_stated(data)
        )
    return versioned(_out(found), found.version)


@delete(
    "/v1/promotions/{promotion_id:str}",
    operation_id="drop_promotion",
    summary="Drop a draft",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def drop_promotion(
    promotion_id: FromPath[PromotionId],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> None:
    """Forget a draft that nobody wants any more."""
    with database.transaction() as tx:
        pricing.drop_promotion(tx=tx, id=inner_id("prm", promotion_id), expected_version=expected_version)


@post(
    "/v1/promotions/{promotion_id:str}/start",
    operation_id="start_promotion",
    summary="Make a promotion live",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    status_code=200,
    sync_to_thread=True,
)
def start_promotion(
    promotion_id: FromPath[PromotionId],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
    actor: NamedDependency[Actor],
) -> Response[PromotionOut]:
    """Let its prices count; where the policy wants two people, the first only asks for it."""
    if actor.kind is ActorKind.MACHINE or actor.id is None:
        raise NobodyAnswers
    with database.transaction() as tx:
        found = pricing.start_promotion(
            tx=tx, id=inner_id("prm", promotion_id), expected_version=expected_version, by=actor.id
        )
    return versioned(_out(found), found.version)


@post(
    "/v1/promotions/{promotion_id:str}/end",
    operation_id="end_promotion",
    summary="End a promotion",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    status_code=200,
    sync_to_thread=True,
)
def end_promotion(
    promotion_id: FromPath[PromotionId],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[PromotionOut]:
    """End it now, before its time."""
    with database.transaction() as tx:
        found = pricing.end_promotion(
            tx=tx, id=inner_id("prm", promotion_id), expected_version=expected_version, at=clock.now()
        )
    return versioned(_out(found), found.version)


@post(
    "/v1/promotions/{promotion_id:str}/effect",
    operation_id="try_promotion",
    summary="What a promotion does to prices",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    status_code=200,
    sync_to_thread=True,
)
def try_promotion(
    promotion_id: FromPath[PromotionId],
    data: JSONBody[EffectIn],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    actor: NamedDependency[Actor],
) -> EffectOut:
    """Price some products for a customer without and with it; nothing is stored."""
    now = clock.now()
    with database.transaction() as tx:
        found = pricing.promotion(tx=tx, id=inner_id("prm", promotion_id))
        buyer = accounts.buyer_for(tx=tx, actor=actor, organisation=inner_id("org", data.organisation), as_of=now)
        lines = _lines(shelf, data.lines)
        effects = pricing.promotion_effect(tx=tx, promotion=found, buyer=buyer, lines=lines, at=now)
    return EffectOut(items=[_effect(line, one.before, one.after) for line, one in zip(lines, effects, strict=True)])


def _lines(shelf: Shelf, asked: list[EffectLineIn]) -> list[PriceRequest]:
    found = []
    for line in asked:
        id = inner_id("prd", line.product)
        product = shelf.product(id)
        unit = product.base_unit if product else "PCE"
        found.append(PriceRequest(product=id, quantity=Quantity(Decimal(line.quantity), unit)))
    return found


def _effect(line: PriceRequest, before: LinePrice | NoPrice, after: LinePrice | NoPrice) -> EffectLineOut:
    known = next((one for one in (after, before) if isinstance(one, LinePrice)), None)
    free = after.free if isinstance(after, LinePrice) else None
    return EffectLineOut(
        product=public_id("prd", line.product),
        before=before.net.amount if isinstance(before, LinePrice) else None,
        after=after.net.amount if isinstance(after, LinePrice) else None,
        per=known.net.per.value if known else Decimal(1),
        unit=known.net.per.unit if known else line.quantity.unit,
        currency=known.net.currency if known else "",
        free=free.quantity.value if free else Decimal(0),
    )


def _stated(data: PromotionIn) -> PromotionDraft:
    return PromotionDraft(
        code=data.code,
        names={"de": data.names.de.strip(), "en": data.names.en.strip()},
        valid=Period(data.valid_from, data.valid_to),
        segments=tuple(data.segments),
        arm=data.arm,
        sales_area=data.sales_area,
        offers=tuple(
            Offer(
                gives=one.gives,
                amount=Decimal(one.amount),
                currency=one.currency,
                per=Decimal(one.per),
                unit=one.unit,
                scale=Decimal(one.scale),
                product=inner_id("prd", one.product) if one.product else None,
                category=inner_id("cat", one.category) if one.category else None,
            )
            for one in data.offers
        ),
    )


def _out(found: Promotion) -> PromotionOut:
    stated = found.stated
    return PromotionOut(
        id=public_id("prm", found.id),
        code=stated.code,
        names=PromotionNames(de=stated.names.get("de", ""), en=stated.names.get("en", "")),
        state=found.state,
        valid_from=stated.valid.start,
        valid_to=stated.valid.end,
        segments=list(stated.segments),
        arm=stated.arm,
        sales_area=stated.sales_area,
        offers=[
            OfferBody(
                gives=one.gives,
                amount=f"{one.amount:f}",
                currency=one.currency,
                per=f"{one.per:f}",
                unit=one.unit,
                scale=f"{one.scale:f}",
                product=public_id("prd", one.product) if one.product else None,
                category=public_id("cat", one.category) if one.category else None,
            )
            for one in stated.offers
        ],
        asked_by=public_id("con", found.asked_by) if found.asked_by else None,
        version=found.version,
    )


ROUTES: list[Any] = [
    list_promotions,
    create_promotion,
    get_promotion,
    change_promotion,
    drop_promotion,
    start_promotion,
    end_promotion,
    try_promotion,
]
