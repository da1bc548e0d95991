"""Condition records, procedures and questions for tests of the rule: small ranges, so that records meet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from hypothesis import strategies as st

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.period import Period
from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import Conversions, UnitOfMeasure
from fondaco.modules.pricing.model.find import Goods, Question
from fondaco.modules.pricing.model.procedure import DEFAULT, Key, Op, OwnerKey, Procedure, Requirement, Step
from fondaco.modules.pricing.model.run import run
from fondaco.modules.pricing.types import Calculation, Kind, LinePrice, NoPrice, PriceRecord, ScaleBy

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TAX = Decimal(19)


def number(value: int) -> UUID:
    return UUID(int=value)


SITE, ENTITY, GROUP, STRANGER = (number(n) for n in (1, 2, 3, 9))
TRADE, OLD, FOREIGN_LIST = (number(n) for n in (11, 12, 19))
SCREWS, FASTENERS, NUTS, PIPES = (number(n) for n in (31, 32, 33, 39))
LISTS = (TRADE, OLD)
PIECES = Conversions("PCE", [UnitOfMeasure("BX", Fraction(10)), UnitOfMeasure("KGM", Fraction(7, 3))])
METRES = Conversions("MTR", [UnitOfMeasure("PCE", Fraction(2))])


def _goods(id: int, conversions: Conversions, *categories: UUID) -> Goods:
    return Goods(product=number(id), categories=categories, base_unit=conversions.base, conversions=conversions)


PRODUCTS = {
    goods.product: goods
    for goods in (
        _goods(21, PIECES, SCREWS, FASTENERS),
        _goods(22, PIECES, NUTS, FASTENERS),
        _goods(23, PIECES),
        _goods(24, METRES, PIPES, SCREWS, FASTENERS),
    )
}
SCREW, NUT, THING, ROD = PRODUCTS
BUYER = Buyer(
    sold_to=SITE,
    hierarchy=(SITE, ENTITY, GROUP),
    currency="EUR",
    as_of=NOW,
    segments=frozenset({"craft", "key-account"}),
    arms=frozenset({"b"}),
)

ORGANISATION, PRICE_LIST, ANYBODY = (
    Key(owner=owner) for owner in (OwnerKey.ORGANISATION, OwnerKey.PRICE_LIST, OwnerKey.ANYBODY)
)
GERMANY = Requirement(field="country", op=Op.IS, values=("DE",))
# Ten steps with everything a procedure can have but what only the reference does.
FULL = Procedure(
    code="full",
    steps=(
        Step(
            number=10,
            type="price",
            kind=Kind.PRICE,
            accesses=(Key(owner=OwnerKey.ORGANISATION, closes="net"), PRICE_LIST, ANYBODY),
        ),
        Step(number=20, type="discount", kind=Kind.DISCOUNT, accesses=(ORGANISATION, PRICE_LIST), group="net"),
        Step(
            number=30,
            type="promotion",
            kind=Kind.DISCOUNT,
            accesses=(Key(owner=OwnerKey.ARM), Key(owner=OwnerKey.SEGMENT)),
            best_of="one",
            group="net",
        ),
        Step(number=31, type="season", kind=Kind.DISCOUNT, accesses=(ANYBODY,), best_of="one"),
        Step(number=40, type="bulk", kind=Kind.DISCOUNT, accesses=(ORGANISATION, ANYBODY), base=10),
        Step(number=50, type="surcharge", kind=Kind.SURCHARGE, accesses=(ANYBODY,), requires=(GERMANY,)),
        Step(
            number=60,
            type="energy",
            kind=Kind.SURCHARGE,
            accesses=(ORGANISATION, ANYBODY),
            base=20,
            rounding="ROUND_HALF_EVEN",
            places=2,
        ),
        Step(number=70, type="setup", kind=Kind.SURCHARGE, accesses=(ANYBODY,)),
        Step(number=80, type="minimum", kind=Kind.MINIMUM, accesses=(ANYBODY,)),
        Step(number=90, type="cost", kind=Kind.COST, accesses=(ANYBODY,)),
    ),
)
KINDS = {step.type: step.kind for step in FULL.steps}


def record(key: str = "r", **stated: object) -> PriceRecord:
    """A list price of 10 EUR a screw, but for what is stated otherwise."""
    plain = PriceRecord(
        id=UUID(int=abs(hash((key, "id"))) % 2**128),
        kind=Kind.PRICE,
        calculation=Calculation.AMOUNT,
        amount=Decimal(10),
        currency="EUR",
        per=Decimal(1),
        unit="PCE",
        scale=Decimal(0),
        organisation=None,
        price_list=None,
        product=SCREW,
        category=None,
        valid=Period(),
        system="erp",
        key=key,
        text="",
    )
    return replace(plain, **stated)  # type: ignore[arg-type]


def ask(
    *records: PriceRecord,
    quantity: str = "1",
    unit: str = "PCE",
    buyer: Buyer = BUYER,
    product: UUID = SCREW,
    procedure: Procedure = DEFAULT,
    **more: object,
) -> LinePrice | NoPrice:
    """Price a line by the rule."""
    question = Question(
        buyer=buyer,
        goods=PRODUCTS[product],
        quantity=Quantity(Decimal(quantity), unit),
        price_lists=LISTS,
        as_of=buyer.as_of,
        procedure=procedure,
    )
    return run(question=replace(question, **more), records=records, tax_rate=TAX)  # type: ignore[arg-type]


def priced(*records: PriceRecord, **asked: object) -> LinePrice:
    """Price a line that has a price."""
    answer = ask(*records, **asked)  # type: ignore[arg-type]
    assert isinstance(answer, LinePrice), answer
    return answer


@st.composite
def lists_of_records(draw: st.DrawFn, most: int = 30) -> list[PriceRecord]:
    """Draw records that are not ambiguous: one at a time of each type, owner, goods, area and scale."""
    taken: set[object] = set()
    found = []
    for place in range(draw(st.integers(0, most))):
        one = draw(_record(f"k{place}"))
        if _place(one) not in taken:
            taken.add(_place(one))
            found.append(one)
    return found


def _place(one: PriceRecord) -> object:
    scale: object = one.scale, one.unit
    if (
        one.scale_by is not ScaleBy.VALUE
        and one.product is not None
        and PRODUCTS[one.product].conversions.knows(one.unit)
    ):
        goods = PRODUCTS[one.product]
        scale = Fraction(one.scale) * goods.conversions.factor(one.unit, goods.base_unit)
    elif not one.scale:
        scale = 0
    owner = one.organisation, one.price_list, one.segment, one.arm
    return one.kind, one.type, owner, one.product, one.category, one.sales_area, scale


@st.composite
def _record(draw: st.DrawFn, key: str) -> PriceRecord:
    type_ = draw(st.sampled_from(["price", "price", "price", *KINDS]))
    kind = KINDS[type_]
    owner = draw(_owners(type_))
    base = kind is Kind.PRICE
    told = kind in (Kind.MINIMUM, Kind.COST)
    calculations = [Calculation.AMOUNT]
    if base and owner:
        calculations += [Calculation.FACTOR, Calculation.PERCENT]
    elif not base and not told:
        calculations += [Calculation.PERCENT, Calculation.PERCENT]
        if type_ in ("setup", "bulk"):
            calculations.append(Calculation.FIXED)
    calculation = draw(st.sampled_from(calculations))
    product, category = draw(_things(own=base and calculation is Calculation.AMOUNT))
    units = ["PCE", "PCE", "PCE", "BX", "KGM"] if product else ["PCE"]
    scale_by = ScaleBy.QUANTITY
    if draw(st.integers(0, 19)) == 0:
        scale_by = ScaleBy.GRADUATED if base and calculation is Calculation.AMOUNT else ScaleBy.QUANTITY
        scale_by = scale_by if base else ScaleBy.VALUE
    return record(
        key,
        # Different for each, in no order, and with every kind of byte at the end.
        id=UUID(int=draw(st.integers(0, 2**100 - 1)) << 16 | int(key[1:])),
        kind=kind,
        type="" if type_ == kind.value else type_,
        calculation=calculation,
        amount=draw(_AMOUNTS[calculation]),
        currency=draw(st.sampled_from(["EUR", "EUR", "EUR", "CHF"])),
        per=Decimal(draw(st.sampled_from([1, 1, 100]))),
        unit=draw(st.sampled_from(units)),
        scale=Decimal(draw(st.sampled_from([0, 0, 1, 5, 10, 50]))),
        product=product,
        category=category,
        valid=draw(st.sampled_from(_PERIODS)),
        sales_area=draw(st.sampled_from([None, None, None, "DE01", "AT01"])),
        scale_by=scale_by,
        **owner,
    )


_AMOUNTS = {
    Calculation.AMOUNT: st.one_of(
        st.decimals("0", "99999", places=2), st.decimals("0", "99", places=4), st.sampled_from([Decimal("0.00000005")])
    ),
    Calculation.FIXED: st.decimals("0", "99", places=3),
    Calculation.FACTOR: st.decimals("0.01", "1.5", places=2),
    Calculation.PERCENT: st.one_of(st.decimals("0", "100", places=1), st.decimals("0", "10", places=3)),
}
_PERIODS = [
    Period(),
    Period(NOW - timedelta(days=10)),
    Period(NOW),
    Period(NOW - timedelta(days=10), NOW),
    Period(NOW, NOW + timedelta(days=5)),
    Period(NOW + timedelta(microseconds=1)),
]


def _owners(type_: str) -> st.SearchStrategy[dict[str, object]]:
    if type_ == "promotion":
        return st.sampled_from([{"segment": "craft"}, {"segment": "none"}, {"arm": "a"}, {"arm": "b"}])
    organisations = [{"organisation": id} for id in (SITE, ENTITY, GROUP, STRANGER)]
    lists = [{"price_list": id} for id in (TRADE, OLD, FOREIGN_LIST)]
    return st.sampled_from([{}, {}, {}, *organisations, *lists])


def _things(*, own: bool) -> st.SearchStrategy[tuple[UUID | None, UUID | None]]:
    products: list[tuple[UUID | None, UUID | None]] = [(id, None) for id in PRODUCTS]
    if own:
        return st.sampled_from(products)
    categories: Sequence[tuple[UUID | None, UUID | None]] = [(None, id) for id in (SCREWS, FASTENERS, NUTS, PIPES)]
    return st.sampled_from([*products, *categories, (None, None)])
