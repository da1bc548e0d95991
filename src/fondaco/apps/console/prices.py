"""Condition records: found, seen on a time line, made and changed; what a second person decides; files in and out."""

from collections.abc import Sequence

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import (
    DecisionIn,
    ImportIn,
    PriceRecordIn,
    PriceRecordOut,
    PriceRecordPatch,
    ProposalIn,
)
from fondaco.apps.console import price_effect as effects
from fondaco.apps.console.current import prepare
from fondaco.apps.console.views import prices as show
from fondaco.apps.pages import language, problems
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.passing import passed_on
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link
from fondaco.kernel.clock import now
from fondaco.kernel.ids import new_id

_PER_PAGE, _MOST_SIBLINGS = 50, 100
_FILTERS = ("number", "organisation", "price_list", "kind", "system", "day")
_FORM = (
    "kind", "calculation", "type", "number", "organisation", "price_list", "segment", "amount", "per", "unit", "currency",
    "scale", "scale_by", "valid_from", "valid_to", "text", "version", *effects.FIELDS,
)  # fmt: skip
_REFUSED = frozenset({400, 403, 404, 409, 422})
_SECOND = "pricing.second_person_needed"


@get("/prices")
async def records(visit: NamedDependency[Visit]) -> Response[str]:
    """Find records by product, customer, list, kind, source and day."""
    await prepare(visit)
    form = {name: visit.query(name) for name in _FILTERS}
    organisations = (await visit.client.list_organisations(limit=200)).items
    lists = (await visit.client.list_price_lists()).items
    product = await show.find_product(visit, organisations, form["number"]) if form["number"] else None
    wanted = {
        "product": product.id if product else None,
        "organisation": form["organisation"] or None,
        "price_list": form["price_list"] or None,
        "kind": form["kind"] or None,
        "system": form["system"],
        "on": show.noon(form["day"]),
    }
    unknown = bool(form["number"]) and product is None
    page = None
    if not unknown:
        page = await visit.client.find_price_records(
            **wanted,  # type: ignore[arg-type] # by the names of the filters
            cursor=visit.query("cursor") or None,
            limit=_PER_PAGE,
        )
    names = await show.Names.of(visit, page.items if page else (), organisations, lists)
    return visit.page(
        "prices.html",
        active="prices",
        form=form,
        organisations=organisations,
        lists=lists,
        kinds=show.kinds(),
        records=[names.row(one) for one in page.items] if page else [],
        unknown=unknown,
        waiting=len((await visit.client.list_price_proposals(state="open", limit=_PER_PAGE)).items),
        next_url=link("/prices", **form, cursor=page.next) if page and page.next else "",
        first_url=link("/prices", **form) if visit.query("cursor") else "",
        csv_url=link("/prices.csv", **{name: value for name, value in wanted.items() if value}),
    )


@get("/prices.csv")
async def download(visit: NamedDependency[Visit]) -> Stream:
    """Hand on the file with all records that fit, while it is made."""
    await prepare(visit)
    names = ("product", "organisation", "price_list", "kind", "system", "on")
    wanted = {name: visit.query(name) or None for name in names}
    chunks = visit.client.price_records_csv(**wanted)  # type: ignore[arg-type] # by the names of the filters
    return await passed_on(chunks, media_type="text/csv; charset=utf-8", name="price-records.csv")


@get("/prices/new")
async def new(visit: NamedDependency[Visit]) -> Response[str]:
    """Show an empty form."""
    return await _new_page(
        visit, {"kind": "price", "calculation": "amount", "per": "1", "unit": "PCE", "currency": "EUR"}
    )


@post("/prices/new")
async def create(visit: NamedDependency[Visit]) -> Response[str]:
    """Make a record of our own; where two people have to decide, propose it."""
    form = {name: value for name, value in (await visit.form()).items() if isinstance(value, str)}
    await prepare(visit)
    organisations = (await visit.client.list_organisations(limit=200)).items
    product = await show.find_product(visit, organisations, form.get("number", "")) if form.get("number") else None
    if form.get("number") and product is None:
        return await _new_page(visit, form, refused=_("We know no product by this number."))
    try:
        stated = show.stated(form, product.id if product else None)
        draft = PriceRecordIn(**stated)
        if form.get("action") == "try":
            return await _new_page(visit, form, effect=await effects.of_new(visit, form, draft))
        if form.get("reason"):
            await visit.client.propose_price(
                data=ProposalIn(reason=form["reason"], add=draft), idempotency_key=str(new_id())
            )
            return visit.go("/prices/proposals", toast=_("It waits for a second person."))
        made = await visit.client.create_price_record(data=draft, idempotency_key=str(new_id()))
    except language.BadNumber:
        return await _new_page(visit, form, refused=_("This is not a valid number."))
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        return await _new_page(visit, form, refused=problems.words(problem).line, second=problem.code == _SECOND)
    return visit.go(f"/prices/{made.id}", toast=_("The price is stated."))


@get("/prices/proposals")
async def proposals(visit: NamedDependency[Visit]) -> Response[str]:
    """List what waits for a second person, and what was decided last."""
    person = await prepare(visit)
    page = await visit.client.list_price_proposals(limit=_PER_PAGE)
    records = {one.record: await _known(visit, one.record) for one in page.items if one.record and one.state == "open"}
    return visit.page(
        "price_proposals.html",
        active="prices",
        proposals=[show.proposal(one, records.get(one.record or ""), me=person.id) for one in page.items],
    )


