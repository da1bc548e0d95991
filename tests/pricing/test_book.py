"""The price book and the tables give the same price; the fast choice of records is the choice of the rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.period import Period
from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import UnitOfMeasure
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import OrganisationDraft, OrganisationKind
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import CategoryDraft, ProductDraft
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.book import encode
from fondaco.modules.pricing.types import (
    Access,
    AssignmentDraft,
    Calculation,
    Kind,
    LinePrice,
    NoPrice,
    PriceListDraft,
    PriceRecordDraft,
    PriceRequest,
)
from fondaco.platform.transaction import Tx

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAYS = [NOW + timedelta(days=day) for day in (-20, -10, 0, 10, 20)]


def ref(key: str) -> ExternalRef:
    return ExternalRef("erp", key)


def house(tx: Tx) -> Buyer:
    """A group with a legal entity and a site; two price lists; screws below fasteners."""
    organisations = [
        OrganisationDraft(name="Group", ref=ref("group"), kind=OrganisationKind.GROUP),
        OrganisationDraft(name="Entity", ref=ref("entity"), parent=ref("group")),
        OrganisationDraft(name="Site", ref=ref("site"), parent=ref("entity"), kind=OrganisationKind.SITE),
        OrganisationDraft(name="Other", ref=ref("other")),
    ]
    assert not accounts.put_organisations(tx=tx, drafts=organisations, source="erp").refused
    categories = [CategoryDraft(ref=ref("fasteners"), names={"en": "Fasteners"})]
    categories.append(CategoryDraft(ref=ref("screws"), names={"en": "Screws"}, parent=ref("fasteners")))
    assert not catalog.put_categories(tx=tx, drafts=categories, source="erp").refused
    products = [
        ProductDraft(
            ref=ref(key),
            sku=key,
            names={"en": key},
            category=ref("screws"),
            units=(UnitOfMeasure("BX", Fraction(10)),),
            sales_unit="BX",
        )
        for key in ("p1", "p2")
    ]
    assert not catalog.put_products(tx=tx, drafts=products, source="erp").refused
    lists = [PriceListDraft(ref=ref(key), name=key) for key in ("trade", "old")]
    assert not pricing.put_price_lists(tx=tx, drafts=lists, source="erp").refused
    assignments = [
        AssignmentDraft(organisation=ref("group"), price_list=ref("trade")),
        AssignmentDraft(organisation=ref("group"), price_list=ref("old"), valid=Period(DAYS[0], DAYS[2])),
    ]
    assert not pricing.assign_price_lists(tx=tx, drafts=assignments, source="erp").refused
    ids = accounts.find_by_refs(tx=tx, system="erp", keys=["site", "entity", "group"])
    chain = (ids["site"], ids["entity"], ids["group"])
    return Buyer(sold_to=ids["site"], hierarchy=chain, currency="EUR", as_of=NOW)


def record(key: str, **stated: object) -> PriceRecordDraft:
    draft = PriceRecordDraft(ref=ref(key), amount=Decimal(10), product=ref("p1"))
    return replace(draft, **stated)  # type: ignore[arg-type]


def product(tx: Tx, key: str = "p1") -> UUID:
    return catalog.find_by_refs(tx=tx, system="erp", keys=[key])[key]


def price(tx: Tx, buyer: Buyer, quantity: str = "1", unit: str = "PCE") -> LinePrice | NoPrice:
    request = PriceRequest(product=product(tx), quantity=Quantity(Decimal(quantity), unit))
    return pricing.price_lines(tx=tx, buyer=buyer, lines=[request])[0]


def net(tx: Tx, buyer: Buyer, quantity: str = "1", unit: str = "PCE") -> Decimal:
    answer = price(tx, buyer, quantity, unit)
    assert isinstance(answer, LinePrice)
    return answer.net.amount


def put(tx: Tx, *drafts: PriceRecordDraft) -> None:
    assert pricing.put_price_records(tx=tx, drafts=drafts, source="erp").refused == ()


def test_the_agreement_wins_whatever_its_height_and_the_nearest_one_first(tx: Tx) -> None:
    buyer = house(tx)
    put(tx, record("list"))
    assert net(tx, buyer) == Decimal(10)
    put(tx, record("trade", price_list=ref("trade"), amount=Decimal(8)))
    assert net(tx, buyer) == Decimal(8)
    put(tx, record("group", organisation=ref("group"), amount=Decimal(12)))
    assert net(tx, buyer) == Decimal(12)
    put(tx, record("site", organisation=ref("site"), amount=Decimal(15)))
    answer = price(tx, buyer)
    assert isinstance(answer, LinePrice)
    assert answer.net.amount == Decimal(15)
    assert answer.because[0].access is Access.CONTRACT
    assert {passed.record.key for passed in answer.because[0].passed} == {"list", "trade", "group"}


def test_boxes_reach_the_scale_in_pieces_and_a_price_per_hundred_is_exact(tx: Tx) -> None:
    buyer = house(tx)
    put(
        tx,
        record("list", amount=Decimal("12.50"), per=Decimal(100)),
        record("fifty", amount=Decimal("11.90"), per=Decimal(100), scale=Decimal(50)),
    )
    assert net(tx, buyer, "4", "BX") == Decimal("12.50")
    assert net(tx, buyer, "5", "BX") == Decimal("11.90")
    answer = price(tx, buyer, "5", "BX")
    assert isinstance(answer, LinePrice)
    assert answer.amount.amount == Decimal("5.95")


def test_a_future_price_holds_from_its_day_on(tx: Tx) -> None:
    buyer = house(tx)
    put(
        tx,
        record("now", valid=Period(DAYS[0], DAYS[3])),
        record("then", valid=Period(DAYS[3]), amount=Decimal(11)),
    )
    assert net(tx, buyer) == Decimal(10)
    assert net(tx, replace(buyer, as_of=DAYS[3])) == Decimal(11)
    assert net(tx, replace(buyer, as_of=DAYS[3] - timedelta(microseconds=1))) == Decimal(10)


def test_two_records_in_force_at_once_are_refused_and_nothing_changes(tx: Tx) -> None:
    buyer = house(tx)
    put(tx, record("list"))
    twin = record("twin", amount=Decimal(9), valid=Period(DAYS[1], DAYS[3]))
    answer = pricing.put_price_records(tx=tx, drafts=[twin, record("p2", product=ref("p2"))], source="erp")
    assert [(refusal.index, refusal.code) for refusal in answer.refused] == [(0, "pricing.ambiguous")]
    assert answer.created == 1
    assert net(tx, buyer) == Decimal(10)


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"per": Decimal(0)}, "pricing.per_zero"),
        ({"scale": Decimal(-1)}, "pricing.negative_scale"),
        ({"currency": "EUX"}, "pricing.unknown_currency"),
        ({"unit": "KGM"}, "pricing.unknown_unit"),
        ({"product": ref("nobody")}, "pricing.unknown_product"),
        ({"organisation": ref("nobody")}, "pricing.unknown_organisation"),
        ({"amount": Decimal(-1)}, "pricing.negative_amount"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(tx: Tx, stated: dict[str, object], code: str) -> None:
    buyer = house(tx)
    answer = pricing.put_price_records(tx=tx, drafts=[record("bad", **stated)], source="erp")
    assert [refusal.code for refusal in answer.refused] == [code]
    assert isinstance(price(tx, buyer), NoPrice)


def test_a_full_load_ends_what_it_does_not_state_but_not_what_it_states_badly(tx: Tx) -> None:
    buyer = house(tx)
    put(tx, record("a"), record("b", scale=Decimal(5), amount=Decimal(9)), record("c", product=ref("p2")))
    rows = [record("a", amount=Decimal(7)), record("c", product=ref("p2"), per=Decimal(0))]
    answer = pricing.load_price_records(tx=tx, rows=rows, source="erp", system="erp", complete=True)
    assert (answer.read, answer.stored, answer.ended, len(answer.refused)) == (2, 1, 1, 1)
    assert net(tx, buyer, "10") == Decimal(7)
    kept = PriceRequest(product=product(tx, "p2"), quantity=Quantity(Decimal(1), "PCE"))
    assert isinstance(pricing.price_lines(tx=tx, buyer=buyer, lines=[kept])[0], LinePrice)


owners = st.sampled_from(
    [{}, {"organisation": ref("site")}, {"organisation": ref("group")}, {"organisation": ref("other")},
     {"price_list": ref("trade")}, {"price_list": ref("old")}]
)  # fmt: skip
objects = st.sampled_from(
    [{"product": ref("p1"), "category": None}, {"product": None, "category": ref("screws")},
     {"product": None, "category": ref("fasteners")}, {"product": None, "category": None}]
)  # fmt: skip
kinds = st.sampled_from(
    [(Kind.PRICE, Calculation.AMOUNT), (Kind.PRICE, Calculation.FACTOR), (Kind.PRICE, Calculation.PERCENT),
     (Kind.DISCOUNT, Calculation.PERCENT), (Kind.DISCOUNT, Calculation.AMOUNT), (Kind.SURCHARGE, Calculation.PERCENT)]
)  # fmt: skip
periods = st.sampled_from([Period(), Period(DAYS[0], DAYS[2]), Period(DAYS[2]), Period(DAYS[3])])


@st.composite
def drafts(draw: st.DrawFn) -> list[PriceRecordDraft]:
    """Records that collide often: few owners, objects, scales and periods."""
    found = []
    for place in range(draw(st.integers(1, 14))):
        kind, calculation = draw(kinds)
        found.append(
            record(
                f"r{place}",
                kind=kind,
                calculation=calculation,
                amount=Decimal(draw(st.integers(0, 40))) / 4,
                per=Decimal(draw(st.sampled_from([1, 100]))),
                unit=draw(st.sampled_from(["PCE", "BX"])),
                scale=Decimal(draw(st.sampled_from([0, 1, 5, 20]))),
                valid=draw(periods),
                currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "CHF"])),
                **draw(owners),
                **draw(objects),
            )
        )
    return found


def unexplained(price: LinePrice | NoPrice) -> LinePrice | NoPrice:
    """The same answer without what was passed over."""
    if isinstance(price, NoPrice):
        return price
    return replace(price, because=tuple(replace(step, passed=()) for step in price.because))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stated=drafts(),
    quantity=st.sampled_from(["1", "4", "5", "10", "50", "200"]),
    unit=st.sampled_from(["PCE", "BX"]),
    moment=st.sampled_from(DAYS),
)
def test_book_tables_and_page_agree(
    tx: Tx, stated: list[PriceRecordDraft], quantity: str, unit: str, moment: datetime
) -> None:
    with tx.connection.begin_nested() as savepoint:
        buyer = replace(house(tx), as_of=moment)
        pricing.put_price_records(tx=tx, drafts=stated, source="erp")
        book = pricing.PriceBook()
        book.load(tx=tx)
        request = PriceRequest(product=product(tx), quantity=Quantity(Decimal(quantity), unit))
        by_tables = pricing.price_lines(tx=tx, buyer=buyer, lines=[request])
        assert pricing.price_lines(book=book, buyer=buyer, lines=[request], explained=True) == by_tables
        quick = pricing.price_lines(book=book, buyer=buyer, lines=[request])
        assert list(map(unexplained, quick)) == list(map(unexplained, by_tables))
        # The page prices the least orderable quantity, one box.
        least = PriceRequest(product=request.product, quantity=Quantity(Decimal(1), "BX"))
        (reference,) = pricing.price_lines(tx=tx, buyer=buyer, lines=[least])
        shown = book.page(buyer=buyer, products=[request.product])
        assert shown == [encode(reference) if isinstance(reference, LinePrice) else b"null"]
        savepoint.rollback()
