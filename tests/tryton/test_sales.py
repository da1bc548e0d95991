"""A sale exists exactly once in Tryton, with our lines and prices, whatever happens to the calls that make it."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import count

import pytest

from fondaco.connectors.tryton import follow, readers, sales
from fondaco.connectors.tryton.client import Row, TrytonClient
from fondaco.connectors.tryton.errors import NotTransferable, TrytonRefused, TrytonUncertain, TrytonUnreachable
from fondaco.connectors.tryton.types import SaleDraft, SaleLineDraft
from tests.support.tryton import settings_for
from tests.support.tryton_faults import Beside, HeldUp
from tests.support.tryton_proxy import Fault, FaultyLine
from tests.support.tryton_server import TrytonServer

pytestmark = [pytest.mark.tryton, pytest.mark.slow, pytest.mark.xdist_group("tryton")]

TODAY = dt.datetime.now(dt.UTC).date()
_numbers = count(1)


@pytest.fixture
def faulty(tryton: TrytonServer, line: FaultyLine) -> Iterator[TrytonClient]:
    with TrytonClient(settings=settings_for(tryton, url=line.url)) as client:
        yield client


@pytest.fixture
def draft(client: TrytonClient) -> SaleDraft:
    """Five pieces of one, two and a half hundred of another, some metres of a third, for the first customer."""
    party = readers.parties(client)[0]
    (page, *_) = readers.products(client)
    units = readers.units(client)
    by_symbol = {}
    for product in page:
        by_symbol.setdefault(units[product.sale_uom].symbol, product)
    wanted = (("u", "5", "12.3445"), ("C", "2.5", "3.105"), ("m", "7.25", "0.5"))
    return SaleDraft(
        reference=f"T-{next(_numbers)}",
        party=party.id,
        placed_on=TODAY,
        po_number="PO 4711",
        requested_date=TODAY + dt.timedelta(days=3),
        lines=tuple(
            SaleLineDraft(
                position=at,
                product=by_symbol[symbol].id,
                quantity=Decimal(quantity),
                unit=by_symbol[symbol].sale_uom,
                unit_price=Decimal(price),
            )
            for at, (symbol, quantity, price) in enumerate(wanted, 1)
        ),
    )


def with_reference(client: TrytonClient, draft: SaleDraft) -> list[Row]:
    return client.search_read(
        model="sale.sale", domain=[("reference", "=", draft.reference)], fields=["state", "lines"]
    )


def assert_there_once(client: TrytonClient, draft: SaleDraft) -> None:
    (row,) = with_reference(client, draft)
    assert row["state"] == "processing"
    (sale,) = follow.sales(client, ids=[row["id"]])
    sold = [(line.sequence, line.product, line.quantity, line.unit, line.unit_price) for line in sale.lines]
    assert sold == [(line.position, line.product, line.quantity, line.unit, line.unit_price) for line in draft.lines]
    assert sale.untaxed == sum((line.amount for line in sale.lines), Decimal(0)) > 0


def make_until_done(client: TrytonClient, draft: SaleDraft) -> int:
    """Call again until the line holds, as the forwarder does; return how often it failed."""
    for failures in range(20):
        try:
            sales.make_sale(client, draft=draft)
        except (TrytonUnreachable, TrytonUncertain):
            continue
        return failures
    raise AssertionError("it never comes through")


def test_a_sale_has_our_lines_prices_and_dates(client: TrytonClient, draft: SaleDraft) -> None:
    sale = sales.make_sale(client, draft=draft)
    assert_there_once(client, draft)
    fields = [
        "reference",
        "description",
        "sale_date",
        "shipping_date",
        "invoice_address",
        "shipment_address",
        "total_amount",
    ]
    (row,) = client.read(model="sale.sale", ids=[sale], fields=fields)
    assert (row["description"], row["sale_date"], row["shipping_date"]) == ("PO 4711", TODAY, draft.requested_date)
    assert row["invoice_address"]
    assert row["shipment_address"]
    # 61.72 (halves to even) + 7.76 + 3.62, and 19 % on it or 7 % where the goods are taxed lower
    (read,) = follow.sales(client, ids=[sale])
    assert [line.amount for line in read.lines] == [Decimal("61.72"), Decimal("7.76"), Decimal("3.62")]
    assert read.total == read.untaxed + read.tax


def test_made_again_it_stays_one(client: TrytonClient, draft: SaleDraft) -> None:
    assert sales.make_sale(client, draft=draft) == sales.make_sale(client, draft=draft)
    assert_there_once(client, draft)


def test_a_buyer_in_another_country_gets_the_taxes_of_his_rule(client: TrytonClient, draft: SaleDraft) -> None:
    abroad = next(party for party in readers.parties(client) if party.tax_rule)
    draft = SaleDraft(reference=draft.reference, party=abroad.id, placed_on=TODAY, lines=draft.lines)
    (sale,) = follow.sales(client, ids=[sales.make_sale(client, draft=draft)])
    assert sale.tax == 0
    assert sale.untaxed > 0


@pytest.mark.parametrize("step", ["sale.create", "sale.write", "sale.quote", "sale.confirm"])
@pytest.mark.parametrize(
    "fault",
    [
        {"forward": False, "answer": "none"},
        {"forward": False, "answer": "error"},
        {"answer": "none"},
        {"answer": "half"},
        {"answer": "error"},
        {"answer": "nonsense"},
    ],
    ids=lambda fault: ("lost before, " if "forward" in fault else "") + fault["answer"],
)
def test_a_broken_call_leaves_one_sale(
    client: TrytonClient, faulty: TrytonClient, line: FaultyLine, draft: SaleDraft, step: str, fault: dict[str, object]
) -> None:
    broken = line.strike(Fault(method=step, times=2, **fault))
    failures = make_until_done(faulty, draft)
    assert broken.hits == failures > 0
    assert_there_once(client, draft)


def test_killed_before_the_call(
    tryton: TrytonServer, faulty: TrytonClient, client: TrytonClient, draft: SaleDraft
) -> None:
    faulty.context  # noqa: B018 - signed in before
    tryton.kill()
    with pytest.raises((TrytonUnreachable, TrytonUncertain)):
        sales.make_sale(faulty, draft=draft)
    tryton.restart()
    assert with_reference(client, draft) == []
    assert make_until_done(faulty, draft) == 0
    assert_there_once(client, draft)


@pytest.mark.parametrize("step", ["sale.create", "sale.write", "sale.confirm"])
def test_killed_after_the_call_before_its_answer(
    tryton: TrytonServer, faulty: TrytonClient, client: TrytonClient, line: FaultyLine, draft: SaleDraft, step: str
) -> None:
    line.strike(Fault(method=step, after=tryton.kill, answer="none"))
    with pytest.raises(TrytonUncertain):
        sales.make_sale(faulty, draft=draft)
    assert tryton.killed
    tryton.restart()
    assert make_until_done(faulty, draft) == 0
    assert_there_once(client, draft)


@pytest.mark.parametrize(("step", "table"), [("sale.create", "sale_sale"), ("sale.write", "sale_line")])
def test_killed_in_the_middle_of_the_call(
    tryton: TrytonServer, faulty: TrytonClient, client: TrytonClient, draft: SaleDraft, step: str, table: str
) -> None:
    with HeldUp(tryton=tryton, table=table) as held:
        outcome = Beside(lambda: sales.make_sale(faulty, draft=draft))
        held.wait_for_callers()
        tryton.kill()
    with pytest.raises(TrytonUncertain):
        outcome.result()
    tryton.restart()
    assert make_until_done(faulty, draft) == 0
    assert_there_once(client, draft)


@pytest.mark.parametrize(("step", "table"), [("sale.create", "sale_sale"), ("sale.write", "sale_line")])
def test_a_call_given_up_as_too_slow_that_ends_later_makes_no_second_sale(
    tryton: TrytonServer, client: TrytonClient, draft: SaleDraft, step: str, table: str
) -> None:
    hasty = TrytonClient(settings=settings_for(tryton, patience=Decimal(1)))
    with HeldUp(tryton=tryton, table=table) as held:
        with pytest.raises(TrytonUncertain):
            sales.make_sale(hasty, draft=draft)
        held.wait_for_callers()
        # Tryton still works on the first call; the second try meets it there.
        outcome = Beside(lambda: make_until_done(client, draft))
        held.wait_for_callers(2 if step == "sale.create" else 1)
    outcome.result()
    held.wait_for_silence()
    sales.remove_doubles(client, references=[draft.reference])
    assert_there_once(client, draft)
    hasty.close()


def test_a_refused_sale_says_why_and_can_be_mended(client: TrytonClient, draft: SaleDraft) -> None:
    bad = SaleLineDraft(position=1, product=draft.lines[0].product, quantity=Decimal(1), unit=99, unit_price=Decimal(1))
    with pytest.raises(TrytonRefused):
        sales.make_sale(client, draft=SaleDraft(
            reference=draft.reference, party=draft.party, placed_on=TODAY, lines=(bad,)
        ))  # fmt: skip
    (row,) = with_reference(client, draft)
    assert (row["state"], row["lines"]) == ("draft", [])
    sales.make_sale(client, draft=draft)
    assert_there_once(client, draft)


def test_a_price_with_too_many_digits_is_not_rounded_away(client: TrytonClient, draft: SaleDraft) -> None:
    fine = SaleLineDraft(
        position=1, product=draft.lines[0].product, quantity=Decimal(1), unit=1, unit_price=Decimal("1.00005")
    )
    with pytest.raises(NotTransferable):
        sales.make_sale(
            client, draft=SaleDraft(reference=draft.reference, party=draft.party, placed_on=TODAY, lines=(fine,))
        )
