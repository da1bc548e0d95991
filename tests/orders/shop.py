"""A small distributor for tests: two ERPs, a group with a site and a stranger, forty products with prices and stock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from fondaco.kernel.actor import Actor, ActorKind
from fondaco.kernel.buyer import Buyer
from fondaco.kernel.ids import ExternalRef, new_id
from fondaco.kernel.money import Money
from fondaco.kernel.quantity import Quantity
from fondaco.kernel.unit import UnitOfMeasure
from fondaco.modules.accounts import api as accounts
from fondaco.modules.accounts.types import ROLES, AddressDraft, OrganisationDraft, OrganisationKind
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import LocationDraft, StockDraft
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import CustomerPartNumberDraft, ProductDraft
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.types import Cart, CartView, LineDraft, Order, OrderDetails, Seen
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import PriceRecordDraft
from fondaco.platform.transaction import Tx

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
NORTH, SOUTH = "erp-nord", "erp-sued"
PRODUCTS = 40
NUMBERS = 6204


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who buys."""

    actor: Actor
    buyer: Buyer

    def at(self, moment: datetime) -> "Person":
        """The same person later."""
        return replace(self, buyer=replace(self.buyer, as_of=moment))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Everything a story needs; products in order, even ones belong to the northern ERP, odd ones to the southern."""

    products: tuple[UUID, ...]
    site: Person
    group: Person
    stranger: Person


def ref(key: str, system: str = NORTH) -> ExternalRef:
    return ExternalRef(system, key)


def sku(number: int) -> str:
    return f"{NUMBERS + number}-2RS"


def system_of(number: int) -> str:
    return SOUTH if number % 2 else NORTH


def open_shop(tx: Tx) -> Shop:
    """Fill an empty database through the doors. Product n costs n + 1 euros, at the site 10 % less; 100 on stock."""
    accounts.put_organisations(
        tx=tx,
        source=NORTH,
        drafts=[
            OrganisationDraft(ref=ref("group"), name="Holding", kind=OrganisationKind.GROUP),
            OrganisationDraft(ref=ref("site"), parent=ref("group"), name="Werk 1", kind=OrganisationKind.SITE),
            OrganisationDraft(ref=ref("other"), name="Fremd GmbH"),
        ],
    )
    accounts.put_addresses(
        tx=tx,
        source=NORTH,
        drafts=[
            AddressDraft(
                ref=ref(f"{key}-1"),
                organisation=ref(key),
                name=f"{key} Tor 3",
                street="Hafenstraße 1",
                postal_code="20457",
                city="Hamburg",
                default=True,
            )
            for key in ("group", "site", "other")
        ],
    )
    for system in (NORTH, SOUTH):
        _put_products(tx, system)
    _put_prices(tx)
    organisations = accounts.find_by_refs(tx=tx, system=NORTH, keys=["group", "site", "other"])
    by_sku = catalog.find_by_skus(tx=tx, skus=[sku(number) for number in range(PRODUCTS)])
    group = organisations["group"]
    return Shop(
        products=tuple(by_sku[sku(number)] for number in range(PRODUCTS)),
        site=_person(tx, organisations["site"], frozenset({organisations["site"]})),
        group=_person(tx, group, frozenset({group, organisations["site"]})),
        stranger=_person(tx, organisations["other"], frozenset({organisations["other"]})),
    )


def put_price(tx: Tx, number: int, amount: Decimal, *, organisation: str | None = None) -> None:
    """State a price of a product in its ERP."""
    put_prices(tx, [(number, amount, organisation)])


def put_prices(tx: Tx, stated: Sequence[tuple[int, Decimal, str | None]]) -> None:
    """State prices of products in their ERPs: of an organisation, or of the list."""
    for system in sorted({system_of(number) for number, _, _ in stated}):
        result = pricing.put_price_records(
            tx=tx,
            source=system,
            drafts=[
                PriceRecordDraft(
                    ref=ref(f"{number}-{organisation or 'list'}", system),
                    amount=amount,
                    product=ref(str(number), system),
                    organisation=ref(organisation) if organisation else None,
                )
                for number, amount, organisation in stated
                if system_of(number) == system
            ],
        )
        assert not result.refused, result


def put_stock(tx: Tx, number: int, quantity: int, *, at: datetime = NOW) -> None:
    """State the stock of a product in its ERP."""
    _put_stocks(tx, system_of(number), [number], quantity, at)


def _put_stocks(tx: Tx, system: str, numbers: Sequence[int], quantity: int, at: datetime = NOW) -> None:
    result = availability.put_stock(
        tx=tx,
        source=system,
        drafts=[
            StockDraft(
                product=ref(str(number), system),
                location=ref("lager", system),
                on_hand=Decimal(quantity),
                told_at=at,
            )
            for number in numbers
        ],
    )
    assert not result.refused, result


def end_product(tx: Tx, shop: Shop, number: int) -> None:
    """Take a product out of the catalogue of its ERP."""
    system = system_of(number)
    keep = [str(other) for other in range(PRODUCTS) if system_of(other) == system and other != number]
    assert catalog.end_missing_products(tx=tx, system=system, keep=keep, source=system) == 1


def pieces(count: int) -> Quantity:
    return Quantity(Decimal(count), "PCE")


def fill(tx: Tx, shop: Shop, numbers: Iterable[int], *, person: Person | None = None, count: int = 2) -> Cart:
    """Make a cart with so many pieces of each product."""
    who = person or shop.site
    cart = orders.create_cart(tx=tx, actor=who.actor, buyer=who.buyer)
    drafts = [LineDraft(product=shop.products[number], quantity=pieces(count)) for number in numbers]
    return orders.add_lines(tx=tx, actor=who.actor, buyer=who.buyer, cart=cart.id, drafts=drafts)


def look(tx: Tx, cart: Cart, person: Person) -> CartView:
    return orders.view_cart(tx=tx, actor=person.actor, cart=cart, buyer=person.buyer)


def seen(view: CartView) -> Seen:
    amounts = {line.line.id: line.amount.amount for line in view.lines if line.amount}
    return Seen(version=view.cart.version, net=view.net, amounts=amounts)


def place(tx: Tx, cart: Cart, person: Person, *, view: CartView | None = None, po_number: str = "") -> Order:
    """Order the cart as it is seen now, or as it was seen."""
    details = OrderDetails(seen=seen(view or look(tx, cart, person)), po_number=po_number)
    return orders.place_order(tx=tx, actor=person.actor, buyer=person.buyer, cart=cart.id, details=details)


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def _put_products(tx: Tx, system: str) -> None:
    numbers = [number for number in range(PRODUCTS) if system_of(number) == system]
    result = catalog.put_products(
        tx=tx,
        source=system,
        drafts=[
            ProductDraft(
                ref=ref(str(number), system),
                sku=sku(number),
                names={"de": f"Rillenkugellager {number}", "en": f"Ball bearing {number}"},
                units=(UnitOfMeasure("BX", Fraction(10)),),
                minimum=Decimal(2) if number == 7 else Decimal(1),
                multiple=Decimal(2) if number == 7 else Decimal(1),
                manufacturer_number=f"SKF {number}/C3" if number != 3 else "SKF 2/C3",
            )
            for number in numbers
        ],
    )
    assert not result.refused, result
    availability.put_locations(tx=tx, source=system, drafts=[LocationDraft(ref=ref("lager", system), name=system)])
    if system == NORTH:
        catalog.put_customer_part_numbers(
            tx=tx,
            source=system,
            drafts=[CustomerPartNumberDraft(organisation=ref("group"), product=ref("4"), number="KL-0815")],
            organisations={ref("group"): accounts.find_by_refs(tx=tx, system=system, keys=["group"])["group"]},
        )
    _put_stocks(tx, system, numbers, 100)


def _put_prices(tx: Tx) -> None:
    listed = [(number, Decimal(number + 1), None) for number in range(PRODUCTS - 1)]
    agreed = [(number, Decimal(number + 1) * 9 / 10, "group") for number in range(0, PRODUCTS - 1, 2)]
    put_prices(tx, [*listed, *agreed])


def _person(tx: Tx, organisation: UUID, organisations: Sequence[UUID] | frozenset[UUID]) -> Person:
    actor = Actor(
        kind=ActorKind.CONTACT,
        id=new_id(),
        organisation=organisation,
        organisations=frozenset(organisations),
        permissions=ROLES["organisation_admin"],
    )
    return Person(actor=actor, buyer=accounts.buyer_for(tx=tx, actor=actor, as_of=NOW + timedelta(minutes=1)))
