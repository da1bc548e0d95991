"""Routes of price lists and condition records, for staff."""

from decimal import Decimal
from typing import Any

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import UNSET

from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import ExternalRef, inner_id, new_id, public_id
from fondaco.kernel.period import BEGINNING, Period
from fondaco.modules.accounts import api as accounts
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.http.schemas import (
    PriceListOut,
    PriceListsOut,
    PriceRecordIn,
    PriceRecordOut,
    PriceRecordPatch,
    PriceRecordsOut,
    ProductId,
    RecordId,
)
from fondaco.modules.pricing.types import (
    PriceRecord,
    PriceRecordDraft,
)
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.version import versioned


@get(
    "/v1/price-lists",
    operation_id="list_price_lists",
    summary="Price lists",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_price_lists(database: NamedDependency[Database]) -> PriceListsOut:
    """List all price lists."""
    with database.transaction() as tx:
        found = pricing.price_lists(tx=tx)
    return PriceListsOut(
        items=[
            PriceListOut(id=public_id("plt", one.id), name=one.name, currency=one.currency)
            for one in sorted(found, key=lambda one: one.name)
        ]
    )


@get(
    "/v1/price-records",
    operation_id="list_price_records",
    summary="Condition records of a product",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def list_price_records(product: FromQuery[ProductId], database: NamedDependency[Database]) -> PriceRecordsOut:
    """List all condition records that may concern a product, those for categories and everything included."""
    with database.transaction() as tx:
        found = pricing.records_concerning(tx=tx, product=inner_id("prd", product))
    return PriceRecordsOut(items=[_record(record) for record in found])


@post(
    "/v1/price-records",
    operation_id="create_price_record",
    summary="Add a condition record of our own",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def create_price_record(
    data: JSONBody[PriceRecordIn], once: NamedDependency[Once], actor: NamedDependency[Actor]
) -> Response[PriceRecordOut]:
    """Agree a price with an organisation, or set one for everybody; an ambiguous one is refused."""

    def work(tx: Tx) -> PriceRecordOut:
        organisation = inner_id("org", data.organisation) if data.organisation else None
        if organisation is not None:
            accounts.organisation(tx=tx, id=organisation, actor=actor)
        draft = PriceRecordDraft(
            ref=ExternalRef(pricing.OWN_SYSTEM, str(new_id())),
            kind=data.kind,
            calculation=data.calculation,
            amount=Decimal(data.amount),
            currency=data.currency,
            per=Decimal(data.per),
            unit=data.unit,
            scale=Decimal(data.scale),
            valid=Period(data.valid_from or BEGINNING, data.valid_to),
            text=data.text,
            type=data.type,
            scale_by=data.scale_by,
            sales_area=data.sales_area,
            segment=data.segment,
            arm=data.arm,
            metal=data.metal,
        )
        stored, _ = pricing.add_price_record(
            tx=tx,
            draft=draft,
            product=inner_id("prd", data.product) if data.product else None,
            category=inner_id("cat", data.category) if data.category else None,
            price_list=inner_id("plt", data.price_list) if data.price_list else None,
            organisation=organisation,
        )
        return _record(stored)

    return once.run(work)


@get(
    "/v1/price-records/{record_id:str}",
    operation_id="get_price_record",
    summary="A condition record",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def get_price_record(record_id: FromPath[RecordId], database: NamedDependency[Database]) -> Response[PriceRecordOut]:
    """Read one condition record, of any source."""
    with database.transaction() as tx:
        found, version = pricing.price_record(tx=tx, id=inner_id("prc", record_id))
    return versioned(_record(found), version)


@patch(
    "/v1/price-records/{record_id:str}",
    operation_id="change_price_record",
    summary="Change a condition record of our own",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def change_price_record(
    record_id: FromPath[RecordId],
    data: JSONBody[PriceRecordPatch],
    expected_version: NamedDependency[int],
    database: NamedDependency[Database],
) -> Response[PriceRecordOut]:
    """Change amount, scale or period; what an ERP states is changed there, an ambiguous change is refused."""
    id = inner_id("prc", record_id)
    changes: dict[str, Any] = {
        name: Decimal(value) for name in ("amount", "per", "scale") if isinstance(value := getattr(data, name), str)
    }
    changes |= {name: value for name in ("unit", "text") if isinstance(value := getattr(data, name), str)}
    with database.transaction() as tx:
        if data.valid_from is not UNSET or data.valid_to is not UNSET:
            valid = pricing.price_record(tx=tx, id=id)[0].valid
            start = valid.start if data.valid_from is UNSET else data.valid_from
            changes["valid"] = Period(start, valid.end if data.valid_to is UNSET else data.valid_to)
        changed, version = pricing.change_price_record(tx=tx, id=id, expected_version=expected_version, changes=changes)
    return versioned(_record(changed), version)


@delete(
    "/v1/price-records/{record_id:str}",
    operation_id="end_price_record",
    summary="End a condition record of our own",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def end_price_record(
    record_id: FromPath[RecordId], expected_version: NamedDependency[int], database: NamedDependency[Database]
) -> None:
    """End a record; from now on the price is made without it."""
    with database.transaction() as tx:
        pricing.end_price_record(tx=tx, id=inner_id("prc", record_id), expected_version=expected_version)


def _record(record: PriceRecord) -> PriceRecordOut:
    return PriceRecordOut(
        id=public_id("prc", record.id),
        kind=record.kind.value,
        calculation=record.calculation.value,
        amount=record.amount,
        currency=record.currency,
        per=record.per,
        unit=record.unit,
        scale=record.scale,
        organisation=public_id("org", record.organisation) if record.organisation else None,
        price_list=public_id("plt", record.price_list) if record.price_list else None,
        product=public_id("prd", record.product) if record.product else None,
        category=public_id("cat", record.category) if record.category else None,
        valid_from=record.valid.start,
        valid_to=record.valid.end,
        system=record.system,
        key=record.key,
        text=record.text,
        type=record.type,
        scale_by=record.scale_by.value,
        sales_area=record.sales_area,
        segment=record.segment,
        metal=record.metal,
    )


ROUTES: list[Any] = [
    list_price_lists,
    list_price_records,
    create_price_record,
    get_price_record,
    change_price_record,
    end_price_record,
]
