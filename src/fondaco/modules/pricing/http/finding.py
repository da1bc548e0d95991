"""Routes that find condition records, and take and give them as files."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromQuery, JSONBody, QueryParameter
from litestar.response import Stream
from msgspec import Meta, Struct

from fondaco.kernel.errors import Problem, Refusal
from fondaco.kernel.ids import inner_id, new_id
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.http.drafts import draft_of, places_of
from fondaco.modules.pricing.http.records import record_out
from fondaco.modules.pricing.http.schemas import Moment, PriceRecordIn, PriceRecordOut
from fondaco.modules.pricing.types import Kind, PriceRecordDraft, RecordQuery
from fondaco.platform.transaction import Database, Tx
from fondaco.platform.web.once import Once
from fondaco.platform.web.page import Cursor

_CSV = "text/csv"
_PAGE, _MOST_ROWS = 1000, 2000
_COLUMNS = (
    "product", "category", "organisation", "price_list", "segment", "arm", "kind", "type", "calculation", "amount",
    "currency", "per", "unit", "scale", "scale_by", "sales_area", "metal", "valid_from", "valid_to", "text", "key", "system",
)  # fmt: skip
# A spreadsheet would take what begins like this for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
Id = Annotated[str, Meta(max_length=40)]
Word = Annotated[str, Meta(max_length=60)]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="At most so many records.")]


class FoundRecordsOut(Struct, frozen=True, kw_only=True):
    """Condition records that fit, in an order that stays."""

    items: list[PriceRecordOut]
    next: str | None = None


class ImportIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of condition records of our own, with the columns of the download; what has no `key` is new."""

    content: Annotated[
        str, Meta(min_length=1, max_length=4_000_000, examples=["product;amount\nprd_01jd8k3z5v9w2x4y6a8c0e1g3h;7.25"])
    ]


class ImportedLineOut(Struct, frozen=True, kw_only=True):
    """A line of the file that was not taken, with the field and the reason."""

    line: int
    field: str
    code: str
    detail: str


class ImportedOut(Struct, frozen=True, kw_only=True):
    """What became of a file: so many lines were taken, all others are answered."""

    read: int
    taken: int
    refused: list[ImportedLineOut]


