"""What a price that is being typed would do: asked for a customer and some part numbers before it is saved."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from fondaco.apps.client.generated import (
    NewRecordEffectIn,
    NumberedLineIn,
    PriceRecordIn,
    PriceRecordPatch,
    RecordEffectIn,
    RecordEffectLineOut,
    RecordEffectOut,
    UnitPriceOut,
)
from fondaco.apps.console.views import checks
from fondaco.apps.pages import language, units
from fondaco.apps.pages.language import gettext as _
from fondaco.apps.pages.site import Visit

# As many as the API tries out in one question.
MOST_LINES = 10
FIELDS = ("try_for", "try_numbers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The effect as a page shows it; `missing` says what was not typed."""

    asked: bool = False
    stored: bool = False
    since: str = ""
    rows: Sequence[Mapping[str, Any]] = ()
    unknown: Sequence[str] = field(default_factory=list)
    missing: str = ""


NOTHING = Shown()


async def of_new(visit: Visit, form: Mapping[str, str], record: PriceRecordIn) -> Shown:
    """Try out a record that is not stored."""

    async def ask(organisation: str, lines: list[NumberedLineIn]) -> RecordEffectOut:
        data = NewRecordEffectIn(organisation=organisation, lines=lines, record=record, language=_spoken())
        return await visit.client.try_new_price_record(data=data)

    return await _asked(form, ask, stored=False)


async def of_changed(visit: Visit, form: Mapping[str, str], record_id: str, change: PriceRecordPatch) -> Shown:
    """Try out other values of a record of our own."""

    async def ask(organisation: str, lines: list[NumberedLineIn]) -> RecordEffectOut:
        data = RecordEffectIn(organisation=organisation, lines=lines, change=change, language=_spoken())
        return await visit.client.try_price_record(record_id=record_id, data=data)

    return await _asked(form, ask, stored=True)


async def _asked(
    form: Mapping[str, str],
    ask: Callable[[str, list[NumberedLineIn]], Awaitable[RecordEffectOut]],
    *,
    stored: bool,
) -> Shown:
    organisation, typed = form.get("try_for", ""), checks.asked(form.get("try_numbers", ""))
    if not organisation or not typed:
        return Shown(asked=True, stored=stored, missing=_("Choose a customer and name a part number to try it out."))
    if len(typed) > MOST_LINES:
        said = _("Not more than %(most)s part numbers can be tried out at once.") % {"most": MOST_LINES}
        return Shown(asked=True, stored=stored, missing=said)
    lines = [NumberedLineIn(number=line.number, quantity=line.quantity) for line in typed]
    told = await ask(organisation, lines)
    return Shown(
        asked=True,
        stored=stored,
        since=language.moment(told.as_of),
        rows=[_row(line) for line in told.items if line.sku],
        unknown=[checks.unclear(line) for line in told.items if not line.sku],
    )


def _row(line: RecordEffectLineOut) -> dict[str, Any]:
    without, now, then = (_said(price) for price in (line.without, line.now, line.then))
    return {
        "name": line.name,
        "number": line.sku,
        "quantity": units.quantity(line.quantity, line.unit) if line.quantity is not None and line.unit else "",
        "without": without,
        "now": now,
        "then": then,
        "changed": then != now,
    }


def _said(price: UnitPriceOut | None) -> str:
    return f"{language.money(price.amount, price.currency)} {units.per(price.per, price.unit)}" if price else "–"


def _spoken() -> Literal["de", "en"]:
    return "de" if language.current() == "de" else "en"
