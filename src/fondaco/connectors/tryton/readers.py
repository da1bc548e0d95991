"""Reading Tryton: products, categories, units, parties, price lists, stock, and what changed since a moment."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from fondaco.connectors.tryton import wire
from fondaco.connectors.tryton.client import Row, TrytonClient
from fondaco.connectors.tryton.types import (
    ChangedSince,
    RemoteAddress,
    RemoteCategory,
    RemoteLine,
    RemoteLocation,
    RemoteParty,
    RemotePriceList,
    RemoteProduct,
    RemoteStock,
    RemoteTax,
    RemoteUnit,
)

PAGE = 500


def pages(client: TrytonClient, *, model: str, domain: Sequence[Any], fields: Sequence[str]) -> Iterator[list[Row]]:
    """Read all records that fit, page by page in the order of their ids, so that no insert shifts a page."""
    last = 0
    while True:
        rows = client.search_read(model=model, domain=[*domain, ("id", ">", last)], fields=fields, limit=PAGE)
        if rows:
            yield rows
        if len(rows) < PAGE:
            return
        last = rows[-1]["id"]


def units(client: TrytonClient) -> dict[int, RemoteUnit]:
    """Read the units of measure, retired ones too: old products may use them."""
    fields = ["symbol", "category", "factor", "rate", "digits"]
    return {
        row["id"]: RemoteUnit(
            id=row["id"],
            symbol=row["symbol"],
            category=row["category"],
            factor=_decimal(row["factor"]),
            rate=_decimal(row["rate"]),
            digits=row["digits"],
        )
        for row in _all(client, "product.uom", [("active", "in", [True, False])], fields)
    }


def taxes(client: TrytonClient) -> dict[int, RemoteTax]:
    """Read the taxes; `rate` is None where the tax is no percentage."""
    rows = _all(client, "account.tax", [], ["name", "type", "rate"])
    return {
        row["id"]: RemoteTax(id=row["id"], name=row["name"], rate=row["rate"] if row["type"] == "percentage" else None)
        for row in rows
    }


def currency(client: TrytonClient) -> str:
    """Read the currency of the user's company: all its price lists are in it."""
    company = client.context["company"]
    (row,) = client.read(model="company.company", ids=[company], fields=["currency.code"])
    return str(row["currency."]["code"])


def tax_per_line(client: TrytonClient) -> bool:
    """Tell whether the company rounds tax for each line, and not for the document."""
    (row,) = client.read(model="account.configuration", ids=[1], fields=["tax_rounding"])
    return bool(row["tax_rounding"] == "line")


def categories(client: TrytonClient) -> dict[int, RemoteCategory]:
    """Read all categories with their names in the languages of the settings."""
    names = _names(client, "product.category")
    fields = ["parent", "accounting", "customer_taxes_used"]
    return {
        row["id"]: RemoteCategory(
            id=row["id"],
            names=names[row["id"]],
            parent=row["parent"],
            accounting=row["accounting"],
            taxes=tuple(row["customer_taxes_used"]),
        )
        for row in _all(client, "product.category", [], fields)
        if row["id"] in names
    }


def products(client: TrytonClient, *, ids: Iterable[int] | None = None) -> Iterator[list[RemoteProduct]]:
    """Read the variants, retired ones too (`salable` is False then), all or these, page by page."""
    fields = [
        "template", "code", "active", "salable", "default_uom", "sale_uom", "list_price_used", "cost_price",
        "categories_all", "account_category", "template.active",
    ]  # fmt: skip
    domain: list[Any] = [("active", "in", [True, False])]
    if ids is not None:
        domain.append(("id", "in", sorted(ids)))
    for rows in pages(client, model="product.product", domain=domain, fields=fields):
        names = _names(client, "product.product", ids=[row["id"] for row in rows])
        yield [
            RemoteProduct(
                id=row["id"],
                template=row["template"],
                code=row["code"] or "",
                names=names[row["id"]],
                salable=bool(row["active"] and row["template."]["active"] and row["salable"] and row["sale_uom"]),
                default_uom=row["default_uom"],
                sale_uom=row["sale_uom"] or row["default_uom"],
                list_price=row["list_price_used"],
                cost_price=row["cost_price"],
                categories=tuple(row["categories_all"]),
                account_category=row["account_category"],
            )
            for row in rows
        ]


