"""Running a pricing procedure for one line: exact fractions, rounded where a step says so. The reference.

Whoever finds the candidates (price book or store) may hand in more than needed; the steps pick. The price book's fast way
is proved equal to this one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from fondaco.kernel.money import Money, UnitPrice, decimals, round_fraction
from fondaco.kernel.quantity import Quantity
from fondaco.modules.pricing.model.find import (
    Candidates,
    Found,
    Question,
    access_of,
    concerns,
    in_base,
    is_reached,
    scale_in_base,
)
from fondaco.modules.pricing.model.procedure import OwnerKey, Step
from fondaco.modules.pricing.types import (
    Access,
    BecauseStep,
    Calculation,
    Kind,
    LinePrice,
    NoPrice,
    Passed,
    PriceRecord,
    ScaleBy,
    Tax,
    TaxReason,
)

ZERO = Fraction(0)
# What a graduated price or a price in another currency comes to is shown with so many decimals.
_SHOWN_PLACES = 6


@dataclass(slots=True)
class _Line:
    """A line while it is priced: the price so far, per which quantity, and what was found on the way."""

    question: Question
    quantity: Fraction
    price: Decimal
    per: Decimal
    unit: str
    exact: Fraction | None = None
    after: dict[int, Decimal] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    because: list[BecauseStep] = field(default_factory=list)
    fixed: Fraction = ZERO
    minimum: Decimal | None = None

    @property
    def pieces(self) -> Fraction:
        """Return the quantity in the unit the price is per."""
        conversions = self.question.goods.conversions
        return self.quantity * conversions.factor(self.question.goods.base_unit, self.unit)

    @property
    def value(self) -> Fraction:
        """Return what the line costs so far, unrounded."""
        return self.value_at(self.price) if self.exact is None else self.exact

    def value_at(self, price: Decimal) -> Fraction:
        """Return what the line costs at a price."""
        return Fraction(price) * self.pieces / Fraction(self.per)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What a record would make of a line."""

    step: Step
    found: Found
    price: Decimal
    fixed: Fraction = ZERO


class _NoQuotation(Exception):  # noqa: N818 - caught in this file; never a refusal of its own
    """A metal surcharge is due, and nobody told the day's quotation: there is no price without it."""


def run(
    *,
    question: Question,
    records: Iterable[PriceRecord],
    tax_rate: Decimal,
    tax_reason: TaxReason = TaxReason.DOMESTIC,
) -> LinePrice | NoPrice:
    """Return the price of a line with its reasons, or say that there is none.

    A quantity in a unit that the product lacks is refused with `UnknownConversion`.
    """
    candidates = Candidates(question=question, records=records)
    first, *further = question.procedure.steps
    listed = list_price(candidates, first)
    line = _base(question, first, candidates, listed)
    if line is None:
        return NoPrice(product=question.goods.product, quantity=question.quantity)
    try:
        for steps in _groups(further):
            _take(line, steps, candidates)
    except _NoQuotation:
        return NoPrice(product=question.goods.product, quantity=question.quantity, reason="pricing.no_quotation")
    return _told(line, listed, Tax(rate=tax_rate, reason=tax_reason))


def list_price(candidates: Candidates, base: Step) -> PriceRecord | None:
    """Return the list price that factors are of and own prices are compared with."""
    anybody = tuple(key for key in base.accesses if key.owner is OwnerKey.ANYBODY)
    found = candidates.find(
        Step(number=0, type=base.type, kind=Kind.PRICE, accesses=anybody), value=ZERO, amounts_only=True
    )
    return found.record if found else None


