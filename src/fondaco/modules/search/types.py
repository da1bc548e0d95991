"""What crosses the door of search: what is looked for, and what was found and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from fondaco.modules.search.model.entry import Entry
from fondaco.modules.search.model.judging import Figures, Mean, QueryFigures, Ratings

__all__ = [
    "Entry",
    "Facet",
    "FacetValue",
    "Figures",
    "Filters",
    "Hits",
    "Mean",
    "QueryFigures",
    "Ratings",
    "Reason",
    "Sort",
    "Suggestion",
]


class Sort(StrEnum):
    """In which order hits stand; without a text `relevance` means by number."""

    RELEVANCE = "relevance"
    NAME = "name"
    NUMBER = "number"
    PRICE = "price"


class Reason(StrEnum):
    """Why a product was found, the strongest reason first."""

    OWN_PART_NUMBER = "own_part_number"
    NUMBER = "number"
    NUMBER_PREFIX = "number_prefix"
    WORDS = "words"
    SIMILAR_WORDS = "similar_words"
    SOME_WORDS = "some_words"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Narrows a search: a category with everything below it, and for each attribute the values that will do.

    `price` are ranges of the own price of one base unit, in millionths: the first in it and the first beyond (None: no end).
    """

    category: UUID | None = None
    attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    price: tuple[tuple[int, int | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value within the result and how many hits have it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The values of one attribute (or of the categories, code `category`) within the result."""

    code: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page of a result: the products in order, how many there are in all, and why they were found."""

    products: Sequence[UUID]
    total: int
    reason: Reason
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the buyer may mean while he types: a product or a category."""

    kind: str
    id: UUID
    label: str
    number: str
    reason: Reason