@post("/prices/proposals/{proposal_id:str}")
async def decide(visit: NamedDependency[Visit], proposal_id: FromPath[str]) -> Response[str]:
    """Accept or reject what somebody else proposed."""
    decision = await visit.field("decision")
    data = DecisionIn(decision="accept" if decision == "accept" else "reject", comment=await visit.field("comment"))
    await visit.client.decide_price(proposal_id=proposal_id, data=data, idempotency_key=str(new_id()))
    return visit.go("/prices/proposals", toast=_("Decided."))


@get("/prices/import")
async def import_page(visit: NamedDependency[Visit]) -> Response[str]:
    """Show where a file goes in."""
    await prepare(visit)
    return visit.page("price_import.html", active="prices", result=None, empty=False)


@post("/prices/import")
async def take(visit: NamedDependency[Visit]) -> Response[str]:
    """Take the good lines of a file, and show every bad one with its reason."""
    await prepare(visit)
    file = (await visit.form()).get("file")
    content = (await file.read()).decode("utf-8-sig", "replace") if isinstance(file, UploadFile) else ""
    if not content.strip():
        return visit.page("price_import.html", active="prices", result=None, empty=True)
    told = await visit.client.import_price_records(data=ImportIn(content=content), idempotency_key=str(new_id()))
    return visit.page("price_import.html", active="prices", result=told, empty=False)


@get("/prices/{record_id:str}")
async def record(visit: NamedDependency[Visit], record_id: FromPath[str]) -> Response[str]:
    """Show one record with all of its key on a time line."""
    await prepare(visit)
    return await _record_page(visit, record_id, {})


@post("/prices/{record_id:str}")
async def change(visit: NamedDependency[Visit], record_id: FromPath[str]) -> Response[str]:
    """Change or end a record of our own; where two people have to decide, propose it."""
    form = {name: value for name, value in (await visit.form()).items() if isinstance(value, str)}
    await prepare(visit)
    version = int(form.get("version", "0") or 0)
    ends = form.get("action") == "end"
    try:
        patch = None if ends else PriceRecordPatch(**show.changed(form))
        if patch is not None and form.get("action") == "try":
            effect = await effects.of_changed(visit, form, record_id, patch)
            return await _record_page(visit, record_id, form, effect=effect)
        if form.get("reason"):
            proposed = ProposalIn(reason=form["reason"], record=record_id, version=version)
            if patch is not None:
                proposed = ProposalIn(reason=form["reason"], record=record_id, version=version, change=patch)
            await visit.client.propose_price(data=proposed, idempotency_key=str(new_id()))
            return visit.go("/prices/proposals", toast=_("It waits for a second person."))
        if patch is None:
            await visit.client.end_price_record(record_id=record_id, version=version)
            return visit.go("/prices", toast=_("The price has ended."))
        await visit.client.change_price_record(record_id=record_id, data=patch, version=version)
    except language.BadNumber:
        return await _record_page(visit, record_id, form, refused=_("This is not a valid number."))
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        refused = problems.words(problem).line
        return await _record_page(visit, record_id, form, refused=refused, second=problem.code == _SECOND)
    return visit.go(f"/prices/{record_id}", toast=_("The price is changed."))


async def _known(visit: Visit, record_id: str) -> PriceRecordOut | None:
    """Return a record; None for one that has ended since."""
    try:
        return await visit.client.get_price_record(record_id=record_id)
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        return None


async def _new_page(
    visit: Visit,
    form: dict[str, str],
    *,
    refused: str = "",
    second: bool = False,
    effect: effects.Shown = effects.NOTHING,
) -> Response[str]:
    await prepare(visit)
    return visit.page(
        "price_new.html",
        status=422 if refused else 200,
        active="prices",
        form=dict.fromkeys(_FORM, "") | form,
        organisations=(await visit.client.list_organisations(limit=200)).items,
        lists=(await visit.client.list_price_lists()).items,
        kinds=show.kinds(),
        calculations=show.calculations(),
        refused=refused,
        second=second,
        effect=effect,
    )


async def _record_page(
    visit: Visit,
    record_id: str,
    form: dict[str, str],
    *,
    refused: str = "",
    second: bool = False,
    effect: effects.Shown = effects.NOTHING,
) -> Response[str]:
    found = await visit.client.get_price_record(record_id=record_id)
    organisations = (await visit.client.list_organisations(limit=200)).items
    siblings: Sequence[PriceRecordOut] = [found]
    if found.product or found.organisation or found.price_list:
        page = await visit.client.find_price_records(
            product=found.product, organisation=found.organisation, price_list=found.price_list, limit=_MOST_SIBLINGS
        )
        siblings = page.items
    names = await show.Names.of(visit, siblings, organisations, (await visit.client.list_price_lists()).items)
    return visit.page(
        "price_record.html",
        status=422 if refused else 200,
        active="prices",
        r=names.row(found),
        form=dict.fromkeys(_FORM, "") | (form or show.form_of(found)),
        version=found.version,
        line=show.time_line(
            [one for one in siblings if show.same_key(one, found)], here=found.id, at=now(), names=names
        ),
        refused=refused,
        second=second,
        effect=effect,
        organisations=organisations,
        own=found.system == "fondaco",
    )


ROUTES = [records, download, new, create, proposals, decide, import_page, take, record, change]
