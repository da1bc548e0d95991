"""The story of an order to the live ERP: its answer is lost, it is stopped, and in the end the order is there once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fondaco.apps.client.generated import CartIn, CartOut, Client, OrderIn, OrderOut, QuickOrderIn, SignInIn
from fondaco.apps.client.transport import AsgiTransport
from fondaco.apps.demo import loading, stage
from fondaco.apps.demo.alpin.books import Pace
from fondaco.apps.demo.alpin.server import Manners
from fondaco.apps.demo.goods.article import ALPIN
from fondaco.platform.settings import Settings

BUYER = "reto.ammann@alpstein.example"
TRIES = 600


async def until(ask: Callable[[], Awaitable[OrderOut]], wanted: str) -> OrderOut:
    for _ in range(TRIES):
        order = await ask()
        if order.state == wanted:
            return order
        await asyncio.sleep(0.1)
    raise AssertionError(f"the order is {order.state} and does not become {wanted}")


async def a_cart(client: Client, skus: list[str]) -> CartOut:
    cart = await client.create_cart(data=CartIn())
    text = "\n".join(f"{sku}; 200" for sku in skus)
    await client.quick_order(data=QuickOrderIn(text=text, cart=cart.id))
    return await client.get_cart(cart_id=cart.id)


@pytest.mark.slow
def test_an_order_is_in_the_erp_once_and_its_delivery_and_invoice_come_back(database_url: str, tmp_path: Path) -> None:
    async def story(stage: stage.Stage) -> None:
        transport = AsgiTransport(stage.programs["api"])
        session = await Client(transport).sign_in(data=SignInIn(email=BUYER, password=loading.PASSWORD))
        client = Client(transport, token=session.token)
        alpin = stage.operator.alpin
        skus = [article.sku for article in stage.operator.articles.values() if article.erp == ALPIN][:3]
        cart = await a_cart(client, skus)
        assert len(cart.lines) == 3

        # The first answer is lost, and before the second try the ERP is switched off and on again.
        alpin.manners.fail_after_taking = 1
        order = await client.place_order(data=OrderIn(cart=cart.id, version=cart.version, net=cart.net))
        stage.operator.stop(system=ALPIN)
        assert (await client.get_order(order_id=order.id)).state in {"placed", "forwarded"}
        stage.operator.start(system=ALPIN)
        done = await until(lambda: client.get_order(order_id=order.id), "completed")

        (known,) = alpin.books.orders_with(f"{order.number}/{ALPIN}")
        assert [line["betrag"] for line in known["positionen"]] == [f"{line.amount:f}" for line in done.lines]
        assert len(done.shipments) == 1
        assert len(done.invoices) == 1
        assert done.invoices[0].net == done.net

    extent = loading.Extent(scale=0.01, density=0.05)
    manners = Manners(slow=(0, 0), quick=(0, 0), maintenance=())
    settings = Settings(home=tmp_path, database_url=database_url)
    today = datetime(2026, 3, 2, tzinfo=UTC).date()
    with stage.set_stage(
        settings, say=lambda _: None, today=today, extent=extent, manners=manners, pace=Pace(0, 0, 0)
    ) as set_stage:
        asyncio.run(story(set_stage))
