from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fondaco.kernel.ids import ExternalRef
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import OrganisationDraft
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.api import Shelf
from fondaco.modules.catalog.types import Attribute, CategoryDraft, CustomerPartNumberDraft, ProductDraft
from fondaco.modules.search import api as search
from fondaco.modules.search.api import Index
from fondaco.modules.search.model import price_ranges
from fondaco.modules.search.types import Filters, Reason, Sort
from fondaco.platform.transaction import Tx

SYSTEM = "erp"
# Each with number, German and English name, category, material and length.
GOODS = [
    ("6204-2RS", "Rillenkugellager", "Deep groove ball bearing", "bearings", "Stahl", 20),
    ("6205-2RS", "Rillenkugellager", "Deep groove ball bearing", "bearings", "Stahl", 25),
    ("DIN933-M8x40", "Sechskantschraube M8x40", "Hexagon bolt M8x40", "bolts", "Stahl", 40),
    ("DIN933-M10x40", "Sechskantschraube M10x40", "Hexagon bolt M10x40", "bolts", "Edelstahl A2", 40),
    ("DIN912-M8x40", "Zylinderschraube M8 x 40", "Socket head screw M8x40", "bolts", "Edelstahl A2", 40),
    ("S-1", "Schraube", "Screw", "bolts", "Messing", 10),
    ("DIN934-M8", "Sechskantmutter M8", "Hexagon nut M8", "nuts", "Stahl", 8),
    ("SH-10", "Schutzhandschuh Größe 10", "Protective glove size 10", "wear", "Nitril", 10),
    ("UE-1", "Überwurfmutter 1/2 Zoll", "Union nut 1/2 inch", "nuts", "Messing", 12),
]


