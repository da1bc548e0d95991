"""The operators of the three ERPs: somebody changes a price or a stock there, or switches the live one off.

Nothing here touches the rooms. A change goes the ERP's own way: a delta file in the drop of the older ones, an entry in
the log of changes of the live one; the connectors bring it in.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from fondaco.apps.demo.alpin import stockroom as alpin_keys
from fondaco.apps.demo.alpin.server import AlpinServer
from fondaco.apps.demo.drops import nord, sued
from fondaco.apps.demo.goods.article import ALPIN, NORD, SUED, Article, price_step
from fondaco.apps.demo.goods.catalogue import selection
from fondaco.apps.demo.loading import mapping_text
from fondaco.apps.demo.trade import supply, terms
from fondaco.apps.demo.trade.customers import customers
from fondaco.connectors.files import api as file_drops
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.types import Mode
from fondaco.kernel import clock
from fondaco.kernel.errors import Conflict, Invalid, NotFound
from fondaco.kernel.ids import new_id
from fondaco.platform.transaction import Database

_PLACES = Decimal("0.0001")
_MOST = Decimal(1_000_000)


class NoSuchArticle(NotFound):
    """No ERP of the demonstration knows this article number."""

    code = "demo.no_such_article"
    title = "No ERP of the demonstration has this article."


class OutOfRange(Invalid):
    """A price or a stock that no demonstration needs."""

    code = "demo.out_of_range"
    title = "The number is out of range."


class OnlyLiveErpStops(Conflict):
    """The file drops have nothing that could be stopped."""

    code = "demo.only_live_erp_stops"
    title = "Only the live ERP can be stopped and started."


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done where."""

    system: str
    sku: str
    name: str
    before: str
    after: str


