"""A cart of many lines asks the database as often as a cart of a few: never once per line."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event as hooks

from fondaco.modules.orders import api as orders
from fondaco.modules.orders.types import Cart, LineDraft
from fondaco.platform.transaction import Tx
from tests.orders.shop import Shop, fill, look, open_shop, pieces, place


@pytest.fixture
def shop(tx: Tx) -> Shop:
    return open_shop(tx)


@contextmanager
def counted(tx: Tx) -> Iterator[list[str]]:
    """Gather the statements of a part of a test; many rows in one statement count once."""
    statements: list[str] = []

    def count(_c: object, _k: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    hooks.listen(tx.connection, "before_cursor_execute", count)
    try:
        yield statements
    finally:
        hooks.remove(tx.connection, "before_cursor_execute", count)


def carts(tx: Tx, shop: Shop) -> tuple[Cart, Cart]:
    """Fill a cart with a product of each ERP, and one with all but the last that can be ordered by twos."""
    every = fill(tx, shop, range(len(shop.products) - 1))
    good = [place for place, line in enumerate(look(tx, every, shop.site).lines) if not line.problems]
    return fill(tx, shop, good[:2]), fill(tx, shop, good)


def test_looking_at_many_lines_takes_as_many_statements_as_looking_at_two(tx: Tx, shop: Shop) -> None:
    few, many = carts(tx, shop)
    assert len(few.lines) == 2
    assert len(many.lines) > 30
    asked = []
    for cart in (few, many):
        with counted(tx) as statements:
            look(tx, cart, shop.site)
        asked.append(statements)
    assert asked[0]
    assert len(asked[0]) == len(asked[1])


def test_adding_a_line_takes_as_many_statements_in_a_long_cart_as_in_a_short_one(tx: Tx, shop: Shop) -> None:
    draft = LineDraft(product=shop.products[-1], quantity=pieces(1))
    asked = []
    for cart in carts(tx, shop):
        who = shop.site
        with counted(tx) as statements:
            orders.add_lines(tx=tx, actor=who.actor, buyer=who.buyer, cart=cart.id, drafts=[draft])
        asked.append(statements)
    assert asked[0]
    assert len(asked[0]) == len(asked[1])


def test_ordering_many_lines_takes_as_many_statements_as_ordering_two(tx: Tx, shop: Shop) -> None:
    asked = []
    for cart in carts(tx, shop):
        view = look(tx, cart, shop.site)
        with counted(tx) as statements:
            place(tx, cart, shop.site, view=view)
        asked.append(statements)
    assert asked[0]
    assert len(asked[0]) == len(asked[1])
