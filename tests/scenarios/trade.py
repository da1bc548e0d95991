"""Buyers, their pages, the ERP and the staff of a house, in the words of the trade."""

import html
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from litestar.testing import TestClient

from fondaco.apps import rooms
from fondaco.apps.client.transport import AsgiTransport
from fondaco.apps.pages import language
from fondaco.apps.storefront.app import create_app as create_storefront
from fondaco.kernel.clock import now
from fondaco.modules.availability import api as availability
from fondaco.modules.availability import handlers
from fondaco.modules.availability.types import ReceiptDraft, StockDraft
from fondaco.platform.subscriptions import run_until_quiet
from tests.support.house import SYSTEM, Api, ref


class Trade:
    """Buyers, their pages, the ERP and the staff, in the words of the trade."""

    def __init__(self, api: Api) -> None:
        self.api, self._count = api, 0
        self.staff = api.caller("administrator")
        self.today = now().astimezone(ZoneInfo("Europe/Berlin")).date()
        with api.runtime.database.transaction() as tx:
            availability.heard_from(tx=tx, system=SYSTEM, at=now(), patience=10**7)

    def day(self, ahead: int) -> date:
        return self.today + timedelta(days=ahead)

    def hear(self) -> None:
        """Let the house do what it does by itself."""
        database = self.api.runtime.database
        run_until_quiet(database=database, subscriptions=rooms.SUBSCRIPTIONS)
        handlers.replan(database=database)
        run_until_quiet(database=database, subscriptions=rooms.SUBSCRIPTIONS)
        assert self.api.runtime.follower is not None
        self.api.runtime.follower.catch_up()

    def stock(self, sku: str, quantity: int) -> None:
        draft = StockDraft(product=ref(sku), location=ref("HH"), on_hand=Decimal(quantity), told_at=now())
        with self.api.runtime.database.transaction() as tx:
            assert not availability.put_stock(tx=tx, drafts=[draft], source=SYSTEM).refused
        self.hear()

    def receipt(self, sku: str, quantity: int, ahead: int) -> None:
        draft = ReceiptDraft(
            ref=ref(f"PO-{sku}"), product=ref(sku), location=ref("HH"), quantity=Decimal(quantity),
            expected_on=self.day(ahead),
        )  # fmt: skip
        with self.api.runtime.database.transaction() as tx:
            assert not availability.put_receipts(tx=tx, drafts=[draft], source=SYSTEM).refused
        self.hear()

    def product(self, sku: str, who: str = "red-buyer") -> str:
        return str(self.api.caller(who)("GET", f"/v1/products?q={sku}").json["items"][0]["id"])

    def post(self, who: str, url: str, body: object) -> Any:
        self._count += 1
        return self.api.caller(who)("POST", url, body, {"Idempotency-Key": f"dates-{self._count}"})

    def cart(self, who: str, sku: str, quantity: int, **more: object) -> dict[str, Any]:
        cart = self.post(who, "/v1/carts", {"name": "Montage"}).json
        line = {"product": self.product(sku, who), "quantity": str(quantity), **more}
        filled = self.post(who, f"/v1/carts/{cart['id']}/lines", {"lines": [line]})
        assert filled.status == 201, filled
        return dict(filled.json)

    def order(self, who: str, cart: dict[str, Any]) -> Any:
        return self.post(who, "/v1/orders", {"cart": cart["id"], "version": cart["version"], "net": cart["net"]})

    def ordered(self, who: str, sku: str, quantity: int) -> str:
        placed = self.order(who, self.cart(who, sku, quantity))
        assert placed.status == 201, placed
        self.hear()
        return str(placed.json["id"])

    def line(self, who: str, order: str) -> dict[str, Any]:
        return dict(self.api.caller(who)("GET", f"/v1/orders/{order}").json["lines"][0])

    def told(self, schedule: list[dict[str, Any]]) -> list[tuple[str, int | None]]:
        """Say a schedule in pieces and days ahead."""
        days = [date.fromisoformat(one["date"]) if one["date"] else None for one in schedule]
        return [
            (one["quantity"], (day - self.today).days if day else None) for one, day in zip(schedule, days, strict=True)
        ]

    def page(self, who: str, path: str, code: str) -> str:
        """Open a page of the storefront as somebody, in a language."""
        shop = create_storefront(transport=AsgiTransport(self.api.app))
        cookies = {"fondaco_storefront": self.api.world.tokens[who], "fondaco_language": code}
        with TestClient(shop, cookies=cookies) as browser:
            answer = browser.get(path)
        assert answer.status_code == 200, answer.text
        language.use(code)
        return html.unescape(answer.text).replace("\xa0", " ")
