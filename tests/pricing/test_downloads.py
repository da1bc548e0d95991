"""The own price list as a file: every price the book tells, in the form of the country, and no formula anywhere."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl

from fondaco.kernel.quantity import Quantity
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import ProductDraft
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.http import downloads
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from fondaco.platform.transaction import Tx
from tests.pricing.test_book import house, product, put, record, ref


def test_the_file_holds_the_own_prices_of_all_that_can_be_bought(tx: Tx) -> None:
    buyer = house(tx)
    tricky = ProductDraft(ref=ref("f"), sku="=1+1", names={"en": "@SUM(A1)", "de": 'Umlaut ß; "Zoll"'})
    assert not catalog.put_products(tx=tx, drafts=[tricky], source="erp").refused
    put(
        tx,
        record("list", amount=Decimal("12.50"), per=Decimal(100)),
        record("own", amount=Decimal("1234.5"), product=ref("f"), organisation=ref("site")),
    )
    book, shelf = pricing.PriceBook(), catalog.Shelf()
    book.load(tx=tx)
    shelf.load(tx=tx)
    for language, mark, comma in (("de", ";", ","), ("en", ",", ".")):
        asker = replace(buyer, language=language)
        found = list(pricing.offers(book=book, shelf=shelf, buyer=asker))
        parts = list(downloads._csv(asker, downloads._rows(iter(found))))
        text = b"".join(parts).decode()
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text[1:]), delimiter=mark))
        assert [row[0] for row in rows[1:]] == [f"'{one.sku}" if one.sku == "=1+1" else one.sku for one in found]
        by_sku = {row[0]: row for row in rows}
        assert by_sku["'=1+1"][2].startswith("Umlaut" if language == "de" else "'@SUM")
        assert by_sku["'=1+1"][3] == f"1234{comma}5"
        assert by_sku["p1"][3:9] == [f"12{comma}50", "EUR", "100", "PCE", f"12{comma}50", "100"]
        for one in found:
            asked = [PriceRequest(product=one.product, quantity=Quantity(Decimal(1), "PCE"))]
            [price] = pricing.price_lines(book=book, buyer=asker, lines=asked)
            assert isinstance(price, LinePrice)
            assert (price.net.amount, price.net.per.value) == (one.price.amount, one.price.per)
    assert product(tx, "p2") not in {one.product for one in found}


def test_numbers_are_numbers_and_texts_no_formulas_in_the_workbook(tx: Tx) -> None:
    buyer = house(tx)
    tricky = ProductDraft(ref=ref("f"), sku="=1+1", names={"en": "x"})
    assert not catalog.put_products(tx=tx, drafts=[tricky], source="erp").refused
    put(tx, record("own", amount=Decimal("1234.5"), product=ref("f")))
    book, shelf = pricing.PriceBook(), catalog.Shelf()
    book.load(tx=tx)
    shelf.load(tx=tx)
    rows = downloads._rows(pricing.offers(book=book, shelf=shelf, buyer=buyer))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(downloads._xlsx(buyer, rows)))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:5] == ["=1+1", None, "x", 1234.5, "EUR"]
    assert sheet["A2"].data_type == "s"