def parties(client: TrytonClient, *, ids: Iterable[int] | None = None) -> list[RemoteParty]:
    """Read the parties, retired ones too, all or these; the company itself is not among them."""
    fields = [
        "code", "name", "active", "lang.code", "email", "phone", "tax_identifier.code", "sale_price_list",
        "customer_payment_term", "customer_tax_rule", "customer_currency.code",
    ]  # fmt: skip
    (own,) = client.read(model="company.company", ids=[client.context["company"]], fields=["party"])
    domain: list[Any] = [("active", "in", [True, False]), ("id", "!=", own["party"])]
    if ids is not None:
        domain.append(("id", "in", sorted(ids)))
    return [
        RemoteParty(
            id=row["id"],
            code=row["code"],
            name=row["name"] or row["code"],
            active=row["active"],
            language=_of(row, "lang.", "code"),
            email=row["email"] or "",
            phone=row["phone"] or "",
            vat_number=_of(row, "tax_identifier.", "code"),
            price_list=row["sale_price_list"],
            payment_term=row["customer_payment_term"],
            tax_rule=row["customer_tax_rule"],
            currency=_of(row, "customer_currency.", "code") or None,
        )
        for row in _all(client, "party.party", domain, fields)
    ]


def addresses(client: TrytonClient, *, parties: Iterable[int] | None = None) -> list[RemoteAddress]:
    """Read the addresses, retired ones too, of all parties or of these."""
    fields = [
        "party", "party_name", "street", "postal_code", "city", "country.code", "invoice", "delivery", "active",
    ]  # fmt: skip
    domain: list[Any] = [("active", "in", [True, False])]
    if parties is not None:
        domain.append(("party", "in", sorted(parties)))
    return [
        RemoteAddress(
            id=row["id"],
            party=row["party"],
            name=row["party_name"] or "",
            street=row["street"] or "",
            postal_code=row["postal_code"] or "",
            city=row["city"] or "",
            country=_of(row, "country.", "code"),
            invoice=bool(row["invoice"]),
            delivery=bool(row["delivery"]),
            active=row["active"],
        )
        for row in _all(client, "party.address", domain, fields)
    ]


def default_price_list(client: TrytonClient) -> int | None:
    """Read the price list of parties that have none of their own."""
    (row,) = client.read(model="sale.configuration", ids=[1], fields=["sale_price_list"])
    found: int | None = row["sale_price_list"]
    return found


def price_lists(client: TrytonClient) -> list[RemotePriceList]:
    """Read the active price lists of the user's company, lines in the order in which Tryton tries them."""
    fields = ["price_list", "category", "product", "quantity", "formula", "sequence"]
    lines: dict[int, list[tuple[tuple[bool, int, int], RemoteLine]]] = {}
    for row in _all(client, "product.price_list.line", [], fields):
        line = RemoteLine(
            id=row["id"],
            price_list=row["price_list"],
            category=row["category"],
            product=row["product"],
            quantity=_decimal(row["quantity"] or 0),
            formula=row["formula"],
        )
        # sequence ASC NULLS FIRST, id
        rank = (row["sequence"] is not None, row["sequence"] or 0, row["id"])
        lines.setdefault(row["price_list"], []).append((rank, line))
    domain = [("company", "=", client.context["company"])]
    return [
        RemotePriceList(
            id=row["id"],
            name=row["name"],
            price=row["price"],
            in_sale_unit=row["unit"] == "product_sale",
            tax_included=row["tax_included"],
            lines=tuple(line for _, line in sorted(lines.get(row["id"], []), key=lambda pair: pair[0])),
        )
        for row in _all(client, "product.price_list", domain, ["name", "price", "unit", "tax_included"])
    ]


def prices(
    client: TrytonClient, *, products: Sequence[int], quantity: Decimal, price_list: int | None, day: dt.date
) -> dict[int, Decimal | None]:
    """Ask Tryton for its own price per sale unit; None where it has none. One quantity (in sale units) a call."""
    context = {"quantity": wire.Quantity.of(quantity), "price_list": price_list, "sale_date": day}
    found: dict[int, Decimal | None] = {}
    for start in range(0, len(products), PAGE):
        some = products[start : start + PAGE]
        rows = client.read(model="product.product", ids=some, fields=["sale_price_uom"], context=context)
        found |= {row["id"]: row["sale_price_uom"] for row in rows}
    return found


