"""Handing orders to the ERPs: each order once, in order of placing, whatever breaks in between."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from fondaco.kernel.page import Page
from fondaco.modules.orders.errors import NoSuchExport, TransitionNotAllowed
from fondaco.modules.orders.events import OrderExported, OrderExportFailed
from fondaco.modules.orders.model import charges, life_cycle
from fondaco.modules.orders.store import exports, orders
from fondaco.modules.orders.types import Export, ExportRow, ExportState, OrderState
from fondaco.platform.transaction import Tx
from fondaco.platform.web.page import cut, read_cursor

_LONGEST_ERROR = 2000


def next_exports(*, tx: Tx, system: str, limit: int = 20, as_of: datetime) -> list[Export]:
    """List what this ERP should get next, strictly in order of placing.

    The list ends before the first export whose pause after a failure is not over: nobody overtakes it. Parked exports
    are passed over. Send them one by one, each after `begin_export`, and stop at the first that fails.
    """
    ready: list[Row[Any]] = []
    for row in exports.head(tx=tx, system=system, limit=limit):
        if not exports.due(row, at=as_of):
            break
        ready.append(row)
    heads = orders.heads(tx=tx, ids=[row.sales_order for row in ready]) if ready else {}
    return [_export(tx, row, heads[row.sales_order]) for row in ready]


def begin_export(*, tx: Tx, export: UUID, as_of: datetime) -> bool:
    """Record the intent to call the ERP; commit before calling.

    Returns False when the order was withdrawn or exported meanwhile, or when another order is before it: then do not
    call.
    """
    row = _row(tx, export)
    state = ExportState(row.state)
    if state not in {ExportState.WAITING, ExportState.SENDING}:
        return False
    if exports.ahead(tx=tx, system=row.system, sequence=row.sequence):
        return False
    exports.change(tx=tx, id=export, state=ExportState.SENDING.value, begun_at=row.begun_at or as_of)
    return True


def mark_exported(
    *, tx: Tx, export: UUID, external_ref: str, external_number: str | None = None, as_of: datetime
) -> None:
    """Record that the ERP has the order under this key. Saying it again with the same key changes nothing."""
    row = _row(tx, export)
    if row.state == ExportState.EXPORTED.value and row.external_key == external_ref:
        return
    life_cycle.check_export(before=ExportState(row.state), after=ExportState.EXPORTED)
    exports.change(
        tx=tx,
        id=export,
        state=ExportState.EXPORTED.value,
        external_key=external_ref,
        external_number=external_number,
        exported_at=as_of,
        next_attempt_at=None,
        error="",
    )
    head = orders.heads(tx=tx, ids=[row.sales_order])[row.sales_order]
    tx.publish(
        OrderExported(order=head.id, organisation=head.organisation, system=row.system, external_key=external_ref)
    )
    settle(tx=tx, order=head.id, before=OrderState(head.state))


def mark_export_failed(
    *, tx: Tx, export: UUID, error: str, as_of: datetime, unsure: bool = False, final: bool = False
) -> None:
    """Record that the attempt failed; the next one is due after a pause that doubles each time.

    `unsure`: nobody knows whether the ERP took the order (connection lost during the call); the next attempt asks
    first. `final`: the ERP refuses this order for good; it is parked for a person and holds up nobody.
    """
    row = _row(tx, export)
    before = ExportState(row.state)
    after = ExportState.PARKED if final else ExportState.SENDING if unsure else ExportState.WAITING
    if before is not ExportState.WAITING or after is not ExportState.WAITING:
        life_cycle.check_export(before=before, after=after)
    attempts = row.attempts + 1
    exports.change(
        tx=tx,
        id=export,
        state=after.value,
        attempts=attempts,
        error=error[:_LONGEST_ERROR],
        begun_at=row.begun_at if unsure else None,
        next_attempt_at=None if final else as_of + life_cycle.pause_after(attempts),
    )
    head = orders.heads(tx=tx, ids=[row.sales_order])[row.sales_order]
    tx.publish(
        OrderExportFailed(
            order=head.id,
            organisation=head.organisation,
            system=row.system,
            attempts=attempts,
            error=error[:_LONGEST_ERROR],
            parked=final,
        )
    )


def retry_export(*, tx: Tx, export: UUID) -> None:
    """Try a parked or pausing export again at once; refused when it is exported or withdrawn."""
    row = _row(tx, export)
    state = ExportState(row.state)
    if state in {ExportState.EXPORTED, ExportState.WITHDRAWN}:
        raise TransitionNotAllowed(before=state.value, after=ExportState.WAITING.value)
    # A call whose end is unknown stays `sending`: the ERP is asked first.
    after = ExportState.WAITING if state is ExportState.PARKED else state
    exports.change(tx=tx, id=export, state=after.value, next_attempt_at=None)


def erp_keys(*, tx: Tx, system: str, orders: Sequence[UUID]) -> dict[UUID, str]:
    """Return by which key an ERP knows orders; those it does not have yet, or may not have, are missing."""
    return exports.keys_of(tx=tx, system=system, orders=orders) if orders else {}


def export_list(
    *, tx: Tx, system: str | None, state: ExportState | None, cursor: str | None, limit: int
) -> Page[ExportRow]:
    """List exports for staff, the newest first."""
    before: tuple[UUID] | None = read_cursor(cursor, tuple[UUID]) if cursor else None
    rows = exports.listing(tx=tx, system=system, state=state, before=before[0] if before else None, limit=limit + 1)
    return cut(rows, limit, lambda row: (row.id,))


def export_row(*, tx: Tx, export: UUID) -> ExportRow:
    """One export for staff."""
    row = _row(tx, export)
    head = orders.heads(tx=tx, ids=[row.sales_order])[row.sales_order]
    part = exports.part(row)
    return ExportRow(
        id=row.id,
        order=row.sales_order,
        number=head.number,
        organisation=head.organisation,
        system=row.system,
        sequence=row.sequence,
        state=part.state,
        attempts=part.attempts,
        error=part.error,
        placed_at=head.placed_at,
        next_attempt_at=part.next_attempt_at,
        external_key=part.external_key,
    )


def queues(*, tx: Tx) -> Mapping[str, Mapping[str, Any]]:
    """For each ERP: how many orders wait (`open`), how many are `parked`, and since when the `oldest` waits."""
    return exports.waiting(tx=tx)


def settle(*, tx: Tx, order: UUID, before: OrderState) -> OrderState:
    """Bring the order's state in step with its parts and return it."""
    parts: Sequence[Any] = exports.of_order(tx=tx, order=order)
    after = life_cycle.combined([life_cycle.state_of_part(part) for part in parts])
    if after is not before:
        life_cycle.check_order(before=before, after=after)
        orders.change(tx=tx, id=order, state=after.value)
    return after


def _row(tx: Tx, export: UUID) -> Row[Any]:
    row = exports.lock(tx=tx, id=export)
    if row is None:
        raise NoSuchExport(export=str(export))
    return row


def _export(tx: Tx, row: Row[Any], head: Row[Any]) -> Export:
    lines = orders.lines_of(tx=tx, order=head.id, currency=head.currency, system=row.system)
    return Export(
        id=row.id,
        order=row.sales_order,
        system=row.system,
        sequence=row.sequence,
        reference=row.reference,
        begun=row.begun_at is not None,
        attempts=row.attempts,
        organisation=head.organisation,
        placed_at=head.placed_at,
        currency=head.currency,
        po_number=head.po_number,
        ship_to=head.ship_to,
        ship_to_lines=tuple(head.ship_to_lines),
        requested_date=head.requested_date,
        note=head.note,
        lines=lines,
        charges=charges.borne_by(charges=orders.charges_of(head), positions=[line.position for line in lines]),
    )
