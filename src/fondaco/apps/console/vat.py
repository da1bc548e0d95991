"""Value added tax of a customer as its page shows it: what is known of the VAT number, every check, exemptions."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fondaco.apps.client.generated import VatCheckOut, VatChecksOut, VatExemptionOut
from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit
from fondaco.kernel.clock import now
from fondaco.kernel.ids import new_id

_SHOWN = 8


CHECK = ("number", "outcome", "checked_on", "reference")
EXEMPTION = ("certificate", "reason", "valid_from", "valid_through", "country")


async def section(visit: Visit, organisation_id: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for what belongs to the section; `sent` is a form of it that was refused, with what was typed and why."""
    client = visit.client
    checks = await client.list_vat_checks(organisation_id=organisation_id)
    exemptions = (await client.list_vat_exemptions(organisation_id=organisation_id)).items
    policy = await client.get_tax_policy()
    text, colour = standing(checks, days=policy.confirmation_days, moment=now())
    return {
        "number": checks.number or "",
        "standing_text": text,
        "standing_kind": colour,
        "missed": _missed(checks),
        "days": policy.confirmation_days,
        "checks": [_check(one) for one in checks.items[:_SHOWN]],
        "exemptions": [_exemption(one, now()) for one in exemptions],
        "refused": sent.get("refused", ""),
        "form": sent.get("form", ""),
        "typed": dict.fromkeys((*CHECK, *EXEMPTION), "") | sent.get("typed", {}),
        "key": str(new_id()),
        "today": now().astimezone(language.ZONE).date().isoformat(),
    }


def standing(checks: VatChecksOut, *, days: int, moment: datetime) -> tuple[str, str]:
    """Say what the number of now is worth, and its colour."""
    if not checks.number:
        return _("no VAT number"), ""
    answers = [one for one in checks.items if one.number == checks.number and one.outcome != "unreachable"]
    if not answers:
        return _("not confirmed yet"), "warn"
    last = answers[0]
    if last.outcome != "registered":
        return _("not in the register"), "bad"
    if moment >= datetime.fromisoformat(last.checked_at) + timedelta(days=days):
        return _("confirmed too long ago"), "warn"
    return _("confirmed"), "good"


def outcome(code: str) -> tuple[str, str]:
    """Say what came of a check, and its colour."""
    return {
        "registered": (_("Registered"), "good"),
        "not_registered": (_("Not registered"), "bad"),
        "unreachable": (_("Not reachable"), "warn"),
    }.get(code, (code, ""))


def _missed(checks: VatChecksOut) -> str:
    last = next((one for one in checks.items if one.number == checks.number), None)
    return last.checked_at if last and last.outcome == "unreachable" else ""


def _check(one: VatCheckOut) -> dict[str, Any]:
    text, colour = outcome(one.outcome)
    by = {"vies": _("EU register (VIES)"), "form": _("check digits"), "staff": one.name or _("Staff")}
    return {
        "at": one.checked_at,
        "number": one.number,
        "outcome_text": text,
        "outcome_kind": colour,
        "by": by.get(one.by, one.by),
        "reference": one.reference,
    }


def _exemption(one: VatExemptionOut, moment: datetime) -> dict[str, Any]:
    start = datetime.fromisoformat(one.valid_from)
    end = datetime.fromisoformat(one.valid_to) if one.valid_to else None
    if moment < start:
        text, colour = _("coming"), "info"
    elif end is not None and end <= moment:
        text, colour = _("over"), ""
    else:
        text, colour = _("in force"), "good"
    return {
        "id": one.id,
        "version": one.version,
        "certificate": one.certificate,
        "reason": one.reason,
        "country": one.country or _("all countries"),
        "from": language.day(start),
        # People say the last day on which it counts; the period ends where the next day begins.
        "through": language.day(end - timedelta(microseconds=1)) if end else "",
        "state_text": text,
        "state_kind": colour,
        "may_end": start < moment and (end is None or moment < end),
    }
