"""What is suggested instead of something late: related, measured alike, all of it orderable, and never later."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fondaco.kernel.unit import UnitOfMeasure
from fondaco.modules.availability import suggestions
from fondaco.modules.availability.types import BackorderPolicy, Promise, ScheduleLine
from fondaco.modules.catalog.types import Product, Relation, RelationKind

TODAY = date(2026, 11, 23)
SUCCESSOR, SUBSTITUTE = RelationKind.SUCCESSOR, RelationKind.SUBSTITUTE
Related = Sequence[tuple[RelationKind, int]]


def product(number: int, related: Related = (), *, unit: str = "PCE", **more: object) -> Product:
    values: dict[str, object] = {
        "sales_unit": unit, "units": (), "minimum": Decimal(1), "multiple": Decimal(1)
    } | more  # fmt: skip
    return Product(
        id=UUID(int=number), sku=f"P{number}", names={}, descriptions={}, category=None, base_unit=unit, gtin=None,
        manufacturer=None, manufacturer_number=None, tax_class="standard", family=None, varying=(), attributes=(),
        relations=tuple(Relation(kind=kind, product=UUID(int=to)) for kind, to in related), media=(), active=True,
        system="erp", version=1, **values,  # type: ignore[arg-type]
    )  # fmt: skip


def promise(*parts: tuple[int, int | None], orderable: int | None = None, in_time: bool | None = None) -> Promise:
    quantity = sum(count for count, _ in parts)
    lines = tuple(
        ScheduleLine(quantity=Decimal(count), date=None if ahead is None else TODAY + timedelta(days=ahead))
        for count, ahead in parts
    )
    most = quantity if orderable is None else orderable
    return Promise(
        product=UUID(int=1), quantity=Decimal(quantity), schedule=lines, locations=(), told_at=None, known=True,
        in_time=in_time, orderable=Decimal(most), reason=BackorderPolicy.DATED if most < quantity else None,
    )  # fmt: skip


def test_a_chain_of_successors_is_followed_even_round_a_ring_and_other_measures_are_left_out() -> None:
    goods = {
        UUID(int=1): product(1, [(SUBSTITUTE, 4), (SUCCESSOR, 2), (RelationKind.ACCESSORY, 6), (SUBSTITUTE, 5)]),
        UUID(int=2): product(2, [(SUCCESSOR, 3), (SUBSTITUTE, 7)]),
        UUID(int=3): product(3, [(SUCCESSOR, 1), (SUCCESSOR, 2)]),
        UUID(int=4): product(4),
        UUID(int=5): product(5, unit="MTR"),
        UUID(int=6): product(6),
        UUID(int=7): product(7),
    }
    found = suggestions.candidates(product=goods[UUID(int=1)], find=goods.get)
    assert [(kind, one.id.int) for kind, one in found] == [(SUCCESSOR, 2), (SUCCESSOR, 3), (SUBSTITUTE, 4)]
    # What is ended is found by nobody, and its successor neither.
    del goods[UUID(int=2)]
    assert [one.id.int for _, one in suggestions.candidates(product=goods[UUID(int=1)], find=goods.get)] == [4]


@given(
    wanted=st.integers(1, 200),
    box=st.integers(1, 24),
    minimum=st.integers(1, 9),
    multiple=st.integers(1, 5),
    sold_in=st.sampled_from(["PCE", "BX"]),
)
def test_the_quantity_is_the_least_that_may_be_ordered_and_is_enough(
    wanted: int, box: int, minimum: int, multiple: int, sold_in: str
) -> None:
    other = product(
        2, units=(UnitOfMeasure("BX", Fraction(box)),), sales_unit=sold_in, minimum=Decimal(minimum),
        multiple=Decimal(multiple),
    )  # fmt: skip
    each = box if sold_in == "BX" else 1
    allowed = (count for count in range(1, 2000) if count >= minimum and count % multiple == 0)
    expected = next(count * each for count in allowed if count * each >= wanted)
    assert suggestions.quantity_of(product=other, in_base=Decimal(wanted)) == expected


parts = st.lists(st.tuples(st.integers(1, 5), st.none() | st.integers(0, 4)), min_size=1, max_size=3)


@given(one=parts, other=parts)
def test_without_a_requested_day_only_what_is_there_sooner_is_better(
    one: list[tuple[int, int | None]], other: list[tuple[int, int | None]]
) -> None:
    def last(found: list[tuple[int, int | None]]) -> int:
        return max(99 if ahead is None else ahead for _, ahead in found)

    better = suggestions.better(other=promise(*other), than=promise(*one))
    assert better == (last(other) < last(one))
    assert suggestions.late(promise=promise(*one), today=TODAY) == (last(one) > 0)


def test_with_a_requested_day_being_in_time_is_all_that_counts_and_what_may_not_be_ordered_never_helps() -> None:
    late, in_time = promise((5, 3), in_time=False), promise((5, 1), in_time=True)
    assert suggestions.late(promise=late, today=TODAY)
    assert not suggestions.late(promise=in_time, today=TODAY)
    assert suggestions.better(other=in_time, than=late)
    assert not suggestions.better(other=promise((5, 2), in_time=False), than=late)
    limited = promise((5, 0), orderable=3)
    assert suggestions.late(promise=limited, today=TODAY)
    assert not suggestions.better(other=limited, than=late)
    assert suggestions.better(other=promise((5, 0)), than=limited)
