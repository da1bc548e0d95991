"""What stands in for a thing that does not exist yet."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Final

EMPTY_CART: Final = SimpleNamespace(
    id="",
    version=0,
    currency="EUR",
    lines=(),
    orderable=False,
    net=Decimal(0),
    tax=Decimal(0),
    gross=Decimal(0),
    charges=(),
    payment=None,
)
