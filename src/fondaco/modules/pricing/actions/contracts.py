"""Stating contracts, calling off of them, and giving back what was cancelled."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from fondaco.kernel.errors import Problem
from fondaco.kernel.ids import ExternalRef, new_id
from fondaco.kernel.period import BEGINNING
from fondaco.kernel.put_result import PutResult, RefusedDraft
from fondaco.kernel.quantity import exact_decimal
from fondaco.modules.accounts import api as accounts
from fondaco.modules.catalog import api as catalog
from fondaco.modules.pricing.errors import ContractExceeded
from fondaco.modules.pricing.events import ContractCalledOff, ContractChanged, ContractUsedUp, PricesChanged
from fondaco.modules.pricing.store import contracts as store
from fondaco.modules.pricing.store import load
from fondaco.modules.pricing.types import (
    CallOff,
    ContractDraft,
    ContractItemDraft,
    ContractUse,
    OverCall,
)
from fondaco.platform.transaction import Tx

Flaw = tuple[str, str, str]
_SOURCE = "fondaco"
_ZERO = Decimal(0)


def put_contracts(*, tx: Tx, drafts: Sequence[ContractDraft]) -> PutResult:
    """Store contracts by their keys, each with all its items; answer every one that cannot be, and why.

    Items keep their counters by position. A condition record is the price of one item only, and has to be there first.
    """
    facts = _Facts(tx, drafts)
    known = store.by_refs(tx=tx, refs=[draft.ref for draft in drafts])
    created = changed = 0
    refused: list[RefusedDraft] = []
    for index, draft in enumerate(drafts):
        before, positions = known.get(draft.ref, (None, {}))
        wrong = facts.flaw(draft, set(positions.values()))
        if wrong is not None:
            field, code, detail = wrong
            refused.append(RefusedDraft(index=index, field=field, code=code, detail=detail))
            continue
        id = before.id if before else new_id()
        values: dict[str, Any] = {
            "id": id,
            "system": draft.ref.system,
            "key": draft.ref.key,
            "number": draft.number,
            "name": draft.name,
            "organisation": facts.organisations[draft.organisation],
            "valid_from": draft.valid.start or BEGINNING,
            "valid_to": draft.valid.end,
            "over": draft.over.value,
        }
        items = [facts.row(item, id, positions.get(item.position) or new_id()) for item in draft.items]
        store.put(tx=tx, values=values, items=items)
        for item, row in zip(draft.items, items, strict=True):
            store.bind(tx=tx, item=row["id"], records=item.records)
            facts.taken |= dict.fromkeys(item.records, row["id"])
        tx.publish(ContractChanged(contract=id, organisation=values["organisation"]))
        created, changed = created + (before is None), changed + (before is not None)
    return PutResult(created=created, changed=changed, unchanged=0, refused=tuple(refused))


class _Facts:
    """What drafts name, looked up in bulk."""

    def __init__(self, tx: Tx, drafts: Sequence[ContractDraft]) -> None:
        items = [item for draft in drafts for item in draft.items]
        self.organisations = {
            ExternalRef(system, key): id
            for system, keys in _by_system(draft.organisation for draft in drafts).items()
            for key, id in accounts.find_by_refs(tx=tx, system=system, keys=keys).items()
        }
        self.products = {
            ExternalRef(system, key): id
            for system, keys in _by_system(item.product for item in items if item.product).items()
            for key, id in catalog.find_by_refs(tx=tx, system=system, keys=keys).items()
        }
        basics = catalog.basics(tx=tx, ids=sorted(set(self.products.values()))) if self.products else {}
        self.conversions = {id: one.conversions for id, one in basics.items()}
        records = [record for item in items for record in item.records]
        self.records = store.known_records(tx=tx, refs=records) if records else set()
        self.taken = store.owners_of(tx=tx, refs=records) if records else {}

    def flaw(self, draft: ContractDraft, own: set[UUID]) -> Flaw | None:
        """Return the first thing wrong with a contract as (field, code, reason)."""
        if draft.organisation not in self.organisations:
            return (
                "organisation",
                "pricing.unknown_organisation",
                f"There is no organisation {draft.organisation.key!r}.",
            )
        positions = [item.position for item in draft.items]
        if len(set(positions)) != len(positions):
            return "items", "pricing.position_twice", "Two items have one position."
        named: set[ExternalRef] = set()
        for item in draft.items:
            wrong = self._item_flaw(item, own, named)
            if wrong is not None:
                field, code, detail = wrong
                return f"items/{item.position}/{field}", code, detail
            named |= set(item.records)
        return None

    def _item_flaw(self, item: ContractItemDraft, own: set[UUID], named: set[ExternalRef]) -> Flaw | None:
        return self._agreed_flaw(item) or self._records_flaw(item, own, named)

    def _agreed_flaw(self, item: ContractItemDraft) -> Flaw | None:
        if (item.quantity is None) == (item.value is None):
            return "quantity", "pricing.agreed_what", "An item agrees on a quantity or on a value."
        if item.product is not None and item.product not in self.products:
            return "product", "pricing.unknown_product", f"There is no product {item.product.key!r}."
        if item.quantity is not None:
            product = self.products.get(item.product) if item.product else None
            if product is None:
                return "quantity", "pricing.quantity_of_what", "A quantity is agreed of one product."
            if not self.conversions[product].knows(item.quantity.unit):
                return "quantity", "pricing.unknown_unit", f"The product is not handled in {item.quantity.unit!r}."
        agreed = item.quantity.value if item.quantity else item.value.amount if item.value else _ZERO
        if agreed <= 0 or item.used < 0:
            return "quantity", "pricing.agreed_nothing", "What is agreed is more than nothing, what is used not less."
        return None

    def _records_flaw(self, item: ContractItemDraft, own: set[UUID], named: set[ExternalRef]) -> Flaw | None:
        for record in item.records:
            if record not in self.records:
                return "records", "pricing.unknown_record", f"There is no condition record {record.key!r}."
            if record in named or (record in self.taken and self.taken[record] not in own):
                return "records", "pricing.record_taken", f"The record {record.key!r} is the price of another item."
        return None

    def row(self, item: ContractItemDraft, contract: UUID, id: UUID) -> dict[str, Any]:
        """Write an item as it is stored."""
        product = self.products.get(item.product) if item.product else None
        in_base = _ZERO + 1
        if item.quantity is not None and product is not None:
            units = self.conversions[product]
            in_base = exact_decimal(units.factor(item.quantity.unit, units.base))
        return {
            "id": id,
            "contract": contract,
            "position": item.position,
            "product": product,
            "agreed": item.quantity.value * in_base if item.quantity else item.value.amount if item.value else _ZERO,
            "unit": item.quantity.unit if item.quantity else None,
            "in_base": in_base,
            "currency": item.value.currency if item.value else None,
            "text": item.text,
            "told_used": item.used * in_base,
            "told_at": item.used_at,
        }


def uses(*, tx: Tx, lines: Sequence[CallOff], lock: bool = False) -> list[ContractUse]:
    """Return what lines would call off of contracts, one after the other; of those that a contract's record prices."""
    if not lines:
        return []
    known = store.counters(tx=tx, records=sorted({line.record for line in lines}), lock=lock)
    left: dict[UUID, Decimal] = {}
    found = []
    for line in lines:
        counter = known.get(line.record)
        if counter is None:
            continue
        if counter.currency is not None and counter.currency != line.amount.currency:
            continue
        wanted = _counted(line, counter)
        remaining = left.get(counter.item, counter.remaining)
        left[counter.item] = remaining - wanted
        found.append(
            ContractUse(
                line=line.line,
                contract=counter.contract,
                number=counter.number,
                name=counter.name,
                item=counter.item,
                over=counter.over,
                wanted=store.shown(wanted, counter.in_base),
                remaining=store.shown(max(remaining, _ZERO), counter.in_base),
                past=wanted > max(remaining, _ZERO),
                unit=counter.unit,
                currency=counter.currency,
            )
        )
    return found


