"""Why a price is what it is: the steps and the condition records as rows that a buyer can follow."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from fondaco.apps.pages import language, units
from fondaco.apps.pages.language import gettext as _

Row = dict[str, Any]


def rows(steps: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return a row per step that counted, each followed by what was considered and did not decide."""
    found: list[Row] = []
    for step in steps:
        record = step["record"]
        found.append(
            {
                "used": True,
                "title": _title(step["step"], step.get("access")),
                "detail": _detail(record),
                "source": _source(record),
                "effect": _effect(record, step["step"]),
                "result": language.money(step["after"], record["currency"]),
            }
        )
        found += [
            {
                "used": False,
                "title": _title(passed["record"].get("kind", "price"), _access(passed["record"])),
                "detail": _detail(passed["record"]),
                "source": _source(passed["record"]),
                "effect": _effect(passed["record"], passed["record"].get("kind", "price")),
                "result": _reason(passed["reason"]),
            }
            for passed in step.get("passed", ())
        ]
    return found


def _title(step: str, access: str | None) -> str:
    if step == "discount":
        return _("Discount")
    if step == "surcharge":
        return _("Surcharge")
    return {"contract": _("Contract price"), "price_list": _("Price list")}.get(access or "", _("List price"))


def _access(record: Mapping[str, Any]) -> str:
    if record.get("organisation"):
        return "contract"
    return "price_list" if record.get("price_list") else "list"


def _detail(record: Mapping[str, Any]) -> str:
    parts = [str(record.get("text") or "")]
    if Decimal(str(record.get("scale") or 0)) > 1:
        parts.append(_("from %(quantity)s") % {"quantity": units.quantity(record["scale"], record["unit"])})
    until = record.get("valid_until")
    if until:
        parts.append(_("until %(day)s") % {"day": language.day(until)})
    return " · ".join(part for part in parts if part)


def _source(record: Mapping[str, Any]) -> str:
    return " · ".join(str(part) for part in (record.get("system"), record.get("key")) if part)


def _effect(record: Mapping[str, Any], step: str) -> str:
    sign = {"discount": "−", "surcharge": "+"}.get(step, "")
    if record["calculation"] == "percent":
        return f"{sign or '−'}{language.percent(record['amount'])}"
    if record["calculation"] == "factor":
        return f"× {language.number(record['amount'])}"
    amount = language.money(record["amount"], record["currency"])
    return f"{sign}{amount} {units.per(record['per'], record['unit'])}"


def _reason(code: str) -> str:
    return {
        "lower_scale": _("a higher scale is reached"),
        "later_access": _("an agreement goes first"),
        "scale_not_reached": _("the quantity does not reach it"),
    }.get(code, code)
