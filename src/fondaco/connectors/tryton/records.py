"""Tryton's records as canonical records: products, organisations, addresses, price lists, price records, stock.

Keys are Tryton's ids. A party's price list becomes an assignment; parties without any are assigned the list
`list-price`, so that a party whose own list has no price for a product gets none, as in Tryton, and does not fall
back to the list price.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from fondaco.connectors.intake.types import Fields, Kind, Origin, Record
from fondaco.connectors.tryton.model.unit import code_of, factor
from fondaco.connectors.tryton.types import (
    RemoteAddress,
    RemoteCategory,
    RemoteLocation,
    RemoteParty,
    RemotePriceList,
    RemoteProduct,
    RemoteStock,
    RemoteTax,
    RemoteUnit,
)
from fondaco.kernel.quantity import exact_decimal

LIST_PRICE = "list-price"


def categories(found: Iterable[RemoteCategory]) -> Iterator[Record]:
    """Write the categories, those above first; the ones for accounting are none of the shop's."""
    waiting = {category.id: category for category in found if not category.accounting}
    done: set[int] = set()
    while waiting:
        ready = [c for c in waiting.values() if c.parent is None or c.parent in done or c.parent not in waiting]
        for category in ready or list(waiting.values()):
            parent = category.parent if category.parent in done else None
            yield _record(
                Kind.CATEGORY,
                "product.category",
                category.id,
                {**_texts("names", category.names), "parent": _key(parent)},
            )
            done.add(category.id)
            del waiting[category.id]


def product(
    found: RemoteProduct,
    *,
    units: Mapping[int, RemoteUnit],
    categories: Mapping[int, RemoteCategory],
    taxes: Mapping[int, RemoteTax],
) -> Record:
    """Write a product; what may no longer be sold is inactive."""
    base, sale = units[found.default_uom], units[found.sale_uom]
    shown = [key for key in found.categories if key in categories and not categories[key].accounting]
    fields: dict[str, object] = {
        "sku": found.code or f"T{found.id}",
        **_texts("names", found.names),
        "category": _key(min(shown, default=None)),
        "base_unit": code_of(base),
        "sales_unit": code_of(sale),
        # As fine as the unit is counted in Tryton.
        "multiple": Decimal(1).scaleb(-sale.digits),
        "tax_class": tax_class(found, categories=categories, taxes=taxes),
        "active": found.salable,
    }
    if sale.id != base.id:
        fields[f"units.{code_of(sale)}"] = factor(of=sale, to=base)
    return _record(Kind.PRODUCT, "product.product", found.id, fields)


def tax_class(
    found: RemoteProduct, *, categories: Mapping[int, RemoteCategory], taxes: Mapping[int, RemoteTax]
) -> str | None:
    """Name the tax of a product by its height among the taxes of goods: standard, reduced, or zero without any."""
    accounting = categories.get(found.account_category or 0)
    rates = [taxes[key].rate or Decimal(0) for key in accounting.taxes if key in taxes] if accounting else []
    if not rates:
        return "zero"
    used = {taxes[key].rate or Decimal(0) for category in categories.values() for key in category.taxes if key in taxes}
    return "standard" if sum(rates) >= max(used) else "reduced"


def organisation(found: RemoteParty, *, country: str, currency: str, vouched_on: datetime | None = None) -> Record:
    """Write a party as an organisation; a retired one is blocked. Its prices are in the company's currency.

    With `vouched_on` Tryton vouches for the VAT numbers of those it applies a tax rule to.
    """
    return _record(
        Kind.ORGANISATION,
        "party.party",
        found.id,
        {
            "name": found.name,
            "number": found.code,
            "country": country or None,
            "currency": currency,
            "language": found.language[:2] or None,
            "vat_number": found.vat_number or None,
            "vat_confirmed_at": vouched_on if found.vat_number and found.tax_rule is not None else None,
            "blocked": not found.active,
        },
    )


def address(found: RemoteAddress, *, party: RemoteParty, default: bool) -> Record:
    """Write an address; a retired one takes neither goods nor invoices."""
    return _record(
        Kind.ADDRESS,
        "party.address",
        found.id,
        {
            "organisation": str(found.party),
            "name": found.name or party.name,
            "street": " ".join(found.street.split()),
            "postal_code": found.postal_code,
            "city": found.city,
            "country": found.country or None,
            # Tryton delivers to any address where none is marked for it.
            "ship_to": found.active and (found.delivery or not found.invoice),
            "bill_to": found.active and found.invoice,
            "default": default,
        },
    )


def price_list(found: RemotePriceList | None, *, currency: str) -> Record:
    """Write a price list, or the one that stands for Tryton's own list prices."""
    key, name = (LIST_PRICE, "List price") if found is None else (str(found.id), found.name)
    return _record(Kind.PRICE_LIST, "product.price_list", key, {"name": name, "currency": currency})


def assignment(found: RemoteParty, *, default: int | None) -> Record:
    """Write which price list a party buys by."""
    price_list = found.price_list or default
    fields = {"organisation": str(found.id), "price_list": _key(price_list) or LIST_PRICE}
    return Record(
        kind=Kind.PRICE_LIST_ASSIGNMENT, fields=fields, origin=Origin(file="party.party", raw={"id": found.id})
    )


def price_record(
    *,
    price_list: RemotePriceList | None,
    product: RemoteProduct,
    minimum: Decimal,
    price: Decimal,
    units: Mapping[int, RemoteUnit],
    currency: str,
) -> Record:
    """Write a price per sale unit that holds from a minimum on, both said in the product's default unit.

    So a price of 3.105 per hundred from two and a half hundred on is one per 100 pieces from 250 pieces on; nothing
    is rounded.
    """
    base, sale = units[product.default_uom], units[product.sale_uom]
    in_base = factor(of=sale, to=base)
    from_base = Fraction(minimum) * (in_base if price_list is not None and price_list.in_sale_unit else 1)
    owner = LIST_PRICE if price_list is None else str(price_list.id)
    return _record(
        Kind.PRICE_RECORD,
        "product.price_list.line",
        f"{owner}/{product.id}/{minimum.normalize():f}",
        {
            "condition": "price",
            "calculation": "amount",
            "amount": price,
            "currency": currency,
            "per": exact_decimal(in_base),
            "unit": code_of(base),
            "scale": exact_decimal(from_base),
            "price_list": owner,
            "product": str(product.id),
        },
    )


def locations(found: Sequence[RemoteLocation]) -> Iterator[Record]:
    """Write the warehouses."""
    for place in found:
        yield _record(Kind.LOCATION, "stock.location", place.id, {"name": place.name})


def stock(found: RemoteStock, *, as_of: datetime) -> Record:
    """Write what lies in a warehouse, in default units as stock is here; what is promised beyond it is no stock."""
    fields = {
        "product": str(found.product),
        "location": str(found.location),
        "quantity": max(found.quantity, Decimal(0)),
        "told_at": as_of,
    }
    return Record(kind=Kind.STOCK, fields=fields, origin=Origin(file="stock.quantity", raw={"id": found.product}))


def _record(kind: Kind, model: str, key: int | str, fields: Fields) -> Record:
    return Record(kind=kind, fields={"key": str(key), **fields}, origin=Origin(file=model, raw={"id": key}))


def _texts(family: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {f"{family}.{language}": text for language, text in texts.items()}


def _key(id: int | None) -> str | None:
    return None if id is None else str(id)