def _counted(line: CallOff, counter: store.Counter) -> Decimal:
    return line.amount.amount if counter.currency else line.quantity


def call_off(*, tx: Tx, document: UUID, number: str, lines: Sequence[CallOff], at: datetime) -> list[ContractUse]:
    """Count what a document calls off; its lines count once, however often it is said.

    The counters stay locked until the transaction ends. Refused, with nothing counted: lines that go past what is left
    of a contract that allows none of that (`ContractExceeded`, each with what is left). Where the contract says so, its
    prices end with the call-off that reaches what was agreed.
    """
    wanted = uses(tx=tx, lines=lines, lock=True)
    if not wanted:
        return []
    past = [use for use in wanted if use.past and use.over is OverCall.REFUSE]
    if past:
        raise ContractExceeded(problems=[exceeded(use, f"/lines/{use.line}") for use in past])
    before = {counter.item: counter for counter in store.locked(tx=tx, items=[use.item for use in wanted])}
    by_line = {line.line: line for line in lines}
    counts = {use.line: (use.item, _counted(by_line[use.line], before[use.item])) for use in wanted}
    rows = [
        {"line": line, "item": item, "document": document, "number": number, "quantity": quantity, "at": at}
        for line, (item, quantity) in counts.items()
    ]
    sums: dict[UUID, Decimal] = {}
    for line in store.count(tx=tx, rows=rows):
        item, quantity = counts[line]
        sums[item] = sums.get(item, _ZERO) + quantity
    store.add(tx=tx, sums=sums)
    ended = []
    for item, quantity in sums.items():
        counter = before[item]
        _tell(tx, counter, document, quantity, counter.remaining - quantity)
        if counter.remaining > 0 >= counter.remaining - quantity:
            tx.publish(
                ContractUsedUp(contract=counter.contract, organisation=counter.organisation, position=counter.position)
            )
        if counter.over is OverCall.END and counter.remaining <= quantity:
            ended.append(item)
    if ended:
        number_ = load.next_load(tx=tx)
        _changed(tx, number_, store.close(tx=tx, items=ended, at=at, load=number_))
    return wanted


