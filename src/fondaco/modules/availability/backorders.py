"""How much may be ordered beyond what is there: whose policy counts, and what it leaves of a quantity; pure decisions.

The customer's policy is that of his organisation, of the nearest parent that has one, or of his sales area. Of it and the
product's own the stricter counts; where nobody has one, backorders are allowed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fondaco.kernel.buyer import Buyer
from fondaco.modules.availability.model import Step, Today
from fondaco.modules.availability.types import BackorderPolicy, Terms

_STRICTNESS = tuple(BackorderPolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backorders:
    """A policy and whose it is: a product's or an organisation's (its id as text), or a sales area's."""

    kind: str
    owner: str
    policy: BackorderPolicy


def policy_of_buyer(*, buyer: Buyer | None, terms: Terms) -> BackorderPolicy:
    """Return the customer's policy: the nearest one of his organisations, else that of his sales area."""
    keys = [*map(str, buyer.hierarchy), buyer.sales_area] if buyer else []
    return next((terms.backorders[key] for key in keys if key in terms.backorders), BackorderPolicy.ALLOW)


def policy_for(*, product: UUID, of_buyer: BackorderPolicy, terms: Terms) -> BackorderPolicy:
    """Return the stricter of the customer's policy and the product's."""
    of_product = terms.backorders.get(str(product), BackorderPolicy.ALLOW)
    return max(of_buyer, of_product, key=_STRICTNESS.index)


def sold(*, steps: Iterable[Step], policy: BackorderPolicy, today: Today) -> tuple[Step, ...]:
    """Return what is for sale of what is free: under `none` only what is there today."""
    if policy is BackorderPolicy.NONE:
        return tuple(step for step in steps if step.date <= today(step.location))
    return tuple(steps)
