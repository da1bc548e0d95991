"""The demonstration's buttons: do something in an ERP and watch an open page."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import ActionIn, StageOut
from fondaco.apps.console.current import prepare
from fondaco.apps.pages import language, problems
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit

_NOT_FOUND = 404
_REFUSED = frozenset({400, 404, 409, 422})
_TYPED = ("sku", "price", "quantity")


@get("/demo")
async def demo(visit: NamedDependency[Visit]) -> Response[str]:
    """Show what can be done."""
    return await _page(visit)


@post("/demo")
async def act(visit: NamedDependency[Visit]) -> Response[str]:
    """Do it in the ERP; the change comes back by the ERP's connector."""
    try:
        done = await visit.client.do_demo_action(data=await _wanted(visit))
    except language.BadNumber:
        return await _page(visit, outcome=("bad", _("That did not work"), _("This is not a valid number.")))
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        return await _page(visit, outcome=("bad", _("That did not work"), problems.words(problem).line))
    if done.sku:
        facts = {"name": done.name, "before": done.before, "after": done.after, "system": done.system}
        text = _("%(name)s in %(system)s: %(before)s → %(after)s") % facts
    else:
        text = _("%(system)s: %(before)s → %(after)s") % {
            "system": done.system,
            "before": done.before,
            "after": done.after,
        }
    return await _page(visit, outcome=("good", _("Done in the ERP"), text))


async def _wanted(visit: Visit) -> ActionIn:
    action = await visit.field("action")
    if action == "change_price":
        price = language.typed_number(await visit.field("price"))
        return ActionIn(action="change_price", sku=await visit.field("sku"), price=price)
    if action == "change_stock":
        quantity = int(language.typed_number(await visit.field("quantity")))
        return ActionIn(action="change_stock", sku=await visit.field("sku"), quantity=quantity)
    system = await visit.field("system")
    return ActionIn(action="stop_erp" if action == "stop_erp" else "start_erp", system=system)


async def _page(visit: Visit, outcome: tuple[str, str, str] | None = None) -> Response[str]:
    await prepare(visit)
    try:
        stage = await visit.client.list_demo_actions()
    except ApiProblem as problem:
        if problem.status != _NOT_FOUND:
            raise
        stage = None
    typed: dict[str, str] = {}
    if outcome and outcome[0] == "bad":
        # What was refused stays in its field, to be mended.
        typed = {name: await visit.field(name) for name in ("action", *_TYPED)}
    shown = {"kind": outcome[0], "title": outcome[1], "text": outcome[2]} if outcome else None
    return visit.page("demo.html", active="demo", actions=_actions(stage, typed) if stage else [], outcome=shown)


def _actions(stage: StageOut, typed: dict[str, str]) -> list[dict[str, Any]]:
    sample = stage.samples[0] if stage.samples else ""
    number = {"name": "sku", "label": _("Part number"), "value": sample, "choices": []}
    actions: list[dict[str, Any]] = [
        {
            "name": "change_price",
            "title": _("Change a price"),
            "text": _("In euros per base unit, in the ERP that keeps the product."),
            "fields": [number, {"name": "price", "label": _("New price"), "value": "", "choices": []}],
            "button": _("Change the price"),
        },
        {
            "name": "change_stock",
            "title": _("Change a stock"),
            "text": _("In base units, in the ERP that keeps the product."),
            "fields": [number, {"name": "quantity", "label": _("New stock"), "value": "", "choices": []}],
            "button": _("Change the stock"),
        },
    ]
    for erp in stage.erps:
        if not erp.live:
            continue
        hidden = {"name": "system", "label": "ERP", "value": "", "choices": [(erp.system, erp.system)]}
        if erp.running:
            text = _("Buyers go on reading and ordering; orders wait here until it is back.")
            actions.append(
                {
                    "name": "stop_erp",
                    "title": _("Stop an ERP"),
                    "text": text,
                    "fields": [hidden],
                    "button": _("Stop it"),
                }
            )
        else:
            text = _("It is stopped at present. What waits for it goes there as soon as it answers.")
            actions.append(
                {
                    "name": "start_erp",
                    "title": _("Start an ERP"),
                    "text": text,
                    "fields": [hidden],
                    "button": _("Start it"),
                }
            )
    for action in actions:
        if action["name"] == typed.get("action"):
            action["fields"] = [field | {"value": typed.get(field["name"], "")} for field in action["fields"]]
    return actions


ROUTES = [demo, act]
