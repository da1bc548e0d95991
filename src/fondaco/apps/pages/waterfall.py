"""A price as a picture: how it gets, step by step, from the list price to what is paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fondaco.apps.client.generated import LinePriceOut, ReasonOut, UnitPriceOut
from fondaco.apps.pages import language
from fondaco.apps.pages.language import gettext as _

_HIGH, _ABOVE, _BAR, _GAP = 140, 22, 64, 26
# Steps that change nothing are told in the table.
_TOLD = frozenset({"tax", "minimum", "cost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: where it stands, how it is coloured (`whole`, `less` or `more`), and what it says."""

    x: int
    y: int
    width: int
    height: int
    kind: str
    label: str
    value: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Bars in a frame, and the sentence that stands for them where no picture is seen."""

    width: int
    height: int
    floor: int
    bars: tuple[Bar, ...]
    said: str


def picture(price: LinePriceOut, currency: str) -> Picture | None:
    """Draw the price per its quantity; None where no step changes it, so that there is nothing to see."""
    if price.net is None:
        return None
    levels = _levels(price, price.net)
    if len(levels) < 3:  # noqa: PLR2004 - a beginning, a change, an end
        return None
    top = max(max(before, after) for before, after, _label, _title in levels) or Decimal(1)
    bars = []
    for place, (before, after, label, title) in enumerate(levels):
        whole = place in {0, len(levels) - 1}
        high, low = (after, Decimal(0)) if whole else (max(before, after), min(before, after))
        y, foot = _ABOVE + _HIGH - int(high / top * _HIGH), _ABOVE + _HIGH - int(low / top * _HIGH)
        value = (
            language.money(after, currency)
            if whole
            else f"{'+' if after > before else '−'}{language.money(abs(after - before), currency)}"
        )
        bars.append(
            Bar(
                x=place * (_BAR + _GAP), y=y, width=_BAR, height=max(foot - y, 2),
                kind="whole" if whole else "more" if after > before else "less", label=label, value=value, title=title,
            )
        )  # fmt: skip
    said = "; ".join(f"{bar.label}: {bar.value}" for bar in bars)
    return Picture(
        width=len(bars) * (_BAR + _GAP) - _GAP,
        height=_ABOVE + _HIGH + 24,
        floor=_ABOVE + _HIGH,
        bars=tuple(bars),
        said=said,
    )


def _levels(price: LinePriceOut, net: UnitPriceOut) -> Sequence[tuple[Decimal, Decimal, str, str]]:
    """Return before, after, label and title of each level, from the list price (or the base price) to the net price."""
    listed = price.list_price
    steps = [step for step in price.because if step.step not in _TOLD and not step.statistical]
    base = steps[0].after if steps else net.amount
    same = listed is not None and (listed.per, listed.unit, listed.currency) == (net.per, net.unit, net.currency)
    levels = []
    if listed is not None and same and listed.amount != base:
        levels += [(Decimal(0), listed.amount, _("List price"), _("List price"))]
        levels += [(listed.amount, base, _named(steps[0]), steps[0].text)]
    else:
        levels += [(Decimal(0), base, _("Base price"), steps[0].text if steps else "")]
    levels += [
        (step.before, step.after, _named(step), step.text)
        for step in steps[1:]
        if step.before is not None and step.before != step.after
    ]
    return [*levels, (Decimal(0), net.amount, _("Net price"), _("Net price"))]


def _named(step: ReasonOut) -> str:
    names = {
        "contract": _("Contract"),
        "price_list": _("Price list"),
        "segment": _("Segment"),
        "arm": _("Promotion"),
        "list": _("List"),
        "by_hand": _("By hand"),
    }
    kinds = {"discount": _("Discount"), "surcharge": _("Surcharge")}
    return kinds.get(step.step) or names.get(step.access or "", step.step)
