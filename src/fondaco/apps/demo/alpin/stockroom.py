"""What the ERP "Alpin" tells about its goods: articles, prices, stock and the archive of orders, in its own words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from fondaco.apps.demo.alpin.books import Books
from fondaco.apps.demo.goods.article import ALPIN, Article, plain, price_step
from fondaco.apps.demo.goods.catalogue import CATEGORIES, selection
from fondaco.apps.demo.pictures.motifs import draw
from fondaco.apps.demo.trade import history, supply, terms
from fondaco.apps.demo.trade.customers import Customer, customers

_PLACES = Decimal("0.0001")
UNITS = {"PCE": "Stk", "MTR": "m"}
_BOXES = frozenset({"Karton", "Rolle"})


def key_of(article: Article) -> str:
    """Return the ERP's own key of an article."""
    return f"A{article.gtin[6:12]}"


def group_key(path: str) -> str:
    """Return the ERP's own key of a category."""
    return "G" + str(100 + [row[0] for row in CATEGORIES].index(path))


class Stockroom:
    """The ERP's master data and prices, made from the generator when somebody asks, with what was changed since."""

    def __init__(self, *, books: Books, today: date, scale: float = 1.0, density: float = 1.0) -> None:
        self._books = books
        self._today = today
        self._scale = scale
        self._density = density

    @cached_property
    def _all(self) -> tuple[Article, ...]:
        return selection(self._scale)

    @cached_property
    def mine(self) -> dict[str, Article]:
        """The articles of this ERP by its own key."""
        return {key_of(article): article for article in self._all if article.erp == ALPIN}

    def groups(self) -> list[dict[str, Any]]:
        """All categories of this ERP."""
        used = {article.category for article in self.mine.values()}
        used |= {path.split("/")[0] for path in used}
        return [
            {
                "nr": group_key(path),
                "ueber": group_key(path.split("/")[0]) if "/" in path else None,
                "text": {"de": de, "en": en},
            }
            for path, de, en in CATEGORIES
            if path in used
        ]

    def articles(self) -> list[dict[str, Any]]:
        """All articles."""
        return [_article(key, article) for key, article in self.mine.items()]

    @cached_property
    def _prices(self) -> dict[str, dict[str, Any]]:
        rows = {row["nr"]: row for row in _list_prices(self.mine)}
        rows |= {row["nr"]: row for row in _agreed(self.mine, self._all, self._today)}
        rows |= {row["nr"]: row for row in _discounts()}
        return rows

    def prices(self) -> list[dict[str, Any]]:
        """All prices and discounts as they stand now."""
        rows = dict(self._prices)
        for changed in self._books.latest("preis"):
            rows[changed["nr"]] = changed
        return list(rows.values())

    def repriced(self, key: str, ratio: Decimal) -> list[dict[str, Any]]:
        """Return the list and contract prices of one article, all raised or lowered in the same way."""
        return [
            {**row, "preis": f"{plain((Decimal(row['preis']) * ratio).quantize(_PLACES)):f}"}
            for row in self._prices.values()
            if row.get("artikel") == key
        ]

    def places(self) -> list[dict[str, Any]]:
        """Return the places this ERP keeps stock at."""
        return [
            {"nr": key, "name": name, "land": country, "zone": zone}
            for key, name, country, zone, erps, _ in supply.LOCATIONS
            if ALPIN in erps
        ]

    def stock(self) -> list[dict[str, Any]]:
        """All stock as it stands now."""
        rows = {
            key_of(level.article): {
                "artikel": key_of(level.article),
                "lager": level.location,
                "menge": str(level.on_hand),
            }
            for level in supply.levels(tuple(self.mine.values()))
        }
        for changed in self._books.latest("bestand"):
            rows[changed["artikel"]] = changed
        return list(rows.values())

    def at_this_moment(self, *, articles: Sequence[str], orders: Sequence[str]) -> dict[str, Any]:
        """Tell the stock of some articles, and what of some orders is still to be delivered, in the articles' own units."""
        # First what is open: a delivery in between makes the stock less, and never more than there is.
        still_open: dict[tuple[str, str], Decimal] = {}
        for number in orders:
            lines = self._books.still_open(int(number)) if number.isdigit() else None
            for key, quantity, unit in lines or ():
                article = self.mine.get(key)
                each = article.box if article and article.box and unit in _BOXES else 1
                spot = (number, key)
                still_open[spot] = still_open.get(spot, Decimal(0)) + Decimal(quantity) * each
        wanted = set(articles)
        return {
            "bestand": [row for row in self.stock() if row["artikel"] in wanted],
            "offen": [
                {"auftrag": number, "artikel": key, "menge": f"{quantity:f}"}
                for (number, key), quantity in still_open.items()
            ],
        }

    def expected(self) -> list[dict[str, Any]]:
        """Return what is on its way."""
        return [
            {
                "nr": arrival.key,
                "artikel": key_of(arrival.article),
                "lager": arrival.location,
                "menge": str(arrival.quantity),
                "datum": (self._today + timedelta(days=arrival.in_days)).isoformat(),
            }
            for arrival in supply.arrivals(self._all)
            if arrival.article.erp == ALPIN
        ]

    def archive(self) -> list[dict[str, Any]]:
        """Orders of the past."""
        orders = history.past_orders(customers(), self._all, density=self._density)
        return [_past(order, self._today) for order in orders if order.erp == ALPIN]


