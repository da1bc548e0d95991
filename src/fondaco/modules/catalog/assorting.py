"""Who sees what: pure decisions on assortments.

Without an inclusion for him a buyer sees everything, with some he sees what they show; and never what an exclusion for him
hides. So a further exclusion only takes away, and a further inclusion beside others only adds.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.kernel.errors import Problem
from fondaco.modules.catalog.types import (
    Assortment,
    AssortmentDraft,
    AssortmentMode,
    Pick,
    PickKind,
    Product,
    Seen,
)


def concerns(assortment: Assortment, buyer: Buyer) -> bool:
    """Tell whether an assortment is for a buyer at his moment."""
    audience, valid = assortment.stated.audience, assortment.stated.valid
    return (
        (audience.organisation is None or audience.organisation in buyer.hierarchy)
        and (audience.role is None or audience.role in buyer.roles)
        and (audience.sales_area is None or audience.sales_area == buyer.sales_area)
        and (audience.segment is None or audience.segment in buyer.segments)
        and valid.contains(buyer.as_of)
    )


def picks(stated: AssortmentDraft, product: Product, above: Sequence[UUID]) -> bool:
    """Tell whether an assortment is about a product; `above` are its category and those over it."""
    return any(_picked(pick, product, above) for pick in stated.picks)


def seen(*, assortments: Iterable[Assortment], product: Product, above: Sequence[UUID], buyer: Buyer) -> Seen:
    """Decide whether a buyer sees a product, and name the assortments that decide it."""
    concerning = [one for one in assortments if concerns(one, buyer)]
    including = tuple(one for one in concerning if one.stated.mode is AssortmentMode.INCLUDE)
    hides = tuple(
        one for one in concerning if one.stated.mode is AssortmentMode.EXCLUDE and picks(one.stated, product, above)
    )
    shows = tuple(one for one in including if picks(one.stated, product, above))
    return Seen(
        seen=product.active and not hides and (bool(shows) or not including),
        ended=not product.active,
        hides=hides,
        shows=shows,
        among=including,
    )


def flaws(stated: AssortmentDraft) -> Iterator[Problem]:
    """Name everything in a draft that cannot be meant."""
    if not stated.picks:
        yield Problem(pointer="/picks", code="catalog.no_picks", detail="An assortment picks something.")
    for number, pick in enumerate(stated.picks):
        needs_id = pick.kind in (PickKind.CATEGORY, PickKind.PRODUCT)
        if needs_id != (pick.id is not None):
            detail = "A category or product is named by its id, and nothing else is."
            yield Problem(pointer=f"/picks/{number}/id", code="catalog.bad_pick", detail=detail)
        if (pick.kind in (PickKind.MANUFACTURER, PickKind.ATTRIBUTE)) != bool(pick.value):
            detail = "A maker is named, and a value of an attribute."
            yield Problem(pointer=f"/picks/{number}/value", code="catalog.bad_pick", detail=detail)
        if (pick.kind is PickKind.ATTRIBUTE) != bool(pick.code):
            detail = "An attribute is named by its code."
            yield Problem(pointer=f"/picks/{number}/code", code="catalog.bad_pick", detail=detail)


def _picked(pick: Pick, product: Product, above: Sequence[UUID]) -> bool:
    match pick.kind:
        case PickKind.EVERYTHING:
            return True
        case PickKind.CATEGORY:
            return pick.id in above
        case PickKind.PRODUCT:
            return pick.id == product.id
        case PickKind.MANUFACTURER:
            return (product.manufacturer or "").casefold() == pick.value.casefold()
        case PickKind.ATTRIBUTE:
            return any(one.code == pick.code and one.value == pick.value for one in product.attributes)
