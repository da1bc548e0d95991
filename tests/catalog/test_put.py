"""Storing products and everything about them in bulk: created, changed, left alone, refused with its reason."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.unit import UnitOfMeasure
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.events import CustomerPartNumbersChanged, ProductsChanged
from fondaco.modules.catalog.types import (
    Attribute,
    CategoryDraft,
    CustomerPartNumberDraft,
    MediaDraft,
    NumberKind,
    ProductDraft,
    RelationDraft,
    RelationKind,
)
from fondaco.platform.transaction import Tx

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PICTURE = MediaDraft(content_type="image/svg+xml", content=b'<svg xmlns="http://www.w3.org/2000/svg"/>')


def ref(key: str, system: str = "erp") -> ExternalRef:
    return ExternalRef(system, key)


def screw(key: str = "1", **changes: object) -> ProductDraft:
    draft = ProductDraft(
        ref=ref(key),
        sku=f"SCR-{key}",
        names={"de": "Schraube", "en": "Screw"},
        category=ref("screws"),
        units=(UnitOfMeasure("BX", Fraction(100)),),
        sales_unit="BX",
        manufacturer_number="M8x40/10.9",
        attributes=(Attribute(code="d", names={"de": "Gewinde"}, value="M8", number=Decimal("8.0"), unit="MMT"),),
        relations=(RelationDraft(kind=RelationKind.ACCESSORY, to=ref("2")),),
        media=(PICTURE,),
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def categories(tx: Tx) -> None:
    drafts = [
        CategoryDraft(ref=ref("screws"), names={"de": "Schrauben"}, parent=ref("fasteners")),
        CategoryDraft(ref=ref("fasteners"), names={"de": "Befestigung"}),
    ]
    assert catalog.put_categories(tx=tx, drafts=drafts, source="erp").created == 2
    assert catalog.put_categories(tx=tx, drafts=drafts, source="erp").unchanged == 2


def test_a_product_is_read_as_it_was_stated_and_stating_it_again_changes_nothing(tx: Tx) -> None:
    categories(tx)
    result = catalog.put_products(tx=tx, drafts=[screw("1"), screw("2", relations=())], source="erp")
    assert (result.created, result.refused) == (2, ())
    ids = catalog.find_by_refs(tx=tx, system="erp", keys=["1", "2", "3"])
    found = catalog.product(tx=tx, id=ids["1"])
    assert found.names == {"de": "Schraube", "en": "Screw"}
    assert found.conversions.factor("BX", "PCE") == 100
    assert found.attributes == screw().attributes
    assert [relation.product for relation in found.relations] == [ids["2"]]
    assert catalog.media(tx=tx, id=found.media[0].id)[1] == PICTURE.content
    assert next(event for event in tx.events if isinstance(event, ProductsChanged)).products == (ids["1"], ids["2"])
    again = catalog.put_products(tx=tx, drafts=[screw("1"), screw("2", relations=())], source="erp")
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    renamed = catalog.put_products(tx=tx, drafts=[screw("1", sku="SCR-NEW")], source="erp")
    assert renamed.changed == 1
    assert catalog.product(tx=tx, id=ids["1"]).sku == "SCR-NEW"
    basics = catalog.basics(tx=tx, ids=[ids["1"]])[ids["1"]]
    assert len(basics.categories) == 2


def test_bad_drafts_are_answered_and_the_good_ones_kept(tx: Tx) -> None:
    categories(tx)
    drafts = [
        screw("1"),
        screw("2", sku=" "),
        screw("3", category=ref("nowhere")),
        screw("4", gtin="4006381333932"),
        screw("5", gtin="4006381333931"),
        screw("6", sku="SCR-1"),
        screw("7", minimum=Decimal(0)),
        screw("8", media=(MediaDraft(content_type="image/png", content=b"not a picture"),)),
    ]
    result = catalog.put_products(tx=tx, drafts=drafts, source="erp")
    assert result.created == 2
    assert [(bad.index, bad.field) for bad in result.refused] == [
        (1, "sku"), (2, "category"), (3, "gtin"), (5, "sku"), (6, "minimum"), (7, "media"),
    ]  # fmt: skip
    assert len(catalog.products(tx=tx, ids=list(catalog.find_by_skus(tx=tx, skus=["SCR-1", "SCR-5"]).values()))) == 2


def test_a_second_source_adds_its_key_and_no_texts(tx: Tx) -> None:
    categories(tx)
    catalog.put_products(tx=tx, drafts=[screw("1", relations=())], source="erp")
    other = screw("1", ref=ref("X-1", "pim"), names={"de": "Anders"}, category=None, relations=())
    assert catalog.put_products(tx=tx, drafts=[other], source="pim").unchanged == 1
    product = catalog.find_by_refs(tx=tx, system="pim", keys=["X-1"])["X-1"]
    assert catalog.product(tx=tx, id=product).names["de"] == "Schraube"
    assert catalog.keys_of(tx=tx, products=[product], system="erp") == {product: "1"}


def test_part_numbers_are_found_in_any_spelling_and_own_ones_win(tx: Tx) -> None:
    categories(tx)
    organisation, parent = uuid4(), uuid4()
    drafts = [screw("1", sku="6204-2RS", relations=()), screw("2", sku="4711", relations=())]
    catalog.put_products(tx=tx, drafts=drafts, source="erp")
    own = [
        CustomerPartNumberDraft(organisation=ref("O"), product=ref("1"), number="4711"),
        CustomerPartNumberDraft(organisation=ref("nobody"), product=ref("1"), number="1"),
    ]
    result = catalog.put_customer_part_numbers(tx=tx, drafts=own, source="erp", organisations={ref("O"): parent})
    assert (result.created, [bad.field for bad in result.refused]) == (1, ["organisation"])
    assert CustomerPartNumbersChanged(source="erp", organisations=(parent,)) in tx.events
    buyer = Buyer(sold_to=organisation, hierarchy=(organisation, parent), as_of=NOW)
    found = catalog.find_by_part_numbers(tx=tx, buyer=buyer, numbers=["6204 2rs", "62042RS", "4711", "m8X40 10.9", "?"])
    assert [match.sku for match in found["6204 2rs"]] == ["6204-2RS"]
    assert [(match.sku, match.by) for match in found["4711"]] == [("6204-2RS", NumberKind.OWN)]
    assert len(found["m8X40 10.9"]) == 2
    assert found["?"] == []
    stranger = Buyer(sold_to=organisation, hierarchy=(organisation,), as_of=NOW)
    assert [m.sku for m in catalog.find_by_part_numbers(tx=tx, buyer=stranger, numbers=["4711"])["4711"]] == ["4711"]
