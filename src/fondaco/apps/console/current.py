"""What every page of the console shows: who is reading and which pages are for him."""

from litestar.exceptions import PermissionDeniedException

from fondaco.apps.pages import people
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.people import Reader
from fondaco.apps.pages.site import Visit


async def prepare(visit: Visit) -> Reader:
    """Put the reader and his sections into the visit; the console is for staff alone."""
    person = await people.reader(visit)
    if not any(permission.startswith("staff.") for permission in person.permissions):
        raise PermissionDeniedException
    frame(visit, person)
    return person


def frame(visit: Visit, person: Reader) -> None:
    """Put what is around every page into the visit."""
    known = (
        ("h", _("Overview"), "/", "overview", True),
        ("v", _("Connections"), "/connections", "connections", person.may("staff.connections")),
        ("q", _("Quarantine"), "/quarantine", "quarantine", person.may("staff.quarantine")),
        ("k", _("Customers"), "/customers", "customers", person.may("staff.customers")),
        ("p", _("Price check"), "/price-check", "price-check", person.may("staff.price_check")),
        ("r", _("Prices"), "/prices", "prices", person.may("staff.prices")),
        ("k", _("Contracts"), "/contracts", "contracts", person.may("staff.prices")),
        ("g", _("Promotions"), "/promotions", "promotions", person.may("staff.prices")),
        ("a", _("Allocations"), "/allocations", "allocations", person.may("staff.stock")),
        ("o", _("Orders"), "/orders", "orders", person.may("staff.orders")),
        ("e", _("Events"), "/events", "events", person.may("staff.events")),
        ("d", _("Demonstration"), "/demo", "demo", person.may("staff.demo")),
    )
    sections = [(key, name, url, section) for key, name, url, section, allowed in known if allowed]
    visit.always |= {
        "me": person,
        "sections": sections,
        "key_list": [(key, name) for key, name, _url, _section in sections],
    }