def take_back(*, tx: Tx, document: UUID, lines: Sequence[UUID] | None = None) -> None:
    """Give back what a document, or some of its lines, called off; prices that ended with it go on.

    Saying it again changes nothing.
    """
    entered = store.of_document(tx=tx, document=document, lines=lines)
    if not entered:
        return
    counters = store.locked(tx=tx, items=[item for item, _ in entered])
    # Behind the locks once more: somebody may have given it back meanwhile.
    entered = store.of_document(tx=tx, document=document, lines=lines)
    store.forget(tx=tx, document=document, lines=lines, items=[counter.item for counter in counters])
    open_again = []
    for counter in counters:
        given = sum((quantity for item, quantity in entered if item == counter.item), _ZERO)
        if given:
            _tell(tx, counter, document, -given, counter.remaining + given)
            if counter.over is OverCall.END and counter.remaining + given > 0:
                open_again.append(counter.item)
    if open_again:
        number = load.next_load(tx=tx)
        _changed(tx, number, store.reopen(tx=tx, items=open_again, load=number))


def exceeded(use: ContractUse, pointer: str) -> Problem:
    """Say that a line goes past what is left."""
    return Problem(
        pointer=pointer,
        code=ContractExceeded.code,
        detail="This is more than is left of the contract.",
        facts={
            "contract": use.number,
            "remaining": f"{use.remaining.normalize():f}",
            "wanted": f"{use.wanted.normalize():f}",
            "unit": use.unit or use.currency or "",
        },
    )


def _tell(tx: Tx, counter: store.Counter, document: UUID, quantity: Decimal, remaining: Decimal) -> None:
    tx.publish(
        ContractCalledOff(
            contract=counter.contract,
            organisation=counter.organisation,
            position=counter.position,
            document=document,
            quantity=quantity,
            remaining=max(remaining, _ZERO),
        )
    )


def _changed(tx: Tx, number: int, products: Sequence[UUID | None]) -> None:
    named = sorted({product for product in products if product is not None})
    if products:
        tx.publish(PricesChanged(source=_SOURCE, load=number, products=tuple(named), general=None in products))


def _by_system(refs: Any) -> dict[str, list[str]]:  # noqa: ANN401 - references
    found: dict[str, set[str]] = {}
    for ref in refs:
        found.setdefault(ref.system, set()).add(ref.key)
    return {system: sorted(keys) for system, keys in sorted(found.items())}