class Operator:
    """Everything one may do to the ERPs while the demonstration runs."""

    def __init__(self, *, database: Database, alpin: AlpinServer, folder: Path, scale: float = 1.0) -> None:
        self.alpin = alpin
        self._database = database
        self._folder = folder
        self._scale = scale
        self._lock = threading.Lock()

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """All articles by the number that buyers know, in capitals."""
        return {article.sku.upper(): article for article in selection(self._scale)}

    @cached_property
    def _agreed(self) -> Mapping[str, list[terms.Agreement]]:
        found: dict[str, list[terms.Agreement]] = {}
        for agreed in terms.agreements(customers(), tuple(self.articles.values())):
            found.setdefault(agreed.article.sku, []).append(agreed)
        return found

    def prepare(self) -> None:
        """Compute what the first action would otherwise wait for."""
        _ = self._agreed

    def change_price(self, *, sku: str, price: Decimal) -> Done:
        """Give an article another list price; scales and agreements go up or down with it."""
        article = self._article(sku)
        if not 0 < price <= _MOST:
            raise OutOfRange(price=str(price))
        ratio = price / article.list_price
        if article.erp == ALPIN:
            self.alpin.change_prices(key=alpin_keys.key_of(article), ratio=ratio)
        else:
            self._drop(article.erp, prices=self._price_rows(article, ratio))
        return self._done(article, before=article.list_price, after=price)

    def change_stock(self, *, sku: str, quantity: int) -> Done:
        """Book another stock of an article, at the first place that keeps it."""
        article = self._article(sku)
        if not 0 <= quantity <= _MOST:
            raise OutOfRange(quantity=quantity)
        level = next(iter(supply.levels([article])))
        if article.erp == ALPIN:
            self.alpin.change_stock(key=alpin_keys.key_of(article), quantity=str(quantity))
        elif article.erp == SUED:
            key = sued.key_of(article)
            self._drop(SUED, stock=[sued.stock_row(article=key, place=level.location, quantity=quantity, unit="ST")])
        else:
            key = nord.key_of(article)
            self._drop(
                NORD, stock=[nord.stock_row(item=key, place=level.location, quantity=quantity, unit=article.unit)]
            )
        return self._done(article, before=level.on_hand, after=quantity)

    def stop(self, *, system: str) -> Done:
        """Switch the live ERP off: it answers nothing until it is switched on again."""
        return self._switch(system, stopped=True)

    def start(self, *, system: str) -> Done:
        """Switch the live ERP on again; its connection need not wait for the end of its rest."""
        done = self._switch(system, stopped=False)
        with self._database.transaction() as tx:
            connection = intake.connection_named(tx=tx, name=system)
            if connection is not None and not connection.paused:
                intake.resume_connection(tx=tx, id=connection.id)
        return done

    def _switch(self, system: str, *, stopped: bool) -> Done:
        if system != ALPIN:
            raise OnlyLiveErpStops(system=system)
        before, self.alpin.manners.stopped = self.alpin.manners.stopped, stopped
        words = {True: "stopped", False: "running"}
        return Done(system=system, sku="", name="", before=words[before], after=words[stopped])

    def _price_rows(self, article: Article, ratio: Decimal) -> list[Mapping[str, object]]:
        rows: list[Mapping[str, object]] = []
        for step, (scale, price) in enumerate(terms.list_scales(article)):
            for currency, rate in (("EUR", Decimal(1)), ("CHF", terms.CHF)):
                new = (price_step(price * rate) * ratio).quantize(_PLACES)
                rows.append(_list_row(article, step, scale, new, currency))
        today = clock.now().date()
        return rows + [_agreed_row(agreed, ratio, today) for agreed in self._agreed.get(article.sku, ())]

    def _drop(
        self,
        system: str,
        *,
        prices: list[Mapping[str, object]] | None = None,
        stock: list[Mapping[str, object]] | None = None,
    ) -> None:
        """Write a delta as the ERP would, and let its connection import it."""
        folder = self._folder / "deltas" / system / str(new_id())
        folder.mkdir(parents=True)
        if system == SUED:
            name, rows, write = (
                ("PREISE_DELTA.CSV", prices, sued.write_file)
                if prices
                else ("BESTAND_DELTA.CSV", stock, sued.write_file)
            )
        else:
            name, rows, write = (
                ("prices_delta.jsonl", prices, nord.write_file)
                if prices
                else ("stock_delta.jsonl", stock, nord.write_file)
            )
        write(folder / name, rows or [])
        mapping = file_drops.read_mapping(mapping_text(system))
        with self._lock:
            with self._database.transaction() as tx:
                connection = intake.connection_named(tx=tx, name=system)
            if connection is None:
                raise NoSuchArticle(system=system)
            intake.load(
                database=self._database,
                connection=connection.id,
                mode=Mode.DELTA,
                requested_by="demo",
                deliver=lambda _, sink: file_drops.deliver(mapping=mapping, folder=folder, mode=Mode.DELTA, sink=sink),
                now=clock.now,
            )

    def _article(self, sku: str) -> Article:
        article = self.articles.get(sku.strip().upper())
        if article is None:
            raise NoSuchArticle(sku=sku)
        return article

    def _done(self, article: Article, *, before: object, after: object) -> Done:
        return Done(system=article.erp, sku=article.sku, name=article.de, before=str(before), after=str(after))


def _list_row(article: Article, step: int, scale: int, price: Decimal, currency: str) -> Mapping[str, object]:
    if article.erp == SUED:
        key = sued.key_of(article)
        return sued.price_row(
            number=f"L{key}{currency[0]}{step}",
            article=key,
            price=price,
            unit=sued.UNITS[article.unit],
            scale=scale,
            currency=currency,
        )
    key = nord.key_of(article)
    return nord.price_row(
        number_of=f"{key}-{currency}-{step}", item=key, price=price, unit=article.unit, scale=scale, currency=currency
    )


def _agreed_row(agreed: terms.Agreement, ratio: Decimal, today: date) -> Mapping[str, object]:
    if agreed.article.erp == SUED:
        return sued.agreement_row(agreed, today=today, ratio=ratio)
    return nord.agreement_row(agreed, today=today, ratio=ratio)
