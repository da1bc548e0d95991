"""Contracts as the storefront shows them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fondaco.apps.pages import language
from fondaco.apps.pages.contracts import FULL, amount, share, summary
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.storefront.views import goods as of_goods


def detail(found: Any, *, goods: Mapping[str, Any], today: date) -> dict[str, Any]:  # noqa: ANN401 - answers of the client
    """Show a contract with its items and what was called off of them."""
    contract = found.contract
    names = {item.id: item.name or item.sku for item in contract.items}
    return summary(contract, today=today) | {
        "lines": [_item(item, goods.get(item.product or "")) for item in contract.items],
        "over": {
            "refuse": _("An order that goes past what is left is not possible."),
            "tell": _("You may go past what was agreed; we tell you when you do."),
            "end": _("The price ends with the order that uses up what was agreed."),
        }.get(contract.over.value if hasattr(contract.over, "value") else contract.over, ""),
        "called_off": [
            {
                "url": f"/orders/{entry.order}",
                "number": entry.number,
                "at": entry.at,
                "name": names.get(entry.item, ""),
                "quantity": language.number(entry.quantity),
            }
            for entry in found.called_off
        ],
    }


def said(contracts: Iterable[Any], product: str) -> list[dict[str, str]]:
    """Say what is left for a product in the contracts it stands in."""
    return [
        {
            "url": f"/contracts/{one.id}",
            "text": _("%(name)s: %(remaining)s of %(agreed)s left")
            % {
                "name": one.name or one.number,
                "remaining": amount(item, item.remaining),
                "agreed": amount(item, item.agreed),
            },
        }
        for one in contracts
        for item in one.items
        if item.product == product
    ]


def _item(item: Any, product: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    percent = share(item)
    return {
        "position": item.position,
        "name": item.name,
        "sku": item.sku,
        "product": item.product,
        "url": f"/products/{item.product}" if item.product else "",
        "picture": of_goods.picture(product) if product else "",
        "price": of_goods.listed_price(product.price) if product and product.price else None,
        "agreed": amount(item, item.agreed),
        "used": amount(item, item.used),
        "remaining": amount(item, item.remaining),
        "share": int(min(percent, FULL)),
        "share_text": _("%(percent)s used") % {"percent": language.percent(percent)},
        "past": item.used > item.agreed,
        "may_order": product is not None,
        "least": of_goods.least_in(product, product.sales_unit) if product else None,
        "unit": product.sales_unit if product else "",
    }