class World:
    """A shelf and an index over the goods, fed as a process feeds them."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        accounts.put_organisations(
            tx=tx,
            source=SYSTEM,
            drafts=[OrganisationDraft(ref=ref(key), name=key) for key in ("us", "them")],
        )
        self.parties = accounts.find_by_refs(tx=tx, system=SYSTEM, keys=["us", "them"])
        names = {"fasteners": None, "bolts": "fasteners", "nuts": "fasteners", "bearings": None, "wear": None}
        catalog.put_categories(
            tx=tx,
            source=SYSTEM,
            drafts=[
                CategoryDraft(
                    ref=ref(key), names={"de": key.title(), "en": key.title()}, parent=ref(above) if above else None
                )
                for key, above in names.items()
            ],
        )
        self.categories = catalog.find_categories_by_refs(tx=tx, system=SYSTEM, keys=list(names))
        self.put(GOODS)
        catalog.put_customer_part_numbers(
            tx=tx,
            source=SYSTEM,
            drafts=[CustomerPartNumberDraft(organisation=ref("us"), product=ref("S-1"), number="6204")],
            organisations={ref("us"): self.parties["us"]},
        )
        self.shelf = Shelf()
        self.index = Index(self.shelf)
        self.shelf.load(tx=tx)
        self.index.load(tx=tx)

    def put(self, goods: Sequence[tuple[str, str, str, str, str, int]]) -> None:
        result = catalog.put_products(
            tx=self.tx,
            source=SYSTEM,
            drafts=[
                ProductDraft(
                    ref=ref(number),
                    sku=number,
                    names={"de": german, "en": english},
                    category=ref(category),
                    attributes=(
                        Attribute(code="material", names={"de": "Werkstoff", "en": "Material"}, value=material),
                        Attribute(code="length", names={"de": "Länge"}, value=str(length), unit="mm"),
                    ),
                )
                for number, german, english, category, material, length in goods
            ],
        )
        assert not result.refused, result

    def follow(self) -> None:
        for projection in (self.shelf, self.index):
            projection.apply(
                tx=self.tx, events=[event for event in self.tx.events if isinstance(event, projection.EVENTS)]
            )

    def numbers(self, ids: Sequence[UUID]) -> list[str]:
        found = catalog.products(tx=self.tx, ids=ids)
        return [found[id].sku for id in ids]

    def find(self, query: str, *, language: str = "de", who: str = "them") -> list[str]:
        hits = search.search(
            index=self.index, query=query, language=language, organisations=[self.parties[who]], limit=50
        )
        return self.numbers(hits.products)


def ref(key: str) -> ExternalRef:
    return ExternalRef(SYSTEM, key)


@pytest.fixture
def world(tx: Tx) -> World:
    return World(tx)


@pytest.mark.parametrize("query", ["6204-2RS", "6204 2rs", "62042RS", "6204.2rs", "6204"])
def test_a_number_is_found_in_any_spelling_and_not_its_neighbour(world: World, query: str) -> None:
    assert world.find(query) == ["6204-2RS"]


@pytest.mark.parametrize(
    ("query", "first", "others"),
    [
        ("schraube", "S-1", {"DIN933-M8x40", "DIN933-M10x40", "DIN912-M8x40"}),
        ("Schrauben", "S-1", {"DIN933-M8x40", "DIN933-M10x40", "DIN912-M8x40"}),
        ("sechskantschrube", None, {"DIN933-M8x40", "DIN933-M10x40"}),
        ("Kugelager", None, {"6204-2RS", "6205-2RS"}),
        ("handschuh", "SH-10", set()),
        ("Ueberwurfmutter", "UE-1", set()),
        ("überwurfmutter", "UE-1", set()),
        ("hexagon", None, {"DIN933-M8x40", "DIN933-M10x40", "DIN934-M8"}),
        ("1/2", "UE-1", set()),
        ("M8 x 40", None, {"DIN933-M8x40", "DIN912-M8x40"}),
        ("edelstahl sechskant", "DIN933-M10x40", set()),
        ("gibtesnicht", None, set()),
    ],
)
def test_words_are_found_with_endings_parts_and_typing_errors(
    world: World, query: str, first: str | None, others: set[str]
) -> None:
    found = world.find(query)
    assert set(found) == others | ({first} if first else set())
    assert first is None or found[0] == first


def test_the_own_number_comes_first_and_is_nobody_elses(world: World) -> None:
    assert world.find("6204", who="us")[0] == "S-1"
    assert world.find("6204", who="them") == ["6204-2RS"]
    hits = search.search(index=world.index, query="6204", organisations=[world.parties["us"]])
    assert hits.reason is Reason.OWN_PART_NUMBER


def test_a_category_lists_what_is_below_it_by_number_or_name(world: World) -> None:
    filters = Filters(category=world.categories["fasteners"])
    by_number = search.search(index=world.index, filters=filters, sort=Sort.NUMBER)
    assert world.numbers(by_number.products) == [
        "DIN912-M8x40", "DIN933-M8x40", "DIN933-M10x40", "DIN934-M8", "S-1", "UE-1",
    ]  # fmt: skip
    by_name = search.search(index=world.index, filters=filters, sort=Sort.NAME, language="en", limit=2)
    assert world.numbers(by_name.products) == ["DIN933-M10x40", "DIN933-M8x40"]
    assert (by_number.total, by_number.reason) == (6, Reason.LISTED)


def test_sorting_by_price_puts_what_has_none_last(world: World) -> None:
    prices = {"S-1": 3_000_000, "UE-1": 1_000_000, "DIN934-M8": 2_000_000}

    def own(ids: Sequence[UUID]) -> Any:
        return np.array([prices.get(number, -1) for number in world.numbers(ids)], np.int64)

    filters = Filters(category=world.categories["fasteners"])
    hits = search.search(index=world.index, filters=filters, sort=Sort.PRICE, prices=own)
    assert world.numbers(hits.products)[:3] == ["UE-1", "DIN934-M8", "S-1"]


def test_a_result_is_narrowed_and_counted_by_the_own_price(world: World) -> None:
    filters = Filters(category=world.categories["fasteners"])
    prices = {number: 1_000_000 * place for place, number in enumerate(["S-1", "UE-1", "DIN934-M8", "DIN912-M8x40"], 1)}

    def own(ids: Sequence[UUID]) -> Any:
        return np.array([prices.get(number, -1) for number in world.numbers(ids)], np.int64)

    def found(*price: tuple[int, int | None]) -> Any:
        return search.search(
            index=world.index, filters=replace(filters, price=price), prices=own, facets=True, sort=Sort.PRICE
        )

    everything = found()
    facet = next(facet for facet in everything.facets if facet.code == "price")
    assert sum(value.count for value in facet.values) == 4
    for value in facet.values:
        chosen = price_ranges.read(value.value)
        assert chosen is not None
        narrowed = found(chosen)
        assert (narrowed.total, len(narrowed.products)) == (value.count, value.count)
        again = next(facet for facet in narrowed.facets if facet.code == "price")
        # Counted as if none were chosen, so that another can be chosen instead.
        assert sum(one.count for one in again.values) == 4
        assert [one.value for one in again.values if one.selected] == [value.value]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=60))
def test_ranges_of_price_hold_every_price_once(prices: list[int]) -> None:
    found = price_ranges.ranges(np.array(prices, np.int64))
    assert len(found) <= 6
    for price in prices if found else []:
        assert sum(bool(price_ranges.within(np.array([price]), one)[0]) for one in found) == 1
    for one in found:
        assert price_ranges.read(price_ranges.code(one)) == one
    assert price_ranges.read("5") is price_ranges.read("a..b") is price_ranges.read("9..3") is None


@settings(max_examples=40)
@given(data=st.data())
def test_every_facet_tells_what_choosing_it_will_find(data: st.DataObject, tx: Tx) -> None:
    world = _world_of(tx)
    query = data.draw(st.sampled_from(["", "schraube", "m8"]))
    chosen: dict[str, frozenset[str]] = {}
    for _ in range(data.draw(st.integers(0, 2))):
        facets = search.search(index=world.index, query=query, filters=Filters(attributes=chosen), facets=True).facets
        choices = [(facet.code, value.value) for facet in facets if facet.code != "category" for value in facet.values]
        if not choices:
            return
        code, value = data.draw(st.sampled_from(choices))
        chosen[code] = chosen.get(code, frozenset()) | {value}
    hits = search.search(index=world.index, query=query, filters=Filters(attributes=chosen), facets=True)
    for facet in hits.facets:
        for value in facet.values:
            if facet.code == "category":
                continue
            only = Filters(attributes={**chosen, facet.code: frozenset({value.value})})
            assert search.search(index=world.index, query=query, filters=only).total == value.count
            assert value.selected == (value.value in chosen.get(facet.code, ()))


def test_what_changes_in_the_catalogue_changes_in_the_index(world: World) -> None:
    world.put([("NEU-1", "Flügelmutter", "Wing nut", "nuts", "Stahl", 5), ("S-1", "Nagel", "Nail", "wear", "Stahl", 5)])
    world.follow()
    assert world.find("Flügelmuttern") == ["NEU-1"]
    assert world.find("nagel") == ["S-1"]
    nuts = search.search(index=world.index, filters=Filters(category=world.categories["nuts"]))
    assert world.numbers(nuts.products) == ["DIN934-M8", "NEU-1", "UE-1"]
    keep = [number for number, *_ in GOODS if number != "6204-2RS"]
    catalog.end_missing_products(tx=world.tx, system=SYSTEM, keep=[*keep, "NEU-1"], source=SYSTEM)
    world.follow()
    assert world.find("6204-2RS") == []
    assert search.suggest(index=world.index, query="6204-2") == ()


def test_suggestions_come_while_typing(world: World) -> None:
    found = search.suggest(index=world.index, query="sechsk", language="de")
    assert {one.number for one in found if one.kind == "product"} == {"DIN933-M8x40", "DIN933-M10x40", "DIN934-M8"}
    assert [one.label for one in search.suggest(index=world.index, query="bol") if one.kind == "category"] == ["Bolts"]
    assert search.suggest(index=world.index, query="") == ()


@settings(max_examples=80)
@given(query=st.text(max_size=30))
def test_whatever_is_typed_is_answered(query: str, tx: Tx) -> None:
    world = _world_of(tx)
    search.search(index=world.index, query=query, facets=True)
    search.suggest(index=world.index, query=query)


def _world_of(tx: Tx) -> World:
    # Built once for all examples of a test: none of them changes it.
    if _built.get("tx") is not tx:
        _built.update(tx=tx, world=World(tx))
    world = _built["world"]
    assert isinstance(world, World)
    return world


_built: dict[str, object] = {}
