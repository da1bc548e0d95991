"""What the silence of a source means, where it is asked live, and how that went: parts of a connection's and a customer's page."""

from collections.abc import Mapping
from typing import Any

from fondaco.apps.client.generated import ConnectionOut, LiveLineOut, LiveRuleBody, LiveRuleOut, SourceBody, SourceOut
from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit

SOURCE = ("version", "patience", "policy", "fallback", "limit_ms", "product", "cart", "order")
LIVE_CHECK = ("version", "limit_ms", "product", "cart", "order")
_OCCASIONS = ("product", "cart", "order")


def policies() -> list[tuple[str, str]]:
    """Say what may be promised of a source that is silent."""
    return [
        ("unknown", _("Promise nothing: the date is unknown")),
        ("promise_with_note", _("Promise, and tell how old the data is")),
        ("promise", _("Promise as if nothing were missing")),
        ("ask_live", _("Ask the ERP live")),
    ]


def occasions(chosen: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """Say where a buyer is told a date, and which of these are chosen."""
    names = (_("on the product page"), _("in the cart"), _("when ordering"))
    return [(code, name, bool(chosen.get(code))) for code, name in zip(_OCCASIONS, names, strict=True)]


async def section(visit: Visit, connection: ConnectionOut, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for what belongs to a connection's source; `sent` is a form that was refused, with what was typed and why."""
    listed = (await visit.client.list_sources()).items
    found = next((one for one in listed if one.system == connection.system), None)
    line = await visit.client.get_live_checks(connection_id=connection.id)
    typed = sent.get("typed") or (_kept(found) if found else {})
    return {
        "known": found is not None,
        "silent": bool(found and found.silent),
        "heard_at": found.heard_at if found else "",
        "typed": dict.fromkeys(SOURCE, "") | typed,
        "policies": policies(),
        "fallbacks": policies()[:-1],
        "occasions": occasions(typed),
        "refused": sent.get("refused", ""),
        "live": _line(line),
    }


async def live_check(visit: Visit, organisation_id: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for where ERPs are asked live for a customer; `sent` as above."""
    found = await visit.client.get_live_check(organisation_id=organisation_id)
    typed = sent.get("typed") or _kept_rule(found)
    return {
        "own": found.version > 0,
        "typed": dict.fromkeys(LIVE_CHECK, "") | typed,
        "occasions": occasions(typed),
        "refused": sent.get("refused", ""),
    }


def source_body(typed: Mapping[str, str]) -> SourceBody:
    """Read the form of a source; refuse what is no number (`BadNumber`)."""
    return SourceBody(
        patience=_whole(typed["patience"]),
        policy=typed["policy"],  # type: ignore[arg-type]
        fallback=typed["fallback"] or "unknown",  # type: ignore[arg-type]
        limit_ms=_whole(typed["limit_ms"]),
        check_at=[code for code in _OCCASIONS if typed[code]],  # type: ignore[misc]
    )


def rule_body(typed: Mapping[str, str]) -> LiveRuleBody:
    """Read the form of a customer; refuse what is no number (`BadNumber`)."""
    return LiveRuleBody(
        limit_ms=_whole(typed["limit_ms"]),
        check_at=[code for code in _OCCASIONS if typed[code]],  # type: ignore[misc]
    )


def _whole(text: str) -> int:
    value = language.typed_number(text)
    if value != value.to_integral_value():
        raise language.BadNumber
    return int(value)


def _kept(found: SourceOut) -> dict[str, str]:
    return {
        "version": str(found.version),
        "patience": str(found.patience),
        "policy": found.policy,
        "fallback": found.fallback,
        "limit_ms": str(found.limit_ms),
        **dict.fromkeys(found.check_at, "on"),
    }


def _kept_rule(found: LiveRuleOut) -> dict[str, str]:
    return {
        "version": str(found.version), "limit_ms": str(found.limit_ms), **dict.fromkeys(found.check_at, "on"),
    }  # fmt: skip


def _line(line: LiveLineOut) -> list[tuple[str, str]]:
    circuit = {
        "closed": _("closed: the ERP is asked"),
        "open": _("open: nobody is asked until %(moment)s") % {"moment": language.moment(line.breaker.retry_at)},
        "half_open": _("half open: one question is tried"),
    }
    if not line.asked:
        return []
    facts = [
        (_("Circuit"), circuit.get(line.breaker.state, line.breaker.state)),
        (_("Asked"), language.number(line.asked)),
        (_("Answered"), language.number(line.answered)),
        (_("Too late"), language.number(line.late)),
        (_("Failed"), language.number(line.failed)),
        (_("Differed from what was known"), language.number(line.differed)),
        (_("Last answer"), language.moment(line.answered_at)),
        (_("Last error"), f"{line.error} ({language.moment(line.error_at)})" if line.error else ""),
    ]
    return [(name, value) for name, value in facts if value]
