"""Available-to-promise in the memory of one process: 24 products at four locations, with receipts and reservations.

    python -m bench.availability [--seconds N]

10,000 products; each location with stock expects two receipts of every second product, and a third of the products are held
by documents. Locations keep a calendar and transport times, the buyer a delivery rule and days on which his gate is open. A
product's first promise reckons what is free of it, later ones only take from that until something changes: both are told.
"""

import argparse
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from bench.support.goods import HOUSE, SYSTEM, Trade, ref, stock_up
from bench.support.house import open_house
from bench.support.report import percentile, tell
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef
from fondaco.modules.accounts import api as accounts
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import (
    AvailabilityRequest,
    Calendar,
    DeliveryRule,
    ReceiptDraft,
    ReservationLine,
    TransportTime,
)
from fondaco.platform.transaction import Tx

PROMISED_MS, PAGE, LOCATIONS = 1.0, 24, 4


def main() -> int:
    """Measure, print a table and one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=5.0)
    seconds = parser.parse_args().seconds
    with open_house() as house:
        trade = stock_up(database=house.database)
        rng = random.Random(4711)
        now = datetime.now(UTC)
        with house.database.transaction() as tx:
            buyer = furnish(tx, trade, rng, now)
        board = availability.Board()
        with house.database.snapshot() as tx:
            board.load(tx=tx)
        pages = list(trade.products)
        rng.shuffle(pages)
        first = [ask(board, buyer, pages[at : at + PAGE], rng) for at in range(0, len(pages) - PAGE, PAGE)]
        again: list[float] = []
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            again.append(ask(board, buyer, rng.sample(trade.products, PAGE), rng))
    fresh, p50, p99 = percentile(first, 0.5), percentile(again, 0.5), percentile(again, 0.99)
    tell(
        bench="availability",
        rows={
            "page of 24 × 4": f"{p50:8.3f} ms   (promised: {PROMISED_MS} ms)",
            "99 of 100 within": f"{p99:8.3f} ms",
            "the first time": f"{fresh:8.3f} ms   (median of {len(first)} pages of products nobody asked for before)",
        },
        figures={"page24_ms": round(p50, 3), "p99_ms": round(p99, 3), "page24_first_ms": round(fresh, 3)},
    )
    return 0 if p50 <= PROMISED_MS else 2


def furnish(tx: Tx, trade: Trade, rng: random.Random, now: datetime) -> Buyer:
    """State receipts, hold some goods, say how locations deliver and to whom."""
    receipts = [
        ReceiptDraft(
            ref=ExternalRef(SYSTEM, f"{product}/{place}/{number}"),
            product=ref("A", product),
            location=ref("L", place),
            quantity=Decimal(rng.randrange(100, 5000)),
            expected_on=(now + timedelta(days=rng.randrange(1, 60))).date(),
        )
        for product in range(0, len(trade.products), 2)
        for place in range(LOCATIONS)
        for number in range(2)
    ]
    assert not availability.put_receipts(tx=tx, drafts=receipts, source=SYSTEM).refused
    places = availability.find_locations_by_refs(tx=tx, system=SYSTEM, keys=[ref("L", n).key for n in range(LOCATIONS)])
    for location in places.values():
        calendar = Calendar(weekdays=frozenset(range(1, 6)), country="DE", subdivision="HH")
        availability.set_calendar(tx=tx, location=location, calendar=calendar)
        availability.set_transport(
            tx=tx, location=location, times=[TransportTime(country="DE", zone="", days=rng.randrange(1, 4))]
        )
    buyer = accounts.buyer_for(tx=tx, actor=HOUSE, organisation=trade.organisations[0], as_of=now)
    availability.set_delivery_rule(tx=tx, owner=buyer.sold_to, rule=DeliveryRule(deliveries=3))
    for start in range(0, len(trade.products), 300):
        lines = [
            ReservationLine(line=uuid4(), product=product, quantity=Decimal(rng.randrange(1, 90_000)))
            for product in trade.products[start : start + 300 : 3]
        ]
        availability.reserve(tx=tx, document=uuid4(), lines=lines, as_of=now)
    return buyer


def ask(board: availability.Board, buyer: Buyer, products: list[UUID], rng: random.Random) -> float:
    """Promise a page and return the milliseconds it took."""
    requests = [
        AvailabilityRequest(product=product, quantity=Decimal(rng.randrange(1, 100_000))) for product in products
    ]
    started = time.perf_counter()
    answers = availability.promise(board=board, requests=requests, as_of=buyer.as_of, buyer=buyer)
    took = (time.perf_counter() - started) * 1000
    assert len(answers) == len(products)
    return took


if __name__ == "__main__":
    sys.exit(main())
