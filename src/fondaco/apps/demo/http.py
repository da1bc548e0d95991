"""The door for doing something in an ERP; it exists only in the demonstration."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta, Struct

from fondaco.apps.demo.goods.article import ALPIN, ERPS
from fondaco.apps.demo.operator import Done, Operator
from fondaco.apps.runtime import Runtime
from fondaco.kernel.errors import Invalid, NotFound


class ActionKind(StrEnum):
    """What can be done."""

    CHANGE_PRICE = "change_price"
    CHANGE_STOCK = "change_stock"
    STOP_ERP = "stop_erp"
    START_ERP = "start_erp"


class ActionIncomplete(Invalid):
    """A change of price needs an article and a price, a change of stock an article and a quantity."""

    code = "demo.action_incomplete"
    title = "The action lacks a part."


class NoDemonstration(NotFound):
    """The program was not started as a demonstration."""

    code = "demo.no_demonstration"
    title = "This is no demonstration."


class ActionIn(Struct, kw_only=True, rename=None):
    """What to do: `sku` with `price` (EUR per base unit) or `quantity` (base units), or the `system` to switch."""

    action: Annotated[ActionKind, Meta(description="What to do", examples=["change_price"])]
    sku: Annotated[str, Meta(max_length=100, examples=["933-M8x40-88V"])] = ""
    price: Annotated[Decimal, Meta(examples=["0.2500"])] | None = None
    quantity: Annotated[int, Meta(ge=0, le=1_000_000, examples=[1200])] | None = None
    system: Annotated[str, Meta(max_length=40, examples=[ALPIN])] = ALPIN


class ActionOut(Struct, kw_only=True):
    """What was done; the change arrives by the ERP's connector."""

    action: ActionKind
    system: Annotated[str, Meta(examples=["erp-sued"])]
    sku: str
    name: str
    before: Annotated[str, Meta(examples=["0.2100"])]
    after: Annotated[str, Meta(examples=["0.2500"])]


class ErpOut(Struct, kw_only=True):
    """An ERP of the demonstration and whether it runs."""

    system: Annotated[str, Meta(examples=[ALPIN])]
    live: bool
    running: bool


class StageOut(Struct, kw_only=True):
    """What there is to play with: the ERPs, and for each an article that buyers often look at."""

    erps: list[ErpOut]
    samples: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRuntime(Runtime):
    """The runtime of the demonstration, with the operators of its ERPs."""

    operator: Operator


@get(
    "/v1/demo/actions",
    operation_id="list_demo_actions",
    summary="What can be done in the demonstration's ERPs",
    tags=["demo"],
    opt={"permission": "staff.demo"},
    sync_to_thread=True,
)
def list_demo_actions(runtime: NamedDependency[Any]) -> StageOut:
    """Return the ERPs with their state and an article of each."""
    operator = _operator(runtime)
    stopped = operator.alpin.manners.stopped
    best = {
        system: max((a for a in operator.articles.values() if a.erp == system), key=lambda a: a.rank) for system in ERPS
    }
    return StageOut(
        erps=[ErpOut(system=system, live=system == ALPIN, running=system != ALPIN or not stopped) for system in ERPS],
        samples=[best[system].sku for system in ERPS],
    )


@post(
    "/v1/demo/actions",
    operation_id="do_demo_action",
    summary="Do something in an ERP of the demonstration",
    tags=["demo"],
    opt={"permission": "staff.demo", "repeatable": "a price set twice is set"},
    status_code=200,
    sync_to_thread=True,
)
def do_demo_action(data: JSONBody[ActionIn], runtime: NamedDependency[Any]) -> ActionOut:
    """Change a price or a stock in the ERP that keeps the article, or stop and start the live ERP."""
    operator = _operator(runtime)
    match data.action:
        case ActionKind.STOP_ERP:
            done = operator.stop(system=data.system)
        case ActionKind.START_ERP:
            done = operator.start(system=data.system)
        case ActionKind.CHANGE_PRICE if data.sku and data.price is not None:
            done = operator.change_price(sku=data.sku, price=data.price)
        case ActionKind.CHANGE_STOCK if data.sku and data.quantity is not None:
            done = operator.change_stock(sku=data.sku, quantity=data.quantity)
        case _:
            raise ActionIncomplete(action=data.action.value)
    return _out(data.action, done)


def _operator(runtime: object) -> Operator:
    operator = getattr(runtime, "operator", None)
    if not isinstance(operator, Operator):
        raise NoDemonstration
    return operator


def _out(action: ActionKind, done: Done) -> ActionOut:
    return msgspec.convert(
        {
            "action": action,
            "system": done.system,
            "sku": done.sku,
            "name": done.name,
            "before": done.before,
            "after": done.after,
        },
        ActionOut,
    )


ROUTES = [list_demo_actions, do_demo_action]
