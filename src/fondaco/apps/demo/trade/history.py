"""18 months of orders with the rhythms of real buyers: weekly stock-ups, monthly C-parts, projects, summer and Christmas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from fondaco.apps.demo.dice import dice
from fondaco.apps.demo.goods.article import Article, price_step
from fondaco.apps.demo.trade.customers import Customer, buying
from fondaco.apps.demo.trade.terms import CHF, favourites, list_factor, lot

DAYS = 548
# Of 60 favourites 12 come back nearly every time, 24 more every third time, the rest now and then.
_CORE, _REGULAR, _OFTEN = 12, 36, 0.6
_CENT = Decimal("0.01")
# Austria is served from the warehouses in Germany: its businesses account for the tax themselves.
_TAX = {"DE": Decimal(19), "AT": Decimal(0), "CH": Decimal("8.1")}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLine:
    """A line: base units, price per base unit, amount to the cent."""

    article: Article
    quantity: int
    price: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOrder:
    """An order one ERP took `days_ago`; `minute` of the working day."""

    key: str
    erp: str
    customer: Customer
    days_ago: int
    minute: int
    po_number: str
    currency: str
    state: str
    lines: tuple[PastLine, ...]

    @property
    def net(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def tax_rate(self) -> Decimal:
        """The rate that the ERP charged."""
        return _TAX[self.customer.country]

    @property
    def tax(self) -> Decimal:
        """The tax on the whole."""
        return (self.net * self.tax_rate / 100).quantize(_CENT, ROUND_HALF_UP)


def past_orders(
    customers: Sequence[Customer], articles: Sequence[Article], *, density: float = 1.0
) -> Iterator[PastOrder]:
    """Return all orders, oldest first within a customer."""
    for customer in buying(customers):
        yield from _of_customer(customer, articles, density)


def _of_customer(customer: Customer, articles: Sequence[Article], density: float) -> Iterator[PastOrder]:
    chance = dice("history", customer.key)
    usual = favourites(customer, articles, 60)
    if not usual:
        return
    number, days_ago = 0, DAYS
    rhythm = chance.choice((7, 7, 14, 14, 21, 30)) / density / (customer.weight / 3)
    while True:
        days_ago -= max(1, round(chance.gauss(rhythm, rhythm / 5)))
        if days_ago < 1:
            return
        if _holiday(days_ago) and chance.random() < 0.6:  # noqa: PLR2004 - summer and the end of the year are quiet
            continue
        number += 1
        basket = _basket(chance, usual, number)
        for erp in sorted({article.erp for article in basket}):
            yield _order(customer, chance, erp, number, days_ago, [article for article in basket if article.erp == erp])


def _holiday(days_ago: int) -> bool:
    """Quiet weeks, counted back from today so that every start shows the same history."""
    return 95 <= days_ago % 365 <= 112 or 225 <= days_ago % 365 <= 236  # noqa: PLR2004


def _basket(chance: Random, usual: Sequence[Article], number: int) -> list[Article]:
    """Choose: a dozen articles come back every time, others every third or so, and now and then something new."""
    first, others = usual[:_CORE], usual[_CORE:_REGULAR]
    core = [article for place, article in enumerate(first) if chance.random() < 0.75 - place * 0.03]
    regular = [
        article for place, article in enumerate(others) if (number + place) % 3 == 0 and chance.random() < _OFTEN
    ]
    seldom = usual[_REGULAR:]
    rare = [chance.choice(seldom) for _ in range(chance.choice((0, 0, 1, 2)))] if seldom else []
    chosen = {article.sku: article for article in (*core, *regular, *rare)}
    return list(chosen.values()) or [usual[0]]


def _order(
    customer: Customer, chance: Random, erp: str, number: int, days_ago: int, articles: Sequence[Article]
) -> PastOrder:
    currency = customer.currency
    lines = []
    for article in articles:
        quantity = lot(article) * max(1, round(chance.lognormvariate(0.7, 0.6)))
        price = price_step(article.list_price * list_factor(customer) * (CHF if currency == "CHF" else 1))
        amount = (price * quantity).quantize(_CENT, ROUND_HALF_UP)
        lines.append(PastLine(article=article, quantity=quantity, price=price, amount=amount))
    state = "completed" if days_ago > 9 else "shipped" if days_ago > 4 else "confirmed"  # noqa: PLR2004
    return PastOrder(
        key=f"{erp[4].upper()}{customer.key[1:]}{number:04d}",
        erp=erp,
        customer=customer,
        days_ago=days_ago,
        minute=chance.randrange(7 * 60, 17 * 60),
        po_number=f"{customer.name[:2].upper()}-{26_000 + number * 3 + int(customer.key[-2:])}",
        currency=currency,
        state=state,
        lines=tuple(lines),
    )
