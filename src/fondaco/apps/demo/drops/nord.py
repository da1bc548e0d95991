"""The drop of ERP "Nord": JSON Lines and one workbook. UN/ECE units, days as 20251231, keys like N.0104711, the customers of the house."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from fondaco.apps.demo.goods.article import ALPIN, NORD, Article, plain, price_step
from fondaco.apps.demo.goods.catalogue import CATEGORIES
from fondaco.apps.demo.pictures.motifs import draw
from fondaco.apps.demo.trade import history, supply, terms
from fondaco.apps.demo.trade.customers import Customer, Person, people

_PLACES = Decimal("0.0001")
Row = Mapping[str, object]


def key_of(article: Article) -> str:
    """Return the ERP's own key of an article."""
    return f"N.{article.gtin[5:12]}"


def group_key(path: str) -> str:
    """Return the ERP's own key of a category."""
    return path.upper().replace("/", ".")


def number(value: Decimal | float) -> str:
    """Write a number with a decimal point."""
    return f"{plain(Decimal(str(value))):f}"


def day(moment: date) -> str:
    """Write a day as 20251231."""
    return f"{moment:%Y%m%d}"


def write(
    *, folder: Path, articles: Sequence[Article], customers: Sequence[Customer], today: date, density: float = 1.0
) -> None:
    """Write the whole drop."""
    folder.mkdir(parents=True, exist_ok=True)
    mine = [article for article in articles if article.erp == NORD]
    _workbook(folder / "customers.xlsx", customers)
    write_file(folder / "warehouses.jsonl", _warehouses())
    write_file(folder / "groups.jsonl", _groups(mine))
    write_file(folder / "items.jsonl", _items(mine))
    write_file(folder / "prices.jsonl", _prices(mine, articles, customers, today))
    write_file(folder / "conditions.jsonl", _conditions(customers))
    write_file(folder / "stock.jsonl", [*_stock(mine), _bad_stock()])
    write_file(folder / "inbound.jsonl", _inbound(mine, articles, today))
    write_file(folder / "customer_items.jsonl", _own_numbers(mine, articles, customers))
    write_file(folder / "orders.jsonl", _orders(customers, articles, today, density))


