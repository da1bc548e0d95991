"""What prices are made by besides records, and what of it counts for one buyer at his moment; no clock, no database."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from fondaco.kernel.buyer import Buyer
from fondaco.modules.pricing.model.procedure import DEFAULT, Procedure
from fondaco.modules.pricing.model.tax import BUILT_IN, Taxes
from fondaco.modules.pricing.types import ExchangeRate, PaymentTerms, Quotation

# The procedure of every sales area that has none of its own.
EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Values that each hold from a moment until the next one does."""

    starts: tuple[datetime, ...]
    values: tuple[Any, ...]

    def at(self, moment: datetime) -> Any | None:  # noqa: ANN401 - rates and quotations alike
        """Return the value in force at a moment; None before the first."""
        place = bisect_right(self.starts, moment) - 1
        return None if place < 0 else self.values[place]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Procedures by code, which one a sales area works by, exchange rates, quotations, and by what tax is decided."""

    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[tuple[str, str, str], Series] = field(default_factory=dict)
    quotations: Mapping[str, Series] = field(default_factory=dict)
    terms: Mapping[str, PaymentTerms] = field(default_factory=dict)
    # The code of the terms an organisation (its id as text), a sales area or everybody else ("") pays by.
    pays_by: Mapping[str, str] = field(default_factory=dict)
    taxes: Taxes = BUILT_IN


def rules_of(
    *,
    procedures: Iterable[Procedure],
    areas: Mapping[str, str],
    rates: Iterable[ExchangeRate],
    quotations: Iterable[Quotation],
    terms: Iterable[PaymentTerms] = (),
    pays_by: Mapping[str, str] | None = None,
    taxes: Taxes = BUILT_IN,
) -> Rules:
    """Arrange what is stated for finding."""
    by_pair: dict[tuple[str, str, str], list[tuple[datetime, Any]]] = {}
    for rate in rates:
        by_pair.setdefault((rate.currency, rate.to, rate.sales_area), []).append((rate.since, Fraction(rate.rate)))
    by_metal: dict[str, list[tuple[datetime, Any]]] = {}
    for told in quotations:
        by_metal.setdefault(told.metal, []).append((told.since, told))
    return Rules(
        procedures={procedure.code: procedure for procedure in procedures},
        areas=dict(areas),
        rates={pair: _series(stated) for pair, stated in by_pair.items()},
        quotations={metal: _series(stated) for metal, stated in by_metal.items()},
        terms={one.code: one for one in terms},
        pays_by=dict(pays_by or {}),
        taxes=taxes,
    )


def procedure_for(rules: Rules, buyer: Buyer) -> Procedure:
    """Return the procedure of the buyer's sales area, or the house's, or the one a house starts with."""
    code = rules.areas.get(buyer.sales_area) or rules.areas.get(EVERYWHERE)
    return rules.procedures.get(code or "", DEFAULT)


def terms_for(rules: Rules, buyer: Buyer) -> PaymentTerms | None:
    """Return the terms a buyer pays by: of the nearest organisation that has some, of his sales area, or of everybody."""
    owners = (*(str(id) for id in buyer.hierarchy), buyer.sales_area, EVERYWHERE)
    return next((rules.terms[rules.pays_by[owner]] for owner in owners if owner in rules.pays_by), None)


def rates_for(rules: Rules, buyer: Buyer) -> dict[str, Fraction]:
    """Return what one unit of each other currency is in the buyer's at his moment.

    A rate of his sales area goes before a general one, a stated rate before the inverse of the opposite one.
    """
    found: dict[str, Fraction] = {}
    for currency in {one for pair in rules.rates for one in pair[:2]} - {buyer.currency}:
        for area in dict.fromkeys((buyer.sales_area, EVERYWHERE)):
            straight = rules.rates.get((currency, buyer.currency, area))
            opposite = rules.rates.get((buyer.currency, currency, area))
            rate = straight.at(buyer.as_of) if straight else None
            if rate is None and opposite is not None and (inverse := opposite.at(buyer.as_of)):
                rate = 1 / inverse
            if rate is not None:
                found[currency] = rate
                break
    return found


def quotations_for(rules: Rules, buyer: Buyer, rates: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return what a kilogram of each metal costs in the buyer's currency at his moment; none without a rate for it."""
    found: dict[str, Fraction] = {}
    for metal, series in rules.quotations.items():
        told = series.at(buyer.as_of)
        rate = Fraction(1) if told and told.currency == buyer.currency else rates.get(told.currency if told else "")
        if told is not None and rate is not None:
            found[metal] = Fraction(told.amount) * rate
    return found


def _series(stated: Sequence[tuple[datetime, Any]]) -> Series:
    ordered = sorted(stated, key=lambda one: one[0])
    return Series(starts=tuple(start for start, _ in ordered), values=tuple(value for _, value in ordered))
