"""Customers, terms, stock and history: as many as promised, the same every time, with patterns worth finding."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fondaco.apps.demo.drops import nord, sued
from fondaco.apps.demo.goods.article import ERPS
from fondaco.apps.demo.goods.catalogue import selection
from fondaco.apps.demo.trade import history, supply, terms
from fondaco.apps.demo.trade.customers import customers, people

SMALL = selection(0.03)
TODAY = date(2026, 3, 2)


def test_eighty_organisations_stand_in_hierarchies_of_three_levels() -> None:
    found = customers()
    assert len(found) >= 80
    level = {customer.key: customer.level for customer in found}
    assert len(level) == len(found)
    assert len({customer.name for customer in found}) == len(found)
    seen: set[str] = set()
    for customer in found:
        if customer.parent is not None:
            assert customer.parent in seen, "parents come first"
            assert (level[customer.parent], customer.level) in {("group", "legal_entity"), ("legal_entity", "site")}
        seen.add(customer.key)
    assert set(Counter(customer.country for customer in found)) == {"DE", "AT", "CH"}
    assert all((customer.currency == "CHF") == (customer.country == "CH") for customer in found)


def test_people_have_addresses_nobody_can_own_and_every_role_is_there() -> None:
    found = people()
    assert len({person.email for person in found}) == len(found)
    assert all(person.email.endswith(".example") for person in found)
    assert {person.role for person in found[:4]} == {"organisation_admin", "buyer", "viewer", "administrator"}


def test_agreements_beat_the_list_and_fall_with_the_scale() -> None:
    last: dict[tuple[str, str], Decimal] = {}
    for agreed in terms.agreements(customers(), SMALL):
        assert agreed.price < agreed.article.list_price
        key = (agreed.customer.key, agreed.article.sku)
        assert agreed.scale == 0 or agreed.price <= last[key]
        last[key] = agreed.price
    assert len(last) > 100


def test_every_article_has_stock_where_its_erp_keeps_it() -> None:
    levels = list(supply.levels(SMALL))
    assert {level.location for level in levels} == {"ULM", "BRE", "LPZ", "SGN"}
    assert {level.article.sku for level in levels} == {article.sku for article in SMALL}
    empty = {level.article.sku for level in levels if level.on_hand == 0}
    expected = {arrival.article.sku for arrival in supply.arrivals(SMALL)}
    assert empty, "some places are empty, or there would be nothing to promise by date"
    assert empty <= expected


def test_history_covers_eighteen_months_and_buyers_repeat_themselves() -> None:
    orders = list(history.past_orders(customers(), SMALL, density=0.3))
    assert max(order.days_ago for order in orders) > 500
    assert min(order.days_ago for order in orders) >= 1
    assert len({order.key for order in orders}) == len(orders)
    assert {order.erp for order in orders} == set(ERPS)
    for order in orders:
        assert all(line.article.erp == order.erp for line in order.lines)
        assert all(line.quantity % line.article.multiple == 0 for line in order.lines)
    bought: dict[str, Counter[str]] = {}
    for order in orders:
        bought.setdefault(order.customer.key, Counter()).update(line.article.sku for line in order.lines)
    again = sum(count > 2 for counter in bought.values() for count in counter.values())
    once = sum(count == 1 for counter in bought.values() for count in counter.values())
    assert again > once


@pytest.mark.slow
def test_the_files_are_the_same_every_time_and_shift_with_the_day(tmp_path: Path) -> None:
    for drop in (sued, nord):
        for name, day in (("a", TODAY), ("b", TODAY), ("c", date(2026, 3, 3))):
            drop.write(folder=tmp_path / name, articles=SMALL, customers=customers(), today=day, density=0.2)
    names = {path.name for path in (tmp_path / "a").iterdir()} - {"customers.xlsx"}
    same = {name: (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names}
    assert all(same.values()), same
    shifted = {name for name in names if (tmp_path / "a" / name).read_bytes() != (tmp_path / "c" / name).read_bytes()}
    assert shifted == {"PREISE.CSV", "ZUGANG.CSV", "AUFTRAEGE.CSV", "prices.jsonl", "inbound.jsonl", "orders.jsonl"}


def test_the_drops_differ_in_shape(tmp_path: Path) -> None:
    sued.write(folder=tmp_path, articles=SMALL, customers=customers(), today=TODAY, density=0.1)
    text = (tmp_path / "PREISE.CSV").read_bytes().decode("cp1252")
    header, first, *_ = text.splitlines()
    assert header == "KOND_NR;ARTNR;DEBITOR;WKZ;AB_MENGE;PREIS;PE;ME;GUELTIG_AB;GUELTIG_BIS"
    row = dict(zip(header.split(";"), first.split(";"), strict=True))
    assert row["ARTNR"].isdigit()
    assert row["PE"] == "100"
    assert row["ME"] == "ST"
