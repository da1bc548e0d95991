"""Routes of price lists and condition records, for staff."""

from typing import Any

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec.structs import replace

from fondaco.kernel.actor import Actor
from fondaco.kernel.ids import inner_id, new_id, public_id
from fondaco.modules.accounts import api as accounts
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.http.drafts import changes_of, draft_of, places_of
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
    return PriceRecordsOut(items=[record_out(record) for record in found])


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
        draft = PriceRecordDraft(**draft_of(data, key=str(new_id())))
        pricing.demand_one_person(tx=tx, draft=draft)
        stored, _ = pricing.add_price_record(tx=tx, draft=draft, **places_of(tx, data))
        return record_out(stored)

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
    return versioned(replace(record_out(found), version=version), version)


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
    with database.transaction() as tx:
        changes = changes_of(tx, id, data)
        pricing.demand_one_person(tx=tx, record=id, changes=changes or {"text": ""})
        changed, version = pricing.change_price_record(tx=tx, id=id, expected_version=expected_version, changes=changes)
    return versioned(replace(record_out(changed), version=version), version)


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
    id = inner_id("prc", record_id)
    with database.transaction() as tx:
        pricing.demand_one_person(tx=tx, record=id)
        pricing.end_price_record(tx=tx, id=id, expected_version=expected_version)


def record_out(record: PriceRecord) -> PriceRecordOut:
    """Write a condition record."""
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
