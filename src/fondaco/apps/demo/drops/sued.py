"""The drop of ERP "Süd": CSV as it comes from the nineties. cp1252, semicolons, decimal commas, prices per 100, German units."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from fondaco.apps.demo.goods.article import SUED, Article, plain, price_step
from fondaco.apps.demo.goods.catalogue import CATEGORIES
from fondaco.apps.demo.pictures.motifs import draw
from fondaco.apps.demo.trade import history, supply, terms
from fondaco.apps.demo.trade.customers import Customer

UNITS = {"PCE": "ST", "MTR": "M", "PR": "PAA", "PK": "PAK", "CA": "DS"}
ENCODING = "cp1252"
_PER = 100
_PLACES = Decimal("0.0001")
Row = Mapping[str, object]


def key_of(article: Article) -> str:
    """Return the ERP's own key of an article: a plain number."""
    return str(1_000_000 + int(article.gtin[3:12]))


def group_key(path: str) -> str:
    """Return the ERP's own key of a category."""
    return str(1000 + 10 * [row[0] for row in CATEGORIES].index(path))


def comma(number: Decimal | float | str) -> str:
    """Write a number with a decimal comma."""
    return f"{plain(Decimal(str(number))):f}".replace(".", ",")


def day(moment: date) -> str:
    """Write a day as 31.12.2025."""
    return f"{moment:%d.%m.%Y}"


def write(
    *, folder: Path, articles: Sequence[Article], customers: Sequence[Customer], today: date, density: float = 1.0
) -> None:
    """Write the whole drop."""
    folder.mkdir(parents=True, exist_ok=True)
    mine = [article for article in articles if article.erp == SUED]
    write_file(folder / "WARENGRUPPEN.CSV", _groups(mine))
    write_file(folder / "ARTIKEL.CSV", [*_articles(mine), *_bad_articles(mine)])
    write_file(folder / "PREISE.CSV", [*_prices(mine, articles, customers, today), *_bad_prices(mine, today)])
    write_file(folder / "RABATTE.CSV", _discounts(customers))
    write_file(folder / "BESTAND.CSV", [*_stock(mine), *_bad_stock(mine)])
    write_file(folder / "ZUGANG.CSV", _expected(mine, articles, today))
    write_file(folder / "KUNDENARTIKEL.CSV", _own_numbers(mine, articles, customers))
    write_file(folder / "AUFTRAEGE.CSV", _orders(customers, articles, today, density))


