"""Routes of the whole own price list as a file: CSV while it is made, or a workbook."""

import csv
import io
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream

from fondaco.kernel.buyer import Buyer
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.pricing.api import PriceBook, offers
from fondaco.modules.pricing.listing import Offer

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv"
_CHUNK = 256 * 1024
_LINES = 500
_HEADINGS = {
    "de": ("Artikelnummer", "Ihre Nummer", "Bezeichnung", "Ihr Preis", "Währung", "Preis je", "Einheit", "Listenpreis",
           "Listenpreis je"),
    "en": ("Part number", "Your number", "Name", "Your price", "Currency", "Price per", "Unit", "List price",
           "List price per"),
}  # fmt: skip
# A spreadsheet would take what begins like this for a formula.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
Row = tuple[str, str, str, Decimal, str, Decimal, str, Decimal | None, Decimal | None]


@get(
    "/v1/own-prices.csv",
    operation_id="own_prices_csv",
    summary="All own prices as CSV",
    tags=["pricing"],
    opt={"permission": "prices.view"},
    media_type=_CSV,
    responses={200: ResponseSpec(data_container=str, description="The price list.", media_type=_CSV)},
    sync_to_thread=True,
)
def own_prices_csv(
    buyer: NamedDependency[Buyer], book: NamedDependency[PriceBook], shelf: NamedDependency[Shelf]
) -> Stream:
    """Write the price of every product one can buy, in the form of the buyer's country: UTF-8, sent while it is made."""
    return _sent(_csv(buyer, _rows(offers(book=book, shelf=shelf, buyer=buyer))), f"{_CSV}; charset=utf-8", "csv")


@get(
    "/v1/own-prices.xlsx",
    operation_id="own_prices_xlsx",
    summary="All own prices as a workbook",
    tags=["pricing"],
    opt={"permission": "prices.view"},
    media_type=_SHEET,
    responses={200: ResponseSpec(data_container=bytes, description="The price list.", media_type=_SHEET)},
    sync_to_thread=True,
)
def own_prices_xlsx(
    buyer: NamedDependency[Buyer], book: NamedDependency[PriceBook], shelf: NamedDependency[Shelf]
) -> Stream:
    """Write the price of every product one can buy into a workbook; numbers are numbers, texts are never formulas."""
    return _sent(_xlsx(buyer, _rows(offers(book=book, shelf=shelf, buyer=buyer))), _SHEET, "xlsx")


def _rows(found: Iterator[Offer]) -> Iterator[Row]:
    for one in found:
        price, listed = one.price, one.price.list
        yield (
            one.sku,
            one.own_number,
            one.name,
            price.amount,
            price.currency,
            price.per,
            price.unit,
            listed.amount if listed else None,
            listed.per if listed else None,
        )


def _csv(buyer: Buyer, rows: Iterator[Row]) -> Iterator[bytes]:
    """Write as spreadsheets of the country read it: semicolons and decimal commas in German."""
    german = buyer.language == "de"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if german else ",", lineterminator="\r\n")
    # The mark by which spreadsheets know UTF-8.
    buffer.write("\ufeff")
    writer.writerow(_headings(buyer))
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(value, german=german) for value in row])
        if number % _LINES == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: str | Decimal | None, *, german: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",") if german else f"{value:f}"
    return f"'{value}" if value.startswith(_FORMULAS) else value


def _xlsx(buyer: Buyer, rows: Iterator[Row]) -> Iterator[bytes]:
    # Half a second that only downloads need.
    from xlsxwriter import Workbook

    headings = _headings(buyer)
    with tempfile.TemporaryFile() as file:
        # Row by row to disk: the memory it takes does not grow with the list.
        with Workbook(file, {"constant_memory": True}) as book:
            sheet, bold = book.add_worksheet(headings[3]), book.add_format({"bold": True})
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 1, 20)
            sheet.set_column(2, 2, 48)
            sheet.write_row(0, 0, headings, bold)
            for number, row in enumerate(rows, start=1):
                for place, value in enumerate(row):
                    if isinstance(value, Decimal):
                        sheet.write_number(number, place, value)
                    elif value:
                        sheet.write_string(number, place, value)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _headings(buyer: Buyer) -> tuple[str, ...]:
    return _HEADINGS.get(buyer.language, _HEADINGS["en"])


def _sent(parts: Iterator[bytes], media_type: str, ending: str) -> Stream:
    name = f'attachment; filename="prices.{ending}"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Stream(parts, media_type=media_type, headers=headers)


ROUTES: list[Any] = [own_prices_csv, own_prices_xlsx]
