"""Routes that say what a condition record of our own would do to prices, before it is stored."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from fondaco.kernel import clock
from fondaco.kernel.actor import Actor
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import inner_id, new_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import text_in
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.http.drafts import changes_of, draft_of, places_of
from fondaco.modules.pricing.http.numbered import NumberedLine, NumberedLineIn, understand
from fondaco.modules.pricing.http.schemas import (
    Language,
    OrganisationId,
    PriceRecordIn,
    PriceRecordPatch,
    RecordId,
    Unit,
    UnitPriceOut,
)
from fondaco.modules.pricing.types import LinePrice, NoPrice, PriceRecordDraft, PriceRequest
from fondaco.platform.transaction import Database, Tx

MOST_LINES = 10
Lines = Annotated[list[NumberedLineIn], Meta(min_length=1, max_length=MOST_LINES, examples=[[{"number": "933-M8"}]])]


class NewRecordEffectIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record that is not stored, for whom it is tried out and for which part numbers."""

    organisation: OrganisationId
    lines: Lines
    record: PriceRecordIn
    language: Language | None = None


class RecordEffectIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to change of a record (nothing: what it does as it is), for whom and for which part numbers."""

    organisation: OrganisationId
    lines: Lines
    change: PriceRecordPatch | None = None
    language: Language | None = None


class RecordEffectLineOut(Struct, frozen=True, kw_only=True):
    """The net price of a line without the record, with it as it is stored, and as it is to be; null is no price.

    `sku` is empty for a number nobody knows, or that means several (`candidates`).
    """

    number: str
    sku: str
    name: str
    candidates: list[str]
    quantity: Decimal | None
    unit: Unit | None
    without: UnitPriceOut | None
    now: UnitPriceOut | None
    then: UnitPriceOut | None


class RecordEffectOut(Struct, frozen=True, kw_only=True):
    """The effect at a moment: now, or where the period of the record begins."""

    as_of: datetime
    items: list[RecordEffectLineOut]


@post(
    "/v1/price-records/effect",
    operation_id="try_new_price_record",
    summary="What a new condition record would do to prices",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    status_code=200,
    sync_to_thread=True,
)
def try_new_price_record(
    data: JSONBody[NewRecordEffectIn],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    actor: NamedDependency[Actor],
) -> RecordEffectOut:
    """Price up to 10 lines for a customer without and with a record; nothing is stored, what cannot be is refused."""

    def tried(tx: Tx, buyer: Buyer, requests: list[PriceRequest], at: datetime) -> pricing.RecordEffect:
        draft = PriceRecordDraft(**draft_of(data.record, key=str(new_id())))
        return pricing.new_record_effect(
            tx=tx, draft=draft, buyer=buyer, lines=requests, at=at, **places_of(tx, data.record)
        )

    return _told(data, database, shelf, actor, tried)


@post(
    "/v1/price-records/{record_id:str}/effect",
    operation_id="try_price_record",
    summary="What a changed condition record would do to prices",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    status_code=200,
    sync_to_thread=True,
)
def try_price_record(
    record_id: FromPath[RecordId],
    data: JSONBody[RecordEffectIn],
    database: NamedDependency[Database],
    shelf: NamedDependency[Shelf],
    actor: NamedDependency[Actor],
) -> RecordEffectOut:
    """Price up to 10 lines for a customer without a record of our own, with it, and with it changed; nothing is stored."""
    id = inner_id("prc", record_id)

    def tried(tx: Tx, buyer: Buyer, requests: list[PriceRequest], at: datetime) -> pricing.RecordEffect:
        changes = changes_of(tx, id, data.change) if data.change is not None else {}
        return pricing.changed_record_effect(tx=tx, id=id, changes=changes, buyer=buyer, lines=requests, at=at)

    return _told(data, database, shelf, actor, tried)


def _told(
    data: NewRecordEffectIn | RecordEffectIn,
    database: Database,
    shelf: Shelf,
    actor: Actor,
    tried: Callable[[Tx, Buyer, list[PriceRequest], datetime], pricing.RecordEffect],
) -> RecordEffectOut:
    at = clock.now()
    with database.transaction() as tx:
        buyer = accounts.buyer_for(
            tx=tx, actor=actor, organisation=inner_id("org", data.organisation), as_of=at, looking=True
        )
        lines = understand(tx=tx, buyer=buyer, shelf=shelf, lines=data.lines)
        requests = [request for line in lines if (request := line.request) is not None]
        effect = tried(tx, buyer, requests, at)
    prices = iter(zip(effect.without, effect.now, effect.then, strict=True))
    language = data.language or actor.language
    return RecordEffectOut(
        as_of=effect.as_of,
        items=[_line(line, next(prices) if line.product else (None, None, None), language) for line in lines],
    )


def _line(line: NumberedLine, prices: tuple[LinePrice | NoPrice | None, ...], language: str) -> RecordEffectLineOut:
    request, product = line.request, line.product
    without, now, then = (_net(price) for price in prices)
    return RecordEffectLineOut(
        number=line.asked.number,
        sku=product.sku if product else "",
        name=text_in(product.names, language) if product else "",
        candidates=list(line.candidates),
        quantity=request.quantity.value if request else None,
        unit=request.quantity.unit if request else None,
        without=without,
        now=now,
        then=then,
    )


def _net(price: LinePrice | NoPrice | None) -> UnitPriceOut | None:
    if not isinstance(price, LinePrice):
        return None
    net = price.net
    return UnitPriceOut(amount=net.amount, currency=net.currency, per=net.per.value, unit=net.per.unit)


ROUTES: list[Any] = [try_new_price_record, try_price_record]
