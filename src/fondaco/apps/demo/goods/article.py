"""What an article of the demo is, and the small rules all families share: GTIN, packing, price, mass."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fondaco.apps.demo.pictures.drawing import Picture

SUED, NORD, ALPIN = "erp-sued", "erp-nord", "erp-alpin"
ERPS = (SUED, NORD, ALPIN)
_STEPS = ((1, Decimal("0.0001")), (10, Decimal("0.01")), (100, Decimal("0.05")))
_LADDER = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One typed property; `number` and `unit` (UN/ECE) where it is a measure."""

    code: str
    de: str
    en: str
    value: str
    number: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as the distributor thinks of it, before an ERP gives it a shape.

    `cost` is EUR per base unit, `margin` what the list price adds (1 = doubled). `box` base units are one BX (0: none).
    `grams` is the mass of one base unit. `family` groups variants, which differ by the properties in `varying`.
    """

    sku: str
    erp: str
    family: str
    de: str
    en: str
    text_de: str
    text_en: str
    category: str
    properties: tuple[Property, ...]
    varying: tuple[str, ...]
    cost: Decimal
    margin: Decimal
    grams: Decimal
    unit: str = "PCE"
    box: int = 0
    multiple: int = 1
    manufacturer: str
    manufacturer_number: str
    picture: Picture
    rank: int = 0
    gtin: str = ""
    accessories: tuple[str, ...] = ()
    facts: Mapping[str, float] = field(default_factory=dict)

    @property
    def list_price(self) -> Decimal:
        """EUR per base unit, four decimals at most."""
        return price_step(self.cost * (1 + self.margin))


def measure(code: str, de: str, en: str, number: float | Decimal, unit: str) -> Property:
    """Make a property that is a measure; its text is the number as it is written in Germany."""
    exact = plain(number)
    return Property(code=code, de=de, en=en, value=f"{exact:f}".replace(".", ","), number=exact, unit=unit)


def word(code: str, de: str, en: str, value: str) -> Property:
    """Make a property that is a word."""
    return Property(code=code, de=de, en=en, value=value)


def plain(number: float | Decimal) -> Decimal:
    """Write a number without trailing zeros and without an exponent."""
    exact = Decimal(str(number)).normalize()
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def cents(number: float) -> Decimal:
    """Round a computed cost to a hundredth of a cent; nothing costs less than that."""
    return max(Decimal("0.0020"), Decimal(f"{number:.4f}"))


def price_step(price: Decimal) -> Decimal:
    """Round a list price as a distributor would: cheap goods to 0.01 cent, dear ones to 10 cents."""
    step = next((step for limit, step in _STEPS if price < limit), Decimal("0.10"))
    return (price / step).quantize(Decimal(1)) * step


def packing(grams: float, *, box_grams: float = 2500) -> int:
    """Return how many go into one box: the largest usual number that a hand can still lift."""
    fitting = [count for count in _LADDER if count * grams <= box_grams]
    return fitting[-1] if fitting else 1


def gtin13(number: int) -> str:
    """Return a GTIN-13 of the range 200…, which GS1 keeps free for use inside a company: it is nobody else's."""
    body = f"200{number:09d}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """Return the check digit of a GTIN: weights 3 and 1 from the right (GS1 General Specifications, 7.9)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)