def write_file(path: Path, rows: Iterable[Row]) -> None:
    """Write rows, one a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def price_row(*, number_of: str, item: str, price: Decimal, unit: str, scale: int, currency: str) -> Row:
    """Write one list price, as the price file and its deltas hold it."""
    return {
        "condition": number_of,
        "item": item,
        "price": number(price),
        "currency": currency,
        "uom": unit,
        "from_quantity": number(scale),
    }


def agreement_row(agreed: terms.Agreement, *, today: date, ratio: Decimal = Decimal(1)) -> Row:
    """Write one contract price; `ratio` is what became of it since it was agreed."""
    swiss = agreed.customer.currency == "CHF"
    key = key_of(agreed.article)
    price = price_step(agreed.price * (terms.CHF if swiss else 1)) * ratio
    row = price_row(
        number_of=f"C-{agreed.customer.key}-{key}-{agreed.scale}", item=key, price=price.quantize(_PLACES),
        unit=agreed.article.unit, scale=agreed.scale, currency="CHF" if swiss else "EUR",
    )  # fmt: skip
    ends = None if agreed.to_day is None else day(today + timedelta(days=agreed.to_day))
    return {
        **row,
        "customer": agreed.customer.key,
        "valid_from": day(today + timedelta(days=agreed.from_day)),
        "valid_to": ends,
    }


def stock_row(*, item: str, place: str, quantity: int, unit: str) -> Row:
    """Write one stock, as the stock file and its deltas hold it."""
    return {"item": item, "warehouse": place, "quantity": number(quantity), "uom": unit}


def _workbook(path: Path, customers: Sequence[Customer]) -> None:
    # Only a first start writes files; the others need not wait for this library.
    from xlsxwriter import Workbook

    book = Workbook(path)
    # The same file every time.
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
    sheets: dict[str, Iterable[Row]] = {
        "Organisations": (_organisation(customer) for customer in customers),
        "Addresses": (row for customer in customers for row in _addresses(customer)),
        "Contacts": [*(_contact(person) for person in people()), *_bad_contacts(customers)],
        "PriceLists": (
            {"list": key, "name": name, "factor": number(factor)} for key, name, factor in terms.PRICE_LISTS
        ),
        "Assignments": (
            {"customer": customer.key, "list": key} for customer in customers if (key := terms.price_list_of(customer))
        ),
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        header: list[str] = []
        for at, row in enumerate(rows, start=1):
            if not header:
                header = list(row)
                sheet.write_row(0, 0, header)
            for place, column in enumerate(header):
                sheet.write_string(at, place, str(row.get(column) or ""))
    book.close()


def _organisation(customer: Customer) -> Row:
    return {
        "customer": customer.key, "name": customer.name, "level": customer.level, "parent": customer.parent or "",
        "country": customer.country, "currency": customer.currency, "language": customer.language,
        "sales_area": {"DE": "DE01", "AT": "AT01", "CH": "CH01"}[customer.country], "terms": customer.terms, "segment": customer.industry,
        "vat": customer.vat,
    }  # fmt: skip


def _addresses(customer: Customer) -> Iterator[Row]:
    head = {
        "customer": customer.key,
        "name": customer.name,
        "postcode": customer.postal_code,
        "city": customer.city,
        "country": customer.country,
    }
    yield {
        "address": f"{customer.key}-1",
        **head,
        "street": customer.street,
        "addition": "",
        "ship": "Y",
        "bill": "Y",
        "default": "Y",
    }
    if customer.level == "legal_entity":
        yield {
            "address": f"{customer.key}-2",
            **head,
            "street": f"{customer.street}, Tor 3",
            "addition": "Warenannahme",
            "ship": "Y",
            "bill": "N",
            "default": "N",
        }


def _contact(person: Person) -> Row:
    return {
        "contact": person.key,
        "customer": person.customer or "",
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "language": person.language,
        "role": person.role,
    }


def _bad_contacts(customers: Sequence[Customer]) -> Iterator[Row]:
    base = _contact(people()[0])
    yield {**base, "contact": "P9001", "name": "Heike Sommer", "email": "heike.sommer(at)brandeis.example"}
    yield {
        **base,
        "contact": "P9002",
        "name": "Frank Winter",
        "email": "frank.winter@example.example",
        "customer": f"{customers[3].key}X",
    }


def _groups(mine: Sequence[Article]) -> Iterator[Row]:
    used = {article.category for article in mine}
    used |= {path.split("/")[0] for path in used}
    for path, de, en in CATEGORIES:
        if path in used:
            above = group_key(path.split("/")[0]) if "/" in path else None
            yield {"group": group_key(path), "parent": above, "name_de": de, "name_en": en}


def _warehouses() -> Iterator[Row]:
    for key, name, country, zone, erps, _ in supply.LOCATIONS:
        if ALPIN not in erps:
            yield {"warehouse": key, "name": name, "country": country, "zone": zone}


def _items(mine: Sequence[Article]) -> Iterator[Row]:
    for article in mine:
        row: dict[str, object] = {
            "item": key_of(article), "code": article.sku, "name_de": article.de, "name_en": article.en,
            "text_de": article.text_de, "text_en": article.text_en, "group": group_key(article.category), "uom": article.unit,
            "per_box": article.box or None, "multiple": article.multiple, "gtin": article.gtin, "maker": article.manufacturer,
            "maker_code": article.manufacturer_number, "series": article.family, "differs_by": ";".join(article.varying),
            "picture": draw(article.picture).decode(),
        }  # fmt: skip
        row |= {
            f"p_{item.code}": item.value if item.number is None else number(item.number) for item in article.properties
        }
        yield row


def _prices(
    mine: Sequence[Article], everything: Sequence[Article], customers: Sequence[Customer], today: date
) -> Iterator[Row]:
    for article in mine:
        for step, (scale, price) in enumerate(terms.list_scales(article)):
            for currency, factor in (("EUR", Decimal(1)), ("CHF", terms.CHF)):
                yield price_row(
                    number_of=f"{key_of(article)}-{currency}-{step}",
                    item=key_of(article),
                    price=price_step(price * factor),
                    unit=article.unit,
                    scale=scale,
                    currency=currency,
                )
    known = {article.sku for article in mine}
    yield from (
        agreement_row(agreed, today=today)
        for agreed in terms.agreements(customers, everything)
        if agreed.article.sku in known
    )


def _conditions(customers: Sequence[Customer]) -> Iterator[Row]:
    for discount in terms.discounts(customers):
        if discount.erp == NORD:
            group = group_key(discount.category)
            yield {
                "condition": f"D-{discount.customer.key}-{group}",
                "customer": discount.customer.key,
                "group": group,
                "percent": number(discount.percent),
            }


def _stock(mine: Sequence[Article]) -> Iterator[Row]:
    for level in supply.levels(mine):
        yield stock_row(
            item=key_of(level.article), place=level.location, quantity=level.on_hand, unit=level.article.unit
        )


def _bad_stock() -> Row:
    return stock_row(item="N.9999999", place="LPZ", quantity=12, unit="PCE")


def _inbound(mine: Sequence[Article], everything: Sequence[Article], today: date) -> Iterator[Row]:
    keys = {article.sku: key_of(article) for article in mine}
    for arrival in supply.arrivals(everything):
        if arrival.article.sku in keys:
            yield {"purchase": arrival.key, "item": keys[arrival.article.sku], "warehouse": arrival.location, "quantity": number(arrival.quantity),
                   "uom": arrival.article.unit, "due": day(today + timedelta(days=arrival.in_days))}  # fmt: skip


def _own_numbers(
    mine: Sequence[Article], everything: Sequence[Article], customers: Sequence[Customer]
) -> Iterator[Row]:
    keys = {article.sku: key_of(article) for article in mine}
    for own in terms.own_numbers(customers, everything):
        if own.article.sku in keys:
            yield {"customer": own.customer.key, "item": keys[own.article.sku], "their_number": own.number}


def _orders(customers: Sequence[Customer], everything: Sequence[Article], today: date, density: float) -> Iterator[Row]:
    for order in history.past_orders(customers, everything, density=density):
        if order.erp != NORD:
            continue
        placed = f"{day(today - timedelta(days=order.days_ago))}{order.minute // 60:02d}{order.minute % 60:02d}"
        head = {"order": order.key, "customer": order.customer.key, "placed": placed, "state": order.state, "currency": order.currency,
                "po": order.po_number, "net": number(order.net), "tax": number(order.tax)}  # fmt: skip
        for line in order.lines:
            rate = (order.tax_rate / 100).quantize(Decimal("0.0001"), ROUND_HALF_UP)
            yield {**head, "item": key_of(line.article), "quantity": number(line.quantity), "uom": line.article.unit, "price": number(line.price),
                   "amount": number(line.amount), "tax_rate": number(rate)}  # fmt: skip
