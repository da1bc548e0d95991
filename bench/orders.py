"""Placing orders over HTTP: ten lines over 16 connections, and 64 buyers at once after few units; never one unit twice.

    python -m bench.orders [--orders N] [--processes N]

The carts are made and looked at before; what is timed is placing alone: check, hold, price, store, queue for the ERP and
outbox, in one transaction that is on disk when the answer comes. Afterwards what is held is compared with what there is.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from sqlalchemy import text

from bench.support.goods import HOUSE, SYSTEM, Trade, ref, stock_up
from bench.support.house import House, open_house
from bench.support.report import percentile, tell
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import public_id
from fondaco.kernel.quantity import Quantity
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import StockDraft
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.types import LineDraft
from fondaco.platform.transaction import Tx

CONNECTIONS, LINES, CROWD = 16, 10, 64
PROMISED_RATE, PROMISED_P99_MS = 120, 250
PRODUCTS, ORGANISATIONS, SCARCE, UNITS = 2_000, 40, 8, 40
_BATCH, _WARM = 50, 64


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=1_500)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--load", nargs=2, type=int)
    arguments = parser.parse_args()
    if arguments.load:
        asyncio.run(load(ports=sorted(set(arguments.load)), requests=json.load(sys.stdin)))
        return 0
    with open_house() as house:
        trade = stock_up(database=house.database, products=PRODUCTS, organisations=ORGANISATIONS)
        rng = random.Random(4711)
        scarce = range(SCARCE)
        with house.database.transaction() as tx:
            few(tx)
        plenty = range(SCARCE, PRODUCTS)
        many = carts(house, trade, rng, plenty, count=arguments.orders + _WARM, lines=LINES)
        fought_over = carts(house, trade, rng, scarce, count=CROWD * 5, lines=3)
        house.start_worker()
        ports = [int(house.start_api().rsplit(":", 1)[1]) for _ in range(arguments.processes)]
        run(ports, CONNECTIONS, many[:_WARM])
        measured = run(ports, CONNECTIONS, many[_WARM:])
        crowd = run(ports, CROWD, fought_over)
        oversold, held = sold_twice(house)
    rate = len(measured["times"]) / measured["seconds"]
    p50, p99 = percentile(measured["times"], 0.5), percentile(measured["times"], 0.99)
    failed = measured["failed"] + crowd["failed"]
    tell(
        bench="orders",
        rows={
            "orders a second": f"{rate:8.1f}      (promised: {PROMISED_RATE})",
            "median": f"{p50:8.1f} ms",
            "99 of 100 within": f"{p99:8.1f} ms   (promised: {PROMISED_P99_MS} ms)",
            "orders": f"{len(measured['times']):8,} of {LINES} lines, {CONNECTIONS} connections, {len(ports)} API processes",
            "crowd, 99 of 100 within": f"{percentile(crowd['times'], 0.99):8.1f} ms   "
            f"({CROWD} buyers, {len(crowd['times'])} orders, {SCARCE} products of {UNITS} units: {held} of them held)",
            "units sold twice": f"{oversold:8}      (promised: 0)",
            "failed": f"{failed:8}",
        },
        figures={
            "orders_per_s": round(rate, 1),
            "p99_ms": round(p99, 1),
            "p50_ms": round(p50, 1),
            "oversold": int(oversold),
        },
    )
    return 0 if rate >= PROMISED_RATE and p99 <= PROMISED_P99_MS and not oversold and not failed else 2


def few(tx: Tx) -> None:
    """Leave few units of some products, at the first location only."""
    told = datetime.now(UTC)
    drafts = [
        StockDraft(
            product=ref("A", product),
            location=ref("L", place),
            on_hand=Decimal(0 if place else UNITS),
            told_at=told,
        )
        for product in range(SCARCE)
        for place in range(4)
    ]
    assert not availability.put_stock(tx=tx, drafts=drafts, source=SYSTEM).refused


def carts(
    house: House, trade: Trade, rng: random.Random, goods: range, *, count: int, lines: int
) -> list[tuple[str, str]]:
    """Make carts of different products and look at them; return a token and the body that orders each."""
    made = []
    for start in range(0, count, _BATCH):
        with house.database.transaction() as tx:
            for number in range(start, min(start + _BATCH, count)):
                organisation = number % len(trade.organisations)
                buyer = accounts.buyer_for(
                    tx=tx, actor=HOUSE, organisation=trade.organisations[organisation], as_of=datetime.now(UTC)
                )
                products = [trade.products[place] for place in rng.sample(goods, lines)]
                made.append((trade.tokens[organisation], body(tx, buyer, products, rng)))
    return made


def body(tx: Tx, buyer: Buyer, products: list[object], rng: random.Random) -> str:
    """Fill a cart and write the request that orders it as it is seen."""
    drafts = [
        LineDraft(product=product, quantity=Quantity(Decimal(rng.randint(1, 3)), "PCE"))  # type: ignore[arg-type]
        for product in products
    ]
    cart = orders.create_cart(tx=tx, actor=HOUSE, buyer=buyer)
    cart = orders.add_lines(tx=tx, actor=HOUSE, buyer=buyer, cart=cart.id, drafts=drafts)
    view = orders.view_cart(tx=tx, actor=HOUSE, cart=cart, buyer=buyer)
    return json.dumps(
        {
            "cart": public_id("crt", cart.id),
            "version": cart.version,
            "net": str(view.net.amount),
            "lines": [
                {"id": public_id("crl", line.line.id), "amount": str(line.amount.amount)}
                for line in view.lines
                if line.amount
            ],
        }
    )


def run(ports: list[int], connections: int, requests: list[tuple[str, str]]) -> dict[str, object]:
    """Place all orders from a process of its own, so that it takes little from what it measures."""
    command = [sys.executable, "-m", "bench.orders", "--load", str(ports[0]), str(ports[-1])]
    told = json.dumps({"connections": connections, "requests": requests})
    answer = subprocess.run(command, input=told, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(answer.stdout))


async def load(*, ports: list[int], requests: dict[str, object]) -> None:
    """Let connections take the next request each until none is left; print the times."""
    waiting = [
        (
            f"POST /v1/orders HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {uuid4()}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(order)}\r\n\r\n{order}"
        ).encode()
        for token, order in requests["requests"]  # type: ignore[attr-defined]
    ]
    times: list[float] = []
    failures: list[str] = []

    async def place(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while waiting:
            writer.write(waiting.pop())
            started = time.perf_counter()
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
            answer = await reader.readexactly(length)
            times.append((time.perf_counter() - started) * 1000)
            if not head.startswith(b"HTTP/1.1 201"):
                failures.append(answer.decode()[:300])
        writer.close()

    started = time.perf_counter()
    count = int(requests["connections"])  # type: ignore[call-overload]
    await asyncio.gather(*(place(ports[number % len(ports)]) for number in range(count)))
    seconds = time.perf_counter() - started
    if failures:
        print(failures[0], file=sys.stderr)
    print(json.dumps({"times": times, "seconds": seconds, "failed": len(failures)}))


def sold_twice(house: House) -> tuple[Decimal, Decimal]:
    """Return how many units are held over what there is, at any place; and how many of the scarce ones are held."""
    with house.database.transaction() as tx:
        rows = tx.execute(
            text("""
                SELECT greatest(sum(r.quantity) - max(s.on_hand), 0) AS over,
                       CASE WHEN max(s.on_hand) = :units THEN sum(r.quantity) ELSE 0 END AS held
                FROM availability.reservation r JOIN availability.stock s USING (product, location)
                GROUP BY r.product, r.location
            """),
            {"units": UNITS},
        ).all()
        told = tx.execute(
            text("""
                SELECT coalesce(sum((part ->> 'quantity')::numeric), 0)
                     - (SELECT coalesce(sum(quantity), 0) FROM availability.reservation)
                FROM orders.sales_order_line, jsonb_array_elements(schedule) AS part WHERE part ->> 'date' IS NOT NULL
            """)
        ).scalar_one()
    # Whatever buyers were told beyond what is held for them is sold twice, too.
    return sum((row.over for row in rows), Decimal(0)) + max(told, Decimal(0)), sum(
        (row.held for row in rows), Decimal(0)
    )


if __name__ == "__main__":
    sys.exit(main())
