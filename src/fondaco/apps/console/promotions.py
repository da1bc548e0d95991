"""Promotions: found, stated, tried out for a customer, started by one person or two, ended."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Literal, cast

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import (
    EffectIn,
    EffectLineIn,
    OfferBody,
    PromotionIn,
    PromotionNames,
    PromotionOut,
    PromotionState,
)
from fondaco.apps.console.current import prepare
from fondaco.apps.console.views import promotions as views
from fondaco.apps.console.views.prices import find_product
from fondaco.apps.pages import language, problems
from fondaco.apps.pages.language import ZONE
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link
from fondaco.kernel.ids import new_id

Gives = Literal["amount", "free_of", "free_on_top", "percent"]
_PER_PAGE = 50
_MOST_LINES = 20
# Lines of the form that wait to be filled.
_BLANK = 3
_FIELDS = ("code", "name_de", "name_en", "valid_from", "valid_to", "segments", "arm", "sales_area", "version")
_REFUSED = frozenset({400, 403, 404, 409, 422})


@get("/promotions")
async def promotions(visit: NamedDependency[Visit]) -> Response[str]:
    """List promotions by state."""
    await prepare(visit)
    state = visit.query("state")
    known = state in views.states()
    page = await visit.client.list_promotions(
        state=cast("PromotionState", state) if known else None, cursor=visit.query("cursor") or None, limit=_PER_PAGE
    )
    return visit.page(
        "promotions.html",
        active="promotions",
        state=state if known else "",
        states=views.states(),
        promotions=[views.row(one) for one in page.items],
        next_url=link("/promotions", state=state, cursor=page.next) if page.next else "",
        first_url=link("/promotions", state=state) if visit.query("cursor") else "",
    )


@get("/promotions/new")
async def new(visit: NamedDependency[Visit]) -> Response[str]:
    """Show an empty form."""
    await prepare(visit)
    return await _form_page(visit, {}, [])


@post("/promotions/new")
async def create(visit: NamedDependency[Visit]) -> Response[str]:
    """Store a draft."""
    form, rows = await _typed(visit)
    try:
        made = await visit.client.create_promotion(data=await _body(visit, form, rows), idempotency_key=str(new_id()))
    except (ApiProblem, language.BadNumber, _MistypedError) as refusal:
        return await _form_page(visit, form, rows, refused=_said(refusal))
    return visit.go(f"/promotions/{made.id}", toast=_("The draft is stored. It changes no price yet."))


@get("/promotions/{promotion_id:str}")
async def promotion(visit: NamedDependency[Visit], promotion_id: FromPath[str]) -> Response[str]:
    """Show a promotion, and for a customer and some part numbers what it does."""
    return await _one_page(visit, promotion_id)


@get("/promotions/{promotion_id:str}/edit")
async def edit(visit: NamedDependency[Visit], promotion_id: FromPath[str]) -> Response[str]:
    """Show the form of a draft."""
    await prepare(visit)
    found = await visit.client.get_promotion(promotion_id=promotion_id)
    names = await _names(visit, found)
    form, rows = views.as_form(found, {id: product.sku for id, product in names.items()})
    return await _form_page(visit, form, rows, promotion=promotion_id)


@post("/promotions/{promotion_id:str}/edit")
async def change(visit: NamedDependency[Visit], promotion_id: FromPath[str]) -> Response[str]:
    """State a draft anew."""
    form, rows = await _typed(visit)
    version = int(form["version"]) if form["version"].isdigit() else 0
    try:
        await visit.client.change_promotion(
            promotion_id=promotion_id, data=await _body(visit, form, rows), version=version
        )
    except (ApiProblem, language.BadNumber, _MistypedError) as refusal:
        return await _form_page(visit, form, rows, promotion=promotion_id, refused=_said(refusal))
    return visit.go(f"/promotions/{promotion_id}", toast=_("The draft is changed."))


@post("/promotions/{promotion_id:str}")
async def act(visit: NamedDependency[Visit], promotion_id: FromPath[str]) -> Response[str]:
    """Start, end or drop it."""
    await prepare(visit)
    action, typed = await visit.field("action"), await visit.field("version")
    version = int(typed) if typed.isdigit() else 0
    try:
        if action == "drop":
            await visit.client.drop_promotion(promotion_id=promotion_id, version=version)
            return visit.go("/promotions", toast=_("The draft is dropped."))
        if action == "end":
            await visit.client.end_promotion(promotion_id=promotion_id, version=version)
            return visit.go(f"/promotions/{promotion_id}", toast=_("The promotion has ended."))
        started = await visit.client.start_promotion(promotion_id=promotion_id, version=version)
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        return await _one_page(visit, promotion_id, refused=problems.words(problem).line)
    waiting = started.state == "waiting"
    said = _("A second person has to start it now.") if waiting else _("The promotion is live.")
    return visit.go(f"/promotions/{promotion_id}", toast=said)


class _MistypedError(Exception):
    """Something in the form means nothing; the words say what."""


def _said(refusal: Exception) -> str:
    if isinstance(refusal, language.BadNumber):
        return _("This is not a valid number.")
    if isinstance(refusal, _MistypedError):
        return str(refusal)
    if isinstance(refusal, ApiProblem) and refusal.status not in _REFUSED:
        raise refusal
    return problems.words(refusal).line


async def _typed(visit: Visit) -> tuple[dict[str, str], list[dict[str, str]]]:
    given = {name: value.strip() for name, value in (await visit.form()).items() if isinstance(value, str)}
    await prepare(visit)
    rows = [
        {name: given.get(f"{name}-{place}", "") for name in views.OFFER_FIELDS} for place in range(views.OFFER_ROWS)
    ]
    return {name: given.get(name, "") for name in _FIELDS}, [row for row in rows if row["amount"]]


async def _body(visit: Visit, form: dict[str, str], rows: Sequence[dict[str, str]]) -> PromotionIn:
    start, end = _midnight(form["valid_from"]), _midnight(form["valid_to"])
    if start is None or end is None:
        raise _MistypedError(_("A promotion needs a first day and an end."))
    if not rows:
        raise _MistypedError(_("A promotion without an offer gives nothing."))
    organisations = (await visit.client.list_organisations(limit=1)).items
    offers = []
    for row in rows:
        product = await find_product(visit, organisations, row["number"]) if row["number"] else None
        if row["number"] and (product is None or product.sku.casefold() != row["number"].casefold()):
            raise _MistypedError(_("We know no product by the number %(number)s.") % {"number": row["number"]})
        amount, per, scale = (
            f"{language.typed_number(row[name] or default):f}"
            for name, default in (("amount", ""), ("per", "1"), ("scale", "0"))
        )
        offers.append(
            OfferBody(
                gives=cast("Gives", row["gives"]),
                amount=amount,
                per=per,
                unit=row["unit"] or (product.base_unit if product else "PCE"),
                scale=scale,
                product=product.id if product else None,
                category=row["category"] or None,
            )
        )
    return PromotionIn(
        code=form["code"],
        names=PromotionNames(de=form["name_de"], en=form["name_en"]),
        valid_from=start,
        valid_to=end,
        segments=[part.strip() for part in form["segments"].split(",") if part.strip()],
        arm=form["arm"] or None,
        sales_area=form["sales_area"] or None,
        offers=offers,
    )


async def _form_page(
    visit: Visit, form: dict[str, str], rows: Sequence[dict[str, str]], *, promotion: str = "", refused: str = ""
) -> Response[str]:
    blank = dict.fromkeys(views.OFFER_FIELDS, "")
    return visit.page(
        "promotion_form.html",
        status=422 if refused else 200,
        active="promotions",
        promotion=promotion,
        form=dict.fromkeys(_FIELDS, "") | form,
        rows=[*rows, *[blank] * _BLANK],
        gives=views.gives(),
        categories=(await visit.client.list_categories()).items,
        refused=refused,
    )


async def _one_page(visit: Visit, promotion_id: str, *, refused: str = "") -> Response[str]:
    await prepare(visit)
    found = await visit.client.get_promotion(promotion_id=promotion_id)
    organisations = (await visit.client.list_organisations(limit=200)).items
    names = await _names(visit, found)
    categories = {one.id: one.name for one in (await visit.client.list_categories()).items}
    organisation, numbers = visit.query("organisation"), visit.query("numbers")
    effect, unknown = await _effect(visit, promotion_id, organisation, numbers)
    return visit.page(
        "promotion.html",
        status=422 if refused else 200,
        active="promotions",
        p=views.row(found),
        offers=[views.offer(one, names, categories) for one in found.offers],
        waiting=found.state == "waiting",
        open=found.state in {"draft", "waiting"},
        live=found.state == "live",
        version=found.version,
        organisations=organisations,
        organisation=organisation,
        numbers=numbers,
        effect=effect,
        unknown=unknown,
        refused=refused,
    )


async def _effect(
    visit: Visit, promotion: str, organisation: str, numbers: str
) -> tuple[list[dict[str, Any]], list[str]]:
    """Try the promotion out; tell which numbers nobody knows."""
    asked = [part for part in numbers.replace(",", " ").split() if part][:_MOST_LINES]
    if not organisation or not asked:
        return [], []
    client = visit.client.acting_for(organisation)
    found, unknown = [], []
    for number in asked:
        page = await client.list_products(q=number, limit=1)
        if page.items:
            found.append(page.items[0])
        else:
            unknown.append(number)
    if not found:
        return [], unknown
    lines = [EffectLineIn(product=one.id) for one in found]
    told = await visit.client.try_promotion(
        promotion_id=promotion, data=EffectIn(organisation=organisation, lines=lines)
    )
    return [views.effect(line, product) for line, product in zip(told.items, found, strict=True)], unknown


async def _names(visit: Visit, found: PromotionOut) -> dict[str, Any]:
    ids = list(dict.fromkeys(one.product for one in found.offers if one.product))
    organisations = (await visit.client.list_organisations(limit=1)).items
    if not ids or not organisations:
        return {}
    page = await visit.client.acting_for(organisations[0].id).list_products(ids=ids, limit=len(ids))
    return {one.id: one for one in page.items}


def _midnight(day: str) -> datetime | None:
    try:
        return datetime.combine(datetime.fromisoformat(day), time(0), ZONE) if day else None
    except ValueError:
        return None


ROUTES = [promotions, new, create, promotion, edit, change, act]
