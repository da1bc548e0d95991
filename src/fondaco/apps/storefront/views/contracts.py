"""Contracts as the storefront shows them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.language import ngettext
from fondaco.apps.pages.units import quantity
from fondaco.apps.storefront.views import goods as of_goods

_FULL = Decimal(100)
_NEARLY = Decimal(80)


def summary(contract: Any, *, today: date) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    """Show a contract in a list, by the item that is used most."""
    shares = [_share(item) for item in contract.items]
    most = max(shares, default=Decimal(0))
    return {
        "url": f"/contracts/{contract.id}",
        "number": contract.number,
        "name": contract.name or contract.number,
        "period": period(contract),
        "left": days_left(contract, today=today),
        "count": len(contract.items),
        "share": int(min(most, _FULL)),
        "share_text": _("%(percent)s used") % {"percent": language.percent(most)},
        "state_text": _state(contract, most, today)[0],
        "state_kind": _state(contract, most, today)[1],
    }


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
                "remaining": _amount(item, item.remaining),
                "agreed": _amount(item, item.agreed),
            },
        }
        for one in contracts
        for item in one.items
        if item.product == product
    ]


def period(contract: Any) -> str:  # noqa: ANN401 - as above
    """Say from when until when a contract is in force."""
    start, end = contract.valid_from, _end(contract)
    if start and end:
        return f"{language.day(start)} – {language.day(end)}"
    if end:
        return _("until %(day)s") % {"day": language.day(end)}
    return _("from %(day)s") % {"day": language.day(start)} if start else _("without end")


def days_left(contract: Any, *, today: date) -> str:  # noqa: ANN401 - as above
    """Say how long a contract is still in force."""
    end = _end(contract)
    if end is None:
        return ""
    days = (end - today).days
    if days < 0:
        return _("ended")
    return ngettext("%(num)s day left", "%(num)s days left", days) % {"num": days}


def _state(contract: Any, most: Decimal, today: date) -> tuple[str, str]:  # noqa: ANN401 - as above
    end = _end(contract)
    if end is not None and end < today:
        return _("Ended"), ""
    if contract.items and all(_share(item) >= _FULL for item in contract.items):
        return _("Used up"), "bad"
    return (_("Nearly used up"), "warn") if most >= _NEARLY else (_("In force"), "good")


def _end(contract: Any) -> date | None:  # noqa: ANN401 - as above
    # The moment a period ends is no part of it: the day before midnight is the last.
    told = contract.valid_to
    return (datetime.fromisoformat(str(told)) - timedelta(seconds=1)).date() if told else None


def _share(item: Any) -> Decimal:  # noqa: ANN401 - as above
    return item.used * 100 / item.agreed if item.agreed else Decimal(0)


def _amount(item: Any, value: Decimal) -> str:  # noqa: ANN401 - as above
    return language.money(value, item.currency) if item.currency else quantity(value, item.unit or "PCE")


def _item(item: Any, product: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    share = _share(item)
    return {
        "position": item.position,
        "name": item.name,
        "sku": item.sku,
        "product": item.product,
        "url": f"/products/{item.product}" if item.product else "",
        "picture": of_goods.picture(product) if product else "",
        "price": of_goods.listed_price(product.price) if product and product.price else None,
        "agreed": _amount(item, item.agreed),
        "used": _amount(item, item.used),
        "remaining": _amount(item, item.remaining),
        "share": int(min(share, _FULL)),
        "share_text": _("%(percent)s used") % {"percent": language.percent(share)},
        "past": item.used > item.agreed,
        "may_order": product is not None,
        "least": of_goods.least_in(product, product.sales_unit) if product else None,
        "unit": product.sales_unit if product else "",
    }
