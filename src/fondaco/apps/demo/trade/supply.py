"""Stock at four locations and what is on its way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fondaco.apps.demo.dice import dice
from fondaco.apps.demo.goods.article import ALPIN, NORD, SUED, Article
from fondaco.apps.demo.trade.terms import lot

# Key, name, country, zone, ERPs that keep stock there, how full it is.
LOCATIONS = (
    ("ULM", "Zentrallager Ulm", "DE", "Europe/Berlin", (SUED,), 1.0),
    ("BRE", "Regionallager Bremen", "DE", "Europe/Berlin", (NORD, SUED), 0.6),
    ("LPZ", "Regionallager Leipzig", "DE", "Europe/Berlin", (NORD,), 0.8),
    ("SGN", "Alpenlager St. Gallen", "CH", "Europe/Zurich", (ALPIN,), 1.0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What lies of an article at a location, in base units."""

    article: Article
    location: str
    on_hand: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is expected, in base units, `in_days` from today."""

    key: str
    article: Article
    location: str
    quantity: int
    in_days: int


def levels(articles: Sequence[Article]) -> Iterator[Level]:
    """Stock: fast goods lie in plenty, one in twenty places is empty."""
    for article in articles:
        for key, _, _, _, erps, share in LOCATIONS:
            if article.erp not in erps:
                continue
            chance = dice("stock", key, article.sku)
            cover = 4 + article.rank / 40 * chance.uniform(0.4, 1.6)
            lots = 0 if chance.random() < 0.05 else int(cover * share)  # noqa: PLR2004
            loose = chance.randrange(lot(article)) if lots and lot(article) > 1 and article.multiple == 1 else 0
            yield Level(article=article, location=key, on_hand=lots * lot(article) + loose)


def arrivals(articles: Sequence[Article]) -> Iterator[Arrival]:
    """Receipts within the next six weeks, for a third of the articles and for all that are out of stock."""
    empty = {level.article.sku for level in levels(articles) if level.on_hand == 0}
    number = 0
    for article in articles:
        chance = dice("arrival", article.sku)
        if chance.random() > 0.33 and article.sku not in empty:  # noqa: PLR2004
            continue
        place = next(key for key, _, _, _, erps, _ in LOCATIONS if article.erp in erps)
        for _ in range(chance.choice((1, 1, 2))):
            number += 1
            yield Arrival(
                key=f"B{450_000 + number}",
                article=article,
                location=place,
                quantity=chance.choice((10, 20, 40, 80)) * lot(article),
                in_days=chance.randrange(1, 43),
            )
