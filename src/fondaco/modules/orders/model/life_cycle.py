"""The life cycles of an order and of its parts, each as one table of allowed transitions."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from fondaco.modules.orders.errors import TransitionNotAllowed
from fondaco.modules.orders.types import ErpLineState, ExportState, OrderLine, OrderPart, OrderState

_S = OrderState
# An ERP may skip a state; nothing ever goes back.
ORDER_TRANSITIONS: Mapping[OrderState, frozenset[OrderState]] = {
    _S.PLACED: frozenset({_S.FORWARDED, _S.CONFIRMED, _S.PARTLY_SHIPPED, _S.SHIPPED, _S.COMPLETED, _S.CANCELLED}),
    _S.FORWARDED: frozenset({_S.CONFIRMED, _S.PARTLY_SHIPPED, _S.SHIPPED, _S.COMPLETED, _S.CANCELLED}),
    _S.CONFIRMED: frozenset({_S.PARTLY_SHIPPED, _S.SHIPPED, _S.COMPLETED, _S.CANCELLED}),
    _S.PARTLY_SHIPPED: frozenset({_S.SHIPPED, _S.COMPLETED}),
    _S.SHIPPED: frozenset({_S.COMPLETED}),
    _S.COMPLETED: frozenset(),
    _S.CANCELLED: frozenset(),
}

_E = ExportState
EXPORT_TRANSITIONS: Mapping[ExportState, frozenset[ExportState]] = {
    _E.WAITING: frozenset({_E.SENDING, _E.EXPORTED, _E.PARKED, _E.WITHDRAWN}),
    # From `sending` the buyer cannot withdraw: the ERP may have the order.
    _E.SENDING: frozenset({_E.WAITING, _E.SENDING, _E.EXPORTED, _E.PARKED}),
    _E.PARKED: frozenset({_E.WAITING, _E.SENDING, _E.EXPORTED, _E.WITHDRAWN}),
    _E.EXPORTED: frozenset(),
    _E.WITHDRAWN: frozenset(),
}

_RANK = {state: rank for rank, state in enumerate(OrderState)}
_MOVING = frozenset({_S.PARTLY_SHIPPED, _S.SHIPPED, _S.COMPLETED})
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=10)


def check_order(*, before: OrderState, after: OrderState) -> None:
    """Refuse a transition of an order that the table does not have."""
    if after not in ORDER_TRANSITIONS[before]:
        raise TransitionNotAllowed(before=before.value, after=after.value)


def check_export(*, before: ExportState, after: ExportState) -> None:
    """Refuse a transition of an export that the table does not have."""
    if after not in EXPORT_TRANSITIONS[before]:
        raise TransitionNotAllowed(before=before.value, after=after.value)


def state_of_part(part: OrderPart) -> OrderState:
    """How far one ERP's part is: what the ERP says, or whether it has the part at all."""
    if part.state is ExportState.WITHDRAWN:
        return _S.CANCELLED
    if part.erp_state is not None:
        return part.erp_state
    return _S.FORWARDED if part.state is ExportState.EXPORTED else _S.PLACED


def combined(states: Sequence[OrderState]) -> OrderState:
    """How far an order is that several ERPs share: as far as the slowest, partly shipped as soon as one has shipped.

    Cancelled parts count only when all are cancelled.
    """
    alive = [state for state in states if state is not _S.CANCELLED]
    if not alive:
        return _S.CANCELLED
    slowest = min(alive, key=_RANK.__getitem__)
    if slowest not in _MOVING and any(state in _MOVING for state in alive):
        return _S.PARTLY_SHIPPED
    return slowest


def state_of_line(*, line: OrderLine, told: ErpLineState | None, part: OrderState) -> OrderState:
    """How far a line is: by what was shipped of it, otherwise as its part, but never ahead of the goods."""
    if part in {_S.CANCELLED, _S.COMPLETED, _S.SHIPPED}:
        return part
    shipped = told.shipped if told else line.shipped
    if shipped >= line.quantity.value:
        return _S.SHIPPED
    if shipped > Decimal(0):
        return _S.PARTLY_SHIPPED
    return _S.CONFIRMED if part is _S.PARTLY_SHIPPED else part


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: doubling from five seconds up to ten minutes."""
    doubled: int = 1 << min(attempts - 1, 20)
    return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)
