"""Customers: organisations, where they stand in their hierarchy, and their people."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import AddressOut, OrganisationOut
from fondaco.apps.console import sources
from fondaco.apps.console.acting import shop_address
from fondaco.apps.console.current import prepare
from fondaco.apps.console.vat import section
from fondaco.apps.pages import language, problems
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.apps.pages.templating import link

_PER_PAGE = 50
_REFUSED = frozenset({400, 403, 404, 409, 422})


def kind(code: str) -> str:
    """Say what kind of organisation it is."""
    return {"group": _("Group"), "legal_entity": _("Legal entity"), "site": _("Site")}.get(code, code)


@get("/customers")
async def customers(visit: NamedDependency[Visit]) -> Response[str]:
    """List organisations by name."""
    search, cursor = visit.query("q"), visit.query("cursor")
    await prepare(visit)
    page = await visit.client.list_organisations(query=search or None, cursor=cursor or None, limit=_PER_PAGE)
    names = {organisation.id: organisation.name for organisation in page.items}
    return visit.page(
        "customers.html",
        active="customers",
        search=search,
        customers=[
            {
                "url": f"/customers/{one.id}",
                "name": one.name,
                "kind": kind(one.kind),
                "number": one.number or "–",
                "parent": names.get(one.parent or "", _("Yes") if one.parent else ""),
                "country": one.country,
            }
            for one in page.items
        ],
        next_url=link("/customers", q=search, cursor=page.next) if page.next else "",
        first_url=link("/customers", q=search) if cursor else "",
    )


@get("/customers/{organisation_id:str}")
async def customer(visit: NamedDependency[Visit], organisation_id: FromPath[str]) -> Response[str]:
    """Show one organisation with the ones above it, contacts, addresses and what is known for its tax."""
    return await page(visit, organisation_id)


@post("/customers/{organisation_id:str}/live-check")
async def keep_live_check(visit: NamedDependency[Visit], organisation_id: FromPath[str]) -> Response[str]:
    """Keep where ERPs are asked live for a customer."""
    typed = {name: (await visit.field(name)).strip() for name in sources.LIVE_CHECK}
    try:
        await visit.client.set_live_check(
            organisation_id=organisation_id, version=int(typed["version"] or 0), data=sources.rule_body(typed)
        )
    except language.BadNumber:
        refused = _("This is not a valid number.")
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        refused = problems.words(problem).line
    else:
        return visit.go(f"/customers/{organisation_id}", toast=_("The rule is kept."))
    return await page(visit, organisation_id, live={"typed": typed, "refused": refused}, status=422)


async def page(
    visit: Visit,
    organisation_id: str,
    *,
    vat: Mapping[str, Any] | None = None,
    live: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response[str]:
    """Show an organisation; `vat` and `live` are what a form of that section could not record, and why."""
    person = await prepare(visit)
    client = visit.client
    found = await client.organisation(organisation_id=organisation_id)
    contacts = (await client.list_contacts(organisation_id=organisation_id)).items
    addresses = (await client.list_addresses(organisation_id=organisation_id)).items
    above = [one async for one in _above(visit, found)]
    return visit.page(
        "customer.html",
        status=status,
        active="customers",
        vat=await section(visit, organisation_id, vat or {}) if person.may("staff.customers") else None,
        l=await sources.live_check(visit, organisation_id, live or {}) if person.may("staff.customers") else None,
        c={"id": found.id, "name": found.name, "facts": _facts(found)},
        may_act=person.may("staff.act_on_behalf") and bool(shop_address(visit)),
        contacts=[
            {
                "id": "" if one.blocked else one.id,
                "name": one.name,
                "email": one.email,
                "roles": await _roles(visit, one.id),
            }
            for one in contacts
        ],
        addresses=[{"name": one.name, "text": _address(one)} for one in addresses],
        hierarchy=[
            {"name": one.name, "url": f"/customers/{one.id}", "here": one.id == found.id}
            for one in [*reversed(above), found]
        ],
    )


async def _above(visit: Visit, organisation: OrganisationOut) -> AsyncIterator[OrganisationOut]:
    seen = {organisation.id}
    while organisation.parent and organisation.parent not in seen:
        seen.add(organisation.parent)
        organisation = await visit.client.organisation(organisation_id=organisation.parent)
        yield organisation


async def _roles(visit: Visit, contact_id: str) -> str:
    memberships = await visit.client.list_memberships(contact_id=contact_id)
    return ", ".join(dict.fromkeys(role(one.role) for one in memberships.items)) or "–"


def role(code: str) -> str:
    """Say a role."""
    return {
        "buyer": _("Buyer"),
        "viewer": _("Viewer"),
        "requester": _("Requester"),
        "organisation_admin": _("Administrator of the organisation"),
        "sales": _("Sales"),
        "service": _("Service"),
        "integration": _("Integration"),
        "administrator": _("Administrator"),
    }.get(code, code)


def _facts(found: OrganisationOut) -> list[tuple[str, Any]]:
    facts = [
        (_("Kind"), kind(found.kind)),
        (_("Number"), found.number),
        (_("Sales area"), found.sales_area),
        (_("Country"), found.country),
        (_("Currency"), found.currency),
        (_("Payment terms"), found.payment_terms),
        (_("Segments"), ", ".join(found.segments)),
        (_("Blocked"), _("Yes") if found.blocked else ""),
        (_("Known as"), ", ".join(f"{ref.system}: {ref.key}" for ref in found.refs)),
    ]
    return [(name, value) for name, value in facts if value]


def _address(address: AddressOut) -> str:
    uses = [_("ship to") if address.ship_to else "", _("bill to") if address.bill_to else ""]
    parts = [address.addition, address.street, f"{address.postal_code} {address.city}", address.country]
    said = ", ".join(use for use in uses if use)
    return ", ".join(part for part in parts if part) + (f" ({said})" if said else "")


ROUTES = [customers, customer, keep_live_check]
