"""Recording a check of a VAT number by hand, and putting exemptions on file, ending and removing them."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from fondaco.apps.client.base import ApiProblem
from fondaco.apps.client.generated import VatCheckIn, VatExemptionIn, VatExemptionPatch
from fondaco.apps.console.customers import page
from fondaco.apps.console.vat import CHECK, EXEMPTION
from fondaco.apps.pages import problems
from fondaco.apps.pages.language import ZONE
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.kernel.clock import now

_REFUSED = frozenset({400, 409, 422})


@post("/customers/{organisation_id:str}/vat-checks")
async def record(visit: NamedDependency[Visit], organisation_id: FromPath[str]) -> Response[str]:
    """Record that somebody looked the number up."""
    typed = {name: await visit.field(name) for name in CHECK}
    key = await visit.field("key")

    async def work() -> None:
        outcome: Literal["registered", "not_registered"] = (
            "not_registered" if typed["outcome"] == "not_registered" else "registered"
        )
        check = VatCheckIn(
            number=typed["number"],
            outcome=outcome,
            checked_at=_looked_up(typed["checked_on"]),
            reference=typed["reference"],
        )
        await visit.client.record_vat_check(organisation_id=organisation_id, data=check, idempotency_key=key or None)

    return await _done(visit, organisation_id, work, toast=_("The check is on record."), form="check", typed=typed)


@post("/customers/{organisation_id:str}/vat-exemptions")
async def exempt(visit: NamedDependency[Visit], organisation_id: FromPath[str]) -> Response[str]:
    """Put a certificate on file."""
    typed = {name: await visit.field(name) for name in EXEMPTION}
    key = await visit.field("key")

    async def work() -> None:
        exemption = VatExemptionIn(
            certificate=typed["certificate"],
            reason=typed["reason"],
            valid_from=_begin(date.fromisoformat(typed["valid_from"])),
            valid_to=_after(typed["valid_through"]),
            country=typed["country"].upper() or None,
        )
        await visit.client.add_vat_exemption(
            organisation_id=organisation_id, data=exemption, idempotency_key=key or None
        )

    return await _done(visit, organisation_id, work, toast=_("The exemption is on file."), form="exempt", typed=typed)


@post("/customers/{organisation_id:str}/vat-exemptions/{exemption_id:str}")
async def end(
    visit: NamedDependency[Visit], organisation_id: FromPath[str], exemption_id: FromPath[str]
) -> Response[str]:
    """End an exemption today, or remove one that was put on file by mistake."""
    removes = await visit.field("action") == "remove"
    version = int(await visit.field("version", "1") or 1)

    async def work() -> None:
        if removes:
            await visit.client.remove_vat_exemption(exemption_id=exemption_id, version=version)
        else:
            patch = VatExemptionPatch(valid_to=now())
            await visit.client.change_vat_exemption(exemption_id=exemption_id, version=version, data=patch)

    said = _("The exemption is removed.") if removes else _("The exemption has ended.")
    return await _done(visit, organisation_id, work, toast=said, form="exemptions", typed={})


async def _done(
    visit: Visit,
    organisation_id: str,
    work: Callable[[], Awaitable[None]],
    *,
    toast: str,
    form: str,
    typed: dict[str, Any],
) -> Response[str]:
    """Do it and show the customer again; a refusal is told beside what was typed."""
    try:
        await work()
    except ApiProblem as problem:
        if problem.status not in _REFUSED:
            raise
        refused, status = problems.words(problem).line, problem.status
    except ValueError:
        refused, status = _("This is not a valid day."), 422
    else:
        return visit.go(f"/customers/{organisation_id}", toast=toast)
    return await page(visit, organisation_id, vat={"refused": refused, "form": form, "typed": typed}, status=status)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def _after(text: str) -> datetime | None:
    return _begin(date.fromisoformat(text) + timedelta(days=1)) if text else None


def _looked_up(text: str) -> datetime | None:
    """Return when: of today now, so that it comes after what is on record already, of any other day its beginning."""
    if not text:
        return None
    day = date.fromisoformat(text)
    return None if day == now().astimezone(ZONE).date() else _begin(day)


ROUTES = [record, exempt, end]