def _base(question: Question, step: Step, candidates: Candidates, listed: PriceRecord | None) -> _Line | None:
    found = _by_hand(step, question) or candidates.find(step, value=ZERO, amounts_only=listed is None)
    if found is None:
        return None
    won = found.record
    stated = won if won.calculation is Calculation.AMOUNT or listed is None else listed
    line = _Line(
        question=question,
        quantity=in_base(question),
        price=_in_currency(stated, question, step),
        per=stated.per,
        unit=stated.unit,
    )
    if stated is not won:
        factor = Fraction(won.amount) if won.calculation is Calculation.FACTOR else 1 - Fraction(won.amount) / 100
        line.price = _rounded(Fraction(line.price) * factor, step)
    elif won.scale_by is ScaleBy.GRADUATED:
        line.exact = _graduated(line, found)
        line.price = round_fraction(line.exact * Fraction(line.per) / line.pieces, places=_SHOWN_PLACES)
    # What somebody gives by hand is meant as it is, like the strongest agreement there could be.
    keys = step.accesses if found.key is None else (found.key,)
    line.closed |= {key.closes for key in keys if key.closes is not None}
    line.after[step.number] = line.price
    line.because.append(_because(step, found, before=None, after=line.price, name="base"))
    return line


def _in_currency(record: PriceRecord, question: Question, step: Step) -> Decimal:
    """Return a stated amount in the buyer's currency; one in its own currency stays exactly as stated."""
    if record.currency == question.buyer.currency:
        return record.amount
    return _rounded(Fraction(record.amount) * question.rates[record.currency], step)


def _graduated(line: _Line, found: Found) -> Fraction:
    """Return what the line costs: each part of the quantity what its interval says, the lowest also what lies below it."""
    question, rest, total = line.question, line.quantity, ZERO
    per_base = question.goods.conversions.factor(question.goods.base_unit, line.unit) / Fraction(line.per)
    intervals = sorted(found.siblings, key=lambda record: -scale_in_base(record, question.goods))
    for place, record in enumerate(intervals):
        start = scale_in_base(record, question.goods) if place + 1 < len(intervals) else ZERO
        amount = Fraction(record.amount) * _rate(record, question)
        total += (rest - start) * per_base * amount
        rest = start
    return total


def _rate(record: PriceRecord, question: Question) -> Fraction:
    """Return what one unit of the record's currency is in the buyer's."""
    return Fraction(1) if record.currency == question.buyer.currency else question.rates[record.currency]


def _groups(steps: Sequence[Step]) -> Iterable[list[Step]]:
    """Put the steps of which only the best counts together; all others stand alone."""
    taken: set[str] = set()
    for step in steps:
        if step.best_of is None:
            yield [step]
        elif step.best_of not in taken:
            taken.add(step.best_of)
            yield [other for other in steps if other.best_of == step.best_of]


def _take(line: _Line, steps: Sequence[Step], candidates: Candidates) -> None:
    """Take one step, or of several the one that is best for the buyer."""
    changes = [change for step in steps if (change := _change(line, step, candidates)) is not None]
    if changes:
        _take_best(line, changes)
    for step in steps:
        line.after[step.number] = line.price


def _take_best(line: _Line, changes: Sequence[_Change]) -> None:
    best = min(changes, key=lambda change: (line.value_at(change.price) + change.fixed, change.step.number))
    step, before = best.step, line.price
    after = before
    if step.kind is Kind.MINIMUM:
        line.minimum = after = best.price
    elif step.kind is Kind.COST or step.statistical:
        after = best.price
    else:
        if best.price != line.price:
            line.exact = None
        line.price = after = best.price
        line.fixed += best.fixed
    beaten = tuple(Passed(record=other.found.record, reason="not_best") for other in changes if other is not best)
    found = replace(best.found, passed=(*best.found.passed, *beaten))
    line.because.append(_because(step, found, before=before, after=after, name=step.kind.value))