def _article(key: str, article: Article) -> dict[str, Any]:
    return {
        "nr": key,
        "kurz": article.sku,
        "text": {"de": article.de, "en": article.en},
        "beschreibung": {"de": article.text_de, "en": article.text_en},
        "gruppe": group_key(article.category),
        "einheit": UNITS[article.unit],
        "gebinde": article.box,
        "losgroesse": article.multiple,
        "ean": article.gtin,
        "hersteller": article.manufacturer,
        "herstellerNr": article.manufacturer_number,
        "serie": article.family,
        "varianten": list(article.varying),
        "merkmale": [
            {
                "code": item.code,
                "name": {"de": item.de, "en": item.en},
                "wert": item.value,
                "zahl": None if item.number is None else f"{item.number:f}",
                "einheit": item.unit or None,
            }
            for item in article.properties
        ],
        "bild": draw(article.picture).decode(),
    }


def _list_prices(mine: Mapping[str, Article]) -> Iterator[dict[str, Any]]:
    for key, article in mine.items():
        for step, (scale, price) in enumerate(terms.list_scales(article)):
            for currency, factor in (("EUR", Decimal(1)), ("CHF", terms.CHF)):
                yield {
                    "nr": f"{key}-{currency}-{step}",
                    "artikel": key,
                    "kunde": None,
                    "preis": f"{plain(price_step(price * factor)):f}",
                    "waehrung": currency,
                    "einheit": UNITS[article.unit],
                    "je": 1,
                    "ab": scale,
                }


def _agreed(mine: Mapping[str, Article], everything: Sequence[Article], today: date) -> Iterator[dict[str, Any]]:
    keys = {article.sku: key for key, article in mine.items()}
    for agreed in terms.agreements(customers(), everything):
        key = keys.get(agreed.article.sku)
        if key is None:
            continue
        currency, factor = _currency(agreed.customer)
        yield {
            "nr": f"V{agreed.customer.key}-{key}-{agreed.scale}",
            "artikel": key,
            "kunde": agreed.customer.key,
            "preis": f"{plain(price_step(agreed.price * factor)):f}",
            "waehrung": currency,
            "einheit": UNITS[agreed.article.unit],
            "je": 1,
            "ab": agreed.scale,
            "von": (today + timedelta(days=agreed.from_day)).isoformat(),
            "bis": None if agreed.to_day is None else (today + timedelta(days=agreed.to_day)).isoformat(),
        }


def _discounts() -> Iterator[dict[str, Any]]:
    for discount in terms.discounts(customers()):
        if discount.erp == ALPIN:
            yield {
                "nr": f"R{discount.customer.key}-{group_key(discount.category)}",
                "gruppe": group_key(discount.category),
                "kunde": discount.customer.key,
                "rabatt": str(discount.percent),
            }


def _currency(customer: Customer) -> tuple[str, Decimal]:
    return ("CHF", terms.CHF) if customer.currency == "CHF" else ("EUR", Decimal(1))


def _past(order: history.PastOrder, today: date) -> dict[str, Any]:
    day = today - timedelta(days=order.days_ago)
    return {
        "nr": order.key,
        "kunde": order.customer.key,
        "erfasst": f"{day.isoformat()}T{order.minute // 60:02d}:{order.minute % 60:02d}:00+00:00",
        "status": order.state,
        "waehrung": order.currency,
        "bestellnummer": order.po_number,
        "netto": str(order.net),
        "mwst": str(order.tax),
        "positionen": [
            {
                "artikel": key_of(line.article),
                "menge": line.quantity,
                "einheit": UNITS[line.article.unit],
                "preis": f"{plain(line.price):f}",
                "betrag": str(line.amount),
                "mwst": f"{plain((order.tax_rate / 100).quantize(Decimal('0.0001'), ROUND_HALF_UP)):f}",
            }
            for line in order.lines
        ],
    }
