"""What one look at Tryton delivers as canonical records, in the order in which they refer to each other.

A full look states everything. A later look states what changed since the last one; whatever can change a price states
all prices anew, and pricing keeps those that are the same: so no price outlives the line that made it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

from fondaco.connectors.intake.api import Sink
from fondaco.connectors.intake.types import Kind, Record, Rejected
from fondaco.connectors.tryton import readers, records
from fondaco.connectors.tryton.client import TrytonClient
from fondaco.connectors.tryton.prices import PriceReader
from fondaco.connectors.tryton.types import ChangedSince, RemoteAddress, RemoteParty, RemotePriceList, RemoteProduct

Stream: TypeAlias = Iterator[Record | Rejected]
_ENDED_BY_A_FULL_LOOK = (Kind.PRODUCT, Kind.ORGANISATION, Kind.ADDRESS, Kind.STOCK)


def deliver_all(*, client: TrytonClient, sink: Sink, as_of: datetime) -> None:
    """State all that Tryton has for a shop, and end what it no longer has."""
    reader = _reader(client, as_of)
    products = [product for page in readers.products(client) for product in page]
    lists = readers.price_lists(client)
    sink.take(records.categories(reader.categories.values()))
    sink.take(_products(client, reader, products))
    parties = readers.parties(client)
    sink.take(_parties(reader, parties, readers.addresses(client), _vouched_on(client, as_of)))
    sink.take(_lists(reader, lists))
    sink.take(_assignments(client, parties))
    _take_prices(sink, reader, lists, products)
    sink.take(_stock(client, [product for product in products if product.salable], as_of))
    sink.end_missing(_ENDED_BY_A_FULL_LOOK)


def deliver_changes(*, client: TrytonClient, sink: Sink, changed: ChangedSince, as_of: datetime) -> None:
    """State what changed; stock of new products comes with them."""
    reader = _reader(client, as_of)
    priced = bool(changed.rules_of_prices or changed.price_lists or changed.products)
    wanted = None if priced else changed.stock
    products = [product for page in readers.products(client, ids=wanted) for product in page]
    if changed.rules_of_prices:
        sink.take(records.categories(reader.categories.values()))
    touched = [found for found in products if changed.rules_of_prices or found.id in changed.products]
    sink.take(_products(client, reader, touched))
    if changed.parties:
        parties = readers.parties(client, ids=changed.parties)
        places = readers.addresses(client, parties=changed.parties)
        sink.take(_parties(reader, parties, places, _vouched_on(client, as_of)))
    if priced or changed.parties:
        lists = readers.price_lists(client)
        sink.take(_lists(reader, lists))
        if changed.parties:
            sink.take(_assignments(client, parties))
        if priced:
            _take_prices(sink, reader, lists, products)
    moved = changed.stock | changed.products
    sink.take(_stock(client, [product for product in products if product.id in moved], as_of))


def is_nothing(changed: ChangedSince) -> bool:
    """Tell whether a look found nothing new."""
    found = (changed.products, changed.parties, changed.price_lists, changed.stock, changed.rules_of_prices)
    return not any(found)


def _reader(client: TrytonClient, as_of: datetime) -> PriceReader:
    return PriceReader(
        client=client,
        units=readers.units(client),
        categories=readers.categories(client),
        currency=readers.currency(client),
        day=as_of.date(),
    )


def _products(client: TrytonClient, reader: PriceReader, products: Sequence[RemoteProduct]) -> Stream:
    taxes = readers.taxes(client)
    for product in products:
        yield records.product(product, units=reader.units, categories=reader.categories, taxes=taxes)


def _vouched_on(client: TrytonClient, as_of: datetime) -> datetime | None:
    """Return the day on which Tryton vouches for VAT numbers, if it does: a day, so that one is news once a day only."""
    return as_of.replace(hour=0, minute=0, second=0, microsecond=0) if client.settings.vouches_for_vat else None


def _parties(
    reader: PriceReader,
    parties: Sequence[RemoteParty],
    places: Sequence[RemoteAddress],
    vouched_on: datetime | None,
) -> Stream:
    by_party: dict[int, list[RemoteAddress]] = {party.id: [] for party in parties}
    for place in places:
        if place.party in by_party:
            by_party[place.party].append(place)
    for party in parties:
        own = sorted(by_party[party.id], key=lambda place: (not place.active, not place.invoice, place.id))
        country = own[0].country if own else ""
        yield records.organisation(party, country=country, currency=reader.currency, vouched_on=vouched_on)
    for party in parties:
        goods_to = [place.id for place in by_party[party.id] if place.active and place.delivery]
        for place in by_party[party.id]:
            yield records.address(place, party=party, default=place.id == min(goods_to, default=None))


def _lists(reader: PriceReader, lists: Sequence[RemotePriceList]) -> Stream:
    yield records.price_list(None, currency=reader.currency)
    for price_list in lists:
        yield records.price_list(price_list, currency=reader.currency)


def _assignments(client: TrytonClient, parties: Sequence[RemoteParty]) -> Stream:
    usual = readers.default_price_list(client)
    for party in parties:
        yield records.assignment(party, default=usual)


def _take_prices(
    sink: Sink, reader: PriceReader, lists: Sequence[RemotePriceList], products: Sequence[RemoteProduct]
) -> None:
    sold = [product for product in products if product.salable]

    def source() -> Stream:
        yield from reader.list_prices(sold)
        for price_list in lists:
            yield from reader.of_list(price_list, sold)

    sink.take_prices(source, complete=True)


def _stock(client: TrytonClient, products: Sequence[RemoteProduct], as_of: datetime) -> Stream:
    if not products:
        return
    ids = sorted(product.id for product in products)
    places = readers.locations(client)
    yield from records.locations(places)
    for place in places:
        for found in readers.stock(client, products=ids, location=place, day=as_of.date()):
            for row in found:
                yield records.stock(row, as_of=as_of)
