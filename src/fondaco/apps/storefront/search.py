"""Finding: search with facets, ranges, and suggestions while typing. The address holds the whole state."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.generated import FacetOut, ProductPageOut
from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link
from fondaco.apps.storefront.current import prepare, today
from fondaco.apps.storefront.ranges import Ranges, ranges
from fondaco.apps.storefront.views import goods

_PER_PAGE = 24
_OPEN_FACETS = 3
_PRICE = "price"


@get("/search")
async def results(visit: NamedDependency[Visit]) -> Response[str]:
    """Find by words, sizes or numbers; narrowed by category and attributes."""
    query = visit.query("q")
    return await _page(visit, path="/search", query=query, category=visit.query("category"))


@get("/categories")
async def categories(visit: NamedDependency[Visit]) -> Response[str]:
    """Show all ranges."""
    await prepare(visit)
    return visit.page("categories.html", active="products", categories=(await ranges(visit)).top())


@get("/categories/{category_id:str}")
async def category(visit: NamedDependency[Visit], category_id: FromPath[str]) -> Response[str]:
    """Show one range with what lies below it."""
    return await _page(visit, path=f"/categories/{category_id}", query=visit.query("q"), category=category_id)


@get("/suggestions")
async def suggestions(visit: NamedDependency[Visit]) -> Response[str]:
    """Suggest products and ranges for what was typed so far."""
    found = (await visit.client.suggest(q=visit.query("q"), limit=8)).items
    return visit.piece(
        "parts/suggestions.html",
        products=[
            {"url": f"/products/{one.id}", "name": one.label, "sku": one.number, "picture": "", "own_number": ""}
            for one in found
            if one.kind == "product"
        ],
        categories=[{"url": f"/categories/{one.id}", "name": one.label} for one in found if one.kind == "category"],
        terms=[],
    )


async def _page(visit: Visit, *, path: str, query: str, category: str) -> Response[str]:
    chosen = [value for value in visit.request.query_params.getall("attribute", []) if ":" in value]
    cursor, sort = visit.query("cursor"), visit.query("sort", "relevance")
    person = await prepare(visit)
    found = await visit.client.list_products(
        q=query or None,
        category=category or None,
        attribute=chosen or None,
        sort=_sort(sort),
        facets=True,
        cursor=cursor or None,
        limit=_PER_PAGE,
    )
    known = await ranges(visit)
    in_path = path != "/search"
    here = known.by_id.get(category)
    state: dict[str, Any] = {"q": query, "sort": "" if sort == "relevance" else sort}
    if category and not in_path:
        state["category"] = category
    allowed = person.may("orders.place")
    return visit.page(
        "results.html",
        active="products",
        query=query,
        heading=_heading(query, here.name if here else ""),
        trail=known.trail(category) if in_path else [],
        children=known.children(category) if in_path and not query and not chosen and not cursor else [],
        total=found.total,
        similar=found.reason == "similar_words",
        cards=[goods.card(product, today=today(), may_order=allowed) for product in found.items],
        facets=_facets(found.facets, chosen, skip_category=in_path),
        chosen=_chosen(found, chosen, category if not in_path else "", known, path=path, state=state),
        path=path,
        sort=sort,
        sorts=[(code, name()) for code, name in _SORTS.items()],
        facets_open=bool(chosen) or visit.query("filters") == "open",
        reset_url=link(path, q=query),
        next_url=link(path, **state, attribute=chosen, cursor=found.next) if found.next else "",
        first_url=link(path, **state, attribute=chosen) if cursor else "",
    )


def _sort(wanted: str) -> Literal["relevance", "name", "number", "price"]:
    match wanted:
        case "name" | "number" | "price":
            return wanted
        case _:
            return "relevance"


_SORTS: dict[str, Callable[[], str]] = {
    "relevance": lambda: _("Best match"),
    "name": lambda: _("Name"),
    "number": lambda: _("Part number"),
    "price": lambda: _("Your price"),
}


def _heading(query: str, range_name: str) -> str:
    if query and range_name:
        return _("“%(query)s” in %(range)s") % {"query": query, "range": range_name}
    if query:
        return _("Results for “%(query)s”") % {"query": query}
    return range_name or _("All products")


def _facets(facets: Sequence[FacetOut], chosen: Sequence[str], *, skip_category: bool) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    for facet in facets:
        is_category = facet.code == "category"
        if not facet.values or (is_category and skip_category):
            continue
        values = [
            {
                "value": value.value if is_category else f"{facet.code}:{value.value}",
                "label": _price_range(value.value) if facet.code == _PRICE else value.label,
                "count": value.count,
                "on": value.selected,
            }
            for value in facet.values
        ]
        touched = any(one.startswith(f"{facet.code}:") for one in chosen)
        shown.append(
            {
                "number": len(shown) + 1,
                "name": "category" if is_category else "attribute",
                "label": _("Range") if is_category else _("Your price") if facet.code == _PRICE else facet.label,
                "entries": values,
                "open": touched or len(shown) < _OPEN_FACETS,
                "single": is_category,
            }
        )
    return shown


def _price_range(value: str) -> str:
    low, _dots, high = value.partition("..")
    try:
        start, end = language.number(low or "0"), language.number(high) if high else ""
    except ArithmeticError:
        return value
    if not end:
        return _("from %(value)s") % {"value": start}
    return _("below %(value)s") % {"value": end} if start == "0" else f"{start} – {end}"


def _chosen(
    found: ProductPageOut, chosen: Sequence[str], category: str, known: Ranges, *, path: str, state: Mapping[str, Any]
) -> list[dict[str, str]]:
    names = {facet.code: facet.label for facet in found.facets}
    chips = []
    if category:
        without = {key: value for key, value in state.items() if key != "category"}
        here = known.by_id.get(category)
        chips.append({"label": here.name if here else _("Range"), "without": link(path, **without, attribute=chosen)})
    for one in chosen:
        code, _colon, value = one.partition(":")
        rest = [other for other in chosen if other != one]
        said = f"{_('Your price')}: {_price_range(value)}" if code == _PRICE else f"{names.get(code, code)}: {value}"
        chips.append({"label": said, "without": link(path, **state, attribute=rest)})
    return chips


ROUTES = [results, categories, category, suggestions]
