"""Allocations: what of a product is kept for whom, how much of it is drawn; made, changed and ended."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import AllocationIn, AllocationOut, AllocationPatch
from fondaco.apps.console.current import prepare
from fondaco.apps.console.views.prices import find_product
from fondaco.apps.pages import language, problems, units
from fondaco.apps.pages.language import ZONE
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link
from fondaco.kernel.clock import now
from fondaco.kernel.ids import new_id
from fondaco.kernel.period import BEGINNING

_PER_PAGE = 50
_FILTERS = ("number", "organisation", "segment", "over")
_FORM = ("number", "organisation", "segment", "location", "quantity", "valid_from", "valid_to", "version")
_REFUSED = frozenset({400, 403, 404, 409, 422})


@get("/allocations")
async def allocations(visit: NamedDependency[Visit]) -> Response[str]:
    """Find allocations by product, customer and segment, with what is kept, drawn and left."""
    await prepare(visit)
    form = {name: visit.query(name) for name in _FILTERS}
    organisations = (await visit.client.list_organisations(limit=200)).items
    product = await find_product(visit, organisations, form["number"]) if form["number"] else None
    unknown = bool(form["number"]) and product is None
    page = None
    if not unknown:
        page = await visit.client.list_allocations(
            product=product.id if product else None,
            organisation=form["organisation"] or None,
            segment=form["segment"] or None,
            over=bool(form["over"]),
            cursor=visit.query("cursor") or None,
            limit=_PER_PAGE,
        )
    return visit.page(
        "allocations.html",
        active="allocations",
        form=form,
        organisations=organisations,
        allocations=await _rows(visit, page.items if page else (), organisations),
        unknown=unknown,
        next_url=link("/allocations", **form, cursor=page.next) if page and page.next else "",
        first_url=link("/allocations", **form) if visit.query("cursor") else "",
    )


@get("/allocations/new")
async def new(visit: NamedDependency[Visit]) -> Response[str]:
    """Show an empty form."""
    return await _new_page(visit, {})


@post("/allocations/new")
async def create(visit: NamedDependency[Visit]) -> Response[str]:
    """Keep a quantity for a customer or a segment."""
    form = await _form(visit)
    organisations = (await visit.client.list_organisations(limit=200)).items
    product = await find_product(visit, organisations, form["number"]) if form["number"] else None
    if product is None:
        return await _new_page(visit, form, refused=_("We know no product by this number."))
    try:
        draft = AllocationIn(
            product=product.id,
            quantity=f"{language.typed_number(form['quantity']):f}",
            organisation=form["organisation"] or None,
            segment=form["segment"] or None,
            location=form["location"] or None,
            valid_from=_midnight(form["valid_from"]),
            valid_to=_midnight(form["valid_to"]),
        )
        made = await visit.client.create_allocation(data=draft, idempotency_key=str(new_id()))
    except language.BadNumber:
        return await _new_page(visit, form, refused=_("This is not a valid number."))
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        return await _new_page(visit, form, refused=problems.words(problem).line)
    return visit.go(f"/allocations/{made.id}", toast=_("The quantity is kept."))


@get("/allocations/{allocation_id:str}")
async def allocation(visit: NamedDependency[Visit], allocation_id: FromPath[str]) -> Response[str]:
    """Show one allocation and what is drawn of it."""
    return await _one_page(visit, allocation_id, {})


@post("/allocations/{allocation_id:str}")
async def change(visit: NamedDependency[Visit], allocation_id: FromPath[str]) -> Response[str]:
    """Keep another quantity or for another period, or end it."""
    form = await _form(visit)
    version = int(form["version"]) if form["version"].isdigit() else 0
    try:
        if (await visit.field("action")) == "end":
            await visit.client.end_allocation(allocation_id=allocation_id, version=version)
            return visit.go("/allocations", toast=_("The allocation has ended."))
        patch: dict[str, Any] = {
            "quantity": f"{language.typed_number(form['quantity']):f}",
            "valid_to": _midnight(form["valid_to"]),
        }
        if form["valid_from"]:
            patch["valid_from"] = _midnight(form["valid_from"])
        await visit.client.change_allocation(
            allocation_id=allocation_id, data=AllocationPatch(**patch), version=version
        )
    except language.BadNumber:
        return await _one_page(visit, allocation_id, form, refused=_("This is not a valid number."))
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        return await _one_page(visit, allocation_id, form, refused=problems.words(problem).line)
    return visit.go(f"/allocations/{allocation_id}", toast=_("The allocation is changed."))


async def _form(visit: Visit) -> dict[str, str]:
    given = {name: value.strip() for name, value in (await visit.form()).items() if isinstance(value, str)}
    await prepare(visit)
    return {name: given.get(name, "") for name in _FORM}


async def _new_page(visit: Visit, form: dict[str, str], *, refused: str = "") -> Response[str]:
    await prepare(visit)
    return visit.page(
        "allocation_new.html",
        status=422 if refused else 200,
        active="allocations",
        form=dict.fromkeys(_FORM, "") | form,
        organisations=(await visit.client.list_organisations(limit=200)).items,
        locations=(await visit.client.list_locations()).items,
        refused=refused,
    )


async def _one_page(visit: Visit, allocation_id: str, form: dict[str, str], *, refused: str = "") -> Response[str]:
    await prepare(visit)
    found = await visit.client.get_allocation(allocation_id=allocation_id)
    organisations = (await visit.client.list_organisations(limit=200)).items
    [row] = await _rows(visit, [found], organisations)
    known = {
        "quantity": language.plain_number(found.quantity),
        "valid_from": _day(found.valid_from),
        "valid_to": _day(found.valid_to) if found.valid_to else "",
        "version": str(found.version),
    }
    return visit.page(
        "allocation.html",
        status=422 if refused else 200,
        active="allocations",
        a=row,
        form=dict.fromkeys(_FORM, "") | (form or known),
        over=bool(found.valid_to and datetime.fromisoformat(found.valid_to) <= now()),
        refused=refused,
    )


async def _rows(visit: Visit, found: Sequence[AllocationOut], organisations: Sequence[Any]) -> list[dict[str, Any]]:
    """Show allocations in lines, with the names of what they are of and for."""
    ids = list(dict.fromkeys(one.product for one in found))
    products: dict[str, Any] = {}
    if ids and organisations:
        page = await visit.client.acting_for(organisations[0].id).list_products(ids=ids, limit=len(ids))
        products = {one.id: one for one in page.items}
    names = {one.id: one.name for one in organisations}
    places = {one.id: one.name for one in (await visit.client.list_locations()).items} if found else {}
    return [_row(one, products.get(one.product), names, places) for one in found]


def _row(one: AllocationOut, product: Any, names: dict[str, str], places: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    unit = product.base_unit if product else ""
    whom = names.get(one.organisation or "", one.organisation or "")
    return {
        "id": one.id,
        "url": f"/allocations/{one.id}",
        "what": product.name if product else one.product,
        "number": product.sku if product else "",
        "whom": whom or _("Segment %(name)s") % {"name": one.segment},
        "where": places.get(one.location or "", "") or _("all locations"),
        "kept": units.quantity(one.quantity, unit),
        "drawn": units.quantity(one.held + one.used, unit),
        "held": units.quantity(one.held, unit),
        "used": units.quantity(one.used, unit),
        "left": units.quantity(one.left, unit),
        "share": min(float((one.held + one.used) / one.quantity), 1.0) if one.quantity else 1.0,
        "period": _period(one),
        "state": _state(one),
        "system": one.system,
    }


def _period(one: AllocationOut) -> str:
    start = language.day(one.valid_from) if _day(one.valid_from) else ""
    if one.valid_to is None:
        return _("from %(day)s") % {"day": start} if start else _("always")
    return f"{start} – {language.day(one.valid_to)}".strip()


def _state(one: AllocationOut) -> tuple[str, str]:
    moment = now()
    if one.valid_to is not None and datetime.fromisoformat(one.valid_to) <= moment:
        return _("ended"), ""
    if datetime.fromisoformat(one.valid_from) > moment:
        return _("to come"), "info"
    return (_("in force"), "good") if one.left else (_("drawn completely"), "warn")


def _midnight(day: str) -> datetime | None:
    try:
        return datetime.combine(datetime.fromisoformat(day), time(0), ZONE) if day else None
    except ValueError:
        return None


def _day(moment: str) -> str:
    """Return the day for a form; nothing for what holds since ever."""
    found = datetime.fromisoformat(moment)
    return found.astimezone(ZONE).date().isoformat() if found > BEGINNING else ""


ROUTES = [allocations, new, create, allocation, change]
