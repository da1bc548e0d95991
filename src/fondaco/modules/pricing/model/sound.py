"""What a pricing procedure must be to make prices at all."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP

from fondaco.kernel.errors import Problem
from fondaco.modules.pricing.model.procedure import Procedure, Step
from fondaco.modules.pricing.types import Kind

# The fields of a buyer that a step may ask about; all others are either persons or not to be priced by.
ASKABLE = ("sales_area", "country", "ships_to", "currency", "language", "segments", "arms")
ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_UP, ROUND_DOWN)
MOST_PLACES = 6


def problems(procedure: Procedure) -> Sequence[Problem]:
    """Name everything that is wrong with a procedure, each at its place; none where it is sound."""
    if not procedure.steps:
        return [_problem("/steps", "pricing.no_steps", "A procedure begins with a base price.")]
    found = list(_of_order(procedure))
    closed = {key.closes for step in procedure.steps for key in step.accesses if key.closes}
    numbers: set[int] = set()
    for place, step in enumerate(procedure.steps):
        found += _of_step(step, f"/steps/{place}", numbers, closed)
        numbers.add(step.number)
    return found


def _of_order(procedure: Procedure) -> Iterator[Problem]:
    first, *further = procedure.steps
    if first.kind is not Kind.PRICE or first.group or first.best_of or first.requires or first.statistical:
        yield _problem("/steps/0", "pricing.base_first", "The first step is a base price that always counts.")
    before = first.number
    for place, step in enumerate(further, start=1):
        if step.kind is Kind.PRICE:
            yield _problem(f"/steps/{place}/kind", "pricing.one_base", "There is one base price, at the beginning.")
        if step.number <= before:
            yield _problem(f"/steps/{place}/number", "pricing.not_ascending", "The numbers of the steps ascend.")
        before = max(before, step.number)


def _of_step(step: Step, pointer: str, earlier: set[int], closed: set[str]) -> Iterator[Problem]:
    if not step.type:
        yield _problem(f"{pointer}/type", "pricing.no_type", "A step names its condition type.")
    if not step.accesses and step.manual is None:
        yield _problem(f"{pointer}/accesses", "pricing.no_access", "A step says where its records are looked for.")
    if step.base is not None and step.base not in earlier:
        yield _problem(f"{pointer}/base", "pricing.no_such_step", "A percentage is taken of an earlier step.")
    if step.group is not None and step.group not in closed:
        yield _problem(f"{pointer}/group", "pricing.never_closed", "No access ever closes this group.")
    if not 0 <= step.places <= MOST_PLACES:
        yield _problem(f"{pointer}/places", "pricing.places", f"A price is rounded to 0 to {MOST_PLACES} decimals.")
    if step.rounding not in ROUNDINGS:
        yield _problem(f"{pointer}/rounding", "pricing.rounding", f"One of {', '.join(ROUNDINGS)} is known.")
    yield from _of_conditions(step, pointer)


def _of_conditions(step: Step, pointer: str) -> Iterator[Problem]:
    for place, need in enumerate(step.requires):
        if need.field not in ASKABLE:
            detail = f"A step may ask for {', '.join(ASKABLE)} of the buyer."
            yield _problem(f"{pointer}/requires/{place}/of", "pricing.not_askable", detail)
        if not need.values:
            yield _problem(f"{pointer}/requires/{place}/values", "pricing.no_values", "A requirement names values.")
    for place, key in enumerate(step.accesses):
        if not key.goods:
            yield _problem(f"{pointer}/accesses/{place}/goods", "pricing.no_goods", "An access says for what it looks.")


def _problem(pointer: str, code: str, detail: str) -> Problem:
    return Problem(pointer=pointer, code=code, detail=detail)