def locations(client: TrytonClient) -> list[RemoteLocation]:
    """Read the warehouses; what can be sold lies in the storage location of one."""
    rows = _all(client, "stock.location", [("type", "=", "warehouse")], ["code", "name", "storage_location"])
    return [
        RemoteLocation(
            id=row["id"], code=row["code"] or str(row["id"]), name=row["name"], storage=row["storage_location"]
        )
        for row in rows
        if row["storage_location"]
    ]


def stock(
    client: TrytonClient, *, products: Sequence[int], location: RemoteLocation, day: dt.date
) -> Iterator[list[RemoteStock]]:
    """Ask for what can be promised in one warehouse at the end of a day: stock less what is assigned or planned.

    Without a location Tryton answers 0.0 to everything; so the location is always said.
    """
    context = {"locations": [location.storage], "with_childs": True, "stock_date_end": day, "stock_assign": True}
    for start in range(0, len(products), PAGE):
        some = products[start : start + PAGE]
        rows = client.read(model="product.product", ids=some, fields=["quantity"], context=context)
        yield [RemoteStock(product=row["id"], location=location.id, quantity=_decimal(row["quantity"])) for row in rows]


def default_units(client: TrytonClient, *, products: Sequence[int]) -> dict[int, int]:
    """Read in which unit the stock of products is counted."""
    if not products:
        return {}
    rows = client.read(model="product.product", ids=products, fields=["default_uom"])
    return {row["id"]: row["default_uom"] for row in rows}


def changed_since(client: TrytonClient, *, since: dt.datetime, until: dt.datetime) -> ChangedSince:
    """Find what was created or changed in the half-open span.

    Names and prices live on the template, prices of a company in rows of their own below; moves tell of stock;
    units, taxes and categories can change any price. A deleted record leaves no trace: compare, or load everything.
    """
    span = wire.moment(since), wire.moment(until)
    prices_of_product = ("template.", "template.list_prices.", "list_prices.", "cost_prices.")
    rules = ("product.category", "product.uom", "account.tax")
    return ChangedSince(
        until=until,
        products=_touched(client, "product.product", span, below=prices_of_product),
        parties=_touched(client, "party.party", span, below=("addresses.", "contact_mechanisms.", "sale_price_lists.")),
        price_lists=_touched(client, "product.price_list", span, below=("lines.",)),
        stock=_touched(client, "stock.move", span, field="product"),
        rules_of_prices=any(_touched(client, model, span) for model in rules),
    )


def _touched(
    client: TrytonClient,
    model: str,
    span: tuple[dt.datetime, dt.datetime],
    *,
    below: Sequence[str] = (),
    field: str = "id",
) -> frozenset[int]:
    start, end = span
    anything: list[Any] = ["OR"]
    for path in ("", *below):
        # A new record has no date of change.
        anything += [
            [(f"{path}{when}", ">=", start), (f"{path}{when}", "<", end)] for when in ("write_date", "create_date")
        ]
    domain: list[Any] = [anything]
    if model in {"product.product", "party.party"}:
        domain.append(("active", "in", [True, False]))
    return frozenset(row[field] for row in _all(client, model, domain, [field]) if row[field] is not None)


def _names(client: TrytonClient, model: str, *, ids: Sequence[int] | None = None) -> dict[int, dict[str, str]]:
    """Read the names in each language; Tryton itself falls back where a translation is missing."""
    found: dict[int, dict[str, str]] = {}
    for language in client.settings.languages:
        if ids is None:
            rows: list[Row] = []
            for page in pages(client, model=model, domain=[], fields=["name"]):
                ids_of_page = [row["id"] for row in page]
                rows += client.read(model=model, ids=ids_of_page, fields=["name"], context={"language": language})
        else:
            rows = client.read(model=model, ids=ids, fields=["name"], context={"language": language})
        for row in rows:
            found.setdefault(row["id"], {})[language] = row["name"]
    return found


def _all(client: TrytonClient, model: str, domain: Sequence[Any], fields: Sequence[str]) -> list[Row]:
    return [row for page in pages(client, model=model, domain=domain, fields=fields) for row in page]


def _of(row: Mapping[str, Any], related: str, field: str) -> str:
    return str((row[related] or {}).get(field) or "")


def _decimal(value: Decimal | int) -> Decimal:
    return Decimal(value)
