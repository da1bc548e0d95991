"""AdventureWorks as a source: what arrives is what an independent reading of the files counts and adds up."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from fondaco.connectors.files import api as files
from fondaco.connectors.intake.types import Mode, RunState
from fondaco.kernel.clock import now
from fondaco.modules.catalog import api as catalog
from tests.adventureworks.conftest import MAPPING, Imported

pytestmark = pytest.mark.slow


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = folder / name
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))


def one(imported: Imported, statement: str) -> tuple[object, ...]:
    with imported.database.transaction() as tx:
        return tuple(tx.execute(text(statement)).one())


def test_the_import_succeeds_and_sets_nothing_aside(imported: Imported) -> None:
    assert imported.run.state is RunState.SUCCEEDED, imported.run.error
    assert imported.report.total.refused == 0
    assert imported.report.problems == ()
    assert one(imported, "SELECT count(*) FROM intake.quarantine") == (0,)


def test_all_records_arrive(imported: Imported) -> None:
    counts = {kind: counts.read for kind, counts in imported.report.counts.items()}
    assert counts == {
        "category": 41,
        "product": 504,
        "organisation": 701,
        "address": 712,
        "contact": 753,
        "price_list": 2,
        "price_list_assignment": 701,
        "price_record": 833,
        "location": 14,
        "stock": 1069,
        "order": 3796,
    }
    for table, expected in [
        ("catalog.product", 504),
        ("catalog.category", 41),
        ("accounts.organisation", 701),
        ("accounts.address", 712),
        ("accounts.contact", 753),
        ("pricing.assignment", 701),
        ("pricing.price_record", 833),
        ("availability.location", 14),
        ("orders.sales_order", 3796),
        ("orders.sales_order_line", 60855),
    ]:
        assert one(imported, f"SELECT count(*) FROM {table}") == (expected,), table  # noqa: S608 - names from above


def test_order_lines_add_up_to_the_cent(imported: Imported) -> None:
    lines = list(rows(imported.folder, "reseller_order_lines.csv.gz"))
    amount = sum((Decimal(line["SalesAmount"]) for line in lines), Decimal(0))
    assert amount == Decimal("80450596.9823")
    tax = sum((Decimal(line["TaxAmt"]) for line in lines), Decimal(0))
    freight = sum((Decimal(line["Freight"]) for line in lines), Decimal(0))
    pieces = sum((Decimal(line["OrderQty"]) for line in lines), Decimal(0))
    assert one(imported, "SELECT sum(amount), sum(quantity), count(*) FROM orders.sales_order_line") == (
        amount,
        pieces,
        60855,
    )
    assert one(imported, "SELECT sum(net), sum(tax), sum(freight), sum(line_count) FROM orders.sales_order") == (
        amount,
        tax,
        freight,
        60855,
    )


def test_every_order_is_the_sum_of_its_lines(imported: Imported) -> None:
    expected: Counter[str] = Counter()
    for line in rows(imported.folder, "reseller_order_lines.csv.gz"):
        expected[line["SalesOrderNumber"]] += Decimal(line["SalesAmount"])  # type: ignore[assignment]
    with imported.database.transaction() as tx:
        found = {row.number: row.net for row in tx.execute(text("SELECT number, net FROM orders.sales_order"))}
    assert found == dict(expected)


def test_stock_adds_up_at_every_location(imported: Imported) -> None:
    expected: Counter[str] = Counter()
    for line in rows(imported.folder, "ProductInventory.csv"):
        expected[line["LocationID"]] += int(line["Quantity"])
    with imported.database.transaction() as tx:
        found = {
            row.key: int(row.total)
            for row in tx.execute(
                text(
                    "SELECT l.key, sum(s.on_hand) AS total FROM availability.stock s"
                    " JOIN availability.location l ON l.id = s.location GROUP BY l.key"
                )
            )
        }
    assert found == dict(expected)
    assert sum(found.values()) == 335_974


def test_list_prices_keep_their_history(imported: Imported) -> None:
    expected = Counter(Decimal(line["ListPrice"]) for line in rows(imported.folder, "ProductListPriceHistory.csv"))
    with imported.database.transaction() as tx:
        records = tx.execute(
            text("SELECT amount, valid_from, valid_to FROM pricing.price_record WHERE key LIKE 'list-%' ORDER BY key")
        ).all()
    assert Counter(record.amount for record in records) == expected
    open_ended = [line for line in rows(imported.folder, "ProductListPriceHistory.csv") if not line["EndDate"]]
    assert sum(record.valid_to is None for record in records) == len(open_ended)


def test_dealer_prices_and_offers_are_condition_records(imported: Imported) -> None:
    dealer = [
        Decimal(line["DealerPrice"])
        for line in rows(imported.folder, "dw_products_multilingual.csv")
        if line["Status"] == "Current" and line["DealerPrice"]
    ]
    assert one(
        imported,
        "SELECT count(*), sum(amount) FROM pricing.price_record WHERE key LIKE 'dealer-%' AND price_list IS NOT NULL",
    ) == (len(dealer), sum(dealer))
    offers = {line["SpecialOfferID"]: line for line in rows(imported.folder, "SpecialOffer.csv")}
    wanted = Counter(
        (Decimal(offer["DiscountPct"]) * 100, Decimal(offer["MinQty"]))
        for line in rows(imported.folder, "SpecialOfferProduct.csv")
        if Decimal((offer := offers[line["SpecialOfferID"]])["DiscountPct"])
    )
    with imported.database.transaction() as tx:
        found = tx.execute(text("SELECT amount, scale FROM pricing.price_record WHERE kind = 'discount'")).all()
    assert Counter((row.amount, row.scale) for row in found) == wanted
    assert {scale for _, scale in wanted} == {Decimal(least) for least in (0, 11, 15, 25, 41)}


def test_a_product_has_its_texts_category_and_attributes(imported: Imported) -> None:
    with imported.database.transaction() as tx:
        id = catalog.find_by_skus(tx=tx, skus=["BK-M82S-38"])["BK-M82S-38"]
        bike = catalog.product(tx=tx, id=id)
        tree = {category.id: category for category in catalog.categories(tx=tx)}
    assert bike.names["en"] == "Mountain-100 Silver, 38"
    assert set(bike.descriptions) == {"en", "de", "fr", "ar", "he", "th", "zh", "ja", "tr"}
    assert bike.descriptions["de"].startswith("Top-Mountainbike")
    category = tree[bike.category] if bike.category else None
    assert category is not None
    assert category.names["en"] == "Mountain Bikes"
    assert category.parent is not None
    assert tree[category.parent].names["en"] == "Bikes"
    attributes = {attribute.code: attribute for attribute in bike.attributes}
    assert (attributes["size"].value, attributes["size"].unit) == ("38", "CMT")
    assert attributes["color"].names["de"] == "Farbe"
    assert bike.base_unit == "PCE"


def test_what_is_sold_is_active(imported: Imported) -> None:
    sold = sum(
        line["FinishedGoodsFlag"] == "1" and not line["SellEndDate"] and not line["DiscontinuedDate"]
        for line in rows(imported.folder, "Product.csv")
    )
    assert one(imported, "SELECT count(*) FROM catalog.product WHERE active") == (sold,)


def test_the_same_files_again_change_nothing(imported: Imported) -> None:
    run, report = files.import_folder(
        database=imported.database,
        mapping_text=MAPPING.read_text("utf-8"),
        folder=imported.folder,
        now=now,
        mode=Mode.FULL,
        dry_run=True,
    )
    assert run.state is RunState.SUCCEEDED, run.error
    told = {kind: counts for kind, counts in report.counts.items() if kind != "stock"}
    assert all((c.created, c.changed, c.refused, c.ended) == (0, 0, 0, 0) for c in told.values()), told
    assert report.counts["stock"].created == 0
