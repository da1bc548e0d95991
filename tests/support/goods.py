"""The small world with goods in it: products, prices, stock, and things that only the red group may see."""

from decimal import Decimal
from uuid import UUID

from fondaco.apps import rooms
from fondaco.apps.api import create_app
from fondaco.apps.runtime import Runtime
from fondaco.kernel.ids import public_id
from fondaco.kernel.money import UnitPrice
from fondaco.kernel.quantity import Quantity
from fondaco.modules.availability import api as availability
from fondaco.modules.availability.types import LocationDraft, StockDraft
from fondaco.modules.catalog import api as catalog
from fondaco.modules.catalog.types import CustomerPartNumberDraft, ProductDraft
from fondaco.modules.orders import api as orders
from fondaco.modules.orders.types import HistoryLineDraft, OrderHistoryDraft, OrderState
from fondaco.modules.pricing import api as pricing
from fondaco.modules.pricing.types import PriceRecordDraft
from fondaco.platform import event_log
from fondaco.platform.follower import Follower
from fondaco.platform.settings import Settings
from fondaco.platform.transaction import Database, Tx
from tests.support.house import NOW, SYSTEM, Api, Caller, World, build, ref

SKUS = ("BOLT-8", "NUT-8", "WASHER-8")


def put_goods(tx: Tx, world: World) -> dict[str, UUID]:
    """Store three products with list prices and stock; red has a contract price, an own number and an old order."""
    products = [
        ProductDraft(ref=ref(sku), sku=sku, names={"de": f"Artikel {sku}", "en": f"Product {sku}"}) for sku in SKUS
    ]
    assert not catalog.put_products(tx=tx, drafts=products, source=SYSTEM).refused
    numbers = [CustomerPartNumberDraft(organisation=ref("red"), number="SECRET-red-4711", product=ref("BOLT-8"))]
    owners = {ref("red"): world.organisations["red"]}
    stored = catalog.put_customer_part_numbers(tx=tx, drafts=numbers, source=SYSTEM, organisations=owners)
    assert not stored.refused
    prices = [PriceRecordDraft(ref=ref(f"list-{sku}"), product=ref(sku), amount=Decimal("9.90")) for sku in SKUS]
    prices.append(
        PriceRecordDraft(
            ref=ref("contract"), product=ref("BOLT-8"), amount=Decimal("7.13"), organisation=ref("red"),
            text="SECRET-red contract",
        )
    )  # fmt: skip
    assert not pricing.put_price_records(tx=tx, drafts=prices, source=SYSTEM).refused
    locations = [LocationDraft(ref=ref("HH"), name="Hamburg")]
    assert not availability.put_locations(tx=tx, drafts=locations, source=SYSTEM).refused
    stock = [StockDraft(product=ref(sku), location=ref("HH"), on_hand=Decimal(1000), told_at=NOW) for sku in SKUS]
    assert not availability.put_stock(tx=tx, drafts=stock, source=SYSTEM).refused
    line = HistoryLineDraft(
        product=ref("BOLT-8"),
        quantity=Quantity(Decimal(10), "PCE"),
        net=UnitPrice(Decimal("7.13"), "EUR", Quantity(Decimal(1), "PCE")),
        amount=Decimal("71.30"),
    )
    order = OrderHistoryDraft(
        ref=ref("order"),
        number="SECRET-red-1",
        organisation=ref("red"),
        placed_at=NOW,
        state=OrderState.CONFIRMED,
        currency="EUR",
        net=Decimal("71.30"),
        po_number="SECRET-red-PO",
        lines=(line,),
    )
    assert not orders.put_order_history(tx=tx, drafts=[order], source=SYSTEM).refused
    return catalog.find_by_skus(tx=tx, skus=list(SKUS))


def open_whole_api(database: Database) -> Api:
    """Compose the API of all rooms over the world, with its projections loaded."""
    from tests.support import house

    with database.transaction() as tx:
        world = build(tx)
        world.products = put_goods(tx, world)
    while event_log.relay(database=database) is not None:
        pass
    projections = rooms.projections()
    follower = Follower(database=database, projections=projections)
    follower.load()
    runtime = Runtime(settings=Settings(), database=database, projections=projections, follower=follower)
    api = house.Api(app=create_app(runtime, log_requests=False), runtime=runtime, world=world)
    api.named = things_of_red(api)
    return api


def things_of_red(api: Api) -> dict[str, str]:
    """Let red do things over HTTP and name by public id everything that is red's."""
    world = api.world
    buyer, admin = api.caller("red-buyer"), api.caller("red-admin")
    cart = created(buyer, "/v1/carts", {"name": "SECRET-red cart"})
    product = public_id("prd", world.products["BOLT-8"])
    lines = {"lines": [{"product": product, "quantity": "5", "unit": "PCE", "note": "SECRET-red note"}]}
    filled = created(buyer, f"/v1/carts/{cart['id']}/lines", lines)
    client = created(
        admin, "/v1/api-clients", {"name": "SECRET-red shop", "role": "buyer", "organisation": world.org("red")}
    )
    [order] = buyer("GET", "/v1/orders").json["items"]
    [address] = admin("GET", f"/v1/organisations/{world.org('red')}/addresses").json["items"]
    [session] = buyer("GET", "/v1/sessions").json["items"]
    return {
        "org:red": world.org("red"),
        "con:red-buyer": world.con("red-buyer"),
        "adr": address["id"],
        "ses": session["id"],
        "key": client["id"],
        "crt": cart["id"],
        "crl": filled["lines"][0]["id"],
        "ord": order["id"],
        "prd": product,
    }


def created(caller: Caller, url: str, body: object) -> dict[str, object]:
    """Create something and return what came back."""
    reply = caller("POST", url, body, {"Idempotency-Key": url})
    assert reply.status == 201, reply
    return reply.json  # type: ignore[no-any-return]