def _change(line: _Line, step: Step, candidates: Candidates) -> _Change | None:
    """Return what a step would make of the line; None where it is left out or finds nothing."""
    question = line.question
    if step.group in line.closed or not all(need.fits(question.buyer) for need in step.requires):
        return None
    found = _by_hand(step, question) or candidates.find(step, value=line.value)
    if found is None:
        return None
    won = found.record
    sign = -1 if step.kind is Kind.DISCOUNT else 1
    match won.calculation:
        case _ if step.kind in (Kind.MINIMUM, Kind.COST):
            exact = _per_unit(line, won)
        case Calculation.PERCENT:
            of = line.price if step.base is None else line.after.get(step.base, line.price)
            exact = Fraction(line.price) + sign * Fraction(of) * Fraction(won.amount) / 100
        case Calculation.METAL:
            exact = Fraction(line.price) + sign * _metal(line, won)
        case Calculation.FIXED:
            once = round_fraction(Fraction(won.amount) * _rate(won, question), places=decimals(question.buyer.currency))
            return _Change(step=step, found=found, price=line.price, fixed=sign * Fraction(once))
        case _:
            exact = Fraction(line.price) + sign * _per_unit(line, won)
    return _Change(step=step, found=found, price=_rounded(max(exact, ZERO), step))


def _per_unit(line: _Line, record: PriceRecord) -> Fraction:
    """Return a record's amount for the quantity the line's price is per."""
    factor = line.question.goods.conversions.factor(line.unit, record.unit)
    return Fraction(record.amount) * _rate(record, line.question) * Fraction(line.per) * factor / Fraction(record.per)


def _metal(line: _Line, record: PriceRecord) -> Fraction:
    """Return what the metal in the line's price unit costs above the quotation that the price includes."""
    goods = line.question.goods
    kilograms = goods.metals.get(record.metal or "", ZERO)
    if not kilograms:
        return ZERO
    quotation = line.question.quotations.get(record.metal or "")
    if quotation is None:
        raise _NoQuotation
    included = Fraction(record.amount) * _rate(record, line.question) / Fraction(record.per)
    return (
        max(quotation - included, ZERO)
        * kilograms
        * Fraction(line.per)
        * goods.conversions.factor(line.unit, goods.base_unit)
    )


def _by_hand(step: Step, question: Question) -> Found | None:
    record = question.manual.get(step.type) if step.manual is not None else None
    if record is None or not concerns(record, question) or not is_reached(record, question, ZERO):
        return None
    return Found(record=record, key=None, owner=None, siblings=(record,))


def _rounded(exact: Fraction, step: Step) -> Decimal:
    return round_fraction(exact, places=step.places, mode=step.rounding)


def _because(step: Step, found: Found, *, before: Decimal | None, after: Decimal, name: str) -> BecauseStep:
    return BecauseStep(
        step=name,
        access=Access.BY_HAND if found.key is None else access_of(found.record),
        record=found.record,
        owner=found.owner,
        before=before,
        after=after,
        passed=found.passed,
        number=step.number,
        type=step.type,
        statistical=step.statistical or step.kind in (Kind.MINIMUM, Kind.COST),
    )


def _told(line: _Line, listed: PriceRecord | None, tax: Tax) -> LinePrice:
    question = line.question
    currency = question.buyer.currency
    mode = question.reckoning.rounding
    amount = Money(round_fraction(max(line.value + line.fixed, ZERO), places=decimals(currency), mode=mode), currency)
    return LinePrice(
        product=question.goods.product,
        quantity=question.quantity,
        list_price=UnitPrice(listed.amount, listed.currency, Quantity(listed.per, listed.unit)) if listed else None,
        net=UnitPrice(line.price, currency, Quantity(line.per, line.unit)),
        amount=amount,
        tax_rate=tax.rate,
        tax=amount.times(tax.rate / 100).rounded(mode=mode),
        because=tuple(line.because),
        fixed=Money(round_fraction(line.fixed, places=decimals(currency)), currency),
        needs_approval=line.minimum is not None and line.price < line.minimum,
        tax_reason=tax.reason,
        reckoning=question.reckoning,
    )
