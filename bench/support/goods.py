"""The trade of a benchmark: products, organisations with contracts, lists, discounts, stock; the same every time."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.ids import ExternalRef
from fondaco.kernel.unit import UnitOfMeasure
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import PERMISSIONS, OrganisationDraft
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import LocationDraft, StockDraft
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import Attribute, CategoryDraft, ProductDraft
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import AssignmentDraft, Calculation, Kind, PriceListDraft, PriceRecordDraft
from fondaco.platform.transaction import Database, Tx

SYSTEM = "erp"
HOUSE = Actor(kind=ActorKind.MACHINE, organisations=None, permissions=PERMISSIONS)
_CATEGORIES, _GROUPS, _LISTS, _LOCATIONS = 200, 20, 4, 4
_BATCH = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What was made: products and categories in order, and a token for a client of each organisation."""

    products: list[UUID]
    categories: list[UUID]
    organisations: list[UUID]
    tokens: list[str]


def ref(kind: str, number: int) -> ExternalRef:
    """Name the n-th thing of a kind as the ERP does."""
    return ExternalRef(SYSTEM, f"{kind}{number:05}")


def stock_up(*, database: Database, products: int = 10_000, organisations: int = 80, role: str = "buyer") -> Trade:
    """Make the trade: a quarter of the organisations are groups, the others their sites.

    Every product has a list price, three of ten a price on each list, every organisation 200 contract prices with two
    scales; a list takes 5 % off some categories.
    """
    rng = random.Random(4711)
    with database.transaction() as tx:
        _organisations(tx, organisations)
        _products(tx, products, rng)
        _stock(tx, products, rng)
    with database.transaction() as tx:
        _prices(tx, products, organisations, rng)
    with database.transaction() as tx:
        ids = catalog.find_by_refs(tx=tx, system=SYSTEM, keys=[ref("A", n).key for n in range(products)])
        buyers = accounts.find_by_refs(tx=tx, system=SYSTEM, keys=[ref("O", n).key for n in range(organisations)])
        tree = catalog.find_categories_by_refs(tx=tx, system=SYSTEM, keys=[ref("C", n).key for n in range(_CATEGORIES)])
        tokens = [_token(tx, organisation, role) for organisation in buyers.values()]
    return Trade(
        products=[ids[ref("A", n).key] for n in range(products)],
        categories=[tree[ref("C", n).key] for n in range(_CATEGORIES)],
        organisations=[buyers[ref("O", n).key] for n in range(organisations)],
        tokens=tokens,
    )


def contract_price(*, product: int, organisation: int, amount: Decimal) -> PriceRecordDraft:
    """State the contract price of a product for an organisation."""
    return PriceRecordDraft(
        ref=ExternalRef(SYSTEM, f"contract/{organisation}/{product}/0"),
        amount=amount,
        per=Decimal(100),
        organisation=ref("O", organisation),
        product=ref("A", product),
    )


def _token(tx: Tx, organisation: UUID, role: str) -> str:
    made = accounts.add_api_client(
        tx=tx, actor=HOUSE, name="bench", role=role, organisation=organisation, now=datetime.now(UTC)
    )
    return made.secret


def _organisations(tx: Tx, count: int) -> None:
    drafts = [
        OrganisationDraft(
            name=f"Buyer {n}", ref=ref("O", n), parent=ref("O", n % _GROUPS) if n >= _GROUPS else None, number=str(n)
        )
        for n in range(count)
    ]
    accounts.put_organisations(tx=tx, drafts=drafts, source=SYSTEM)


def _products(tx: Tx, count: int, rng: random.Random) -> None:
    categories = [
        CategoryDraft(
            ref=ref("C", n),
            names={"de": f"Gruppe {n}", "en": f"Group {n}"},
            parent=ref("C", n % 20) if n >= 20 else None,
        )
        for n in range(_CATEGORIES)
    ]
    catalog.put_categories(tx=tx, drafts=categories, source=SYSTEM)
    drafts = [
        ProductDraft(
            ref=ref("A", n),
            sku=f"A-{n:05}",
            names={"de": f"Sechskantschraube M{n % 30} Nr. {n}", "en": f"Hexagon bolt M{n % 30} no. {n}"},
            descriptions={"de": "Nach Norm, verzinkt.", "en": "To the norm, zinc plated."},
            category=ref("C", n % _CATEGORIES),
            units=(UnitOfMeasure("BX", Fraction(100)),),
            manufacturer="Werk",
            manufacturer_number=f"W{n}",
            attributes=tuple(
                Attribute(code=code, names={"de": code.title()}, value=str(rng.randrange(1, 40)), unit="MMT")
                for code in ("gewinde", "länge", "kopf", "klasse")
            ),
        )
        for n in range(count)
    ]
    for start in range(0, count, _BATCH):
        catalog.put_products(tx=tx, drafts=drafts[start : start + _BATCH], source=SYSTEM)


def _stock(tx: Tx, products: int, rng: random.Random) -> None:
    places = [LocationDraft(ref=ref("L", n), name=f"Lager {n}", position=n) for n in range(_LOCATIONS)]
    availability.put_locations(tx=tx, drafts=places, source=SYSTEM)
    told = datetime.now(UTC)
    drafts = [
        StockDraft(
            product=ref("A", product),
            location=ref("L", place),
            on_hand=Decimal(rng.randrange(0, 100_000)),
            told_at=told,
        )
        for product in range(products)
        for place in range(_LOCATIONS)
    ]
    for start in range(0, len(drafts), _BATCH):
        availability.put_stock(tx=tx, drafts=drafts[start : start + _BATCH], source=SYSTEM)


def _prices(tx: Tx, products: int, organisations: int, rng: random.Random) -> None:
    lists = [PriceListDraft(ref=ref("P", n), name=f"List {n}") for n in range(_LISTS)]
    pricing.put_price_lists(tx=tx, drafts=lists, source=SYSTEM)
    pricing.assign_price_lists(
        tx=tx,
        drafts=[
            AssignmentDraft(organisation=ref("O", n), price_list=ref("P", n % _LISTS)) for n in range(organisations)
        ],
        source=SYSTEM,
    )

    def amount() -> Decimal:
        return Decimal(rng.randrange(100, 100_000)) / 100

    def record(key: str, product: int, **more: object) -> PriceRecordDraft:
        stated = {
            "ref": ExternalRef(SYSTEM, key),
            "amount": amount(),
            "per": Decimal(100),
            "product": ref("A", product),
        }
        return PriceRecordDraft(**stated | more)  # type: ignore[arg-type]

    drafts = [record(f"list/{n}", n) for n in range(products)]
    drafts += [
        record(f"pl/{number}/{n}", n, price_list=ref("P", number))
        for number in range(_LISTS)
        for n in rng.sample(range(products), products * 3 // 10)
    ]
    drafts += [
        record(f"contract/{buyer}/{n}/{scale}", n, organisation=ref("O", buyer), scale=Decimal(scale))
        for buyer in range(organisations)
        for n in rng.sample(range(products), min(200, products))
        for scale in (0, 500)
    ]
    drafts += [
        PriceRecordDraft(
            ref=ExternalRef(SYSTEM, f"off/{n}"),
            kind=Kind.DISCOUNT,
            calculation=Calculation.PERCENT,
            amount=Decimal(5),
            price_list=ref("P", n % _LISTS),
            category=ref("C", n),
        )
        for n in range(0, _CATEGORIES, 7)
    ]
    result = pricing.load_price_records(tx=tx, rows=drafts, source=SYSTEM, system=SYSTEM, complete=True)
    assert not result.refused, result.refused[:3]