@get(
    "/v1/price-records/search",
    operation_id="find_price_records",
    summary="Find condition records",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def find_price_records(
    database: NamedDependency[Database],
    product: FromQuery[Id | None] = None,
    organisation: FromQuery[Id | None] = None,
    price_list: FromQuery[Id | None] = None,
    kind: FromQuery[Kind | None] = None,
    condition_type: Annotated[Word, QueryParameter(name="type")] = "",
    system: FromQuery[Word] = "",
    sales_area: FromQuery[Word] = "",
    on: FromQuery[Moment | None] = None,
    cursor: FromQuery[Cursor | None] = None,
    limit: FromQuery[Limit] = 50,
) -> FoundRecordsOut:
    """Find records by whom and what they are for, their type and source, and a moment they are in force at."""
    query = _query(product, organisation, price_list, kind, condition_type, system, sales_area, on)
    with database.transaction() as tx:
        page = pricing.find_records(tx=tx, query=query, cursor=cursor, limit=limit)
    return FoundRecordsOut(items=[record_out(one) for one in page.items], next=page.next)


@get(
    "/v1/price-records/search.csv",
    operation_id="price_records_csv",
    summary="Condition records as CSV",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    media_type=_CSV,
    responses={200: ResponseSpec(data_container=str, description="The records.", media_type=_CSV)},
    sync_to_thread=True,
)
def price_records_csv(
    database: NamedDependency[Database],
    product: FromQuery[Id | None] = None,
    organisation: FromQuery[Id | None] = None,
    price_list: FromQuery[Id | None] = None,
    kind: FromQuery[Kind | None] = None,
    condition_type: Annotated[Word, QueryParameter(name="type")] = "",
    system: FromQuery[Word] = "",
    sales_area: FromQuery[Word] = "",
    on: FromQuery[Moment | None] = None,
) -> Stream:
    """Write all records that fit, sent while they are read."""
    query = _query(product, organisation, price_list, kind, condition_type, system, sales_area, on)
    headers = {"content-disposition": 'attachment; filename="price-records.csv"'}
    return Stream(_written(database, query), media_type=f"{_CSV}; charset=utf-8", headers=headers)


@post(
    "/v1/price-records/import",
    operation_id="import_price_records",
    summary="Take condition records from a file",
    tags=["pricing"],
    opt={"permission": "staff.prices"},
    sync_to_thread=True,
)
def import_price_records(data: JSONBody[ImportIn], once: NamedDependency[Once]) -> Response[ImportedOut]:
    """Store the good lines of a file and answer every bad one with its place and reason."""
    return once.run(lambda tx: _imported(tx, data.content))


def _query(
    product: str | None,
    organisation: str | None,
    price_list: str | None,
    kind: Kind | None,
    condition_type: str,
    system: str,
    sales_area: str,
    on: datetime | None,
) -> RecordQuery:
    return RecordQuery(
        product=inner_id("prd", product) if product else None,
        organisation=inner_id("org", organisation) if organisation else None,
        price_list=inner_id("plt", price_list) if price_list else None,
        kind=kind,
        type=condition_type,
        system=system,
        sales_area=sales_area,
        on=on,
    )


def _written(database: Database, query: RecordQuery) -> Iterator[bytes]:
    yield _lines([_COLUMNS])
    cursor: str | None = None
    while True:
        with database.transaction() as tx:
            page = pricing.find_records(tx=tx, query=query, cursor=cursor, limit=_PAGE)
        told = [msgspec.to_builtins(record_out(one)) for one in page.items]
        yield _lines([tuple(_cell(one.get(name)) for name in _COLUMNS) for one in told])
        cursor = page.next
        if cursor is None:
            return


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _lines(rows: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


def _imported(tx: Tx, content: str) -> ImportedOut:
    text = content.lstrip("\ufeff")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    taken, read, refused = 0, 0, list[ImportedLineOut]()
    try:
        unknown = [name for name in reader.fieldnames or () if name not in _COLUMNS]
        if unknown or "amount" not in (reader.fieldnames or ()):
            wrong = _line(1, ", ".join(unknown)[:200] or "amount", "pricing.unknown_column")
            return ImportedOut(read=0, taken=0, refused=[wrong])
        for number, row in enumerate(reader, start=2):
            if read == _MOST_ROWS:
                refused.append(_line(number, "", "pricing.too_many_lines"))
                break
            read += 1
            flaws = _take(tx, number, row)
            taken, refused = taken + (not flaws), refused + flaws
    except csv.Error as error:
        refused.append(_line(read + 1, "", "pricing.unreadable_line", str(error)))
    return ImportedOut(read=read, taken=taken, refused=refused)


def _take(tx: Tx, number: int, row: dict[Any, Any]) -> list[ImportedLineOut]:
    """Store one line, in a savepoint of its own; return what is wrong with it."""
    if any("\0" in str(value) for value in row.values()):
        return [_line(number, "", "pricing.unreadable_line")]
    if None in row or None in row.values():
        return [_line(number, "", "pricing.wrong_number_of_cells")]
    given = {name: value.strip() for name, value in row.items() if name not in {"key", "system"} and value.strip()}
    system, key = row.get("system", "").strip(), row.get("key", "").strip()
    if system not in {"", pricing.OWN_SYSTEM}:
        return [_line(number, "system", "pricing.stated_elsewhere")]
    try:
        stated = msgspec.convert(given, PriceRecordIn, strict=False)
        with tx.savepoint():
            draft = PriceRecordDraft(**draft_of(stated, key=key or str(new_id())))
            pricing.demand_one_person(tx=tx, draft=draft)
            pricing.add_price_record(tx=tx, draft=draft, **places_of(tx, stated))
    except msgspec.ValidationError as error:
        return [_line(number, str(error).rpartition("$.")[2].rstrip("`"), "web.invalid_input", str(error))]
    except Refusal as refusal:
        problems = refusal.problems or [Problem(pointer="", code=refusal.code, detail=refusal.title)]
        return [_line(number, one.pointer.lstrip("/"), one.code, one.detail) for one in problems]
    return []


def _line(number: int, field: str, code: str, detail: str = "") -> ImportedLineOut:
    said = {
        "pricing.unknown_column": "The file has columns that are not known, or no column for the amount.",
        "pricing.too_many_lines": f"Not more than {_MOST_ROWS} lines are taken at once; this one and all after it are not.",
        "pricing.wrong_number_of_cells": "This line has another number of cells than the heading.",
        "pricing.unreadable_line": "This line holds what no text has.",
        "pricing.stated_elsewhere": "A record of another source is changed there.",
    }
    return ImportedLineOut(line=number, field=field, code=code, detail=detail or said.get(code, ""))


ROUTES = [find_price_records, price_records_csv, import_price_records]
