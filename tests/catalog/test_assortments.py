"""What stands on a buyer's shelf is what the plain rule says, whatever was stated and whatever changed since."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.period import ALWAYS, Period
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Assortments, Shelf
from fondaco.modules.catalog.types import (
    AssortmentDraft,
    AssortmentMode,
    Attribute,
    Audience,
    CategoryDraft,
    Pick,
    PickKind,
    ProductDraft,
)
from fondaco.platform.transaction import Tx
from tests.support.house import NOW, SYSTEM, ref

US, GROUP, THEM = UUID(int=1), UUID(int=2), UUID(int=3)
SKUS = ("A-1", "A-2", "B-1", "B-2", "C-1")
COLOURS = ("rot", "blau")
periods = st.sampled_from((ALWAYS, Period(NOW + timedelta(days=1)), Period(NOW - timedelta(days=9), NOW)))
audiences = st.sampled_from((
    Audience(), Audience(organisation=US), Audience(organisation=GROUP), Audience(organisation=THEM),
    Audience(role="buyer"), Audience(segment="craft"), Audience(sales_area="DE01", role="viewer"),
))  # fmt: skip


def products(tx: Tx, colours: dict[str, str]) -> dict[str, UUID]:
    """Store the products, each in the category of its letter, which lie below each other."""
    drafts = [
        ProductDraft(
            ref=ref(sku), sku=sku, names={"de": sku}, category=ref(sku[0]), manufacturer=f"Werk {sku[2]}",
            attributes=(Attribute(code="colour", names={"de": "Farbe"}, value=colours[sku]),),
        )
        for sku in SKUS
    ]  # fmt: skip
    assert not catalog.put_products(tx=tx, drafts=drafts, source=SYSTEM).refused
    return catalog.find_by_skus(tx=tx, skus=list(SKUS))


@settings(max_examples=40)
@given(data=st.data())
def test_the_shelf_holds_what_the_rule_says(data: st.DataObject, tx: Tx) -> None:
    with tx.savepoint():
        nested = [
            CategoryDraft(ref=ref(key), names={"de": key}, parent=ref(above) if above else None)
            for key, above in (("A", None), ("B", "A"), ("C", "B"))
        ]
        catalog.put_categories(tx=tx, drafts=nested, source=SYSTEM)
        colours = {sku: data.draw(st.sampled_from(COLOURS)) for sku in SKUS}
        ids = products(tx, colours)
        categories = catalog.find_categories_by_refs(tx=tx, system=SYSTEM, keys=["A", "B", "C"])
        picks = st.one_of(
            st.just(Pick(kind=PickKind.EVERYTHING)),
            st.sampled_from([Pick(kind=PickKind.CATEGORY, id=id) for id in categories.values()]),
            st.sampled_from([Pick(kind=PickKind.PRODUCT, id=id) for id in ids.values()]),
            st.sampled_from([Pick(kind=PickKind.MANUFACTURER, value=f"werk {number}") for number in (1, 2)]),
            st.sampled_from([Pick(kind=PickKind.ATTRIBUTE, code="colour", value=colour) for colour in COLOURS]),
        )
        shelf = Shelf()
        assortments = Assortments(shelf)
        for projection in (shelf, assortments):
            projection.load(tx=tx)
        seen = len(tx.events)
        buyer = Buyer(
            sold_to=US,
            hierarchy=(US, GROUP),
            as_of=NOW,
            roles=data.draw(st.sampled_from((frozenset(), frozenset({"buyer"}), frozenset({"viewer"})))),
            segments=data.draw(st.sampled_from((frozenset(), frozenset({"craft"})))),
        )
        for number in range(data.draw(st.integers(1, 5))):
            if data.draw(st.booleans()):
                products(tx, {sku: data.draw(st.sampled_from(COLOURS)) for sku in SKUS})
            made = catalog.add_assortment(
                tx=tx,
                draft=AssortmentDraft(
                    code=f"S{number}",
                    name="S",
                    mode=data.draw(st.sampled_from(AssortmentMode)),
                    picks=tuple(data.draw(st.lists(picks, min_size=1, max_size=2))),
                    audience=data.draw(audiences),
                    valid=data.draw(periods),
                ),
            )
            if data.draw(st.booleans()) and number:
                catalog.drop_assortment(tx=tx, id=made.id, expected_version=1)
            for projection in (shelf, assortments):
                told = [event for event in tx.events[seen:] if isinstance(event, projection.EVENTS)]
                projection.apply(tx=tx, events=told)
            seen = len(tx.events)
            mine = assortments.shelf_for(buyer)
            for id in ids.values():
                why = assortments.why(product=id, buyer=buyer, roles=buyer.roles)
                assert why is not None
                assert (mine.product(id) is not None) == why.seen == (not mine.hides(id))
            listed = [id for id in ids.values() if mine.product(id) is not None]
            assert set(mine.in_category(None)) == set(listed) == {product.id for product in mine.products()}
        raise_undo(tx)


def raise_undo(tx: Tx) -> None:
    """Leave nothing behind for the next example."""
    for one in catalog.assortments(tx=tx):
        catalog.drop_assortment(tx=tx, id=one.id, expected_version=one.version)


def test_staff_that_ask_for_nobody_see_the_whole_shelf(tx: Tx) -> None:
    shelf = Shelf()
    assortments = Assortments(shelf)
    catalog.add_assortment(
        tx=tx,
        draft=AssortmentDraft(
            code="ALL", name="All", mode=AssortmentMode.EXCLUDE, picks=(Pick(kind=PickKind.EVERYTHING),)
        ),
    )
    assortments.load(tx=tx)
    assert assortments.shelf_for(None) is shelf
