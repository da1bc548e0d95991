"""Condition records as the console shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from fondaco.apps.client.generated import PriceRecordOut
from fondaco.apps.pages import language, units
from fondaco.apps.pages.language import ZONE
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit

_MARGIN = timedelta(days=60)
_TOGETHER = 200


def kinds() -> list[tuple[str, str]]:
    """Name the kinds of condition records."""
    return [
        ("price", _("Base price")), ("discount", _("Discount")), ("surcharge", _("Surcharge")),
        ("minimum", _("Minimum price")), ("cost", _("Cost")), ("free", _("Free goods")),
    ]  # fmt: skip


def calculations() -> list[tuple[str, str]]:
    """Name the ways records calculate."""
    return [
        ("amount", _("Amount per quantity")), ("percent", _("Percent")), ("fixed", _("Once")),
        ("factor", _("Factor of the list price")), ("inclusive", _("Free of what is ordered")),
        ("exclusive", _("Free on top")),
    ]  # fmt: skip


def noon(day: str) -> datetime | None:
    """Return noon of a day that was chosen; None for none."""
    try:
        return datetime.combine(datetime.fromisoformat(day), time(12), ZONE) if day else None
    except ValueError:
        return None


async def find_product(visit: Visit, organisations: Sequence[Any], number: str) -> Any:  # noqa: ANN401 - an answer of the client
    """Return the product that a number or name means first, as the first customer finds it."""
    if not organisations:
        return None
    found = await visit.client.acting_for(organisations[0].id).list_products(q=number, limit=1)
    return found.items[0] if found.items else None


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in records are called."""

    products: Mapping[str, Any]
    organisations: Mapping[str, str]
    lists: Mapping[str, str]

    @classmethod
    async def of(
        cls, visit: Visit, records: Iterable[PriceRecordOut], organisations: Sequence[Any], lists: Sequence[Any]
    ) -> "Names":
        """Ask for the products of all records at once."""
        ids = list(dict.fromkeys(one.product for one in records if one.product))[:_TOGETHER]
        products = {}
        if ids and organisations:
            page = await visit.client.acting_for(organisations[0].id).list_products(ids=ids, limit=len(ids))
            products = {one.id: one for one in page.items}
        return cls(products, {one.id: one.name for one in organisations}, {one.id: one.name for one in lists})

    def row(self, record: PriceRecordOut) -> dict[str, Any]:
        """Show a record in a line."""
        return {
            "url": f"/prices/{record.id}",
            "id": record.id,
            "kind": dict(kinds()).get(record.kind, record.kind),
            "type": record.type_,
            "what": self._what(record),
            "number": getattr(self.products.get(record.product or ""), "sku", ""),
            "whom": self._whom(record),
            "value": value(record),
            "scale": _scale(record),
            "period": period(record),
            "state": state(record),
            "system": record.system,
            "key": record.key,
            "text": record.text,
        }

    def _what(self, record: PriceRecordOut) -> str:
        if record.product:
            return getattr(self.products.get(record.product), "name", record.product)
        return _("a category") if record.category else _("everything")

    def _whom(self, record: PriceRecordOut) -> str:
        if record.organisation:
            return self.organisations.get(record.organisation, record.organisation)
        if record.price_list:
            return self.lists.get(record.price_list, record.price_list)
        return _("Segment %(name)s") % {"name": record.segment} if record.segment else _("everybody")


def value(record: PriceRecordOut) -> str:
    """Say what a record states."""
    if record.calculation == "percent":
        return language.percent(record.amount)
    if record.calculation in {"inclusive", "exclusive"}:
        return f"{language.number(record.amount)} {units.per(record.per, record.unit)}"
    if record.calculation == "factor":
        return f"× {language.number(record.amount)}"
    money = language.money(record.amount, record.currency)
    return money if record.calculation == "fixed" else f"{money} {units.per(record.per, record.unit)}"


def _scale(record: PriceRecordOut) -> str:
    if not record.scale:
        return ""
    if record.scale_by == "value":
        return _("from %(value)s") % {"value": language.money(record.scale, record.currency)}
    return _("from %(value)s") % {"value": units.quantity(record.scale, record.unit)}


def period(record: PriceRecordOut) -> str:
    """Say from when until when a record is in force."""
    start, end = _moment(record.valid_from), _moment(record.valid_to)
    begins = language.day(start) if start and start.year > 1900 else "…"  # noqa: PLR2004 - stated as always
    return f"{begins} – {language.day(end) if end else '…'}"


def state(record: PriceRecordOut) -> tuple[str, str]:
    """Say whether a record is in force, and how good that is."""
    start, end, at = _moment(record.valid_from), _moment(record.valid_to), datetime.now(ZONE)
    if end is not None and end <= at:
        return _("Ended"), ""
    return (_("To come"), "info") if start is not None and start > at else (_("In force"), "good")


