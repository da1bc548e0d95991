"""Routes of contracts: buyers see theirs and how much of them is called off, staff all; sources state them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta, Struct

from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef, inner_id, public_id
from fondaco.kernel.money import Money
from fondaco.kernel.period import BEGINNING, Period
from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.errors import NoSuchContract
from fondaco.modules.pricing.http.schemas import Amount, Moment, ProductId, Unit
from fondaco.modules.pricing.types import (
    CalledOff,
    Contract,
    ContractDraft,
    ContractItem,
    ContractItemDraft,
    OverCall,
)
from fondaco.platform.transaction import Database
from fondaco.platform.web.page import Cursor

_MOST_ENTRIES = 200
Key = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=200)]
ContractId = Annotated[str, Meta(max_length=40, examples=["ctr_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="At most so many contracts.")]


class ContractItemOut(Struct, frozen=True, kw_only=True):
    """What is agreed, called off and left: in `unit`s of the product, or in money of `currency`."""

    id: str
    position: int
    product: str | None
    sku: str
    name: str
    agreed: Decimal
    used: Decimal
    remaining: Decimal
    unit: str | None
    currency: str | None


class ContractOut(Struct, frozen=True, kw_only=True):
    """A contract with its items; `over` says what becomes of a call-off past what was agreed."""

    id: str
    number: str
    name: str
    organisation: str
    valid_from: datetime | None
    valid_to: datetime | None
    over: OverCall
    system: str
    items: list[ContractItemOut]


class CalledOffOut(Struct, frozen=True, kw_only=True):
    """A call-off by an order, in base units of the product or in money."""

    item: str
    order: str
    number: str
    quantity: Decimal
    at: datetime


class ContractDetailOut(Struct, frozen=True, kw_only=True):
    """A contract and what was called off of it last."""

    contract: ContractOut
    called_off: list[CalledOffOut]


class ContractsOut(Struct, frozen=True, kw_only=True):
    """Contracts, the one that began last first."""

    items: list[ContractOut]
    next: str | None = None


class RefIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The key under which a source knows a thing."""

    system: Key
    key: Key


class ContractItemIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item: a quantity of a product, or a value in money; `used` is what the source says was used by `used_at`."""

    position: Annotated[int, Meta(ge=1, le=100_000)]
    product: RefIn | None = None
    quantity: Amount | None = None
    unit: Unit = "PCE"
    value: Amount | None = None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "EUR"
    records: Annotated[list[RefIn], Meta(max_length=100)] = []
    used: Amount = "0"
    used_at: Moment | None = None
    text: Text = ""


class ContractIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contract as a source states it, with all its items."""

    ref: RefIn
    number: Annotated[str, Meta(min_length=1, max_length=60)]
    organisation: RefIn
    name: Text = ""
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    over: OverCall = OverCall.TELL
    items: Annotated[list[ContractItemIn], Meta(max_length=1000)] = []


class ContractsIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Contracts to store by their keys."""

    items: Annotated[list[ContractIn], Meta(min_length=1, max_length=500)]


class RefusedOut(Struct, frozen=True, kw_only=True):
    """What was not stored, and why."""

    index: int
    field: str
    code: str
    detail: str


class ContractsPutOut(Struct, frozen=True, kw_only=True):
    """What became of the contracts; those that were refused are named, all others stored."""

    created: int
    changed: int
    refused: list[RefusedOut]


@get(
    "/v1/contracts",
    operation_id="list_contracts",
    summary="Contracts",
    tags=["pricing"],
    opt={"permission": ["prices.view", "staff.prices"]},
    sync_to_thread=True,
)
def list_contracts(
    actor: NamedDependency[Actor],
    buyer_if_any: NamedDependency[Buyer | None],
    shelf: NamedDependency[Shelf],
    database: NamedDependency[Database],
    organisation: FromQuery[Annotated[str, Meta(max_length=40)] | None] = None,
    product: FromQuery[ProductId | None] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[Limit] = 50,
) -> ContractsOut:
    """List the buyer's contracts and those of the organisations above; for staff all, or an organisation's."""
    organisations = _scope(actor, buyer_if_any)
    if organisations is None and organisation is not None:
        organisations = [inner_id("org", organisation)]
    with database.transaction() as tx:
        page = pricing.contracts(
            tx=tx,
            organisations=organisations,
            product=inner_id("prd", product) if product else None,
            cursor=cursor,
            limit=limit,
        )
    return ContractsOut(items=[_contract(one, shelf, actor.language) for one in page.items], next=page.next)


@get(
    "/v1/contracts/{contract_id:str}",
    operation_id="get_contract",
    summary="A contract",
    tags=["pricing"],
    opt={"permission": ["prices.view", "staff.prices"]},
    sync_to_thread=True,
)
def get_contract(
    contract_id: FromPath[ContractId],
    actor: NamedDependency[Actor],
    buyer_if_any: NamedDependency[Buyer | None],
    shelf: NamedDependency[Shelf],
    database: NamedDependency[Database],
) -> ContractDetailOut:
    """Read a contract and what was called off of it."""
    id = inner_id("ctr", contract_id)
    with database.transaction() as tx:
        found = pricing.contract(tx=tx, id=id, organisations=_scope(actor, buyer_if_any))
        if found is None:
            raise NoSuchContract(contract=contract_id)
        entries = pricing.called_off(tx=tx, contract=id, limit=_MOST_ENTRIES)
    return ContractDetailOut(
        contract=_contract(found, shelf, actor.language), called_off=[_entry(entry) for entry in entries]
    )


@put(
    "/v1/contracts",
    operation_id="put_contracts",
    summary="State contracts",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def put_contracts(data: JSONBody[ContractsIn], database: NamedDependency[Database]) -> ContractsPutOut:
    """Store contracts with their items; every one that cannot be is answered with its field and reason."""
    drafts = [_draft(one) for one in data.items]
    with database.transaction() as tx:
        result = pricing.put_contracts(tx=tx, drafts=drafts)
    return ContractsPutOut(
        created=result.created,
        changed=result.changed,
        refused=[
            RefusedOut(index=one.index, field=one.field, code=one.code, detail=one.detail) for one in result.refused
        ],
    )


def _scope(actor: Actor, buyer: Buyer | None) -> list[UUID] | None:
    """Return whose contracts may be seen: staff see all, a buyer his organisation's and those above."""
    if buyer is not None:
        return list(buyer.hierarchy)
    return None if actor.kind is not ActorKind.CONTACT else []


def _draft(one: ContractIn) -> ContractDraft:
    return ContractDraft(
        ref=_ref(one.ref),
        number=one.number,
        name=one.name,
        organisation=_ref(one.organisation),
        valid=Period(one.valid_from or BEGINNING, one.valid_to),
        over=one.over,
        items=tuple(
            ContractItemDraft(
                position=item.position,
                product=_ref(item.product) if item.product else None,
                quantity=Quantity(Decimal(item.quantity), item.unit) if item.quantity else None,
                value=Money(Decimal(item.value), item.currency) if item.value else None,
                records=tuple(map(_ref, item.records)),
                used=Decimal(item.used),
                used_at=item.used_at,
                text=item.text,
            )
            for item in one.items
        ),
    )


def _ref(given: RefIn) -> ExternalRef:
    return ExternalRef(given.system, given.key)


def _contract(found: Contract, shelf: Shelf, language: str) -> ContractOut:
    return ContractOut(
        id=public_id("ctr", found.id),
        number=found.number,
        name=found.name,
        organisation=public_id("org", found.organisation),
        valid_from=found.valid.start if found.valid.start != BEGINNING else None,
        valid_to=found.valid.end,
        over=found.over,
        system=found.system,
        items=[_item(item, shelf, language) for item in found.items],
    )


def _item(item: ContractItem, shelf: Shelf, language: str) -> ContractItemOut:
    product = shelf.product(item.product) if item.product else None
    return ContractItemOut(
        id=public_id("cti", item.id),
        position=item.position,
        product=public_id("prd", item.product) if item.product else None,
        sku=product.sku if product else "",
        name=item.text or (product.name_in(language) if product else ""),
        agreed=item.agreed,
        used=item.used,
        remaining=item.remaining,
        unit=item.unit,
        currency=item.currency,
    )


def _entry(entry: CalledOff) -> CalledOffOut:
    return CalledOffOut(
        item=public_id("cti", entry.item),
        order=public_id("ord", entry.document),
        number=entry.number,
        quantity=entry.quantity,
        at=entry.at,
    )


ROUTES = [list_contracts, get_contract, put_contracts]
