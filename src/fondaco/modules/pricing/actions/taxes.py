"""Stating by what tax is decided: rates by country and day, who sells in a sales area, how long a confirmation counts."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from fondaco.kernel.errors import Problem
from fondaco.modules.pricing.errors import BadRules
from fondaco.modules.pricing.events import RulesChanged
from fondaco.modules.pricing.model.tax import STANDARD, ZERO
from fondaco.modules.pricing.store import rules as store
from fondaco.modules.pricing.types import Seller, TaxRate
from fondaco.platform.transaction import Tx

Flaw: TypeAlias = tuple[str, str, str]
Stated = TypeVar("Stated")
LONGEST_CONFIRMATION = 3650
_COUNTRY = re.compile(r"[A-Z]{2}")
_MOST = 100


def put_tax_rates(*, tx: Tx, rates: Sequence[TaxRate]) -> int:
    """Store rates, all or none, and return how many are news; one of the same country, class and day is replaced.

    Refused (`BadRules`, with every flaw): a country that is none, a rate beyond a hundred percent, one for goods that
    are not taxed, two for the same day.
    """
    found = _flaws(rates, _of_rate)
    found += _twice([(one.country, one.tax_class, one.since) for one in rates], "since", "day")
    if found:
        raise BadRules(problems=found)
    news = store.put_tax_rates(tx=tx, stated=rates)
    if news:
        tx.publish(RulesChanged(what="tax_rates"))
    return news


def put_sellers(*, tx: Tx, sellers: Sequence[Seller]) -> int:
    """Store from which country sales areas are served, all or none; return how many are news.

    Refused (`BadRules`): a country without a standard rate, since its goods would be sold without tax there, and two
    sellers for one area.
    """
    known = store.load(tx=tx).taxes.rates

    def flaws(one: Seller) -> Iterator[Flaw]:
        if (one.country, STANDARD) not in known:
            yield "country", "pricing.no_tax_rate", f"State the standard rate of {one.country} first."

    found = _flaws(sellers, flaws) + _twice([one.sales_area for one in sellers], "sales_area", "sales area")
    if found:
        raise BadRules(problems=found)
    news = store.put_sellers(tx=tx, stated=sellers)
    if news:
        tx.publish(RulesChanged(what="sellers"))
    return news


def set_tax_policy(*, tx: Tx, confirmation_days: int) -> None:
    """Say for how many days a confirmation of a VAT number counts."""
    if not 1 <= confirmation_days <= LONGEST_CONFIRMATION:
        detail = f"From 1 to {LONGEST_CONFIRMATION} days."
        raise BadRules(problems=[Problem(pointer="/confirmation_days", code="pricing.out_of_range", detail=detail)])
    if store.put_tax_policy(tx=tx, confirmation_days=confirmation_days):
        tx.publish(RulesChanged(what="tax_policy"))


def _flaws(stated: Sequence[Stated], flaws: Callable[[Stated], Iterator[Flaw]]) -> list[Problem]:
    return [
        Problem(pointer=f"/items/{place}/{field}", code=code, detail=detail)
        for place, one in enumerate(stated)
        for field, code, detail in flaws(one)
    ]


def _twice(keys: Sequence[object], field: str, what: str) -> list[Problem]:
    detail = f"Another item says something else for the same {what}."
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    return [
        Problem(pointer=f"/items/{place}/{field}", code="pricing.stated_twice", detail=detail)
        for place, key in enumerate(keys)
        if first[key] != place
    ]


def _of_rate(one: TaxRate) -> Iterator[Flaw]:
    if not _COUNTRY.fullmatch(one.country):
        yield "country", "pricing.no_country", f"{one.country!r} is no code of a country such as DE."
    if not one.tax_class or one.tax_class == ZERO:
        yield "tax_class", "pricing.which_class", f"A class that is taxed; goods of the class {ZERO} never are."
    if not 0 <= one.rate <= _MOST:
        yield "rate", "pricing.out_of_range", "A rate is from 0 to 100 percent."