def write_file(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as the ERP does; the header is made of all their columns."""
    kept = list(rows)
    columns = list(dict.fromkeys(column for row in kept for column in row))
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns, delimiter=";", restval="", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(kept)


def price_row(*, number: str, article: str, price: Decimal, unit: str, scale: int, currency: str) -> Row:
    """Write one list price, as the price file and its deltas hold it."""
    return {
        "KOND_NR": number, "ARTNR": article, "DEBITOR": "", "WKZ": currency, "AB_MENGE": comma(scale),
        "PREIS": comma(price * _PER), "PE": _PER, "ME": unit, "GUELTIG_AB": "", "GUELTIG_BIS": "",
    }  # fmt: skip


def agreement_row(agreed: terms.Agreement, *, today: date, ratio: Decimal = Decimal(1)) -> Row:
    """Write one contract price; `ratio` is what became of it since it was agreed."""
    swiss = agreed.customer.currency == "CHF"
    key = key_of(agreed.article)
    price = price_step(agreed.price * (terms.CHF if swiss else 1)) * ratio
    row = price_row(
        number=f"K{agreed.customer.key[1:]}{key}-{agreed.scale}", article=key, price=price.quantize(_PLACES),
        unit=UNITS[agreed.article.unit], scale=agreed.scale, currency="CHF" if swiss else "EUR",
    )  # fmt: skip
    return {
        **row,
        "DEBITOR": agreed.customer.key,
        "GUELTIG_AB": day(today + timedelta(days=agreed.from_day)),
        "GUELTIG_BIS": "" if agreed.to_day is None else day(today + timedelta(days=agreed.to_day)),
    }


def stock_row(*, article: str, place: str, quantity: int, unit: str) -> Row:
    """Write one stock, as the stock file and its deltas hold it."""
    return {"ARTNR": article, "LAGER": place, "MENGE": comma(quantity), "ME": unit}


def _groups(mine: Sequence[Article]) -> Iterator[Row]:
    used = {article.category for article in mine}
    used |= {path.split("/")[0] for path in used}
    for path, de, en in CATEGORIES:
        if path in used:
            above = group_key(path.split("/")[0]) if "/" in path else ""
            yield {"WGR": group_key(path), "OBER_WGR": above, "TEXT": de, "TEXT_EN": en}


def _articles(mine: Sequence[Article]) -> Iterator[Row]:
    keys = {article.sku: key_of(article) for article in mine}
    codes = list(dict.fromkeys(item.code for article in mine for item in article.properties))
    for article in mine:
        row: dict[str, object] = {
            "ARTNR": keys[article.sku],
            "KURZNR": article.sku,
            "BEZ1": article.de,
            "BEZ1_EN": article.en,
            "LANGTEXT": article.text_de,
            "LANGTEXT_EN": article.text_en,
            "WGR": group_key(article.category),
            "ME": UNITS[article.unit],
            "VPE": article.box or "",
            "LOSGR": article.multiple,
            "EAN": article.gtin,
            "HERSTELLER": article.manufacturer,
            "HERST_ARTNR": article.manufacturer_number,
            "SERIE": article.family,
            "MERKMALE_VAR": ";".join(article.varying),
            "ZUBEHOER": ";".join(keys[sku] for sku in article.accessories if sku in keys),
            "STATUS": "A",
            "BILD": draw(article.picture).decode(),
        }
        stated = {item.code: item.value for item in article.properties}
        row |= {f"SML_{code.upper()}": stated.get(code, "") for code in codes}
        yield row


def _bad_articles(mine: Sequence[Article]) -> Iterator[Row]:
    rows = [dict(row) for row in _articles(mine[:5])]
    wrong: list[Row] = [
        {"ARTNR": "1999001", "KURZNR": "933-M8x41-88V", "EAN": "2001047110000"[:-1] + "7"},
        {"ARTNR": "1999002", "KURZNR": "933-M8x42-88V", "WGR": "9999", "EAN": ""},
        {"ARTNR": "1999003", "KURZNR": "933-M8x43-88V", "BEZ1": "", "BEZ1_EN": "", "EAN": ""},
        {"ARTNR": "1999004", "KURZNR": "933-M8x44-88V", "ME": "GROS", "EAN": ""},
        {"ARTNR": rows[4]["ARTNR"], "KURZNR": "933-DOPPELT", "EAN": ""},
    ]
    for row, change in zip(rows, wrong, strict=True):
        yield {**row, **change}


def _prices(
    mine: Sequence[Article], everything: Sequence[Article], customers: Sequence[Customer], today: date
) -> Iterator[Row]:
    for article in mine:
        for step, (scale, price) in enumerate(terms.list_scales(article)):
            for currency, factor in (("EUR", Decimal(1)), ("CHF", terms.CHF)):
                yield price_row(
                    number=f"L{key_of(article)}{currency[0]}{step}", article=key_of(article), unit=UNITS[article.unit],
                    price=price_step(price * factor), scale=scale, currency=currency,
                )  # fmt: skip
    known = {article.sku for article in mine}
    yield from (
        agreement_row(agreed, today=today)
        for agreed in terms.agreements(customers, everything)
        if agreed.article.sku in known
    )


def _bad_prices(mine: Sequence[Article], today: date) -> Iterator[Row]:
    good = price_row(number="X1", article=key_of(mine[0]), price=Decimal(1), unit="ST", scale=0, currency="EUR")
    yield {**good, "KOND_NR": "X900001", "PREIS": "auf Anfrage"}
    yield {**good, "KOND_NR": "X900002", "ARTNR": "1999077"}
    yield {**good, "KOND_NR": "X900003", "DEBITOR": "D99999", "GUELTIG_AB": day(today)}
    yield {**good, "KOND_NR": "X900004", "GUELTIG_AB": "31.02.2025"}


def _discounts(customers: Sequence[Customer]) -> Iterator[Row]:
    for discount in terms.discounts(customers):
        if discount.erp == SUED:
            wgr = group_key(discount.category)
            yield {
                "KOND_NR": f"R{discount.customer.key[1:]}{wgr}",
                "DEBITOR": discount.customer.key,
                "WGR": wgr,
                "PROZENT": comma(discount.percent),
            }


def _stock(mine: Sequence[Article]) -> Iterator[Row]:
    for level in supply.levels(mine):
        yield stock_row(
            article=key_of(level.article), place=level.location, quantity=level.on_hand, unit=UNITS[level.article.unit]
        )


def _bad_stock(mine: Sequence[Article]) -> Iterator[Row]:
    good = stock_row(article=key_of(mine[0]), place="ULM", quantity=1, unit="ST")
    yield {**good, "MENGE": "1.2.3"}
    yield {**good, "LAGER": "HAM"}


def _expected(mine: Sequence[Article], everything: Sequence[Article], today: date) -> Iterator[Row]:
    keys = {article.sku: key_of(article) for article in mine}
    for arrival in supply.arrivals(everything):
        if arrival.article.sku in keys:
            yield {
                "BESTELLNR": arrival.key, "ARTNR": keys[arrival.article.sku], "LAGER": arrival.location,
                "MENGE": comma(arrival.quantity), "ME": UNITS[arrival.article.unit],
                "TERMIN": day(today + timedelta(days=arrival.in_days)),
            }  # fmt: skip


def _own_numbers(
    mine: Sequence[Article], everything: Sequence[Article], customers: Sequence[Customer]
) -> Iterator[Row]:
    keys = {article.sku: key_of(article) for article in mine}
    for own in terms.own_numbers(customers, everything):
        if own.article.sku in keys:
            yield {"DEBITOR": own.customer.key, "ARTNR": keys[own.article.sku], "KUNDEN_ARTNR": own.number}


def _orders(customers: Sequence[Customer], everything: Sequence[Article], today: date, density: float) -> Iterator[Row]:
    for order in history.past_orders(customers, everything, density=density):
        if order.erp != SUED:
            continue
        head = {
            "AUFNR": order.key,
            "DEBITOR": order.customer.key,
            "DATUM": f"{day(today - timedelta(days=order.days_ago))} {order.minute // 60:02d}:{order.minute % 60:02d}",
            "STATUS": {"completed": "ERL", "shipped": "LIEF", "confirmed": "BEST"}[order.state],
            "WKZ": order.currency,
            "BESTELLNR_KUNDE": order.po_number,
            "NETTO": comma(order.net),
            "MWST": comma(order.tax),
        }
        for position, line in enumerate(order.lines, start=10):
            yield head | {
                "POS": position,
                "ARTNR": key_of(line.article),
                "MENGE": line.quantity,
                "ME": UNITS[line.article.unit],
                "PREIS": comma(line.price * _PER),
                "PE": _PER,
                "BETRAG": comma(line.amount),
                "MWST_SATZ": comma((order.tax_rate / 100).quantize(Decimal("0.0001"), ROUND_HALF_UP)),
            }
