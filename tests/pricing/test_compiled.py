"""The compiled book: shared, never mistaken for another one's, and never trusted when it is not whole."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.columns import file
from fondaco.modules.pricing.events import BookCompiled
from fondaco.modules.pricing.store import bulk
from fondaco.modules.pricing.types import LinePrice, PriceRequest
from fondaco.platform.transaction import Database
from tests.pricing.test_book import house, product, put, record, ref


@pytest.fixture
def buyer(database: Database) -> Buyer:
    with database.transaction() as tx:
        buyer = house(tx)
        put(tx, record("list"), record("site", organisation=ref("site"), amount=Decimal("8.50")))
        put(tx, record("odd", product=ref("p2"), amount=Decimal("0.123456789")))
    return buyer


def load(database: Database, folder: Path) -> pricing.PriceBook:
    book = pricing.PriceBook(folder=folder)
    with database.snapshot() as tx:
        book.load(tx=tx)
    return book


def net(database: Database, book: pricing.PriceBook, buyer: Buyer, key: str = "p1") -> Decimal:
    with database.snapshot() as tx:
        asked = PriceRequest(product=product(tx, key), quantity=Quantity(Decimal(1), "PCE"))
    (line,) = pricing.price_lines(book=book, buyer=buyer, lines=[asked])
    assert isinstance(line, LinePrice)
    return line.net.amount


@pytest.fixture
def never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads all records from the tables fails."""

    def refuse(**_: object) -> None:
        raise AssertionError("the tables are read although there is a file")

    monkeypatch.setattr(bulk, "read_segment", refuse)


def test_a_start_reads_the_file_and_what_came_after_it(
    database: Database, buyer: Buyer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert pricing.compile_book(database=database, folder=tmp_path, worth=1) is not None
    with database.transaction() as tx:
        put(tx, record("later", organisation=ref("site"), product=ref("p2"), amount=Decimal(3)))
    request.getfixturevalue("never_read")
    book = load(database, tmp_path)
    assert net(database, book, buyer) == Decimal("8.50")
    assert net(database, book, buyer, "p2") == 3
    # The record that no whole number holds came from the tables; it is the list price of p2.
    stranger = replace(buyer, hierarchy=())
    assert net(database, book, stranger, "p2") == Decimal("0.123456789")


def test_what_ended_since_is_not_in_force_any_more(database: Database, buyer: Buyer, tmp_path: Path) -> None:
    pricing.compile_book(database=database, folder=tmp_path, worth=1)
    with database.transaction() as tx:
        pricing.load_price_records(tx=tx, rows=[record("list")], source="erp", system="erp", complete=True)
    assert net(database, load(database, tmp_path), buyer) == 10


def test_few_changes_are_not_worth_a_new_file(database: Database, buyer: Buyer, tmp_path: Path) -> None:
    assert pricing.compile_book(database=database, folder=tmp_path, worth=1) is not None
    assert pricing.compile_book(database=database, folder=tmp_path, worth=1) is None
    with database.transaction() as tx:
        put(tx, record("later", product=ref("p2"), organisation=ref("site")))
    assert pricing.compile_book(database=database, folder=tmp_path, worth=2) is None
    assert pricing.compile_book(database=database, folder=tmp_path, worth=1) is not None
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("place", [5, 200, -200, -1])
def test_a_damaged_file_is_noticed_and_the_tables_are_read(
    database: Database, buyer: Buyer, tmp_path: Path, place: int
) -> None:
    path = pricing.compile_book(database=database, folder=tmp_path, worth=1)
    assert path is not None
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)
    assert file.read(path) is None
    assert net(database, load(database, tmp_path), buyer) == Decimal("8.50")


@pytest.mark.parametrize("left", [0, 10, 500, 0.9])
def test_a_file_cut_short_is_noticed(database: Database, buyer: Buyer, tmp_path: Path, left: float) -> None:
    path = pricing.compile_book(database=database, folder=tmp_path, worth=1)
    assert path is not None
    content = path.read_bytes()
    path.write_bytes(content[: int(left * len(content)) if left < 1 else int(left)])
    assert file.read(path) is None
    assert net(database, load(database, tmp_path), buyer) == Decimal("8.50")


def test_the_file_of_another_database_is_not_used(database: Database, buyer: Buyer, tmp_path: Path) -> None:
    path = pricing.compile_book(database=database, folder=tmp_path, worth=1)
    assert path is not None
    with database.transaction() as tx:
        # As if the database had been put back to a moment before the compilation.
        tx.connection.exec_driver_sql("DELETE FROM pricing.compiled_book")
        put(tx, record("list", amount=Decimal(11)), record("site", organisation=ref("site"), amount=Decimal(12)))
    assert net(database, load(database, tmp_path), buyer) == 12


def test_processes_take_the_new_file_when_they_hear_of_it(database: Database, buyer: Buyer, tmp_path: Path) -> None:
    book = load(database, tmp_path)
    pricing.compile_book(database=database, folder=tmp_path, worth=1)
    with database.snapshot() as tx:
        book.apply(tx=tx, events=[BookCompiled(load=1)])
    assert net(database, book, buyer) == Decimal("8.50")
