"""The reasons of a price as an order keeps them: plain words and numbers that outlive the condition records."""

from collections.abc import Iterable, Mapping

from fondaco.kernel.ids import public_id
from fondaco.modules.pricing.types import BecauseStep, FreeGoods, Tax


def kept(*, steps: Iterable[BecauseStep], tax: Tax, said: str) -> tuple[Mapping[str, object], ...]:
    """Write each step as a flat record, the tax and how it is `said` last.

    What was passed over is not kept, nor what only tells a figure: an order is read by its buyer.
    """
    priced = (
        {
            "step": step.step,
            "access": step.access.value if step.access else None,
            "owner": public_id("org", step.owner) if step.owner else None,
            "system": step.record.system,
            "record": step.record.key,
            "text": step.record.text,
            "calculation": step.record.calculation.value,
            "amount": f"{step.record.amount:f}",
            "currency": step.record.currency,
            "per": f"{step.record.per:f}",
            "unit": step.record.unit,
            "scale": f"{step.record.scale:f}",
            "before": None if step.before is None else f"{step.before:f}",
            "after": f"{step.after:f}",
        }
        for step in steps
        if not step.statistical
    )
    return (*priced, {"step": "tax", "text": said, "reason": tax.reason.value, "rate": f"{tax.rate:f}"})


def free(*, free: FreeGoods, tax: Tax, said: str) -> tuple[Mapping[str, object], ...]:
    """Write why a line costs nothing: the record, and how it is `said`."""
    told = {
        "step": "free",
        "system": free.record.system,
        "record": free.record.key,
        "text": said,
        "calculation": free.record.calculation.value,
        "amount": f"{free.record.amount:f}",
        "per": f"{free.record.per:f}",
        "unit": free.record.unit,
        "after": "0",
    }
    return (told, {"step": "tax", "text": "", "reason": tax.reason.value, "rate": f"{tax.rate:f}"})