def same_key(one: PriceRecordOut, other: PriceRecordOut) -> bool:
    """Tell whether two records are for the same, and of one type."""
    names = ("kind", "type_", "product", "category", "organisation", "price_list", "segment", "sales_area", "currency")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def time_line(records: Sequence[PriceRecordOut], *, here: str, at: datetime, names: Names) -> dict[str, Any]:
    """Lay records out over time, a row for each scale: where each begins and ends in percent of the width."""
    moments = [
        moment
        for one in records
        for moment in (_moment(one.valid_from), _moment(one.valid_to))
        if moment is not None and moment.year > 1900  # noqa: PLR2004 - stated as always
    ]
    start, end = min([*moments, at]) - _MARGIN, max([*moments, at]) + _MARGIN
    whole = (end - start).total_seconds()

    def place(moment: datetime | None, otherwise: float) -> float:
        if moment is None:
            return otherwise
        return round(min(max((moment - start).total_seconds() / whole * 100, 0), 100), 2)

    rows: dict[Decimal, list[dict[str, Any]]] = {}
    for one in sorted(records, key=lambda one: (one.scale, str(one.valid_from))):
        left = place(_moment(one.valid_from), 0)
        right = place(_moment(one.valid_to), 100)
        rows.setdefault(one.scale, []).append(
            names.row(one) | {"left": left, "width": max(round(right - left, 2), 1), "here": one.id == here}
        )
    return {
        "rows": [{"scale": bars[0]["scale"] or _("from the first"), "bars": bars} for bars in rows.values()],
        "today": place(at, 0),
        "from": language.day(start),
        "to": language.day(end),
    }


def form_of(record: PriceRecordOut) -> dict[str, str]:
    """Fill the form of a record."""
    start, end = _moment(record.valid_from), _moment(record.valid_to)
    return {
        "amount": language.plain_number(record.amount),
        "per": language.plain_number(record.per),
        "scale": language.plain_number(record.scale),
        "valid_from": start.astimezone(ZONE).date().isoformat() if start and start.year > 1900 else "",  # noqa: PLR2004 - as above
        "valid_to": end.astimezone(ZONE).date().isoformat() if end else "",
        "text": record.text,
    }


def changed(form: Mapping[str, str]) -> dict[str, Any]:
    """Read the form of a record."""
    return {
        "amount": _typed(form.get("amount", "")),
        "per": _typed(form.get("per", "") or "1"),
        "scale": _typed(form.get("scale", "") or "0"),
        "text": form.get("text", ""),
        **({"valid_from": _midnight(form["valid_from"])} if form.get("valid_from") else {}),
        **({"valid_to": _midnight(form["valid_to"])} if "valid_to" in form else {}),
    }


def stated(form: Mapping[str, str], product: str | None) -> dict[str, Any]:
    """Read the form of a new record."""
    found: dict[str, Any] = {
        "amount": _typed(form.get("amount", "")),
        "per": _typed(form.get("per", "") or "1"),
        "scale": _typed(form.get("scale", "") or "0"),
        "kind": form.get("kind", "price"),
        "calculation": form.get("calculation", "amount"),
        "currency": form.get("currency", "EUR") or "EUR",
        "unit": form.get("unit", "PCE") or "PCE",
        "type_": form.get("type", ""),
        "scale_by": "value" if form.get("scale_by") == "value" else "quantity",
        "text": form.get("text", ""),
    }
    for name in ("organisation", "price_list", "segment", "sales_area"):
        if form.get(name):
            found[name] = form[name]
    for name in ("valid_from", "valid_to"):
        if form.get(name):
            found[name] = _midnight(form[name])
    return found | ({"product": product} if product else {})


def proposal(one: Any, record: PriceRecordOut | None, *, me: str) -> dict[str, Any]:  # noqa: ANN401 - an answer of the client
    """Show a proposal with what it changes from what."""
    names = {
        "amount": _("Amount"), "valid": _("Period"), "scale": _("Scale"), "text": _("Text"), "per": _("Per"),
        "unit": _("Unit"), "kind": _("Kind"), "calculation": _("Calculation"), "currency": _("Currency"),
    }  # fmt: skip
    return {
        "id": one.id,
        "action": {"add": _("New price"), "change": _("Change"), "end": _("End")}.get(one.action, one.action),
        "record": f"/prices/{one.record}" if one.record else "",
        "before": value(record) if record else "",
        "changes": [(names[name], said) for name, said in one.stated.items() if name in names],
        "reason": one.reason,
        "at": one.proposed_at,
        "state": {
            "open": (_("Waits for a second person"), "warn"),
            "accepted": (_("Accepted"), "good"),
            "rejected": (_("Rejected"), ""),
        }.get(one.state, (one.state, "")),
        "open": one.state == "open",
        "own": one.proposed_by == me,
        "comment": one.comment,
    }


def _typed(text: str) -> str:
    return f"{language.typed_number(text):f}"


def _midnight(day: str) -> datetime | None:
    return datetime.combine(datetime.fromisoformat(day), time(), ZONE) if day else None


def _moment(told: Any) -> datetime | None:  # noqa: ANN401 - a moment or its text
    return datetime.fromisoformat(str(told)) if told else None
