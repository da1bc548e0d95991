"""Importing orders of the past: in bulk, compared with what is there, each bad order refused by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from fondaco.kernel.ids import new_id
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.orders.events import OrderHistoryImported
from fondaco.modules.orders.store import history
from fondaco.modules.orders.types import HistoryLineDraft, OrderHistoryDraft, OrderState
from fondaco.platform.transaction import Tx

_DELIVERED = frozenset({OrderState.SHIPPED, OrderState.COMPLETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    organisations: Mapping[tuple[str, str], UUID]
    products: Mapping[tuple[str, str], UUID]
    texts: Mapping[UUID, tuple[str, str]]


def put_order_history(*, tx: Tx, drafts: Sequence[OrderHistoryDraft], source: str) -> PutResult:
    """Store orders made elsewhere, 60,000 lines in seconds; an order that changed there is replaced.

    An order is refused as a whole when its organisation or a product is unknown, when it has no lines, or when its key
    or number occurs twice. Imported orders are never exported.
    """
    found = _resolve(tx, drafts)
    refused = list(_refusals(tx, drafts, found, source))
    bad = {refusal.index for refusal in refused}
    good = [draft for index, draft in enumerate(drafts) if index not in bad]
    stored = history.known(tx=tx, source=source, keys=[draft.ref.key for draft in good])
    news: list[tuple[UUID, str, OrderHistoryDraft]] = []
    changed: list[UUID] = []
    for draft in good:
        digest = sha256(msgspec.json.encode(draft)).hexdigest()
        order, before = stored.get(draft.ref.key, (None, None))
        if before == digest:
            continue
        if order is not None:
            changed.append(order)
        news.append((order or new_id(), digest, draft))
    history.remove(tx=tx, ids=changed)
    history.write(
        tx=tx,
        orders=(_order_row(id, digest, draft, found, source) for id, digest, draft in news),
        lines=(row for id, _, draft in news for row in _line_rows(id, draft, found, source)),
    )
    created = len(news) - len(changed)
    if news:
        tx.publish(OrderHistoryImported(source=source, created=created, changed=len(changed)))
    return PutResult(created=created, changed=len(changed), unchanged=len(good) - len(news), refused=tuple(refused))


def _resolve(tx: Tx, drafts: Sequence[OrderHistoryDraft]) -> _Known:
    organisations: dict[str, set[str]] = {}
    products: dict[str, set[str]] = {}
    for draft in drafts:
        organisations.setdefault(draft.organisation.system, set()).add(draft.organisation.key)
        for line in draft.lines:
            products.setdefault(line.product.system, set()).add(line.product.key)
    parties = {
        (system, key): id
        for system, keys in organisations.items()
        for key, id in accounts.find_by_refs(tx=tx, system=system, keys=sorted(keys)).items()
    }
    goods = {
        (system, key): id
        for system, keys in products.items()
        for key, id in catalog.find_by_refs(tx=tx, system=system, keys=sorted(keys)).items()
    }
    known = catalog.products(tx=tx, ids=sorted(set(goods.values())))
    texts = {id: (product.sku, product.name_in("de")) for id, product in known.items()}
    return _Known(organisations=parties, products=goods, texts=texts)


def _refusals(tx: Tx, drafts: Sequence[OrderHistoryDraft], found: _Known, source: str) -> Iterator[RefusedDraft]:
    keys: set[str] = set()
    numbers = dict(history.numbers_taken(tx=tx, source=source, numbers=[draft.number for draft in drafts]))
    for index, draft in enumerate(drafts):
        problem = _problem(draft, found, keys, numbers)
        if problem is not None:
            field, code, detail = problem
            yield RefusedDraft(index=index, field=field, code=code, detail=detail)
        else:
            keys.add(draft.ref.key)
            numbers[draft.number] = draft.ref.key


def _problem(
    draft: OrderHistoryDraft, found: _Known, keys: set[str], numbers: Mapping[str, str]
) -> tuple[str, str, str] | None:
    party = (draft.organisation.system, draft.organisation.key)
    if party not in found.organisations:
        return "organisation", "orders.unknown_organisation", f"No organisation {party[1]!r} of {party[0]!r}."
    if not draft.lines:
        return "lines", "orders.no_lines", "An order has at least one line."
    if draft.ref.key in keys:
        return "ref", "orders.double_key", f"The key {draft.ref.key!r} occurs twice."
    if numbers.get(draft.number, draft.ref.key) != draft.ref.key:
        return "number", "orders.double_number", f"The number {draft.number!r} belongs to another order."
    return next((problem for place, line in enumerate(draft.lines) if (problem := _bad_line(place, line, found))), None)


def _bad_line(place: int, line: HistoryLineDraft, found: _Known) -> tuple[str, str, str] | None:
    product = (line.product.system, line.product.key)
    if product not in found.products:
        return f"lines/{place}/product", "orders.unknown_product", f"No product {product[1]!r} of {product[0]!r}."
    if line.quantity.value <= 0:
        return f"lines/{place}/quantity", "orders.bad_quantity", "A quantity is more than zero."
    return None


def _order_row(id: UUID, digest: str, draft: OrderHistoryDraft, found: _Known, source: str) -> Sequence[Any]:
    return (
        id,
        draft.number,
        found.organisations[draft.organisation.system, draft.organisation.key],
        draft.state.value,
        draft.placed_at,
        draft.po_number,
        list(draft.ship_to_lines),
        draft.requested_date,
        draft.note,
        draft.currency,
        draft.net,
        draft.tax,
        draft.freight,
        draft.net + draft.tax + draft.freight,
        len(draft.lines),
        source,
        draft.ref.key,
        digest,
    )


def _line_rows(id: UUID, draft: OrderHistoryDraft, found: _Known, source: str) -> Iterator[Sequence[Any]]:
    done = draft.state in _DELIVERED
    for position, line in enumerate(draft.lines, start=1):
        product = found.products[line.product.system, line.product.key]
        sku, name = found.texts[product]
        shipped = line.shipped if line.shipped is not None else line.quantity.value if done else Decimal(0)
        yield (
            new_id(),
            id,
            position,
            product,
            sku,
            name,
            line.quantity.value,
            line.quantity.unit,
            line.net.amount,
            line.net.per.value,
            line.net.per.unit,
            line.amount,
            line.tax_rate,
            draft.state.value,
            shipped,
            source,
        )
