"""Terms of trade: price lists, contract prices with scales and periods, category discounts, own part numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fondaco.apps.demo.dice import dice
from fondaco.apps.demo.goods.article import ALPIN, NORD, SUED, Article, price_step
from fondaco.apps.demo.trade.customers import INDUSTRIES, Customer

CHF = Decimal("0.955")  # what one euro costs in the alpine price list


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A contract price: one customer, and all below it, pays `price` EUR per base unit from `scale` on.

    `from_day` and `to_day` count from today (-400 is more than a year ago).
    """

    customer: Customer
    article: Article
    scale: int
    price: Decimal
    from_day: int
    to_day: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A percentage off everything in a category for a customer and all below."""

    customer: Customer
    category: str
    percent: Decimal
    erp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """What a customer calls an article."""

    customer: Customer
    article: Article
    number: str


PRICE_LISTS = (("PL-INDUSTRIE", "Industrie", Decimal("0.88")), ("PL-HANDWERK", "Handwerk", Decimal("0.94")))
_INDUSTRIAL = frozenset({"machines", "metal", "rail", "food"})


def price_list_of(customer: Customer) -> str | None:
    """Return the key of the list a customer buys by; only tops of hierarchies have one of their own."""
    if customer.parent is not None:
        return None
    return PRICE_LISTS[0][0] if customer.industry in _INDUSTRIAL else PRICE_LISTS[1][0]


def list_factor(customer: Customer) -> Decimal:
    """Return what the customer's price list takes of the list price."""
    return PRICE_LISTS[0][2] if customer.industry in _INDUSTRIAL else PRICE_LISTS[1][2]


def assortment(customer: Customer, articles: Sequence[Article]) -> list[tuple[Article, float]]:
    """Return what an industry buys, with weights; the same for all of one hierarchy."""
    wanted = INDUSTRIES[customer.industry]
    found: list[tuple[Article, float]] = []
    for article in articles:
        share = next((weight for start, weight in wanted if article.category.startswith(start)), 0)
        if share:
            found.append((article, share * (1 + article.rank)))
    return found


def favourites(customer: Customer, articles: Sequence[Article], count: int) -> list[Article]:
    """Return the articles a customer buys again and again, the most wanted first."""
    chance = dice("favourites", customer.key)
    found = assortment(customer, articles)
    # Weighted sampling without replacement (Efraimidis and Spirakis): the greatest of u^(1/w).
    keyed = sorted(found, key=lambda pair: -(chance.random() ** (1 / pair[1])))
    return [article for article, _ in keyed[:count]]


def agreements(customers: Sequence[Customer], articles: Sequence[Article]) -> Iterator[Agreement]:
    """Contract prices: a group agrees for all, a big legal entity something better for a few."""
    for customer in customers:
        count = {"group": 140, "legal_entity": 50 if customer.weight > 3 else 12, "site": 0}[customer.level]  # noqa: PLR2004
        best = Decimal("0.72") if customer.level == "group" else Decimal("0.78")
        for article in favourites(customer, articles, min(count, max(4, len(articles) // 8))):
            chance = dice("agreement", customer.key, article.sku)
            factor = best + Decimal(chance.randrange(0, 9)) / 100
            start = -chance.choice((420, 330, 240, 150, 60))
            end = chance.choice((None, None, None, 45, 200, 400))
            scales = (0, 5 * lot(article), 25 * lot(article)) if chance.random() < 0.4 else (0,)  # noqa: PLR2004
            for step, scale in enumerate(scales):
                price = price_step(article.list_price * (factor - Decimal(step) * Decimal("0.05")))
                yield Agreement(
                    customer=customer, article=article, scale=scale, price=price, from_day=start, to_day=end
                )


def list_scales(article: Article) -> list[tuple[int, Decimal]]:
    """Return the list price and its scales: from (base units) and EUR per base unit."""
    steps = [(0, article.list_price)]
    if article.rank > 200:  # noqa: PLR2004 - what turns fast has scales
        steps.append((10 * lot(article), price_step(article.list_price * Decimal("0.92"))))
        steps.append((50 * lot(article), price_step(article.list_price * Decimal("0.85"))))
    return steps


def lot(article: Article) -> int:
    """Return the natural amount of an article: a box or an order multiple."""
    return article.multiple if article.multiple > 1 else (article.box or 1)


def discounts(customers: Sequence[Customer]) -> Iterator[Discount]:
    """Category discounts of tops of hierarchies for what their industry buys much of."""
    for customer in customers:
        if customer.parent is not None:
            continue
        chance = dice("discount", customer.key)
        tops = sorted({start.split("/")[0] for start, weight in INDUSTRIES[customer.industry] if weight > 2})  # noqa: PLR2004
        for category in tops:
            percent = Decimal(chance.choice((3, 4, 5, 6, 8, 10)))
            yield Discount(customer=customer, category=category, percent=percent, erp=erp_of(category))


def erp_of(category: str) -> str:
    """Return the ERP that keeps a category."""
    top = category.split("/", maxsplit=1)[0]
    if top in {"bearings", "seals", "wear"}:
        return NORD
    return ALPIN if top in {"fittings", "hoses", "cabling"} else SUED


def own_numbers(customers: Sequence[Customer], articles: Sequence[Article]) -> Iterator[OwnNumber]:
    """Own part numbers of every group and of some others, each in its house's own style."""
    for place, customer in enumerate(customers):
        if customer.parent is not None or (customer.level != "group" and place % 3):
            continue
        style = place % 4
        for number, article in enumerate(
            favourites(customer, articles, min(120, max(10, len(articles) // 10))), start=1
        ):
            shown = (
                f"{customer.name[:3].upper()}-{10_000 + 7 * number}",
                f"{4_000_000 + 31 * number}",
                f"N{number:05d}.{article.category.split('/')[0][:2].upper()}",
                f"{article.category.split('/')[0][:3].upper()}/{number:04d}",
            )[style]
            yield OwnNumber(customer=customer, article=article, number=shown)
